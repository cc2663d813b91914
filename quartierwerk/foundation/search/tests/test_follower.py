"""The follower, the journal and the registry, with Django's groups as the things that are indexed."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core.checks import run_checks
from django.db import connection, transaction
from django.db.models import QuerySet
from django.template import Context, RequestContext, Template
from django.test import RequestFactory

from quartierwerk.foundation import clock
from quartierwerk.foundation.search import (
    KEYWORD,
    OFFICE,
    Document,
    Query,
    SearchEntry,
    card,
    every,
    find,
    journal,
    register,
    registered,
    registry,
    related,
    suggest,
)
from quartierwerk.foundation.search.follower import Follower, rebuild, status
from quartierwerk.foundation.search.models import IndexJournal
from quartierwerk.foundation.transactions import Position
from quartierwerk.foundation.ui.showing import Shown

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("entries")]
settled = pytest.mark.django_db(transaction=True)
"""On PostgreSQL a line is settled only once its transaction has ended."""

KIND = "auth.group"
PICTURE = Shown(src="/p.webp", srcset="/p.webp 640w", avif="/p.avif 640w", width=640, height=480, focus="")


class GroupCard(SearchEntry):
    model = Group
    weights = {"word": KEYWORD}
    facets = ("length",)

    @classmethod
    def queryset(cls) -> QuerySet[Group]:
        return Group.objects.exclude(name__startswith="hidden")

    @classmethod
    def document(cls, thing: Group) -> Document:
        return Document(
            name=thing.name,
            texts={"word": thing.name},
            facets={"length": [len(thing.name)]},
            card={"url": f"/g/{thing.pk}/", "line": "A <line>", "picture": PICTURE, "kicker": "Group"},
            about=["auth.group:1"],
            audience=OFFICE if thing.name.startswith("Akte") else None,
        )


@pytest.fixture
def entries(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, type[SearchEntry]]]:
    """Nothing is registered but what the test registers, with groups to begin with."""
    registered: dict[str, type[SearchEntry]] = {}
    monkeypatch.setattr(registry, "_entries", registered)
    monkeypatch.setattr(registry, "_engines", {})
    register(GroupCard)
    yield registered


def add(name: str) -> Group:
    with transaction.atomic():
        group = Group.objects.create(name=name)
        journal.note([f"{KIND}:{group.pk}"])
    return group


def names(text: str = "") -> list[str]:
    return sorted(hit.card["title"] for hit in find(KIND, Query(text=text)).hits)


@settled
def test_the_first_pass_builds_and_the_next_ones_follow() -> None:
    first = add("Keramik")
    follower = Follower()
    assert not find(KIND, Query()).is_ready
    assert not status()[0].ready

    assert follower.follow() == 1
    assert names() == ["Keramik"]

    add("Glas")
    with transaction.atomic():
        first.name = "Porzellan"
        first.save()
        journal.note([f"{KIND}:{first.pk}", f"{KIND}:{first.pk}", "other.kind:1"])
    assert status()[0].behind == 2
    assert follower.follow() == 2
    assert names() == ["Glas", "Porzellan"]
    assert follower.follow() == 0
    assert (status()[0].documents, status()[0].behind, status()[0].ready) == (2, 0, True)


@settled
def test_what_is_no_longer_visible_leaves_the_index() -> None:
    group = add("Keramik")
    Follower().follow()

    group.name = "hidden"
    group.save()
    journal.note([f"{KIND}:{group.pk}"])
    Follower().follow()

    assert names() == []


@settled
def test_many_lines_are_read_in_passes() -> None:
    Follower().follow()
    for number in range(5):
        add(f"Nr {number}")

    assert [Follower().follow(2) for _ in range(4)] == [2, 2, 1, 0]
    assert len(names()) == 5


@settled
def test_the_rebuild_reports_its_progress() -> None:
    add("Keramik")
    steps: list[Any] = []

    assert rebuild(lambda *step: steps.append(step)) == 1
    assert rebuild(kinds=["other.kind"]) == 0

    assert steps == [(KIND, 1, 1)]


@settled
def test_pages_of_rows_are_read_by_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quartierwerk.foundation.search.follower.BATCH", 2)
    for number in range(5):
        add(f"Nr {number}")

    assert rebuild() == 5
    for group in Group.objects.all():
        journal.note([f"{KIND}:{group.pk}"])
    assert Follower().follow() == 5
    assert len(names()) == 5


@settled
def test_two_kinds_follow_one_journal() -> None:
    class PermissionCard(SearchEntry):
        model = Permission

        @classmethod
        def queryset(cls) -> Any:
            return Permission.objects.none()

        @classmethod
        def document(cls, thing: Permission) -> Document:
            raise AssertionError

    add("Keramik")
    Follower().follow()
    add("Glas")
    add("Holz")
    register(PermissionCard)

    assert [Follower().follow(1) for _ in range(3)] == [2, 1, 0]
    assert names() == ["Glas", "Holz", "Keramik"]
    assert [state.behind for state in status()] == [0, 0]


@settled
def test_an_index_whose_line_is_gone_builds_itself_anew() -> None:
    add("Keramik")
    Follower().follow()
    generation = status()[0].directory
    IndexJournal.objects.all().delete()
    Group.objects.create(name="Glas")

    Follower().follow()

    assert names() == ["Glas", "Keramik"]
    assert status()[0].directory != generation


@settled
def test_an_index_without_a_line_is_trusted_until_lines_may_be_gone() -> None:
    now = clock.now()

    assert journal.holds(Position(), built_at=now - timedelta(days=29), now=now)
    assert not journal.holds(Position(), built_at=now - timedelta(days=31), now=now)


@settled
def test_pruning_keeps_the_line_idle_indexes_stand_on() -> None:
    for number in range(3):
        add(f"Nr {number}")
    Follower().follow()
    generation = status()[0].directory

    assert journal.prune(at=clock.now() + timedelta(days=1)) == 0
    assert journal.prune(at=clock.now() + timedelta(days=31)) == 2

    assert Follower().follow() == 0
    assert status()[0].directory == generation


@settled
def test_a_corpus_that_has_grown_learns_its_compounds_anew() -> None:
    add("Proberaum")
    Follower().follow()
    groups = Group.objects.bulk_create(Group(name=f"Raum {number}") for number in range(110))
    journal.note(f"{KIND}:{group.pk}" for group in groups)
    Follower().follow()
    assert "Proberaum" not in names("Raum")

    Follower().follow()

    assert find(KIND, Query(text="Raum")).total == 111


@settled
def test_after_a_large_import_the_index_is_built_in_one_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quartierwerk.foundation.search.follower.OUTRUN", 3)
    add("Keramik")
    Follower().follow()
    generation = status()[0].directory
    for number in range(4):
        add(f"Nr {number}")

    assert Follower().follow(1) == 5

    assert status()[0].directory != generation


@settled
def test_another_worker_takes_over_when_the_first_is_killed() -> None:
    code = (
        "import sys, pathlib; from quartierwerk.foundation.search import store;"
        "held = store.lock(pathlib.Path(sys.argv[1]), wait=True); print(held.__enter__(), flush=True); sys.stdin.read()"
    )
    add("Keramik")
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(settings.INDEX_DIR)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with holder:
        assert holder.stdout.readline() == b"True\n"
        assert Follower().follow() == 0

        holder.kill()
        holder.wait()

    assert Follower().follow() == 1
    assert names() == ["Keramik"]


@pytest.mark.database("postgresql")
@settled
def test_a_late_commit_with_an_earlier_number_is_not_skipped() -> None:
    """The first transaction takes its row number, the second commits, the follower passes, then the first commits."""
    Follower().follow()
    begun, may_commit = threading.Event(), threading.Event()

    def late() -> None:
        with transaction.atomic():
            add("Late")
            begun.set()
            may_commit.wait(30)
        connection.close()

    worker = threading.Thread(target=late)
    worker.start()
    assert begun.wait(30)
    add("Early")
    Follower().follow()
    while_open = names()
    may_commit.set()
    worker.join()
    Follower().follow()

    in_order = IndexJournal.objects.order_by("pk").values_list("reference", flat=True)
    assert list(in_order) == [f"{KIND}:{Group.objects.get(name=name).pk}" for name in ("Late", "Early")]
    assert while_open == []
    assert names() == ["Early", "Late"]


@pytest.mark.django_db
def test_a_database_that_is_still_empty_has_no_journal_to_check() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {IndexJournal._meta.db_table} RENAME TO elsewhere")

    assert run_checks(tags=["database"], databases=["default"]) == []


@settled
def test_a_restored_journal_is_noticed_and_renumbered() -> None:
    add("Keramik")
    Follower().follow()
    generation = status()[0].directory
    IndexJournal.objects.update(transaction=2**40)

    assert [message.id for message in run_checks(tags=["database"], databases=["default"])] == ["search.W001"]
    assert journal.renumber() == 1
    assert not journal.is_ahead()
    assert run_checks(tags=["database"]) == []
    Group.objects.create(name="Glas")
    Follower().follow()

    assert run_checks(tags=["database"], databases=["default"]) == []
    if connection.vendor == "postgresql":
        assert status()[0].directory != generation
        assert names() == ["Glas", "Keramik"]


def test_a_line_says_what_changed() -> None:
    journal.note([f"{KIND}:7"])
    journal.note([])

    assert [str(line) for line in IndexJournal.objects.all()] == [f"{KIND}:7"]


def test_questions_reach_the_index_of_their_kind() -> None:
    groups = [Group.objects.create(name=name) for name in ("Keramik", "Glas", "Akte X")]
    rebuild()

    assert list(registered()) == [KIND]
    assert find(KIND, Query(text="keramik")).facets == {"length": {7: 1}}
    assert list(every(KIND, Query(text="glas"))) == [groups[1].pk]
    assert len(list(every(KIND, Query()))) == 2
    assert suggest(KIND, "ker")[0].label == "Keramik"
    assert card(f"{KIND}:{groups[0].pk}")["title"] == "Keramik"
    assert card("other.kind:1") is None
    assert len(related("auth.group:1")) == 2
    assert len(related("auth.group:1", audience=OFFICE)) == 3
    assert GroupCard.synonyms_version() is None
    assert list(SearchEntry.synonyms()) == []


def test_an_entry_must_say_what_it_holds() -> None:
    with pytest.raises(NotImplementedError):
        SearchEntry.queryset()
    with pytest.raises(NotImplementedError):
        SearchEntry.document(None)


class Visitor:
    def __init__(self, *, is_authenticated: bool) -> None:
        self.is_authenticated = is_authenticated


def test_cards_stand_on_any_page() -> None:
    group = Group.objects.create(name="Ton & Glas")
    rebuild()
    template = Template("{% load search %}{% card ref %}|{% card 'other.kind:1' %}|{% related 'auth.group:1' %}")
    request = RequestFactory().get("/")
    request.user = Visitor(is_authenticated=True)

    page = template.render(RequestContext(request, {"ref": registry.find(KIND, Query()).hits[0].reference}))

    one, none, more = page.split("|")
    assert f'<h3 class="card__title"><a href="/g/{group.pk}/">Ton &amp; Glas</a></h3>' in one
    assert "A &lt;line&gt;" in one
    assert '<source type="image/avif" srcset="/p.avif 640w"' in one
    assert none == ""
    assert more.count("<article") == 1
    assert Template("{% load search %}{% related 'a.b:1' %}").render(Context()).strip() == ""
