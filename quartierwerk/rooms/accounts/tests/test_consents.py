"""Consents: giving and withdrawing, the words that were read, whom the office may write to."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta

import openpyxl
import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quartierwerk.foundation import clock, privacy
from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.errors import NotAllowed
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts import actions, queries
from quartierwerk.rooms.accounts.models import Consent, Person, Viewing
from quartierwerk.rooms.accounts.privacy import WORDINGS
from quartierwerk.rooms.accounts.tests import factories

pytestmark = pytest.mark.django_db
[NEWS] = WORDINGS
PAGE = reverse("accounts:consents")


@pytest.fixture
def person() -> Person:
    return factories.person("Ada Beispiel", email="ada@beispiel.example")


def agreed(person: Person, *, language: str = "de") -> Consent:
    actions.give_consent(person, actor=person, purpose=NEWS.purpose, version=NEWS.version, language=language)
    return Consent.objects.running().get(person=person)


def of_another_version(monkeypatch: pytest.MonkeyPatch) -> privacy.Wording:
    """The city asks for more than before."""
    later = replace(NEWS, version=NEWS.version + 1, text="Ich bin mit noch mehr einverstanden.")
    monkeypatch.setitem(privacy._wordings, NEWS.purpose, later)
    return later


# Giving


def test_a_consent_keeps_the_words_as_they_were_read(person):
    german, english = agreed(person), agreed(factories.person("Eve"), language="en")

    assert german.text.startswith("Ich bin einverstanden, dass die Stadt")
    assert english.text.startswith("I agree that the city")
    assert (german.version, german.language, english.language) == (NEWS.version, "de", "en")
    assert set(queries.who_agreed(NEWS)) == {person, english.person}
    assert AuditRow.objects.filter(verb="accounts.give_consent", subject=reference(person)).exists()


@pytest.mark.parametrize("who", [factories.person, factories.officer])
def test_nobody_agrees_for_somebody_else(person, who):
    with pytest.raises(NotAllowed):
        actions.give_consent(person, actor=who(), purpose=NEWS.purpose, version=1, language="de")


def test_what_is_not_asked_or_was_given_is_refused(person, monkeypatch):
    agreed(person)
    with pytest.raises(actions.ConsentGiven):
        agreed(person)
    for purpose, version in ((NEWS.purpose, NEWS.version + 1), ("accounts.everything", 1)):
        with pytest.raises(actions.OtherWords):
            actions.give_consent(person, actor=person, purpose=purpose, version=version, language="de")
    of_another_version(monkeypatch)
    with pytest.raises(actions.OtherWords):
        agreed(person)

    assert Consent.objects.count() == 1


def test_a_later_text_is_covered_only_by_a_consent_of_its_own(person, monkeypatch):
    first = agreed(person)
    later = of_another_version(monkeypatch)
    assert not queries.who_agreed(later).exists()

    actions.give_consent(person, actor=person, purpose=later.purpose, version=later.version, language="de")

    first.refresh_from_db()
    assert first.withdrawn_at is not None
    assert list(queries.who_agreed(later)) == [person]


def test_the_database_knows_one_running_consent_for_a_purpose_and_no_end_before_the_beginning(person):
    consent = agreed(person)
    twin = {"person": person, "purpose": NEWS.purpose, "version": 9, "language": "de", "text": "x"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.create(**twin, given_at=consent.given_at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.update(withdrawn_at=consent.given_at - timedelta(days=1))


# Withdrawing


def test_a_withdrawn_consent_counts_no_more_and_is_forgotten_after_its_term(person):
    agreed(person)

    actions.withdraw_consent(person, actor=person, purpose=NEWS.purpose)

    assert not queries.who_agreed(NEWS).exists()
    kind = privacy.find("accounts.consents")
    machine, soon, late = queries.system("worker"), *(clock.now() + timedelta(days=days) for days in (1094, 1096))
    assert (kind.forget(at=soon, actor=machine), Consent.objects.count()) == (0, 1)
    assert (kind.forget(at=late, actor=machine), Consent.objects.count()) == (1, 0)


def test_what_was_never_given_or_is_withdrawn_cannot_be_withdrawn(person):
    for _round in range(2):
        with pytest.raises(actions.NoConsent):
            actions.withdraw_consent(person, actor=person, purpose=NEWS.purpose)
        Consent.objects.running().update(withdrawn_at=clock.now())


def test_nobody_withdraws_for_somebody_else(person):
    agreed(person)
    with pytest.raises(NotAllowed):
        actions.withdraw_consent(person, actor=factories.officer(), purpose=NEWS.purpose)


def test_erasing_the_account_erases_them(person):
    agreed(person)

    actions.erase(person, actor=person)

    assert not Consent.objects.exists()


# The own page


def test_the_page_gives_and_withdraws_and_remembers(client, person):
    client.force_login(person)
    form = {"purpose": NEWS.purpose, "version": NEWS.version}

    given = client.post(PAGE, form, follow=True).content.decode()
    withdrawn = client.post(PAGE, {"purpose": NEWS.purpose, "step": "withdraw"}, follow=True).content.decode()

    assert "Ihre Einwilligung ist festgehalten" in given
    assert "Frühere Einwilligungen" in withdrawn
    assert "Frühere Einwilligungen" not in given
    assert Consent.objects.get().withdrawn_at is not None
    own = client.get(reverse("accounts:own_data")).content.decode()
    assert "Ich bin einverstanden, dass die Stadt" in own


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"purpose": NEWS.purpose},
        {"purpose": NEWS.purpose, "version": "9" * 5000},
        {"purpose": "\0", "version": "1", "step": "withdraw"},
    ],
)
def test_a_form_without_the_words_that_were_read_does_nothing(client, person, form):
    client.force_login(person)

    answer = client.post(PAGE, form, follow=True)

    assert "Der Text hat sich inzwischen geändert" in answer.content.decode()
    assert not Consent.objects.exists()


def test_a_visitor_is_asked_to_sign_in(client):
    assert client.get(PAGE).status_code == 302


def test_a_later_text_is_said_on_the_page(client, person, monkeypatch):
    agreed(person)
    of_another_version(monkeypatch)
    client.force_login(person)

    assert "Der Text hat sich geändert, seit Sie zugestimmt haben." in client.get(PAGE).content.decode()
    client.post(PAGE, {"purpose": NEWS.purpose, "step": "withdraw"})
    assert not Consent.objects.running().exists()


# The office's lists


def files(client, format: str):
    return client.get(reverse("accounts:mailing_list", args=[NEWS.purpose, format]))


def test_the_office_takes_along_who_agreed_and_they_can_see_that(office, officer, person):
    agreed(person)
    gone = factories.person("Wider Ruf")
    agreed(gone)
    actions.withdraw_consent(gone, actor=gone, purpose=NEWS.purpose)

    assert "1 Person hat zugestimmt" in office.get(reverse("accounts:mailing_lists")).content.decode()
    text = b"".join(files(office, "csv").streaming_content).decode("utf-8-sig")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(files(office, "xlsx").streaming_content)))

    assert text.splitlines() == ["Name;E-Mail;Sprache", "Ada Beispiel;ada@beispiel.example;de"]
    assert [cell.value for cell in book.active[2]] == ["Ada Beispiel", "ada@beispiel.example", "de"]
    assert [(row.viewer, row.about, row.page) for row in Viewing.objects.all()] == [
        (officer, reference(person), "accounts.mailing")
    ]


def test_nobody_else_sees_the_lists(client, person):
    agreed(person)
    client.force_login(person)

    assert client.get(reverse("accounts:mailing_lists")).status_code == 403
    assert files(client, "csv").status_code == 403
    assert not Viewing.objects.exists()


def test_a_list_that_is_not_there_is_not_found(office):
    assert files(office, "geojson").status_code == 404
    assert office.get(reverse("accounts:mailing_list", args=["accounts.all", "csv"])).status_code == 404


def test_a_list_asks_as_much_for_three_as_for_one(office):
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            b"".join(files(office, "csv").streaming_content)
        return len(asked)

    agreed(factories.person("Eins"))
    questions()
    one = questions()
    agreed(factories.person("Zwei"))
    agreed(factories.person("Drei"))

    assert questions() == one <= 15
