import io
import logging
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings

from quartierwerk.foundation import clock
from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.errors import NotAllowed, NotNow, RuleBroken
from quartierwerk.foundation.references import reference
from quartierwerk.foundation.search.models import IndexJournal
from quartierwerk.foundation.sheets import SheetError
from quartierwerk.rooms.accounts.actions import begin_errand
from quartierwerk.rooms.accounts.models import Errand
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.directory import actions, exchange, queries, rules
from quartierwerk.rooms.directory.actions import imports
from quartierwerk.rooms.directory.models import DoublePair, ImportClue, ImportJob, ImportRow, Profile
from quartierwerk.rooms.directory.queries.imports import numbers
from quartierwerk.rooms.directory.rules import JobState, Outcome
from quartierwerk.rooms.directory.schedule import look_for_doubles
from quartierwerk.rooms.directory.tests import factories
from quartierwerk.rooms.places import actions as places
from quartierwerk.rooms.places.models import City
from quartierwerk.rooms.places.rules import AddressRow

LATER = datetime(2026, 7, 1, 10, 0, tzinfo=UTC)
HEAD = "Nr.;Firma;Straße + Nr.;PLZ/Ort;E-Mail;Telefon"
ROWS = (
    "1;Klangwerk GmbH;Münsterstr. 12;44145 Dortmund;post@klangwerk.example;0231 5012345",
    "2;Tonspur;Hansastraße 3;44137 Dortmund;hallo@tonspur.example;",
    "3;Farbfeld e. V.;;;;",
)


def table(*rows: str, head: str = HEAD) -> bytes:
    return "\r\n".join([head, *rows]).encode()


def upload(data: bytes, *, actor, list_name: str = "Firmenliste", filename: str = "liste.csv") -> ImportJob:
    given = actions.Upload(file=io.BytesIO(data), filename=filename, list_name=list_name, columns=exchange.COLUMNS)
    return actions.upload(given, actor=actor)


def checked(data: bytes, *, actor, **rest) -> ImportJob:
    job = actions.check_import(upload(data, actor=actor, **rest), actor=actor)
    exchange.push(job, actor=actor)
    return job


def done(data: bytes, *, actor, **rest) -> ImportJob:
    job = actions.run_import(checked(data, actor=actor, **rest), actor=actor)
    exchange.push(job, actor=actor)
    return job


def undone(job: ImportJob, *, actor) -> ImportJob:
    job = actions.undo_import(job, actor=actor)
    exchange.push(job, actor=actor)
    return job


def outcomes(job: ImportJob) -> list[str]:
    return list(job.rows.order_by("number").values_list("outcome", flat=True))


def findings(job: ImportJob) -> list[list[str]]:
    return list(job.rows.order_by("number").values_list("findings", flat=True))


def content(name: str) -> rules.ProfileContent:
    return queries.content_of(Profile.objects.get(name=name))


@pytest.fixture
def job(officer) -> ImportJob:
    factories.vocabulary()
    return upload(table(*ROWS), actor=officer)


# --- Upload ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["office", " Demo ", "BENCH"])
def test_a_list_may_not_bear_the_name_of_one_of_our_own_ways_in(officer, name):
    factories.profile(name="Klangwerk", source=name.strip().casefold(), external_id="1")

    with pytest.raises(RuleBroken, match="Diesen Namen verwendet das Verzeichnis selbst") as refusal:
        upload(table(*ROWS), actor=officer, list_name=name)

    assert refusal.value.field == "list_name"
    assert not ImportJob.objects.exists()


def test_an_upload_keeps_the_file_and_proposes_a_mapping(job):
    assert job.state == JobState.UPLOADED
    assert job.file.read_bytes() == table(*ROWS)
    assert job.mapping["keys"] == {
        "Nr.": "external_id",
        "Firma": "name",
        "Straße + Nr.": "street",
        "PLZ/Ort": "postcode",
        "E-Mail": "email",
        "Telefon": "phone",
    }


@pytest.mark.parametrize("who", ["visitor", "stranger", "owner"])
def test_only_the_office_uploads(db, who, request):
    with pytest.raises(NotAllowed):
        upload(table(*ROWS), actor=request.getfixturevalue(who))


