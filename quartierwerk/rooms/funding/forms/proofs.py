"""What somebody writes in a proof of use, its vouchers, and what the office finds in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.money import written
from quartierwerk.foundation.papers.models import PaperKind
from quartierwerk.foundation.ui.days import DayField
from quartierwerk.foundation.ui.fields import Euros, Refusable
from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.models import ProofOfUse, Voucher
from quartierwerk.rooms.funding.rules import (
    UNPLANNED,
    CameIn,
    IncomeKind,
    Plan,
    ProofContent,
    ProofMarks,
    Refusal,
    Terms,
    VoucherEntry,
)

PICTURES = ",".join(kind.type for kind in (PaperKind.JPEG, PaperKind.PNG, PaperKind.WEBP, PaperKind.PDF))
"""No HEIC, so that phones turn their pictures into JPEG by themselves."""


class ProofForm(Refusable):
    """Nothing is demanded while it is being written; what it lacks is said beside it."""

    narrative = forms.CharField(
        label=_("Was Sie gemacht haben und was daraus wurde"),
        required=False,
        max_length=rules.LONGEST_NARRATIVE,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Was war geplant, was fand statt, wer hatte etwas davon?"),
    )
    deviations = forms.CharField(
        label=_("Was anders kam als geplant"),
        required=False,
        max_length=rules.LONGEST_DEVIATIONS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    participants = forms.IntegerField(
        label=_("Wie viele dabei waren"),
        required=False,
        min_value=0,
        max_value=rules.MOST_PARTICIPANTS,
        help_text=_("Geschätzt genügt."),
    )
    hours = forms.IntegerField(
        label=_("Stunden Ehrenamt"), required=False, min_value=0, max_value=rules.MOST_VOLUNTEER_HOURS
    )
    is_true = forms.BooleanField(
        label=_("Die Angaben stimmen, und die Ausgaben waren notwendig und sparsam"), required=False
    )

    def __init__(self, data: Any, *, plan: Plan, terms: Terms, proof: ProofOfUse) -> None:
        super().__init__(data)
        self.plan, self.proof = plan, proof
        if not terms.volunteer_rate_cents and not plan.volunteer_minutes:
            del self.fields["hours"]
        if not proof.has_vouchers:
            for number, expense in enumerate(plan.expenses):
                self.fields[f"spent_{number}"] = _sum(expense.title, planned=expense.cents)
            self.fields[f"spent_{len(plan.expenses)}"] = Euros(
                label=_("Nicht im Plan"), required=False, help_text=_("Zählt nur, wenn das Büro zustimmt.")
            )
        for number, income in enumerate(plan.incomes):
            self.fields[f"received_{number}"] = _sum(income.title, planned=income.counted)
        for number in range(rules.MOST_FURTHER_INCOMES):
            self.fields |= {
                f"source_{number}": forms.CharField(label=_("Von wem"), required=False, max_length=rules.LONGEST_LINE),
                f"money_{number}": Euros(label=_("Betrag"), required=False),
                f"kind_{number}": forms.ChoiceField(
                    label=_("Art"), required=False, choices=IncomeKind.choices, initial=IncomeKind.TAKINGS
                ),
            }

    @property
    def spent_fields(self) -> list[BoundField]:
        """What each line has cost, where it is not the sum of vouchers."""
        return [self[name] for name in self.fields if name.startswith("spent_")]

    @property
    def received_fields(self) -> list[BoundField]:
        """What came in from each source of the plan."""
        return [self[name] for name in self.fields if name.startswith("received_")]

    @property
    def further_rows(self) -> list[list[BoundField]]:
        """What came in that nobody planned."""
        numbers = range(rules.MOST_FURTHER_INCOMES)
        return [[self[f"{name}_{number}"] for name in ("source", "money", "kind")] for number in numbers]

    def clean(self) -> dict[str, Any]:
        """A source with a sum needs a name, and the other way round."""
        given = super().clean() or {}
        for number in range(rules.MOST_FURTHER_INCOMES):
            source, cents = f"source_{number}", f"money_{number}"
            if source in self.errors or cents in self.errors:
                continue
            if given.get(cents) and not given.get(source):
                self.add_error(source, _("Bitte sagen Sie, was das ist."))
            elif given.get(source) and not given.get(cents):
                self.add_error(cents, _("Bitte nennen Sie den Betrag."))
        return given

    @property
    def content(self) -> ProofContent:
        """What was written, as the rules take it; vouchers are kept beside it."""
        given = self.cleaned_data
        came = [
            CameIn(
                kind=income.kind,
                title=income.title,
                planned=income.counted,
                received=given[f"received_{number}"] or 0,
            )
            for number, income in enumerate(self.plan.incomes)
        ]
        came += [
            CameIn(
                kind=IncomeKind(given[f"kind_{number}"] or IncomeKind.TAKINGS),
                title=given[f"source_{number}"],
                planned=0,
                received=given[f"money_{number}"],
            )
            for number in range(rules.MOST_FURTHER_INCOMES)
            if given[f"source_{number}"]
        ]
        spent = tuple(given.get(f"spent_{number}") or 0 for number in range(len(self.plan.expenses) + 1))
        return ProofContent(
            narrative=given["narrative"].strip(),
            deviations=given["deviations"].strip(),
            participants=given["participants"],
            spent=spent,
            came=tuple(came),
            volunteer_minutes=(given.get("hours") or 0) * 60,
            is_true=given["is_true"],
        )


def as_written(content: ProofContent) -> dict[str, list[str]]:
    """What a proof said, field by field as a browser sends it, for the one that follows it."""
    planned = [one for one in content.came if one.planned]
    further = [one for one in content.came if not one.planned]
    shown: dict[str, Any] = {"narrative": content.narrative, "deviations": content.deviations}
    shown["participants"] = "" if content.participants is None else content.participants
    shown["hours"] = content.volunteer_minutes // 60 or ""
    shown |= {f"spent_{number}": _typed(cents) for number, cents in enumerate(content.spent)}
    shown |= {f"received_{number}": _typed(one.received) for number, one in enumerate(planned)}
    for number, one in enumerate(further):
        shown |= {f"source_{number}": one.title, f"money_{number}": _typed(one.received), f"kind_{number}": one.kind}
    return {name: [str(said)] for name, said in shown.items()}


class VoucherForm(Refusable):
    """One voucher, with its picture."""

    file = forms.FileField(
        label=_("Foto oder Datei"),
        required=False,
        widget=forms.FileInput(attrs={"accept": PICTURES}),
        help_text=_("Ein Foto vom Telefon genügt, wenn alles lesbar ist. Den Beleg selbst heben Sie auf."),
    )
    cents = Euros(label=_("Betrag"))
    dated_on = DayField(label=_("Datum des Belegs"))
    line = forms.TypedChoiceField(label=_("Wozu er gehört"), coerce=int)
    reason = forms.CharField(label=_("Wofür"), max_length=rules.LONGEST_VOUCHER_REASON)
    payee = forms.CharField(
        label=_("Wer das Geld bekommen hat"),
        max_length=rules.LONGEST_VOUCHER_PAYEE,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: Any, files: Any, *, plan: Plan, voucher: Voucher | None) -> None:
        shown = {} if voucher is None else voucher.entry.__dict__
        super().__init__(data, files, initial=shown)
        self.fields["line"].choices = list(rules.line_titles(plan).items())

    @property
    def entry(self) -> VoucherEntry:
        """What was typed, as the rules take it."""
        given = {name: said for name, said in self.cleaned_data.items() if name != "file"}
        return VoucherEntry(number=0, **given)


class Looked(NamedTuple):
    """A line or a voucher on the office's screen, with the fields in which it is refused."""

    what: Any
    cents: BoundField
    reason: BoundField
    agreed: BoundField | None = None
    """Whether it may exceed its plan; only of a line that does."""


