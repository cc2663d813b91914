"""One's own data: what the house knows, taking it along, erasing the account."""

from __future__ import annotations

import io
import json
import re
import zipfile

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.drafts import keeping
from quartierwerk.foundation.drafts.models import Draft
from quartierwerk.foundation.errors import NotAllowed
from quartierwerk.foundation.handing import Handover
from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.foundation.mail.post import write_down
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts import actions, queries
from quartierwerk.rooms.accounts.models import Device, FactorReset, Invitation, Person
from quartierwerk.rooms.accounts.tests import factories

pytestmark = pytest.mark.django_db
ADDRESS = "ada@beispiel.example"


@pytest.fixture
def person() -> Person:
    return factories.person("Ada Beispiel", email=ADDRESS)


# erase: it does it


def test_erasing_leaves_nothing_that_names_the_person(person, client):
    client.force_login(person)
    client.get(reverse("accounts:profile"))
    factories.app(person)
    keeping.save("directory.profile", person=person, about="", data={"name": ["Ada"]}, version=0)
    write_down(to=ADDRESS, subject="Hallo Ada", text="Ada")

    actions.erase(person, actor=person)

    gone = factories.again(person)
    assert (gone.email, gone.name, gone.is_active, gone.last_login) == (None, "", False, None)
    assert str(gone) == "Gelöschtes Konto"
    for model in (EmailAddress, Authenticator, Draft, Device, Session):
        assert not model.objects.exists()
    last = OutgoingMail.objects.get()
    assert (last.to, last.subject, "Ada" in last.text) == (ADDRESS, "Ihr Konto ist gelöscht", False)


def test_the_address_goes_from_invitations_too(person):
    officer = factories.officer()
    for scope in ("directory.profile:7", "directory.profile:8"):
        offer = actions.Offer(email=ADDRESS, name="profile_admin", scope=scope)
        actions.invite(offer, actor=officer)
    actions.accept(Invitation.objects.first(), actor=person)
    factories.role(officer, scope=Invitation.objects.first().scope)

    actions.erase(person, actor=person)

    assert [offer.email for offer in Invitation.objects.all()] == [""]


# who may not


@pytest.mark.parametrize("who", ["visitor", "colleague", "office", "machinery"])
def test_nobody_erases_another_ones_account(person, who):
    actor = {
        "colleague": factories.person(),
        "office": factories.officer(),
        "machinery": queries.system("worker"),
    }.get(who)

    with pytest.raises(NotAllowed):
        actions.erase(person, actor=actor)


# when a rule refuses


def test_the_last_officer_cannot_vanish():
    officer = factories.officer()

    with pytest.raises(actions.LastOne):
        actions.erase(officer, actor=officer)


def test_a_reset_that_waits_is_settled_first(person):
    factories.app(person)
    actions.ask_for_reset(FactorReset(person=person), actor=factories.officer())

    with pytest.raises(actions.ResetWaits):
        actions.erase(person, actor=person)


# what it leaves behind


def test_the_trail_says_that_it_happened_and_names_nobody(person):
    actions.erase(person, actor=person)

    verbs = set(AuditRow.objects.filter(subject=reference(person)).values_list("verb", flat=True))
    assert {"accounts.erase", "accounts.leave"} <= verbs
    assert "Ada" not in str(list(AuditRow.objects.values())) and ADDRESS not in str(list(AuditRow.objects.values()))


def test_whoever_is_gone_receives_nothing_any_more(person):
    colleague = factories.beside_the_office()
    stale = factories.again(person)
    actions.erase(person, actor=person)

    with pytest.raises(actions.AccountErased):
        factories.role(stale)
    with pytest.raises(actions.NoSuccessor):
        actions.hand_over(Handover(colleague, stale), actor=colleague, kinds=["directory.profiles"])


def test_the_database_keeps_erased_accounts_empty(person):
    actions.erase(person, actor=person)

    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=person.pk).update(name="Ada")


# pages


def archive_of(client) -> zipfile.ZipFile:
    answer = client.post(reverse("accounts:take_along"))
    assert answer["Content-Type"] == "application/zip"
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def test_the_archive_holds_it_for_people_and_for_programs(person, client):
    keeping.save("directory.profile", person=person, about="", data={"name": ["<b>Ada & Co</b>"]}, version=0)
    client.force_login(person)

    packed = archive_of(client)

    assert packed.testzip() is None
    kinds = json.loads(packed.read("data.json"))["kinds"]
    assert kinds["accounts.account"]["rows"][0]["email"] == ADDRESS
    assert kinds["drafts.drafts"]["rows"][0]["data"] == {"name": ["<b>Ada & Co</b>"]}
    page = packed.read("daten.html").decode()
    assert "&lt;b&gt;Ada &amp; Co" in page and ADDRESS in page


def test_archives_are_limited(person, client):
    client.force_login(person)
    answers = [client.post(reverse("accounts:take_along")) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [200] * 5 + [302]


def test_the_page_shows_ones_own_and_nobody_elses(person, client):
    other = factories.person("Berta Fremd", email="berta@beispiel.example")
    keeping.save("directory.profile", person=other, about="", data={"name": ["Unfertig"]}, version=0)
    client.force_login(person)

    text = client.get(reverse("accounts:own_data")).content.decode()

    assert ADDRESS in text and "Berta" not in text and "Unfertig" not in text


def test_the_page_asks_as_often_for_many_things_as_for_one(person, client):
    client.force_login(person)
    client.get(reverse("accounts:own_data"))
    counts = []
    for number in range(1, 4):
        factories.role(person, scope=f"directory.profile:{number}")
        keeping.save("directory.profile", person=person, about=f"directory.profile:{number}", data={}, version=0)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(reverse("accounts:own_data"))
        counts.append(len(asked))

    # Once for each kind of data; every room brings some.
    assert counts[0] == counts[2] <= 60


def test_who_has_no_second_factor_confirms_with_a_mailed_code(person, client):
    client.force_login(person)
    assert client.get(reverse("accounts:erase"))["Location"] == reverse("accounts:own_data")

    client.post(reverse("accounts:begin_erasing"))
    code = re.search(r"^ {4}(\S+)$", OutgoingMail.objects.latest("pk").text, re.MULTILINE)[1]
    look = client.get(reverse("accounts:erase")).content.decode()
    wrong = client.post(reverse("accounts:erase"), {"code": "FALSCH"})
    right = client.post(reverse("accounts:erase"), {"code": code})

    assert "Prüfspur (bleibt):" in look and "Vorschläge (gelöscht):" in look
    assert wrong.status_code == 422
    assert right["Location"] == reverse("portal:home")
    assert factories.again(person).erased_at and "_auth_user_id" not in client.session


def test_three_wrong_codes_end_it(person, client):
    client.force_login(person)
    client.post(reverse("accounts:begin_erasing"))
    code = re.search(r"^ {4}(\S+)$", OutgoingMail.objects.latest("pk").text, re.MULTILINE)[1]

    for _ in range(3):
        client.post(reverse("accounts:erase"), {"code": "FALSCH"})
    late = client.post(reverse("accounts:erase"), {"code": code})

    assert late["Location"] == reverse("accounts:own_data")
    assert factories.again(person).erased_at is None


def test_who_has_a_second_factor_shows_it_first(person, client):
    factories.app(person)
    client.force_login(person)

    asked = client.get(reverse("accounts:erase"))

    assert asked.status_code == 302 and reverse("mfa_reauthenticate") in asked["Location"]
