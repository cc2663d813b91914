"""Writing a profile: who may, what comes of it, what is never lost."""

from __future__ import annotations

import pytest
from django.urls import reverse

from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.drafts.models import Draft
from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.foundation.files.focus import Focus
from quartierwerk.foundation.files.models import StoredPicture
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.directory import actions, queries, rules
from quartierwerk.rooms.directory.models import Profile, Work
from quartierwerk.rooms.directory.tests import factories

PAGES = ("edit", "withdraw", "restore", "works")


def posted(**changes: object) -> dict[str, object]:
    """What the form of the cast's profile sends when nothing is changed, but for ``changes``."""
    values = {
        "version": "1",
        "name": "Lichtwerk Nord",
        "kind": "freelancer",
        "main_sector": "design",
        "professions": ["fotografie"],
        "tagline_de": "Porträts bei Tageslicht",
        "about_de": "Wir fotografieren Menschen an ihrem Arbeitsplatz.",
        "opening_mode": "unknown",
        "sites-0-street": "Münsterstraße",
        "sites-0-house_number": "12",
        "sites-0-postcode": "44145",
        "sites-0-town": "Dortmund",
        "sites-0-lat": "51.53",
        "sites-0-lon": "7.46",
        "sites-0-is_pinned": "on",
        "contacts-0-type": "email",
        "contacts-0-value": "post@lichtwerk.example",
        "contacts-0-visibility": "public",
        "links-0-label": "",
        "links-0-url": "",
    }
    return {name: value for name, value in (values | changes).items() if value is not None}


def url(name: str, profile: Profile, *rest: int) -> str:
    return reverse(f"directory:{name}", args=[profile.pk, *rest])


# Who may


@pytest.mark.parametrize("page", PAGES)
def test_a_visitor_is_sent_to_sign_in(client, profile, page):
    answer = client.get(url(page, profile))

    assert answer.status_code == 302
    assert answer["Location"].startswith("/konto/")


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_is_turned_away(client, profile, stranger, page):
    client.force_login(stranger)

    assert client.get(url(page, profile)).status_code == 403
    assert client.post(url(page, profile), posted(name="Gekapert")).status_code == 403
    profile.refresh_from_db()
    assert (profile.name, profile.state) == ("Lichtwerk Nord", rules.State.PUBLIC)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", ["owner", "colleague", "officer"])
def test_owner_colleague_and_officer_may(client, profile, page, who, request):
    client.force_login(request.getfixturevalue(who))

    assert client.get(url(page, profile)).status_code == 200


def test_a_stranger_learns_nothing_of_a_withdrawn_profile(client, profile, stranger):
    actions.withdraw(profile, actor=system("test"))
    client.force_login(stranger)

    assert client.get(url("edit", profile)).status_code == 404


def test_only_the_office_takes_in_new_actors(client, owner, officer):
    client.force_login(owner)
    assert client.get(reverse("directory:create")).status_code == 403

    client.force_login(officer)
    assert client.get(reverse("directory:create")).status_code == 200


# Changing


def test_saving_without_a_change_keeps_the_content(client, profile, owner):
    before = queries.content_of(profile)
    client.force_login(owner)

    answer = client.post(url("edit", profile), posted())

    assert answer.status_code == 302
    assert queries.content_of(profile) == before
    assert AuditRow.objects.filter(verb="directory.edit").get().changes["fields"] == []


def test_the_form_shows_every_part_of_a_rich_content(client, owner, profile):
    rich = factories.content(
        keywords=("Porträt", "Analog"),
        tagline_en="Portraits in daylight",
        about_en="We photograph people at work.",
        about_plain="Wir machen Fotos.",
        sites=(factories.site(), factories.site(None, street="Hörder Straße", house_number="1", postcode="44263")),
        opening=rules.Opening(
            mode=rules.OpeningMode.WEEKLY, spans=rules.spans_from_text(0, "9-12, 14-18"), note="Bitte klingeln"
        ),
        contacts=(factories.email(visibility="office"), factories.phone(visibility="signed_in")),
        links=(rules.WebLink(label="Mappe", url="https://mappe.example"),),
        access=(rules.AccessFact.STEP_FREE, rules.AccessFact.LIFT),
        is_open_for_cooperation=True,
        cooperation_de="Wir suchen eine Druckerei.",
        founded=2009,
        legal_form="GbR",
        licence="CC-BY-4.0",
    )
    actions.edit(profile, actor=system("test"), content=rich)
    before = queries.content_of(profile)
    client.force_login(owner)
    form = client.get(url("edit", profile)).context["form"]
    shown = {bound.html_name: bound.value() for bound in form if bound.value() not in (None, "", False, [])}

    answer = client.post(url("edit", profile), shown)

    assert answer.status_code == 302, answer.context["form"].non_field_errors()
    assert queries.content_of(profile) == before


