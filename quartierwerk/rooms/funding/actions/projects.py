"""The verbs of projects: entering, editing, publishing, calling off, and the money they have from elsewhere."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import MovedOn, NotNow, RuleBroken, WordsMissing
from quartierwerk.foundation.money import MOST
from quartierwerk.foundation.references import reference
from quartierwerk.foundation.steps import advance
from quartierwerk.foundation.transactions import lock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.permissions import may_erase, may_leave
from quartierwerk.rooms.funding import permissions, rules
from quartierwerk.rooms.funding.actions._money import NOT_NEEDED, give_back_all
from quartierwerk.rooms.funding.actions._showing import let_everybody_see
from quartierwerk.rooms.funding.models import Contribution, Invoice, Project, Thanks
from quartierwerk.rooms.funding.rules import DemandState, IncomeKind, Outline, ProjectState, Promise
from quartierwerk.rooms.places.models import Place, Theme
from quartierwerk.rooms.places.rules import PlaceKind


class OutlineRefused(RuleBroken):
    """A project cannot be entered so; the sentence names the first reason."""


class DistrictRefused(RuleBroken):
    """A district that is none, leads twice, or is named without one in the lead."""

    sentence = _("Bitte wählen Sie, wo das Projekt federführend ist, und die anderen Orte ohne diesen.")
    field = "others"


class ProjectChanged(MovedOn):
    """Somebody else has written about the project since."""


class TextTooLong(RuleBroken):
    """More letters than the house keeps; nothing is cut off unseen."""

    sentence = _("Dieser Text ist zu lang.")


class MoneyHangsOnIt(RuleBroken):
    """The board of its district was asked for money: who carries it out and where stays as it is."""

    sentence = _("Für dieses Projekt ist schon Geld angefragt. Art und federführender Ort bleiben, wie sie sind.")
    field = "kind"


class InvoicesOpen(NotNow):
    """Somebody waits for money."""

    sentence = _("Es liegen noch Rechnungen vor, die nicht bezahlt sind. Klären Sie zuerst, was aus ihnen wird.")


class SumRefused(RuleBroken):
    """Money that is nothing, or more than the house takes."""

    sentence = _("Bitte nennen Sie einen Betrag über 0.")
    field = "cents"


class TooManyContributions(RuleBroken):
    """More sources than a project has."""

    sentence = _("Mehr Quellen lassen sich bei einem Projekt nicht eintragen. Bitte fassen Sie kleine zusammen.")


class ThankedAlready(NotNow):
    """Whoever gave the money was thanked for it: it stays."""

    sentence = _("Für diesen Beitrag wurde schon gedankt. Er lässt sich nicht mehr streichen.")


class NobodyThere(RuleBroken):
    """Nobody signs in with this address."""

    sentence = _("Unter dieser Adresse ist niemand bekannt. Die Person muss sich zuerst anmelden.")
    field = "email"


@dataclass(frozen=True, kw_only=True)
class Entering:
    """A project as it is to be."""

    outline: Outline
    district: Place
    others: tuple[Place, ...] = ()
    theme: Theme | None = None
    is_for_others: bool = False
    """An office enters it for somebody who has no account: nobody keeps it."""

    @property
    def digest(self) -> str:
        """Of all of it, so that a form can say on what it is based."""
        keys = (self.district.pk, sorted(place.pk for place in self.others), self.theme.pk if self.theme else 0)
        return hashlib.sha256(repr((self.outline, keys)).encode()).hexdigest()[:16]

    @classmethod
    def of(cls, project: Project) -> Entering:
        """A project as it stands."""
        others = tuple(project.others.all())
        return cls(outline=project.outline, district=project.district, others=others, theme=project.theme)

    def checked(self) -> dict[str, Any]:
        """The columns it comes to; raises why it may not be so."""
        outline = self.outline.tidied()
        for problem in rules.outline_problems(outline):
            raise OutlineRefused(problem.sentence, field=problem.field)
        places = [self.district, *self.others]
        if len({place.pk for place in places}) < len(places) or len(places) > rules.MOST_DISTRICTS:
            raise DistrictRefused
        if any(place.kind != PlaceKind.DISTRICT for place in places):
            raise DistrictRefused
        return vars(outline) | {"district": self.district, "theme": self.theme}


@action(may=permissions.may_enter)
def enter(entering: Entering, *, actor: Person, at: datetime) -> Project:
    """Enter a project; whoever enters it looks after it, unless it is somebody else's (Projekt anlegen)."""
    keeper = None if actor.is_system or entering.is_for_others else actor
    project = Project.objects.create(**entering.checked(), keeper=keeper, entered_at=at)
    project.others.set(entering.others)
    return project


@action(may=permissions.may_shape)
def reshape(project: Project, *, actor: Person, entering: Entering, based_on: str) -> Project:
    """Write what is said of a project; ``based_on`` is the digest of what was there before (Projekt ändern)."""
    if Entering.of(project).digest != based_on:
        raise ProjectChanged
    columns = entering.checked()
    stays = project.kind == entering.outline.kind and project.district_id == entering.district.pk
    if not stays and project.demands.exists():
        raise MoneyHangsOnIt
    for name, value in columns.items():
        setattr(project, name, value)
    project.save(update_fields=list(columns))
    project.others.set(entering.others)
    return project


