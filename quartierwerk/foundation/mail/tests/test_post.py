"""Mails are written with their cause, sent afterwards, and never twice by themselves."""

from __future__ import annotations

import smtplib
from datetime import timedelta

import pytest
import time_machine
from django.core.mail import BadHeaderError, send_mail
from django.db import transaction
from django.template import TemplateDoesNotExist

from quartierwerk.foundation import clock
from quartierwerk.foundation.house.models import House
from quartierwerk.foundation.mail import post
from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.foundation.privacy import find

pytestmark = pytest.mark.django_db
State = OutgoingMail.State


class Wire:
    """The mail server, replaced at its one seam; remembers what it got, or refuses."""

    def __init__(self, refusal: Exception | None = None) -> None:
        self.got, self.refusal = [], refusal

    def send_messages(self, messages):
        if self.refusal:
            raise self.refusal
        self.got += messages


@pytest.fixture
def wire(settings, monkeypatch):
    settings.MAIL_HOST = "mail.example"
    wire = Wire()
    monkeypatch.setattr(post, "_wire", lambda: wire)
    return wire


def write(**more) -> OutgoingMail:
    return post.write_down(to="a@b.example", subject="Hallo", text="Text\n", **more)


def test_mail_of_a_rolled_back_cause_is_never_sent(wire):
    with pytest.raises(RuntimeError), transaction.atomic():
        write()
        raise RuntimeError

    assert post.send_waiting() == 0


def test_waiting_mail_is_sent_once(wire):
    mail = write(reply_to="c@d.example")

    assert (post.send_waiting(), post.send_waiting()) == (1, 0)
    mail.refresh_from_db()
    [message] = wire.got
    assert (mail.state, message.to, message.reply_to) == (State.SENT, ["a@b.example"], ["c@d.example"])
    assert str(mail) == "Hallo"


def test_worker_that_comes_too_late_finds_nothing(wire):
    assert post._take_next() is None


def test_secret_text_is_wiped_once_sent(wire):
    mail = write(is_secret=True)

    post.send_waiting()

    mail.refresh_from_db()
    assert mail.text == ""


def test_without_a_mail_host_mails_are_kept_to_be_read(settings):
    settings.MAIL_HOST = ""
    mail = write(is_secret=True)

    post.send_waiting()

    mail.refresh_from_db()
    assert (mail.state, mail.text) == (State.SENT, "Text\n")


def test_server_that_is_away_is_asked_again_later(wire):
    wire.refusal = ConnectionRefusedError()
    mail = write()

    post.send_waiting()

    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (State.WAITING, 1)
    assert mail.due_at > clock.now()


@pytest.mark.parametrize(
    ("code", "state"), [(450, State.WAITING), (550, State.FAILED)], ids=["not now", "no such mailbox"]
)
def test_address_is_given_up_only_when_it_is_refused_for_good(wire, code, state):
    wire.refusal = smtplib.SMTPRecipientsRefused({"a@b.example": (code, b"no")})
    mail = write()

    post.send_waiting()

    mail.refresh_from_db()
    assert mail.state == state


def test_address_that_no_header_can_hold_is_final(wire):
    wire.refusal = BadHeaderError("Header values can't contain newlines")
    mail = write()

    post.send_waiting()

    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (State.FAILED, 1)


def test_server_that_stays_away_is_given_up_visibly(wire):
    wire.refusal = ConnectionRefusedError()
    mail = write()

    for day in range(1, post.MOST_ATTEMPTS + 1):
        with time_machine.travel(clock.now() + timedelta(days=day)):
            post.send_waiting()

    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (State.FAILED, post.MOST_ATTEMPTS)


def test_mail_of_a_worker_that_died_is_in_doubt_and_not_sent_again(wire):
    mail = write()
    OutgoingMail.objects.update(state=State.SENDING, taken_at=clock.now() - timedelta(minutes=16))

    assert post.mark_doubtful() == 1
    assert post.send_waiting() == 0
    mail.refresh_from_db()
    assert (mail.state, wire.got) == (State.IN_DOUBT, [])


@pytest.fixture
def letter(tmp_path, settings):
    """A template of a mail, written for one test."""
    (tmp_path / "letter.txt").write_text(
        "{% load i18n %}Betreff: {{ city }}, {% translate 'Deutsch' %}\n\nGruß von {{ name }}\n", encoding="utf-8"
    )
    loaders = ["django.template.loaders.filesystem.Loader"]
    settings.TEMPLATES = [
        settings.TEMPLATES[0] | {"DIRS": [tmp_path], "OPTIONS": settings.TEMPLATES[0]["OPTIONS"] | {"loaders": loaders}}
    ]
    return "letter.txt"


def test_mail_is_written_from_its_template_as_plain_text(letter):
    House.objects.create(name="Musterstadt")

    mail = post.post(
        letter, to="a@b.example", context={"name": "Söhne & Töchter"}, reply_to="c@d.example", about="places.place:1"
    )

    assert (mail.subject, mail.text) == ("Musterstadt, Deutsch", "Gruß von Söhne & Töchter\n")
    assert (mail.reply_to, mail.about, mail.language) == ("c@d.example", "places.place:1", "de")
    assert (mail.state, mail.is_secret) == (State.WAITING, False)


def test_mail_is_written_in_german_where_the_city_offers_nothing_else(letter):
    House.objects.create(name="Musterstadt", languages=["de"])

    mail = post.post(letter, to="a@b.example", context={"name": "Söhne"}, language="en")

    assert (mail.subject, mail.language) == ("Musterstadt, Deutsch", "de")


def test_mail_says_that_a_machine_wrote_it(wire):
    write()

    post.send_waiting()

    [message] = wire.got
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    assert message.extra_headers["Message-ID"].endswith("@localhost>")


def test_template_without_its_subject_line_is_a_mistake():
    with pytest.raises(ValueError, match="Betreff"):
        post.post("ui/plain.html", to="a@b.example", context={})


def test_missing_template_is_a_mistake():
    with pytest.raises(TemplateDoesNotExist):
        post.post("nowhere.txt", to="a@b.example", context={})


def test_subject_stays_on_one_line():
    assert post.write_down(to="a@b.example", subject="a\r\nBcc: x", text="").subject == "a Bcc: x"


def test_what_django_sends_is_queued_as_secret(settings):
    # The test runner puts Django's own outbox in the way; here our post office is what is tried.
    settings.EMAIL_BACKEND = "quartierwerk.foundation.mail.backend.PostOffice"

    send_mail("Code", "ABCD", None, ["a@b.example", "c@d.example"])

    assert list(OutgoingMail.objects.values_list("to", "is_secret").order_by("to")) == [
        ("a@b.example", True),
        ("c@d.example", True),
    ]


def test_old_mails_are_forgotten_unless_they_still_wait(wire):
    write()
    post.send_waiting()
    for state in (State.FAILED, State.IN_DOUBT, State.WAITING):
        OutgoingMail.objects.filter(pk=write().pk).update(state=state)

    with time_machine.travel(clock.now() + timedelta(days=31)):
        assert find("mail.mails").forget(at=clock.now(), actor=None) == 3

    assert OutgoingMail.objects.get().state == State.WAITING


def test_wire_speaks_to_the_host_of_the_settings(settings):
    settings.MAIL_HOST, settings.MAIL_PORT = "mail.example", 2525

    wire = post._wire()

    assert (wire.host, wire.port) == ("mail.example", 2525)