def test_an_upload_that_is_no_table_is_refused_and_not_kept(officer):
    with pytest.raises(SheetError):
        upload(b"\x89PNG\r\n", actor=officer, filename="bild.png")

    assert list((Path(settings.MEDIA_ROOT) / "imports").iterdir()) == []
    assert not ImportJob.objects.exists()


def test_a_list_needs_a_name(officer):
    with pytest.raises(imports.NoListName):
        upload(table(*ROWS), actor=officer, list_name="  ")


def test_an_upload_leaves_its_audit_row(job, officer):
    trace = AuditRow.objects.get(subject=reference(job))

    assert (trace.verb, trace.actor) == ("directory.upload", reference(officer))


def test_the_mapping_of_a_list_is_remembered(job, officer):
    actions.map_columns(job, actor=officer, keys={"Telefon": "mobile"})
    exchange.push(actions.check_import(job, actor=officer), actor=officer)

    again = upload(table(*ROWS), actor=officer)
    elsewhere = upload(table(*ROWS), actor=officer, list_name="Andere Liste")
    other = upload(table("X;0231 1", head="Firma;Telefon"), actor=officer, list_name="Dritte Liste")

    assert again.mapping["keys"]["Telefon"] == "mobile"
    assert elsewhere.mapping["keys"]["Telefon"] == "mobile"
    assert other.mapping["keys"]["Telefon"] == "phone"


# --- Mapping -----------------------------------------------------------------------------------------------------


def test_columns_are_mapped_by_hand(job, officer):
    actions.map_columns(job, actor=officer, keys={"Telefon": "", "E-Mail": "person"})

    keys = ImportJob.objects.get().mapping["keys"]
    assert "Telefon" not in keys
    assert keys["E-Mail"] == "person"


def test_two_columns_change_places(job, officer):
    actions.map_columns(job, actor=officer, keys={"Telefon": "email", "E-Mail": "phone"})

    keys = ImportJob.objects.get().mapping["keys"]
    assert (keys["Telefon"], keys["E-Mail"]) == ("email", "phone")


@pytest.mark.parametrize("who", ["visitor", "stranger", "owner"])
def test_only_the_office_maps_columns(job, who, request):
    with pytest.raises(NotAllowed):
        actions.map_columns(job, actor=request.getfixturevalue(who), keys={})


def test_a_mapping_without_the_name_is_refused(job, officer):
    with pytest.raises(imports.NameNotMapped):
        actions.map_columns(job, actor=officer, keys={"Firma": ""})


def test_a_running_import_keeps_its_mapping(officer):
    factories.vocabulary()

    with pytest.raises(NotNow):
        actions.map_columns(done(table(*ROWS), actor=officer), actor=officer, keys={})


def test_a_new_mapping_wants_a_new_check(officer):
    factories.vocabulary()
    job = checked(table(*ROWS), actor=officer)

    job = actions.map_columns(job, actor=officer, keys={"Telefon": ""})

    assert job.state == JobState.UPLOADED
    assert AuditRow.objects.filter(subject=reference(job), verb="directory.map_columns").exists()


# --- Check -------------------------------------------------------------------------------------------------------


def test_a_check_says_what_would_become_of_each_row_and_changes_nothing(officer):
    factories.vocabulary()
    job = checked(table(*ROWS, "4;;Hansastraße 4;44137 Dortmund;;", "5;Neu;;;kein-at;"), actor=officer)

    assert job.state == JobState.CHECKED
    assert outcomes(job) == [Outcome.NEW, Outcome.NEW, Outcome.NEW, Outcome.ERROR, Outcome.ERROR]
    assert job.rows.get(number=5).notes[0] == "Der Name fehlt."
    assert "„kein-at“ ist keine E-Mail-Adresse." in job.rows.get(number=6).notes
    assert not Profile.objects.exists()
    assert not ImportClue.objects.exists()


