"""The pages as everybody reads them, and the office's desk for them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from quartierwerk.foundation.bilingual import language
from quartierwerk.foundation.house.holding import house
from quartierwerk.foundation.privacy import registered
from quartierwerk.foundation.ui.asking import Crumb, second_look
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.gates import only
from quartierwerk.foundation.ui.lists import page_of
from quartierwerk.foundation.ui.pages import page
from quartierwerk.foundation.ui.prose import prose
from quartierwerk.rooms.newsroom import actions, permissions, queries, rules
from quartierwerk.rooms.newsroom.forms import WordingForm
from quartierwerk.rooms.newsroom.rules import PageKind

SIZE = 10


@require_safe
def show(request: HttpRequest, kind: PageKind) -> HttpResponse:
    """What a page says, in the reader's language where there is a text in it."""
    standing = queries.standing(kind)
    return page(
        request,
        "newsroom/page.html",
        standing=standing,
        text=prose(standing.text),
        is_other_language=standing.language != language(),
        personal_fields=registered() if kind == PageKind.PRIVACY else [],
        may_publish=permissions.may_publish(request.user),
    )


@only(permissions.may_publish)
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """All pages and how they stand."""
    return page(
        request,
        "newsroom/pages.html",
        heading=_("Seiten"),
        standings=queries.standings(),
        has_english="en" in house().languages,
    )


@only(permissions.may_publish)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, kind: str) -> HttpResponse:
    """Write a page, look at it, publish it."""
    standing = queries.standing(_kind(kind))
    initial = vars(standing.wording) | {"based_on": standing.number}
    form = WordingForm(posted(request), initial=initial)
    is_preview = "preview" in request.POST
    wanted = form.wording(standing.wording) if form.is_valid() else None

    def publish() -> None:
        actions.publish(
            standing.kind,
            actor=request.user,
            wording=wanted,
            based_on=form.cleaned_data["based_on"],
            note=form.cleaned_data["note"],
        )

    if wanted is not None and not is_preview and form.does(publish):
        messages.success(request, _("Die Seite ist veröffentlicht. Was vorher dastand, steht im Verlauf."))
        return redirect(f"newsroom:{standing.kind}")
    return page(
        request,
        "newsroom/edit.html",
        heading=_("„%(title)s“ bearbeiten") % {"title": standing.wording.title_de},
        standing=standing,
        form=form,
        preview=_preview(wanted) if is_preview and wanted else [],
        cancel_url=reverse("newsroom:pages"),
    )


@only(permissions.may_publish)
@require_safe
def history(request: HttpRequest, kind: str) -> HttpResponse:
    """Everything that a page said, newest first."""
    standing = queries.standing(_kind(kind))
    versions = page_of(request, queries.versions_of(standing.kind), size=SIZE)
    return page(
        request,
        "newsroom/history.html",
        heading=_("Verlauf von „%(title)s“") % {"title": standing.wording.title_de},
        standing=standing,
        page=versions,
        steps=[(version, _preview(version.wording)) for version in versions],
    )


@only(permissions.may_publish)
@require_http_methods(["GET", "HEAD", "POST"])
def restore(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """An earlier version once more, after a second look."""
    found = _kind(kind)
    return second_look(
        request,
        lambda: actions.restore(found, actor=request.user, number=number),
        said=_("Die frühere Fassung gilt wieder."),
        back=Crumb(_("Verlauf"), reverse("newsroom:history", args=[kind])),
        heading=_("Fassung %(number)d wiederherstellen?") % {"number": number},
        lead=_("Sie steht dann wieder öffentlich da, mit dem heutigen Stand. Die jetzige Fassung bleibt im Verlauf."),
        submit=_("Fassung wiederherstellen"),
    )


def _kind(name: str) -> PageKind:
    try:
        return PageKind(name)
    except ValueError:
        raise Http404 from None


def _preview(wording: rules.Wording) -> list[tuple[str, str, str]]:
    """Language, title and text as HTML, of each language that there is."""
    both = (("de", wording.title_de, wording.text_de), ("en", wording.title_en, wording.text_en))
    return [(code, title, prose(text)) for code, title, text in both if text]
