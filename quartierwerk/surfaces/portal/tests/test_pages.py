"""The pages over several rooms: the front door, the search, one's own corner, the office's cockpit."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quartierwerk.foundation import clock
from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.drafts import keeping
from quartierwerk.foundation.errors import NotAllowed
from quartierwerk.foundation.facts.models import Delivery
from quartierwerk.foundation.mail import post
from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.foundation.references import reference
from quartierwerk.foundation.search import follower
from quartierwerk.rooms.accounts import actions as people
from quartierwerk.rooms.accounts.rules import RoleName
from quartierwerk.rooms.directory import actions
from quartierwerk.rooms.directory.tests import factories
from quartierwerk.rooms.newsroom import demo as newsroom
from quartierwerk.surfaces.portal import actions as verbs

pytestmark = pytest.mark.django_db
TURNED_AWAY, FORBIDDEN, SHOWN = 302, 403, 200


def test_home_shows_what_the_city_has(client, profile):
    factories.profile(name="Unbefangen", is_open_for_cooperation=True, at=factories.NOON + timedelta(days=1))
    follower.rebuild()

    answer = client.get("/")

    assert answer.status_code == SHOWN
    assert (answer.context["total"], answer.context["cooperation"]) == (2, 1)
    assert [card.title for card in answer.context["newest"]] == ["Unbefangen", profile.name]
    assert [(str(sector), number) for sector, number in answer.context["sectors"]] == [("Design", 2)]
    assert [(quarter.slug, number) for quarter, number in answer.context["quarters"]] == [("nordstadt", 1)]
    assert 'href="/stadtbezirke/innenstadt-nord/"' in answer.content.decode()


def test_home_of_a_new_installation_has_nothing_to_show_and_stands(client):
    answer = client.get("/")

    assert (answer.status_code, answer.context["total"], answer.context["newest"]) == (SHOWN, 0, [])


def test_home_speaks_english(client, profile):
    follower.rebuild()

    answer = client.get("/en/")

    assert '<html lang="en"' in answer.content.decode()
    assert f'href="/en/verzeichnis/{profile.pk}/{profile.slug}/"' in answer.content.decode()


def test_search_asks_every_room(client, profile):
    follower.rebuild()

    answer = client.get("/suche/", {"q": "Nordstadt"})

    found = {
        group["entry"].kind(): [hit.card["title"] for hit in group["found"].hits] for group in answer.context["groups"]
    }
    assert found == {
        "directory.profile": [profile.name],
        "places.place": ["Nordstadt", "Innenstadt-Nord"],
        "boards.body": [],
        "boards.resolution": [],
        "funding.programme": [],
        "funding.project": [],
    }


def test_search_understands_a_place_beside_a_profession(client, profile):
    factories.profile(name="Süd", sites=(factories.site(factories.SOUTH),))
    follower.rebuild()

    answer = client.get("/suche/", {"q": "Fotografin Nordstadt"})

    assert [hit.card["title"] for hit in answer.context["groups"][0]["found"].hits] == [profile.name]


def test_search_hides_what_was_withdrawn_a_breath_ago(client, profile, officer):
    follower.rebuild()
    actions.withdraw(profile, actor=officer, at=factories.NOON)

    assert profile.name not in client.get("/suche/", {"q": "Lichtwerk"}).content.decode()


@pytest.mark.parametrize("q", ["", "   ", "\x00", "☃", "x" * 10_000, "<script>"])
def test_search_answers_whatever_is_typed(client, profile, q):
    follower.rebuild()

    answer = client.get("/suche/", {"q": q})

    assert (answer.status_code, answer.context["total"]) == (SHOWN, 0)
    assert "<script>" not in answer.content.decode()


@pytest.mark.parametrize(
    ("who", "mine", "work"),
    [
        ("visitor", TURNED_AWAY, TURNED_AWAY),
        ("owner", SHOWN, FORBIDDEN),
        ("stranger", SHOWN, FORBIDDEN),
        ("officer", SHOWN, SHOWN),
    ],
)
def test_own_corner_is_for_who_signed_in_and_the_cockpit_for_the_office(client, request, who, mine, work):
    if (person := request.getfixturevalue(who)) is not None:
        client.force_login(person)

    assert (client.get("/mein/").status_code, client.get("/arbeit/").status_code) == (mine, work)


def test_own_corner_shows_the_profiles_one_keeps_in_any_state(client, owner, profile, stranger, officer):
    actions.withdraw(profile, actor=officer, at=factories.NOON)
    client.force_login(owner)

    answer = client.get("/mein/")

    assert [list(section["things"]) for section in answer.context["kept"]] == [[profile]]
    assert reverse("directory:edit", args=[profile.pk]) in answer.content.decode()
    assert "Klangraum Süd" not in answer.content.decode()


def test_own_corner_of_somebody_without_a_profile_says_what_will_be_here(client, officer):
    client.force_login(officer)

    assert "Noch kein Profil" in client.get("/mein/").content.decode()


def test_cockpit_shows_what_waits_for_the_office(client, officer, profile):
    factories.pair(profile, factories.profile(name="Lichtwerk"))
    OutgoingMail.objects.filter(pk=post.write_down(to="a@b.example", subject="x", text="").pk).update(state="in_doubt")
    Delivery.objects.create(
        fact="x.Y", payload={}, listener="z", state="dead", published_at=clock.now(), due_at=clock.now()
    )
    client.force_login(officer)

    waiting = client.get("/arbeit/").context["waiting"]

    assert [(str(pile.label), pile.number) for pile in waiting] == [
        ("Pflichtseiten prüfen", 5),
        ("Mails, die nicht ankamen", 1),
        ("Aufgegebene Zustellungen", 1),
        ("Mögliche Doppel", 1),
    ]


@pytest.fixture
def lost(db) -> tuple[OutgoingMail, Delivery]:
    """A mail in doubt and a delivery that was given up."""
    mail = post.write_down(to="a@b.example", subject="Einladung", text="")
    OutgoingMail.objects.filter(pk=mail.pk).update(state="in_doubt", attempts=1)
    dead = Delivery.objects.create(
        fact="places.BoundaryDrawn", payload={}, listener="z", state="dead", published_at=clock.now(),
        due_at=clock.now(), attempts=8, last_error="KeyError: 7",
    )  # fmt: skip
    return mail, dead


def test_what_did_not_arrive_stands_there_with_its_reason(client, officer, lost):
    client.force_login(officer)

    text = client.get("/arbeit/betrieb/").content.decode()

    for words in ("Einladung", "a@b.example", "brach mittendrin ab", "places.BoundaryDrawn", "KeyError: 7"):
        assert words in text


def test_a_lost_mail_goes_out_again_after_a_second_look(client, officer, lost):
    mail, _dead = lost
    client.force_login(officer)

    asked = client.get(f"/arbeit/betrieb/mail/{mail.pk}/")
    mail.refresh_from_db()
    assert (asked.status_code, mail.state) == (200, "in_doubt")

    client.post(f"/arbeit/betrieb/mail/{mail.pk}/")
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == ("waiting", 0)
    assert AuditRow.objects.filter(verb="portal.send_again", subject=reference(mail)).count() == 1
    assert client.post(f"/arbeit/betrieb/mail/{mail.pk}/").status_code == 422


def test_a_dead_delivery_is_tried_again_after_a_second_look(client, officer, lost):
    _mail, dead = lost
    client.force_login(officer)

    assert client.get(f"/arbeit/betrieb/zustellung/{dead.pk}/").status_code == 200
    client.post(f"/arbeit/betrieb/zustellung/{dead.pk}/")

    dead.refresh_from_db()
    assert (dead.state, dead.attempts) == ("waiting", 0)
    assert AuditRow.objects.filter(verb="portal.deliver_again", subject=reference(dead)).count() == 1
    assert client.post(f"/arbeit/betrieb/zustellung/{dead.pk}/").status_code == 422


@pytest.mark.parametrize("who", ["stranger", "owner"])
def test_the_machinery_is_the_offices_business(client, request, who, lost):
    person = request.getfixturevalue(who)
    client.force_login(person)

    for path in (
        "/arbeit/betrieb/",
        f"/arbeit/betrieb/mail/{lost[0].pk}/",
        f"/arbeit/betrieb/zustellung/{lost[1].pk}/",
    ):
        assert client.get(path).status_code == 403
    for verb, subject in ((verbs.send_again, lost[0]), (verbs.deliver_again, lost[1])):
        with pytest.raises(NotAllowed):
            verb(subject, actor=person)


def test_cockpit_where_nothing_waits_says_so(client, officer):
    OutgoingMail.objects.all().delete()
    newsroom.load(actor=officer, at=factories.NOON)
    client.force_login(officer)

    assert "Nichts wartet" in client.get("/arbeit/").content.decode()


@pytest.mark.parametrize("path", ["/", "/suche/?q=Atelier", "/mein/", "/arbeit/", "/arbeit/betrieb/"])
def test_number_of_queries_does_not_grow_with_the_list(client, officer, path):
    client.force_login(officer)
    counted = []
    for count in (1, 2):
        for profile in factories.profiles(count, sites=(factories.site(),)):
            factories.make_admin(officer, of=profile)
        follower.rebuild()
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        counted.append(len(queries))

    # The cockpit asks once for each pile, one's own corner for each section, and every room brings some.
    assert counted[0] == counted[1] <= {"/arbeit/": 31, "/mein/": 22}.get(path, 15)


def test_machine_asks_whether_pages_can_be_served(client):
    answer = client.get("/healthz")

    assert (answer.status_code, answer.json(), "no-cache" in answer["Cache-Control"]) == (200, {"ok": True}, True)


def test_machine_asks_whether_this_version_is_fully_there(client):
    before = client.get("/readyz")
    follower.rebuild()
    after = client.get("/readyz")

    assert (before.status_code, before.json()) == (503, {"ready": False, "migrated": True, "indexed": False})
    assert (after.status_code, after.json()) == (200, {"ready": True, "migrated": True, "indexed": True})


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_machine_behind_the_proxy_asks_without_encryption(client, settings, path):
    settings.SECURE_SSL_REDIRECT = True

    assert client.get("/").status_code == 301
    assert client.get(path).status_code in (200, 503)


def test_own_corner_shows_what_one_has_begun_with_the_way_on(client, owner, profile):
    keeping.save("directory.profile", person=owner, about=profile.reference, data={"name": ["Neu"]}, version=0)
    keeping.save("directory.profile", person=owner, about="", data={"name": ["Ganz neu"]}, version=0)
    client.force_login(owner)

    begun = client.get("/mein/").context["drafts"]

    assert {(draft.title, draft.url) for draft in begun} == {
        (profile.name, reverse("directory:edit", args=[profile.pk])),
        ("Neues Profil", reverse("directory:create")),
    }


def test_own_corner_shows_invitations_deputyships_and_roles(client, owner, colleague, officer, profile):
    today = clock.today()
    days = {"starts_on": today, "ends_on": today + timedelta(days=3)}
    people.arrange_deputy(people.Arrangement(absent=owner, deputy=colleague, **days), actor=owner)
    offer = people.Offer(email="neu@gast.example", name=RoleName.PROFILE_ADMIN, scope=profile.reference)
    people.invite(offer, actor=owner, about=profile.name)
    other = factories.profile(name="Klangraum West")
    offer = people.Offer(email=owner.email, name=RoleName.PROFILE_ADMIN, scope=other.reference)
    people.invite(offer, actor=officer, about=other.name)
    client.force_login(owner)

    shown = client.get("/mein/").content.decode()

    assert str(colleague) in shown and "neu@gast.example" in shown
    assert "Klangraum West" in shown and "Der Link zum Annehmen steht in der Mail" in shown
    assert "Zum Arbeitsbereich" not in shown

    client.force_login(officer)
    shown = client.get("/mein/").content.decode()
    assert "Zum Arbeitsbereich" in shown and "Stabsstelle" in shown
    assert "neu@gast.example" not in shown and "Klangraum West" not in shown
