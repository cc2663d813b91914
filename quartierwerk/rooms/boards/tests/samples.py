"""The pages of bodies for the tests that open every page: what visitors see, and things that fill the blanks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from quartierwerk.foundation import clock
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.boards import actions, queries
from quartierwerk.rooms.boards.models import Minutes, Resolution
from quartierwerk.rooms.boards.rules import TieKind
from quartierwerk.rooms.boards.tests import factories

PUBLIC = {
    "boards:bodies",
    "boards:body",
    *(f"boards:{name}" for name in ("meetings", "meetings_of", "meeting", "calendar", "calendar_of")),
    *(f"boards:{name}" for name in ("resolutions", "resolutions_of", "resolution")),
    *(f"boards:{name}" for name in ("minutes", "minutes_file")),
}


def samples(cast: Any) -> dict[str, dict[str, object]]:
    """Arguments of pages that exist: a public body with rules, some of which begin tomorrow, and a seat."""
    body = factories.body("Beirat Probe")
    factories.rules(body)
    factories.rules(body, valid_from=clock.today() + timedelta(days=1))
    seat = factories.seat(body, cast.owner)
    of_body: dict[str, object] = {"slug": body.slug}
    pages = ("body", "edit", "dissolve", "regulate", "appoint", "upload", "addressees", "write")
    return {
        **{f"boards:{name}": of_body for name in pages},
        "boards:withdraw": of_body | {"pk": queries.procedures_of(body)[0].pk},
        "boards:correct": of_body | {"pk": seat.pk},
        "boards:end": of_body | {"pk": seat.pk},
        "boards:take_over": of_body,
        "boards:form": of_body | {"format": "csv"},
        "boards:take_along": of_body | {"day": clock.today().isoformat(), "format": "csv"},
        **_meetings(cast),
        **_scoring(),
        **_minutes(cast),
    }


def _meetings(cast: Any) -> dict[str, dict[str, object]]:
    """A meeting that runs, with a resolution, an open vote and a motion on which nobody has voted yet."""
    board = factories.assembled(voting=3)
    by = board.secretary.person
    meeting = factories.running(board, here=3, by=by)
    item = factories.item(meeting, by=by, parties=[reference(cast.profile)])
    factories.decided(factories.motion(item, by=by), by=by, yes=3)
    ballot = factories.ballot(factories.motion(item, by=by), by=by)
    motion = factories.motion(item, by=by)
    binding = actions.bind(actions.Tie(cast.owner, reference(cast.profile), TieKind.ORGAN), actor=cast.owner)
    resolution = Resolution.objects.get(item=item)
    of_body: dict[str, object] = {"slug": board.body.slug}
    of_meeting = of_body | {"pk": meeting.pk}
    steps = (
        "meeting",
        "calendar",
        "replan",
        "cancel",
        "invite",
        "open_meeting",
        "challenge",
        "close_meeting",
        "attend",
    )
    of_item = ("edit_item", "move_item", "drop_item", "declare", "take_back_recusal", "move")
    of_motion, of_ballot = ("amend", "drop_motion", "open_ballot"), ("cast", "count", "close_ballot", "void")
    return {
        **{f"boards:{name}": of_body for name in ("meetings_of", "plan", "calendar_of", "resolutions_of")},
        **{f"boards:{name}": of_meeting for name in (*steps, "attend", "table")},
        "boards:open_meeting": of_body | {"pk": factories.meeting(board.body, by=by, days=30).pk},
        **{f"boards:{name}": of_meeting | {"item": item.pk} for name in of_item},
        **{f"boards:{name}": of_meeting | {"motion": motion.pk} for name in of_motion},
        **{f"boards:{name}": of_meeting | {"ballot": ballot.pk} for name in of_ballot},
        "boards:resolution": of_body | {"year": resolution.year, "number": resolution.number},
        "boards:unbind": {"pk": binding.pk},
    }


def _scoring() -> dict[str, dict[str, object]]:
    """A jury that has scored one of two candidates."""
    board = factories.assembled(voting=2)
    scoring = factories.scoring(board)
    candidate = factories.candidate(scoring, by=board.secretary.person)
    factories.candidate(scoring, by=board.secretary.person)
    factories.scored(candidate, board.seats[0])
    of_scoring = {"slug": board.body.slug, "pk": scoring.item.meeting_id, "scoring": scoring.pk}
    steps = ("scoring", "enter", "close_scoring", "reopen_scoring", "announce")
    return {
        "boards:open_scoring": {
            "slug": board.body.slug,
            "pk": scoring.item.meeting_id,
            "item": factories.item(scoring.item.meeting, by=board.secretary.person).pk,
        },
        **{f"boards:{name}": of_scoring for name in steps},
        **{f"boards:{name}": of_scoring | {"candidate": candidate.pk} for name in ("score", "recuse")},
    }


def _minutes(cast: Any) -> dict[str, dict[str, object]]:
    """Approved minutes of a meeting in which something was decided, with an objection and something to be done."""
    board = factories.assembled(voting=3)
    by = board.secretary.person
    meeting = factories.running(board, here=3, by=by)
    item = factories.item(meeting, by=by)
    factories.decided(factories.motion(item, by=by), by=by, yes=3)
    record = factories.recorded(meeting, by=by, texts={item: "Der Verein stellt das Fest vor."})
    actions.send_minutes(record, actor=by)
    objection = actions.object_to(actions.Doubt(record, "Es waren 300 Gäste."), actor=board.seats[1].person)
    actions.settle_objection(objection, actor=by, is_accepted=False, answer="Gezählt wurden 250.")
    following = factories.opened(factories.meeting(board.body, by=by, days=30), by=by)
    actions.approve_minutes(Minutes.objects.get(pk=record.pk), actor=by, meeting=following)
    resolution = Resolution.objects.get(item=item)
    task = actions.follow_up(actions.Following(resolution=resolution, task="Vertrag", who="Büro"), actor=by)
    of_body: dict[str, object] = {"slug": board.body.slug}
    of_meeting = of_body | {"pk": meeting.pk}
    steps = ("minutes", "minutes_file", "begin_minutes", "send_minutes", "approve_minutes", "object_to")
    return {
        **{f"boards:{name}": of_meeting for name in steps},
        "boards:settle_objection": of_meeting | {"objection": objection.pk},
        "boards:report_on": of_body | {"pk": following.pk, "task": task.pk},
        "boards:follow_up": of_body | {"year": resolution.year, "number": resolution.number},
    }
