from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quartierwerk.rooms.accounts import rules
from quartierwerk.rooms.accounts.rules import InvitationState, RoleName

MONDAY, TUESDAY, WEDNESDAY = date(2026, 6, 1), date(2026, 6, 2), date(2026, 6, 3)
days = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@pytest.mark.parametrize("name", RoleName)
def test_an_operator_hands_out_every_role(name):
    assert rules.may_hand_out({("operator", "")}, name=name, scope="places.place:1")


def test_an_officer_hands_out_every_role_but_the_operators():
    held = {("officer", "places.place:1")}

    granted = {name for name in RoleName if rules.may_hand_out(held, name=name, scope="directory.profile:7")}

    assert granted == set(RoleName) - {RoleName.OPERATOR}


def test_a_profiles_admin_shares_the_role_within_that_profile_only():
    held = {("profile_admin", "directory.profile:7")}

    assert rules.may_hand_out(held, name="profile_admin", scope="directory.profile:7")
    assert not rules.may_hand_out(held, name="profile_admin", scope="directory.profile:8")
    assert not rules.may_hand_out(held, name="officer", scope="directory.profile:7")


def test_who_holds_nothing_hands_out_nothing():
    assert not rules.may_hand_out(set(), name="profile_admin", scope="directory.profile:7")


held = st.sets(st.tuples(st.sampled_from([str(name) for name in RoleName]), st.sampled_from(["a.a:1", "b.b:2"])))


@given(held)
def test_a_second_factor_lets_every_role_hold_and_its_lack_only_those_outside_the_office(roles):
    without = rules.in_force(roles, has_shown_second_factor=False)

    assert rules.in_force(roles, has_shown_second_factor=True) == roles
    assert without == {role for role in roles if role[0] == RoleName.PROFILE_ADMIN}


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge · Windows"),
        ("Mozilla/5.0 (Macintosh; Intel) AppleWebKit/605 Version/19 Safari/605", "Safari · macOS"),
        ("Mozilla/5.0 (Linux; Android 16) AppleWebKit/537 SamsungBrowser/30 Chrome/140", "Samsung Internet · Android"),
        ("curl/8", ""),
        ("", ""),
    ],
)
def test_a_device_is_known_by_browser_and_system(agent, name):
    assert rules.device_name(agent) == name


@given(st.text())
def test_the_name_of_a_device_fits_whatever_a_browser_says(agent):
    assert len(rules.device_name(agent)) <= 60


@pytest.mark.parametrize(
    ("valid_to", "on", "runs"),
    [(None, MONDAY, False), (None, TUESDAY, True), (WEDNESDAY, TUESDAY, True), (WEDNESDAY, WEDNESDAY, False)],
)
def test_a_role_holds_from_its_first_day_until_before_its_end(valid_to, on, runs):
    assert rules.is_running(valid_from=TUESDAY, valid_to=valid_to, on=on) is runs


@given(days, st.none() | days, days, st.none() | days)
def test_spans_overlap_when_a_day_is_in_both(start, end, other_start, other_end):
    first, second = (start, end), (other_start, other_end)
    shared = max(start, other_start)
    both = all(
        rules.is_running(valid_from=begin, valid_to=stop, on=shared)
        for begin, stop in (first, second)
        if stop is None or stop > begin
    )
    proper = all(stop is None or stop > begin for begin, stop in (first, second))

    if proper:
        assert rules.overlaps(first=first, second=second) is both
        assert rules.overlaps(first=second, second=first) is both


@pytest.mark.parametrize(
    ("written", "kept"), [(" Ada@Beispiel.EXAMPLE ", "ada@beispiel.example"), ("", None), ("  ", None), (None, None)]
)
def test_an_address_is_kept_in_small_letters_and_never_empty(written, kept):
    assert rules.clean_email(written) == kept


def test_a_name_keeps_no_line_breaks_and_has_an_end():
    assert rules.clean_name("  Ada\n  Beispiel ") == "Ada Beispiel"
    assert len(rules.clean_name("x" * 500)) == rules.MOST_LETTERS


moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))


@given(expires=moments, accepted=st.none() | moments, revoked=st.none() | moments, at=moments)
def test_an_invitation_is_open_only_untouched_and_in_time(expires, accepted, revoked, at):
    state = rules.invitation_state(expires_at=expires, accepted_at=accepted, revoked_at=revoked, at=at)

    assert (state is InvitationState.OPEN) == (accepted is None and revoked is None and at < expires)
    assert (state is InvitationState.ACCEPTED) == (accepted is not None)


scopes = st.sampled_from(["directory.profile:7", "directory.profile:8", "places.place:1", "a.b:1", ""])
held_roles = st.sets(st.tuples(st.sampled_from([str(name) for name in RoleName]), scopes))


@given(held=held_roles, name=st.sampled_from([str(name) for name in RoleName]), scope=scopes)
def test_nobody_invites_to_more_than_they_may_hand_out_nor_to_run_the_house(held, name, scope):
    if rules.may_invite(held, name=name, scope=scope):
        assert rules.may_hand_out(held, name=name, scope=scope)
        assert name != RoleName.OPERATOR
        assert scope.startswith(rules.ROLE_SCOPES[RoleName(name)] + ":")
        assert RoleName(name) in rules.invitable(held, scope=scope)
    else:
        assert RoleName(name) not in rules.invitable(held, scope=scope)


@given(held=held_roles, name=st.sampled_from([str(name) for name in RoleName]), scope=scopes)
def test_without_a_second_factor_nobody_invites_to_the_office(held, name, scope):
    in_force = rules.in_force(held, has_shown_second_factor=False)

    assert not (rules.may_invite(in_force, name=name, scope=scope) and name in rules.OFFICE_ROLES)


@given(asked=moments, at=moments, confirmed=st.booleans(), office=st.booleans())
def test_nobody_in_the_office_loses_a_factor_by_waiting(asked, at, confirmed, office):
    may = rules.may_reset(is_confirmed=confirmed, is_in_office=office, asked_at=asked, at=at)

    assert may == (confirmed or (not office and at - asked >= rules.RESET_WAITS))
    assert confirmed or not (office and may)
