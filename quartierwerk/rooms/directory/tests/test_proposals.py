"""Proposals: what each verb does, who may not, when a rule refuses, and what it leaves behind."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from quartierwerk.foundation import clock
from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.errors import NotAllowed, RuleBroken, WordsMissing
from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.foundation.search.models import IndexJournal
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.accounts.tests.factories import forgotten
from quartierwerk.rooms.directory import actions, permissions, queries, rules
from quartierwerk.rooms.directory.actions._checking import ContentRefused
from quartierwerk.rooms.directory.models import ChangeRequest, Profile, ProfileVersion
from quartierwerk.rooms.directory.rules import RequestState
from quartierwerk.rooms.directory.tests import factories

pytestmark = pytest.mark.django_db


def told(to: str) -> OutgoingMail:
    """The last mail to an address."""
    return OutgoingMail.objects.filter(to=to).latest("pk")


def trail(verb: str) -> AuditRow:
    return AuditRow.objects.filter(verb=f"directory.{verb}").latest("pk")


# Proposing


def test_a_visitor_proposes_a_change_and_nothing_of_it_shows(profile):
    before = queries.content_of(profile)

    request = factories.proposal(profile, tagline_de="Porträts im Studio", email="nele@post.example")

    assert (request.state, request.units, request.wanted) == (
        RequestState.WAITING,
        ["tagline_de"],
        {"tagline_de": "Porträts im Studio"},
    )
    assert request.base == {"tagline_de": "Porträts bei Tageslicht"}
    assert queries.content_of(profile) == before
    assert trail("propose").changes == {"units": ["tagline_de"]}


def test_the_proposer_gets_a_receipt_with_a_link_and_no_word_of_theirs(profile):
    request = factories.proposal(profile, name="Kaufen Sie Pillen", note="Kaufen Sie", email="opfer@post.example")

    mail = told("opfer@post.example")

    assert queries.page_of(request) in mail.text
    assert "Kaufen" not in mail.text + mail.subject
    assert mail.is_secret


def test_of_a_new_entry_the_mail_names_nothing(officer):
    factories.vocabulary()
    factories.proposal(None, name="Kaufen Sie Pillen", email="opfer@post.example")

    assert "Kaufen" not in told("opfer@post.example").text


def test_who_keeps_the_profile_hears_of_it_and_no_address(profile, owner, colleague):
    request = factories.proposal(profile, tagline_de="Neu", note="Geheim", email="nele@post.example")

    for person in (owner, colleague):
        mail = told(person.email)
        assert request.get_absolute_url() in mail.text
        assert "nele" not in mail.text
        assert "Geheim" not in mail.text


def test_who_is_signed_in_hears_of_it_at_their_own_address(profile, stranger):
    request = factories.proposal(profile, actor=stranger, tagline_de="Neu", email="anders@post.example")

    assert (request.proposer, request.proposer_email) == (stranger, "")
    assert queries.page_of(request) in told(stranger.email).text


def test_somebody_without_an_address_gets_no_mail(profile):
    factories.proposal(profile, tagline_de="Neu")

    assert not OutgoingMail.objects.exists()


def test_nobody_proposes_a_change_to_what_is_withdrawn(profile):
    actions.withdraw(profile, actor=system("test"))

    with pytest.raises(NotAllowed):
        factories.proposal(Profile.objects.get(pk=profile.pk), tagline_de="Neu")


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({}, actions.NothingProposed),
        ({"name": "x" * 300}, ContentRefused),
        ({"tagline_de": "Neu", "email": "keine Adresse"}, RuleBroken),
    ],
)
def test_what_says_nothing_new_or_too_much_is_refused(profile, changes, refusal):
    with pytest.raises(refusal):
        factories.proposal(profile, **changes)

    assert not ChangeRequest.objects.exists()


def test_a_proposal_rests_on_what_its_author_was_shown(profile, owner):
    """The profile changes while the form is open: what was left as it stood then is no wish to have it back."""
    shown, version = queries.content_of(profile), profile.version
    actions.edit(profile, actor=owner, content=factories.content(sites=(factories.site(),), about_de="Neuer Text"))

    request = factories.proposal(profile, based_on=version, tagline_de="Porträts im Studio")

    assert request.units == ["tagline_de"]
    assert shown.about_de != "Neuer Text"


@pytest.mark.parametrize("who", ["visitor", "stranger"])
def test_a_stranger_is_shown_what_the_profile_page_shows(who, request):
    person = request.getfixturevalue(who)
    kept = [
        rules.Contact(type=kind, value=f"{kind}-{circle}", visibility=circle)
        for kind in rules.ContactType
        for circle in rules.Visibility
    ]
    profile = factories.profile()
    for position, one in enumerate(kept):
        profile.contacts.create(position=position, type=one.type, value=one.value, visibility=one.visibility)
    profile.contacts.filter(value="post@lichtwerk.example").delete()

    content = queries.shown_at(profile.version, profile=profile, person=person)

    on_the_page = queries.shown_to(person, key=profile.pk).contacts.all()
    assert [c.value for c in content.contacts if c.type != "website"] == [
        c.value for c in on_the_page if c.type != "website"
    ]


# Deciding


def test_taking_a_proposal_changes_the_profile_and_tells_everybody(profile, officer):
    request = factories.proposal(profile, tagline_de="Porträts im Studio", email="nele@post.example")
    noted = IndexJournal.objects.filter(reference=profile.reference).count()

    request = actions.accept(
        request, actor=officer, units=["tagline_de"], based_on=profile.version, reason="Stimmt.", at=factories.NOON
    )

    assert queries.content_of(profile).tagline_de == "Porträts im Studio"
    assert (request.state, request.decided_by, request.decided_at, request.taken) == (
        RequestState.ACCEPTED,
        officer,
        factories.NOON,
        ["tagline_de"],
    )
    assert IndexJournal.objects.filter(reference=profile.reference).count() == noted + 1
    assert trail("edit").subject == profile.reference
    mail = told("nele@post.example")
    assert "ist übernommen" in mail.text
    assert "Stimmt." in mail.text


def test_single_fields_are_taken_and_the_others_stay(profile, officer):
    request = factories.proposal(profile, tagline_de="Neu", about_de="Auch neu")

    request = actions.accept(request, actor=officer, units=["about_de"], based_on=profile.version)

    content = queries.content_of(profile)
    assert (content.tagline_de, content.about_de) == ("Porträts bei Tageslicht", "Auch neu")
    assert (request.state, request.taken) == (RequestState.PARTLY, ["about_de"])


def test_contact_fields_that_the_proposer_did_not_see_survive(officer):
    hidden = factories.phone("+49 231 999999", visibility=rules.Visibility.OFFICE)
    profile = factories.profile(contacts=(factories.email(), factories.phone("+49 231 123456"), hidden))
    request = factories.proposal(profile, contacts=(factories.phone("+49 231 777777"),))
    assert request.base == {"phone": ["+49 231 123456"]}

    actions.accept(request, actor=officer, units=["phone"], based_on=profile.version)

    after = queries.content_of(profile).contacts
    assert {c.value for c in after} == {"post@lichtwerk.example", "+49 231 777777", "+49 231 999999"}
    assert hidden in after


def test_two_proposals_never_overwrite_each_other_unseen(profile, officer):
    first, second = (factories.proposal(profile, tagline_de=words) for words in ("Eins", "Zwei"))
    seen = profile.version
    actions.accept(first, actor=officer, units=["tagline_de"], based_on=seen)

    with pytest.raises(actions.LookAgain):
        actions.accept(second, actor=officer, units=["tagline_de"], based_on=seen)

    assert queries.content_of(profile).tagline_de == "Eins"
    assert ChangeRequest.objects.get(pk=second.pk).state == RequestState.WAITING
    [difference] = queries.differences_of(second)
    assert difference.is_conflict
    # In sight of the conflict it may be taken.
    actions.accept(second, actor=officer, units=["tagline_de"], based_on=queries.version_of(profile))
    assert queries.content_of(profile).tagline_de == "Zwei"


def test_a_new_entry_comes_into_the_directory(officer):
    factories.vocabulary()
    request = factories.proposal(None, name="Druckwerk Süd", email="nele@post.example")
    assert request.profile is None

    request = actions.accept(request, actor=officer, units=request.units, based_on=0)

    assert (request.profile.name, request.profile.source) == ("Druckwerk Süd", rules.Source.PROPOSAL)
    assert request.state == RequestState.ACCEPTED
    assert not request.profile.versions.exists()
    with pytest.raises(actions.Decided):
        actions.accept(request, actor=officer, units=request.units, based_on=0)


def test_an_entry_is_not_taken_without_its_name(officer):
    factories.vocabulary()
    request = factories.proposal(None, name="Druckwerk Süd")

    with pytest.raises(RuleBroken, match="Namen"):
        actions.accept(request, actor=officer, units=["sectors"], based_on=0)

    assert ChangeRequest.objects.get().is_open


def test_nothing_ticked_is_no_decision(profile, officer):
    request = factories.proposal(profile, tagline_de="Neu")

    with pytest.raises(actions.NothingTaken):
        actions.accept(request, actor=officer, units=["name"], based_on=profile.version)


def test_a_refusal_needs_a_reason_and_tells_it(profile, officer):
    request = factories.proposal(profile, tagline_de="Neu", email="nele@post.example")

    with pytest.raises(WordsMissing):
        actions.refuse(request, actor=officer, reason="  ")
    request = actions.refuse(request, actor=officer, reason="Das stimmt nicht.")

    assert (request.state, request.decided_by) == (RequestState.REFUSED, officer)
    assert "Das stimmt nicht." in told("nele@post.example").text
    with pytest.raises(actions.Decided):
        actions.refuse(request, actor=officer, reason="Noch einmal.")


def test_the_words_of_a_keeper_travel_in_no_mail(profile, owner):
    """Somebody could propose to their own profile with a third person's address, and write to it by refusing."""
    request = factories.proposal(profile, tagline_de="Neu", email="opfer@post.example")
    actions.ask_back(request, actor=owner, question="Kaufen Sie?")
    assert "Kaufen" not in told("opfer@post.example").text

    actions.refuse(request, actor=owner, reason="Kaufen Sie.")

    assert "Kaufen" not in told("opfer@post.example").text