@pytest.mark.parametrize("who", ["visitor", "stranger", "owner"])
@pytest.mark.parametrize("verb", [actions.check_import, actions.stage, actions.run_import, actions.undo_import])
def test_only_the_office_takes_the_steps_of_an_import(job, verb, who, request):
    with pytest.raises(NotAllowed):
        verb(job, actor=request.getfixturevalue(who))


@pytest.mark.parametrize("who", ["visitor", "stranger", "owner"])
@pytest.mark.parametrize("verb", [actions.check_block, actions.import_block, actions.undo_block])
def test_only_the_office_pushes_an_import(job, verb, who, request):
    with pytest.raises(NotAllowed):
        verb(job, actor=request.getfixturevalue(who), tools=actions.Tools())


def test_a_file_whose_names_nobody_found_is_not_checked(officer):
    job = upload(table("a;b", "c;d", head="Alpha;Omega"), actor=officer)

    with pytest.raises(imports.NameNotMapped):
        actions.check_import(job, actor=officer)


def test_a_check_can_be_repeated(officer):
    factories.vocabulary()
    job = checked(table(*ROWS), actor=officer)
    factories.profile(name="Tonspur", sites=(factories.site(street="Hansastraße", house_number="3", postcode="44137"),))

    exchange.push(actions.check_import(job, actor=officer), actor=officer)

    assert outcomes(job) == [Outcome.NEW, Outcome.CERTAIN_DOUBLE, Outcome.NEW]


def test_steps_out_of_order_are_refused(job, officer):
    for verb in (actions.run_import, actions.undo_import, actions.stage):
        with pytest.raises(NotNow):
            verb(job, actor=officer)


def test_nobody_takes_a_list_in_on_somebodys_behalf(job, officer):
    wanted = Errand(name="Ilse Iven", channel="phone", asked_on=clock.today())
    officer.errand = begin_errand(wanted, actor=officer)

    for verb in (actions.run_import, actions.undo_import):
        with pytest.raises(imports.OnAnErrand):
            verb(job, actor=officer)


def test_a_block_outside_its_step_does_nothing(job, officer):
    tools = actions.Tools()

    for verb in (actions.check_block, actions.import_block, actions.undo_block):
        assert verb(job, actor=officer, tools=tools) == []


def test_a_file_is_staged_once(job, officer):
    actions.check_import(job, actor=officer)
    actions.stage(job, actor=officer)
    actions.stage(job, actor=officer)

    assert job.rows.count() == 3


def test_a_file_that_is_gone_ends_the_import_with_a_sentence(job, officer):
    job.file.unlink()

    exchange.push(actions.check_import(job, actor=officer), actor=officer)

    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert job.notes[-1] == "Die Datei liegt nicht mehr vor."


def test_a_file_that_is_damaged_further_down_ends_the_import(officer):
    job = upload(table(*ROWS), actor=officer)
    job.file.write_bytes(b"")

    exchange.push(actions.check_import(job, actor=officer), actor=officer)

    job.refresh_from_db()
    assert (job.state, job.notes[-1]) == (JobState.FAILED, "Die Datei ist leer.")


def test_a_row_that_nobody_expected_stops_only_itself(officer, monkeypatch, caplog):
    factories.vocabulary()
    read = rules.read_row

    def stumble(cells, **rest):
        if cells["name"] == "Tonspur":
            raise ZeroDivisionError
        return read(cells, **rest)

    monkeypatch.setattr(rules, "read_row", stumble)
    with caplog.at_level(logging.CRITICAL):
        job = checked(table(*ROWS), actor=officer)

    assert outcomes(job) == [Outcome.NEW, Outcome.ERROR, Outcome.NEW]
    assert job.rows.get(number=3).notes == ["Diese Zeile ließ sich nicht lesen. Der Fehler ist im Protokoll vermerkt."]


def test_formulas_and_markup_become_harmless(officer):
    factories.vocabulary()
    job = checked(
        table('=HYPERLINK("http://x.example")Werk;<b>Fett</b><script>alert(1)</script>', head="Firma;Beschreibung"),
        actor=officer,
    )

    row = job.rows.get()
    assert not row.said["name"].startswith("=")
    assert row.said["about_de"] == "Fett"
    assert row.notes[:2] == ["Firma: Formelzeichen am Anfang entfernt.", "Beschreibung: HTML entfernt."]
    assert row.has_warning


