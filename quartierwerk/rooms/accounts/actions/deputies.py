"""The verbs of deputyship: arranging one for some days, ending it before its time."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.actions import action
from quartierwerk.foundation.errors import NotNow, RuleBroken
from quartierwerk.foundation.mail.post import post
from quartierwerk.rooms.accounts import permissions, queries, rules
from quartierwerk.rooms.accounts.actions._keeping import lock_people, lock_roles
from quartierwerk.rooms.accounts.models import Deputyship, Person, Role


class AlreadyDeputy(RuleBroken):
    """The same two people, the same role, a day in common."""

    sentence = _("Diese Vertretung gibt es an einem dieser Tage schon.")


class DeputyshipOver(NotNow):
    """The deputyship was ended, or its last day is over."""

    sentence = _("Diese Vertretung ist schon zu Ende.")


@dataclass(frozen=True, kw_only=True)
class Arrangement:
    """Who is to stand in for whom, on which days."""

    absent: Person
    deputy: Person
    role: Role | None = None
    """None for everything the absent person holds."""
    starts_on: date
    ends_on: date

    @property
    def span(self) -> rules.Span:
        """The days."""
        return rules.Span(self.starts_on, self.ends_on)


@action(may=permissions.may_arrange_deputy)
def arrange_deputy(wanted: Arrangement, *, actor: Person, at: datetime) -> Deputyship:
    """Let somebody hold a role, or all one holds, from one day to another; the deputy gets a mail."""
    span, today = wanted.span, clock.local(at).date()
    absent, deputy, role = wanted.absent, wanted.deputy, wanted.role
    if span.first < today:
        raise RuleBroken(_("Der erste Tag ist schon vorbei."), field="starts_on")
    if span.last < span.first:
        raise RuleBroken(_("Der letzte Tag liegt vor dem ersten."), field="ends_on")
    if span.last - span.first >= rules.LONGEST_DEPUTYSHIP:
        raise RuleBroken(_("Eine Vertretung dauert höchstens ein Jahr."), field="ends_on")
    if absent == deputy:
        raise RuleBroken(_("Niemand vertritt sich selbst."), field="deputy")
    # Two at once queue up behind the absent person's row; the constraint alone would answer with an error page. The
    # deputy's too, and the roles of both: whoever is to stand in may be leaving just now, and a role may be ending.
    people = lock_people(absent.pk, deputy.pk)
    if not people[deputy.pk].has_login:
        raise RuleBroken(_("Wer vertritt, muss sich anmelden können."), field="deputy")
    roles = lock_roles(Role.objects.unfinished(on=today).filter(person__in=people))
    held = {one.pk for one in roles if one.person_id == absent.pk}
    if not held:
        raise RuleBroken(_("Hier gibt es nichts zu vertreten: Die Person hat keine Rolle."))
    if role and role.pk not in held:
        raise RuleBroken(_("Diese Rolle hat die Person nicht."), field="role")
    own = [(one.name, one.scope) for one in roles if one.person_id == deputy.pk]
    if role and not rules.may_pass(role.name, to=own):
        raise RuleBroken(_("Eine Rolle im Amt kann nur jemand vertreten, der selbst im Amt arbeitet."), field="deputy")
    same = Deputyship.objects.between(absent, deputy, role=role)
    if any(span.meets(other.span) for other in same):
        raise AlreadyDeputy(field="starts_on")
    made = Deputyship.objects.create(
        absent=absent,
        deputy=deputy,
        role=role,
        starts_on=span.first,
        ends_on=span.last,
        arranged_by=actor,
        arranged_at=at,
    )
    deputy.forget_roles()
    _tell(deputy, "accounts/mail/deputy_arranged.txt", made)
    if actor != absent:
        _tell(absent, "accounts/mail/has_a_deputy.txt", made)
    return made


@action(may=permissions.may_end_deputy)
def end_deputy(deputyship: Deputyship, *, actor: Person, at: datetime) -> Deputyship:
    """End a deputyship now; one that was to begin later never does. The other side gets a mail, or both."""
    if deputyship.ended_at is not None or deputyship.ends_on < clock.local(at).date():
        raise DeputyshipOver
    _end(deputyship, actor=actor, at=at)
    return deputyship


@action(may=permissions.may_end_idle_deputies, bulk=True)
def end_idle_deputies(people: Collection[int], *, actor: Person, at: datetime) -> list[Deputyship]:
    """End the deputyships for and by these people that bring nothing any more, since a role ended; both sides hear."""
    idle = Deputyship.objects.filter(pk__in=queries.idle_deputyships(people, on=clock.local(at).date()))
    ending = idle.filter(ended_at__isnull=True).select_related("absent", "deputy").order_by("pk")
    ended = list(ending.select_for_update(of=("self",), no_key=True))
    for deputyship in ended:
        _end(deputyship, actor=actor, at=at)
    return ended


def _end(deputyship: Deputyship, *, actor: Person, at: datetime) -> None:
    deputyship.ended_at = at
    deputyship.save(update_fields=["ended_at"])
    for person in (deputyship.deputy, deputyship.absent):
        if person.pk != actor.pk:
            _tell(person, "accounts/mail/deputy_ended.txt", deputyship)


def _tell(person: Person, template: str, deputyship: Deputyship) -> None:
    """A mail about it, for whoever reads mails."""
    if person.email:
        context = {
            "absent": str(deputyship.absent),
            "deputy": str(deputyship.deputy),
            "is_deputy": person.pk == deputyship.deputy_id,
            "first": deputyship.starts_on,
            "last": deputyship.ends_on,
            "link": f"{settings.SITE_URL}{reverse('accounts:deputies')}",
        }
        post(template, to=person.email, language=person.language, context=context)
