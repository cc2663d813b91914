"""The office's list of words that the search treats as the same."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.gates import only
from quartierwerk.foundation.ui.lists import listed
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.directory import actions, permissions, queries
from quartierwerk.rooms.directory.forms.synonyms import SynonymForm
from quartierwerk.rooms.directory.models import Synonym

SIZE = 50


@only(permissions.may_define)
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """All groups, or those in which a word begins like what was typed."""
    text = request.GET.get("q", "").strip()[:60]
    groups = queries.synonym_groups(containing=text)
    return listed(
        request,
        "directory/synonyms.html",
        groups,
        words=ngettext_lazy("Gruppe", "Gruppen"),
        size=SIZE,
        heading=_("Synonyme"),
        q=text,
        all_url=request.path if text else "",
    )


@only(permissions.may_define)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """One group, new or known."""
    group = get_object_or_404(Synonym, pk=pk) if pk else Synonym(words=[])
    form = SynonymForm(posted(request), initial={"words": "\n".join(group.words)})
    if form.is_valid() and form.does(lambda: _change(request, group, form)):
        messages.success(request, form.result)
        return redirect("directory:synonyms")
    return page(
        request,
        "directory/synonym.html",
        heading=_("Synonymgruppe bearbeiten") if pk else _("Neue Synonymgruppe"),
        group=group,
        form=form,
        cancel_url=reverse("directory:synonyms"),
    )


def _change(request: HttpRequest, group: Synonym, form: SynonymForm) -> str:
    """Drop the group or keep what was written; returns what is to be said."""
    if "drop" in request.POST and group.pk:
        actions.drop_synonyms(group, actor=request.user)
        return _("Die Gruppe gilt nicht mehr. Die Suche weiß es in wenigen Sekunden.")
    actions.set_synonyms(group, actor=request.user, words=form.cleaned_data["words"])
    return _("Gespeichert. Die Suche weiß es in wenigen Sekunden.")
