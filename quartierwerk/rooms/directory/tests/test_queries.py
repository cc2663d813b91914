"""Reading profiles: whom each list shows what."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict

from quartierwerk.foundation.search import follower
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.directory import actions, queries
from quartierwerk.rooms.directory.models import Contact, Profile
from quartierwerk.rooms.directory.tests import factories


@pytest.mark.parametrize(
    ("who", "sees"),
    [("visitor", 1), ("stranger", 1), ("owner", 2), ("colleague", 2), ("officer", 2)],
)
def test_a_list_shows_what_is_withdrawn_to_those_who_keep_it(profile, who, sees, request):
    person = request.getfixturevalue(who)
    own = Profile.objects.filter(pk=profile.pk)
    actions.withdraw(profile, actor=system("test"))
    public = factories.profile(name="Blende Acht")

    shown = Profile.objects.visible_to(person) & (own | Profile.objects.filter(pk=public.pk))

    assert shown.count() == sees


def test_somebody_who_has_not_signed_in_counts_as_nobody(profile):
    actions.edit(
        profile, actor=system("test"), content=factories.content(contacts=(factories.phone(visibility="signed_in"),))
    )

    assert not Contact.objects.visible_to(AnonymousUser()).exists()
    assert Profile.objects.visible_to(AnonymousUser()).get() == profile


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("visitor", ["public"]),
        ("stranger", ["public", "signed_in"]),
        ("owner", ["public", "signed_in", "office"]),
        ("officer", ["public", "signed_in", "office"]),
    ],
)
def test_contact_fields_follow_their_circle(profile, who, sees, request):
    contacts = tuple(factories.phone(visibility=circle) for circle in ("public", "signed_in", "office"))
    actions.edit(profile, actor=system("test"), content=factories.content(contacts=contacts))
    person = request.getfixturevalue(who)

    shown = Contact.objects.visible_to(person).filter(profile=profile)

    assert [contact.visibility for contact in shown] == sees


def test_the_content_of_a_profile_is_what_was_written(db):
    factories.city()
    content = factories.content(
        sites=(factories.site(), factories.site(None, street="", house_number="", postcode="44137"))
    )

    profile = factories.profile(sites=content.sites)

    assert queries.content_of(profile) == content


def test_the_contents_of_many_profiles_cost_as_much_as_of_one(db, django_assert_num_queries):
    known = factories.profiles(3)

    for some in (known[:1], known):
        with django_assert_num_queries(5):
            queries.contents_of(some)


def test_mail_goes_to_the_first_address_whoever_may_see_it(profile):
    contacts = (
        factories.phone(),
        factories.email("erste@lichtwerk.example", visibility="office"),
        factories.email("zweite@lichtwerk.example"),
    )
    actions.edit(profile, actor=system("test"), content=factories.content(contacts=contacts))
    assert queries.address_for_mail(profile) == "erste@lichtwerk.example"

    actions.edit(profile, actor=system("test"), content=factories.content(contacts=()))
    assert queries.address_for_mail(profile) == ""


def test_somebodys_profiles_are_theirs_in_any_state(profile, owner, stranger):
    actions.withdraw(profile, actor=system("test"))

    assert list(queries.of_person(owner)) == [profile]
    assert profile not in queries.of_person(stranger)


# Finding


def wanted(address: str) -> queries.Wanted:
    return queries.Wanted.from_address(QueryDict(address))


def test_the_address_is_read_and_nonsense_left_out():
    found = wanted("q=+Foto+&sector=design&sector=&district=a&district=b&cooperation=1&accessible=ja&sort=egal&x=y")

    assert found == queries.Wanted(
        q="Foto",
        values={"sector": ("design",), "district": ("a", "b")},
        switches=frozenset({"cooperation"}),
        sort="relevance",
    )


def test_a_place_means_the_quarter_or_the_district(db):
    factories.city()
    both = factories.profile(name="Mitten im Quartier", sites=(factories.site(),))
    district = factories.profile(name="Am Rand", sites=(factories.site((51.545, 7.48)),))
    factories.profile(name="Im Süden", sites=(factories.site(factories.SOUTH),))
    follower.rebuild()

    found = queries.find(wanted("q=Nordstadt"))

    assert {hit.key for hit in found.hits} == {both.pk, district.pk}
    assert (found.rest, found.place) == ("", "Nordstadt")
    assert sorted(place.kind for place in found.places) == ["district", "quarter"]


def test_a_quoted_place_is_a_word(db):
    factories.city()
    factories.profile(name="Lichtwerk", sites=(factories.site(),))
    named = factories.profile(name="Freunde der Nordstadt", sites=(factories.site(factories.SOUTH),))
    follower.rebuild()

    found = queries.find(wanted("q=Freunde+%22Nordstadt%22"))

    assert found.hits[0].key == named.pk
    assert found.place == ""


def test_every_key_is_the_whole_list_in_its_order(db):
    known = factories.profiles(25)
    follower.rebuild()

    assert list(queries.every_key(wanted("sort=name"))) == [
        profile.pk for profile in sorted(known, key=lambda profile: profile.sort_key)
    ]


def test_what_was_withdrawn_a_breath_ago_is_not_shown(db):
    profile = factories.profile()
    follower.rebuild()
    actions.withdraw(profile, actor=system("test"))

    assert queries.find(wanted("")).hits == []


# Similar


def test_similar_actors_are_sorted_by_what_they_share(db):
    factories.city()
    own = factories.profile(sites=(factories.site(),), keywords=("Porträt",))
    near = factories.profile(name="Nah", sites=(factories.site(),))
    topic = factories.profile(name="Thema", keywords=("porträt",))
    trade = factories.profile(name="Beruf")
    sector = factories.profile(name="Teilmarkt", professions=("grafik",))
    factories.profile(name="Fremd", sectors=("musik",), professions=("komposition",), sites=(factories.site(),))
    follower.rebuild()

    found = queries.similar_to(Profile.objects.with_parts().get(pk=own.pk), limit=9)

    assert [(similar.card.key, similar.reason) for similar in found] == [
        (near.pk, "auch Fotografie · ebenfalls in Nordstadt"),
        (topic.pk, "auch Fotografie · gleiches Thema: Porträt"),
        (trade.pk, "auch Fotografie"),
        (sector.pk, "auch im Bereich Design"),
    ]


def test_the_district_is_named_where_there_is_no_quarter(db):
    factories.city()
    own = factories.profile(sites=(factories.site(factories.SOUTH),))
    factories.profile(name="Nachbarin", sites=(factories.site(factories.SOUTH),))
    follower.rebuild()

    [similar] = queries.similar_to(Profile.objects.with_parts().get(pk=own.pk))

    assert similar.reason == "auch Fotografie · ebenfalls in Hörde"


def test_similar_actors_stop_at_the_limit(db):
    own, *_others = factories.profiles(9)
    follower.rebuild()

    assert len(queries.similar_to(Profile.objects.with_parts().get(pk=own.pk))) == 4


def test_nobody_is_similar_to_somebody_without_trade(db):
    own = factories.profile(sectors=(), professions=())
    factories.profile(name="Blende Acht")
    follower.rebuild()

    assert queries.similar_to(Profile.objects.with_parts().get(pk=own.pk)) == []


# Synonyms


def test_groups_that_were_dropped_are_not_listed(db):
    factories.synonyms("Tischlerei", "Schreinerei")
    gone = factories.synonyms("a", "b")
    actions.drop_synonyms(gone, actor=system("test"))

    assert [group.words for group in queries.synonym_groups()] == [["Tischlerei", "Schreinerei"]]
    assert queries.synonym_groups(containing="fo") == []


# finding


def found_names(text):
    """The names found for a text, and the same in the order of the export."""
    wanted = queries.Wanted(q=text)
    names = dict(Profile.objects.values_list("pk", "name"))
    found = queries.find(wanted)
    assert [names[key] for key in queries.every_key(wanted)] == [names[hit.key] for hit in found.hits]
    return [names[hit.key] for hit in found.hits], found


def test_the_city_itself_narrows_nothing(db):
    factories.city()
    factories.profile(sites=(factories.site(),))
    factories.profile(name="Blende Süd", sites=(factories.site(factories.SOUTH),))
    factories.profile(name="Ohne Ort")
    follower.rebuild()

    assert len(found_names("Dortmund")[0]) == len(found_names("Fotograf Dortmund")[0]) == 3
    assert found_names("Dortmunder Fotograf in Hörde")[0] == ["Blende Süd"]
    assert found_names("Hörder Fotograf")[0] == ["Blende Süd"]


def test_a_slip_in_a_place_leads_to_the_place(db):
    factories.city()
    factories.profile(sites=(factories.site(),))
    factories.profile(
        name="Lichtwerk Süd", about_de="Geboren in der Nordstadt", sites=(factories.site(factories.SOUTH),)
    )
    follower.rebuild()

    names, found = found_names("Fotograf Nordtsadt")

    assert (names, found.place, found.corrected) == (["Lichtwerk Nord"], "nordstadt", {"nordtsadt": "nordstadt"})


def test_house_numbers_and_works_are_found(db):
    factories.city()
    shown = factories.profile(sites=(factories.site(house_number="126"),))
    factories.profile(name="Blende Süd", sites=(factories.site(house_number="12"),))
    factories.work(shown, title_de="Hochzeit im Park", about_de="Reportage")
    follower.rebuild()

    assert found_names("Münsterstraße 126")[0][0] == "Lichtwerk Nord"
    assert found_names("Hochzeitsreportage")[0] == ["Lichtwerk Nord"]
