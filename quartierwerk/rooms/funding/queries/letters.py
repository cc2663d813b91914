"""Reads of letters: what one is about, which texts hold, what waits."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from quartierwerk.foundation import clock, privacy
from quartierwerk.foundation.documents.rendering import pins, render, sending_house
from quartierwerk.rooms.accounts.queries import running_consent
from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.models import (
    Application,
    ClauseSet,
    Decision,
    EarlyStart,
    InterestClaim,
    Letter,
    LetterRun,
    LetterRunLine,
    Passage,
    Recovery,
)
from quartierwerk.rooms.funding.queries.aid import is_undertaking
from quartierwerk.rooms.funding.rules import (
    ApplicationState,
    Case,
    Grantor,
    Ground,
    Instrument,
    LetterContent,
    LetterKind,
    LetterState,
    Outcome,
    Part,
    RecoveryState,
    Texts,
    Wish,
)

TEMPLATE = "funding/letter"
CONSENT = "funding.portal"
"""Purpose of the consent without which nothing is served in the portal (§ 41 Abs. 2a VwVfG NRW)."""
About = Decision | EarlyStart | Recovery | InterestClaim


def letters(person: Any) -> QuerySet[Letter]:
    """What somebody sees, the latest first, with what a list shows fetched along."""
    return Letter.objects.visible_to(person).explained().order_by("-pk")


def letters_of(application: Application, person: Any) -> QuerySet[Letter]:
    """The letters of an application that somebody sees, the latest first."""
    rows = letters(person).filter(application=application).exclude(state=LetterState.DISCARDED)
    return rows.select_related("interest")


def own_letters(person: Any) -> QuerySet[Letter]:
    """Those that are for somebody, the latest first."""
    return letters(person).filter(application__applicant=person)


def names_of_letters(person: Any) -> QuerySet[Letter]:
    """What the house wrote to somebody, for their export."""
    return Letter.objects.filter(application__applicant=person, state__in=rules.STANDING).select_related("application")


def to_draft(person: Any) -> QuerySet[Application]:
    """Applications of others that somebody sees, decided and without a letter about their latest decision."""
    latest = Decision.objects.final().filter(application=OuterRef("pk")).order_by("-number")
    rows = Application.objects.visible_to(person).filter(state__in=rules.ANSWERED)
    rows = rows.filter(Q(applicant__isnull=True) | ~Q(applicant=person))
    rows = rows.annotate(decided_as=Subquery(latest.values("pk")[:1]), decided_at=Subquery(latest.values("at")[:1]))
    there = Letter.objects.exclude(state=LetterState.DISCARDED).filter(decision=OuterRef("decided_as"))
    rows = rows.filter(decided_as__isnull=False).exclude(Exists(there))
    return rows.select_related("programme", "project__district", "rule_set", "applicant").order_by("decided_at", "pk")


def early_starts_to_tell(person: Any) -> QuerySet[EarlyStart]:
    """Permissions to begin early of which no letter tells yet."""
    there = Letter.objects.exclude(state=LetterState.DISCARDED).filter(early_start=OuterRef("pk"))
    seen = Application.objects.visible_to(person).exclude(state=ApplicationState.WITHDRAWN)
    seen = seen.filter(Q(applicant__isnull=True) | ~Q(applicant=person))
    rows = EarlyStart.objects.filter(application__in=seen.values("pk")).exclude(Exists(there))
    return rows.select_related("application__project", "application__programme").order_by("at")


def recoveries_to_tell(person: Any) -> QuerySet[Recovery]:
    """Claims of which the letter that is due is not there yet: that about the hearing, or that which claims."""
    rows = Recovery.objects.visible_to(person).open()
    rows = rows.filter(Q(application__applicant__isnull=True) | ~Q(application__applicant=person))
    there = Letter.objects.exclude(state=LetterState.DISCARDED).filter(recovery=OuterRef("pk"))
    is_hearing = Q(state=RecoveryState.HEARING)
    asked, claimed = (Exists(there.filter(kind=kind)) for kind in (LetterKind.HEARING, LetterKind.CLAIM))
    rows = rows.filter((is_hearing & ~asked) | (~is_hearing & ~claimed))
    return rows.select_related("application__project__district", "application__programme").order_by("begun_at")


def latest_decision(application: Application) -> Decision | None:
    """The decision that counts; None where nothing is decided."""
    return Decision.objects.final().filter(application=application).order_by("-number").first()


def letter_before(application: Application) -> Letter | None:
    """The last letter about a decision that left the office's hands."""
    return Letter.objects.standing().filter(application=application, decision__isnull=False).first()


def case_of(about: About) -> Case:
    """What a letter about this says, as the house knows it now."""
    application = about.application
    assert application.rule_set is not None  # noqa: S101 - what is decided was submitted, under terms
    assert application.submitted_at is not None  # noqa: S101 - the same
    decided = about if isinstance(about, Decision) else None
    said: dict[str, Any] = {}
    if decided is not None:
        said = {
            "outcome": Outcome(decided.outcome),
            "cents": decided.cents,
            "conditions": decided.conditions,
            "reason": decided.reason,
            "decided_on": clock.local(decided.at).date(),
        }
    elif isinstance(about, Recovery):
        is_claimed = about.state != RecoveryState.HEARING
        said = {
            "claimed_cents": about.claimed_cents if is_claimed else about.cents,
            "claimed_by": rules.claim_basis(Ground(about.ground), application.rule_set.terms.grantor),
            "reason": about.facts,
            "weighing": about.weighing,
            "heard_until": about.until_on,
        }
    elif isinstance(about, InterestClaim):
        said = {
            "claimed_cents": about.of_cents,
            "claimed_by": rules.INTEREST_BASIS[application.rule_set.terms.grantor],
            "reason": about.reason,
            "interest": about.interest,
        }
    return Case(
        application=application.number,
        submitted_on=clock.local(application.submitted_at).date(),
        programme=application.programme.name_de,
        project=application.project.title,
        starts_on=application.project.starts_on,
        ends_on=application.project.ends_on,
        terms=application.rule_set.terms,
        asked_cents=application.asked_cents,
        early_from=application.early_from,
        is_undertaking=is_undertaking(application) if application.rule_set.is_aid else None,
        **said,
    )