def test_a_question_waits_for_its_answer(profile, officer):
    request = factories.proposal(profile, tagline_de="Neu", email="nele@post.example")
    request = actions.ask_back(request, actor=officer, question="Seit wann?")
    assert request.state == RequestState.ASKED
    assert "Seit wann?" in told("nele@post.example").text

    request = actions.answer(request, actor=None, key=queries.key_to(request), text="Seit Mai.")

    assert request.state == RequestState.WAITING
    assert [(r.is_question, r.text) for r in request.remarks.all()] == [(True, "Seit wann?"), (False, "Seit Mai.")]
    with pytest.raises(actions.Decided):
        actions.answer(request, actor=None, key=queries.key_to(request), text="Und noch etwas.")


def test_a_proposal_is_taken_back_by_its_link_only(profile, stranger):
    request, other = (factories.proposal(profile, tagline_de=words) for words in ("Eins", "Zwei"))

    for who, key in ((None, ""), (None, queries.key_to(other)), (stranger, "")):
        with pytest.raises(NotAllowed):
            actions.withdraw_request(request, actor=who, key=key)
        with pytest.raises(NotAllowed):
            actions.answer(request, actor=who, key=key, text="Ja.")
    request = actions.withdraw_request(request, actor=None, key=queries.key_to(request))

    assert request.state == RequestState.WITHDRAWN
    assert request.decided_at is not None


