"""What the room keeps of people: what is beyond its term, and what belongs into somebody's export."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.privacy import Entry, Row
from quartierwerk.foundation.references import reference_to
from quartierwerk.rooms.accounts import rules
from quartierwerk.rooms.accounts.models import Device, Errand, Invitation, Person, Viewing
from quartierwerk.rooms.accounts.queries.history import History, in_whose_words
from quartierwerk.rooms.accounts.queries.people import names_of

STEPS_AT_ONCE = 200


def never_confirmed(before: datetime) -> QuerySet[Person]:
    """The people who gave an address before this moment, never confirmed it and hold nothing."""
    never = Person.objects.filter(
        joined_at__lt=before, last_login__isnull=True, roles__isnull=True, email__isnull=False
    )
    return never.filter(emailaddress__verified=False).exclude(emailaddress__verified=True)


def devices_signed_out(before: datetime) -> QuerySet[Device]:
    """The devices on which nobody has been signed in since this moment."""
    return Device.objects.filter(last_seen_at__lt=before).exclude(pk__in=Device.objects.alive(at=before))


def invitations_over(before: datetime) -> QuerySet[Invitation]:
    """The invitations that ended before this moment without being accepted."""
    return Invitation.objects.filter(accepted_at__isnull=True, expires_at__lt=before)


def errands_to_forget(before: datetime) -> QuerySet[Errand]:
    """The errands begun before this moment that still name somebody without an account."""
    return Errand.objects.filter(person__isnull=True, begun_at__lt=before).exclude(name=rules.FORGOTTEN)


def all_factors(person: Person) -> QuerySet[Authenticator]:
    """Everything with which somebody signs in beside a mailed code, recovery codes too."""
    return Authenticator.objects.filter(user=person.pk).order_by("pk")


def invitations_around(person: Person) -> QuerySet[Invitation]:
    """The invitations that went to somebody or that they accepted."""
    return Invitation.objects.filter(Q(email=person.email or "") | Q(accepted_by=person)).exclude(email="")


def rows_of_roles(person: Person) -> Iterator[Row]:
    """Every role somebody holds or held, with the name of where."""
    held = list(person.roles.all())
    called = names_of({role.scope for role in held})
    for role in held:
        yield [
            Entry("name", _("Rolle"), role.get_name_display()),
            Entry("scope", _("Bereich"), called[role.scope]),
            Entry("valid_from", _("gilt ab"), role.valid_from),
            Entry("valid_to", _("gilt bis vor"), role.valid_to),
        ]


def rows_of_viewings(person: Person) -> Iterator[Row]:
    """Who in the office looked at somebody's data, on which page and when, latest first; the office by role."""
    seen = list(Viewing.objects.about(person))
    called = in_whose_words({reference_to(Person, viewing.viewer_id) for viewing in seen}, person=person)
    for viewing in seen:
        yield [
            Entry("at", _("Wann"), viewing.at),
            Entry("who", _("Wer"), called[reference_to(Person, viewing.viewer_id)]),
            Entry("page", _("Was"), viewing.page_in_words),
        ]


def rows_of_history(person: Person) -> Iterator[Row]:
    """What a year of the trail says about somebody's account, in words."""
    steps = History(person, at=clock.now())
    for start in range(0, steps.count(), STEPS_AT_ONCE):
        for step in steps[start : start + STEPS_AT_ONCE]:
            yield [
                Entry("at", _("Wann"), step.at),
                Entry("what", _("Was"), step.what),
                Entry("who", _("Wer"), f"{step.who} {step.behalf}".strip()),
            ]
