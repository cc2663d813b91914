"""The queue: what it shows whom and in which order, steps over many things, and the way through it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quartierwerk.foundation import clock, waiting
from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts import actions as accounts
from quartierwerk.rooms.accounts.models import Assignment
from quartierwerk.rooms.accounts.queries import names_of_assignments, system
from quartierwerk.rooms.directory import actions, queries
from quartierwerk.rooms.directory.models import ChangeRequest, DoublePair, ImportJob
from quartierwerk.rooms.directory.tests import factories
from quartierwerk.surfaces.portal import schedule

pytestmark = pytest.mark.django_db
QUEUE, STEP, NEXT, LEAVE = (f"/arbeit/warteschlange/{part}" for part in ("", "schritt/", "weiter/", "zurueck/"))


def ago(days: float):
    return clock.now() - timedelta(days=days)


def titles(answer) -> list[str]:
    return [row.item.shown.title for row in answer.context["rows"]]


def tokens(answer, *names: str) -> list[str]:
    return [row.item.token for row in answer.context["rows"] if not names or row.item.shown.title in names]


def said(answer) -> list[str]:
    return [str(message) for message in answer.context["messages"]]


PAIR = "„Atelier 1“ und „Atelier 3“"
"""The title of the two that may be one."""


@pytest.fixture
def atelier():
    """Three profiles, a proposal to each of two of them, and a pair that may be doubles."""
    first, second, twin = factories.profiles(3)
    factories.proposal(first, tagline_de="Eins", at=ago(20))
    factories.proposal(second, tagline_de="Zwei", at=ago(3))
    factories.pair(first, twin, at=ago(10))
    return first, second, twin


# --- The list -----------------------------------------------------------------------------------------------------


def test_the_queue_holds_all_kinds_with_the_oldest_first(office, atelier):
    answer = office.get(QUEUE)

    assert titles(answer) == ["Atelier 1", PAIR, "Atelier 2"]
    assert [row.is_late for row in answer.context["rows"]] == [True, False, False]
    assert [(choice.value, choice.count) for choice in answer.context["kinds"]] == [
        ("", 3),
        ("proposals", 2),
        ("doubles", 1),
    ]
    assert "In einem Satz: Eins" in answer.content.decode()


def test_the_queue_is_for_the_office(client, atelier, stranger):
    assert client.get(QUEUE).status_code == 302
    client.force_login(stranger)
    for address in (QUEUE, NEXT):
        assert client.get(address).status_code == 403
    for address in (STEP, LEAVE):
        assert client.post(address).status_code == 403


def test_the_queue_is_the_offices_and_who_keeps_a_profile_has_their_own_corner(atelier):
    keeper = factories.make_admin(factories.person("Ova Eigen"), of=atelier[0])

    for person in (keeper, factories.person("Wer Anders")):
        assert waiting.queue(person, limit=10) == []
        assert not any(waiting.counts(person).values())


def test_the_filters_leave_out_what_is_not_wanted(office, officer, atelier):
    first, *_rest = [row.item for row in office.get(QUEUE).context["rows"]]
    accounts.take_care(first.reference, actor=officer)

    for question, left in {
        "kind=proposals": ["Atelier 1", "Atelier 2"],
        "kind=doubles": [PAIR],
        "kind=nonsense": ["Atelier 1", PAIR, "Atelier 2"],
        "whose=mine": ["Atelier 1"],
        "whose=nobody": [PAIR, "Atelier 2"],
        "late=1": ["Atelier 1"],
        "kind=doubles&late=1": [],
    }.items():
        answer = office.get(f"{QUEUE}?{question}")
        assert titles(answer) == left, question
        assert answer.context["total"] == len(left)


def test_pages_follow_one_another_without_gap_or_repetition(office, atelier, monkeypatch):
    monkeypatch.setattr("quartierwerk.surfaces.portal.views.queue.SIZE", 2)

    first = office.get(QUEUE)
    second = office.get(first.context["next_url"])

    assert (titles(first), titles(second)) == (["Atelier 1", PAIR], ["Atelier 2"])
    assert (second.context["next_url"], second.context["first_url"]) == ("", QUEUE)
    assert titles(office.get(f"{QUEUE}?after=nonsense")) == titles(first)


def test_things_of_one_moment_are_paged_through_across_kinds(atelier):
    officer = factories.make_officer(factories.person("Stabs Stella"))
    moment = ago(5)
    ChangeRequest.objects.update(created_at=moment)
    DoublePair.objects.update(found_at=moment)
    found, place = [], None

    while step := waiting.queue(officer, limit=1, after=place):
        place = step[0].place
        found.append(step[0].shown.title)

    assert found == ["Atelier 1", "Atelier 2", PAIR]


def test_the_list_asks_a_constant_number_of_questions(office, officer):
    def questions_with(number: int) -> int:
        for one in range(number):
            kept = factories.profile(name=f"Haus {number}.{one}")
            twin = factories.profile(name=f"Zwilling {number}.{one}")
            accounts.take_care(reference(factories.proposal(kept, tagline_de="Neu")), actor=officer)
            factories.pair(kept, twin)
            ImportJob.objects.create(filename="liste.csv", started_by=officer, created_at=ago(1))
        office.get(QUEUE)
        with CaptureQueriesContext(connection) as asked:
            assert len(office.get(QUEUE).context["rows"]) >= 3 * number
        return len(asked)

    assert questions_with(1) == questions_with(3) <= 15


# --- Steps over many things ---------------------------------------------------------------------------------------


def test_a_grave_step_asks_first_and_then_does_it_to_each_in_a_row_of_its_own(office, officer, atelier):
    first, second, _twin = atelier
    chosen = tokens(office.get(QUEUE), "Atelier 1", "Atelier 2")

    asked = office.post(STEP, {"step": "accept", "item": chosen})
    untouched = ChangeRequest.objects.open().count()
    answer = office.post(STEP, {"step": "accept", "item": chosen, "sure": "1", "question": "kind=proposals"})

    assert (asked.status_code, untouched) == (200, 2)
    assert [item.shown.title for item in asked.context["fitting"]] == ["Atelier 1", "Atelier 2"]
    assert (answer.status_code, answer["Location"]) == (302, f"{QUEUE}?kind=proposals")
    assert [queries.content_of(one).tagline_de for one in (first, second)] == ["Eins", "Zwei"]
    assert AuditRow.objects.filter(verb="directory.accept", actor=reference(officer)).count() == 2
    assert said(office.get(QUEUE)) == ["2 übernommen."]


def test_what_has_changed_since_it_was_seen_stays_and_is_named(office, officer, atelier):
    first, second, _twin = atelier
    chosen = tokens(office.get(QUEUE), "Atelier 1", "Atelier 2")
    factories.edited(first, actor=officer, about_de="Von Hand")

    office.post(STEP, {"step": "accept", "item": chosen, "sure": "1"})
    answer = office.get(QUEUE)

    assert said(answer) == [
        "1 übernommen.",
        "1 nicht übernommen: Inzwischen hat jemand daran etwas geändert. Bitte vergleichen Sie noch einmal. "
        "Das sind: Atelier 1.",
    ]
    assert queries.content_of(first).tagline_de != "Eins"
    assert queries.content_of(second).tagline_de == "Zwei"
    assert "Atelier 1" in titles(answer)


def test_a_conflict_and_a_twin_want_a_look_of_their_own(office, officer, atelier):
    first, *_others = atelier
    factories.edited(first, actor=officer, tagline_de="Anders")
    factories.proposal(None, name="Atelier 2")
    shown = office.get(f"{QUEUE}?kind=proposals")
    doubtful = [row.item.token for row in shown.context["rows"] if row.item.thing.is_new_entry or row.is_late]

    office.post(STEP, {"step": "accept", "item": doubtful, "sure": "1"})

    assert sorted(said(office.get(QUEUE))) == [
        "1 nicht übernommen: Seit dem Vorschlag hat jemand dasselbe geändert. Bitte einzeln ansehen. "
        "Das sind: Atelier 1.",
        "1 nicht übernommen: Unter diesem Namen gibt es schon einen Eintrag. Bitte einzeln ansehen. "
        "Das sind: Atelier 2.",
    ]
    assert ChangeRequest.objects.open().count() == 3


def test_what_is_decided_meanwhile_is_said(office, officer, atelier):
    chosen = tokens(office.get(QUEUE), "Atelier 1")
    actions.refuse(ChangeRequest.objects.earliest("created_at"), actor=officer, reason="Nein.")

    office.post(STEP, {"step": "accept", "item": chosen, "sure": "1"})

    assert said(office.get(QUEUE)) == ["Über 1 war inzwischen schon entschieden."]
    assert office.get(f"{QUEUE}proposals/{ChangeRequest.objects.earliest('created_at').pk}/")["Location"] == QUEUE


def test_refusing_many_needs_a_reason(office, atelier):
    chosen = tokens(office.get(f"{QUEUE}?kind=proposals"))

    without = office.post(STEP, {"step": "refuse", "item": chosen, "sure": "1", "reason": " "})
    with_it = office.post(STEP, {"step": "refuse", "item": chosen, "sure": "1", "reason": "Werbung"})

    assert (without.status_code, with_it.status_code) == (422, 302)
    assert set(ChangeRequest.objects.values_list("state", "reason")) == {("refused", "Werbung")}


def test_a_step_passes_over_what_it_is_not_meant_for(office, atelier):
    everything = tokens(office.get(QUEUE))

    office.post(STEP, {"step": "apart", "item": everything})

    assert DoublePair.objects.get().state == "distinct"
    assert said(office.get(QUEUE)) == [
        "1 als kein Doppel vermerkt.",
        "2 nicht als kein Doppel vermerkt: Dieser Schritt passt nicht dazu. Das sind: Atelier 1, Atelier 2.",
    ]


def test_nothing_ticked_an_unknown_step_and_forged_tokens_do_nothing(office, atelier):
    assert office.post(STEP, {"step": "explode", "item": tokens(office.get(QUEUE))}).status_code == 404
    office.post(STEP, {"step": "accept"})
    assert said(office.get(QUEUE)) == ["Bitte wählen Sie zuerst aus, was gemeint ist."]
    for forged in ("x", "proposals:x:1", "proposals:99999999999999999999:1", f"doubles:{atelier[0].pk}:1"):
        assert office.post(STEP, {"step": "accept", "item": [forged], "sure": "1"}).status_code == 302
    proposal = ChangeRequest.objects.earliest("created_at")
    office.post(STEP, {"step": "accept", "item": [f"proposals:{proposal.pk}:²"], "sure": "1"})
    assert ChangeRequest.objects.open().count() == 2


def test_what_nobody_answered_is_confirmed_with_a_note_or_asked_about_again(client, officer, time_machine):
    silent, reached = factories.profile(name="Stumm", contacts=()), factories.profile(name="Gefragt")
    time_machine.move_to(factories.NOON + timedelta(days=400), tick=False)
    actions.ask([silent, reached], actor=system("worker"))
    time_machine.move_to(factories.NOON + timedelta(days=470), tick=False)
    client.force_login(officer)
    shown = client.get(f"{QUEUE}?kind=unconfirmed")
    assert titles(shown) == ["Stumm", "Gefragt"]
    assert "Es ist keine Adresse hinterlegt." in shown.content.decode()

    client.post(STEP, {"step": "again", "item": tokens(shown)})

    assert said(client.get(QUEUE)) == [
        "1 noch einmal gefragt.",
        "1 nicht noch einmal gefragt: Zu diesem Eintrag ist keine Adresse hinterlegt, an die wir schreiben können. "
        "Das sind: Stumm.",
    ]
    [left] = tokens(client.get(QUEUE))
    accounts.take_care(reference(silent.askings.get()), actor=officer)
    assert names_of_assignments(officer) == ["Stumm"]
    for reason in ("", "x" * 501):
        refused = client.post(STEP, {"step": "confirm", "item": left, "sure": "1", "reason": reason})
        assert refused.status_code == 422
    client.post(STEP, {"step": "confirm", "item": left, "sure": "1", "reason": "Am Telefon"})
    assert list(silent.askings.values_list("answer", "note")) == [("confirmed", "Am Telefon")]
    assert not titles(client.get(QUEUE))


def test_a_doubted_seal_is_kept_from_the_queue(office, officer):
    profile = factories.profile()
    actions.grant_seal(profile, actor=officer)
    factories.edited(profile, actor=officer, name="Anders")
    shown = office.get(f"{QUEUE}?kind=seals")
    assert titles(shown) == ["Anders"]

    office.post(STEP, {"step": "keep", "item": tokens(shown), "sure": "1"})

    assert said(office.get(QUEUE)) == ["1 behalten."]
    assert not queries.doubted_seals().exists()


# --- Who takes care -----------------------------------------------------------------------------------------------


def test_taking_giving_and_letting_go(office, officer, atelier):
    colleague = factories.make_officer(factories.person("Kora Kollegin"))
    everything = tokens(office.get(QUEUE))

    office.post(STEP, {"step": "take", "item": everything})
    assert said(answer := office.get(QUEUE)) == ["3 jetzt bei Ihnen."]
    assert {row.assignment.person for row in answer.context["rows"]} == {officer}
    office.post(STEP, {"step": "give", "item": everything[:1], "to": colleague.pk})
    office.post(STEP, {"step": "let_go", "item": everything})

    answer = office.get(QUEUE)
    assert [row.assignment and row.assignment.person for row in answer.context["rows"]] == [colleague, None, None]
    assert said(answer) == [
        "1 weitergegeben.",
        "2 abgegeben.",
        "1 nicht abgegeben: Darum kümmern nicht Sie sich; es gibt nichts abzugeben. Das sind: Atelier 1.",
    ]
    office.post(STEP, {"step": "give", "item": everything, "to": "nobody"})
    assert "Weitergeben lässt es sich nur an jemanden im Büro." in said(office.get(QUEUE))[0]


def test_an_assignment_ends_a_while_after_what_it_was_about(office, officer, atelier, time_machine):
    for row in office.get(QUEUE).context["rows"]:
        accounts.take_care(row.item.reference, actor=officer)
    actions.refuse(ChangeRequest.objects.earliest("created_at"), actor=officer, reason="Nein.")
    assert schedule.end_assignments() == 0

    time_machine.move_to(clock.now() + schedule.KEPT_FOR + timedelta(days=1))

    assert (schedule.end_assignments(), schedule.end_assignments()) == (1, 0)
    assert Assignment.objects.taken().count() == 2


# --- From one to the next -----------------------------------------------------------------------------------------


def test_the_way_leads_from_one_to_the_next_and_past_what_was_passed_over(office, officer, atelier):
    first, second, twin = atelier
    start = ChangeRequest.objects.earliest("created_at")

    opened = office.get(f"{QUEUE}proposals/{start.pk}/")
    on_the_way = office.get(opened["Location"]).content.decode()
    actions.refuse(start, actor=officer, reason="Nein.")
    way = [office.get(NEXT)["Location"] for _step in range(3)]

    assert opened["Location"] == start.get_absolute_url()
    assert f'href="{NEXT}"' in on_the_way
    last = ChangeRequest.objects.latest("created_at").get_absolute_url()
    pair = reverse("directory:compare", args=[DoublePair.objects.get().pk])
    assert way == [pair, last, pair]


def test_the_way_keeps_its_filters_and_ends_at_the_list(office, officer, atelier):
    start = ChangeRequest.objects.earliest("created_at")
    office.get(f"{QUEUE}proposals/{start.pk}/?kind=proposals&late=1")

    alone = office.get(NEXT)
    office.get(f"{QUEUE}proposals/{start.pk}/?kind=proposals&late=1")
    actions.refuse(start, actor=officer, reason="Nein.")
    nothing = office.get(NEXT)

    assert alone["Location"] == nothing["Location"] == f"{QUEUE}?kind=proposals&late=1"
    assert said(office.get(QUEUE))[-1] == "In dieser Auswahl wartet nichts mehr."
    assert f'href="{NEXT}"' not in office.get("/arbeit/").content.decode()


def test_back_to_the_list_is_back_to_its_filters(office, atelier):
    office.get(f"{QUEUE}proposals/{ChangeRequest.objects.earliest('created_at').pk}/?kind=proposals")

    assert office.post(LEAVE)["Location"] == f"{QUEUE}?kind=proposals"


def test_steps_of_one_name_mean_one_thing_and_no_two_have_one_letter():
    steps = [step for kind in waiting.kinds() for step in kind.steps]

    def meaning(step):
        return str(step.label), step.key, step.needs_reason, step.longest_reason, step.is_grave

    meant = {step.name: meaning(step) for step in steps}
    assert all(meaning(step) == meant[step.name] for step in steps)
    letters = [letter for _label, letter, *_rest in meant.values() if letter]
    assert len(letters) == len(set(letters))


def test_a_second_kind_under_a_known_name_is_refused():
    known = waiting.kinds()[0]

    waiting.register(known)
    with pytest.raises(ValueError, match=known.name):
        waiting.register(replace(known, band=waiting.Band.LATER))
