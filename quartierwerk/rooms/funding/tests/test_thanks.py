"""Thanking those who gave money: what goes out, who may, when, and what is kept of it for how long."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from quartierwerk.foundation import clock, waiting
from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.errors import NotAllowed
from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.boards.tests.factories import district_officer, districts
from quartierwerk.rooms.funding import actions, queries, rules
from quartierwerk.rooms.funding.models import Contribution, Thanks
from quartierwerk.rooms.funding.rules import IncomeKind, Promise, ThanksWay
from quartierwerk.rooms.funding.tests import factories
from quartierwerk.rooms.funding.tests import showing_factories as shows
from quartierwerk.rooms.funding.tests.test_projects import signed_in, text_of

database = pytest.mark.django_db
TODAY = clock.today


# Rules


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"text": " "}, "text"),
        ({"purpose": ""}, "purpose"),
        ({"email": ""}, "email"),
        ({"way": ThanksWay.POST}, "postal"),
        ({"postal": "\n".join("1234567")}, "postal"),
        ({"received_on": clock.today() + timedelta(days=1)}, "received_on"),
        ({"received_on": clock.today() - timedelta(days=4_000)}, "received_on"),
        ({"text": "x" * 3_001}, "text"),
    ],
)
def test_thanks_that_cannot_go_out(said, field):
    found = rules.gratitude_problems(shows.gratitude(**said), on=clock.today())

    assert [one.field for one in found] == [field]


@given(st.sampled_from(ThanksWay), st.text(max_size=20), st.text(max_size=20))
def test_only_the_address_of_the_way_is_kept(way, email, postal):
    tidy = shows.gratitude(way=way, email=email, postal=postal).tidied()

    assert not (tidy.email and tidy.postal)
    assert tidy.tidied() == tidy


# Verbs


@database
def test_whoever_gave_is_thanked_by_mail_with_a_confirmation(officer):
    project = factories.project("Lichterfest")
    money = shows.received(project, cents=123_400, source="Sparkasse")

    thanks = shows.thanks(money, by=officer, text="Danke sehr.", purpose="Bühne  und Technik")

    mail = OutgoingMail.objects.get(to="spende@beispiel.example")
    for said in ("Danke sehr.", "1.234,00", "Sparkasse", "Lichterfest", "Bühne und Technik", "keine Zuwendungsbestät"):
        assert said in mail.text
    assert (thanks.by, thanks.receipt.cents, thanks.project_title) == (officer, 123_400, "Lichterfest")
    assert AuditRow.objects.filter(subject=reference(thanks)).count() == 1


@database
def test_by_post_nothing_is_mailed():
    thanks = shows.thanks(way=ThanksWay.POST, postal=" Sparkasse \n\n Markt 1 \n 44135 Stadt")

    assert thanks.postal == "Sparkasse\nMarkt 1\n44135 Stadt" and thanks.email == ""
    assert not OutgoingMail.objects.exists()


@database
def test_whoever_tends_the_project_thanks(owner, stranger, visitor):
    lead, other = districts()
    money = shows.received(factories.project(by=owner))

    for actor in (visitor, owner, stranger, district_officer(other)):
        with pytest.raises(NotAllowed):
            actions.thank(actions.Thanking(contribution=money, gratitude=shows.gratitude()), actor=actor)
    shows.thanks(money, by=district_officer(lead))


@database
def test_thanks_go_out_once_and_for_money_of_others_that_came_in():
    project = factories.project()
    for money in (factories.contribution(project), shows.received(project, kind=IncomeKind.OWN)):
        with pytest.raises(actions.NothingToThank):
            shows.thanks(money)
    money = shows.received(project)
    with pytest.raises(actions.GratitudeRefused):
        shows.thanks(money, text=" ")
    shows.thanks(money)

    with pytest.raises(actions.NothingToThank):
        shows.thanks(money)
    with pytest.raises(actions.ThankedAlready):
        actions.drop_contribution(project, actor=system("test"), contribution=money.pk)


@database
def test_what_was_confirmed_stands(officer):
    shows.thanks()

    for change in ({"text": "Anders"}, {"purpose": "Anders"}, {"way": "post"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Thanks.objects.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Thanks.objects.all().delete()


@database
def test_the_address_is_forgotten_at_the_end_of_the_term(time_machine):
    thanks = shows.thanks()
    assert not queries.beyond_givers_term(clock.now() - rules.KEEP_GIVERS_ADDRESS_FOR)
    time_machine.move_to(clock.now() + timedelta(days=93))

    actions.forget_givers(clock.now() - rules.KEEP_GIVERS_ADDRESS_FOR, actor=system("chores"))

    kept = Thanks.objects.get(pk=thanks.pk)
    assert (kept.email, kept.postal, kept.text) == ("", "", "Danke.")
    assert not queries.beyond_givers_term(clock.now())


@database
def test_when_money_came_in_is_noted(owner):
    project = factories.project(by=owner)
    money = factories.contribution(project)
    assert money.received_at is None

    assert actions.settle(money, actor=owner, state=Promise.RECEIVED).received_at
    assert shows.received(project).received_at


# Lists


@database
def test_money_waits_for_thanks_of_those_who_tend_the_project(owner, officer):
    lead, other = districts()
    project = factories.project(by=owner)
    money, thanked = shows.received(project), shows.received(project)
    shows.thanks(thanked)
    factories.contribution(project)

    assert list(queries.to_thank(officer)) == list(queries.to_thank(district_officer(lead))) == [money]
    assert not queries.to_thank(owner) and not queries.to_thank(district_officer(other))
    assert not queries.to_thank(None)
    piles = [pile.number for pile in waiting.piles_of(officer) if "niemand gedankt" in str(pile.label)]
    assert piles == [1]


@database
def test_who_gives_how_much_is_seen_by_those_who_look_after_the_project(owner, officer, stranger):
    factories.contribution(factories.project(by=owner))

    seen = [Contribution.objects.visible_to(person).count() for person in (None, stranger, owner, officer)]
    assert seen == [0, 0, 1, 1]


@database
@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_same_few_questions(office, django_assert_max_num_queries, number):
    for _one in range(number):
        shows.received()
    url = reverse("funding:to_thank")
    text_of(office, url)

    with django_assert_max_num_queries(15):
        text_of(office, url)


# Pages


def sent(**more) -> dict[str, object]:
    usual = {"way": "mail", "email": "a@b.example", "text": "Danke.", "purpose": "Bühne"}
    return usual | {"received_on": clock.today().isoformat()} | more


@database
def test_thanks_are_looked_at_before_they_go_out(office):
    money = shows.received(factories.project("Lichterfest"), source="Bäckerei Korn")
    url = reverse("funding:thank", args=[money.project_id, money.pk])

    assert "Lichterfest" in text_of(office, url) and "danken wir Ihnen" in text_of(office, url)
    looked = office.post(url, sent(look="1", text="Herzlichen Dank.")).content.decode()
    assert "So geht es hinaus" in looked and "Bäckerei Korn" in looked and not Thanks.objects.exists()
    assert office.post(url, sent(email="")).status_code == 422
    assert office.post(url, sent()).url == url
    assert "Was hinausging" in text_of(office, url)
    pdf = office.get(reverse("funding:thanks_file", args=[money.project_id, money.pk]))
    assert pdf.content.startswith(b"%PDF") and "no-store" in pdf["Cache-Control"]
    assert "gedankt am" in text_of(office, money.project.get_absolute_url())


@database
def test_nobody_else_reads_who_was_thanked(client, owner, stranger):
    money = shows.received(factories.project(by=owner), source="Oma Erna")
    shows.thanks(money)

    for name in ("thank", "thanks_file"):
        url = reverse(f"funding:{name}", args=[money.project_id, money.pk])
        assert client.get(url).status_code == 302
        for person in (owner, stranger):
            assert signed_in(person).get(url).status_code == 403
    assert "Oma Erna" not in text_of(client, money.project.get_absolute_url())


@database
def test_there_are_no_thanks_for_what_is_only_promised(office):
    money = factories.contribution(factories.project())

    assert office.get(reverse("funding:thank", args=[money.project_id, money.pk])).status_code == 404
