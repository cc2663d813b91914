"""Processes at one annual report: it is begun once, and published as somebody has looked at it."""

from __future__ import annotations

import pytest

from quartierwerk.rooms.boards.tests.factories import districts
from quartierwerk.rooms.funding.models import AnnualReport
from quartierwerk.rooms.funding.rules import ReportPart
from quartierwerk.rooms.funding.tests import annual
from tests.racing.test_accounts import race

pytestmark = pytest.mark.django_db(transaction=True)
START = """
from quartierwerk.rooms.funding import actions as funding
from quartierwerk.rooms.funding.models import AnnualReport
from quartierwerk.rooms.funding.rules import ReportPart
"""
BEGIN = f"""{START}
attempt(lambda: funding.begin_report(int(thing), actor=me))
"""
EITHER = f"""{START}
key, what = thing.split()
report = AnnualReport.objects.get(pk=int(key))
if what == "publish":
    attempt(lambda: funding.publish_report(report, actor=me, version=1))
else:
    texts = report.said | {{ReportPart.OUTLOOK: "Anders."}}
    attempt(lambda: funding.write_report(report, actor=me, texts=texts, version=1))
"""


def test_a_report_is_begun_once(officer):
    districts()

    told = race(BEGIN, *((officer, "2025") for _window in range(3)))

    assert sorted(told) == ["DraftedAlready", "DraftedAlready", "yes"]
    assert AnnualReport.objects.count() == 1


def test_nothing_is_published_that_nobody_has_looked_at(officer):
    districts()
    report = annual.drafted(by=officer, outlook="So.")

    told = race(EITHER, (officer, f"{report.pk} publish"), (officer, f"{report.pk} write"))

    report.refresh_from_db()
    words = report.said[ReportPart.OUTLOOK]
    assert (sorted(told), report.is_draft, words) in (
        (["PublishedAlready", "yes"], False, "So."),
        (["WrittenSince", "yes"], True, "Anders."),
    )
