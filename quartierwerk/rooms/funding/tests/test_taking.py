"""Running cases of a spreadsheet: read row by row, looked at, taken over whole, and harmless a second time."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from quartierwerk.foundation import clock
from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.errors import NotAllowed
from quartierwerk.foundation.references import reference
from quartierwerk.foundation.sheets import cells_of
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.boards.tests import factories as board
from quartierwerk.rooms.budget import actions as keeping
from quartierwerk.rooms.budget.models import Pot
from quartierwerk.rooms.budget.tests import factories as budget
from quartierwerk.rooms.funding import actions, exchange, queries
from quartierwerk.rooms.funding.models import Application, Check, Decision, Project
from quartierwerk.rooms.funding.queries.taking import planned_cases
from quartierwerk.rooms.funding.rules import ApplicationState, Content, Outcome, ProjectKind, ProjectState
from quartierwerk.rooms.funding.rules.taking import (
    KEYS,
    CaseRow,
    CaseStand,
    Known,
    KnownPot,
    KnownProgramme,
    KnownTerms,
    Refusal,
    pot_key,
    read_row,
)
from quartierwerk.rooms.funding.rules.taking_plan import Fate, case_of, plan
from quartierwerk.rooms.funding.tests import factories
from quartierwerk.rooms.funding.tests.factories import CLUBS

TODAY = date(2026, 6, 1)
OLD, NEW = KnownTerms(date(2020, 1, 1), 1, CLUBS), KnownTerms(date(2026, 1, 1), 2, replace(CLUBS, pillar=9))
KNOWN = Known(
    {"stadtteilfonds": KnownProgramme(5, (NEW, OLD))},
    {"hoerde": 3},
    {
        pot_key("2026 · Fonds"): [KnownPot(7, None, None, 1_000_00)],
        pot_key("2026 · Fonds · Hombruch"): [KnownPot(8, None, 4, 1_000_00)],
        pot_key("2026 · Doppelt"): [KnownPot(10, None, None, 1), KnownPot(11, None, None, 1)],
    },
)
ROW = {
    "programme": "Stadtteilfonds",
    "title": "Lichterfest",
    "summary": "Laternen auf dem Markt.",
    "district": "Hörde",
    "carrier": "Verein Licht",
    "starts_on": "01.06.2026",
    "ends_on": "2026-06-03",
    "received_on": "1.2.25",
    "asked": "800",
    "spent": "1.000,50 €",
    "stand": "eingereicht",
}
GRANTED = {"stand": "bewilligt", "granted": "800", "pot": "2026 · Fonds"}


def rows(*given: dict[str, str]) -> list[CaseRow | Refusal]:
    return [read_row(ROW | said, known=KNOWN, on=TODAY) for said in given]


def fates(*given: dict[str, str], there=()) -> list[Fate]:
    return [one.fate for one in plan(rows(*given), there=there, known=KNOWN)]


def kept(row: CaseRow, *, title: str = ""):
    content = Content.read(json.loads(json.dumps(row.content.as_json)))
    return case_of(
        programme=row.programme,
        file_number=row.file_number,
        titles=[row.outline.title, title or row.outline.title],
        received_on=row.received_on,
        content=content,
    )


# Reading a row


def test_a_row_is_read_as_people_write_it():
    [row] = rows({"file_number": "41-25/17", "is_person": "Ja"})
    assert (row.programme, row.rule_set, row.district, row.received_on) == (5, 1, 3, date(2025, 2, 1))
    assert (row.asked, row.spent, row.state) == (800_00, 1_000_50, ApplicationState.SUBMITTED)
    assert (row.outline.kind, row.outline.is_person) == (ProjectKind.CARRIED, True)
    assert (row.outline.starts_on, row.outline.ends_on) == (date(2026, 6, 1), date(2026, 6, 3))
    assert (row.file_number, row.content.need) == ("41-25/17", "Laternen auf dem Markt.")


def test_what_stands_for_good_is_german_in_whatever_language_it_was_read():
    with translation.override("en"):
        english = [one.content for one in rows({})]
    assert english == [one.content for one in rows({})]


def test_a_grant_is_read_with_its_pot():
    [row] = rows(GRANTED | {"granted": "500", "reason": "Nur die Bühne.", "conditions": "Mit Belegen."})
    assert (row.stand, row.state, row.granted, row.pot) == (CaseStand.GRANTED, ApplicationState.DECIDED, 500_00, 7)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"programme": "Lotto"}, "Programm gibt es nicht"),
        ({"title": " "}, "Projekt: Das Projekt braucht einen Titel"),
        ({"title": "x" * 200}, "Projekt: Dieser Text ist zu lang"),
        ({"summary": ""}, "Worum es geht"),
        ({"carrier": ""}, "Träger"),
        ({"district": "Atlantis"}, "Ort gibt es"),
        ({"file_number": "1" * 61}, "Aktenzeichen ist zu lang"),
        ({"is_person": "vielleicht"}, "weder ja noch nein"),
        ({"starts_on": "bald"}, "erster Tag: Bitte schreiben Sie einen Tag"),
        ({"ends_on": ""}, "letzter Tag: Bitte schreiben Sie einen Tag"),
        ({"ends_on": "31.05.2026"}, "endet, bevor es beginnt"),
        ({"received_on": "30.02.2026"}, "eingegangen am"),
        ({"received_on": "2.6.2026"}, "noch nicht eingegangen"),
        ({"received_on": "31.12.2019"}, "keine Bedingungen"),
        ({"asked": "viel"}, "beantragt: „viel“ ist kein Betrag"),
        ({"asked": ""}, "wie viel beantragt"),
        ({"spent": "799,99"}, "mindestens so hoch"),
        ({"stand": "ausgezahlt"}, "schon ausgezahlt"),
        ({"stand": "unklar"}, "Stand gibt es nicht"),
        ({"granted": "1"}, "über den entschieden ist"),
        ({"stand": "zulässig", "pot": "2026 · Fonds"}, "über den entschieden ist"),
        (GRANTED | {"granted": ""}, "wie viel bewilligt"),
        (GRANTED | {"granted": "900"}, "höchstens, was beantragt ist"),
        (GRANTED | {"granted": "700"}, "sagt warum"),
        (GRANTED | {"pot": ""}, "Topf fehlt"),
        (GRANTED | {"pot": "2025 · Fonds"}, "Topf gibt es nicht"),
        (GRANTED | {"pot": "2026 · Doppelt"}, "mehrere Töpfe"),
        (GRANTED | {"pot": "2026 · Fonds · Hombruch"}, "an diesem Ort nicht bezahlt"),
        (GRANTED | {"received_on": "1.2.2026"}, "an diesem Ort nicht bezahlt"),
        (GRANTED | {"conditions": "x" * 2_001}, "Bedingungen: Dieser Text ist zu lang"),
        ({"stand": "abgelehnt"}, "sagt warum"),
        ({"stand": "abgelehnt", "reason": "Kein Geld.", "granted": "5"}, "weder Summe noch Topf"),
        ({"stand": "abgelehnt", "reason": "Kein Geld.", "conditions": "Keine."}, "keine Bedingungen"),
        ({"summary": "Fest\0"}, "Zeichen"),
    ],
)
def test_a_row_that_cannot_be_read_says_why(wrong, said):
    [read] = rows(wrong)
    assert isinstance(read, Refusal)
    assert said in read.sentence


def test_a_row_says_all_that_is_wrong_with_it():
    [read] = rows(dict.fromkeys(ROW, ""))
    assert isinstance(read, Refusal)
    assert len(read.sentences) == 10


def test_a_pot_that_is_none_is_said_beside_what_else_is_wrong():
    [read] = rows(GRANTED | {"asked": "viel", "received_on": "bald", "pot": "2026 · Lotto"})
    assert "ist kein Betrag" in read.sentence and "Topf gibt es nicht" in read.sentence


@given(cells=st.dictionaries(st.sampled_from(KEYS), st.text(max_size=40) | st.sampled_from(list(ROW.values()))))
def test_whatever_is_written_is_read_or_refused_in_words(cells):
    read = read_row(ROW | cells, known=KNOWN, on=TODAY)
    assert isinstance(read, CaseRow) or all(str(sentence).strip() for sentence in read.sentences) and read.sentences


@given(
    asked=st.integers(1, 10**9),
    more=st.integers(0, 10**9),
    text=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=80).filter(str.strip),
)
def test_what_a_row_comes_to_balances_and_is_known_again(asked, more, text):
    read = read_row(
        ROW | {"asked": f"{asked},00", "spent": f"{asked + more},00", "title": text, "file_number": text[:60]},
        known=KNOWN,
        on=TODAY,
    )
    assert isinstance(read, CaseRow)
    assert (read.content.plan.gap, read.content.plan.asked_cents) == (0, asked * 100)
    assert Content.read(json.loads(json.dumps(read.content.as_json))) == read.content
    assert [one.fate for one in plan([read], there=[kept(read, title="umbenannt")], known=KNOWN)] == [Fate.KNOWN]


# What would become of the rows


def test_a_case_is_known_by_its_number_else_by_title_and_day():
    [numbered, bare] = rows({"file_number": "7"}, {})
    assert fates({"file_number": "7"}, there=[kept(numbered, title="umbenannt")]) == [Fate.KNOWN]
    assert fates({}, there=[kept(bare, title="umbenannt")]) == [Fate.KNOWN]
    assert fates({"file_number": "8"}, there=[kept(numbered)]) == [Fate.FRESH]
    assert fates({"received_on": "2.2.25"}, there=[kept(bare)]) == [Fate.FRESH]


def test_another_state_of_a_case_that_is_there_changes_nothing():
    """It has gone on here since; the list no longer counts."""
    [row] = rows({})
    assert fates({"stand": "zulässig"}, there=[kept(row)]) == [Fate.KNOWN]


@pytest.mark.parametrize("other", [{"asked": "700"}, {"summary": "Anderes."}, {"file_number": "7"}])
def test_a_case_that_is_there_with_something_else_is_refused(other):
    [row] = rows({})
    [planned] = plan(rows(other), there=[kept(row)], known=KNOWN)
    assert planned.fate == Fate.REFUSED
    assert "mit anderen Angaben" in planned.refusal.sentence


def test_the_same_case_twice_in_a_list_is_refused():
    assert fates({}, {}, {"file_number": "7"}, {"title": "Anderes"}) == [
        Fate.FRESH,
        Fate.REFUSED,
        Fate.REFUSED,
        Fate.FRESH,
    ]


@given(sums=st.lists(st.integers(1, 600), max_size=6))
def test_grants_together_never_exceed_their_pot(sums):
    given_rows = rows(
        *(GRANTED | {"title": f"Fest {n}", "asked": f"{s},00", "granted": f"{s},00"} for n, s in enumerate(sums))
    )
    planned = plan(given_rows, there=(), known=KNOWN)
    fresh = [one.row.granted for one in planned if one.fate == Fate.FRESH]
    assert sum(fresh) <= 1_000_00
    assert all("Verfügbar" in one.refusal.sentence for one in planned if one.refusal)
    if sum(sums) <= 1_000:
        assert len(fresh) == len(sums)


# Taking a list over


@pytest.fixture
def pot(db) -> Pot:
    factories.regulated()
    factories.districts()
    return budget.pot(cents=1_000_00, purpose="Fonds")


def cells(pot: Pot, **said: str) -> dict[str, str]:
    row = ROW | {"district": factories.districts()[0].name} | said
    return row | {"pot": f"{pot.year} · {pot}"} if row["stand"] == "bewilligt" else row


def take(*given: dict[str, str], by: Person) -> list[Application]:
    fresh = ["fresh"] * len(given)
    return actions.take_over_cases(actions.CaseList(given, fresh), actor=by)


def again(given: list[dict[str, str]]) -> list[Fate]:
    return [one.fate for one in planned_cases(given, on=date(2026, 12, 1))]


def test_a_submitted_case_comes_with_an_internal_project_and_the_terms_of_its_day(officer, pot):
    rule_set = queries.rule_sets_of(queries.programmes(officer).get())[0]
    factories.regulated(queries.programmes(officer).get(), valid_from=clock.today())

    [first, second] = take(cells(pot, file_number="41/7"), cells(pot, title="Zweites"), by=officer)

    project = first.project
    assert (project.title, project.state, project.keeper, project.is_own) == (
        "Lichterfest",
        ProjectState.INTERNAL,
        None,
        False,
    )
    assert (first.number, second.number) == ("2025-00001", "2025-00002")
    assert (first.state, first.applicant, first.rule_set) == (ApplicationState.SUBMITTED, None, rule_set)
    assert first.is_sound and (first.file_number, second.file_number) == ("41/7", "")
    assert first.taken_over_at == second.taken_over_at > first.submitted_at
    assert (first.asked_cents, first.said.plan.gap) == (800_00, 0)
    assert not Check.objects.exists() and not Decision.objects.exists()


def test_numbers_go_on_where_the_year_stands(owner, officer, pot):
    there = factories.submitted(owner, of=factories.regulated(factories.programme("Anderer Fonds")))
    day = there.submitted_at.strftime("%d.%m.%Y")
    [taken] = take(cells(pot, received_on=day), by=officer)
    assert int(taken.number[-5:]) == int(there.number[-5:]) + 1


def test_an_admissible_case_says_that_it_was_taken_over_and_goes_on(officer, pot):
    [taken] = take(cells(pot, stand="zulässig"), by=officer)
    check = Check.objects.get()
    assert (taken.state, check.marks, check.by) == (ApplicationState.ADMISSIBLE, {}, officer)
    assert "übernommen" in check.note
    course = [one.title for one in queries.timeline(taken, inside=True)]
    assert sorted(course[:2]) == ["Aus der bisherigen Liste übernommen", "Geprüft"]
    assert course[2:] == ["Eingereicht"]
    assert [one.title for one in queries.timeline(taken, inside=False)] == ["Eingereicht"]
    assert (
        actions.assess(taken, actor=officer, assessing=factories.assessing(cents=800_00)).state
        == ApplicationState.ASSESSED
    )


def test_what_was_granted_is_held_at_once(officer, pot):
    [taken] = take(cells(pot, stand="bewilligt", granted="500", reason="Nur die Bühne."), by=officer)
    decision = Decision.objects.get()
    assert (taken.state, decision.outcome, decision.cents, decision.by) == (
        ApplicationState.DECIDED,
        Outcome.PARTIAL,
        500_00,
        officer,
    )
    assert decision.earmark.case == reference(taken)
    pot.refresh_from_db()
    assert pot.reserved == 500_00


def test_what_was_refused_holds_nothing(officer, pot):
    [taken] = take(cells(pot, stand="abgelehnt", reason="Passt nicht zum Zweck."), by=officer)
    assert (taken.state, taken.decisions.get().outcome) == (ApplicationState.DECIDED, Outcome.REJECTED)
    pot.refresh_from_db()
    assert pot.reserved == 0


def test_more_than_the_pot_has_keeps_the_whole_list_out_and_names_the_row(officer, pot):
    wanted = [cells(pot, title=f"Fest {n}", stand="bewilligt", granted="800") for n in range(2)]
    with pytest.raises(actions.RowRefused, match=r"Zeile 2: .*200,00"):
        take(*wanted, by=officer)
    pot.refresh_from_db()
    assert pot.reserved == 0
    assert not Application.objects.exists() and not Project.objects.exists()


def test_a_pot_out_of_which_somebody_took_since_the_look_is_looked_at_again(officer, pot):
    wanted = cells(pot, stand="bewilligt", granted="800")
    assert again([wanted]) == [Fate.FRESH]
    budget.earmark(pot, cents=300_00)
    with pytest.raises(actions.RowRefused, match="Zeile 1"):
        take(wanted, by=officer)


def test_one_bad_row_keeps_all_out(officer, pot):
    with pytest.raises(actions.RowRefused, match="Zeile 2: Dieses Programm gibt es nicht"):
        take(cells(pot), cells(pot, programme="Lotto"), by=officer)
    assert not Application.objects.exists() and not Project.objects.exists()


def test_the_same_list_twice_changes_nothing(officer, pot):
    wanted = [cells(pot, stand="bewilligt", granted="800"), cells(pot, title="Zweites", file_number="9")]
    take(*wanted, by=officer)

    assert again(wanted) == [Fate.KNOWN, Fate.KNOWN]
    with pytest.raises(actions.ListChanged):
        take(*wanted, by=officer)
    assert actions.take_over_cases(actions.CaseList(wanted, ["known", "known"]), actor=officer) == []

    pot.refresh_from_db()
    assert (Application.objects.count(), Project.objects.count(), pot.reserved) == (2, 2, 800_00)


def test_a_case_whose_project_is_called_something_else_by_now_is_known(officer, pot):
    wanted = cells(pot, file_number="41/7"), cells(pot, title="Zweites")
    take(*wanted, by=officer)
    Project.objects.update(title="Umbenannt")
    assert again(list(wanted)) == [Fate.KNOWN, Fate.KNOWN]
    assert again([cells(pot, title="Umbenannt")])[0] == Fate.REFUSED  # two are called so, and say something else


def test_a_case_is_found_by_the_number_that_it_had(officer, pot):
    take(cells(pot, file_number="41-25/17"), cells(pot, title="Zweites"), by=officer)
    assert [one.file_number for one in queries.found(queries.submitted(officer), "25/17")] == ["41-25/17"]


def test_nobody_writes_to_an_applicant_that_there_is_not(page, officer, pot):
    [there] = take(cells(pot, file_number="41-25/17"), by=officer)
    with pytest.raises(NotAllowed):
        actions.write_message(actions.Writing(application=there, text="Hallo?"), actor=officer)
    shown = page.get(there.get_absolute_url()).text
    assert "41-25/17" in shown and reverse("funding:message", args=[there.pk]) not in shown
    assert page.get(reverse("funding:message", args=[there.pk])).status_code == 403


def test_a_pot_that_was_closed_is_none(officer, pot):
    keeping.close_year(pot.year, actor=budget.treasurer(), basis="Beschluss")
    with pytest.raises(actions.RowRefused, match="abgeschlossen"):
        take(cells(pot, stand="bewilligt", granted="800"), by=officer)


def test_only_the_staff_unit_takes_cases_over(owner, pot):
    for person in (owner, budget.treasurer(), budget.auditor()):
        with pytest.raises(NotAllowed):
            take(cells(pot), by=person)
    assert not Project.objects.exists()


def test_every_case_is_in_the_trail(officer, pot):
    taken = take(cells(pot), cells(pot, title="Zweites"), by=officer)
    trail = AuditRow.objects.filter(verb="funding.take_over_cases")
    assert {one.subject for one in trail} == {reference(one) for one in taken}
    assert {one.actor for one in trail} == {reference(officer)}


def test_no_body_is_told_of_what_was_decided_before(officer, pot):
    body = board.body()
    factories.decided_by(body, "Gremienfonds", delegated_cents=1_000_00)
    take(cells(pot, programme="Gremienfonds", stand="bewilligt", granted="800"), by=officer)
    assert Decision.objects.final().exists()
    assert not queries.to_tell(body).exists()
    assert queries.reports_due(on=clock.today()) == []


# The pages


@pytest.fixture
def page(client, officer, pot):
    client.force_login(officer)
    return client


def text_of(*given: dict[str, str]) -> str:
    names = {column.key: str(column.label) for column in exchange.list_columns()}
    lines = [";".join(names.values())] + [";".join(row.get(key, "") for key in names) for row in given]
    return "\n".join(lines) + "\n"


def sent(page, text):
    file = SimpleUploadedFile("antraege.csv", text.encode(), content_type="text/csv")
    return page.post(reverse("funding:upload_cases"), {"file": file})


def taken(page, shown):
    asked = shown.context["asked"]
    return page.post(
        reverse("funding:take_over_cases"), {name: asked[name].value() for name in ("rows", "seen")}, follow=True
    )


def test_a_list_is_looked_at_and_taken_over(page, pot):
    shown = sent(page, text_of(cells(pot, stand="bewilligt", granted="800", file_number="41/7")))
    assert shown.context["fresh"] == 1
    assert "1 Antrag kommt hinzu" in shown.text and "800,00\u00a0€" in shown.text
    assert not Application.objects.exists()

    answered = taken(page, shown)

    assert "Die Anträge sind übernommen." in answered.text
    assert Application.objects.get().number in answered.text


def test_the_look_says_every_reason_and_offers_no_button(page, pot):
    shown = sent(page, text_of(cells(pot), cells(pot, programme="Lotto", asked="viel")))
    assert "Dieses Programm gibt es nicht." in shown.text and "„viel“ ist kein Betrag" in shown.text
    assert reverse("funding:take_over_cases") not in shown.text
    answered = taken(page, shown)
    assert answered.status_code == 422
    assert "Zeile 2" in answered.text
    assert not Application.objects.exists()


def test_a_list_that_is_known_says_so(page, pot):
    taken(page, sent(page, text_of(cells(pot))))
    assert "Diese Liste ändert nichts" in sent(page, text_of(cells(pot))).text


def test_what_changed_meanwhile_is_looked_at_again(page, pot):
    shown = sent(page, text_of(cells(pot)))
    taken(page, sent(page, text_of(cells(pot))))
    assert "Inzwischen hat sich" in taken(page, shown).text
    assert Application.objects.count() == 1


def test_a_file_without_a_needed_column_is_refused_in_words(page):
    answered = sent(page, "Programm;Projekt\nFonds;Fest\n")
    assert answered.status_code == 422
    assert "fehlt die Spalte" in answered.text


@pytest.mark.parametrize("given_rows", ["", "{}", "[[]]", "[1]", "[" * 100_000, '[{"asked": {}}]'])
def test_a_list_that_nobody_was_shown_is_refused_in_words(page, given_rows):
    answered = page.post(reverse("funding:take_over_cases"), {"rows": given_rows, "seen": "fresh"}, follow=True)
    assert answered.status_code in (200, 422)
    assert not Application.objects.exists()


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_the_form_holds_every_column_and_is_read_back(page, format, tmp_path):
    answered = page.get(reverse("funding:cases_form", args=[format]))
    body = b"".join(answered.streaming_content)
    assert answered.status_code == 200
    if format == "csv":
        path = tmp_path / "vorlage.csv"
        path.write_bytes(body + b";".join(column.key.encode() for column in exchange.list_columns()) + b"\n")
        with path.open("rb") as file:
            [row] = cells_of(file, "vorlage.csv", columns=exchange.list_columns(), most=5)
        assert set(row) == set(KEYS)


def test_a_form_of_another_kind_is_none(page):
    assert page.get(reverse("funding:cases_form", args=["pdf"])).status_code == 404


def test_the_list_of_applications_leads_there_for_whoever_may(page, client, owner):
    assert reverse("funding:upload_cases") in page.get(reverse("funding:applications")).text
    client.force_login(owner)
    for name in ("upload_cases", "take_over_cases"):
        assert client.get(reverse(f"funding:{name}")).status_code == 403
    client.logout()
    assert client.get(reverse("funding:upload_cases")).status_code == 302


def test_the_system_may_too(pot):
    """A command of the house takes a list over as the office does."""
    assert len(take(cells(pot), by=system("test"))) == 1