def test_a_row_says_how_well_its_address_is_known(officer):
    factories.vocabulary()
    known = [AddressRow("Ostwall", str(n), "44135", "Dortmund", 51.51, 7.47 + n / 10_000) for n in (1, 3)]
    places.import_addresses(City.objects.get(), actor=system("test"), rows=known)
    job = checked(
        table(
            "Genau;Ostwall 3;44135;",
            "Ungefähr;Ostwall 99;44135;",
            "Grob;Nirgendweg 1;44135;",
            "Nirgends;Westwall 1;10115;",
            "Auch dort;Ostwall 1;44135;Ostwall 3, 44135 Dortmund|Ostwall 98, 44135 Dortmund",
            head="Firma;Straße;PLZ;Weitere Standorte",
        ),
        actor=officer,
    )

    assert [row.notes for row in job.rows.order_by("number")] == [
        [],
        ["Die Hausnummer ist nicht bekannt; der Punkt auf der Karte ist ungefähr."],
        ["Die Straße ist nicht bekannt; der Punkt auf der Karte liegt in der Mitte der Postleitzahl."],
        ["Adresse nicht gefunden; das Profil erscheint nicht auf der Karte."],
        ["Ostwall 98, 44135 Dortmund: Die Hausnummer ist nicht bekannt; der Punkt auf der Karte ist ungefähr."],
    ]


def test_a_pin_of_the_list_needs_no_register(officer):
    factories.vocabulary()
    job = checked(table("Hier;51,5;7,4", head="Firma;Breitengrad;Längengrad"), actor=officer)

    assert job.rows.get().notes == []


def test_a_null_character_does_no_harm(officer):
    factories.vocabulary()
    filling = b"x" * 400_000
    job = done(b"Firma;Notiz\r\nTonspur;" + filling + b"\r\nKlang\x00werk;\r\n", actor=officer)

    assert outcomes(job) == [Outcome.NEW, Outcome.NEW]
    assert Profile.objects.filter(name="Klangwerk").exists()


# --- Doubles -----------------------------------------------------------------------------------------------------


def test_doubles_within_a_file(officer):
    factories.vocabulary()
    job = done(
        table(
            "Klangwerk;Münsterstr. 12;44145 Dortmund;post@klangwerk.example",
            "KLANGWERK GmbH;Münsterstraße 12;44145;",
            "Klangwerk;Hansastraße 3;44137 Dortmund;",
            "Klangwerkk;Brückstr. 1;44135 Dortmund;post@klangwerk.example",
            head="Firma;Straße;PLZ/Ort;E-Mail",
        ),
        actor=officer,
    )

    assert outcomes(job) == [
        Outcome.NEW,
        Outcome.CERTAIN_DOUBLE,
        Outcome.POSSIBLE_DOUBLE,
        Outcome.POSSIBLE_DOUBLE,
    ]
    assert findings(job)[1] == ["Steht schon in Zeile 2."]
    assert findings(job)[2] == ["Vielleicht dasselbe wie Zeile 2: „Klangwerk“."]
    look_for_doubles()
    first = Profile.objects.order_by("pk").first()
    assert set(DoublePair.objects.values_list("one", flat=True)) == {first.pk}
    assert DoublePair.objects.count() == 2


def test_doubles_within_a_file_are_seen_across_blocks(officer, monkeypatch):
    monkeypatch.setattr(imports.steps, "BLOCK", 1)
    factories.vocabulary()
    job = checked(
        table("1;Klangwerk;;;;", "2;Klangwerk GmbH;;;;", "1;Tonspur;;;;", "4;Klangwerk;Hansastr. 1;44137;;"),
        actor=officer,
    )

    assert outcomes(job) == [Outcome.NEW, Outcome.CERTAIN_DOUBLE, Outcome.ERROR, Outcome.POSSIBLE_DOUBLE]
    assert findings(job)[1] == ["Steht schon in Zeile 2: „Klangwerk“."]
    assert findings(job)[2] == ["Die Nummer „1“ steht schon in Zeile 2."]


