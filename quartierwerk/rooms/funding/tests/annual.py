"""Annual reports, made for tests through the room's own verbs."""

from __future__ import annotations

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.funding import actions
from quartierwerk.rooms.funding.models import AnnualReport
from quartierwerk.rooms.funding.rules import ReportPart


def drafted(*, by: Person, year: int | None = None, **said: str) -> AnnualReport:
    """A draft about last year, with these words in some of its parts."""
    report = actions.begin_report(year or clock.today().year - 1, actor=by)
    texts = report.said | {ReportPart(name): text for name, text in said.items()}
    return actions.write_report(report, actor=by, texts=texts, version=report.version)


def published(*, by: Person, year: int | None = None, **said: str) -> AnnualReport:
    """The same, for everybody."""
    report = drafted(by=by, year=year, **said)
    return actions.publish_report(report, actor=by, version=report.version)