class ProofCheckForm(Refusable):
    """What the office does not accept, of which voucher or line, and why; all else is as it was claimed."""

    note = forms.CharField(
        label=_("Prüfvermerk"),
        max_length=rules.LONGEST_CHECK_NOTE,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Was Sie geprüft haben und mit welchem Ergebnis. Er steht nur in der Akte."),
    )

    def __init__(
        self, data: Any, *, content: ProofContent, plan: Plan, terms: Terms, marks: ProofMarks, note: str
    ) -> None:
        super().__init__(data, initial={"note": note})
        self.claimed, self.plan = content, plan
        self.exceeding = rules.exceeding(content, plan, terms)
        vouchers = {f"voucher_{one.number}": marks.vouchers.get(one.number) for one in content.vouchers}
        lines = {f"line_{number}": marks.lines.get(number) for number in self._lines()}
        for name, refused in (vouchers | lines).items():
            self.fields |= {
                name: Euros(label=_("nicht anerkannt"), required=False, initial=refused.cents if refused else None),
                f"why_{name}": forms.CharField(
                    label=_("warum"),
                    required=False,
                    max_length=rules.LONGEST_WHY_REFUSED,
                    initial=refused.reason if refused else "",
                ),
            }
        for number in self.exceeding:
            self.fields[f"agreed_{number}"] = forms.BooleanField(
                label=_("Mehrkosten anerkennen"), required=False, initial=number in marks.agreed
            )

    def _lines(self) -> list[int]:
        """Numbers of the lines that can be refused as such: without vouchers, those on which something was spent."""
        if self.claimed.vouchers:
            return []
        return [self._key(number) for number, cents in enumerate(self.claimed.spent) if cents]

    def _key(self, number: int) -> int:
        return UNPLANNED if number == len(self.plan.expenses) else number

    @property
    def vouchers(self) -> list[Looked]:
        """The vouchers in the order of time, each with its fields."""
        return [
            Looked(one, self[f"voucher_{one.number}"], self[f"why_voucher_{one.number}"])
            for one in self.claimed.vouchers
        ]

    @property
    def lines(self) -> list[Looked]:
        """The lines that are refused as such, each with its fields."""
        titles = rules.line_titles(self.plan)
        return [Looked(titles[number], self[f"line_{number}"], self[f"why_line_{number}"]) for number in self._lines()]

    @property
    def agreements(self) -> list[tuple[str, BoundField]]:
        """The lines that cost too much, each with the tick that accepts it all the same."""
        titles = rules.line_titles(self.plan)
        return [(titles[number], self[f"agreed_{number}"]) for number in self.exceeding]

    @property
    def marks(self) -> ProofMarks:
        """What was filled in, as the verb takes it."""
        given = self.cleaned_data

        def refused(kind: str, numbers: Sequence[int]) -> dict[int, Refusal]:
            names = {number: f"{kind}_{number}" for number in numbers}
            return {
                number: Refusal(given[name], " ".join(given[f"why_{name}"].split()))
                for number, name in names.items()
                if given.get(name)
            }

        return ProofMarks(
            vouchers=refused("voucher", [one.number for one in self.claimed.vouchers]),
            lines=refused("line", self._lines()),
            agreed=frozenset(number for number in self.exceeding if given[f"agreed_{number}"]),
        )


class ReturningForm(Refusable):
    """Why a proof is given back."""

    reason = forms.CharField(
        label=_("Was fehlt oder nicht stimmt"),
        max_length=rules.LONGEST_WHY_RETURNED,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    wants_vouchers = forms.BooleanField(
        label=_("Eine Liste aller Belege verlangen"),
        required=False,
        help_text=_("Statt der Summen je Posten, zum Beispiel bei einer Stichprobe."),
    )


def _sum(title: str, *, planned: int) -> Euros:
    return Euros(label=title, required=False, help_text=_now("geplant: %(sum)s") % {"sum": written(planned)})


def _typed(cents: int) -> str:
    return written(cents).replace("€", "").strip() if cents else ""
