"""The verb of erasing: an account goes, what the law keeps stays without a name."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import privacy
from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.foundation.mail.post import post
from quartierwerk.rooms.accounts import permissions, queries
from quartierwerk.rooms.accounts.actions.handing_over import leave
from quartierwerk.rooms.accounts.models import Invitation, Person


class ResetWaits(RuleBroken):
    """Somebody in the office is about to take away the person's second factor."""

    sentence = _("Gerade läuft eine Rücksetzung Ihres zweiten Faktors. Bitte halten Sie sie zuerst an.")


def _lock_what_comes_first(_actor: Person | None, person: Person) -> None:
    for data in privacy.registered():
        if data.erasure is not None and data.erasure.first is not None:
            data.erasure.first(person)


@action(may=permissions.may_erase, first=_lock_what_comes_first)
def erase(person: Person, *, actor: Person, at: datetime) -> Person:
    """Erase an account: each room forgets what it keeps of the person, then name, address and sign-in go.

    Refused, like leaving, while something would be left without anybody. A last mail goes to the old address.
    """
    if queries.waiting_reset(person) is not None:
        # Whoever lost the factor may not be whoever sits here; the wish to reset it must be settled first.
        raise ResetWaits
    email, language = person.email, person.language
    leave(person, actor=actor, at=at)
    for data in privacy.registered():
        if data.erasure is not None and data.erasure.verb is not None:
            data.erasure.verb(person, actor=actor, at=at)
    note_change(factors=queries.all_factors(person).delete()[0], invitations=_forget_invitations(person))
    EmailAddress.objects.filter(user=person).delete()
    person.email, person.name, person.last_login, person.erased_at = None, "", None, at
    person.language, person.is_active, person.is_staff = Person.Language.GERMAN, False, False
    person.set_unusable_password()
    person.save()
    if email:
        post("accounts/mail/erased.txt", to=email, language=language, context={"at": at})
    return person


def _forget_invitations(person: Person) -> int:
    """Nobody accepts any more what was offered to this address; of what was accepted only the fact stays."""
    around = queries.invitations_around(person)
    gone = Invitation.objects.filter(pk__in=around.filter(accepted_at__isnull=True).values("pk")).delete()[0]
    return gone + around.update(email="")
