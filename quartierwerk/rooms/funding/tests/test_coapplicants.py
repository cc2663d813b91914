"""Writing an application together: who may what, what is kept when two write, and the pages."""

from __future__ import annotations

import io

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quartierwerk.foundation import clock
from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.drafts import keeping
from quartierwerk.foundation.errors import NotAllowed, NotNow
from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.foundation.papers.tests.made import PDF
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts import actions as accounts_actions
from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.funding import actions
from quartierwerk.rooms.funding.models import Application, CoApplicant
from quartierwerk.rooms.funding.tests import factories
from quartierwerk.rooms.funding.tests.factories import content
from quartierwerk.rooms.funding.tests.test_applications import signed_in, text_of, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def friend():
    return accounts.person("Frida Freundin", email="frida@beispiel.de")


@pytest.fixture
def shared(owner, friend):
    """A draft that a friend writes along."""
    return actions.share(factories.application(owner), actor=owner, email=" Frida@Beispiel.de ", may_write=True)


def test_somebody_is_let_write_along_and_told_by_mail(owner, friend, shared):
    assert (shared.coapplicants.get().email, shared.coapplicants.get().may_write) == (friend.email, True)
    row = AuditRow.objects.filter(subject=reference(shared)).latest("pk")
    assert row.verb == "funding.share" and friend.email not in str(row.changes)
    letter = OutgoingMail.objects.get()
    assert letter.to == friend.email and shared.get_absolute_url() in letter.text

    actions.share(shared, actor=owner, email=friend.email, may_write=False)

    assert not shared.coapplicants.get().may_write and OutgoingMail.objects.count() == 1


def test_only_the_applicant_shares_submits_and_withdraws(shared, friend, officer):
    for actor in (friend, officer):
        for step in (
            lambda actor: actions.share(shared, actor=actor, email="x@beispiel.de", may_write=True),
            lambda actor: actions.unshare(shared, actor=actor, coapplicant=shared.coapplicants.get().pk),
            lambda actor: actions.submit(shared, actor=actor, content=content()),
            lambda actor: actions.withdraw_application(shared, actor=actor),
        ):
            with pytest.raises(NotAllowed):
                step(actor)


def test_sharing_is_refused_with_oneself_with_a_crowd_and_after_the_submission(owner, shared):
    with pytest.raises(actions.OwnAddress):
        actions.share(shared, actor=owner, email=owner.email, may_write=True)
    for nobody in ("", "  "):
        with pytest.raises(actions.NoAddress):
            actions.share(shared, actor=owner, email=nobody, may_write=True)
    for number in range(9):
        actions.share(shared, actor=owner, email=f"p{number}@beispiel.de", may_write=False)
    with pytest.raises(actions.TooManyCoApplicants):
        actions.share(shared, actor=owner, email="p9@beispiel.de", may_write=False)
    sent = actions.submit(shared, actor=owner, content=content())
    with pytest.raises(NotNow):
        actions.share(sent, actor=owner, email="p8@beispiel.de", may_write=True)


def test_what_is_taken_back_is_over(owner, friend, shared):
    url = reverse("funding:write", args=[shared.pk])
    key = shared.coapplicants.get().pk
    assert signed_in(friend).get(url).status_code == 200

    signed_in(owner).post(reverse("funding:share", args=[shared.pk]), {"unshare": f"{key}"})

    assert signed_in(friend).get(url).status_code == 404
    with pytest.raises(NotNow):
        actions.unshare(shared, actor=owner, coapplicant=key)


def test_two_write_one_draft_and_neither_overwrites_the_other_unseen(owner, friend, shared):
    save = reverse("funding:save", args=[shared.pk])
    first = signed_in(owner).post(save, typed(need="Von Okan", draft_version="0"))
    assert first.json()["version"] == 1
    url = reverse("funding:write", args=[shared.pk])
    assert "Von Okan" in (text := text_of(signed_in(friend), url)) and "Antrag einreichen</span>" not in text

    second = signed_in(friend).post(save, typed(need="Von Frida", draft_version="1"))
    late = signed_in(owner).post(save, typed(need="Zu spät", draft_version="1"))

    assert (second.json()["version"], late.status_code) == (2, 409)
    draft = keeping.find("funding.application", person=owner, about=reference(shared))
    assert draft.data["need"] == ["Von Frida"]
    assert keeping.find("funding.application", person=friend, about=reference(shared)) is None
    stale = signed_in(owner).post(url, typed(need="Von Okan", draft_version="1"))
    assert stale.status_code == 422 and "inzwischen weitergeschrieben" in stale.content.decode()
    assert signed_in(owner).post(url, typed(need="Von Frida", draft_version="2")).status_code == 302
    assert Application.objects.get().said.need == "Von Frida"
    assert keeping.find("funding.application", person=owner, about=reference(shared)) is None


