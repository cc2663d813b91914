"""The office's pages for the texts of letters: which hold, and laying down new ones."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from quartierwerk.foundation import clock
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.gates import only
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.funding import actions, permissions, rules
from quartierwerk.rooms.funding.forms.letters import ClausesForm, PassageForm
from quartierwerk.rooms.funding.models import ClauseSet, Passage
from quartierwerk.rooms.funding.queries import letters as reading
from quartierwerk.rooms.funding.rules import Grantor, Instrument, LetterKind, Part


@only(permissions.may_lay_down_texts)
@require_safe
def letter_texts(request: HttpRequest) -> HttpResponse:
    """Every text in force today, and those that begin later or held before."""
    today = clock.today()
    passages: dict[tuple[str, str, str], list[Passage]] = {}
    for one in Passage.objects.order_by("part", "instrument", "kind", "-valid_from"):
        passages.setdefault((one.part, one.instrument, one.kind), []).append(one)
    sets: dict[str, list[ClauseSet]] = {str(grantor): [] for grantor in Grantor}
    for known in ClauseSet.objects.prefetch_related("clauses").order_by("grantor", "-valid_from"):
        sets[known.grantor].append(known)
    return page(
        request,
        "funding/letter_texts.html",
        heading=_("Texte der Schreiben"),
        today=today,
        sets=[(grantor, sets[str(grantor)]) for grantor in Grantor],
        passages=list(passages.values()),
        open_texts={one.pk for group in passages.values() for one in group[:1] if rules.open_places(_bare(one.text))},
    )


@only(permissions.may_lay_down_texts)
@require_http_methods(["GET", "HEAD", "POST"])
def lay_down_clauses(request: HttpRequest, grantor: str) -> HttpResponse:
    """New clauses, beginning from those that hold; first read as a letter shows them."""
    if grantor not in Grantor.values:
        raise Http404
    known = reading.clause_set(grantor, on=clock.today())
    clauses = known.texts if known else rules.proposed_clauses(grantor)
    form = ClausesForm(posted(request), clauses=clauses, initial={"valid_from": clock.today()})
    is_right = form.is_valid()
    if is_right and "preview" not in request.POST:
        wanted = actions.ClausesToBe(
            grantor=Grantor(grantor),
            clauses=form.clauses,
            valid_from=form.cleaned_data["valid_from"],
            basis=form.cleaned_data["basis"],
        )
        if form.does(partial(actions.lay_down_clauses, wanted, actor=request.user)):
            messages.success(request, _("Die Nebenbestimmungen sind festgelegt."))
            return redirect("funding:letter_texts")
    return page(
        request,
        "funding/lay_down_clauses.html",
        heading=_("Nebenbestimmungen: %(grantor)s") % {"grantor": Grantor(grantor).label},
        form=form,
        preview=form.clauses if is_right and "preview" in request.POST else (),
        placeholders=rules.PLACEHOLDERS.items(),
    )


@only(permissions.may_lay_down_texts)
@require_http_methods(["GET", "HEAD", "POST"])
def lay_down_passage(request: HttpRequest) -> HttpResponse:
    """A new version of one part of letters; the address may name which."""
    asked = {name: request.GET.get(name, "") for name in ("part", "instrument", "kind")}
    before = Passage.objects.begun(on=clock.today()).filter(**asked).first() if asked["part"] else None
    initial = asked | {"text": before.text if before else "", "valid_from": clock.today()}
    form = PassageForm(posted(request), initial=initial)
    is_right = form.is_valid()
    if is_right and "preview" not in request.POST:
        given = form.cleaned_data
        wanted = actions.PassageToBe(
            part=Part(given["part"]),
            instrument=Instrument(given["instrument"]),
            kind=LetterKind(given["kind"]) if given["kind"] else None,
            text=given["text"],
            valid_from=given["valid_from"],
        )
        if form.does(partial(actions.lay_down_passage, wanted, actor=request.user)):
            messages.success(request, _("Der Text ist festgelegt."))
            return redirect("funding:letter_texts")
    return page(
        request,
        "funding/lay_down_passage.html",
        heading=_("Textbaustein festlegen"),
        form=form,
        preview=form.cleaned_data["text"] if is_right and "preview" in request.POST else "",
        placeholders=rules.PLACEHOLDERS.items(),
    )


def _bare(text: str) -> str:
    """A text without its blanks: what is left open is what the law office has to fill in."""
    return text.replace("{", "").replace("}", "")