def shape_of(about: About) -> tuple[LetterKind, Instrument]:
    """Which kind of letter tells of this, and in which legal shape."""
    application = about.application
    assert application.rule_set is not None  # noqa: S101 - see ``case_of``
    if isinstance(about, EarlyStart):
        kind = LetterKind.EARLY_START
    elif isinstance(about, InterestClaim):
        kind = LetterKind.INTEREST
    elif isinstance(about, Recovery):
        kind = LetterKind.HEARING if about.state == RecoveryState.HEARING else LetterKind.CLAIM
    else:
        before = letter_before(application)
        kind = rules.kind_of(about.outcome, has_letter=before is not None)
    return kind, rules.instrument_of(kind, application.rule_set.terms)


def usual_addressee(application: Application) -> str:
    """To whom a letter goes unless the office says otherwise: who carries the project out, and who applied."""
    if application.postal:
        return application.postal
    project, applicant = application.project, application.applicant
    name = str(applicant) if applicant is not None and applicant.name else ""
    return "\n".join(dict.fromkeys(line for line in (project.carrier, name) if line))


def next_number(application: Application) -> int:
    """Which letter of its application the next one is."""
    latest = Letter.objects.filter(application=application).order_by("-number").values_list("number", flat=True).first()
    return (latest or 0) + 1


# --- Texts -------------------------------------------------------------------------------------------------------


def clause_set(grantor: Grantor | str, *, on: date) -> ClauseSet | None:
    """The clauses in force on a day for who grants."""
    return ClauseSet.objects.begun(on=on).filter(grantor=grantor).prefetch_related("clauses").first()


def passage(part: Part, kind: LetterKind | str, instrument: Instrument | str, *, on: date) -> Passage | None:
    """The passage in force on a day: one for this kind of letter before one for every kind."""
    rows = Passage.objects.begun(on=on).filter(part=part, instrument=instrument, kind__in=["", kind])
    return rows.order_by(F("kind").desc(), "-valid_from", "-pk").first()


def texts(kind: LetterKind, instrument: Instrument, grantor: Grantor | str, *, on: date) -> Texts:
    """The texts of a day for a letter; what is not laid down is empty, and the linter says so."""
    known = clause_set(grantor, on=on)
    found = {part: passage(part, kind, instrument, on=on) for part in Part}
    said = {part.value: one.text if one else "" for part, one in found.items()}
    return Texts(**said, clauses=known.texts if known else ())


def lacks_texts() -> bool:
    """Whether nobody has laid down any text of letters yet."""
    return not ClauseSet.objects.exists() and not Passage.objects.exists()


# --- The document ------------------------------------------------------------------------------------------------


def composed(about: About, wish: Wish, *, on: date) -> LetterContent:
    """The letter about this as it would be drafted on a day."""
    kind, instrument = shape_of(about)
    case = case_of(about)
    known = texts(kind, instrument, case.terms.grantor, on=on)
    return rules.compose(kind, instrument, case, known, wish, sender=sending_house())


def flaws(letter: Letter, *, on: date) -> list[str]:
    """Why a letter may not go out on a day."""
    return rules.lint(letter.said, case_of(letter.about), on=on)


def made(content: LetterContent, *, signed_as: str, at: Any, draft: str = "") -> bytes:
    """The document of a letter; ``draft`` is what stands on one that counts for nothing yet."""
    title = f"{content.title} {content.number}"
    data = {"page": content.page, "signed": signed_as, "draft": draft}
    return render(TEMPLATE, data, title=title, language="de", at=at, sender=content.sender)


def current_pins() -> dict[str, str]:
    """What the bytes of a letter hang on today besides what it says."""
    return pins(TEMPLATE)


def made_again(letter: Letter) -> bytes:
    """The document of an issued letter, made anew from what is pinned; with the same pins the bytes are the same."""
    return made(letter.said, signed_as=letter.signed_as, at=letter.issued_at)


def takes_portal(application: Application) -> bool:
    """Whether whoever applied agreed to find letters in the portal, to the text that is asked today."""
    person, wording = application.applicant, privacy.wording(CONSENT)
    if person is None or not person.has_login or wording is None:
        return False
    running = running_consent(person, CONSENT)
    return running is not None and running.version == wording.version


# --- Runs --------------------------------------------------------------------------------------------------------


def runs_under_way() -> QuerySet[LetterRun]:
    """Runs that are not finished, the oldest first."""
    return LetterRun.objects.filter(finished_at__isnull=True).select_related("started_by").order_by("pk")


def next_line(run: LetterRun) -> LetterRunLine | None:
    """The next line of a run that waits."""
    rows = run.lines.filter(state=LetterRunLine.State.WAITING).select_related("application", "run")
    return rows.order_by("pk").first()
