import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.directory import actions, exchange, schedule
from quartierwerk.rooms.directory.models import ImportJob, Profile
from quartierwerk.rooms.directory.rules import JobState
from quartierwerk.rooms.directory.tests import factories
from quartierwerk.rooms.directory.tests.test_imports import ROWS, checked, done, table, undone, upload
from quartierwerk.rooms.directory.views import imports as pages

BROKEN = (*ROWS, "4;;Hansastr. 4;44137;;", "5;Klangwerk;Münsterstraße 12;44145;;")


@pytest.fixture
def office(client, officer):
    factories.vocabulary()
    client.force_login(officer)
    return client


def file(data: bytes, name: str = "liste.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def address(job: ImportJob, name: str = "import") -> str:
    return reverse(f"directory:{name}", args=[job.pk])


def test_a_list_goes_the_whole_way_through_the_pages(office):
    answer = office.post(reverse("directory:new_import"), {"file": file(table(*BROKEN)), "list_name": "Firmenliste"})
    job = ImportJob.objects.get()
    assert answer.url == address(job, "import_columns")

    shown = office.get(answer.url)
    assert "Firma" in shown.text and "erkannt" in shown.text
    chosen = {f"column_{n}": job.mapping["keys"].get(heading, "") for n, heading in enumerate(job.headings)}
    answer = office.post(answer.url, chosen)
    assert answer.url == address(job)

    shown = office.get(answer.url)
    assert "3 Zeilen werden das Verzeichnis ändern." in shown.text
    assert "Der Name fehlt." in shown.text
    assert not Profile.objects.exists()

    office.post(address(job, "run_import"))
    assert Profile.objects.count() == 3
    assert "3 Zeilen haben das Verzeichnis geändert." in office.get(address(job)).text

    assert "3 neue Profile werden zurückgezogen." in office.get(address(job, "undo_import")).text
    office.post(address(job, "undo_import"))
    assert "Alles ist wieder, wie es vor dem Import war." in office.get(address(job)).text


def test_the_report_shows_one_outcome_at_a_time(office, officer):
    job = checked(table(*BROKEN), actor=officer)

    errors = office.get(address(job), {"show": "error"}).text
    warnings = office.get(address(job), {"show": "warning"}).text
    nonsense = office.get(address(job), {"show": "nonsense"}).text

    assert "Der Name fehlt." in errors and "Tonspur" not in errors
    assert "Tonspur" in warnings and "Der Name fehlt." not in warnings
    assert "Tonspur" in nonsense and "Der Name fehlt." in nonsense


def test_what_an_undo_kept_is_listed_with_its_reason(office, officer):
    job = done(table(*ROWS), actor=officer)
    profile = Profile.objects.get(external_id="2")
    actions.edit(profile, actor=officer, content=factories.content(name="Tonspur", external_id="2"))
    undone(job, actor=officer)

    shown = office.get(address(job), {"show": "kept"}).text

    assert "1 Profil wurde seither geändert" in shown
    assert "Behalten: „Tonspur“ wurde am" in shown
    assert "Farbfeld" not in shown


def test_rows_that_stay_outside_come_back_as_a_file_that_can_be_corrected(office, officer):
    job = checked(table(*BROKEN), actor=officer)

    answer = office.get(address(job, "import_refused"))
    data = b"".join(answer.streaming_content)

    text = data.decode("utf-8-sig")
    assert text.splitlines()[0] == "Nr.;Firma;Straße + Nr.;PLZ/Ort;E-Mail;Telefon;Zeile;Grund"
    assert text.splitlines()[1] == "4;;Hansastr. 4;44137;;;5;Der Name fehlt."
    mended = data.replace(b"4;;Hansa", b"4;Bildraum;Hansa")
    again = done(mended, actor=officer)
    assert Profile.objects.get(external_id="4").name == "Bildraum"
    assert again.rows.count() == 2


def test_a_file_that_is_no_table_is_answered_with_a_sentence_at_the_field(office):
    answer = office.post(
        reverse("directory:new_import"), {"file": file(b"%PDF-1.7 ...", "liste.pdf"), "list_name": "Firmenliste"}
    )

    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]


def test_a_file_that_is_too_large_is_refused(office, settings):
    settings.UPLOAD_MAX_BYTES = 10

    answer = office.post(reverse("directory:new_import"), {"file": file(table(*ROWS)), "list_name": "Firmenliste"})

    assert answer.status_code == 422
    assert not ImportJob.objects.exists()


def test_two_columns_for_one_field_are_refused_at_the_second(office, officer):
    job = upload(table(*ROWS), actor=officer)

    answer = office.post(address(job, "import_columns"), {"column_1": "name", "column_2": "name"})

    assert answer.status_code == 422
    assert answer.context["form"].errors == {"column_2": ["„Name“ ist schon „Firma“ zugeordnet."]}


