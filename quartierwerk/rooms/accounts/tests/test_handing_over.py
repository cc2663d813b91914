"""Handing over and leaving: what passes to whom, what ends, and what must not be left without anybody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from quartierwerk.foundation import clock, handing
from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.drafts import keeping
from quartierwerk.foundation.drafts.models import Draft
from quartierwerk.foundation.errors import NotAllowed
from quartierwerk.foundation.handing import Handover, Holding
from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts import actions, queries, rules
from quartierwerk.rooms.accounts.models import Invitation, Person
from quartierwerk.rooms.accounts.rules import Grant, RoleName
from quartierwerk.rooms.accounts.tests import factories

PROFILE, OTHER = "directory.profile:7", "directory.profile:8"
KEEPS = (RoleName.PROFILE_ADMIN, PROFILE)
WORKS = (RoleName.OFFICER, factories.CITY)
ALL = ("accounts.roles", "directory.profiles", "accounts.invitations")

grants = st.lists(
    st.builds(Grant, st.integers(1, 4), st.integers(1, 20), st.sampled_from(list(RoleName)), st.sampled_from("ab")),
    max_size=12,
    unique_by=lambda grant: grant.role,
)


# rules


@given(grants, st.data())
def test_what_ends_is_either_held_by_somebody_else_or_named_as_orphaned(held, data):
    ending = data.draw(st.lists(st.sampled_from(held), unique=True)) if held else []

    lost = rules.orphaned(ending, held=held)

    remaining = {(grant.name, grant.scope) for grant in held if grant not in ending}
    kept = {(grant.name, grant.scope) for grant in ending if grant.name in rules.NEVER_WITHOUT}
    assert set(lost) == kept - remaining
    assert lost == sorted(lost)


spans = st.tuples(st.integers(0, 12), st.none() | st.integers(0, 12)).map(
    lambda pair: (date(2026, 1, 1 + pair[0]), None if pair[1] is None else date(2026, 1, 1 + pair[1]))
)


@given(spans, st.lists(spans, max_size=4))
def test_what_is_missing_fills_the_wanted_days_and_no_day_is_held_twice(wanted, held):
    missing = rules.missing(wanted, held=held)

    def holds(span: rules.Days, day: date) -> bool:
        return rules.is_running(valid_from=span[0], valid_to=span[1], on=day)

    for number in range(20):
        day = date(2026, 1, 1 + number)
        is_held = any(holds(span, day) for span in held)
        assert sum(holds(span, day) for span in missing) == (holds(wanted, day) and not is_held)


# handing over


@pytest.fixture
def going(db: None) -> Person:
    """Somebody who keeps two profiles, works in the office, and has invited somebody."""
    somebody = factories.officer("Gero Gehn")
    factories.role(somebody, scope=PROFILE)
    factories.role(somebody, scope=OTHER)
    offer = actions.Offer(email="neu@beispiel.example", name=RoleName.PROFILE_ADMIN, scope=PROFILE)
    actions.invite(offer, actor=somebody)
    return somebody


@pytest.fixture
def successor(db: None) -> Person:
    return factories.officer("Nora Nachfolge")


def rows(verb: str) -> list[AuditRow]:
    return list(AuditRow.objects.filter(verb=f"accounts.{verb}").order_by("pk"))


def test_everything_passes_to_the_successor_with_one_row_for_each_kind(going, successor):
    before = AuditRow.objects.latest("pk").pk

    actions.hand_over(Handover(going, successor), actor=going, kinds=ALL)

    assert factories.again(going).roles_today == set()
    assert factories.again(successor).roles_today == {WORKS, KEEPS, (RoleName.PROFILE_ADMIN, OTHER)}
    assert Invitation.objects.get().invited_by == successor
    said = {row.verb: row.changes for row in AuditRow.objects.filter(pk__gt=before, subject=reference(going))}
    to = reference(successor)
    given = [reference(role) for role in successor.roles.filter(name=RoleName.PROFILE_ADMIN).order_by("pk")]
    kept = [reference(role) for role in going.roles.filter(name=RoleName.PROFILE_ADMIN).order_by("pk")]
    assert said == {
        "accounts.pass_on_roles": {"roles": kept, "given": given, "to": to},
        "accounts.pass_on_invitations": {
            "invitations": [reference(Invitation.objects.get())],
            "taken_back": [],
            "to": to,
        },
    }
    assert len(rows("pass_on_roles")) == 2
    assert rows("hand_over") == []


def test_only_the_kinds_that_were_chosen_pass(going, successor):
    actions.hand_over(Handover(going, successor), actor=going, kinds=["directory.profiles"])

    assert factories.again(going).roles_today == {WORKS}
    assert Invitation.objects.get().invited_by == going


def test_a_role_keeps_its_days_and_one_that_is_held_already_is_not_given_twice(going, successor):
    factories.role(successor, scope=PROFILE)
    later = clock.today().replace(year=clock.today().year + 1, day=1)
    future = factories.role(going, scope="directory.profile:9", valid_from=later)

    actions.hand_over(Handover(going, successor), actor=going, kinds=ALL)

    assert queries.roles_of(successor).filter(scope=PROFILE).count() == 1
    assert successor.roles.get(scope="directory.profile:9").valid_from == later
    future.refresh_from_db()
    assert future.valid_to == later


def test_who_holds_it_for_fewer_days_gets_the_missing_ones(going, successor):
    today = clock.today()
    early, late = today + timedelta(days=10), today + timedelta(days=20)
    factories.role(successor, scope=PROFILE, valid_from=early, valid_to=late)

    actions.hand_over(Handover(going, successor), actor=going, kinds=ALL)

    spans = successor.roles.filter(scope=PROFILE).order_by("valid_from").values_list("valid_from", "valid_to")
    assert list(spans) == [(today, early), (early, late), (late, None)]
    assert KEEPS in factories.again(successor).roles_today


def test_what_a_successor_holds_for_longer_is_not_shortened(going, successor):
    factories.role(successor, scope=PROFILE)
    going.roles.filter(scope=PROFILE).update(valid_to=clock.today() + timedelta(days=3))

    actions.hand_over(Handover(going, successor), actor=going, kinds=ALL)

    assert successor.roles.get(scope=PROFILE).valid_to is None


def test_the_successor_reads_what_is_theirs_now_and_once(going, successor):
    factories.role(successor, scope=PROFILE)
    Person.objects.filter(pk=successor.pk).update(language="en")

    actions.hand_over(Handover(going, successor), actor=going, kinds=ALL)

    mail = OutgoingMail.objects.get(to=successor.email)
    assert "Gero Gehn" in mail.subject
    assert "- neu@beispiel.example" in mail.text
    assert f"- {OTHER}" in mail.text
    assert f"- {PROFILE}" not in mail.text  # which was theirs before
    assert "what used to depend on Gero Gehn" in mail.text


def test_who_takes_over_by_themself_gets_no_mail(going, successor):
    actions.hand_over(Handover(going, successor), actor=successor, kinds=ALL)

    assert not OutgoingMail.objects.filter(to=successor.email).exists()


def test_an_invitation_that_the_successor_may_not_make_is_taken_back(going):
    keeper = factories.person()
    factories.role(keeper, scope=OTHER)

    actions.hand_over(Handover(going, keeper), actor=going, kinds=["accounts.invitations"])

    assert Invitation.objects.get().revoked_at is not None


def test_the_office_does_it_for_a_colleague(going, successor):
    actions.hand_over(Handover(going, successor), actor=successor, kinds=ALL)

    assert factories.again(going).roles_today == set()


@pytest.mark.parametrize("who", ["visitor", "somebody", "keeper of the same profile", "deputy"])
def test_nobody_else_hands_over(going, successor, who):
    actor = {"somebody": factories.person(), "keeper of the same profile": factories.person()}.get(who)
    if who == "keeper of the same profile":
        factories.role(actor, scope=PROFILE)
    if who == "deputy":
        actor = factories.person()
        factories.deputyship(successor, actor)

    with pytest.raises(NotAllowed):
        actions.hand_over(Handover(going, successor), actor=actor, kinds=ALL)


def test_nothing_passes_where_one_kind_is_refused(going, successor):
    factories.role(going, RoleName.OPERATOR, scope="")  # which an officer cannot hand out

    with pytest.raises(NotAllowed):
        actions.hand_over(Handover(going, successor), actor=successor, kinds=ALL)

    assert (RoleName.PROFILE_ADMIN, PROFILE) in factories.again(going).roles_today
    assert rows("pass_on_roles") == []


def test_nobody_hands_over_to_themselves_or_to_who_cannot_sign_in(going):
    for to in (going, factories.person("Ohne Konto", email=None)):
        with pytest.raises(actions.NoSuccessor):
            actions.hand_over(Handover(going, to), actor=going, kinds=ALL)


# leaving


def test_who_leaves_has_nothing_any_more(going, successor, client):
    for scope in (PROFILE, OTHER):
        factories.role(successor, scope=scope)
    lent = factories.deputyship(going, successor)
    keeping.save("directory.edit", person=going, about="", data={"name": ["A"]}, version=0)
    Person.objects.filter(pk=going.pk).update(is_staff=True)
    client.force_login(going)
    client.get("/mein/")

    actions.leave(going, actor=going)

    lent.refresh_from_db()
    assert factories.again(going).roles_today == set()
    assert lent.ended_at is not None
    assert Invitation.objects.get().revoked_at is not None
    assert not Draft.objects.exists()
    assert not Session.objects.exists()
    assert [row.changes for row in rows("leave")] == [{"is_staff": [True, False], "signed_out": 1}]
    dropped = [row.changes for row in rows("drop_roles")]
    assert {ref for changes in dropped for ref in changes["roles"]} == {reference(role) for role in going.roles.all()}
    assert dropped[1]["deputyships"] == [reference(lent)]
    assert rows("drop_invitations")[0].changes == {"taken_back": [reference(Invitation.objects.get())]}
    told = OutgoingMail.objects.filter(subject__startswith="Vertretung beendet").values_list("to", flat=True)
    assert list(told) == [successor.email]
    assert factories.again(going).is_active


def test_the_last_one_does_not_leave_and_reads_what_would_be_orphaned(going):
    with pytest.raises(actions.LastOne) as refusal:
        actions.leave(going, actor=going)

    assert all(what in str(refusal.value) for what in (PROFILE, OTHER, factories.CITY))
    assert len(factories.again(going).roles_today) == 3


@pytest.mark.parametrize("other", ["locked", "without a login", "begins later", "deputy"])
def test_who_cannot_act_is_nobody_to_stay_behind(going, other):
    keeper = factories.person("Kim", email=None if other == "without a login" else "")
    held = factories.role(going, scope="directory.profile:9")
    if other == "deputy":
        factories.deputyship(going, keeper)
    else:
        later = clock.today().replace(year=clock.today().year + 1, day=1)
        factories.role(keeper, scope=held.scope, valid_from=later if other == "begins later" else None)
    Person.objects.filter(pk=keeper.pk).update(is_active=other != "locked")

    with pytest.raises(actions.LastOne):
        actions.revoke(held, actor=going)


def test_the_last_one_in_the_office_cannot_be_taken_by_anybody(going):
    with pytest.raises(actions.LastOne):
        actions.revoke(going.roles.get(name=RoleName.OFFICER), actor=queries.system("test"))


def test_the_office_may_take_a_profile_from_its_last_keeper_knowingly(going):
    keeper = factories.person()
    held = factories.role(keeper, scope="directory.profile:9")

    actions.revoke(held, actor=going)

    assert factories.again(keeper).roles_today == set()


def test_the_office_lets_a_colleague_go(going, successor):
    actions.hand_over(Handover(going, successor), actor=successor, kinds=ALL)

    actions.leave(going, actor=successor)

    assert rows("leave")[0].actor == reference(successor)


@pytest.mark.parametrize("who", ["visitor", "somebody", "officer about an operator"])
def test_nobody_else_lets_somebody_go(going, successor, who):
    actor = {"somebody": factories.person(), "officer about an operator": successor}.get(who)
    if who == "officer about an operator":
        factories.role(going, RoleName.OPERATOR, scope="")

    with pytest.raises(NotAllowed):
        actions.leave(going, actor=actor)


def test_the_office_lets_go_neither_strangers_nor_who_operates_the_house(going):
    stranger = factories.person("Fremda")
    operator = factories.officer("Otto Betrieb")
    Person.objects.filter(pk=operator.pk).update(is_staff=True)

    for somebody in (stranger, Person.objects.get(pk=operator.pk)):
        with pytest.raises(NotAllowed):
            actions.leave(somebody, actor=factories.officer("Olga"))


def test_what_must_not_be_left_behind_is_named(going, successor, monkeypatch):
    def seats(person: Person) -> Sequence[str]:
        return ["Jury"] if person == going else []

    for scope in (PROFILE, OTHER):
        factories.role(successor, scope=scope)
    monkeypatch.setattr(handing, "_holdings", dict(handing._holdings))
    handing.register(Holding(kind="trials.seats", label="Sitze", hint="…", things=seats))

    with pytest.raises(actions.StillHolds, match=r"Sitze \(1\)"):
        actions.leave(going, actor=going)

    assert len(factories.again(going).roles_today) == 3


# pages


def test_somebody_hands_over_and_leaves(client, going, successor):
    client.force_login(going)
    own = reverse("accounts:hand_over")
    shown = client.get(own).content.decode()
    assert "neu@beispiel.example" in shown

    look = client.post(own, {"to": successor.pk, "kinds": ALL})
    assert "neu@beispiel.example" in client.get(look.url).content.decode()
    assert len(factories.again(going).roles_today) == 3
    answer = client.post(look.url, follow=True)
    assert "Übergeben an Nora Nachfolge." in answer.content.decode()
    assert "Es gibt nichts zu übergeben." in answer.content.decode()

    assert client.get(reverse("accounts:leave")).status_code == 200
    answer = client.post(reverse("accounts:leave"), follow=True)
    assert "Sie sind abgemeldet" in answer.content.decode()
    assert client.get(own).status_code == 302


def test_the_refusal_stands_on_the_page(client, going):
    client.force_login(going)

    answer = client.post(reverse("accounts:leave"))

    assert answer.status_code == 422
    assert "Danach wäre niemand mehr da für" in answer.content.decode()
    assert client.get(reverse("accounts:hand_over")).status_code == 200


def test_the_office_hands_over_for_somebody(client, going, successor):
    client.force_login(successor)
    page = reverse("accounts:hand_over_of", args=[going.pk])
    assert "Übergabe von Gero Gehn" in client.get(page).content.decode()

    client.post(client.post(page, {"to": successor.pk, "kinds": ALL}).url)
    client.post(reverse("accounts:leave_of", args=[going.pk]))

    assert factories.again(going).roles_today == set()
    assert len(rows("leave")) == 1


@pytest.mark.parametrize("name", ["hand_over_of", "look_at_handing_over_of", "leave_of"])
def test_others_do_not_see_the_pages_of_the_office(client, going, name):
    client.force_login(factories.person())

    assert client.get(reverse(f"accounts:{name}", args=[going.pk])).status_code == 403


def test_somebody_who_is_not_offered_cannot_be_chosen(client, going, successor):
    client.force_login(going)

    answer = client.post(reverse("accounts:hand_over"), {"to": factories.person().pk, "kinds": ALL})

    assert answer.status_code == 422
    chosen = urlencode({"to": factories.person().pk, "kinds": ALL}, doseq=True)
    assert client.post(f"{reverse('accounts:look_at_handing_over')}?{chosen}").status_code == 302
    assert len(factories.again(going).roles_today) == 3


def test_the_second_look_says_which_days_are_added(client, going, successor):
    last = clock.today() + timedelta(days=10)
    factories.role(successor, scope=PROFILE, valid_to=last)
    client.force_login(going)

    look = client.post(reverse("accounts:hand_over"), {"to": successor.pk, "kinds": ["directory.profiles"]})

    until = f"bis {last - timedelta(days=1):%d.%m.%Y} und bekommt die fehlenden Tage dazu: ab {last:%d.%m.%Y}"
    shown = client.get(look.url).content.decode()
    assert until in shown
    assert OTHER in shown


def test_a_refusal_stands_on_the_second_look(client, going, successor):
    client.force_login(successor)
    factories.role(successor, scope=PROFILE, valid_from=clock.today() + timedelta(days=5))
    page = reverse("accounts:hand_over_of", args=[going.pk])
    look = client.post(page, {"to": successor.pk, "kinds": ["directory.profiles"]}).url
    Person.objects.filter(pk=successor.pk).update(email=None)

    answer = client.post(look)

    assert answer.status_code in {302, 422}
    assert len(factories.again(going).roles_today) == 3


def test_the_page_names_things_with_as_many_questions_for_many_as_for_few(client, going, successor):
    client.force_login(going)
    client.get(reverse("accounts:hand_over"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("accounts:hand_over"))
    for number in range(3):
        factories.role(going, scope=f"directory.profile:2{number}")
        actions.invite(
            actions.Offer(email=f"{number}@beispiel.example", name=RoleName.PROFILE_ADMIN, scope=PROFILE), actor=going
        )
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("accounts:hand_over"))

    assert len(few) == len(many)