def test_doubles_of_other_sources(officer):
    factories.profile(
        name="Klangwerk",
        contacts=(factories.email("post@klangwerk.example"),),
        sites=(factories.site(street="Münsterstraße", house_number="12", postcode="44145"),),
    )
    job = done(
        table(
            "1;Klangwerk GmbH;Münsterstr. 12;44145 Dortmund;;",
            "2;Klangwerkk;Hansastr. 3;44137;post@klangwerk.example;",
            "3;Klangwerk;Hansastr. 9;44137;;",
            "4;Klangwelt;Münsterstr. 12;44145;;",
            "5;Ganz Anders;Münsterstr. 12;44145;;",
        ),
        actor=officer,
    )

    certain, similar, same_name, neighbour, other = job.rows.order_by("number")
    assert certain.outcome == Outcome.CERTAIN_DOUBLE
    assert certain.findings == ["Steht schon im Verzeichnis: „Klangwerk“, Münsterstraße 12, 44145 Dortmund."]
    assert similar.outcome == same_name.outcome == Outcome.POSSIBLE_DOUBLE
    assert other.outcome == Outcome.NEW
    look_for_doubles()
    assert DoublePair.objects.filter(other=similar.profile, one__name="Klangwerk").exists()
    assert not Profile.objects.filter(external_id="1").exists()


def test_two_actors_without_address_and_with_the_same_name_are_certain_doubles(officer):
    factories.profile(name="Farbfeld", contacts=())

    job = checked(table("3;Farbfeld e. V.;;;;"), actor=officer)

    assert findings(job) == [["Steht schon im Verzeichnis: „Farbfeld“, ohne Adresse."]]


def test_what_somebody_withdrew_does_not_come_back_through_another_list(officer):
    factories.withdrawn(name="Farbfeld", contacts=())
    job = done(table("1;Farbfeld;;;;", "2;Farbfeld;Hansastr. 3;44137;;"), actor=officer)

    assert outcomes(job) == [Outcome.CERTAIN_DOUBLE, Outcome.NEW]
    assert findings(job)[0] == ["Steht im Verzeichnis, ist aber zurückgezogen: „Farbfeld“, ohne Adresse."]


def test_doubles_are_looked_for_once_more_when_rows_go_in(officer):
    factories.vocabulary()
    first = checked(table(*ROWS), actor=officer)
    done(table(*ROWS), actor=officer, list_name="Schneller")

    exchange.push(actions.run_import(first, actor=officer), actor=officer)

    assert set(outcomes(first)) == {Outcome.CERTAIN_DOUBLE}
    assert Profile.objects.count() == 3


# --- Run ---------------------------------------------------------------------------------------------------------


def test_an_import_takes_the_rows_in(officer):
    factories.vocabulary()
    job = done(table(*ROWS), actor=officer)

    assert job.state == JobState.DONE
    assert content("Klangwerk GmbH") == rules.ProfileContent(
        name="Klangwerk GmbH",
        sites=(rules.Site(street="Münsterstr.", house_number="12", postcode="44145", town="Dortmund"),),
        contacts=(factories.email("post@klangwerk.example", visibility="office"), factories.phone("+49 231 5012345")),
        external_id="1",
    )
    assert content("Farbfeld e. V.").kind == rules.Kind.ASSOCIATION
    assert set(Profile.objects.values_list("source", flat=True)) == {"Firmenliste"}
    assert job.finished_at is not None


def test_an_import_leaves_one_audit_row_and_one_journal_line_per_profile(officer):
    factories.vocabulary()
    lines = IndexJournal.objects.count()
    job = done(table(*ROWS), actor=officer)

    subjects = {profile.reference for profile in Profile.objects.all()}
    traces = AuditRow.objects.filter(subject__in=subjects)
    assert {trace.subject for trace in traces} == subjects
    assert {(trace.verb, trace.changes["import_job"]) for trace in traces} == {("directory.import_block", job.pk)}
    assert IndexJournal.objects.count() == lines + 3


