"""The office's pages for what a programme asks: building it as a draft, reading it as applicants do, laying it down."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from quartierwerk.foundation.drafts import keeping
from quartierwerk.foundation.drafts.models import Draft
from quartierwerk.foundation.references import number_in, reference
from quartierwerk.foundation.ui.asking import Crumb, one_step, second_look
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.gates import only
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.funding import actions, permissions, queries, rules
from quartierwerk.rooms.funding.forms.answers import Answering, condition_in_words
from quartierwerk.rooms.funding.forms.questionnaires import QuestionForm, SectionForm
from quartierwerk.rooms.funding.models import Programme
from quartierwerk.rooms.funding.rules import Question, Sections
from quartierwerk.rooms.funding.views._found import programme_of

DRAFT = "funding.questionnaire"
STEPS = ("up", "down", "section_up", "section_down")


class Desk(NamedTuple):
    """What somebody of the office has before them: their draft, else the questions that hold."""

    programme: Programme
    sections: Sections
    draft: Draft | None
    version: int
    """The latest version that was laid down, 0 where there is none."""
    based_on: int
    """The version from which the draft began."""

    @property
    def url(self) -> str:
        """Its page."""
        return reverse("funding:questions", args=[self.programme.slug])

    def question(self, key: str) -> tuple[Question, int]:
        """A question and its section, else 404."""
        found = rules.find(self.sections, key)
        if found is None:
            raise Http404
        return self.sections[found[0]].questions[found[1]], found[0]


@only(permissions.may_lay_down_questions)
@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: HttpRequest, slug: str) -> HttpResponse:
    """All questions with their sections, and the steps of building: each is kept at once, nothing holds yet."""
    desk = _desk(request, slug)
    if request.method == "POST":
        moved, anchor = _moved(desk.sections, request.POST)
        one_step(request, lambda: _keep(request, desk, moved))
        return redirect(f"{desk.url}#{anchor}")
    known = {one.key: one for one in rules.questions(desk.sections)}
    rows = [
        (section, [(one, condition_in_words(one, known)) for one in section.questions]) for section in desk.sections
    ]
    return page(
        request,
        "funding/questions.html",
        heading=_("Fragen für „%(name)s“") % {"name": desk.programme.name},
        programme=desk.programme,
        desk=desk,
        rows=rows,
        problems=rules.sections_problems(desk.sections),
        draft_about=reference(desk.programme),
    )


@only(permissions.may_lay_down_questions)
@require_safe
def preview_questions(request: HttpRequest, slug: str) -> HttpResponse:
    """The questions as those who apply will see them."""
    desk = _desk(request, slug)
    form = Answering()
    form.ask(desk.sections)
    return page(
        request,
        "funding/preview_questions.html",
        heading=_("So sehen Antragstellende die Fragen"),
        programme=desk.programme,
        desk=desk,
        form=form,
    )


@only(permissions.may_lay_down_questions)
@require_http_methods(["GET", "HEAD", "POST"])
def lay_down_questions(request: HttpRequest, slug: str) -> HttpResponse:
    """Laying the questions down, after a second look."""
    desk = _desk(request, slug)
    seen = number_in(request.GET.get("based_on", ""))
    based_on = desk.based_on if seen is None else seen

    def lay_down() -> None:
        actions.lay_down_questions(desk.programme, actor=request.user, sections=desk.sections, based_on=based_on)
        keeping.discard(DRAFT, person=request.user, about=reference(desk.programme))

    return second_look(
        request,
        lay_down,
        said=_("Die Fragen sind festgelegt. Sie gelten für alle, die ab jetzt einen Antrag beginnen."),
        back=Crumb(_("Fragen"), desk.url),
        above=[Crumb(desk.programme.name, desk.programme.get_absolute_url())],
        heading=_("Fragen festlegen?"),
        lead=_("Sie gelten für alle, die ab jetzt einen Antrag beginnen. Wer schon schreibt, behält die alten Fragen."),
        submit=_("Fragen festlegen"),
        then=desk.programme.get_absolute_url(),
    )


@only(permissions.may_lay_down_questions)
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, slug: str, place: int | None = None) -> HttpResponse:
    """A new section, or another heading for one."""
    desk = _desk(request, slug)
    known = _section(desk, place) if place is not None else None
    form = SectionForm(
        posted(request), initial={"title_de": known.title_de, "title_en": known.title_en} if known else {}
    )
    if form.is_valid() and form.does(
        lambda: _keep(request, desk, rules.with_section(desk.sections, place, **form.cleaned_data))
    ):
        return redirect(f"{desk.url}#section-{len(desk.sections) if place is None else place}")
    return page(
        request,
        "funding/question_form.html",
        heading=_("Abschnitt ändern") if known else _("Abschnitt anlegen"),
        programme=desk.programme,
        desk=desk,
        form=form,
        cancel_url=desk.url,
    )


@only(permissions.may_lay_down_questions)
@require_http_methods(["GET", "HEAD", "POST"])
def drop_section(request: HttpRequest, slug: str, place: int) -> HttpResponse:
    """A section less with all its questions, after a second look."""
    desk = _desk(request, slug)
    known = _section(desk, place)
    return second_look(
        request,
        lambda: _keep(request, desk, rules.without_section(desk.sections, place)),
        said=_("Der Abschnitt ist entfernt."),
        back=Crumb(_("Fragen"), desk.url),
        heading=_("Abschnitt „%(title)s“ entfernen?") % {"title": known.title},
        lead=_("Mit ihm gehen alle seine Fragen. Was schon festgelegt ist, bleibt davon unberührt."),
        points=[one.label for one in known.questions],
        submit=_("Abschnitt entfernen"),
        is_grave=True,
    )


@only(permissions.may_lay_down_questions)
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, slug: str, key: str = "") -> HttpResponse:
    """A new question, or another wording for one."""
    desk = _desk(request, slug)
    if not desk.sections:
        return redirect("funding:section", slug)
    known, place = desk.question(key) if key else (None, _wanted_place(request, desk))
    versions = [one.asks for one in desk.programme.questionnaires.all()]
    form = QuestionForm(posted(request), sections=desk.sections, question=known, place=place, versions=versions)
    if form.is_valid() and form.does(lambda: _keep(request, desk, form.checked())):
        return redirect(f"{desk.url}#question-{form.question.key}")
    return page(
        request,
        "funding/question_form.html",
        heading=_("Frage ändern") if known else _("Frage anlegen"),
        programme=desk.programme,
        desk=desk,
        form=form,
        cancel_url=desk.url,
    )


@only(permissions.may_lay_down_questions)
@require_http_methods(["GET", "HEAD", "POST"])
def drop_question(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """A question less, after a second look."""
    desk = _desk(request, slug)
    known, _place = desk.question(key)
    return second_look(
        request,
        lambda: _keep(request, desk, rules.without_question(desk.sections, key)),
        said=_("Die Frage ist entfernt."),
        back=Crumb(_("Fragen"), desk.url),
        heading=_("Frage „%(question)s“ entfernen?") % {"question": known.label},
        lead=_("Was schon festgelegt ist, bleibt davon unberührt."),
        submit=_("Frage entfernen"),
        is_grave=True,
    )


def _desk(request: HttpRequest, slug: str) -> Desk:
    programme = programme_of(request, slug)
    latest = queries.questionnaire_of(programme)
    draft = keeping.find(DRAFT, person=request.user, about=reference(programme))
    version = latest.version if latest else 0
    found = _read(draft)
    if found is None:
        return Desk(programme, latest.asks if latest else (), None, version, version)
    return Desk(programme, found[0], draft, version, found[1])


def _read(draft: Draft | None) -> tuple[Sections, int] | None:
    """What a draft says; one that says something else than questions counts as none."""
    if draft is None:
        return None
    try:
        return rules.read_sections(json.loads(draft.data["sections"][0])), int(draft.data["based_on"][0])
    except (KeyError, ValueError, TypeError, AttributeError, IndexError):
        return None


def _keep(request: HttpRequest, desk: Desk, sections: Sections) -> None:
    """Keep the draft; it was read in the same request, so that a step never undoes one of another window."""
    kept = QueryDict(mutable=True)
    kept["sections"] = json.dumps(rules.as_json(sections))
    kept["based_on"] = str(desk.based_on)
    known = keeping.find(DRAFT, person=request.user, about=reference(desk.programme))
    kept["draft_version"] = str(desk.draft.version if desk.draft else known.version if known else 0)
    keeping.keep(DRAFT, person=request.user, about=reference(desk.programme), post=kept)


def _moved(sections: Sections, post: Any) -> tuple[Sections, str]:
    """What a button with an arrow asks for, and where the page then stands."""
    step = next((name for name in STEPS if name in post), "")
    named, is_up = post.get(step, ""), step.endswith("up")
    if not step.startswith("section"):
        return rules.moved_question(sections, named, up=is_up), f"question-{named}"
    found = number_in(named)
    place = -1 if found is None else found
    return rules.moved_section(sections, place, up=is_up), f"section-{max(0, place - 1 if is_up else place + 1)}"


def _section(desk: Desk, place: int) -> rules.Section:
    if place >= len(desk.sections):
        raise Http404
    return desk.sections[place]


def _wanted_place(request: HttpRequest, desk: Desk) -> int:
    return min(number_in(request.GET.get("section", "")) or 0, len(desk.sections) - 1)
