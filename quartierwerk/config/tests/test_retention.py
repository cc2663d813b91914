"""Terms: the dry run counts what the deletion deletes, and nothing else."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from quartierwerk.config import commands
from quartierwerk.config.cli import OK, _parser
from quartierwerk.foundation import clock, privacy
from quartierwerk.foundation.drafts import keeping
from quartierwerk.foundation.drafts.models import Draft
from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.foundation.mail.post import send_waiting, write_down
from quartierwerk.rooms.accounts.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def grown_old() -> None:
    """A draft and a mail that are beyond their terms, and one of each that are not."""
    person = factories.person()
    with time_machine.travel(clock.now() - timedelta(days=91), tick=False):
        keeping.save("directory.profile", person=person, about="", data={}, version=0)
        write_down(to="a@b.example", subject="Alt", text="Text")
        send_waiting()
    keeping.save("directory.profile", person=person, about="directory.profile:1", data={}, version=0)
    write_down(to="a@b.example", subject="Jung", text="Text")


def run(*options: str, capsys: pytest.CaptureFixture[str]) -> dict[str, int]:
    """What the command says of each kind."""
    assert commands.retention(_parser().parse_args(["retention", *options])) == OK
    lines = [line.split(maxsplit=2) for line in capsys.readouterr().err.splitlines() if ":" in line]
    return {kind.rstrip(":"): int(number) for number, kind, _rest in lines}


def kept() -> tuple[int, int]:
    return Draft.objects.count(), OutgoingMail.objects.count()


@pytest.mark.parametrize("options", [(), ("--dry-run",)])
def test_the_dry_run_counts_and_changes_nothing(grown_old, capsys, options):
    before = kept()

    said = run(*options, capsys=capsys)

    assert (said["drafts.drafts"], said["mail.mails"]) == (1, 1)
    assert kept() == before


def test_the_deletion_finds_what_the_dry_run_said(grown_old, capsys):
    announced = run(capsys=capsys)

    assert run("--yes", capsys=capsys) == announced
    assert kept() == (1, 1)
    assert not any(run(capsys=capsys).values())


def test_every_kind_with_a_term_is_named(capsys, db):
    assert run(capsys=capsys).keys() == {data.kind for data in privacy.registered() if data.term}


def test_the_last_moment_of_a_term_is_still_within_it(db):
    person, now = factories.person(), clock.now()
    with time_machine.travel(now, tick=False):
        keeping.save("directory.profile", person=person, about="", data={}, version=0)
    drafts = privacy.find("drafts.drafts")

    assert drafts.due(at=now + timedelta(days=90)) == 0
    assert drafts.due(at=now + timedelta(days=90, microseconds=1)) == 1


@pytest.mark.parametrize(
    ("lasts", "words"), [(1, "1 Tag danach"), (180, "180 Tage danach"), (365, "1 Jahr danach"), (730, "2 Jahre danach")]
)
def test_a_term_is_said_in_words(lasts, words):
    term = privacy.Term(
        lasts=timedelta(days=lasts), since="danach", due=keeping.untouched, forget=lambda *_a, **_k: None
    )

    assert str(term) == words


def test_only_the_office_sees_what_is_due(grown_old, client, officer):
    plain = client.get(reverse("portal:retention")).content.decode()
    client.force_login(officer)
    counted = client.get(reverse("portal:retention")).content.decode()

    assert "90 Tage nach der letzten Änderung" in plain and "fällig" not in plain
    assert "heute fällig: 1" in counted and "heute nichts fällig" in counted


def test_what_is_deleted_block_by_block_goes_on_until_nothing_is_due(db):
    for number in range(5):
        write_down(to=f"{number}@b.example", subject="Alt", text="Text")

    def one(before: datetime, /, *, actor: object) -> None:
        OutgoingMail.objects.order_by("pk").first().delete()

    def none(before: datetime, /, *, actor: object) -> None:
        """A verb that does not get on must not hold up the others for ever."""

    def forgotten(verb: privacy.Forget) -> int:
        term = privacy.Term(
            lasts=timedelta(0), since="", due=lambda before: OutgoingMail.objects.order_by("pk"), forget=verb
        )
        data = privacy.PersonalData(
            kind="mail.some", label="", fields=(), purpose="", basis=privacy.Basis.TASK, retention=term
        )
        return data.forget(at=clock.now(), actor=None)

    assert (forgotten(none), OutgoingMail.objects.count()) == (5, 5)
    assert (forgotten(one), OutgoingMail.objects.count()) == (5, 0)
