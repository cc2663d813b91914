"""Possible doubles: found in the stock, kept apart for good, merged, and parted again."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.errors import NotAllowed, NotNow
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.directory import actions, permissions, queries, rules
from quartierwerk.rooms.directory.models import DoublePair, Merger, Profile
from quartierwerk.rooms.directory.queries import doubles
from quartierwerk.rooms.directory.rules import PairState, Pick, State
from quartierwerk.rooms.directory.schedule import look_for_doubles
from quartierwerk.rooms.directory.tests import factories


@pytest.fixture
def other(profile) -> Profile:
    return factories.profile(
        name="Lichtwerk Nord GmbH",
        tagline_en="Portraits by daylight",
        contacts=(factories.phone("030 23125-111", visibility="office"),),
    )


@pytest.fixture
def pair(profile, other) -> DoublePair:
    return factories.pair(profile, other)


def merge(pair: DoublePair, actor, *, stays: Profile, **picks: Pick) -> DoublePair:
    return actions.merge(pair, actor=actor, stays=stays.pk, picks=picks)


# The sweep


def test_the_sweep_proposes_each_pair_once_and_looks_at_nothing_twice(profile, other):
    assert look_for_doubles() == 2
    assert look_for_doubles() == 0

    pair = DoublePair.objects.get()
    assert (pair.one, pair.other, pair.state) == (profile, other, PairState.PROPOSED)
    assert "gleicher Name" in str(pair.why)
    assert AuditRow.objects.filter(verb="directory.propose_doubles").count() == 1


def test_the_sweep_looks_again_at_what_has_changed(profile, officer):
    look_for_doubles()
    stranger = factories.profile(name="Ganz Anders", contacts=())
    assert look_for_doubles() == 1
    assert not DoublePair.objects.exists()

    actions.edit(stranger, actor=officer, content=factories.content(name="Ganz Anders"))
    assert look_for_doubles() == 1
    assert DoublePair.objects.get().reasons == [rules.Sign.SAME_EMAIL]


def test_an_answer_is_remembered_for_good(profile, other, officer):
    look_for_doubles()
    actions.keep_apart(DoublePair.objects.get(), actor=officer)
    actions.edit(other, actor=officer, content=factories.content(name="Lichtwerk Nord"))

    look_for_doubles()

    assert DoublePair.objects.get().state == PairState.DISTINCT
    assert not queries.open_pairs().exists()


def test_what_many_share_brings_nobody(monkeypatch, profile):
    monkeypatch.setattr(doubles, "MOST_OF_A_CONTACT", 2)
    for name in ("Klangraum", "Papierhaus", "Glashütte"):
        factories.profile(name=name)

    look_for_doubles()

    assert not DoublePair.objects.exists()


def test_two_of_one_block_and_one_that_waits_meet_once(profile, other):
    first = doubles.look_for({profile.pk: 1})
    assert first.found == []
    actions.propose_doubles(first, actor=system("test"))

    assert look_for_doubles() == 1
    assert DoublePair.objects.count() == 1


def test_what_changed_while_it_was_looked_at_is_looked_at_again(profile, other, officer):
    looked = doubles.look_for(doubles.waiting(limit=10))
    actions.edit(other, actor=officer, content=factories.content(name="Anders", contacts=()))

    actions.propose_doubles(looked, actor=system("test"))

    assert list(doubles.waiting(limit=10)) == [other.pk]


def test_only_the_system_sweeps(officer):
    with pytest.raises(NotAllowed):
        actions.propose_doubles(doubles.look_for({}), actor=officer)


def test_the_questions_of_a_block_do_not_grow(profile):
    asked = []
    for number in (1, 3):
        factories.profiles(number, contacts=())
        with CaptureQueriesContext(connection) as asking:
            actions.propose_doubles(doubles.look_for(doubles.waiting(limit=100)), actor=system("test"))
        asked.append(len(asking))

    assert abs(asked[0] - asked[1]) <= 4  # only as many more as pairs to write down


# Keeping apart


def test_each_pair_stands_beside_each_other_with_the_reason(client, officer, pair):
    client.force_login(officer)

    text = client.get(reverse("directory:doubles")).content.decode()

    assert pair.one.get_absolute_url() in text and pair.other.get_absolute_url() in text
    assert "sehr ähnlicher Name" in text


def test_a_withdrawn_profile_is_no_double_any_more(client, officer, pair):
    actions.withdraw(pair.other, actor=officer)
    client.force_login(officer)

    assert "Keine möglichen Doppel" in client.get(reverse("directory:doubles")).content.decode()


def test_the_office_keeps_two_apart(client, officer, pair):
    client.force_login(officer)

    answer = client.post(reverse("directory:keep_apart", args=[pair.pk]), follow=True)

    pair.refresh_from_db()
    assert (pair.state, pair.decided_by) == (PairState.DISTINCT, officer)
    assert "bleiben zwei Einträge" in answer.content.decode()
    again = client.post(reverse("directory:keep_apart", args=[pair.pk]), follow=True)
    assert "inzwischen entschieden" in again.content.decode()


@pytest.mark.parametrize("who", ["owner", "stranger"])
def test_only_the_office_settles_doubles(client, request, who, pair):
    person = request.getfixturevalue(who)
    client.force_login(person)

    for name, args in (("doubles", []), ("compare", [pair.pk]), ("part", [pair.pk])):
        assert client.get(reverse(f"directory:{name}", args=args)).status_code == 403
    for verb in (actions.keep_apart, actions.part):
        with pytest.raises(NotAllowed):
            verb(pair, actor=person)
    with pytest.raises(NotAllowed):
        merge(pair, person, stays=pair.one)


def test_the_number_of_questions_does_not_grow(client, officer, profile):
    client.force_login(officer)
    client.get(reverse("directory:doubles"))  # the first visit of a session also notes its device
    asked = []
    for number in (1, 2, 3):
        factories.pair(profile, factories.profile(name=f"Noch eins {number}"))
        with CaptureQueriesContext(connection) as asking:
            client.get(reverse("directory:doubles"))
        asked.append(len(asking))

    assert asked[0] == asked[2] <= 15


# Merging


def test_a_merged_profile_says_what_was_picked_and_the_old_address_leads_there(client, officer, pair, profile, other):
    factories.work(other)
    keeper = factories.make_admin(factories.person("Mira Muster"), of=other)
    client.force_login(officer)
    assert "Portraits by daylight" in client.get(reverse("directory:compare", args=[pair.pk])).content.decode()

    other.refresh_from_db()
    asked = {
        "stays": profile.pk,
        "versions": f"{profile.version}-{other.version}",
        "pick_tagline_en": "goes",
        "pick_phone": "goes",
    }
    answer = client.post(reverse("directory:compare", args=[pair.pk]), asked)

    assert answer.status_code == 302
    profile.refresh_from_db()
    assert (profile.tagline_en, profile.works.count()) == ("Portraits by daylight", 1)
    phone = profile.contacts.get(type="phone")
    assert (phone.value, phone.visibility) == ("+49 30 23125111", "office")
    assert permissions.may_edit(keeper, profile)
    client.logout()
    for address in (other.get_absolute_url(), reverse("directory:short", args=[other.pk])):
        gone = client.get(address)
        assert (gone.status_code, gone["Location"]) == (301, profile.get_absolute_url())
    answer = client.get(f"/api/v1/profiles/{other.pk}")
    assert (answer.status_code, answer["Location"]) == (301, f"/api/v1/profiles/{profile.pk}")
    assert not Profile.objects.visible_to(officer).filter(pk=other.pk).exists()


def test_the_history_of_both_says_with_whom_and_by_whom(client, officer, pair, profile, other):
    before = queries.contents_of([profile, other])
    merge(pair, officer, stays=profile)

    for one, of in ((profile, other), (other, profile)):
        version = one.versions.get()
        assert (version.how, version.why, version.replaced_by) == (rules.How.MERGE, of.name, officer)
        assert version.said == before[one.pk]
    client.force_login(officer)
    text = client.get(reverse("directory:history", args=[profile.pk])).content.decode()
    assert f"zusammengeführt · {officer} · Lichtwerk Nord GmbH" in text

    actions.part(pair, actor=officer)
    assert [one.versions.first().how for one in (profile, other)] == [rules.How.PART] * 2


def test_open_proposals_wait_at_the_one_that_stays(officer, pair, profile, other):
    waiting = factories.proposal(other, tagline_en="Portraits at night")
    decided = actions.refuse(factories.proposal(other, founded=1999), actor=officer, reason="Nein.")

    merge(pair, officer, stays=profile, tagline_en=Pick.STAYS)

    waiting.refresh_from_db()
    decided.refresh_from_db()
    assert (waiting.profile, decided.profile) == (profile, other)
    [difference] = queries.differences_of(waiting)
    # The one that stays says something else than what the proposer saw; a person looks at it.
    assert difference.is_conflict
    actions.part(pair, actor=officer)
    waiting.refresh_from_db()
    assert waiting.profile == other


def test_nothing_is_proposed_to_one_that_was_merged_meanwhile(officer, pair, profile, other):
    proposal = actions.Proposal(content=factories.content(founded=1999), profile=other, based_on=other.version)
    merge(pair, officer, stays=profile)

    with pytest.raises(NotAllowed):
        actions.propose(proposal, actor=None)


def test_what_was_compared_must_still_hold(officer, pair, other):
    actions.edit(other, actor=officer, content=factories.content(name="Anders"))

    with pytest.raises(actions.LookAgain):
        actions.merge(pair, actor=officer, stays=pair.one_id, picks={}, based_on=[1, 1])


def test_a_pair_is_merged_once(officer, pair, profile):
    merge(pair, officer, stays=profile)

    with pytest.raises(actions.Decided):
        merge(pair, officer, stays=profile)
    with pytest.raises(actions.Decided):
        actions.keep_apart(pair, actor=officer)


def test_nobody_changes_what_was_merged_away(officer, pair, profile, other):
    merge(pair, officer, stays=profile)

    with pytest.raises(NotAllowed):
        actions.restore(other, actor=officer)


def test_an_alias_leads_on_and_never_to_an_alias(officer, pair, profile, other):
    third = factories.profile(name="Lichtwerk")
    merge(pair, officer, stays=profile)
    merge(factories.pair(profile, third), officer, stays=third)

    assert queries.remaining_of(other.pk) == queries.remaining_of(profile.pk) == third
    with pytest.raises(IntegrityError, match="alias"), transaction.atomic():
        Merger.objects.filter(away=other).update(leads_to=profile)
    with pytest.raises(NotNow):
        actions.part(pair, actor=officer)


def test_the_database_lets_no_alias_lead_to_itself(officer, pair, profile):
    merge(pair, officer, stays=profile)

    with pytest.raises(IntegrityError), transaction.atomic():
        Merger.objects.update(leads_to=pair.other)


# Undoing


def test_an_undo_restores_both(client, officer, pair, profile, other):
    factories.work(other)
    keeper = factories.make_admin(factories.person("Mira Muster"), of=other)
    before = queries.contents_of([profile, other])
    other.refresh_from_db()
    merge(pair, officer, stays=profile, name=Pick.GOES, tagline_en=Pick.GOES, phone=Pick.GOES)
    client.force_login(officer)
    assert "hierin aufgegangen" in client.get(Profile.objects.get(pk=profile.pk).get_absolute_url()).content.decode()

    answer = client.post(reverse("directory:part", args=[pair.pk]))

    assert answer.status_code == 302
    assert queries.contents_of([profile, other]) == before
    other.refresh_from_db()
    assert (other.state, other.works.count()) == (State.PUBLIC, 1)
    keeper = type(keeper).objects.get(pk=keeper.pk)
    assert permissions.may_edit(keeper, other) and not permissions.may_edit(keeper, profile)
    assert queries.remaining_of(other.pk) is None
    pair.refresh_from_db()
    assert pair.state == PairState.PROPOSED


def test_an_undo_of_a_chain_gives_the_alias_back(officer, pair, profile, other):
    third = factories.profile(name="Lichtwerk")
    merge(pair, officer, stays=profile)
    chained = factories.pair(profile, third)
    merge(chained, officer, stays=third)

    actions.part(chained, actor=officer)

    assert queries.remaining_of(other.pk) == profile


def test_an_undo_ends_with_the_history_it_needs(officer, pair, profile):
    merge(pair, officer, stays=profile)
    profile.versions.all().delete()

    with pytest.raises(actions.NoSuchVersion):
        actions.part(pair, actor=officer)


def test_an_undo_overwrites_nobodys_work(officer, pair, profile, other):
    merge(pair, officer, stays=profile)
    actions.edit(profile, actor=officer, content=factories.content(name="Weiter so"))

    with pytest.raises(NotNow, match="Weiter so"):
        actions.part(pair, actor=officer)
    assert queries.remaining_of(other.pk) == profile
