"""The verbs: what each does, who may not, when the rule refuses, what it leaves behind."""

from __future__ import annotations

import pytest

from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.errors import MovedOn, NotAllowed, NotNow, RuleBroken
from quartierwerk.foundation.facts.models import Delivery
from quartierwerk.foundation.files.focus import MIDDLE, Focus
from quartierwerk.foundation.files.models import StoredPicture
from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.foundation.search.models import IndexJournal
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.directory import actions, permissions, queries, rules
from quartierwerk.rooms.directory.actions._checking import ContentRefused
from quartierwerk.rooms.directory.actions.works import EnoughWorks
from quartierwerk.rooms.directory.actions.writer import ProfileWriter, UnknownWord
from quartierwerk.rooms.directory.actions.writing_to import NobodyToWriteTo
from quartierwerk.rooms.directory.models import Profile, Synonym, Work, WorkPicture
from quartierwerk.rooms.directory.tests import factories
from quartierwerk.rooms.places.models import Place


def trail(verb: str) -> AuditRow:
    return AuditRow.objects.filter(verb=f"directory.{verb}").latest("pk")


def noted(profile: Profile) -> int:
    """How often the index was told to look at a profile."""
    return IndexJournal.objects.filter(reference=profile.reference).count()


# Who may


@pytest.mark.parametrize(
    ("who", "own", "office"),
    [
        ("visitor", False, False),
        ("stranger", False, False),
        ("owner", True, False),
        ("colleague", True, False),
        ("officer", True, True),
    ],
)
def test_rights_follow_the_role_in_its_scope(profile, who, own, office, request):
    person = request.getfixturevalue(who)

    assert permissions.may_edit(person, profile) == own
    for right in (permissions.may_create, permissions.may_import, permissions.may_define):
        assert right(person) == office
    for right in (permissions.may_relocate, permissions.may_load):
        assert not right(person)
        assert right(system("test"))
    assert permissions.may_write_to(person, profile)


@pytest.mark.parametrize("who", ["visitor", "stranger"])
def test_a_stranger_passes_no_door(profile, who, request):
    person = request.getfixturevalue(who)
    content = factories.content(name="Gekapert")
    work = rules.WorkContent(title_de="T", alt_de="A")

    for knock in (
        lambda: actions.create(content, actor=person),
        lambda: actions.edit(profile, actor=person, content=content),
        lambda: actions.withdraw(profile, actor=person),
        lambda: actions.restore(profile, actor=person),
        lambda: actions.set_pin(profile, actor=person, location_id=profile.locations.get().pk, lat=0, lon=0),
        lambda: actions.add_work(profile, actor=person, work=work, picture=factories.picture()),
        lambda: actions.edit_work(profile, actor=person, work_id=1, work=work),
        lambda: actions.remove_work(profile, actor=person, work_id=1),
        lambda: actions.set_synonyms(Synonym(), actor=person, words=["a", "b"]),
        lambda: actions.define_sectors(factories.SECTORS, actor=person),
        lambda: actions.define_professions(factories.PROFESSIONS, actor=person),
    ):
        with pytest.raises(NotAllowed):
            knock()


# Profiles


def test_taking_in_writes_the_profile_and_tells_of_it(officer):
    factories.vocabulary()

    profile = actions.create(factories.content(), actor=officer, at=factories.NOON)

    assert (profile.name, profile.slug, profile.created_at) == ("Lichtwerk Nord", "lichtwerk-nord", factories.NOON)
    assert trail("create").subject == profile.reference
    assert noted(profile) == 1


@pytest.mark.parametrize("changes", [{"name": ""}, {"founded": 2027}])
def test_what_is_wrong_is_not_taken_in(officer, changes):
    factories.vocabulary()

    with pytest.raises(ContentRefused) as refusal:
        actions.create(factories.content(**changes), actor=officer, at=factories.NOON)

    assert refusal.value.field == next(iter(changes))
    assert not Profile.objects.exists()


@pytest.mark.parametrize("changes", [{"sectors": ("unbekannt",)}, {"professions": ("unbekannt",)}])
def test_a_word_that_is_not_in_the_vocabulary_is_refused(officer, changes):
    factories.vocabulary()

    with pytest.raises(UnknownWord, match="unbekannt"):
        actions.create(factories.content(**changes), actor=officer)


def test_a_change_counts_and_names_its_fields_without_their_words(profile, owner):
    after = actions.edit(
        profile, actor=owner, content=factories.content(about_de="Neu.", sites=(factories.site(),)), at=factories.NOON
    )

    assert (after.version, after.changed_at) == (2, factories.NOON)
    assert trail("edit").changes["fields"] == ["about_de"]
    assert "Neu." not in str(trail("edit").changes)
    assert noted(profile) == 2


