"""The pages of bodies for the tests that open every page: what visitors see, and things that fill the blanks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from quartierwerk.foundation import clock
from quartierwerk.rooms.boards import queries
from quartierwerk.rooms.boards.tests import factories

PUBLIC = {"boards:bodies", "boards:body"}


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
    }
