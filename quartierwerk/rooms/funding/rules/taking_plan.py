"""What would become of the rows of a list of cases, and by what a case is known again; pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quartierwerk.foundation.folding import fold
from quartierwerk.foundation.money import written
from quartierwerk.rooms.funding.rules.applications import Content
from quartierwerk.rooms.funding.rules.taking import CaseRow, Known, Refusal


class Fate(TextChoices):
    """What would become of a row."""

    FRESH = "fresh", gettext_lazy("neuer Antrag")
    KNOWN = "known", gettext_lazy("steht schon so da")
    REFUSED = "refused", gettext_lazy("geht so nicht")


class Case(NamedTuple):
    """By what a case is known again: its old number, else what its project is called and when it came in."""

    programme: int
    file_number: str
    titles: frozenset[str]
    """Folded: as it was taken over, and as it is called today."""
    received_on: date
    digest: str
    """Of what it says."""


class Planned(NamedTuple):
    """A row with what would become of it."""

    row: CaseRow | None
    """None for one that could not be read."""
    fate: Fate
    refusal: Refusal | None = None


def case_of(*, programme: int, file_number: str, titles: Iterable[str], received_on: date, content: Content) -> Case:
    """A case as it is known again, by what it said first."""
    return Case(programme, fold(file_number), frozenset(map(fold, titles)), received_on, content.digest)


def plan(rows: Sequence[CaseRow | Refusal], *, there: Iterable[Case], known: Known) -> list[Planned]:
    """What would become of each row, in order: a case that is there stays as it is, if it says what the list says.

    What is granted must be in its pot, all rows before it counted too.
    """
    kept, listed = _Register(), _Register()
    for one in there:
        kept.add(one)
    left = {pot.pk: pot.available for pots in known.pots.values() for pot in pots}
    found = []
    for row in rows:
        if isinstance(row, Refusal):
            found.append(Planned(None, Fate.REFUSED, row))
            continue
        case = _case_of_row(row)
        same = kept.find(case)
        if listed.find(case) is not None:
            found.append(_refused(row, _("Dieser Antrag steht zweimal in der Liste.")))
        elif same is not None and (same.digest, same.file_number) == (case.digest, case.file_number):
            found.append(Planned(row, Fate.KNOWN))
        elif same is not None:
            sentence = _(
                "Diesen Antrag gibt es schon, mit anderen Angaben. Was sich geändert hat, tragen Sie dort ein."
            )
            found.append(_refused(row, sentence))
        elif row.pot is not None and left[row.pot] < row.granted:
            sentence = _("So viel ist in diesem Topf nicht mehr da. Verfügbar sind %(sum)s.")
            found.append(_refused(row, sentence % {"sum": written(left[row.pot])}))
        else:
            found.append(Planned(row, Fate.FRESH))
            if row.pot is not None:
                left[row.pot] -= row.granted
        listed.add(case)
    return found


class _Register:
    """Cases that can be found again."""

    def __init__(self) -> None:
        self._numbered: dict[tuple[int, str], Case] = {}
        self._titled: dict[tuple[int, str, date], list[Case]] = {}

    def add(self, case: Case) -> None:
        if case.file_number:
            self._numbered[case.programme, case.file_number] = case
        for title in case.titles:
            self._titled.setdefault((case.programme, title, case.received_on), []).append(case)

    def find(self, case: Case) -> Case | None:
        """The same case: by its number where both have one, else by title and day."""
        if case.file_number and (found := self._numbered.get((case.programme, case.file_number))):
            return found
        alike = (
            one for title in case.titles for one in self._titled.get((case.programme, title, case.received_on), [])
        )
        return next((one for one in alike if not (case.file_number and one.file_number)), None)


def _case_of_row(row: CaseRow) -> Case:
    return case_of(
        programme=row.programme,
        file_number=row.file_number,
        titles=[row.outline.title],
        received_on=row.received_on,
        content=row.content,
    )


def _refused(row: CaseRow, sentence: str) -> Planned:
    return Planned(row, Fate.REFUSED, Refusal((sentence,)))
