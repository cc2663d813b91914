"""The parts of a record that say what a grant was spent on and what it came to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from quartierwerk.foundation.money import written as money
from quartierwerk.foundation.ui.writing import when
from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.models import Application, ProofCheck, ProofOfUse, Settlement
from quartierwerk.rooms.funding.queries import proofs as reading
from quartierwerk.rooms.funding.rules import Calculation, ProofContent


def part(heading: str, *, text: str = "", head: Any = (), rows: Any = (), amounts: Any = ()) -> dict[str, Any]:
    """One part of a record: a text, a table, or both."""
    return {"heading": heading, "text": text, "head": head, "rows": rows, "amounts": amounts}


def proof_parts(application: Application) -> Iterator[dict[str, Any]]:
    """Each proof of use that was handed in, what the office found in it each time, and the settlement."""
    for proof in application.proofs.prefetch_related("checks__by").order_by("number"):
        if proof.said is not None:
            yield from _proof(application, proof, proof.said)
    settlement: Settlement | None = getattr(application, "settlement", None)
    if settlement is not None:
        yield _settlement(settlement)


def _proof(application: Application, proof: ProofOfUse, said: ProofContent) -> Iterator[dict[str, Any]]:
    heading = _("Verwendungsnachweis vom %(day)s") % {"day": when(proof.submitted_at, "short")}
    titles = rules.line_titles(reading.plan_of(application))
    yield part(heading, text="\n\n".join(_told(proof, said)))
    yield part(
        f"{heading}: {_('Ausgaben')}",
        head=[_("Was"), _("Betrag")],
        rows=[[title, money(cents)] for title, cents in zip(titles.values(), said.spent, strict=True) if cents],
        amounts=(1,),
    )
    yield part(
        f"{heading}: {_('Finanzierung')}",
        head=[_("Von wem"), _("Betrag")],
        rows=[[f"{one.title} ({one.kind.label})", money(one.received)] for one in said.came],
        amounts=(1,),
    )
    if said.vouchers:
        yield part(
            f"{heading}: {_('Belege')}",
            head=[_("Nr."), _("Datum"), _("An wen und wofür"), _("Posten"), _("Betrag")],
            rows=[
                [
                    str(one.number),
                    when(one.dated_on, "short"),
                    f"{one.payee}: {one.reason}",
                    titles[one.line],
                    money(one.cents),
                ]
                for one in said.vouchers
            ],
            amounts=(4,),
        )
    for check in proof.checks.all():
        yield from _check(check)


def _told(proof: ProofOfUse, said: ProofContent) -> Iterator[str]:
    """The report in words, and why it was given back."""
    yield said.narrative
    if said.deviations:
        yield _("Anders als geplant: %(text)s") % {"text": said.deviations}
    if said.participants is not None:
        yield _("Teilnehmende: %(count)d") % {"count": said.participants}
    if said.volunteer_minutes:
        yield _("Stunden im Ehrenamt: %(count)d") % {"count": said.volunteer_hours}
    yield _("Prüfsumme (SHA-256): %(digest)s") % {"digest": proof.digest}
    if proof.returned_at is not None:
        yield _("Zurückgegeben am %(day)s: %(reason)s") % {
            "day": when(proof.returned_at, "short"),
            "reason": proof.answer,
        }


def _check(check: ProofCheck) -> Iterator[dict[str, Any]]:
    heading = _("Prüfvermerk vom %(day)s") % {"day": when(check.at, "short")}
    calculation = reading.calculated_by(check)
    yield part(
        heading,
        text=f"{check.note}\n\n{check.by}",
        head=[_("Posten"), _("ausgegeben"), _("zählt")],
        rows=list(_counted(calculation)),
        amounts=(1, 2),
    )
    steps = [*calculation.steps, (calculation.granted, _("bewilligt"))]
    steps += [(-cents, reason) for cents, reason in calculation.reductions]
    yield part(
        f"{heading}: {_('Rechenweg')}",
        head=[_("Schritt"), _("Betrag")],
        rows=[[reason, money(cents)] for cents, reason in [*steps, (calculation.final, _("Förderung am Ende"))]],
        amounts=(1,),
    )


def _counted(calculation: Calculation) -> Iterator[list[str]]:
    for one in calculation.lines:
        cuts = [_("%(sum)s weniger: %(reason)s") % {"sum": money(cut.cents), "reason": cut.reason} for cut in one.cuts]
        yield ["\n".join([one.line.title, *cuts]), money(one.line.claimed), money(one.counted)]


def _settlement(settlement: Settlement) -> dict[str, Any]:
    sums = [
        (_("bewilligt"), settlement.granted_cents),
        (_("Förderung am Ende"), settlement.final_cents),
        (_("bis dahin ausgezahlt"), settlement.paid_cents),
        (_("zurück in den Topf"), settlement.released_cents),
    ]
    return part(
        _("Abrechnung vom %(day)s") % {"day": when(settlement.at, "short")},
        head=[_("Was"), _("Betrag")],
        rows=[[title, money(cents)] for title, cents in sums],
        amounts=(1,),
    )
