"""What becomes of somebody's proposals, claims and profiles when their account is erased, and what they take along."""

from __future__ import annotations

import pytest

from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.errors import NotAllowed
from quartierwerk.foundation.privacy import find
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts import actions as accounts
from quartierwerk.rooms.accounts.models import Person, Viewing
from quartierwerk.rooms.directory import actions
from quartierwerk.rooms.directory.models import ChangeRequest, Claim
from quartierwerk.rooms.directory.rules import ClaimState, RequestState
from quartierwerk.rooms.directory.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(db: None) -> Person:
    return factories.person("Ada Beispiel")


def rows_of(kind: str, person: Person) -> list[dict[str, object]]:
    return [{entry.name: entry.value for entry in row} for row in find(kind).rows(person)]


def test_erasing_takes_back_and_forgets_proposals(person, profile):
    proposal = factories.proposal(profile, actor=person, tagline_de="Neu", note="Meine Worte")

    accounts.erase(person, actor=person)

    proposal = ChangeRequest.objects.get(pk=proposal.pk)
    assert (proposal.state, proposal.proposer) == (RequestState.WITHDRAWN, None)
    assert (proposal.note, proposal.wanted) == ("", {})


def test_erasing_takes_back_and_forgets_claims(person, profile):
    claim = factories.claim(profile, by=person)

    accounts.erase(person, actor=person)

    claim = Claim.objects.get(pk=claim.pk)
    assert (claim.state, claim.note, str(claim.claimant)) == (ClaimState.WITHDRAWN, "", "Gelöschtes Konto")


def test_each_leaves_a_row_without_words(person, profile):
    factories.claim(profile, by=person, note="Meine Worte")

    accounts.erase(person, actor=person)

    rows = AuditRow.objects.filter(subject=reference(person), verb__startswith="directory.")
    assert {row.verb for row in rows} == {"directory.erase_proposals", "directory.erase_claims"}
    assert "Meine Worte" not in str(list(AuditRow.objects.values()))


@pytest.mark.parametrize("verb", [actions.erase_proposals, actions.erase_claims])
def test_nobody_erases_for_another_one(person, officer, verb):
    for actor in (None, officer, factories.person("Berta")):
        with pytest.raises(NotAllowed):
            verb(person, actor=actor)


def test_the_last_keeper_cannot_vanish_but_once_the_profile_is_withdrawn(person):
    alone = factories.profile(name="Ganz allein")
    keeper = factories.make_admin(person, of=alone)
    with pytest.raises(accounts.LastOne, match="Ganz allein"):
        accounts.erase(keeper, actor=keeper)
    assert Person.objects.get(pk=keeper.pk).name

    actions.withdraw(alone, actor=keeper)
    accounts.erase(keeper, actor=keeper)

    assert Person.objects.get(pk=keeper.pk).erased_at


def test_the_export_holds_profiles_proposals_and_claims(person, profile):
    factories.proposal(profile, actor=person, tagline_de="Neu", note="Meine Worte")
    factories.claim(profile, by=person, note="Ich führe es.")
    factories.make_admin(person, of=profile)
    person = Person.objects.get(pk=person.pk)

    assert rows_of("directory.proposals", person)[0]["note"] == "Meine Worte"
    assert rows_of("directory.claims", person)[0]["note"] == "Ich führe es."
    assert rows_of("directory.profiles", person)[0]["name"] == profile.name
    assert rows_of("directory.profiles", factories.person("Berta")) == []


@pytest.mark.parametrize("who", ["officer", "owner"])
def test_that_the_office_looked_at_a_claim_or_a_proposal_is_noted(person, profile, officer, owner, client, who):
    claim = factories.claim(profile, by=person)
    own = factories.proposal(profile, actor=person, tagline_de="Neu")
    strangers = factories.proposal(profile, tagline_de="Anders", email="nele@post.example")
    client.force_login(officer if who == "officer" else owner)
    looked_at = [claim, own, strangers]
    if who == "officer":
        looked_at.append(factories.report(profile, actor=person))

    for thing in looked_at:
        assert client.get(thing.get_absolute_url()).status_code == 200

    noted = [(row.about, row.page) for row in Viewing.objects.order_by("pk")]
    assert noted == (
        [
            (reference(person), "directory.claim"),
            (reference(person), "directory.request"),
            (reference(strangers), "directory.request"),
            (reference(person), "directory.report"),
        ]
        if who == "officer"
        else []
    )
