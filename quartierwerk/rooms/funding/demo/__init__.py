"""The programmes and projects of the demo city: the association's pillars, a quarter's fund, a fund of the city."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts.demo import Stage
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.boards.models import Body
from quartierwerk.rooms.boards.rules import BodyKind, Criterion
from quartierwerk.rooms.budget.queries import pillars_in
from quartierwerk.rooms.funding import actions
from quartierwerk.rooms.funding.demo import (
    aid,
    applications,
    cases,
    drawdowns,
    entrances,
    figures,
    granted,
    letters,
    own,
    projects,
    proofs,
    questions,
    recovering,
    showing,
    years,
)
from quartierwerk.rooms.funding.models import Programme
from quartierwerk.rooms.funding.rules import (
    WHOLE,
    Applicant,
    Financing,
    Grantor,
    Intake,
    Payout,
    ProofLevel,
    Span,
    Start,
    Terms,
    Wording,
)
from quartierwerk.rooms.places.models import District

DATA = Path(__file__).parent / "data" / "programmes.toml"
YEARS = 3
"""So many years of small projects, this one included."""
OWN_DISTRICT = "hoerde"
"""Where the cast's administration works."""


def load(*, actor: Person, founding: datetime, today: datetime) -> None:
    """Enter every programme with its terms since the founding, its rounds around today, and terms that are to come."""
    for wanted in tomllib.loads(DATA.read_text(encoding="utf-8"))["programmes"]:
        since = clock.local(founding).date()
        words = {name: wanted.get(name, default) for name, default in vars(Wording(name_de="")).items()}
        wording = Wording(**words)
        programme = actions.found(actions.Founding(wording=wording, since_on=since), actor=actor, at=founding)
        terms = _terms(wanted)
        actions.regulate(programme, actor=actor, terms=terms, valid_from=since, at=founding)
        questions.load(programme, actor=actor, at=founding)
        if stricter := wanted.get("stricter"):
            later = replace(terms, max_cents=stricter["max_euros"] * 100, basis=stricter["basis"])
            begins = clock.local(today).date() + timedelta(days=stricter["after"])
            actions.regulate(programme, actor=actor, terms=later, valid_from=begins, at=today)
        _call(programme, wanted.get("rounds", ()), actor=actor, today=today)


def _call(programme: Programme, rounds: Any, *, actor: Person, today: datetime) -> None:
    """Rounds as they were called, each on its first day at the latest: those that are over were called then."""
    day = clock.local(today).date()
    for wanted in rounds:
        opens = day + timedelta(days=wanted["opens"])
        span = Span(opens, opens + timedelta(days=wanted["days"]))
        decided = span.closes_on + timedelta(days=wanted["decided"])
        calling = actions.Calling(programme=programme, name=wanted["name"], span=span, decided_on=decided)
        actions.call(calling, actor=actor, at=min(today, clock.first_of(opens)))


def _terms(wanted: Mapping[str, Any]) -> Terms:
    """The terms as they stand in the file: euros and per cent there, cents and basis points here."""
    body = Body.objects.filter(kind=BodyKind.JURY, district=None).first() if wanted.get("body") else None
    kind = wanted.get("decided_by")
    criteria = (Criterion(key=f"c{number}", **one) for number, one in enumerate(wanted.get("criteria", ()), 1))

    def scaled(name: str, default: int | None = 0) -> int | None:
        return wanted[name] * 100 if name in wanted else default

    return Terms(
        grantor=Grantor(wanted["grantor"]),
        applicants=tuple(Applicant(one) for one in wanted["applicants"]),
        intake=Intake(wanted["intake"]),
        needs_first=wanted.get("needs_first", False),
        financing=Financing(wanted["financing"]),
        max_rate_bp=scaled("rate", None),
        max_cents=scaled("max_euros", None),
        min_cents=scaled("min_euros") or 0,
        min_own_share_bp=scaled("own_share") or 0,
        volunteer_rate_cents=scaled("volunteer_euros") or 0,
        volunteer_cap_bp=scaled("volunteer_cap", WHOLE) or WHOLE,
        start=Start(wanted["start"]),
        is_subsidiary=wanted.get("subsidiary", False),
        decided_by=BodyKind(kind) if kind else None,
        body=body.pk if body else None,
        delegated_cents=scaled("delegated_euros") or 0,
        payout=Payout(wanted["payout"]),
        retention_bp=scaled("retention") or 0,
        use_months=wanted.get("use_months", 2),
        proof=ProofLevel(wanted["proof"]),
        proof_months=wanted["proof_months"],
        criteria=tuple(criteria),
        checks=tuple(wanted.get("checks", ())),
        pillar=_pillar(wanted.get("pillar", "")),
        basis=wanted["basis"],
    )


def _pillar(name: str) -> int | None:
    """The key of the pillar whose name begins so, in this year's scheme."""
    found = pillars_in(clock.today().year).filter(name_de__startswith=name).first() if name else None
    return found.pk if found else None


def _year(stage: Stage, year: int) -> None:
    """The small projects of a year; before the first one the programmes are founded, with their letters' texts."""
    if not Programme.objects.exists():
        load(actor=stage.maker, founding=stage.founding, today=stage.today)
        letters.load(actor=stage.maker, founding=stage.founding)
    if year > clock.local(stage.today).year - YEARS:
        years.play(stage, year)


def _life(stage: Stage) -> None:
    figures.load(actor=stage.maker, founding=stage.founding)
    keepers = [Person.objects.get(pk=stage.people[key].pk) for key in ("owner", "stranger")]
    officer = Person.objects.get(pk=stage.people["officer"].pk)
    to_come = projects.load(actor=stage.maker, keepers=keepers, today=stage.today)
    entrances.load(to_come, officer=officer, today=stage.today)
    submitted = applications.load(to_come, today=stage.today)
    cases.load(submitted, clerk=officer, today=stage.today)
    letters.write(maker=stage.maker, officer=officer, today=stage.today)
    figures.answer(today=stage.today)
    past = granted.load(maker=stage.maker, officer=officer, keepers=keepers, today=stage.today)
    proofs.load(past, officer=officer, today=stage.today)
    if (district := District.objects.filter(slug=OWN_DISTRICT).first()) is not None:
        own.load(stage, district=district)
        drawn = drawdowns.load(stage, district=district)
        treasurer = Person.objects.get(pk=stage.people["treasurer"].pk)
        recovering.load(drawn, maker=stage.maker, officer=officer, treasurer=treasurer, today=stage.today)
        aid.load(maker=stage.maker, officer=officer, keepers=keepers, district=district, today=stage.today)
    showing.load(actor=stage.maker, today=stage.today)
    figures.report(actor=stage.maker, today=stage.today)


YEAR = (_year,)
LIFE = (_life,)
