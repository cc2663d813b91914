"""The pages of proofs of use: who sees which, what they say, and that nothing is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from quartierwerk.foundation import clock
from quartierwerk.foundation.drafts.models import Draft
from quartierwerk.foundation.papers.tests.made import PDF
from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.funding import actions, rules
from quartierwerk.rooms.funding.models import Application, Settlement, Voucher
from quartierwerk.rooms.funding.queries import proofs as reading
from quartierwerk.rooms.funding.rules import ApplicationState, Financing, ProofLevel
from quartierwerk.rooms.funding.tests import proofs
from quartierwerk.rooms.funding.tests.factories import CLUBS
from quartierwerk.rooms.funding.tests.proofs import fresh

VOUCHERS = replace(CLUBS, proof=ProofLevel.VOUCHERS, financing=Financing.DEFICIT)
SAID = {"narrative": "Das Fest fand statt.", "participants": "120", "received_0": "500", "is_true": "on"}


def page(name: str, application: Application, *more: object) -> str:
    return reverse(f"funding:{name}", args=[application.pk, *more])


@pytest.fixture
def granted(owner, officer):
    return proofs.served(owner, office=officer)


@pytest.fixture
def mine(client, owner):
    client.force_login(owner)
    return client


def test_the_page_of_a_grant_leads_to_its_proof(mine, granted):
    answer = mine.get(granted.get_absolute_url()).content.decode()

    assert "Nachweis schreiben" in answer and "1.500,00" in answer
    assert mine.post(page("begin_proof", granted)).url == page("proof", granted)
    assert "weiterschreiben" in mine.get(granted.get_absolute_url()).content.decode()


def test_what_one_gets_is_said_while_one_types(mine, owner, officer):
    application = proofs.served(owner, office=officer, terms=replace(CLUBS, financing=Financing.DEFICIT))
    proofs.begun(application, by=owner)

    answer = mine.post(page("reckon_proof", application), SAID | {"spent_0": "1800"}).content.decode()

    assert "1.300,00" in answer and "Nichts fehlt" in answer
    lacking = mine.post(page("reckon_proof", application), {"spent_0": "1800"}).content.decode()
    assert "Bitte beschreiben Sie" in lacking
    unread = mine.post(page("reckon_proof", application), {"spent_0": "viel"}).content.decode()
    assert "Das lässt sich so noch nicht lesen" in unread


def test_what_is_typed_is_kept_by_the_server(mine, owner, granted):
    proofs.begun(granted, by=owner)

    mine.post(page("save_proof", granted), SAID | {"narrative": "Halb fertig", "draft_version": "0"})

    assert Draft.objects.get().data["narrative"] == ["Halb fertig"]
    assert "Halb fertig" in mine.get(page("proof", granted)).content.decode()


def test_a_proof_is_handed_in(mine, owner, granted):
    proofs.begun(granted, by=owner)

    answer = mine.post(page("proof", granted), SAID | {"spent_0": "2000"})

    assert answer.url == granted.get_absolute_url()
    assert fresh(granted).state == ApplicationState.PROOF_SUBMITTED
    assert not Draft.objects.exists()
    read = mine.get(page("proof", granted)).content.decode()
    assert "Das Fest fand statt." in read and "120" in read


def test_what_lacks_something_says_so_and_loses_nothing(mine, owner, granted):
    proofs.begun(granted, by=owner)

    answer = mine.post(page("proof", granted), SAID | {"spent_0": "2000", "participants": ""})

    assert answer.status_code == 422
    text = answer.content.decode()
    assert "wie viele dabei waren" in text and "Das Fest fand statt." in text


def test_vouchers_come_one_by_one_with_their_picture(mine, owner, officer):
    application = proofs.served(owner, office=officer, terms=VOUCHERS)
    proofs.begun(application, by=owner)
    typed = {"cents": "120,50", "dated_on": str(clock.today()), "line": "0", "reason": "Plakate", "payee": "Druck Daub"}

    file = SimpleUploadedFile("beleg.pdf", PDF, content_type="application/pdf")
    answer = mine.post(page("add_voucher", application), typed | {"file": file, "another": "1"})

    assert answer.url == page("add_voucher", application)
    kept = Voucher.objects.get()
    assert kept.cents == 12_050
    listed = mine.get(page("proof", application)).content.decode()
    assert "Plakate" in listed and "120,50" in listed
    assert b"".join(mine.get(page("voucher_file", application, 1)).streaming_content) == PDF
    assert mine.post(page("voucher", application, 1), typed | {"cents": "99"}).url == page("proof", application)
    assert Voucher.objects.get().cents == 9_900
    assert mine.post(page("drop_voucher", application, 1)).url == page("proof", application)
    assert not Voucher.objects.exists()


def test_a_voucher_with_a_fault_keeps_what_was_typed(mine, owner, officer):
    application = proofs.served(owner, office=officer, terms=VOUCHERS)
    proofs.begun(application, by=owner)
    typed = {"cents": "", "dated_on": str(clock.today()), "line": "0", "reason": "Plakate", "payee": "Druck Daub"}

    answer = mine.post(page("add_voucher", application), typed)

    assert answer.status_code == 422 and "Druck Daub" in answer.content.decode()


def test_strangers_see_nothing_of_it(client, owner, granted):
    proofs.begun(granted, by=owner)
    client.force_login(accounts.person("Fremde Frieda"))

    for name in ("proof", "add_voucher", "check_proof", "settle_grant", "return_proof"):
        assert client.get(page(name, granted)).status_code in (403, 404)
    for name in ("begin_proof", "save_proof", "reckon_proof", "draw_sample", "close_case", "reckon_check"):
        assert client.post(page(name, granted)).status_code in (403, 404)


def test_the_office_does_not_write_in_it(office, owner, granted):
    proofs.begun(granted, by=owner)

    assert office.get(page("proof", granted)).status_code == 403
    assert office.get(page("add_voucher", granted)).status_code == 403


def test_the_office_checks_on_one_screen(office, owner, officer):
    application = proofs.served(owner, office=officer, terms=VOUCHERS)
    proof = proofs.begun(application, by=owner)
    proofs.voucher(proof, by=owner, cents=180_000)
    proofs.voucher(proof, by=owner, cents=20_000, reason="Sekt")
    actions.hand_in(application, actor=owner, content=proofs.as_planned(application))

    shown = office.get(page("check_proof", application)).content.decode()
    assert "Sekt" in shown and "Das Fest fand statt." in shown
    office.post(page("draw_sample", application))
    assert "in der Stichprobe" in office.get(page("check_proof", application)).content.decode()
    marks = {"voucher_2": "200", "why_voucher_2": "Alkohol wird nicht gefördert.", "note": "Alle Belege angesehen."}
    live = office.post(page("reckon_check", application), marks).content.decode()
    assert "1.300,00" in live and "Alkohol" in live
    assert office.post(page("check_proof", application), marks).url == application.get_absolute_url()
    assert reading.latest_check(proof).final_cents == 130_000


def test_what_the_office_cannot_refuse_is_said_at_its_field(office, owner, granted):
    application = proofs.handed_in(granted, by=owner)

    answer = office.post(page("check_proof", application), {"line_0": "10", "note": "Hm."})

    assert answer.status_code == 422 and "warum das nicht anerkannt wird" in answer.content.decode()


def test_whoever_applied_learns_the_result_when_it_is_settled(office, client, owner, officer, granted):
    application = proofs.handed_in(granted, by=owner)
    marks = rules.ProofMarks(vouchers={}, lines={0: rules.Refusal(100_000, "Nicht belegt.")})
    actions.check_proof(application, actor=officer, marks=marks, note="Intern.")
    client.force_login(owner)
    before = client.get(page("proof", application)).content.decode()
    assert "Nicht belegt." not in before and "Intern." not in before
    client.force_login(officer)
    points = client.get(page("settle_grant", application)).content.decode()
    assert "1.000,00" in points

    assert client.post(page("settle_grant", application)).url == application.get_absolute_url()

    assert Settlement.objects.get().final_cents == 100_000
    client.force_login(owner)
    after = client.get(page("proof", application)).content.decode()
    assert "Nicht belegt." in after and "Intern." not in after
    assert "So ist abgerechnet" in client.get(application.get_absolute_url()).content.decode()


def test_what_is_given_back_says_why_and_stands_there_again(office, mine, owner, officer, granted):
    application = proofs.handed_in(granted, by=owner)
    mine.force_login(officer)
    preview = mine.post(page("return_proof", application), {"reason": "Wo war das Fest?", "preview": "1"})
    assert "Wo war das Fest?" in preview.content.decode() and not application.proofs.filter(number=2).exists()
    mine.post(page("return_proof", application), {"reason": "Wo war das Fest?"})
    mine.force_login(owner)

    text = mine.get(page("proof", application)).content.decode()

    assert "Wo war das Fest?" in text and "Das Fest fand statt." in text and "2.000,00" in text


def test_the_time_line_tells_what_each_side_knows(office, client, owner, officer, granted):
    application = proofs.handed_in(granted, by=owner)
    actions.check_proof(application, actor=officer, marks=rules.NO_MARKS, note="Stimmt.")
    inside = office.get(application.get_absolute_url()).content.decode()
    assert "Verwendungsnachweis geprüft" in inside
    client.force_login(owner)

    outside = client.get(application.get_absolute_url()).content.decode()

    assert "Verwendungsnachweis eingereicht" in outside and "Stimmt." not in outside
