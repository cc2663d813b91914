"""Invitations: who makes them, who accepts them, and that each works once."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from quartierwerk.foundation import clock
from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.errors import NotAllowed, RuleBroken
from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts import actions, queries
from quartierwerk.rooms.accounts.models import Invitation, Role
from quartierwerk.rooms.accounts.rules import RoleName
from quartierwerk.rooms.accounts.tests import factories
from quartierwerk.rooms.accounts.tests.factories import forgotten

NOON = factories.NOON
ADDRESS = "neu@beispiel.example"
PROFILE = "directory.profile:7"

pytestmark = pytest.mark.django_db


def admin(scope=PROFILE):
    person = factories.person("Ova Eigen")
    factories.role(person, scope=scope)
    return person


def invited(actor=None, *, email=ADDRESS, name=RoleName.PROFILE_ADMIN, scope=PROFILE, at=None):
    offer = actions.Offer(email=email, name=name, scope=scope)
    return actions.invite(offer, actor=actor or admin(scope), about="Lichtwerk", at=at)


def link_in(mail):
    return re.search(r"(/konto/einladung/\S+)", mail.text)[1]


# invite


def test_an_invitation_goes_out_by_mail_and_keeps_no_secret():
    offer = invited(email=" Neu@Beispiel.example", at=NOON)

    mail = OutgoingMail.objects.get()
    secret = link_in(mail).split("/")[-2]
    assert (mail.to, mail.is_secret) == (ADDRESS, True)
    assert "Ova Eigen bietet Ihnen in Quartierwerk eine Rolle an: Verwaltung eines Profils, „Lichtwerk“." in mail.text
    assert offer.expires_at == NOON + timedelta(days=14)
    assert secret not in str(Invitation.objects.values())
    assert queries.invitation_behind(secret) == offer


@pytest.mark.parametrize("who", ["visitor", "somebody", "admin of another profile"])
def test_nobody_invites_to_what_they_may_not_hand_out(who):
    actor = {"somebody": factories.person(), "admin of another profile": admin("directory.profile:8")}.get(who)

    with pytest.raises(NotAllowed):
        actions.invite(actions.Offer(email=ADDRESS, name=RoleName.PROFILE_ADMIN, scope=PROFILE), actor=actor)

    assert not OutgoingMail.objects.exists()


def test_an_invitation_needs_an_address():
    with pytest.raises(RuleBroken) as refusal:
        invited(email=" ")

    assert refusal.value.field == "email"


def test_an_invitation_leaves_a_row_without_the_address():
    offer = invited()

    row = AuditRow.objects.get(subject=reference(offer), verb="accounts.invite")
    assert "neu" not in str(row.changes)


def test_an_invitation_speaks_the_language_of_who_is_known():
    factories.person(email=ADDRESS, language="en")

    invited()

    assert OutgoingMail.objects.get().language == "en"


# accept


def test_who_was_invited_takes_up_the_role():
    offer, person = invited(), factories.person(email=ADDRESS)

    actions.accept(offer, actor=person, at=offer.invited_at + timedelta(days=1))

    role = Role.objects.get(person=person)
    offer.refresh_from_db()
    assert (role.name, role.scope, role.source, role.granted_by) == (
        RoleName.PROFILE_ADMIN,
        PROFILE,
        reference(offer),
        offer.invited_by,
    )
    assert offer.accepted_by == person
    assert AuditRow.objects.filter(subject=reference(offer), verb="accounts.accept", actor=reference(person)).exists()


@pytest.mark.parametrize("who", ["visitor", "somebody else", "officer", "locked"])
def test_nobody_else_takes_it_up(who):
    offer = invited()
    actor = {"somebody else": factories.person(), "officer": factories.officer()}.get(who)
    if who == "locked":
        actor = factories.person(email=ADDRESS)
        actor.is_active = False

    with pytest.raises(NotAllowed):
        actions.accept(offer, actor=actor)


@pytest.mark.parametrize("what", ["accepted", "taken back", "too late"])
def test_an_invitation_that_is_over_gives_nothing(what):
    offer, person = invited(at=NOON), factories.person(email=ADDRESS)
    at = NOON + timedelta(days=1)
    if what == "accepted":
        actions.accept(offer, actor=person, at=at)
        Role.objects.filter(person=person).delete()
    elif what == "taken back":
        actions.take_back(offer, actor=offer.invited_by, at=at)
    else:
        at = NOON + timedelta(days=14)

    with pytest.raises(actions.InvitationOver):
        actions.accept(offer, actor=person, at=at)

    assert not Role.objects.filter(person=person).exists()


def test_an_invitation_falls_with_the_right_of_who_made_it():
    offer, person = invited(), factories.person(email=ADDRESS)
    Role.objects.filter(person=offer.invited_by).update(valid_to=clock.today())

    with pytest.raises(actions.InviterGone):
        actions.accept(offer, actor=person)

    offer.refresh_from_db()
    assert offer.accepted_at is None


def test_who_holds_the_role_already_is_told_so():
    offer, person = invited(), factories.person(email=ADDRESS)
    factories.role(person, scope=PROFILE)

    with pytest.raises(actions.AlreadyHeld):
        actions.accept(offer, actor=person)


def test_the_database_knows_no_invitation_both_accepted_and_taken_back():
    offer = invited()

    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.filter(pk=offer.pk).update(accepted_at=NOON, revoked_at=NOON)


# take_back


def test_an_invitation_is_taken_back_by_anybody_who_could_have_made_it():
    offer = invited(at=NOON)

    actions.take_back(offer, actor=admin(), at=NOON)

    offer.refresh_from_db()
    assert offer.revoked_at == NOON
    assert AuditRow.objects.filter(subject=reference(offer), verb="accounts.take_back").exists()


@pytest.mark.parametrize("who", ["visitor", "stranger"])
def test_strangers_take_nothing_back(who):
    with pytest.raises(NotAllowed):
        actions.take_back(invited(), actor=None if who == "visitor" else factories.person())


def test_what_is_over_is_not_taken_back():
    offer = invited(at=NOON)

    with pytest.raises(actions.InvitationOver):
        actions.take_back(offer, actor=offer.invited_by, at=NOON + timedelta(days=20))


def test_addresses_of_invitations_that_came_to_nothing_are_forgotten():
    over = invited(at=NOON)
    taken_up = invited(email="b@beispiel.example", at=NOON)
    actions.accept(taken_up, actor=factories.person(email="b@beispiel.example"), at=NOON)
    fresh = invited(email="c@beispiel.example")
    with pytest.raises(NotAllowed):
        actions.forget_invitations(clock.now(), actor=factories.officer())

    with time_machine.travel(NOON + timedelta(days=45), tick=False):
        assert forgotten("accounts.invitations") == 1

    assert set(Invitation.objects.all()) == {taken_up, fresh}
    assert over not in Invitation.objects.all()


# pages


def test_an_owner_invites_a_colleague_who_has_no_account(client, owner, profile):
    client.force_login(owner)
    address = f"/konto/verwaltung/{profile.reference}/"
    form = client.get(address)

    sent = client.post(address, {"email": ADDRESS, "name": "profile_admin"}, follow=True)
    client.logout()
    link = link_in(OutgoingMail.objects.get(to=ADDRESS))
    turned_away = client.get(link)
    client.post("/konto/registrieren/", {"email": ADDRESS, "next": link})
    code = re.search(r"^ {4}(\S+)$", OutgoingMail.objects.latest("pk").text, re.MULTILINE)[1]
    joined = client.post("/konto/registrieren/code/", {"code": code})
    offered = client.get(link)
    client.post(link)

    assert form.status_code == 200 and profile.name in form.content.decode()
    assert "Die Einladung ist unterwegs." in sent.content.decode() and ADDRESS in sent.content.decode()
    assert turned_away["Location"] == f"/konto/anmelden/?next={link}"
    assert joined["Location"] == link
    assert f"„{profile.name}“" in offered.content.decode()
    assert queries.holders(RoleName.PROFILE_ADMIN, scope=profile.reference).filter(email=ADDRESS).exists()


def test_an_invitation_opened_by_somebody_else_says_so_and_gives_nothing(client, owner, profile, stranger):
    invited(owner, scope=profile.reference)
    client.force_login(stranger)
    link = link_in(OutgoingMail.objects.get())

    answers = [client.get(link), client.post(link)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert "Diese Einladung ging an eine andere Adresse" in answers[0].content.decode()
    assert ADDRESS not in answers[0].content.decode()
    assert not queries.has_role(stranger, RoleName.PROFILE_ADMIN, scope=profile.reference)


def test_a_made_up_link_leads_nowhere(client, owner):
    client.force_login(owner)

    assert client.get("/konto/einladung/ausgedacht/").status_code == 404


def test_an_invitation_that_is_over_is_said_on_the_page(client, owner, profile):
    person = factories.person(email=ADDRESS)
    offer = invited(owner, scope=profile.reference)
    link = link_in(OutgoingMail.objects.get())
    actions.take_back(offer, actor=owner)
    client.force_login(person)

    assert "Diese Einladung gilt nicht mehr." in client.post(link).content.decode()


@pytest.mark.parametrize("scope", ["directory.profile:999999", "directory.profile:x", "places.place:1", "unsinn"])
def test_who_may_not_invite_somewhere_sees_nobody_there(client, owner, scope):
    client.force_login(owner)

    assert client.get(f"/konto/verwaltung/{scope}/").status_code == 403


def test_the_office_finds_nothing_where_nothing_is(client, officer):
    client.force_login(officer)

    assert client.get("/konto/verwaltung/directory.profile:999999/").status_code == 404


def test_the_office_invites_colleagues_to_the_city(client, officer, profile):
    client.force_login(officer)

    shown = client.get("/konto/stelle/", follow=True)

    assert [name for name, _label in shown.context["form"].fields["name"].choices] == [
        "officer",
        "district_officer",
        "treasurer",
        "auditor",
    ]
    assert officer.name in shown.content.decode()


def test_there_is_no_office_for_who_is_not_in_it(client, owner):
    client.force_login(owner)

    assert client.get("/konto/stelle/").status_code == 403


def test_an_open_invitation_is_taken_back_on_the_page(client, owner, profile, stranger):
    offer = invited(owner, scope=profile.reference)
    address = f"/konto/einladungen/{offer.pk}/zurueckziehen/"
    client.force_login(stranger)
    by_a_stranger = client.post(address)
    client.force_login(owner)

    taken = client.post(address, follow=True)
    again = client.post(address, follow=True)

    assert by_a_stranger.status_code == 404
    assert "Die Einladung ist zurückgezogen." in taken.content.decode()
    assert "Diese Einladung gilt nicht mehr." in again.content.decode()


def test_invitations_are_limited(client, owner, profile):
    client.force_login(owner)
    address = f"/konto/verwaltung/{profile.reference}/"

    with time_machine.travel(clock.now(), tick=False):
        answers = [client.post(address, {"email": f"n{n}@x.example", "name": "profile_admin"}) for n in range(21)]

    assert [answer.status_code for answer in answers] == [302] * 20 + [429]
    assert "zu viele" in answers[-1].content.decode()


def test_an_invitation_to_another_role_than_offered_is_refused(client, owner, profile):
    client.force_login(owner)

    answer = client.post(f"/konto/verwaltung/{profile.reference}/", {"email": ADDRESS, "name": "officer"})

    assert answer.status_code == 422
    assert not Invitation.objects.exists()


def test_the_page_of_keepers_asks_a_constant_number_of_questions(client, owner, profile, django_assert_max_num_queries):
    client.force_login(owner)
    address = f"/konto/verwaltung/{profile.reference}/"
    counts = []
    for _round in range(2):
        invited(owner, email=f"n{_round}@x.example", scope=profile.reference)
        factories.role(factories.person(), scope=profile.reference)
        client.get(address)
        with django_assert_max_num_queries(15) as asked:
            client.get(address)
        counts.append(len(asked.captured_queries))

    assert counts[0] == counts[1]


# Ending a role


def test_a_keeper_ends_the_role_of_another_who_hears_of_it(client, owner, colleague, profile):
    role = Role.objects.get(person=colleague)
    address = f"/konto/rollen/{role.pk}/beenden/"
    client.force_login(owner)
    assert address in client.get(f"/konto/verwaltung/{profile.reference}/").content.decode()

    asked = client.get(address)
    role.refresh_from_db()
    assert role.valid_to is None
    answer = client.post(address, follow=True)

    assert str(colleague) in asked.content.decode()
    assert "Die Rolle ist beendet." in answer.content.decode()
    assert "ab sofort beendet" in OutgoingMail.objects.get(to=colleague.email).text
    assert not queries.has_role(colleague, RoleName.PROFILE_ADMIN, scope=profile.reference)


def test_who_ends_their_own_role_is_led_to_their_account_and_the_last_one_stays(client, owner, colleague, profile):
    client.force_login(colleague)
    answer = client.post(f"/konto/rollen/{Role.objects.get(person=colleague).pk}/beenden/")
    assert answer.url == "/konto/"

    client.force_login(owner)
    refused = client.post(f"/konto/rollen/{Role.objects.get(person=owner).pk}/beenden/")

    assert refused.status_code == 422
    assert "Danach wäre niemand mehr da" in refused.content.decode()
    assert not OutgoingMail.objects.exists()


def test_strangers_end_no_role_and_learn_of_none(client, stranger, owner, profile):
    address = f"/konto/rollen/{Role.objects.get(person=owner).pk}/beenden/"
    client.force_login(stranger)

    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404
    assert Role.objects.get(person=owner).valid_to is None
