"""The list of projects, a project's own page, and the steps of those who look after it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartierwerk.foundation import clock
from quartierwerk.foundation.bilingual import text
from quartierwerk.foundation.house.words import word
from quartierwerk.foundation.limits.counting import DAY, limit
from quartierwerk.foundation.references import number_in
from quartierwerk.foundation.ui.asking import Crumb, one_step, second_look
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.gates import require
from quartierwerk.foundation.ui.lists import listed
from quartierwerk.foundation.ui.pages import page
from quartierwerk.foundation.ui.parts import Choice, Facet, asked, chips_of, counted_choices
from quartierwerk.rooms.funding import actions, permissions, queries, rules
from quartierwerk.rooms.funding.forms.projects import CallingOffForm, ContributionForm, EntrustingForm, ProjectForm
from quartierwerk.rooms.funding.models import Project
from quartierwerk.rooms.funding.rules import PROMISE_STEPS, ProjectState, Promise
from quartierwerk.rooms.funding.views._cuts import Behind
from quartierwerk.rooms.places.models import District, Theme

WORDS = ngettext_lazy("Projekt", "Projekte")
YES = "1"
"""Value of a filter that is on or off."""
MOST_PROJECTS_A_DAY = 20
"""Whoever enters more in a day is a machine; the office may."""


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """All projects that somebody sees, the latest first; by district, theme, year and state."""
    known = queries.projects(request.user)
    wanted = {
        "district": asked(request, "district"),
        "theme": [key for key in asked(request, "theme") if number_in(key) is not None],
        "year": [year for year in asked(request, "year") if clock.year_in(year)],
        "state": [state for state in asked(request, "state") if state in ProjectState.values],
    }
    asking = queries.demands_to_table(request.user).values("project")
    if asked(request, "asking") == [YES]:
        wanted["asking"] = [YES]
    behind = Behind.by(request, among=rules.OF_PROJECTS)
    facets = [*_facets(known, wanted), *_asking(known.filter(pk__in=asking), wanted)]
    rows = known
    if behind:
        facets = [*behind.facets, *facets]
        rows = rows.filter(pk__in=queries.projects_behind(behind.figure, behind.cut, on=clock.today()).values("pk"))
    if wanted["district"]:
        keys = list(District.objects.filter(slug__in=wanted["district"]).values_list("pk", flat=True))
        rows = rows.in_districts(keys)
    if wanted["theme"]:
        rows = rows.filter(theme__in=wanted["theme"])
    if wanted["year"]:
        rows = rows.filter(starts_on__year__in=[int(year) for year in wanted["year"]])
    if wanted["state"]:
        rows = rows.filter(state__in=wanted["state"])
    if "asking" in wanted:
        rows = rows.filter(pk__in=asking)
    chips = chips_of(request, facets)
    return listed(
        request,
        "funding/projects.html",
        rows,
        words=WORDS,
        heading=_("Projekte"),
        facets=facets,
        chips=chips,
        clear_url=request.path if chips else "",
    )


def _asking(rows: Any, wanted: Mapping[str, list[str]]) -> list[Facet]:
    """Those that ask for money, for whoever puts that on agendas."""
    number = rows.count()
    if not number and "asking" not in wanted:
        return []
    choices = counted_choices([(YES, _("wartet auf eine Tagesordnung"))], {YES: number}, wanted.get("asking", []))
    return [Facet("asking", _("Mittelanfrage"), choices)]


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """A project: what, where, when, by whom, with whom; for those who look after it also its money and its steps."""
    project = project_of(request, pk)
    sees_means = permissions.may_see_means(request.user, project)
    means = project.means
    return page(
        request,
        "funding/project.html",
        heading=project.title,
        project=project,
        phase=project.phase(on=clock.today()),
        carrier=project.carrier if sees_means else project.named_carrier,
        means=means,
        sees_means=sees_means,
        contributions=_with_steps(project) if sees_means else [],
        may_add=permissions.may_add_means(request.user, project),
        applications=list(queries.applications_for(project, request.user)),
        rulings=queries.rulings_of(project, request.user) if project.is_own else [],
        sees_funds=permissions.may_see_funds(request.user, project),
        may_shape=permissions.may_shape(request.user, project),
        may_tend=permissions.may_tend(request.user, project),
        may_call_off=project.state != ProjectState.CALLED_OFF and permissions.may_call_off(request.user, project),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """A new project."""
    form = ProjectForm(posted(request))
    is_for_others = "papier" in request.GET
    if form.is_valid() and form.does(lambda: _enter(request, form, is_for_others=is_for_others)):
        messages.success(
            request,
            _("Das Projekt ist angelegt. Niemand betreut es; der Antrag lässt sich jetzt eintragen.")
            if is_for_others
            else _("Das Projekt ist angelegt. Das Büro entscheidet, ob alle es sehen."),
        )
        return redirect(form.result)
    return page(
        request,
        "funding/project_form.html",
        heading=_("Projekt anlegen"),
        form=form,
        submit=_("Projekt anlegen"),
        cancel_url=reverse("funding:projects"),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reshape(request: HttpRequest, pk: int) -> HttpResponse:
    """What is said of a project."""
    project = _kept(request, pk, permissions.may_shape)
    form = ProjectForm(posted(request), project=project)
    if form.is_valid() and form.does(
        lambda: actions.reshape(
            project, actor=request.user, entering=form.entering, based_on=form.cleaned_data["based_on"]
        )
    ):
        messages.success(request, _("Gespeichert."))
        return redirect(project)
    return page(
        request,
        "funding/project_form.html",
        heading=_("„%(name)s“ bearbeiten") % {"name": project.title},
        project=project,
        form=form,
        cancel_url=project.get_absolute_url(),
    )


@login_required
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Let everybody see it, at once."""
    project = _kept(request, pk, permissions.may_tend)
    one_step(request, lambda: actions.publish(project, actor=request.user), said=_("Das Projekt ist öffentlich."))
    return redirect(project)