def test_who_reads_along_changes_nothing(owner, friend):
    application = factories.enclosed(owner)
    actions.share(application, actor=owner, email=friend.email, may_write=False)
    desk = signed_in(friend)

    assert "Sie lesen mit." in text_of(desk, reverse("funding:write", args=[application.pk]))
    answer = desk.get(application.enclosures.get().get_absolute_url())
    assert b"".join(answer.streaming_content) == PDF
    for name in ("write", "save", "check", "share", "withdraw_application"):
        assert desk.post(reverse(f"funding:{name}", args=[application.pk]), typed()).status_code == 403
    with pytest.raises(NotAllowed):
        upload = actions.Upload(question="q1", content=io.BytesIO(PDF), name="Plan.pdf")
        actions.enclose(application, actor=friend, upload=upload)


def test_who_writes_along_finds_it_reads_it_later_and_adds_files(owner, friend):
    application = factories.enclosed(owner)
    actions.share(application, actor=owner, email=friend.email, may_write=True)
    upload = actions.Upload(question="q1", content=io.BytesIO(PDF), name="Zweiter Plan.pdf")
    actions.enclose(application, actor=friend, upload=upload)
    assert application.get_absolute_url() in text_of(signed_in(friend), "/mein/")
    desk = signed_in(friend)
    assert desk.post(reverse("funding:write", args=[application.pk]), typed(q_q1="")).status_code == 422

    sent = actions.submit(application, actor=owner, content=content())

    assert "Zweiter Plan.pdf" in text_of(signed_in(friend), sent.get_absolute_url())
    assert signed_in(friend).get(reverse("funding:receipt", args=[sent.pk])).status_code == 200
    assert desk.post(reverse("funding:save", args=[sent.pk]), typed()).status_code == 404


def test_others_see_nothing_of_it(shared, stranger, client):
    url = reverse("funding:write", args=[shared.pk])
    assert signed_in(stranger).get(url).status_code == 404
    assert client.get(url).status_code == 302
    assert list(CoApplicant.objects.of(None)) == []


def test_the_page_invites_and_says_what_is_wrong(owner, shared):
    url, desk = reverse("funding:share", args=[shared.pk]), signed_in(owner)

    assert "frida@beispiel.de" in text_of(desk, url)
    assert desk.post(url, {"email": "niemand"}).status_code == 422
    assert desk.post(url, {"email": owner.email}).status_code == 422
    assert desk.post(url, {"email": "neu@beispiel.de"}).status_code == 302
    assert [one.may_write for one in shared.coapplicants.all()] == [True, False]


def test_invitations_to_write_along_are_limited(owner, shared):
    """Inviting and taking back again sends a mail each time."""
    url, desk = reverse("funding:share", args=[shared.pk]), signed_in(owner)

    def invite(number: int) -> int:
        status = desk.post(url, {"email": f"n{number}@beispiel.de"}).status_code
        shared.coapplicants.all().delete()
        return status

    with time_machine.travel(clock.now(), tick=False):
        answers = [invite(number) for number in range(31)]
    assert answers == [302] * 30 + [429]


def test_who_is_erased_writes_along_no_more(friend, shared):
    accounts_actions.erase(friend, actor=friend)

    assert not shared.coapplicants.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_the_corner_asks_the_same_few_questions(owner, friend, number):
    for place in range(number):
        application = factories.application(owner, of=factories.regulated(factories.programme(f"Fonds {place}")))
        actions.share(application, actor=owner, email=friend.email, may_write=True)
    desk = signed_in(friend)
    text_of(desk, "/mein/")
    with CaptureQueriesContext(connection) as asked:
        text_of(desk, "/mein/")
    assert sum("funding_application" in one["sql"] for one in asked) <= 3