def test_an_officer_takes_in_a_new_actor(client, officer):
    factories.vocabulary()
    client.force_login(officer)

    answer = client.post(reverse("directory:create"), posted(name="Neue Werkstatt"))

    made = Profile.objects.get(name="Neue Werkstatt")
    assert answer["Location"] == made.get_absolute_url()
    assert (made.source, made.state) == ("office", rules.State.PUBLIC)


def test_the_office_is_first_shown_whom_a_new_entry_resembles(client, profile, officer):
    client.force_login(officer)
    sent = posted(**{"contacts-0-value": "neu@lichtwerk.example"})

    warned = client.post(reverse("directory:create"), sent)

    assert (warned.status_code, Profile.objects.count()) == (422, 1)
    text = warned.content.decode()
    assert "Ähnliche Einträge gibt es schon" in text and "Trotzdem anlegen" in text
    assert profile.get_absolute_url() in text
    other = factories.profile(name="Lichtwerk-Nord", sites=(factories.site(),))
    again = client.post(reverse("directory:create"), sent | {"seen": warned.context["seen"]})
    assert again.status_code == 422 and other.get_absolute_url() in again.content.decode()
    client.post(reverse("directory:create"), sent | {"seen": again.context["seen"]})
    assert Profile.objects.count() == 3


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(client, profile, owner):
    client.force_login(owner)

    answer = client.post(
        url("edit", profile),
        posted(
            **{
                "name": "",
                "about_de": "Ein langer Text, der bleibt.",
                "hours_0": "morgens",
                "sites-0-postcode": "441",
                "contacts-0-value": "keine Adresse",
                "links-0-url": "nichts",
            }
        ),
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Ein langer Text, der bleibt." in page
    assert "Bitte so schreiben: 9–12, 14–18 Uhr." in page
    assert "„441“ ist keine Postleitzahl." in page
    assert "„keine Adresse“ ist keine E-Mail-Adresse." in page
    assert "„https://nichts“ ist keine Webadresse." in page
    assert page.count('id="errors"') == 1
    assert Profile.objects.get(pk=profile.pk).version == 1


def test_somebody_elses_change_is_not_overwritten_unseen(client, profile, owner):
    actions.edit(profile, actor=system("test"), content=factories.content(tagline_de="Von der Kollegin"))
    client.force_login(owner)

    answer = client.post(url("edit", profile), posted(tagline_de="Von mir"))

    assert answer.status_code == 422
    assert "Inzwischen hat jemand anderes hier etwas geändert." in answer.content.decode()
    assert 'value="Von mir"' in answer.content.decode()
    assert Profile.objects.get(pk=profile.pk).tagline_de == "Von der Kollegin"

    again = client.post(
        url("edit", profile), posted(tagline_de="Von mir", version=answer.context["form"].main["version"].value())
    )

    assert again.status_code == 302
    assert Profile.objects.get(pk=profile.pk).tagline_de == "Von mir"


def test_another_row_comes_without_javascript_and_without_a_verdict(client, profile, owner):
    client.force_login(owner)

    answer = client.post(url("edit", profile), posted(name="", more="contacts"))

    assert answer.status_code == 200
    assert 'id="errors"' not in answer.content.decode()
    assert len(answer.context["form"].contacts.forms) == 2


def test_another_row_answers_htmx_without_the_frame(client, profile, owner):
    client.force_login(owner)

    answer = client.post(
        url("edit", profile), posted(more="sites"), headers={"HX-Request": "true", "HX-Target": "rows-sites"}
    )

    assert "<html" not in answer.content.decode()
    assert 'id="rows-sites"' in answer.content.decode()


def test_an_empty_row_is_no_part_of_the_content(client, profile, owner):
    client.force_login(owner)

    client.post(
        url("edit", profile),
        posted(
            **{
                "contacts-0-value": "",
                "sites-0-street": "",
                "sites-0-house_number": "",
                "sites-0-postcode": "",
                "sites-0-town": "",
            }
        ),
    )

    content = queries.content_of(profile)
    assert (content.contacts, content.sites) == ((), ())


def test_a_pin_goes_when_it_is_taken_off(client, profile, owner):
    client.force_login(owner)

    client.post(url("edit", profile), posted(**{"sites-0-is_pinned": None}))

    assert queries.content_of(profile).sites[0].pin is None


# Drafts


def test_the_form_shows_the_draft_and_saving_ends_it(client, profile, owner):
    client.force_login(owner)
    client.post(
        reverse("drafts:save", args=["directory.profile"]),
        posted(tagline_de="Halb fertig", draft_about=profile.reference, draft_version="0"),
    )

    page = client.get(url("edit", profile)).content.decode()
    assert "Hier steht Ihr Entwurf" in page
    assert 'value="Halb fertig"' in page

    client.post(url("edit", profile), posted(tagline_de="Fertig"))
    assert not Draft.objects.exists()
    assert Profile.objects.get(pk=profile.pk).tagline_de == "Fertig"


def test_a_draft_is_nobody_elses(client, profile, owner, colleague):
    client.force_login(owner)
    client.post(
        reverse("drafts:save", args=["directory.profile"]),
        posted(tagline_de="Halb fertig", draft_about=profile.reference, draft_version="0"),
    )
    client.force_login(colleague)

    assert "Halb fertig" not in client.get(url("edit", profile)).content.decode()


# Withdrawing and bringing back


def test_withdrawing_asks_first_and_deletes_nothing(client, profile, owner):
    client.force_login(owner)

    assert client.get(url("withdraw", profile)).status_code == 200
    profile.refresh_from_db()
    assert profile.is_public

    answer = client.post(url("withdraw", profile), follow=True)
    profile.refresh_from_db()
    assert not profile.is_public
    assert "Gelöscht ist nichts" in answer.content.decode()


def test_withdrawing_twice_says_why_not(client, profile, owner):
    actions.withdraw(profile, actor=system("test"))
    client.force_login(owner)

    answer = client.post(url("withdraw", profile))

    assert answer.status_code == 422
    assert "ist so nicht mehr möglich" in answer.content.decode()


def test_a_withdrawn_profile_comes_back(client, profile, owner):
    actions.withdraw(profile, actor=system("test"))
    client.force_login(owner)

    client.post(url("restore", profile))

    profile.refresh_from_db()
    assert profile.is_public


def test_bringing_back_what_is_public_says_why_not(client, profile, owner):
    client.force_login(owner)

    assert client.post(url("restore", profile)).status_code == 422


# Works


def test_a_work_with_its_picture_appears_on_the_profile(client, profile, owner):
    client.force_login(owner)

    answer = client.post(
        url("works", profile),
        {
            "picture": factories.picture(),
            "title_de": "Frühschicht",
            "alt_de": "Eine Bäckerin im Gegenlicht",
            "creator": "Lichtwerk Nord",
        },
    )

    assert answer.status_code == 302
    page = client.get(profile.get_absolute_url()).content.decode()
    assert 'alt="Eine Bäckerin im Gegenlicht"' in page
    assert "Bild: Lichtwerk Nord" in page


def test_a_picture_says_which_point_of_it_matters(client, profile, owner):
    client.force_login(owner)
    said = {"title_de": "Frühschicht", "alt_de": "Eine Bäckerin", "creator": "Wir"}

    client.post(url("works", profile), said | {"picture": factories.picture(), "focus_x": "20", "focus_y": "0"})
    assert 'class="profile__picture focus-x-20 focus-y-0"' in client.get(profile.get_absolute_url()).content.decode()

    address = url("edit_work", profile, Work.objects.get().pk)
    page = client.get(address)
    assert [page.context["form"][name].value() for name in ("focus_x", "focus_y")] == [20, 0]
    assert 'd="M20 0h0"' in page.content.decode()
    client.post(address, said | {"focus_x": "75", "focus_y": ""})
    assert StoredPicture.objects.get().focus == Focus(0.75, 0.5)


@pytest.mark.parametrize("wrong", ["-5", "105", "33", "links"])
def test_a_point_beside_the_picture_is_refused_at_its_field(client, profile, owner, wrong):
    factories.work(profile)
    client.force_login(owner)
    said = {"title_de": "T", "alt_de": "A", "creator": "Wir", "focus_x": "50", "focus_y": wrong}

    answer = client.post(url("edit_work", profile, Work.objects.get().pk), said)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["focus_y"])