@login_required
@require_POST
def hide(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep it inside, at once."""
    project = _kept(request, pk, permissions.may_tend)
    one_step(request, lambda: actions.hide(project, actor=request.user), said=_("Das Projekt ist intern."))
    return redirect(project)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def call_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Calling a project off, after a second look and with a reason."""
    project = _kept(request, pk, permissions.may_call_off)
    form = CallingOffForm(posted(request))
    return second_look(
        request,
        lambda: actions.call_off(project, actor=request.user, reason=form.cleaned_data["reason"]),
        said=_("Das Projekt ist abgesagt."),
        back=Crumb(project.title, project.get_absolute_url()),
        heading=_("Projekt absagen?"),
        lead=_("Es bleibt mit dem Grund lesbar und lässt sich nicht wieder aufnehmen."),
        submit=_("Projekt absagen"),
        asked=form,
        is_grave=True,
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def entrust(request: HttpRequest, pk: int) -> HttpResponse:
    """Who looks after a project from now on."""
    project = _kept(request, pk, permissions.may_entrust)
    form = EntrustingForm(posted(request))
    if form.is_valid() and form.does(lambda: actions.entrust(project, actor=request.user, to=form.person)):
        messages.success(request, _("Übergeben."))
        return redirect(project)
    return page(
        request,
        "funding/project_form.html",
        heading=_("Wer betreut „%(name)s“?") % {"name": project.title},
        project=project,
        form=form,
        submit=_("Übergeben"),
        cancel_url=project.get_absolute_url(),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def contribute(request: HttpRequest, pk: int) -> HttpResponse:
    """Money from one source."""
    project = _kept(request, pk, permissions.may_add_means)
    form = ContributionForm(posted(request))
    if form.is_valid() and form.does(lambda: actions.contribute(form.given(project), actor=request.user)):
        messages.success(request, _("Eingetragen."))
        return redirect(f"{project.get_absolute_url()}#mittel")
    return page(
        request,
        "funding/project_form.html",
        heading=_("Mittel eintragen"),
        project=project,
        form=form,
        submit=_("Eintragen"),
        cancel_url=project.get_absolute_url(),
    )


@login_required
@require_POST
def settle(request: HttpRequest, pk: int, contribution: int) -> HttpResponse:
    """How sure money has become, at once."""
    project = _kept(request, pk, permissions.may_add_means)
    found = get_object_or_404(project.contributions, pk=contribution)
    state = request.POST.get("state", "")
    if state in Promise.values:
        one_step(request, lambda: actions.settle(found, actor=request.user, state=Promise(state)), said=_("Vermerkt."))
    return redirect(f"{project.get_absolute_url()}#mittel")


@login_required
@require_POST
def drop_contribution(request: HttpRequest, pk: int, contribution: int) -> HttpResponse:
    """Money that was entered by mistake, struck at once."""
    project = _kept(request, pk, permissions.may_add_means)
    one_step(
        request,
        lambda: actions.drop_contribution(project, actor=request.user, contribution=contribution),
        said=_("Gestrichen."),
    )
    return redirect(f"{project.get_absolute_url()}#mittel")


def _enter(request: HttpRequest, form: ProjectForm, *, is_for_others: bool) -> Project:
    if not permissions.may_found(request.user):
        limit(f"project:{request.user.pk}", most=MOST_PROJECTS_A_DAY, seconds=DAY)
    entering = replace(form.entering, is_for_others=is_for_others)
    return actions.enter(entering, actor=request.user)


def project_of(request: HttpRequest, pk: int) -> Project:
    """The project of this address, if whoever asks sees it."""
    return get_object_or_404(queries.projects(request.user).with_money(), pk=pk)


def _kept(request: HttpRequest, pk: int, may: Callable[[Any, Project], bool]) -> Project:
    project = project_of(request, pk)
    require(may(request.user, project), needed=_("Zuständigkeit für dieses Projekt"))
    return project


def _with_steps(project: Project) -> list[tuple[Any, list[Choice]]]:
    """Each contribution with the steps that lead on from its state."""
    return [
        (one, [Choice(state, state.label) for state in Promise if PROMISE_STEPS.leads(one.state, state)])
        for one in project.contributions.all()
    ]


def _facets(known: Any, wanted: dict[str, list[str]]) -> list[Facet]:
    """Where, about what, when and in which state, each with how many there are."""
    leads, themes, years, states = (
        queries.numbers(known, by=column) for column in ("district__slug", "theme", "starts_on__year", "state")
    )
    joint = queries.numbers(known.filter(others__isnull=False), by="others__slug")
    places = [(place.slug, place.title) for place in District.objects.all()]
    named = [
        (str(theme.pk), text(theme, "name")) for theme in Theme.objects.filter(pk__in=[key for key in themes if key])
    ]
    shown_years = [(str(year), str(year)) for year in sorted(years, reverse=True)]
    facets = [
        Facet(
            "district",
            word("district"),
            counted_choices(places, Counter(leads) + Counter(joint), wanted["district"]),
            most=13,
        ),
        Facet("theme", _("Handlungsschwerpunkt"), counted_choices(named, _as_text(themes), wanted["theme"])),
        Facet("year", _("Jahr"), counted_choices(shown_years, _as_text(years), wanted["year"])),
    ]
    if len(states) > 1 or wanted["state"]:
        facets.append(Facet("state", _("Stand"), counted_choices(ProjectState.choices, states, wanted["state"])))
    return facets


def _as_text(counts: Mapping[Any, int]) -> dict[str, int]:
    return {str(key): number for key, number in counts.items()}
