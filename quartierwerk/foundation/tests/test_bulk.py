"""Writing columns of many rows in one go."""

import pytest
from django.utils import timezone

from quartierwerk.foundation.bulk import update_rows
from quartierwerk.rooms.directory.models import ImportJob, ImportRow
from quartierwerk.rooms.directory.tests import factories

pytestmark = pytest.mark.django_db
SAID = {"name": "Büro „Süd“ 'A' \\ %s 𝄞", "founded": None, "pin": [51.5, 7.4], "about": "Zeile\nZeile", "open": True}


@pytest.fixture
def rows(officer):
    job = ImportJob.objects.create(list_name="Liste", filename="l.csv", started_by=officer, created_at=timezone.now())
    return [ImportRow.objects.create(job=job, number=number, cells=["a"]) for number in (1, 2, 3)]


def test_every_kind_of_column_is_kept_as_it_is(rows):
    profile = factories.profile()
    for row in rows[:2]:
        row.said, row.findings, row.notes, row.row_key = SAID, ["Vielleicht dasselbe."], [], "k" * 64
        row.has_warning, row.version_after, row.profile = True, 7, profile
    rows[1].said, rows[1].profile, rows[1].version_after, rows[1].row_key = None, None, None, ""

    update_rows(rows[:2], columns=["said", "findings", "notes", "row_key", "has_warning", "version_after", "profile"])

    full, bare, other = ImportRow.objects.order_by("number")
    assert (full.said, full.findings, full.notes, full.row_key) == (SAID, ["Vielleicht dasselbe."], [], "k" * 64)
    assert (full.has_warning, full.version_after, full.profile_id) == (True, 7, profile.pk)
    assert (bare.said, bare.profile_id, bare.version_after, bare.row_key) == (None, None, None, "")
    assert (other.said, other.findings, other.has_warning) == (None, [], False)
    assert ImportRow.objects.filter(said__isnull=True).count() == 2


def test_only_the_named_columns_are_written(rows):
    rows[0].row_key, rows[0].has_warning = "new", True

    update_rows(rows, columns=["row_key"])

    assert ImportRow.objects.get(pk=rows[0].pk).row_key == "new"
    assert not ImportRow.objects.filter(has_warning=True).exists()


def test_no_rows_are_no_question(django_assert_num_queries):
    with django_assert_num_queries(0):
        update_rows([], columns=["said"])
