"""Tables that can only be added to, in the database itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.migrations.state import ProjectState

from quartierwerk.foundation.append_only import Appendable, AppendOnly, Frozen, RefuseWhere
from quartierwerk.foundation.clock import now
from quartierwerk.foundation.limits.models import Hit
from quartierwerk.foundation.transactions import newest_number

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def protected():
    """The table of hits, made append-only for one test; its column ``count`` may be set once."""
    step = AppendOnly("limits", "hit", once="count")
    state = ProjectState.from_apps(apps)
    with connection.schema_editor() as editor:
        step.database_forwards("limits", editor, state, state)
    yield step
    with connection.schema_editor() as editor:
        step.database_backwards("limits", editor, state, state)


def test_rows_can_be_added_but_not_changed(protected):
    Hit.objects.create(key="a", window=1, until=now())

    for attempt in (lambda: Hit.objects.update(key="b"), lambda: Hit.objects.update(count=2), Hit.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()

    assert list(Hit.objects.values_list("key", "count")) == [("a", 1)]


def test_step_can_be_taken_back():
    step, state = AppendOnly("limits", "hit"), ProjectState.from_apps(apps)
    with connection.schema_editor() as editor:
        step.database_forwards("limits", editor, state, state)
        step.database_backwards("limits", editor, state, state)
    Hit.objects.create(key="a", window=1, until=now())

    Hit.objects.update(key="b")

    assert Hit.objects.get().key == "b"


def test_a_table_is_opened_for_a_step_and_shut_again(protected):
    opened, state = Appendable("limits", "hit", once="count"), ProjectState.from_apps(apps)
    Hit.objects.create(key="a", window=1, until=now())

    with connection.schema_editor() as editor:
        opened.database_forwards("limits", editor, state, state)
    Hit.objects.update(key="b")
    with connection.schema_editor() as editor:
        opened.database_backwards("limits", editor, state, state)

    with pytest.raises(DatabaseError), transaction.atomic():
        Hit.objects.update(key="c")
    assert Hit.objects.get().key == "b"


@pytest.mark.parametrize("once", ["", "seal_id"])
def test_step_can_be_written_down_again(once):
    step = AppendOnly("audit", "auditrow", once=once)

    _name, arguments, options = step.deconstruct()

    assert (
        vars(AppendOnly(*arguments, **options)).items() >= {"app": "audit", "model": "auditrow", "once": once}.items()
    )


@pytest.mark.database("sqlite")
def test_sqlite_counts_no_transactions():
    assert newest_number() == 0


@pytest.mark.database("postgresql")
def test_postgresql_counts_transactions():
    before = newest_number()

    Hit.objects.create(key="a", window=1, until=now())

    assert newest_number() > before > 0


def test_rows_may_go_once_their_term_is_over_and_never_change():
    step, state = AppendOnly("limits", "hit", since="until", days=30), ProjectState.from_apps(apps)
    with connection.schema_editor() as editor:
        step.database_forwards("limits", editor, state, state)
    old = Hit.objects.create(key="a", window=1, until=now() - timedelta(days=31))
    young = Hit.objects.create(key="b", window=1, until=now() - timedelta(days=29))
    try:
        for attempt in (young.delete, lambda: Hit.objects.filter(pk=old.pk).update(key="c")):
            with pytest.raises(DatabaseError), transaction.atomic():
                attempt()
        Hit.objects.filter(pk=old.pk).delete()
        assert Hit.objects.get().key == "b"
    finally:
        with connection.schema_editor() as editor:
            step.database_backwards("limits", editor, state, state)
    assert step.deconstruct() == ("AppendOnly", ["limits", "hit"], {"since": "until", "days": 30})


def test_a_row_is_refused_where_a_query_finds_something():
    step, state = (
        RefuseWhere("limits", "hit", where="SELECT 1 WHERE NEW.count > 2", said="too many"),
        ProjectState.from_apps(apps),
    )
    with connection.schema_editor() as editor:
        step.database_forwards("limits", editor, state, state)
    Hit.objects.create(key="a", window=1, until=now(), count=2)
    with pytest.raises(DatabaseError, match="too many"), transaction.atomic():
        Hit.objects.create(key="b", window=1, until=now(), count=3)

    with connection.schema_editor() as editor:
        step.database_backwards("limits", editor, state, state)
    Hit.objects.create(key="b", window=1, until=now(), count=3)

    assert step.deconstruct() == (
        "RefuseWhere",
        ["limits", "hit"],
        {"where": "SELECT 1 WHERE NEW.count > 2", "said": "too many"},
    )


def test_columns_stand_once_a_moment_is_set():
    step = Frozen("limits", "hit", columns=("key", "window"), since="until")
    state = ProjectState.from_apps(apps)
    with connection.schema_editor() as editor:
        step.database_forwards("limits", editor, state, state)
    Hit.objects.create(key="a", window=1, until=now(), count=2)
    for attempt in (
        lambda: Hit.objects.update(key="b"),
        lambda: Hit.objects.update(window=2),
        Hit.objects.all().delete,
    ):
        with pytest.raises(DatabaseError, match="stands since until"), transaction.atomic():
            attempt()
    Hit.objects.update(count=3)

    with connection.schema_editor() as editor:
        step.database_backwards("limits", editor, state, state)
    Hit.objects.update(key="b")

    assert list(Hit.objects.values_list("key", "count")) == [("b", 3)]
    assert step.deconstruct() == ("Frozen", ["limits", "hit"], {"columns": ("key", "window"), "since": "until"})