def test_a_picture_without_a_description_is_refused(client, profile, owner):
    client.force_login(owner)

    answer = client.post(
        url("works", profile), {"picture": factories.picture(), "title_de": "Frühschicht", "creator": "Lichtwerk Nord"}
    )

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["alt_de"]
    assert not Work.objects.exists()


def test_what_is_no_picture_is_refused_with_a_sentence(client, profile, owner, tmp_path):
    client.force_login(owner)
    text = tmp_path / "bild.jpg"
    text.write_text("kein Bild")

    with text.open("rb") as file:
        answer = client.post(
            url("works", profile), {"picture": file, "title_de": "T", "alt_de": "Ein Bild", "creator": "Wir"}
        )

    assert answer.status_code == 422
    assert "kein lesbares Bild" in answer.content.decode()


def test_a_work_is_removed_after_a_second_look(client, profile, owner):
    factories.work(profile)
    work = Work.objects.get()
    client.force_login(owner)

    assert client.get(url("remove_work", profile, work.pk)).status_code == 200
    client.post(url("remove_work", profile, work.pk))

    assert not Work.objects.exists()


def test_a_work_of_another_profile_stays(client, profile, owner):
    factories.work(factories.profile(name="Andere"))
    client.force_login(owner)

    assert client.post(url("remove_work", profile, Work.objects.get().pk)).status_code == 404


