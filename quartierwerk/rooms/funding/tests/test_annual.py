"""Annual reports: what a draft says of the figures, writing, publishing, editions, and who sees what."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from quartierwerk.foundation import clock
from quartierwerk.foundation.documents.tests.made import Made
from quartierwerk.foundation.errors import MovedOn, NotAllowed
from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.boards.tests.factories import district_officer, districts
from quartierwerk.rooms.funding import actions, queries, rules
from quartierwerk.rooms.funding.models import AnnualReport, Project
from quartierwerk.rooms.funding.rules import ReportPart, Tally, YearTold
from quartierwerk.rooms.funding.tests import annual
from quartierwerk.rooms.funding.tests.test_projects import signed_in, text_of
from quartierwerk.rooms.funding.tests.world import World

database = pytest.mark.django_db
WHOLE = Tally(
    projects=1_008,
    third_party=252,
    applied=10,
    asked_cents=900_000,
    decided=8,
    wanted_cents=700_000,
    granted=6,
    granted_cents=450_000,
    resolved_cents=0,
    paid_cents=300_050,
)
TOLD = YearTold(
    year=2025,
    whole=WHOLE,
    before=Tally(projects=5, applied=7, granted_cents=200_000),
    pillars=[("Nachbarschaft", Tally(applied=6)), ("Jury", Tally(applied=4))],
    themes=[("Kunst", Tally(applied=6, granted=2)), ("Feste", Tally(applied=4, granted=4))],
    joint=Tally(projects=3),
    answers=4,
    marks=[("Antragsverfahren", "4,25")],
)


# --- What a draft says of itself ---------------------------------------------------------------------------------


def test_a_draft_answers_the_six_questions_from_the_figures():
    said = rules.suggested(TOLD)

    assert said[ReportPart.APPLICATIONS] == (
        "Im Jahr 2025 gingen 10 Anträge ein, zusammen über 9.000,00\u00a0€. Nach Säulen: Nachbarschaft: 6; Jury: 4."
    )
    assert said[ReportPart.GRANTS] == (
        "Über 8 Anträge wurde entschieden. Bewilligt: 6 (75\u00a0%), insgesamt 4.500,00\u00a0€. "
        "Ausgezahlt wurden in diesem Jahr 3.000,50\u00a0€, Rückzahlungen abgezogen."
    )
    assert said[ReportPart.THEMES] == (
        "Am häufigsten beantragt wurde „Kunst“ (6). Am häufigsten bewilligt wurde „Feste“ (4)."
    )
    assert said[ReportPart.REACH] == (
        "In diesem Jahr begannen 1.008 Projekte. Über mehrere Bezirke: 3. Mit Geld von anderen: 252 (25\u00a0%)."
    )
    assert "bis zu 4 je Frage" in said[ReportPart.SURVEY] and "4,25" in said[ReportPart.SURVEY]
    assert said[ReportPart.YEARS] == (
        "Anträge: 10, im Jahr davor 7. Projekte: 1.008, im Jahr davor 5. "
        "Bewilligt: 4.500,00\u00a0€, im Jahr davor 2.000,00\u00a0€."
    )
    assert (said[ReportPart.FOREWORD], said[ReportPart.OUTLOOK]) == ("", "")


def test_a_draft_of_an_empty_year_says_so_and_a_single_case_stands_in_the_singular():
    nothing = rules.suggested(
        replace(TOLD, whole=Tally(), before=None, pillars=[], themes=[], joint=Tally(), answers=0, marks=[])
    )
    assert nothing[ReportPart.APPLICATIONS] == "Im Jahr 2025 ging kein Antrag ein."
    assert "über keinen Antrag" in nothing[ReportPart.GRANTS]
    assert "nichts zu zählen" in nothing[ReportPart.THEMES]
    assert nothing[ReportPart.REACH] == "In diesem Jahr begann kein Projekt."
    assert "zu wenige Antworten" in nothing[ReportPart.SURVEY]
    assert nothing[ReportPart.YEARS] == "Für das Jahr davor ist hier nichts gezählt."

    one = rules.suggested(replace(TOLD, whole=Tally(projects=1, applied=1, decided=1, resolved_cents=5_000)))
    assert one[ReportPart.APPLICATIONS].startswith("Im Jahr 2025 ging 1 Antrag ein")
    assert "1 Antrag wurde entschieden. Bewilligt: 0 (0\u00a0%)" in one[ReportPart.GRANTS]
    assert "eigene Projekte der Bezirke wurden 50,00" in one[ReportPart.GRANTS]
    assert one[ReportPart.REACH].startswith("In diesem Jahr begann 1 Projekt.")


@given(st.builds(Tally, *(st.integers(0, 10**9) for _name in Tally._fields)))
def test_every_question_is_answered_whatever_the_figures(tally):
    texts = rules.suggested(replace(TOLD, whole=tally, joint=tally, pillars=[("a", tally)], themes=[("b", tally)]))

    assert rules.unsaid(texts) == []
    assert rules.report_problem(texts) is None


def test_what_frames_a_report_may_stay_empty_and_the_rest_may_not():
    assert rules.unsaid(dict.fromkeys(ReportPart, "")) == [
        part for part in ReportPart if part not in (ReportPart.FOREWORD, ReportPart.OUTLOOK)
    ]
    too_long = rules.report_problem({ReportPart.OUTLOOK: "x" * (rules.LONGEST_PART + 1)})
    assert too_long is not None and too_long.field == "outlook"


# --- Writing and publishing --------------------------------------------------------------------------------------


@database
def test_a_report_is_begun_written_and_published_once(officer):
    districts()
    report = actions.begin_report(2025, actor=officer)
    assert report.is_draft and str(report) == "Geschäftsbericht 2025"
    with pytest.raises(actions.DraftedAlready):
        actions.begin_report(2025, actor=officer)

    texts = report.said | {ReportPart.FOREWORD: " Danke. "}
    written = actions.write_report(report, actor=officer, texts=texts, version=0)
    assert (written.said[ReportPart.FOREWORD], written.version) == ("Danke.", 1)
    with pytest.raises(MovedOn):
        actions.write_report(report, actor=officer, texts=texts, version=0)
    with pytest.raises(actions.PartTooLong):
        actions.write_report(report, actor=officer, texts={ReportPart.REACH: "x" * 10_001}, version=1)
    with pytest.raises(actions.WrittenSince):
        actions.publish_report(report, actor=officer, version=0)

    published = actions.publish_report(report, actor=officer, version=1)
    assert not published.is_draft and published.published_by == officer
    for step in (
        lambda: actions.write_report(report, actor=officer, texts=texts, version=1),
        lambda: actions.publish_report(report, actor=officer, version=1),
        lambda: actions.drop_report(report, actor=officer),
    ):
        with pytest.raises(actions.PublishedAlready):
            step()


@database
def test_a_report_that_leaves_a_question_open_is_not_published(officer):
    districts()
    report = annual.drafted(by=officer, themes="  ")

    with pytest.raises(actions.PartsMissing, match="„Handlungsschwerpunkte“"):
        actions.publish_report(report, actor=officer, version=report.version)


@database
def test_years_that_nobody_can_tell_of_are_refused(officer):
    for year in (clock.today().year + 1, 1989):
        with pytest.raises(actions.NoSuchYear):
            actions.begin_report(year, actor=officer)


@database
def test_another_edition_goes_on_from_the_texts_of_the_last(officer):
    districts()
    first = annual.published(by=officer, outlook="Weiter so.")

    second = actions.begin_report(first.year, actor=officer)

    assert (second.edition, second.said[ReportPart.OUTLOOK]) == (2, "Weiter so.")
    assert str(second).endswith(f"{first.year}, 2. Auflage")
    actions.drop_report(second, actor=officer)
    assert list(AnnualReport.objects.all()) == [first]
    assert actions.begin_report(first.year, actor=officer).edition == 2


@database
def test_nobody_else_writes_reports(officer):
    districts()
    report = annual.drafted(by=officer)

    for somebody in (district_officer(districts()[0]), accounts.person(), None):
        for step in (
            lambda who=somebody: actions.begin_report(2020, actor=who),
            lambda who=somebody: actions.write_report(report, actor=who, texts=report.said, version=1),
            lambda who=somebody: actions.publish_report(report, actor=who, version=1),
            lambda who=somebody: actions.drop_report(report, actor=who),
        ):
            with pytest.raises(NotAllowed):
                step()


@pytest.mark.django_db(transaction=True)
def test_the_database_keeps_what_was_published(officer):
    districts()
    report = annual.published(by=officer)
    draft = annual.drafted(by=officer)

    for change in ({"texts": {}}, {"figures": {}}, {"year": 1999}, {"published_at": clock.now()}):
        with pytest.raises(DatabaseError), transaction.atomic():
            AnnualReport.objects.filter(pk=report.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        AnnualReport.objects.filter(pk=report.pk).delete()
    with pytest.raises(DatabaseError), transaction.atomic():  # two drafts of one year
        AnnualReport.objects.create(year=draft.year, edition=3, texts={}, begun_at=clock.now(), begun_by=officer)
    with pytest.raises(DatabaseError), transaction.atomic():  # published without figures
        AnnualReport.objects.filter(pk=draft.pk).update(published_at=clock.now(), published_by=officer)


@database
def test_published_figures_and_names_stay_while_the_house_goes_on(officer):
    districts()
    world = World(40, years=2, seed=7)
    year = clock.today().year - 1
    report = annual.published(by=officer)
    pinned = queries.figures_of(report, on=clock.today())
    now = queries.year_in_figures(year, on=clock.today())
    assert pinned.told == now.told
    assert pinned.told.whole.applied > 0 and pinned.years == now.years

    Project.objects.update(state=rules.ProjectState.CALLED_OFF, reason="Regen")
    theme = next(one for one in world.themes if one is not None)
    type(theme).objects.filter(pk=theme.pk).update(name_de="Anders")

    report.refresh_from_db()
    assert queries.figures_of(report, on=clock.today()).told == pinned.told
    assert queries.year_in_figures(year, on=clock.today()).told != pinned.told


# --- Pages -------------------------------------------------------------------------------------------------------


@database
def test_everybody_reads_what_is_published_and_the_office_alone_a_draft(officer):
    districts()
    World(30, years=2, seed=3)
    report = annual.published(by=officer, foreword="Es war viel los.\n\nDanke.")
    draft = annual.drafted(by=officer)
    office, visitor = signed_in(officer), Client()

    listed = text_of(visitor, reverse("funding:annual_reports"))
    assert str(report) in listed and "2. Auflage" not in listed and "Bericht beginnen" not in listed
    shown = text_of(visitor, report.get_absolute_url())
    for said in (
        "Es war viel los.",
        "Wie viele Anträge es gab",
        "Anträge und Geld nach Säule",
        "Höhe der Bewilligungen",
        "zusammen",
    ):
        assert said in shown
    assert "Ausblick" not in shown and "Texte schreiben" not in shown
    for somebody in (visitor, signed_in(district_officer(districts()[0]))):
        for name in ("annual_report", "annual_report_file"):
            assert somebody.get(reverse(f"funding:{name}", args=[draft.pk])).status_code == 404
    assert "2. Auflage" in text_of(office, reverse("funding:annual_reports"))
    assert "Texte schreiben" in text_of(office, draft.get_absolute_url())


@database
def test_the_file_is_tagged_and_says_what_the_page_says(officer):
    districts()
    World(30, years=2, seed=3)
    report = annual.published(by=officer, foreword="Es war viel los.")

    answer = Client().get(reverse("funding:annual_report_file", args=[report.pk]))

    assert answer["Content-Type"] == "application/pdf"
    made = Made(answer.content)
    assert made.root["/MarkInfo"]["/Marked"] and len(made.tags("/TH")) > 20
    assert len(made.tags("/H1")) == 1 and len(made.tags("/H2")) >= 8
    for said in (f"Geschäftsbericht {report.year}", "Es war viel los.", "Entwicklung über die Jahre", "Was hier zählt"):
        assert said in made.text
    draft = annual.drafted(by=officer)
    drawn = signed_in(officer).get(reverse("funding:annual_report_file", args=[draft.pk]))
    assert "Entwurf, noch nicht veröffentlicht" in Made(drawn.content).text


@database
def test_the_office_begins_writes_and_publishes_in_the_browser(officer):
    districts()
    office = signed_in(officer)
    begin = reverse("funding:begin_report")
    assert office.post(begin, {"year": clock.today().year + 1}).status_code == 422
    answer = office.post(begin, {"year": clock.today().year - 1})
    report = AnnualReport.objects.get()
    write, publish = (reverse(f"funding:{name}", args=[report.pk]) for name in ("write_report", "publish_report"))
    assert answer.status_code == 302 and answer["Location"] == write
    assert "ging kein Antrag ein" in text_of(office, write)

    said = {part.value: text for part, text in report.said.items()}
    assert office.post(write, said | {"version": 0, "themes": ""}).status_code == 302
    assert "fehlt noch Text" in text_of(office, report.get_absolute_url())
    refused = office.post(write, said | {"version": 0, "outlook": "Mein Satz."})  # written in between
    assert refused.status_code == 422 and 'name="version" value="1"' in refused.content.decode()
    assert "Mein Satz." in refused.content.decode()  # nothing is lost, and the next attempt counts
    assert office.post(publish, {"version": 1}).status_code == 422
    assert office.post(write, said | {"version": 1, "themes": "Kunst."}).status_code == 302
    assert office.post(publish, {"version": 1}).status_code == 422  # looked at an earlier state
    assert office.post(publish, {"version": 2}).status_code == 302
    assert "Kunst." in text_of(Client(), report.get_absolute_url())
    assert office.get(write).status_code == 302

    again = office.post(begin, {"year": report.year})
    draft = AnnualReport.objects.get(published_at=None)
    assert str(draft.pk) in again["Location"]
    assert office.post(reverse("funding:drop_report", args=[draft.pk]), {}).status_code == 302
    assert AnnualReport.objects.count() == 1
    for somebody in (Client(), signed_in(accounts.person())):
        assert somebody.get(begin).status_code in (302, 403)