def test_a_change_based_on_an_old_version_is_refused(profile, owner):
    actions.edit(profile, actor=owner, content=factories.content(), based_on=1)

    with pytest.raises(MovedOn):
        actions.edit(profile, actor=owner, content=factories.content(), based_on=1)


def test_a_profile_goes_out_of_view_and_comes_back(profile, owner):
    gone = actions.withdraw(profile, actor=owner)
    assert gone.state == rules.State.WITHDRAWN
    assert trail("withdraw").changes["state"] == [rules.State.PUBLIC, rules.State.WITHDRAWN]

    with pytest.raises(NotNow):
        actions.withdraw(profile, actor=owner)

    assert actions.restore(profile, actor=owner).state == rules.State.PUBLIC
    with pytest.raises(NotNow):
        actions.restore(profile, actor=owner)


def test_a_pin_moves_the_address_to_its_new_district(profile, owner):
    location = profile.locations.get()

    actions.set_pin(profile, actor=owner, location_id=location.pk, lat=factories.SOUTH[0], lon=factories.SOUTH[1])

    location.refresh_from_db()
    assert (location.precision, location.district.slug, location.quarters.count()) == ("pin", "hoerde", 0)
    assert queries.content_of(profile).sites[0].pin == factories.SOUTH
    assert queries.version_of(profile) == 2


def test_a_pin_needs_an_address_of_this_profile_and_a_point_on_earth(profile, owner):
    other = factories.profile(name="Andere", sites=(factories.site(),))

    with pytest.raises(NotAllowed):
        actions.set_pin(profile, actor=owner, location_id=other.locations.get().pk, lat=51, lon=7)
    with pytest.raises(RuleBroken, match="nicht auf der Erde"):
        actions.set_pin(profile, actor=owner, location_id=profile.locations.get().pk, lat=91, lon=7)


def test_a_new_boundary_moves_addresses_and_the_index_hears_of_those_only(profile):
    factories.profile(name="Bleibt", sites=(factories.site(factories.SOUTH),))
    location = profile.locations.get()
    location.district = Place.objects.get(slug="hoerde")
    location.save(update_fields=["district"])
    before = noted(profile)

    actions.relocate(Place.objects.get(slug="innenstadt-nord"), actor=system("test"))

    location.refresh_from_db()
    assert location.district.slug == "innenstadt-nord"
    assert trail("relocate").changes["moved"] == 1
    assert noted(profile) == before + 1


def test_a_point_outside_the_city_lies_in_no_district(profile, owner):
    location = profile.locations.get()

    actions.set_pin(profile, actor=owner, location_id=location.pk, lat=10, lon=10)

    location.refresh_from_db()
    assert location.district is None


def test_a_block_of_invented_profiles_leaves_one_row_and_its_journal_lines(db, settings):
    factories.vocabulary()
    maker = system("test")
    job = actions.open_load("bench", actor=maker, at=factories.NOON)
    contents = [factories.content(name=f"Atelier {number}") for number in range(3)]

    job = actions.load_block(job, actor=maker, contents=contents, writer=ProfileWriter(), at=factories.NOON)

    assert (job.rows_done, Profile.objects.count()) == (3, 3)
    assert AuditRow.objects.filter(verb="directory.load_block").count() == 1
    assert IndexJournal.objects.filter(reference__startswith="directory.profile:").count() == 3

    settings.MODE = "production"
    with pytest.raises(NotAllowed):
        actions.load_block(job, actor=maker, contents=contents, writer=ProfileWriter())
    with pytest.raises(NotAllowed):
        actions.open_load("bench", actor=maker)


# Works


def test_a_work_is_shown_and_goes_with_its_picture(profile, owner):
    factories.work(profile)
    work = Work.objects.get()
    assert trail("add_work").changes["work"] == work.pk
    assert StoredPicture.objects.count() == 1

    actions.remove_work(profile, actor=owner, work_id=work.pk)

    assert not Work.objects.exists()
    assert not StoredPicture.objects.exists()


def test_works_stand_in_the_order_they_came(profile):
    factories.work(profile, title_de="Erste")
    factories.work(profile, title_de="Zweite")

    assert [work.title_de for work in queries.works_of(profile)] == ["Erste", "Zweite"]


def test_a_picture_must_be_described(profile, owner):
    with pytest.raises(RuleBroken) as refusal:
        factories.work(profile, alt_de=" ")

    assert refusal.value.field == "alt_de"