def test_a_list_imported_twice_changes_nothing(officer):
    factories.vocabulary()
    rows = (
        "1;Klangwerk;Münsterstr. 12;44145 Dortmund;post@klangwerk.example;0231 5012345 / 0172 1234567",
        "2;Klangwerk GmbH;Hansastr. 3;44137;;",
        "3;;;;;",
        "4;Tonspur;;;;",
        "4;Tonspur;;;;",
    )
    first = done(table(*rows), actor=officer)
    before = list(Profile.objects.order_by("pk").values())
    second = done(table(*rows), actor=officer)

    assert outcomes(first)[:2] == [Outcome.NEW, Outcome.POSSIBLE_DOUBLE]
    assert outcomes(second) == [Outcome.UNCHANGED, Outcome.UNCHANGED, Outcome.ERROR, Outcome.UNCHANGED, Outcome.ERROR]
    assert list(Profile.objects.order_by("pk").values()) == before


def test_a_list_without_numbers_imported_twice_changes_nothing(officer):
    factories.vocabulary()
    rows = ("Klangwerk;Münsterstr. 12;44145 Dortmund", "Tonspur;;")
    done(table(*rows, head="Firma;Straße;PLZ/Ort"), actor=officer)
    second = done(table(*rows, head="Firma;Straße;PLZ/Ort"), actor=officer)

    assert outcomes(second) == [Outcome.UNCHANGED, Outcome.UNCHANGED]


def test_a_list_without_numbers_knows_its_row_after_the_owner_renamed_the_profile(officer):
    factories.vocabulary()
    done(table("Klangwerk;44145", head="Firma;PLZ"), actor=officer)
    profile = Profile.objects.get()
    actions.edit(profile, actor=officer, content=factories.content(name="Klangwerk am Hafen", contacts=()))

    second = done(table("Klangwerk;44145", head="Firma;PLZ"), actor=officer)

    assert outcomes(second) == [Outcome.UNCHANGED]
    assert Profile.objects.get().name == "Klangwerk am Hafen"


def test_a_list_that_has_got_numbers_takes_up_its_own_profiles(officer):
    factories.vocabulary()
    done(table("Klangwerk", "Tonspur", head="Firma"), actor=officer)
    second = done(table("7;Klangwerk", head="Nr.;Firma"), actor=officer)

    assert outcomes(second) == [Outcome.CHANGED]
    assert Profile.objects.get(external_id="7").name == "Klangwerk"


def test_a_changed_row_changes_only_what_its_list_states(officer):
    factories.vocabulary()
    done(table(*ROWS), actor=officer)
    profile = Profile.objects.get(external_id="2")
    now = queries.content_of(profile)
    mine = rules.with_parts(now, {"about_de": "Wir nehmen auf.", "mobile": ["+49 172 1234567"]})
    actions.edit(profile, actor=officer, content=mine)

    second = done(table("2;Tonspur;Hansastraße 5;44137 Dortmund;hallo@tonspur.example;"), actor=officer)

    changed = content("Tonspur")
    assert outcomes(second) == [Outcome.CHANGED]
    assert changed.sites[0].house_number == "5"
    assert changed.about_de == "Wir nehmen auf."
    assert [c.value for c in changed.contacts] == ["hallo@tonspur.example", "+49 172 1234567"]


def test_what_was_edited_by_hand_wins_and_is_said(officer):
    factories.vocabulary()
    done(table(*ROWS), actor=officer)
    profile = Profile.objects.get(external_id="2")
    mine = rules.with_parts(queries.content_of(profile), {"email": ["neu@tonspur.example"]})
    actions.edit(profile, actor=officer, content=mine)

    second = done(table("2;Tonspur;Hansastraße 3;44137 Dortmund;liste@tonspur.example;"), actor=officer)
    third = done(table("2;Tonspur;Hansastraße 3;44137 Dortmund;liste@tonspur.example;"), actor=officer)

    assert findings(second) == [["Von Hand geändert und darum behalten: E-Mail."]]
    assert second.rows.get().has_warning
    assert findings(third) == [[]]
    assert content("Tonspur").contacts[0].value == "neu@tonspur.example"


