"""Answers stay in memory until a table they are made of changes, whoever changes it and however it ends."""

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.migrations.state import ProjectState
from django.test.utils import CaptureQueriesContext

from quartierwerk.foundation.kept import memory
from quartierwerk.foundation.kept.memory import deciding, held, kept
from quartierwerk.foundation.kept.models import Mark
from quartierwerk.foundation.kept.watching import Watch
from quartierwerk.rooms.directory.models import Profession, Sector

pytestmark = pytest.mark.django_db


@pytest.fixture
def names():
    """A question of its own for each test, with the times it was really asked."""

    @kept(Sector)
    def asked(prefix: str = "") -> list[str]:
        asked.times += 1
        return [prefix + name for name in Sector.objects.order_by("name_de").values_list("name_de", flat=True)]

    asked.times = 0
    return asked


def test_an_answer_is_made_once_as_long_as_nothing_changes(names):
    _sector("Film")

    assert [names(), names(), names("x"), names("x")] == [["Film"], ["Film"], ["xFilm"], ["xFilm"]]
    assert names.times == 2


@pytest.mark.parametrize(
    ("change", "after"),
    [
        (lambda: _sector("Kunst"), ["Film", "Kunst"]),
        (lambda: Sector.objects.update(name_de="Kino"), ["Kino"]),
        (lambda: Sector.objects.bulk_create([Sector(slug="kunst", name_de="Kunst")]), ["Film", "Kunst"]),
        (lambda: Sector.objects.all().delete(), []),
        (lambda: _by_hand(f"UPDATE {Sector._meta.db_table} SET name_de = 'Kino'"), ["Kino"]),
    ],
    ids=["created", "updated", "created in bulk", "deleted", "changed past the models"],
)
def test_a_change_counts_from_the_next_question_on(names, change, after):
    _sector("Film")
    assert names() == ["Film"]

    change()

    assert names() == after


def test_what_was_rolled_back_is_forgotten_even_if_the_next_change_is_another(names):
    _sector("Film")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        _sector("Kunst")
        assert names() == ["Film", "Kunst"]
        raise ZeroDivisionError
    assert names() == ["Film"]

    _sector("Musik")

    assert names() == ["Film", "Musik"]


def test_a_change_to_another_table_changes_nothing(names):
    sector = _sector("Film")
    names()

    Profession.objects.create(slug="koch", name_de="Koch", sector=sector)

    assert names() == ["Film"]
    assert names.times == 1


def test_held_the_marks_are_read_once_for_all_questions_and_only_if_somebody_asks(names):
    _sector("Film")
    names()

    with CaptureQueriesContext(connection) as queries, held():
        assert len(queries) == 0
        assert names() == names() == ["Film"]
        assert len(queries) == 1


def test_what_is_held_ends_with_its_block(names):
    with held():
        assert names() == []
        _sector("Film")
        assert names() == []
    assert names() == ["Film"]


def test_a_verb_reads_the_marks_of_its_own_transaction_and_whoever_goes_on_reads_them_again(names):
    with held():
        assert names() == []
        with pytest.raises(ZeroDivisionError), deciding(), transaction.atomic():
            _sector("Film")
            assert names() == ["Film"]
            raise ZeroDivisionError
        assert names() == []
        with deciding(), transaction.atomic():
            _sector("Kunst")
        assert names() == ["Kunst"]


def test_without_a_mark_the_next_change_counts_too(names):
    _sector("Film")
    Mark.objects.all().delete()
    assert [names(), names()] == [["Film"], ["Film"]]
    assert names.times == 1

    _sector("Kunst")

    assert names() == ["Film", "Kunst"]


def test_only_so_many_answers_stay(names):
    for number in range(memory.MOST_KEPT + 1):
        names(str(number))
    names(str(memory.MOST_KEPT))
    assert names.times == memory.MOST_KEPT + 1

    names("0")

    assert names.times == memory.MOST_KEPT + 2


def test_every_table_that_answers_are_made_of_is_watched():
    """Also after all migrations: on SQLite a changed column takes the triggers of its table away."""
    question, needed = {
        "sqlite": ("SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s AND name LIKE %s", 3),
        "postgresql": ("SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname LIKE %s", 1),
    }[connection.vendor]
    assert memory.watched() >= {Sector}
    for model in memory.watched():
        with connection.cursor() as cursor:
            cursor.execute(question, [model._meta.db_table, "%_marks%"])
            assert cursor.fetchone() == (needed,), f"{model._meta.label} has no triggers; see kept.watching.Watch."


def test_a_table_can_be_left_and_watched_again():
    state = ProjectState.from_apps(apps)
    step, editor = Watch("directory", "Sector"), connection.schema_editor(atomic=False)
    _sector("Film")
    step.database_backwards("directory", editor, state, state)
    before = _mark()
    _sector("Tanz")
    assert _mark() == before

    step.database_forwards("directory", editor, state, state)
    _sector("Oper")

    assert _mark() != before


def _sector(name: str) -> Sector:
    return Sector.objects.create(slug=name.lower(), name_de=name)


def _mark() -> str:
    return Mark.objects.get(watched=Sector._meta.db_table).mark


def _by_hand(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
