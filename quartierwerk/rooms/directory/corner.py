"""What the directory shows somebody in their own corner."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.ui.corner import GoesOn, Section
from quartierwerk.rooms.directory import queries
from quartierwerk.rooms.directory.models import ChangeRequest

MOST = 20


def _proposals(person: Any) -> list[tuple[ChangeRequest, str]]:
    """What somebody has proposed, each with the page where it goes on."""
    return [(proposal, queries.page_of(proposal)) for proposal in queries.proposals_of(person)[:MOST]]


KEPT = (Section(template="directory/corner/profiles.html", things=queries.of_person, is_shown_empty=True),)
UNDER_WAY = (
    Section(template="directory/corner/waiting.html", things=lambda person: queries.proposals_to(person)[:MOST]),
    Section(template="directory/corner/asking.html", things=lambda person: queries.claims_on_kept(person)[:MOST]),
    Section(template="directory/corner/claims.html", things=lambda person: queries.claims_of(person)[:MOST]),
    Section(template="directory/corner/proposals.html", things=_proposals),
)
DRAFTS = {"directory.profile": GoesOn("directory:edit", "directory:create", _("Neues Profil"))}