def test_who_may_see_a_field_stays_as_the_owner_chose(officer):
    factories.vocabulary()
    done(table(*ROWS), actor=officer)
    profile = Profile.objects.get(external_id="2")
    chosen = rules.Contact(
        type=rules.ContactType.EMAIL, value="hallo@tonspur.example", visibility=rules.Visibility.SIGNED_IN
    )
    now = queries.content_of(profile)
    actions.edit(profile, actor=officer, content=factories.content(name=now.name, contacts=(chosen,), external_id="2"))

    done(table("2;Tonspur;Hansastraße 3;44137 Dortmund;hallo@tonspur.example;0231 99999"), actor=officer)

    assert content("Tonspur").contacts[0] == chosen


def test_what_the_own_list_has_and_somebody_withdrew_stays_withdrawn(officer):
    factories.vocabulary()
    done(table(*ROWS), actor=officer)
    actions.withdraw(Profile.objects.get(external_id="2"), actor=officer)

    second = done(table(*ROWS), actor=officer)

    assert outcomes(second) == [Outcome.UNCHANGED, Outcome.CERTAIN_DOUBLE, Outcome.UNCHANGED]
    assert findings(second)[1] == ["Das Profil ist zurückgezogen; ein Import zeigt es nicht wieder."]


def test_a_row_that_the_database_refuses_stops_only_itself(officer, monkeypatch, caplog):
    factories.vocabulary()
    job = checked(table(*ROWS), actor=officer)
    write = imports.steps.ProfileWriter._write_parts

    def stumble(self, pairs):
        if any(content.name == "Tonspur" for _profile, content in pairs):
            raise ZeroDivisionError
        write(self, pairs)

    monkeypatch.setattr(imports.steps.ProfileWriter, "_write_parts", stumble)
    with caplog.at_level(logging.CRITICAL):
        exchange.push(actions.run_import(job, actor=officer), actor=officer)

    assert outcomes(job) == [Outcome.NEW, Outcome.ERROR, Outcome.NEW]
    assert findings(job)[1] == ["Diese Zeile ließ sich nicht übernehmen. Der Fehler ist im Protokoll vermerkt."]
    assert set(Profile.objects.values_list("external_id", flat=True)) == {"1", "3"}


@pytest.mark.parametrize("at_once", [True, False])
def test_a_busy_database_is_no_rows_fault(officer, monkeypatch, at_once, caplog):
    factories.vocabulary()
    job = checked(table(*ROWS), actor=officer)
    tries = []

    def stumble(self, pairs):
        tries.append(1)
        raise imports.running.OperationalError if at_once or len(tries) > 1 else ZeroDivisionError

    monkeypatch.setattr(imports.steps.ProfileWriter, "_write_parts", stumble)
    with caplog.at_level(logging.CRITICAL), pytest.raises(imports.running.OperationalError):
        exchange.push(actions.run_import(job, actor=officer), actor=officer)

    assert outcomes(job) == [Outcome.NEW, Outcome.NEW, Outcome.NEW]


def test_the_number_of_queries_does_not_grow_with_the_rows(officer, django_assert_max_num_queries):
    factories.vocabulary()
    tools = actions.Tools()
    for count in (3, 60):
        rows = [f"{count}{n};Werk {count} {n};;;werk{count}{n}@w.example;" for n in range(count)]
        job = actions.check_import(upload(table(*rows), actor=officer, list_name=f"Liste {count}"), actor=officer)
        actions.stage(job, actor=officer)
        with django_assert_max_num_queries(30):
            actions.check_block(job, actor=officer, tools=tools)
        actions.check_block(job, actor=officer, tools=tools)
        actions.run_import(job, actor=officer)
        with django_assert_max_num_queries(40):
            actions.import_block(job, actor=officer, tools=tools)


# --- Undo --------------------------------------------------------------------------------------------------------


def test_an_undo_hides_what_was_new_and_puts_back_what_was_changed(officer):
    factories.vocabulary()
    done(table("1;Klangwerk;;;alt@klangwerk.example;"), actor=officer)
    job = done(table("1;Klangwerk;;;neu@klangwerk.example;", "2;Tonspur;;;;", "3;;;;;"), actor=officer)

    undone(job, actor=officer)

    job.refresh_from_db()
    assert job.state == JobState.UNDONE
    assert content("Klangwerk").contacts[0].value == "alt@klangwerk.example"
    assert Profile.objects.get(external_id="2").state == rules.State.WITHDRAWN
    assert numbers(job).kept == 0


