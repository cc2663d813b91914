"""The seal of the city: what each verb does, who may not, when a rule refuses, what is left, where it shows."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.errors import NotAllowed, NotNow, WordsMissing
from quartierwerk.foundation.house.models import House
from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.foundation.search.models import IndexJournal
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.directory import actions, exchange, queries, schedule, search
from quartierwerk.rooms.directory.models import Seal
from quartierwerk.rooms.directory.templatetags.directory import profile_cards
from quartierwerk.rooms.directory.tests import factories

pytestmark = pytest.mark.django_db
NOON = factories.NOON
LAST = date(2028, 6, 2)
"""730 days after NOON."""


@pytest.fixture
def profile(db):
    return factories.profile()


@pytest.fixture
def owner(profile):
    return factories.make_admin(factories.person("Ova Eigen"), of=profile)


@pytest.fixture
def sealed(profile, officer):
    return actions.grant_seal(profile, actor=officer, at=NOON)


def seal_of(profile) -> Seal:
    return Seal.objects.running().get(profile=profile)


def mails() -> list[str]:
    return [f"{mail.to} {mail.subject} {mail.text}" for mail in OutgoingMail.objects.order_by("pk")]


# Granting


def test_a_seal_holds_for_the_citys_term_and_is_found_anew(profile, officer):
    before = IndexJournal.objects.count()

    actions.grant_seal(profile, actor=officer, at=NOON)

    seal = seal_of(profile)
    assert (seal.granted_by, seal.granted_at, seal.expires_on) == (officer, NOON, LAST)
    assert AuditRow.objects.get(verb="directory.grant_seal").changes["seal"] == LAST.isoformat()
    assert IndexJournal.objects.count() > before


def test_a_city_has_a_term_of_its_own(profile, officer):
    House.objects.update_or_create(pk=1, defaults={"terms": {"seal_lasts": 10}})

    actions.grant_seal(profile, actor=officer, at=NOON)

    assert seal_of(profile).expires_on == date(2026, 6, 13)


def test_only_the_office_has_a_say(profile, owner, officer):
    for actor in (None, owner, factories.person("Fremd")):
        with pytest.raises(NotAllowed):
            actions.grant_seal(profile, actor=actor)
    actions.grant_seal(profile, actor=officer, at=NOON)
    for verb, rest in (
        (actions.renew_seal, {}),
        (actions.keep_seal, {}),
        (actions.revoke_seal, {"reason": "Weil"}),
        (actions.warn_of_seal, {}),
        (actions.end_seal, {}),
    ):
        with pytest.raises(NotAllowed):
            verb(profile, actor=owner, **rest)


def test_nobody_seals_twice_nor_what_is_not_there(sealed, officer):
    with pytest.raises(actions.AlreadySealed):
        actions.grant_seal(sealed, actor=officer, at=NOON + timedelta(days=730))
    hidden = factories.profile(name="Nicht mehr da")
    actions.withdraw(hidden, actor=officer)
    closed = factories.profile(name="Zu", closed_on=date(2026, 1, 1))
    for one in (hidden, closed):
        with pytest.raises(NotNow):
            actions.grant_seal(one, actor=officer)


def test_a_seal_that_is_over_makes_room_even_before_the_worker_came(sealed, officer):
    actions.grant_seal(sealed, actor=officer, at=NOON + timedelta(days=731))

    assert Seal.objects.count() == 2
    assert seal_of(sealed).expires_on > LAST


def test_the_database_allows_one_running_seal_and_no_revoking_without_a_reason(sealed):
    with pytest.raises(IntegrityError), transaction.atomic():
        Seal.objects.create(profile=sealed, granted_at=NOON, expires_on=LAST)
    with pytest.raises(IntegrityError), transaction.atomic():
        Seal.objects.update(revoked_at=NOON)


# Renewing and revoking


def test_a_renewal_begins_a_whole_term_and_leaves_the_earlier_seal_known(sealed, officer):
    actions.renew_seal(sealed, actor=officer, at=NOON + timedelta(days=700))

    earlier, now = sealed.seals.all()
    assert earlier.ended_at == NOON + timedelta(days=700)
    assert (now.expires_on - LAST).days == 700


def test_what_has_closed_since_gets_no_other_term(sealed, officer):
    actions.edit(sealed, actor=officer, content=factories.content(closed_on=date(2026, 6, 30)))

    with pytest.raises(NotNow):
        actions.renew_seal(sealed, actor=officer)
    assert seal_of(sealed).expires_on == LAST


def test_a_revoked_seal_is_gone_and_the_keepers_read_why(sealed, owner, officer):
    with pytest.raises(WordsMissing):
        actions.revoke_seal(sealed, actor=officer, reason="  ")

    actions.revoke_seal(sealed, actor=officer, reason="Die Adresse stimmt nicht.")

    [mail] = mails()
    assert owner.email in mail
    assert "Die Adresse stimmt nicht." in mail
    assert "stimmt nicht" not in str(AuditRow.objects.get(verb="directory.revoke_seal").changes)
    for verb, rest in ((actions.renew_seal, {}), (actions.keep_seal, {}), (actions.revoke_seal, {"reason": "Weil"})):
        with pytest.raises(actions.NotSealed):
            verb(sealed, actor=officer, **rest)


# What comes by itself


def test_the_keepers_hear_once_that_it_ends_soon_and_once_that_it_ended(sealed, owner, time_machine):
    time_machine.move_to(NOON + timedelta(days=699), tick=False)
    assert schedule.see_to_seals() == 0
    time_machine.move_to(NOON + timedelta(days=700), tick=False)
    assert schedule.see_to_seals() == 1
    assert schedule.see_to_seals() == 0
    time_machine.move_to(NOON + timedelta(days=730), tick=False)
    assert schedule.see_to_seals() == 0
    time_machine.move_to(NOON + timedelta(days=731), tick=False)
    assert schedule.see_to_seals() == 1
    assert schedule.see_to_seals() == 0

    soon, over = mails()
    assert "läuft bald ab" in soon
    assert "2. Juni 2028" in soon
    assert "ist abgelaufen" in over
    assert queries.running_seal(sealed) is None


def test_another_name_or_address_puts_it_to_the_office_and_other_words_do_not(sealed, owner, officer):
    actions.edit(sealed, actor=owner, content=factories.content(about_de="Ganz anders"), at=NOON)
    assert seal_of(sealed).doubted_at is None

    actions.edit(sealed, actor=owner, content=factories.content(name="Anders"), at=NOON)

    assert seal_of(sealed).doubted_at == NOON
    assert [seal.profile for seal in queries.doubted_seals()] == [sealed]
    assert queries.running_seal(sealed).holds(on=NOON.date())
    actions.keep_seal(sealed, actor=officer)
    assert not queries.doubted_seals().exists()
    moved = factories.content(name="Anders", sites=(factories.site(street="Am Hafen"),))
    actions.edit(sealed, actor=owner, content=moved, at=NOON)
    assert queries.doubted_seals().exists()


# Where it shows


def test_page_interface_export_and_card_show_it_by_its_day(sealed, client, time_machine):
    [hit] = [search.ProfileCard.document(thing) for thing in search.ProfileCard.queryset()]
    for days, holds in ((730, True), (731, False)):
        time_machine.move_to(NOON + timedelta(days=days), tick=False)
        sealed.refresh_from_db()
        page = client.get(sealed.get_absolute_url()).content.decode()
        told = client.get(f"/api/v1/profiles/{sealed.pk}").json()["sealed_until"]
        [row] = exchange.export_rows([sealed.pk], person=None)
        assert ("Von der Stadt bestätigt" in page) is holds
        assert told == (LAST.isoformat() if holds else None)
        assert row["sealed_until"] == (LAST if holds else None)
        [card] = queries.cards([SimpleNamespace(key=sealed.pk, card=hit.card | {"line": "", "text": ""})])
        assert card.is_sealed is holds
        assert ("Von der Stadt bestätigt" in profile_cards([card])) is holds


def test_the_office_grants_keeps_renews_and_revokes_on_the_page(client, profile, owner, officer):
    client.force_login(officer)
    address = reverse("directory:seal", args=[profile.pk])

    assert client.post(address, {"step": "grant"}, follow=True).status_code == 200
    assert client.post(address, {"step": "grant"}).status_code == 422
    assert profile.name in client.get(reverse("directory:seals")).content.decode()
    actions.edit(profile, actor=owner, content=factories.content(name="Anders"))
    assert "Siegel behalten" in client.get(address).content.decode()
    assert "bitte ansehen" in client.get(reverse("directory:seals")).content.decode()
    client.post(address, {"step": "keep"})
    assert "Siegel behalten" not in client.get(address).content.decode()
    client.post(address, {"step": "renew"})
    assert client.post(address, {"step": "revoke"}).status_code == 422
    client.post(address, {"step": "revoke", "reason": "Umgezogen"})
    page = client.get(address).content.decode()
    assert "Umgezogen" in page
    assert "Siegel vergeben" in page
    assert client.post(address, {"step": "unsinn"}).status_code == 422


def test_the_list_asks_a_constant_number_of_questions(client, officer, django_assert_max_num_queries):
    client.force_login(officer)
    for number, profile in enumerate(factories.profiles(3)):
        actions.grant_seal(profile, actor=officer)
        if number == 0:
            client.get(reverse("directory:seals"))
            with django_assert_max_num_queries(15) as one:
                client.get(reverse("directory:seals"))
    with django_assert_max_num_queries(15) as three:
        client.get(reverse("directory:seals"))
    assert len(one) == len(three)


def test_nobody_else_sees_the_office_pages(client, sealed, owner):
    client.force_login(owner)

    assert client.get(reverse("directory:seals")).status_code == 403
    assert client.post(reverse("directory:seal", args=[sealed.pk]), {"step": "renew"}).status_code == 403
    assert queries.running_seal(sealed).expires_on == LAST


def test_the_worker_alone_ends_nothing_early(sealed):
    actions.end_seal(sealed, actor=system("worker"), at=NOON + timedelta(days=730))
    actions.warn_of_seal(sealed, actor=system("worker"), at=NOON)
    actions.warn_of_seal(sealed, actor=system("worker"), at=NOON + timedelta(days=1))

    assert seal_of(sealed).warned_at == NOON