def test_a_mapping_without_the_name_is_refused(office, officer):
    job = upload(table(*ROWS), actor=officer)

    assert office.post(address(job, "import_columns"), {"column_1": ""}).status_code == 422


def test_the_columns_of_a_finished_import_are_not_changed(office, officer):
    job = done(table(*ROWS), actor=officer)

    assert office.get(address(job, "import_columns")).url == address(job)


def test_a_step_out_of_order_is_answered_with_a_sentence(office, officer):
    job = upload(table(*ROWS), actor=officer)

    shown = office.post(address(job, "run_import"), follow=True)

    assert "Dieser Schritt ist so nicht mehr möglich." in shown.text


def test_a_long_import_shows_how_far_it_is_with_and_without_javascript(office, officer, monkeypatch):
    monkeypatch.setattr(pages, "PATIENCE", 0.0)
    job = checked(table(*ROWS), actor=officer)
    office.post(address(job, "run_import"))

    plain = office.get(address(job)).text
    fragment = office.get(address(job), headers={"HX-Request": "true", "HX-Target": "import"}).text

    assert "0 von 3 Zeilen" in plain and "Stand neu laden" in plain
    assert 'id="import"' in fragment and "<html" not in fragment


def test_the_worker_finishes_what_a_page_began(office, officer, monkeypatch):
    monkeypatch.setattr(pages, "PATIENCE", 0.0)
    job = upload(table(*ROWS), actor=officer)
    chosen = {f"column_{n}": job.mapping["keys"].get(heading, "") for n, heading in enumerate(job.headings)}
    office.post(address(job, "import_columns"), chosen)

    assert schedule.go_on_with_imports() == 3
    office.post(address(job, "run_import"))
    assert schedule.go_on_with_imports() == 3

    job.refresh_from_db()
    assert job.state == JobState.DONE


def test_the_worker_finishes_the_import_of_somebody_who_has_left(officer, stranger):
    factories.vocabulary()
    job = actions.run_import(checked(table(*ROWS), actor=officer), actor=officer)
    ImportJob.objects.update(started_by=stranger)

    schedule.go_on_with_imports()

    job.refresh_from_db()
    assert job.state == JobState.DONE


def test_an_import_that_does_not_get_on_holds_up_no_other(officer, monkeypatch, caplog):
    factories.vocabulary()
    stuck, other = (
        actions.run_import(checked(table(*ROWS), actor=officer, list_name=name), actor=officer) for name in "AB"
    )
    push = exchange.push

    def stumble(job, **rest):
        if job.pk == stuck.pk:
            raise ZeroDivisionError
        return push(job, **rest)

    monkeypatch.setattr(exchange, "push", stumble)
    caplog.set_level("CRITICAL")
    schedule.go_on_with_imports()

    other.refresh_from_db()
    assert other.state == JobState.DONE


def test_whoever_started_an_import_is_told_how_it_went(officer):
    factories.vocabulary()
    job = done(table(*BROKEN), actor=officer)

    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.subject) == (officer.email, "Import „Firmenliste“ ist fertig")
    assert "neu: 3" in mail.text and "2 Zeilen wurden nicht übernommen." in mail.text
    assert address(job) in mail.text


def test_an_import_of_the_system_tells_nobody(db):
    factories.vocabulary()
    done(table(*ROWS), actor=system("command-line"))

    assert not OutgoingMail.objects.exists()


def test_whom_the_imports_are_shown(client, officer, stranger, owner):
    job = done(table(*ROWS), actor=officer)
    paths = [reverse("directory:imports"), reverse("directory:new_import"), address(job)]
    paths += [address(job, name) for name in ("import_columns", "undo_import", "import_refused")]

    assert {client.get(path).status_code for path in paths} == {302}
    for person in (stranger, owner):
        client.force_login(person)
        assert {client.get(path).status_code for path in paths} == {403}
        assert {
            client.post(address(job, name)).status_code for name in ("run_import", "check_import", "undo_import")
        } == {403}


def test_no_file_of_an_import_that_was_never_read(office, officer):
    job = upload(table(*ROWS), actor=officer)

    assert office.get(address(job, "import_refused")).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_imports_asks_the_same_number_of_questions(office, officer, count, django_assert_max_num_queries):
    for number in range(count):
        done(table(*ROWS), actor=officer, list_name=f"Liste {number}")

    office.get(reverse("directory:imports"))  # the first visit of a session also notes its device

    with django_assert_max_num_queries(8):
        office.get(reverse("directory:imports"))
    with django_assert_max_num_queries(12):
        office.get(address(ImportJob.objects.first()))