def test_an_undo_keeps_what_somebody_has_changed_since_and_says_why(officer):
    factories.vocabulary()
    job = done(table(*ROWS), actor=officer)
    edited, withdrawn = Profile.objects.get(external_id="1"), Profile.objects.get(external_id="3")
    actions.edit(edited, actor=officer, content=factories.content(name="Klangwerk", external_id="1"), at=LATER)
    actions.withdraw(withdrawn, actor=officer, at=LATER)

    undone(job, actor=officer)

    assert findings(job) == [
        ["Behalten: „Klangwerk“ wurde am 01.07.2026 geändert."],
        [],
        ["Behalten: „Farbfeld e. V.“ wurde am 01.07.2026 zurückgezogen."],
    ]
    edited.refresh_from_db()
    assert edited.is_public
    assert numbers(ImportJob.objects.get(pk=job.pk)).kept == 2


def test_an_undo_leaves_an_audit_row_per_profile(officer):
    factories.vocabulary()
    job = undone(done(table(*ROWS), actor=officer), actor=officer)

    traces = AuditRow.objects.filter(verb="directory.undo_block", subject__startswith="directory.profile:")
    assert {trace.changes["import_job"] for trace in traces} == {job.pk}
    assert traces.count() == 3


def test_a_list_taken_back_comes_in_again(officer):
    factories.vocabulary()
    undone(done(table(*ROWS), actor=officer), actor=officer)
    again = done(table(*ROWS), actor=officer)

    assert outcomes(again) == [Outcome.NEW] * 3
    assert Profile.objects.filter(state=rules.State.PUBLIC).count() == Profile.objects.count() == 3
    undone(again, actor=officer)
    assert not Profile.objects.filter(state=rules.State.PUBLIC).exists()


def test_an_import_and_its_undo_stand_in_the_history_of_what_they_changed(officer):
    factories.vocabulary()
    done(table("1;Klangwerk;Ostwall 1;44135 Dortmund;;", "2;Tonspur;;;;"), actor=officer)
    second = done(table("1;Klangwerk;Ostwall 2;44135 Dortmund;;", "2;Tonspur;;;;"), actor=officer)
    undone(second, actor=officer)

    changed, same = Profile.objects.order_by("external_id")
    assert [(v.how, v.why, v.replaced_by, v.said.sites[0].house_number) for v in changed.versions.all()] == [
        (rules.How.UNDO, second.list_name, officer, "2"),
        (rules.How.IMPORT, second.list_name, officer, "1"),
    ]
    assert not same.versions.exists()


def test_a_list_taken_back_stands_in_the_way_of_no_other(officer):
    factories.profile(name="Tonspur", contacts=(), sites=())
    undone(done(table("1;Klangwerk;;;;"), actor=officer), actor=officer)
    other = done(table("1;Klangwerk;;;;"), actor=officer, list_name="Andere Liste")

    assert outcomes(other) == [Outcome.NEW]


def test_what_comes_back_may_be_a_possible_double_by_now(officer):
    factories.vocabulary()
    undone(done(table("1;Klangwerk;;;;"), actor=officer), actor=officer)
    factories.profile(name="Klangwerk", contacts=(), sites=(factories.site(),))

    again = done(table("1;Klangwerk;;;;"), actor=officer)

    assert outcomes(again) == [Outcome.POSSIBLE_DOUBLE]
    look_for_doubles()
    assert {DoublePair.objects.get().one.source, DoublePair.objects.get().other.source} == {"office", again.list_name}


def test_a_row_whose_profile_is_gone_is_taken_back_without_it(officer):
    factories.vocabulary()
    job = done(table(*ROWS), actor=officer)
    ImportRow.objects.filter(number=3).update(profile=None)

    undone(job, actor=officer)

    assert ImportRow.objects.filter(is_undone=True).count() == 3