@action(may=permissions.may_tend)
def publish(project: Project, *, actor: Person, at: datetime) -> Project:
    """Let everybody see a project with all that its page shows (Projekt veröffentlichen)."""
    since = project.published_at or at
    advance(project, ProjectState.PUBLIC, steps=rules.PROJECT_STEPS, published_at=since)
    let_everybody_see(project, at=at)
    return project


@action(may=permissions.may_tend)
def hide(project: Project, *, actor: Person) -> Project:
    """Keep a project among those who look after it (Projekt intern führen)."""
    advance(project, ProjectState.INTERNAL, steps=rules.PROJECT_STEPS)
    return project


@action(may=permissions.may_call_off)
def call_off(project: Project, *, actor: Person, reason: str, at: datetime) -> Project:
    """Say that a project does not take place, and why; it stays readable for whoever saw it (Projekt absagen).

    What a pot still holds for it goes back; invoices that somebody waits for are paid or refused before.
    """
    reason = " ".join(reason.split())
    if not reason:
        raise WordsMissing(_("Bitte sagen Sie, warum das Projekt nicht stattfindet."), field="reason")
    if len(reason) > rules.LONGEST_SUMMARY:
        raise TextTooLong(field="reason")
    if Invoice.objects.filter(project=project).unpaid().exists():
        raise InvoicesOpen
    if project.closed_at is not None:
        raise NotNow
    advance(project, ProjectState.CALLED_OFF, steps=rules.PROJECT_STEPS, reason=reason)
    waiting = project.demands.filter(state=DemandState.OPEN)
    given_back = give_back_all(project, at=at, reason=NOT_NEEDED)
    needs = project.needs.filter(withdrawn_at__isnull=True).update(withdrawn_at=at)
    note_change(given_back=given_back, demands=waiting.update(state=DemandState.WITHDRAWN), needs=needs)
    return project


@action(may=permissions.may_entrust)
def entrust(project: Project, *, actor: Person, to: Person | None) -> Project:
    """Say who looks after a project from now on (Projekt übergeben)."""
    if to is None or not to.is_active or to.is_system:
        raise NobodyThere
    project.keeper = to
    project.save(update_fields=["keeper"])
    note_change(to=reference(to))
    return project


@dataclass(frozen=True, kw_only=True)
class Given:
    """Money for a project from one source, in cents."""

    project: Project
    kind: IncomeKind
    source: str
    cents: int
    state: Promise = Promise.ASKED


@action(may=permissions.may_add_means, first=lambda actor, given: lock(given.project))
def contribute(given: Given, *, actor: Person, at: datetime) -> Contribution:
    """Enter what a project has from one source (Beitrag eintragen)."""
    source = " ".join(given.source.split())
    if not source:
        raise WordsMissing(_("Bitte sagen Sie, von wem das Geld kommt."), field="source")
    if len(source) > rules.LONGEST_SOURCE:
        raise TextTooLong(field="source")
    if not 0 < given.cents <= MOST:
        raise SumRefused
    if given.project.contributions.count() >= rules.MOST_CONTRIBUTIONS:
        raise TooManyContributions
    received_at = at if given.state == Promise.RECEIVED else None
    columns = vars(given) | {"source": source, "entered_at": at, "received_at": received_at}
    return Contribution.objects.create(**columns)


@action(may=permissions.may_add_means, first=lambda actor, contribution: lock(contribution.project))
def settle(contribution: Contribution, *, actor: Person, state: Promise, at: datetime) -> Contribution:
    """Say how sure money has become: promised, received, refused (Stand eines Beitrags)."""
    received_at = at if state == Promise.RECEIVED else None
    advance(contribution, state, steps=rules.PROMISE_STEPS, received_at=received_at)
    return contribution


@action(may=permissions.may_add_means)
def drop_contribution(project: Project, *, actor: Person, contribution: int) -> Project:
    """Strike money that was entered by mistake, named by its key (Beitrag streichen)."""
    if Thanks.objects.filter(contribution=contribution, contribution__project=project).exists():
        raise ThankedAlready
    number, _each = project.contributions.filter(pk=contribution).delete()
    if not number:
        raise NotNow
    note_change(dropped=contribution)
    return project


@action(may=may_leave)
def leave_projects(person: Person, *, actor: Person, at: datetime) -> Person:
    """Leave the projects of somebody who goes to whoever tends them (Projekte abgeben)."""
    return _without_keeper(person)


@action(may=may_erase)
def erase_keeper(person: Person, *, actor: Person, at: datetime) -> Person:
    """Take somebody who is erased off the projects that they looked after."""
    return _without_keeper(person)


@action(may=permissions.may_keep_house)
def forget_carrier(project: Project, *, actor: Person, at: datetime) -> Project:
    """Forget which private person carried a project out, at the end of the term."""
    project.carrier = ""
    project.save(update_fields=["carrier"])
    return project


def _without_keeper(person: Person) -> Person:
    note_change(projects=Project.objects.filter(keeper=person).update(keeper=None))
    return person