def test_who_proposed_it_signed_in_needs_no_link(profile, stranger):
    request = factories.proposal(profile, actor=stranger, tagline_de="Neu")

    assert actions.withdraw_request(request, actor=stranger).state == RequestState.WITHDRAWN


@pytest.mark.parametrize(
    ("who", "may"),
    [("visitor", False), ("stranger", False), ("owner", True), ("colleague", True), ("officer", True)],
)
def test_who_decides_on_a_change(profile, who, may, request):
    person = request.getfixturevalue(who)
    proposal = factories.proposal(profile, tagline_de="Neu")

    assert permissions.may_decide(person, proposal) == may
    if not may:
        for knock in (
            lambda: actions.accept(proposal, actor=person, units=["tagline_de"], based_on=profile.version),
            lambda: actions.refuse(proposal, actor=person, reason="Nein."),
            lambda: actions.ask_back(proposal, actor=person, question="Wie?"),
            lambda: actions.forget_proposer(proposal, actor=person),
            lambda: actions.forget_versions(factories.NOON, actor=person),
        ):
            with pytest.raises(NotAllowed):
                knock()


def test_nobody_decides_on_their_own_proposal_as_a_keeper(profile, owner, colleague):
    own = factories.proposal(profile, actor=owner, tagline_de="Neu")

    assert not permissions.may_decide(owner, own)
    assert permissions.may_decide(colleague, own)


def test_a_new_entry_is_for_the_office_to_decide(profile, owner, officer):
    entry = factories.proposal(None, name="Druckwerk Süd")

    assert not permissions.may_decide(owner, entry)
    assert permissions.may_decide(officer, entry)


def test_each_sees_their_own_proposals(profile, owner, stranger, officer):
    to_owner = factories.proposal(profile, tagline_de="Neu")
    of_stranger = factories.proposal(None, actor=stranger, name="Druckwerk Süd")

    def seen(person: Any) -> set[int]:
        return set(ChangeRequest.objects.visible_to(person).values_list("pk", flat=True))

    assert seen(None) == set()
    assert seen(owner) == {to_owner.pk}
    assert seen(stranger) == {of_stranger.pk}
    assert seen(officer) == {to_owner.pk, of_stranger.pk}


