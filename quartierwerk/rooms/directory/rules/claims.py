"""Who may keep a profile: the steps of a claim, and what speaks for it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.steps import Steps
from quartierwerk.rooms.directory.rules.content import ContactType, ProfileContent

LINK_LASTS = timedelta(days=7)
"""So long the link in the mail to the address on file can be used."""
KEEP_CLAIM_FOR = timedelta(days=180)
"""So long the words of a claim are kept after the decision; a link that nobody used, after it was sent."""


class ClaimWay(TextChoices):
    """How somebody shows that a profile is theirs."""

    MAIL = "mail", _("Link an die hinterlegte Adresse")
    OFFICE = "office", _("über das Büro")


class ClaimState(TextChoices):
    """How far a claim is."""

    SENT = "sent", _("Link unterwegs")
    WAITING = "waiting", _("wartet")
    APPROVED = "approved", _("bestätigt")
    REFUSED = "refused", _("abgelehnt")
    WITHDRAWN = "withdrawn", _("zurückgenommen")
    LAPSED = "lapsed", _("verfallen")


CLAIM_STEPS = Steps(
    {
        ClaimState.SENT: {ClaimState.APPROVED, ClaimState.LAPSED},
        ClaimState.WAITING: {ClaimState.APPROVED, ClaimState.REFUSED, ClaimState.WITHDRAWN},
    }
)
OPEN_CLAIMS = CLAIM_STEPS.open


class Ground(StrEnum):
    """What the house itself sees that speaks for a claim."""

    SAME_ADDRESS = "same_address"
    """The claimant signs in with the e-mail address of the profile."""
    SAME_DOMAIN = "same_domain"
    """The claimant's e-mail address lies under the domain of the profile's own website."""


def grounds(email: str, content: ProfileContent) -> list[Ground]:
    """What speaks for a claim by whoever reads this mailbox; none of it decides.

    A provider's domain is no sign, since nobody's own website lies right under it.
    """
    values = {kind: _values(content, kind) for kind in (ContactType.EMAIL, ContactType.WEBSITE)}
    domain = email.rpartition("@")[2].casefold()
    found = []
    if email.casefold() in {value.casefold() for value in values[ContactType.EMAIL]}:
        found.append(Ground.SAME_ADDRESS)
    if domain in _hosts(values[ContactType.WEBSITE]):
        found.append(Ground.SAME_DOMAIN)
    return found


def is_seen(keepers: Collection[int], *, seen: Collection[int]) -> bool:
    """Whether whoever decides has seen everybody who keeps the profile by now."""
    return set(keepers) <= set(seen)


def _values(content: ProfileContent, kind: ContactType) -> list[str]:
    return [contact.value for contact in content.contacts if contact.type == kind]


def _hosts(addresses: Iterable[str]) -> set[str]:
    hosts = (urlsplit(address).hostname or "" for address in addresses)
    return {host.removeprefix("www.") for host in hosts} - {""}
