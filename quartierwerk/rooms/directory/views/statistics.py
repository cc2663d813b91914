"""The directory in numbers: a page of bars with their numbers, and the same as a table to take along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from quartierwerk.foundation import clock, sheets
from quartierwerk.foundation.house.words import word
from quartierwerk.foundation.sheets import Column
from quartierwerk.foundation.ui.gates import only
from quartierwerk.foundation.ui.pages import page
from quartierwerk.foundation.ui.parts import Bar
from quartierwerk.rooms.directory import permissions, queries, rules
from quartierwerk.rooms.directory.queries.statistics import Counted, Statistics, statistics

MOST_PROFESSIONS = 15
"""So many professions are drawn; the table to take along has all."""


@only(permissions.may_count)
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """How many there are, of what and where, how old they are, what opened and closed."""
    words, chosen = queries.words(), _chosen(request)
    numbers = statistics(words, **chosen, at=clock.now())
    # One scale for both, so that they can be compared.
    busiest = max(max(one.opened, one.closed) for one in numbers.years)
    return page(
        request,
        "directory/statistics.html",
        heading=_("Statistik"),
        numbers=numbers,
        kept_percent=rules.percent(numbers.kept, numbers.total),
        confirmed_percent=rules.percent(numbers.confirmed, numbers.total),
        sectors=_bars(numbers.sectors, chosen, whole=numbers.total),
        professions=_bars([one for one in numbers.professions if one.number][:MOST_PROFESSIONS], chosen),
        districts=_bars(numbers.districts, chosen, whole=numbers.total),
        quarters=_bars(numbers.quarters, chosen, whole=numbers.total),
        ages=_plain([(str(age.label), number) for age, number in numbers.ages.items()], whole=numbers.total),
        opened=_plain([(str(one.year), one.opened) for one in numbers.years], longest=busiest),
        closed=_plain([(str(one.year), one.closed) for one in numbers.years], longest=busiest),
        all_sectors=words.sectors,
        all_districts=words.districts,
        chosen=chosen,
        address=urlencode({name: value for name, value in chosen.items() if value}),
    )


@only(permissions.may_count)
@require_safe
def download(request: HttpRequest, format: str) -> StreamingHttpResponse | FileResponse:
    """All numbers of the page as one table."""
    if format not in sheets.TABLES:
        raise Http404
    numbers = statistics(queries.words(), **_chosen(request), at=clock.now())
    columns = (Column("group", _("Gruppe")), Column("value", _("Wert")), Column("number", _("Anzahl")))
    name = f"{_('Statistik')}-{clock.today():%Y-%m-%d}"
    return sheets.download(_rows(numbers), columns, format=format, filename=name, title=_("Statistik"))


def _chosen(request: HttpRequest) -> dict[str, str]:
    """The sector and the district that are chosen; an unknown one counts nothing and is left out."""
    words = queries.words()
    asked = {name: request.GET.get(name, "") for name in ("sector", "district")}
    return {name: slug if words.keys(name, [slug]) else "" for name, slug in asked.items()}


def _bars(counted: Sequence[Counted], chosen: dict[str, str], *, whole: int = 0) -> list[Bar]:
    """Groups as bars that lead to the list of what they count."""
    lengths = rules.widths([one.number for one in counted])
    return [
        Bar(one.label, one.number, length, share=_share(one.number, whole), url=_list_of(one, chosen))
        for one, length in zip(counted, lengths, strict=True)
    ]


def _plain(counted: Sequence[tuple[str, int]], *, whole: int = 0, longest: int | None = None) -> list[Bar]:
    lengths = rules.widths([number for _label, number in counted], longest=longest)
    return [
        Bar(label, number, length, share=_share(number, whole))
        for (label, number), length in zip(counted, lengths, strict=True)
    ]


def _share(number: int, whole: int) -> int | None:
    return rules.percent(number, whole) if whole else None


def _list_of(one: Counted, chosen: dict[str, str]) -> str:
    wanted = {name: value for name, value in chosen.items() if value} | {one.facet: one.slug}
    return f"{reverse('directory:list')}?{urlencode(wanted)}" if one.number else ""


def _rows(numbers: Statistics) -> Iterator[tuple[str, str, int]]:
    yield _("Alle"), _("Profile"), numbers.total
    yield _("Alle"), _("geschlossen"), numbers.closed
    yield _("Alle"), _("selbst verwaltet"), numbers.kept
    yield _("Alle"), _("im letzten Jahr bestätigt"), numbers.confirmed
    groups = (
        (word("sector"), numbers.sectors),
        (_("Beruf"), numbers.professions),
        (word("district"), numbers.districts),
        (word("quarter"), numbers.quarters),
    )
    for group, counted in groups:
        for one in counted:
            yield group, one.label, one.number
    for age, number in numbers.ages.items():
        yield _("Alter"), str(age.label), number
    for year in numbers.years:
        yield _("Eröffnet"), str(year.year), year.opened
        yield _("Geschlossen"), str(year.year), year.closed
