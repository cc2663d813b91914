"""What is known of the demo city's years before the house was founded, and how those who applied found it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.funding import actions, queries
from quartierwerk.rooms.funding.models import Application
from quartierwerk.rooms.funding.rules import Reported, ReportPart, Rounded, Topic
from quartierwerk.rooms.places.models import District

DATA = Path(__file__).parent / "data" / "reported.csv"
MARKS = ((4, 3, 4, 3), (5, 4, 2, 3), (3, 3, 5, 4), (4, 5, 4, 2), (5, 4, 4, 4), (2, 3, 3, 1))
"""What one after the other thinks of each topic; of the last only where it was settled."""
SILENT_EVERY = 5
"""Every so manieth does not answer, nor does the one after."""
REMARK = "Die Fragen im Antrag waren gut zu verstehen. Die Rückmeldung nach der Sitzung hätte schneller kommen können."

FOREWORD = (
    "In den Quartieren ist viel entstanden, und das meiste davon haben Ehrenamtliche getragen. "
    "Dieser Bericht zeigt, was mit dem Geld der Stadt und mit dem Geld vieler anderer möglich war.\n\n"
    "Allen, die Anträge geschrieben, entschieden, abgerechnet und vor allem gemacht haben: danke."
)
OUTLOOK = (
    "Im kommenden Jahr wollen wir kleine Summen noch schneller bewilligen und mehr Gruppen zum ersten Mal erreichen."
)


def load(*, actor: Person, founding: datetime) -> None:
    """Enter each reported year with its source; of a district only where the city has it."""
    for one in _rows():
        actions.report_year(one, actor=actor, at=founding)


def answer(*, today: datetime) -> None:
    """Let everybody whose case is over say how it was."""
    over = [one for one in Application.objects.exclude(applicant=None).order_by("pk") if queries.is_asked(one)]
    for number, application in enumerate(over):
        if number % SILENT_EVERY >= SILENT_EVERY - 2:
            continue
        marks: dict[Topic, int | None] = dict(zip(Topic, MARKS[number % len(MARKS)], strict=True))
        if not hasattr(application, "settlement"):
            marks[Topic.SETTLEMENT] = None
        experience = actions.Experience(marks=marks, remark=REMARK if number == 0 else "")
        if application.applicant is not None:
            actions.answer_survey(application, actor=application.applicant, experience=experience, at=today)


def report(*, actor: Person, today: datetime) -> None:
    """Publish the report of last year, with words of the office, and begin that of this one."""
    this_year = clock.local(today).year
    last = actions.begin_report(this_year - 1, actor=actor, at=today)
    texts = last.said | {ReportPart.FOREWORD: FOREWORD, ReportPart.OUTLOOK: OUTLOOK}
    actions.write_report(last, actor=actor, texts=texts, version=last.version)
    last.refresh_from_db()
    actions.publish_report(last, actor=actor, version=last.version, at=today)
    actions.begin_report(this_year, actor=actor, at=today)


def _rows() -> Iterator[Reported]:
    keys = dict(District.objects.values_list("slug", "pk"))
    with DATA.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter=";"):
            if not row["district"] or row["district"] in keys:
                yield _read(row, keys)


def _read(row: dict[str, str], keys: dict[str, int]) -> Reported:
    """Whole euros and per cent there, cents and basis points here."""

    def number(name: str, scale: int = 1) -> int | None:
        return int(row[name]) * scale if row[name] else None

    return Reported(
        year=int(row["year"]),
        district=keys.get(row["district"]),
        projects=number("projects"),
        with_third_party=number("with_third_party"),
        third_party_share_bp=number("third_party_share", 100),
        paid_out_cents=number("paid_out_eur", 100),
        city_grant_cents=number("city_grant_eur", 100),
        rounded=Rounded(row["rounded"]),
        source=row["source"],
        doubt=row["doubt"],
    )
