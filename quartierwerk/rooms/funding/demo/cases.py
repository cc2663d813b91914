"""How far the applications of the demo city have got: each a different step, taken by the office and the bodies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.budget.models import Pot
from quartierwerk.rooms.funding import actions, queries, rules
from quartierwerk.rooms.funding.models import Application
from quartierwerk.rooms.funding.rules import Mark

QUESTION = "Bitte sagen Sie uns, wer die Bühne aufbaut, und schicken Sie das Angebot der Firma."
ANSWER = "Den Aufbau macht die Zunft der Zimmerleute ehrenamtlich. Das Angebot für die Technik liegt jetzt bei."
NOTE = "Vollständig. Die Preise sind üblich, die Gruppe hat so etwas schon gemacht."
SUMMARY = (
    "Eine Gruppe aus dem Bezirk will an einem Wochenende viele zusammenbringen: mit Musik, Essen und Ständen von "
    "Betrieben aus der Nachbarschaft. Der Eintritt ist frei, die Wege sind barrierefrei."
)
CONDITIONS = "Das Projekt bietet eine Rampe zur Bühne und weist auf die Förderung hin."
MESSAGE = "Wir haben eine Frage zum Zeitplan: Bis wann rechnen Sie mit der Entscheidung?"
REPLY = "Das Gremium tagt in gut vier Wochen. Danach schreiben wir Ihnen."
REASON = "Zwei Posten sind nicht förderfähig; ohne sie reicht die Summe für das Projekt."
NOT_FITTING = "Das Projekt dient vor allem der Werbung für einen einzelnen Betrieb. Dafür ist das Programm nicht da."
STEPS = ("check", "ask", "answer", "admit", "bring", "decide", "part", "refuse", "bring")
"""What happens to one submitted application after the other; every tenth is still new."""


def load(applications: Sequence[Application], *, clerk: Person, today: datetime) -> None:
    """Take each a different way; what is put before a body waits for its next meeting."""
    for number, application in enumerate(applications):
        step = (*STEPS, "")[number % (len(STEPS) + 1)]
        if step and application.submitted_at is not None and application.applicant_id != clerk.pk:
            take(application, step, clerk=clerk, at=min(today, application.submitted_at + timedelta(hours=3)))


def roomiest(application: Application, *, on: date) -> Pot | None:
    """The pot out of which most can still be granted; None where there is none."""
    return max(queries.pots_for(application, on=on), key=lambda pot: pot.available, default=None)


def clear(application: Application, *, clerk: Person, note: str, at: datetime) -> None:
    """All that is checked is met; what is asked for is proposed."""
    met = {line.key: Mark.MET for line in rules.checklist(application.rule_set.terms, {})}
    actions.check(application, actor=clerk, marks=met, note=note, at=at)
    actions.admit(application, actor=clerk, at=at)
    project = application.project
    assessing = actions.Assessing(title=project.title, summary=project.summary, cents=application.asked_cents)
    actions.assess(application, actor=clerk, assessing=assessing, at=at)


def take(application: Application, step: str, *, clerk: Person, at: datetime) -> None:
    """It goes as far as its step says."""
    terms = application.rule_set.terms
    actions.take(application, actor=clerk, clerk=clerk, at=at)
    met = {line.key: Mark.MET for line in rules.checklist(terms, {})}
    if step in ("check", "ask", "answer", "refuse"):
        some = {key: mark for number, (key, mark) in enumerate(met.items()) if number % 3}
        actions.check(application, actor=clerk, marks=some, note="Das Angebot fehlt.", at=at)
    if step in ("ask", "answer"):
        due = clock.local(at).date() + timedelta(days=rules.ANSWER_WITHIN_DAYS)
        actions.ask_back(application, actor=clerk, asking=actions.Asking(question=QUESTION, due_on=due), at=at)
    if step == "answer" and application.applicant is not None:
        actions.answer(application, actor=application.applicant, text=ANSWER, at=at)
    if step == "refuse":
        actions.refuse_unchecked(application, actor=clerk, reason=NOT_FITTING, at=at)
    if step not in ("admit", "decide", "part", "bring"):
        return
    actions.check(application, actor=clerk, marks=met, note=NOTE, at=at)
    actions.admit(application, actor=clerk, at=at)
    if step != "admit":
        _assess(application, step, clerk=clerk, at=at)


def _assess(application: Application, step: str, *, clerk: Person, at: datetime) -> None:
    assessing = actions.Assessing(
        title=application.project.title,
        summary=SUMMARY,
        cents=application.asked_cents,
        conditions=CONDITIONS if step == "bring" else "",
        note=NOTE,
    )
    actions.assess(application, actor=clerk, assessing=assessing, at=at)
    _write(application, clerk=clerk, at=at)
    application.refresh_from_db()
    on = clock.local(at).date()
    pot = roomiest(application, on=on)
    if pot is None or pot.available < application.asked_cents:
        return
    if queries.may_decide_on(application):
        cents = application.asked_cents * (4 if step == "part" else 5) // 5
        deciding = actions.Deciding(cents=cents, pot=pot, reason=REASON if step == "part" else "")
        actions.decide(application, actor=clerk, deciding=deciding, at=at)
        return
    meeting = queries.meetings_for([queries.body_for(application, on=on)]).first()
    if step == "bring" and meeting is not None:
        bringing = actions.Bringing(meeting=meeting, applications=[application], pot=pot)
        actions.bring(bringing, actor=clerk, at=at)


def _write(application: Application, *, clerk: Person, at: datetime) -> None:
    """Whoever applied asks, the office answers."""
    if application.applicant is not None:
        asked = actions.Writing(application=application, text=MESSAGE)
        actions.write_message(asked, actor=application.applicant, at=at)
        actions.read_messages(application, actor=clerk, at=at)
        actions.write_message(actions.Writing(application=application, text=REPLY), actor=clerk, at=at)
