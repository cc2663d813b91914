"""The newsroom's pages for the tests that open every page: what visitors see, and things that fill the blanks."""

from __future__ import annotations

from typing import Any

from quartierwerk.rooms.newsroom import actions, queries
from quartierwerk.rooms.newsroom.rules import PageKind

PUBLIC = {*(f"newsroom:{kind}" for kind in PageKind), "newsroom:report", "newsroom:reported"}


def samples(cast: Any) -> dict[str, dict[str, object]]:
    """Arguments of pages that exist: an imprint with one version, and a barrier that somebody has reported."""
    wording = queries.default_wording(PageKind.IMPRINT)
    actions.publish(PageKind.IMPRINT, actor=cast.officer, wording=wording, based_on=0)
    barrier = actions.report(actions.Barrier(text="Die Karte sagt nichts.", page="/verzeichnis/karte/"), actor=None)
    return {
        **{f"newsroom:{name}": {"kind": "imprint"} for name in ("edit", "history")},
        "newsroom:restore": {"kind": "imprint", "number": 1},
        "newsroom:barrier": {"pk": barrier.pk},
    }