@pytest.mark.parametrize(
    "changes",
    [
        {"state": "nonsense"},
        {"state": RequestState.REFUSED, "decided_at": factories.NOON},
        {"state": RequestState.ACCEPTED},
        {"decided_at": factories.NOON},
        {"profile": None},
    ],
)
def test_the_database_refuses_a_proposal_that_contradicts_itself(profile, changes):
    request = factories.proposal(profile, tagline_de="Neu")

    with pytest.raises(IntegrityError), transaction.atomic():
        ChangeRequest.objects.filter(pk=request.pk).update(**changes)


# History


def test_each_change_keeps_what_was_there(profile, owner, officer):
    first = queries.content_of(profile)
    actions.edit(profile, actor=owner, content=factories.content(name="Zwei"), why="Umbenannt", at=factories.NOON)
    request = factories.proposal(Profile.objects.get(pk=profile.pk), name="Drei")
    actions.accept(request, actor=officer, units=["name"], based_on=profile.version + 1)

    later, earlier = profile.versions.all()

    assert (earlier.number, earlier.said, earlier.replaced_by, earlier.how, earlier.why) == (
        1,
        first,
        owner,
        rules.How.EDIT,
        "Umbenannt",
    )
    assert (later.number, later.said.name, later.replaced_by, later.how, later.request) == (
        2,
        "Zwei",
        officer,
        rules.How.REQUEST,
        request,
    )


def test_saving_what_stands_there_leaves_no_version(profile, owner):
    actions.edit(profile, actor=owner, content=queries.content_of(profile))

    assert not profile.versions.exists()


def test_a_pin_leaves_a_version(profile, owner):
    lat, lon = factories.SOUTH
    actions.set_pin(profile, actor=owner, location_id=profile.locations.get().pk, lat=lat, lon=lon)

    version = profile.versions.get()
    assert (version.how, version.said.sites[0].pin) == (rules.How.PIN, factories.NORTH)


def test_restoring_writes_a_new_version(profile, owner):
    first = queries.content_of(profile)
    actions.edit(profile, actor=owner, content=factories.content(name="Zwei"))

    profile = actions.restore_version(profile, actor=owner, number=1)

    assert queries.content_of(profile) == first
    assert profile.version == 3
    assert [(v.number, v.said.name, v.how) for v in profile.versions.all()] == [
        (2, "Zwei", rules.How.RESTORE),
        (1, "Lichtwerk Nord", rules.How.EDIT),
    ]


def test_a_stranger_restores_nothing_and_nobody_what_is_not_there(profile, owner, stranger):
    actions.edit(profile, actor=owner, content=factories.content(name="Zwei"))

    with pytest.raises(NotAllowed):
        actions.restore_version(profile, actor=stranger, number=1)
    with pytest.raises(actions.NoSuchVersion):
        actions.restore_version(profile, actor=owner, number=7)


# Terms


def test_at_the_end_of_its_term_a_proposal_holds_nobodys_words(profile, officer):
    request = factories.proposal(profile, tagline_de="Neu", note="Von nebenan", email="nele@post.example")
    actions.ask_back(request, actor=officer, question="Wie?")
    long_ago = clock.now() - rules.KEEP_PROPOSER_FOR - timedelta(days=1)
    actions.refuse(request, actor=officer, reason="Nein.", at=long_ago)
    young = factories.proposal(profile, tagline_de="Neu", email="nele@post.example")

    assert forgotten("directory.proposals") == 1
    assert forgotten("directory.proposals") == 0

    request.refresh_from_db()
    assert (request.proposer_email, request.note, request.wanted, request.base) == ("", "", {}, {})
    assert not request.remarks.exists()
    assert (request.state, request.reason) == (RequestState.REFUSED, "Nein.")
    young.refresh_from_db()
    assert young.proposer_email


def test_an_open_proposal_is_not_forgotten(profile):
    request = factories.proposal(profile, tagline_de="Neu")

    with pytest.raises(RuleBroken):
        actions.forget_proposer(request, actor=system("test"))


def test_old_versions_go(profile, owner):
    long_ago = clock.now() - rules.KEEP_VERSIONS_FOR - timedelta(days=1)
    actions.edit(profile, actor=owner, content=factories.content(name="Zwei"), at=long_ago)
    actions.edit(profile, actor=owner, content=factories.content(name="Drei"))

    assert forgotten("directory.versions") == 1

    assert [version.number for version in ProfileVersion.objects.all()] == [2]