def test_what_is_said_of_a_work_can_be_corrected(client, profile, owner):
    factories.work(profile)
    work = Work.objects.get()
    client.force_login(owner)

    shown = client.get(url("edit_work", profile, work.pk)).context["form"]
    assert shown["alt_de"].value() == "Eine Bäckerin im Gegenlicht"
    said = {"title_de": "Spätschicht", "alt_de": "Ein Bäcker", "creator": "Lichtwerk", "licence": "", "year": "2024"}
    client.post(url("edit_work", profile, work.pk), said)

    work.refresh_from_db()
    profile.refresh_from_db()
    assert (work.title_de, work.year, work.pictures.get().alt_de) == ("Spätschicht", 2024, "Ein Bäcker")
    assert profile.version == 3


def test_a_work_is_not_left_without_a_description(client, profile, owner):
    factories.work(profile)
    work = Work.objects.get()
    client.force_login(owner)

    answer = client.post(url("edit_work", profile, work.pk), {"title_de": "X", "alt_de": " ", "creator": "Y"})

    assert answer.status_code == 422
    with pytest.raises(RuleBroken):
        actions.edit_work(profile, actor=owner, work_id=work.pk, work=rules.WorkContent(title_de="X", alt_de=""))


# Pins


def test_a_pin_is_set_by_hand(client, profile, owner):
    location = profile.locations.get()
    client.force_login(owner)

    answer = client.post(url("pin", profile, location.pk), {"lat": "51,4700", "lon": "7,5000"})

    assert answer.status_code == 302
    location.refresh_from_db()
    assert (location.lat, location.lon, location.precision) == (51.47, 7.5, "pin")
    assert location.district.slug == "hoerde"


def test_a_point_off_the_earth_is_refused(client, profile, owner):
    client.force_login(owner)

    answer = client.post(url("pin", profile, profile.locations.get().pk), {"lat": "95", "lon": "7,5"})

    assert answer.status_code == 422


def test_the_address_of_another_profile_has_no_pin_page(client, profile, owner):
    other = factories.profile(name="Andere", sites=(factories.site(),))
    client.force_login(owner)

    assert client.get(url("pin", profile, other.locations.get().pk)).status_code == 404


def test_the_form_asks_a_constant_number_of_questions(client, profile, owner, django_assert_max_num_queries):
    client.force_login(owner)
    asked = []
    for rows in (1, 3):
        contacts = tuple(factories.email(f"post{number}@lichtwerk.example") for number in range(rows))
        sites = tuple(factories.site(house_number=str(number)) for number in range(rows))
        actions.edit(profile, actor=system("test"), content=factories.content(contacts=contacts, sites=sites))
        client.get(url("edit", profile))
        with django_assert_max_num_queries(15) as captured:
            client.get(url("edit", profile))
        asked.append(len(captured.captured_queries))

    assert asked[0] == asked[1]