def test_the_focal_point_of_a_picture_is_said_and_said_anew(profile, owner):
    factories.work(profile, focus=Focus(0.25, 0.1))
    shown = WorkPicture.objects.get()
    assert shown.picture.focus == Focus(0.25, 0.1)

    said = rules.WorkContent(title_de="T", alt_de="A", focus=Focus(1, 0))
    actions.edit_work(profile, actor=owner, work_id=shown.work_id, work=said)

    assert StoredPicture.objects.get().focus == Focus(1, 0)
    assert trail("edit_work").changes["work"] == shown.work_id
    assert Profile.objects.get().version == 3


@pytest.mark.parametrize("focus", [Focus(1.5, 0.5), Focus(0.5, -0.1)])
def test_a_focal_point_lies_on_its_picture(profile, owner, focus):
    factories.work(profile)
    said = rules.WorkContent(title_de="T", alt_de="A", focus=focus)

    with pytest.raises(RuleBroken) as refusal:
        factories.work(profile, focus=focus)
    with pytest.raises(RuleBroken):
        actions.edit_work(profile, actor=owner, work_id=Work.objects.get().pk, work=said)

    assert refusal.value.field == "focus_x"
    assert StoredPicture.objects.get().focus == MIDDLE


def test_a_withdrawn_profile_keeps_its_focal_point(profile, owner):
    factories.work(profile, focus=Focus(0.25, 0.1))

    actions.restore(actions.withdraw(profile, actor=owner), actor=owner)

    assert StoredPicture.objects.get().focus == Focus(0.25, 0.1)


def test_a_profile_shows_a_choice_not_an_archive(profile):
    for number in range(rules.MOST["works"]):
        Work.objects.create(profile=profile, title_de=str(number))

    with pytest.raises(EnoughWorks):
        factories.work(profile)


def test_a_work_of_somebody_else_cannot_be_removed(profile, owner):
    factories.work(factories.profile(name="Andere"))

    with pytest.raises(NotAllowed):
        actions.remove_work(profile, actor=owner, work_id=Work.objects.get().pk)
    with pytest.raises(NotAllowed):
        actions.edit_work(
            profile, actor=owner, work_id=Work.objects.get().pk, work=rules.WorkContent(title_de="X", alt_de="Y")
        )


# Messages


def message(**changes: str) -> actions.Message:
    values = {"sender_name": "Karla Kundin", "sender_email": "karla@kundschaft.example", "text": "Guten Tag"}
    return actions.Message(**values | changes)


def test_a_message_is_posted_and_leaves_no_words_in_the_trail(profile):
    actions.write_to(profile, actor=None, message=message())

    assert OutgoingMail.objects.get().to == "post@lichtwerk.example"
    assert trail("write_to").actor == ""
    assert "Guten Tag" not in str(trail("write_to").changes)
    assert "karla" not in str(trail("write_to").changes)


@pytest.mark.parametrize(("changes", "field"), [({"sender_email": "karla@"}, "sender_email"), ({"text": " "}, "text")])
def test_a_message_needs_an_address_and_words(profile, changes, field):
    with pytest.raises(RuleBroken) as refusal:
        actions.write_to(profile, actor=None, message=message(**changes))

    assert refusal.value.field == field
    assert not OutgoingMail.objects.exists()


def test_there_must_be_somebody_to_write_to(db):
    silent = factories.profile(contacts=())
    gone = factories.withdrawn(name="Weg")

    with pytest.raises(NobodyToWriteTo):
        actions.write_to(silent, actor=None, message=message())
    with pytest.raises(NotAllowed):
        actions.write_to(gone, actor=None, message=message())


# Vocabulary


def test_the_vocabulary_is_set_and_renamed_by_its_short_names(officer):
    factories.vocabulary()

    [renamed] = actions.define_sectors([rules.SectorWords(slug="design", name_de="Gestaltung")], actor=officer)
    [trade] = actions.define_professions(
        [rules.ProfessionWords(slug="grafik", sector="design", name_de="Grafik")], actor=officer
    )

    assert (str(renamed), str(trade)) == ("Gestaltung", "Grafik")


def test_synonyms_are_tidied_changed_and_dropped(officer):
    group = actions.set_synonyms(Synonym(), actor=officer, words=["  Foto graf ", "Lichtbildner", "Lichtbildner", ""])
    assert group.words == ["Foto graf", "Lichtbildner"]

    with pytest.raises(RuleBroken) as refusal:
        actions.set_synonyms(group, actor=officer, words=["eins", "eins"])
    assert refusal.value.field == "words"

    assert actions.drop_synonyms(group, actor=officer).words == []


def test_what_happens_in_public_is_announced_to_whoever_listens(profile, owner):
    before = Delivery.objects.count()

    actions.withdraw(profile, actor=owner)

    # Rooms above may listen one day; until then the fact is for outside and waits for nobody.
    assert Delivery.objects.count() == before
