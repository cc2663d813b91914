"""The picture of the year's money as the page draws it: colours, labels, and where each part leads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from quartierwerk.foundation.money import written as money
from quartierwerk.rooms.budget.models import FiscalYear
from quartierwerk.rooms.budget.queries import Overview, states
from quartierwerk.rooms.budget.rules import EntryKind, Source, Sums
from quartierwerk.rooms.budget.rules.flows import APART, BLOCK, LINE, WIDTH, Band, Block, spread, wrapped

LEFT, RIGHT = 190, 150
"""Room beside the outer columns for their labels, in units of the drawing."""
STATES = {
    "paid": EntryKind.PAYMENT,
    "committed": EntryKind.COMMITMENT,
    "reserved": EntryKind.RESERVATION,
    "available": EntryKind.ALLOCATION,
}
"""Where money is, as the style sheet calls it, and the entries that brought it there."""


@dataclass(frozen=True)
class Mark:
    """A block with its label."""

    block: Block
    css: str
    url: str
    x: float
    """Where the label begins, or ends in the first column."""
    y: float
    sum: str

    @property
    def name(self) -> str:
        """What it is called."""
        return self.block.name

    @property
    def lines(self) -> list[str]:
        """Its name in as many lines as it needs; nothing is cut off."""
        return wrapped(self.name)


@dataclass(frozen=True)
class Ribbon:
    """A band with what it says when somebody points at it."""

    path: str
    css: str
    url: str
    says: str


@dataclass(frozen=True)
class Drawing:
    """All of it, column by column, and the box that it fills."""

    columns: Sequence[Sequence[Mark]]
    ribbons: Sequence[Ribbon]
    box: str
    """The ``viewBox`` with the labels."""
    bare: str
    """The same without, for a phone, where the labels stand below."""
    says: str
    """All of it in one sentence."""


def drawn(overview: Overview, *, year: FiscalYear, sources: Callable[[str], str]) -> Drawing | None:
    """The picture of an overview, or none where there is no money; ``sources`` says where a source leads."""
    picture = overview.picture
    if not picture.blocks:
        return None
    source_of = {str(source.label): source for source in Source}
    anchors = {group.name: f"#gruppe-{number}" for number, group in enumerate(overview.groups, start=1)}
    state_of = dict(zip(states(Sums()), STATES, strict=True))

    def css(column: int, name: str) -> str:
        if column == 0:
            return f"hue-{list(Source).index(source_of[name]) * 5 % 12 + 1} flow__source"
        return "flow__group" if column == 1 else f"flow__{state_of[name]}"

    def url(column: int, name: str) -> str:
        if column == 0:
            return sources(source_of[name])
        return anchors.get(name, "#toepfe") if column == 1 else _entries_of(year, STATES[state_of[name]])

    columns = []
    for column in range(3):
        blocks = [block for block in picture.blocks if block.column == column]
        lines = [len(wrapped(block.name)) for block in blocks]
        heights = spread([block.middle for block in blocks], least=APART / 4, lines=lines)
        columns.append(
            [
                Mark(
                    block,
                    css(column, block.name),
                    url(column, block.name),
                    block.x - 10 if column == 0 else block.x + BLOCK + 10,
                    height,
                    money(block.cents),
                )
                for block, height in zip(blocks, heights, strict=True)
            ]
        )
    lowest = max([picture.height, *(mark.y + LINE * len(mark.lines) for marks in columns for mark in marks)])
    return Drawing(
        columns,
        [_ribbon(band, css, url, is_left=band.x0 < picture.bands[-1].x0) for band in picture.bands],
        box=f"{-LEFT} -8 {LEFT + WIDTH + RIGHT} {lowest + 16:.0f}",
        bare=f"0 0 {WIDTH} {picture.height:.0f}",
        says=_said(overview.total),
    )


def _ribbon(band: Band, css: Callable[[int, str], str], url: Callable[[int, str], str], *, is_left: bool) -> Ribbon:
    """Left of the groups a band has its source's colour, right of them its state's; both lead to the group."""
    colour = css(0, band.start) if is_left else css(2, band.end)
    leads = url(1, band.end if is_left else band.start)
    return Ribbon(band.path, colour, leads, f"{band.start} → {band.end}: {money(band.cents)}")


def _said(total: Sums) -> str:
    sums = {name: money(getattr(total, name)) for name in ("funds", "paid", "committed", "reserved", "available")}
    return (
        _(
            "Von %(funds)s sind %(paid)s ausgezahlt, %(committed)s festgelegt und %(reserved)s reserviert; "
            "%(available)s sind noch verfügbar."
        )
        % sums
    )


def _entries_of(year: FiscalYear, kind: EntryKind) -> str:
    return f"{reverse('budget:entries')}?{urlencode({'jahr': year.year, 'art': kind})}"
