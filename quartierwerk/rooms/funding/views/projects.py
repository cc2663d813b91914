"""The list of projects, a project's own page, and the steps of those who look after it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartierwerk.foundation import clock
from quartierwerk.foundation.errors import MovedOn
from quartierwerk.foundation.limits.counting import DAY, limit
from quartierwerk.foundation.ui.asking import Crumb, one_step, second_look
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.gates import require
from quartierwerk.foundation.ui.pages import page
from quartierwerk.foundation.ui.parts import Choice
from quartierwerk.rooms.funding import actions, permissions, queries
from quartierwerk.rooms.funding.forms.projects import CallingOffForm, ContributionForm, EntrustingForm, ProjectForm
from quartierwerk.rooms.funding.models import Project
from quartierwerk.rooms.funding.rules import PROMISE_STEPS, IncomeKind, Phase, ProjectState, Promise
from quartierwerk.rooms.funding.views._structured import structured

NEAR = 15
"""Zoom at which the map shows where a project stands."""
MOST_PROJECTS_A_DAY = 20
"""Whoever enters more in a day is a machine; the office may."""


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """A project: what, where, when, by whom, with whom; for those who look after it also its money and its steps."""
    project = project_of(request, pk)
    sees_means = permissions.may_see_means(request.user, project)
    means, pictures = project.means, queries.pictures_of(project, sees_all=sees_means)
    additions = queries.additions_of(project) if sees_means else queries.Additions()
    phase = project.phase(on=clock.today())
    return page(
        request,
        "funding/project.html",
        heading=project.title,
        project=project,
        pictures=pictures,
        effect=queries.effect_of(project),
        effect_to_come=queries.effect_of(project, sees_all=True) if additions.effect else None,
        additions=additions,
        grants=queries.grants_of(project),
        spot=[(project.lat, project.lon)] if project.lat is not None else [],
        map_url=f"{reverse('funding:projects_map')}?view={NEAR}/{project.lat}/{project.lon}",
        places=[project.district, *project.others.all()],
        canonical=settings.SITE_URL + project.get_absolute_url(),
        structured=structured(project, pictures) if project.published_at else None,
        may_add_picture=permissions.may_add_picture(request.user, project),
        may_tell=phase != Phase.COMING and permissions.may_tell_effect(request.user, project),
        phase=phase,
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
    project = kept(request, pk, permissions.may_shape)
    form = ProjectForm(posted(request), project=project)
    if form.is_valid() and form.does(
        lambda: actions.reshape(
            project, actor=request.user, entering=form.entering, based_on=form.cleaned_data["based_on"]
        )
    ):
        messages.success(request, _("Gespeichert."))
        return redirect(project)
    if isinstance(form.refusal, MovedOn):
        form.start_from(actions.Entering.of(Project.objects.get(pk=pk)).digest)
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
    project = kept(request, pk, permissions.may_tend)
    one_step(request, lambda: actions.publish(project, actor=request.user), said=_("Das Projekt ist öffentlich."))
    return redirect(project)


@login_required
@require_POST
def hide(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep it inside, at once."""
    project = kept(request, pk, permissions.may_tend)
    one_step(request, lambda: actions.hide(project, actor=request.user), said=_("Das Projekt ist intern."))
    return redirect(project)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def call_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Calling a project off, after a second look and with a reason."""
    project = kept(request, pk, permissions.may_call_off)
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
    project = kept(request, pk, permissions.may_entrust)
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
    project = kept(request, pk, permissions.may_add_means)
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
    project = kept(request, pk, permissions.may_add_means)
    found = get_object_or_404(project.contributions, pk=contribution)
    state = request.POST.get("state", "")
    if state in Promise.values:
        one_step(request, lambda: actions.settle(found, actor=request.user, state=Promise(state)), said=_("Vermerkt."))
    return redirect(f"{project.get_absolute_url()}#mittel")


@login_required
@require_POST
def drop_contribution(request: HttpRequest, pk: int, contribution: int) -> HttpResponse:
    """Money that was entered by mistake, struck at once."""
    project = kept(request, pk, permissions.may_add_means)
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


def kept(request: HttpRequest, pk: int, may: Callable[[Any, Project], bool]) -> Project:
    """The same, if whoever asks may do that with it."""
    project = project_of(request, pk)
    require(may(request.user, project), needed=_("Zuständigkeit für dieses Projekt"))
    return project


def _with_steps(project: Project) -> list[tuple[Any, list[Choice], bool]]:
    """Each contribution with the steps that lead on from its state, and whether it is one to thank for."""
    return [
        (
            one,
            [Choice(state, state.label) for state in Promise if PROMISE_STEPS.leads(one.state, state)],
            one.kind == IncomeKind.THIRD_PARTY and one.state == Promise.RECEIVED,
        )
        for one in project.contributions.select_related("thanks")
    ]
