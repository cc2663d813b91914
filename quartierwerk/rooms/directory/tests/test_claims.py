"""Claims: what each verb does, who may not, when a rule refuses, and what it leaves behind."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from quartierwerk.foundation import clock
from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.errors import NotAllowed, WordsMissing
from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.rooms.accounts.models import Role
from quartierwerk.rooms.accounts.queries import holders, system
from quartierwerk.rooms.accounts.rules import RoleName
from quartierwerk.rooms.accounts.tests.factories import forgotten
from quartierwerk.rooms.directory import actions, permissions, queries, rules
from quartierwerk.rooms.directory.models import Claim, Profile
from quartierwerk.rooms.directory.rules import ClaimState, ClaimWay, Ground
from quartierwerk.rooms.directory.tests import factories

pytestmark = pytest.mark.django_db
ON_FILE = "post@lichtwerk.example"


@pytest.fixture
def unkept(db) -> Profile:
    """A profile with an address that nobody keeps."""
    return factories.profile(contacts=(factories.email(ON_FILE),))


@pytest.fixture
def claimant(db) -> Any:
    return factories.person("Lia Licht", email="lia@post.example")


def keepers(profile: Profile) -> set[str]:
    return {str(person) for person in holders(RoleName.PROFILE_ADMIN, scope=profile.reference)}


def told(to: str) -> list[OutgoingMail]:
    """The mails to an address, newest first."""
    return list(OutgoingMail.objects.filter(to=to).order_by("-pk"))


# By a link to the address on file


def test_a_link_goes_to_the_address_on_file_and_nothing_changes(unkept):
    claim, secret = factories.sent_link(unkept)

    [mail] = told(ON_FILE)
    assert (claim.state, claim.way, claim.claimant) == (ClaimState.SENT, ClaimWay.MAIL, None)
    assert secret in mail.text
    assert mail.is_secret
    assert secret not in claim.digest
    assert keepers(unkept) == set()


def test_who_uses_the_link_keeps_the_profile_and_both_hear_of_it(unkept, claimant):
    claim, secret = factories.sent_link(unkept)

    claim = actions.use_link(claim, actor=claimant, secret=secret)

    assert (claim.state, claim.claimant, claim.decided_by) == (ClaimState.APPROVED, claimant, None)
    role = Role.objects.get(person=claimant)
    assert (role.name, role.scope, role.source) == (
        RoleName.PROFILE_ADMIN,
        unkept.reference,
        f"directory.claim:{claim.pk}",
    )
    assert permissions.may_edit(claimant, unkept)
    assert unkept.get_absolute_url() in told(claimant.email)[0].text
    assert "antworten Sie" in told(ON_FILE)[0].text
    assert AuditRow.objects.filter(verb="directory.use_link", actor=f"accounts.person:{claimant.pk}").exists()


def test_a_link_works_once_and_not_for_long(unkept, claimant):
    claim, secret = factories.sent_link(unkept)
    with pytest.raises(actions.LinkOver):
        actions.use_link(claim, actor=claimant, secret=secret, at=claim.expires_at)
    actions.use_link(claim, actor=claimant, secret=secret)

    with pytest.raises(actions.LinkOver):
        actions.use_link(claim, actor=factories.person("Zweite"), secret=secret)


def test_all_other_links_end_with_the_first_that_is_used(unkept, claimant):
    (first, secret), (second, other) = factories.sent_link(unkept), factories.sent_link(unkept)
    actions.use_link(first, actor=claimant, secret=secret)

    with pytest.raises(actions.LinkOver):
        actions.use_link(second, actor=factories.person("Zweite"), secret=other)
    second.refresh_from_db()
    assert second.state == ClaimState.LAPSED


def test_a_link_settles_what_the_same_person_asked_the_office(unkept, claimant):
    asked = factories.claim(unkept, by=claimant)
    claim, secret = factories.sent_link(unkept)

    actions.use_link(claim, actor=claimant, secret=secret)

    asked.refresh_from_db()
    assert asked.state == ClaimState.APPROVED


def test_who_has_no_link_or_is_not_signed_in_gets_nothing(unkept, claimant):
    claim, secret = factories.sent_link(unkept)

    for actor, said in ((claimant, "geraten"), (None, secret)):
        with pytest.raises(NotAllowed):
            actions.use_link(claim, actor=actor, secret=said)
    assert keepers(unkept) == set()


def test_no_link_goes_out_where_somebody_keeps_it_or_no_address_is_known(unkept, claimant):
    with pytest.raises(actions.NoAddress):
        factories.sent_link(factories.profile(name="Ohne Adresse", contacts=()))
    factories.make_admin(claimant, of=unkept)

    with pytest.raises(actions.AlreadyKept):
        factories.sent_link(unkept)
    assert not OutgoingMail.objects.exists()


def test_no_link_goes_out_for_what_is_withdrawn_and_an_old_one_ends(unkept, claimant):
    claim, secret = factories.sent_link(unkept)
    actions.withdraw(unkept, actor=system("test"))

    with pytest.raises(NotAllowed):
        factories.sent_link(Profile.objects.get(pk=unkept.pk))
    with pytest.raises(NotAllowed):
        actions.use_link(claim, actor=claimant, secret=secret)


def test_a_link_that_comes_after_somebody_was_invited_is_refused(unkept, claimant):
    claim, secret = factories.sent_link(unkept)
    factories.make_admin(factories.person("Schneller"), of=unkept)

    with pytest.raises(actions.AlreadyKept):
        actions.use_link(claim, actor=claimant, secret=secret)


# Through the office


def test_who_asks_waits_gets_a_receipt_and_keeps_nothing_yet(unkept, claimant):
    claim = factories.claim(unkept, by=claimant, note="  Ich führe das Studio.  ")

    assert (claim.state, claim.way, claim.note) == (ClaimState.WAITING, ClaimWay.OFFICE, "Ich führe das Studio.")
    assert claim.get_absolute_url() in told(claimant.email)[0].text
    assert keepers(unkept) == set()


def test_who_keeps_the_profile_hears_that_somebody_asks_and_not_who(profile, owner, claimant):
    claim = factories.claim(profile, by=claimant)

    mail = told(owner.email)[0]
    assert claim.get_absolute_url() in mail.text
    assert "Lia" not in mail.text + mail.subject


@pytest.mark.parametrize(
    ("prepare", "refusal"),
    [
        (lambda profile, person: factories.make_admin(person, of=profile), actions.AlreadyKeeper),
        (lambda profile, person: factories.claim(profile, by=person), actions.AlreadyClaimed),
    ],
)
def test_who_has_it_or_has_asked_is_told_so(unkept, claimant, prepare, refusal):
    prepare(unkept, claimant)
    before = Claim.objects.count()

    with pytest.raises(refusal):
        factories.claim(unkept, by=claimant)
    assert Claim.objects.count() == before


def test_without_words_there_is_nothing_to_decide_on(unkept, claimant):
    with pytest.raises(WordsMissing):
        factories.claim(unkept, by=claimant, note=" \n")


def test_a_visitor_and_the_machinery_claim_nothing(unkept):
    for actor in (None, system("test")):
        with pytest.raises(NotAllowed):
            factories.claim(unkept, by=actor)


# Deciding


def test_the_office_approves_and_the_claimant_keeps_the_profile(unkept, claimant, officer):
    claim = factories.claim(unkept, by=claimant)

    claim = actions.approve(claim, actor=officer, seen=[])

    assert (claim.state, claim.decided_by) == (ClaimState.APPROVED, officer)
    assert keepers(unkept) == {"Lia Licht"}
    assert Role.objects.get(person=claimant).granted_by == officer
    assert unkept.get_absolute_url() in told(claimant.email)[0].text


def test_who_keeps_it_lets_somebody_else_in(profile, owner, claimant, colleague):
    claim = factories.claim(profile, by=claimant)

    actions.approve(claim, actor=owner, seen=[owner.pk, colleague.pk])

    assert "Lia Licht" in keepers(profile)


def test_whoever_came_meanwhile_has_to_be_seen(unkept, claimant, officer):
    claim, rival = factories.claim(unkept, by=claimant), factories.claim(unkept, by=factories.person("Rita Rival"))
    actions.approve(claim, actor=officer, seen=[])

    with pytest.raises(actions.KeptMeanwhile):
        actions.approve(rival, actor=officer, seen=[])

    actions.approve(rival, actor=officer, seen=[claimant.pk])
    assert keepers(unkept) == {"Lia Licht", "Rita Rival"}


def test_a_refusal_needs_a_reason_and_the_claimant_reads_it(unkept, claimant, officer):
    claim = factories.claim(unkept, by=claimant)
    with pytest.raises(WordsMissing):
        actions.turn_down(claim, actor=officer, reason=" ")

    actions.turn_down(claim, actor=officer, reason="Im Impressum steht jemand anderes.")

    assert "Im Impressum steht jemand anderes." in told(claimant.email)[0].text
    assert keepers(unkept) == set()


def test_nobody_decides_about_themself_and_strangers_about_nothing(unkept, claimant, officer, stranger):
    own = factories.claim(unkept, by=officer)
    claim = factories.claim(unkept, by=claimant)

    for one, actor in ((own, officer), (claim, claimant), (claim, stranger), (claim, None)):
        with pytest.raises(NotAllowed):
            actions.approve(one, actor=actor, seen=[])
        with pytest.raises(NotAllowed):
            actions.turn_down(one, actor=actor, reason="Nein.")


def test_what_is_settled_stays_so(unkept, claimant, officer):
    claim = factories.claim(unkept, by=claimant)
    actions.turn_down(claim, actor=officer, reason="Nein.")

    with pytest.raises(actions.Decided):
        actions.approve(claim, actor=officer, seen=[])
    with pytest.raises(actions.Decided):
        actions.withdraw_claim(claim, actor=claimant)


def test_who_asked_takes_it_back_and_nobody_else_does(unkept, claimant, officer):
    claim = factories.claim(unkept, by=claimant)
    with pytest.raises(NotAllowed):
        actions.withdraw_claim(claim, actor=officer)

    assert actions.withdraw_claim(claim, actor=claimant).state == ClaimState.WITHDRAWN
    assert factories.claim(unkept, by=claimant).state == ClaimState.WAITING  # and may ask again


# What stays


def test_words_are_forgotten_at_the_end_of_their_term(unkept, claimant, officer):
    past = clock.now() - rules.KEEP_CLAIM_FOR - timedelta(days=1)
    old = factories.claim(unkept, by=claimant, at=past)
    actions.turn_down(old, actor=officer, reason="Nein.", at=past)
    link, _secret = factories.sent_link(unkept, at=past)
    waiting = factories.claim(unkept, by=claimant, at=past)

    assert forgotten("directory.claims") == 2
    assert forgotten("directory.claims") == 0

    for claim in (old, link, waiting):
        claim.refresh_from_db()
    assert (old.note, old.reason, old.state) == ("", "", ClaimState.REFUSED)
    assert link.state == ClaimState.LAPSED
    assert waiting.note


def test_the_trail_holds_no_words_and_no_secret(unkept, claimant, officer):
    claim, secret = factories.sent_link(unkept)
    asked = factories.claim(unkept, by=claimant, note="Ganz privat")
    actions.turn_down(asked, actor=officer, reason="Auch privat")

    kept = str(list(AuditRow.objects.values_list("changes", flat=True)))
    assert not any(word in kept for word in ("privat", secret, claim.digest))


def test_the_database_holds_the_rules_too(unkept, claimant):
    at = clock.now()
    office = {"profile": unkept, "way": "office", "created_at": at, "claimant": claimant}
    broken = [
        {**office, "state": "refused", "decided_at": at},
        {**office, "state": "waiting", "decided_at": at},
        {**office, "state": "approved"},
        {**office, "state": "waiting", "claimant": None},
        {"profile": unkept, "way": "mail", "created_at": at, "state": "sent"},
    ]
    for fields in broken:
        with pytest.raises(IntegrityError), transaction.atomic():
            Claim.objects.create(**fields)
    Claim.objects.create(**office, state="waiting")
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.create(**office, state="waiting")


# Reading


def test_everybody_sees_the_claims_that_concern_them(profile, owner, claimant, officer, stranger):
    claim = factories.claim(profile, by=claimant)
    factories.sent_link(factories.profile(name="Anderes", contacts=(factories.email(),)))

    seen = {str(person): list(Claim.objects.visible_to(person)) for person in (owner, claimant, officer, stranger)}
    assert seen == {str(owner): [claim], str(claimant): [claim], str(officer): [claim], str(stranger): []}
    assert not Claim.objects.visible_to(None)


def test_a_profile_is_left_alone_when_its_last_keeper_cannot_act(unkept, claimant):
    assert list(queries.left_alone()) == []  # never kept is not left alone
    factories.make_admin(claimant, of=unkept)
    assert list(queries.left_alone()) == []

    claimant.is_active = False
    claimant.save()

    assert list(queries.left_alone()) == [unkept]
    assert queries.shown_to(None, key=unkept.pk).is_kept is False


def test_what_the_house_sees_for_a_claim(claimant, unkept):
    site = rules.Contact(type=rules.ContactType.WEBSITE, value="https://www.lichtwerk.example/wir")
    content = factories.content(contacts=(factories.email("Post@Lichtwerk.example"), site))

    assert rules.grounds("post@lichtwerk.example", content) == [Ground.SAME_ADDRESS, Ground.SAME_DOMAIN]
    assert rules.grounds("lia@lichtwerk.example", content) == [Ground.SAME_DOMAIN]
    assert rules.grounds("lia@werk.example", content) == []
    assert queries.grounds_of(factories.claim(unkept, by=claimant)) == []


def test_a_claim_moves_only_forward():
    steps = {(a, b) for a in ClaimState for b in ClaimState if rules.CLAIM_STEPS.leads(a, b)}

    assert steps == {
        (ClaimState.SENT, ClaimState.APPROVED),
        (ClaimState.SENT, ClaimState.LAPSED),
        (ClaimState.WAITING, ClaimState.APPROVED),
        (ClaimState.WAITING, ClaimState.REFUSED),
        (ClaimState.WAITING, ClaimState.WITHDRAWN),
    }
