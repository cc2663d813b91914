"""The pages with which a project shows itself: what everybody reads, and the desks of those who look after it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.directory.tests.factories import NORTH, picture
from quartierwerk.rooms.funding import actions, queries
from quartierwerk.rooms.funding.models import Project, ProjectPicture
from quartierwerk.rooms.funding.tests import factories, proofs
from quartierwerk.rooms.funding.tests import letters as make
from quartierwerk.rooms.funding.tests import showing_factories as shows
from quartierwerk.rooms.funding.tests.test_projects import signed_in, text_of

database = pytest.mark.django_db


@database
def test_the_page_of_a_project_shows_what_it_is(client):
    project = factories.project(plain="Es gibt Lichter.\nAlle können kommen.", partners="Chor", place="Marktplatz")
    shows.picture(project, credit="Pia Foto")
    actions.tell_effect(project, actor=shows.system("test"), told=shows.told(participants=1_234))
    shows.pinned(project, NORTH)

    text = text_of(client, project.get_absolute_url())

    for said in ("In Einfacher Sprache", "Es gibt Lichter.", "Laternen auf dem Marktplatz", "Bild: Pia Foto", "Chor"):
        assert said in text
    for said in ("Was daraus wurde", "1.234", "Auf der Karte der Projekte", '"@type": "Event"', '"latitude": 51.53'):
        assert said in text
    found = client.get(f"/api/v1/projects/{project.pk}").json()
    assert found["pictures"][0]["credit"] == "Pia Foto" and found["effect"]["participants"] == 1_234
    assert (found["lat"], found["lon"]) == NORTH


@database
def test_what_waits_is_seen_by_those_only_who_look_after_the_project(owner, office):
    client = Client()
    project = factories.project(by=owner)
    shows.picture(project, by=owner, alt="Ungesehen")
    actions.tell_effect(project, actor=owner, told=shows.told("Ungelesen."))
    url = project.get_absolute_url()

    for said in ("Ungesehen", "Ungelesen."):
        assert said not in text_of(client, url)
        assert said in text_of(signed_in(owner), url)
    assert "Ungelesen." not in text_of(client, f"/api/v1/projects/{project.pk}")
    seen = queries.additions_of(project).mark
    button = f'name="seen" value="{seen}"'
    assert button in text_of(office, url) and button not in text_of(signed_in(owner), url)
    office.post(reverse("funding:show_additions", args=[project.pk]), {"seen": seen})
    assert "Ungesehen" in text_of(client, url)


@database
def test_the_public_reads_one_sum_of_others_and_what_programmes_give(client, owner, officer):
    fund = make.programme()
    application = make.decided(owner, of=fund)
    project = application.project
    shows.received(project, cents=30_000, source="Bäckerei Korn")
    shows.received(project, cents=20_000, source="Oma Erna")
    factories.contribution(project, cents=77_700)
    url = project.get_absolute_url()

    before = text_of(client, url)
    assert "500,00" in before and "777,00" not in before and "Korn" not in before
    assert queries.grants_of(project) == []
    make.texts()
    letter = make.issued(application, by=officer, second=make.second_officer())
    actions.serve_letter(letter, actor=officer, way="hand")

    grant = queries.grants_of(project)[0]
    assert (grant.title, grant.cents) == (fund.name, application.decisions.get().cents)
    assert fund.name in text_of(client, url)


def caption_sent(**more) -> dict[str, object]:
    return {"alt": "Ein Chor", "credit": "Wir", "licence": "", "may_be_published": "on"} | more


@database
def test_pictures_are_kept_in_the_browser(owner, office):
    project = factories.project(by=owner, is_public=False)
    desk, url = signed_in(owner), reverse("funding:project_pictures", args=[project.pk])

    refused = desk.post(url, caption_sent(picture=picture(), may_be_published=""))
    assert refused.status_code == 422 and not ProjectPicture.objects.exists()
    for alt in ("Ein Chor", "Eine Bühne"):
        assert desk.post(url, caption_sent(picture=picture(), alt=alt, focus_x="20", focus_y="0")).status_code == 302
    first, second = ProjectPicture.objects.all()
    assert first.picture.focus.css == "focus-x-20 focus-y-0"
    desk.post(reverse("funding:put_picture_first", args=[project.pk, second.pk]))
    assert ProjectPicture.objects.first() == second
    desk.post(reverse("funding:describe_picture", args=[project.pk, first.pk]), caption_sent(alt="Ein Kinderchor"))
    assert "Ein Kinderchor" in text_of(desk, url)
    desk.post(reverse("funding:drop_picture", args=[project.pk, first.pk]))
    assert ProjectPicture.objects.get() == second
    assert signed_in(accounts.person()).get(url).status_code == 404


@database
def test_nobody_adds_pictures_without_end(owner, monkeypatch):
    monkeypatch.setattr("quartierwerk.rooms.funding.views.showing.MOST_PICTURES_A_DAY", 1)
    project = factories.project(by=owner)
    desk, url = signed_in(owner), reverse("funding:project_pictures", args=[project.pk])
    desk.post(url, caption_sent(picture=picture()))

    assert desk.post(url, caption_sent(picture=picture())).status_code == 429


@database
def test_a_spot_is_set_by_address_or_by_two_numbers(office):
    project = factories.project()
    url = reverse("funding:pin_project", args=[project.pk])

    assert office.post(url, {"lat": "51,53", "lon": ""}).status_code == 422
    assert office.post(url, {"address": "Nirgendweg 1"}).status_code == 422
    assert office.post(url, {"lat": "48", "lon": "2"}).status_code == 422
    office.post(url, {"lat": "51,53", "lon": "7,46"})
    assert (Project.objects.get().lat, Project.objects.get().lon) == NORTH
    office.post(url, {"lat": "", "lon": ""})
    assert Project.objects.get().lat is None


@database
def test_what_became_of_it_begins_with_what_the_proof_of_use_says(owner, office, officer):
    application = proofs.served(owner, office=officer)
    url = reverse("funding:tell_effect", args=[application.project_id])
    assert 'value="321"' not in text_of(office, url)

    proofs.handed_in(application, by=owner, participants=321, volunteer_minutes=45 * 60)

    for said in ('value="321"', 'value="45"'):
        assert said in text_of(office, url)


@database
def test_what_became_of_it_is_told_in_the_browser(owner):
    project = factories.project(by=owner)
    url = reverse("funding:tell_effect", args=[project.pk])
    desk = signed_in(owner)

    assert desk.post(url, {"text": "", "participants": "", "volunteer_hours": "x"}).status_code == 422
    answer = desk.post(url, {"text": "Voll.", "participants": "400", "volunteer_hours": "0"}, follow=True)

    assert "freigegeben" in answer.content.decode()
    assert 'value="400"' in text_of(desk, url)
    assert Client().get(url).status_code == 302
