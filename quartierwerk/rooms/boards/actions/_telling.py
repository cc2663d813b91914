"""Telling the rooms above what became of their cases."""

from __future__ import annotations

from collections.abc import Iterable

from quartierwerk.foundation.facts.delivery import publish
from quartierwerk.rooms.boards import facts
from quartierwerk.rooms.boards.models import Meeting, Motion, Resolution


def tell_decided(resolutions: Iterable[Resolution]) -> None:
    """Say what was resolved on motions that name a case."""
    for resolution in resolutions:
        if case := resolution.ballot.motion.case:
            publish(facts.MotionDecided(case=case, resolution_id=resolution.pk))


def tell_left_open(motions: Iterable[Motion], meeting: Meeting) -> None:
    """Say of which cases nothing was resolved in a meeting."""
    for motion in motions:
        if motion.case:
            publish(facts.MotionLeftOpen(case=motion.case, motion_id=motion.pk, meeting_id=meeting.pk))
