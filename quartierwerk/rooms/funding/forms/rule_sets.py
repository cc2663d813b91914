"""The terms of a programme, as the office fills them in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.ui.days import DayField
from quartierwerk.foundation.ui.fields import Euros, Percent, Refusable
from quartierwerk.foundation.ui.prose import MARKUP
from quartierwerk.rooms.boards.rules import MOST_WEIGHT, BodyKind, Criterion
from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.rules import (
    WHOLE,
    Applicant,
    Financing,
    Grantor,
    Intake,
    Payout,
    ProofLevel,
    Rounding,
    Start,
    Terms,
)

ROWS = 6
USUAL_TOLERANCE = Terms().line_tolerance_bp
"""So many criteria fit on the page."""
LONGEST_CRITERION = 120
IN_PLACE = (BodyKind.STEERING_BOARD, BodyKind.MARKETING_GROUP, BodyKind.CITIZENS_FORUM, BodyKind.PROJECT_GROUP)
"""Kinds of bodies that there are district by district."""


class TermsForm(Refusable):
    """Who may apply, how much, who decides, how it is paid and accounted for; where that is written, and from when."""

    grantor = forms.ChoiceField(label=_("Wer fördert"), choices=Grantor.choices)
    applicants = forms.MultipleChoiceField(
        label=_("Wer einen Antrag stellen kann"), choices=Applicant.choices, widget=forms.CheckboxSelectMultiple
    )
    intake = forms.ChoiceField(label=_("Anträge werden angenommen"), choices=Intake.choices)
    needs_first = forms.BooleanField(
        label=_("Vor dem Antrag wird der Bedarf angemeldet"),
        required=False,
        help_text=_("Ohne Anmeldung lässt sich dann kein Antrag beginnen."),
    )
    financing = forms.ChoiceField(label=_("Gefördert wird als"), choices=Financing.choices)
    max_rate_bp = Percent(
        label=_("Höchstsatz in Prozent"),
        required=False,
        help_text=_("Der förderfähigen Ausgaben. Leer: kein Höchstsatz."),
    )
    max_cents = Euros(label=_("Höchstbetrag je Projekt"), required=False, help_text=_("Leer: kein Höchstbetrag."))
    min_cents = Euros(
        label=_("Mindestbetrag"),
        required=False,
        help_text=_("Darunter wird nichts bewilligt. Leer: kein Mindestbetrag."),
    )
    min_own_share_bp = Percent(
        label=_("Eigenanteil mindestens, in Prozent"), required=False, help_text=_("Leer: kein Eigenanteil nötig.")
    )
    volunteer_rate_cents = Euros(
        label=_("Eine Stunde Ehrenamt zählt"),
        required=False,
        help_text=_("Als Ausgabe und zugleich als Eigenanteil. Leer: Ehrenamt zählt nicht."),
    )
    volunteer_cap_bp = Percent(
        label=_("Ehrenamt zählt höchstens, in Prozent"),
        required=False,
        help_text=_("Der förderfähigen Ausgaben in Geld. Leer: ohne Grenze bis zu deren Höhe."),
    )
    start = forms.ChoiceField(label=_("Das Projekt darf beginnen"), choices=Start.choices)
    is_aid = forms.BooleanField(
        label=_("Für Unternehmen ist die Förderung eine De-minimis-Beihilfe"),
        required=False,
        help_text=_("Das Büro sagt bei jedem Antrag, ob ein Unternehmen das Geld bekommt, und führt die Beihilfen."),
    )
    is_subsidiary = forms.BooleanField(label=_("Gefördert wird nur, was niemand sonst fördern kann"), required=False)
    decider = forms.ChoiceField(label=_("Es entscheidet"), required=False)
    delegated_cents = Euros(
        label=_("Bis zu dieser Summe entscheidet das Büro"),
        required=False,
        help_text=_("Und berichtet dem Gremium. Leer: Das Gremium entscheidet über alles."),
    )
    checks = forms.CharField(
        label=_("Weitere Prüfpunkte"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Einer je Zeile, als Satz, der erfüllt ist oder nicht. Leer: nur die üblichen."),
    )
    pillar = forms.ChoiceField(
        label=_("Bezahlt wird aus"), required=False, help_text=_("Ohne Säule wählt das Büro den Topf von Fall zu Fall.")
    )
    is_by_contract = forms.BooleanField(
        label=_("Über die Förderung wird ein Vertrag geschlossen"),
        required=False,
        help_text=_("Nur ein Verein; sonst schreibt er eine Zusage. Die Stadt bewilligt durch Bescheid."),
    )
    payout = forms.ChoiceField(label=_("Ausgezahlt wird"), choices=Payout.choices)
    retention_bp = Percent(
        label=_("Bis zur Prüfung einbehalten, in Prozent"),
        required=False,
        help_text=_("Nur wo ein Rest nach der Prüfung ausgezahlt wird."),
    )
    use_months = forms.IntegerField(
        label=_("Verwendungsfrist in Monaten"),
        min_value=1,
        max_value=rules.MOST_MONTHS,
        help_text=_("Innerhalb dieser Zeit ist ausgezahltes Geld zu verwenden."),
    )
    proof = forms.ChoiceField(label=_("Der Verwendungsnachweis besteht aus"), choices=ProofLevel.choices)
    proof_months = forms.IntegerField(
        label=_("Frist für den Verwendungsnachweis in Monaten"), min_value=1, max_value=rules.MOST_MONTHS
    )
    sample_rate_bp = Percent(
        label=_("Stichprobe der Belege, in Prozent"),
        required=False,
        help_text=_("So viele werden ausgelost und ganz geprüft. Leer: alle."),
    )
    line_tolerance_bp = Percent(
        label=_("Ein Posten darf mehr kosten als geplant, in Prozent"),
        required=False,
        help_text=_("Ohne zu fragen, wenn anderswo gespart wird. Leer: 20 %, wie in den ANBest-P."),
    )
    small_change_cents = Euros(
        label=_("Kleine Abweichungen bis"),
        required=False,
        help_text=_("Ersparnisse und weitere Einnahmen bis zu dieser Summe kürzen nicht. Leer: jede kürzt."),
    )
    cap_by_uncovered = forms.BooleanField(
        label=_("Nie mehr zahlen, als nach allen anderen Einnahmen fehlt"),
        required=False,
        help_text=_("Gilt dann auch für Festbetrag und Anteil."),
    )
    rounding = forms.ChoiceField(label=_("Anteile werden"), choices=Rounding.choices, required=False)
    survey_from_cents = Euros(
        label=_("Befragung ab dieser bewilligten Summe"),
        required=False,
        help_text=_("Wer den Antrag stellte, wird danach gefragt, wie es war. 0: alle. Leer: niemand."),
    )
    basis = forms.CharField(
        label=_("Grundlage"),
        max_length=rules.LONGEST_BASIS,
        help_text=_("Wo es steht: Beschluss oder Richtlinie, mit Tag."),
    )
    guideline = forms.CharField(
        label=_("Richtlinie im Wortlaut"),
        required=False,
        max_length=rules.LONGEST_GUIDELINE,
        widget=forms.Textarea(attrs={"rows": 12, "lang": "de"}),
        help_text=MARKUP,
    )
    valid_from = DayField(label=_("Gilt ab"))

    def __init__(self, data: Any, *, bodies: Any, pillars: Any, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        known = [(str(pillar.pk), str(pillar)) for pillar in pillars]
        self.fields["pillar"].choices = [("", _("Topf nach Wahl")), *known]
        kinds = [(f"kind:{kind}", _("%(body)s am Ort des Projekts") % {"body": kind.label}) for kind in IN_PLACE]
        known = [(f"body:{body.pk}", body.name) for body in bodies]
        self.fields["decider"].choices = [("", _("das Büro")), *kinds, *known]
        for number in range(ROWS):
            label = _("Kriterium %(number)d") % {"number": number + 1}
            self.fields[f"name_de_{number}"] = forms.CharField(
                label=label, required=False, max_length=LONGEST_CRITERION
            )
            self.fields[f"name_en_{number}"] = forms.CharField(
                label=_("auf Englisch"), required=False, max_length=LONGEST_CRITERION
            )
            self.fields[f"weight_{number}"] = forms.IntegerField(
                label=_("Gewicht"), required=False, min_value=1, max_value=MOST_WEIGHT
            )

    @property
    def rows(self) -> Iterator[list[BoundField]]:
        """The fields of each criterion."""
        for number in range(ROWS):
            yield [self[f"{name}_{number}"] for name in ("name_de", "name_en", "weight")]

    @property
    def plain(self) -> list[BoundField]:
        """The fields that are not part of a criterion, in their order."""
        return [self[name] for name in self.fields if not name.startswith(("name_", "weight_"))]

    @property
    def terms(self) -> Terms:
        """What was filled in, as the verb takes it."""
        given = self.cleaned_data
        kind, _colon, key = given["decider"].partition(":")
        cap, tolerance = given["volunteer_cap_bp"], given["line_tolerance_bp"]
        return Terms(
            grantor=Grantor(given["grantor"]),
            applicants=tuple(Applicant(one) for one in given["applicants"]),
            intake=Intake(given["intake"]),
            needs_first=given["needs_first"],
            financing=Financing(given["financing"]),
            max_rate_bp=given["max_rate_bp"],
            max_cents=given["max_cents"],
            min_cents=given["min_cents"] or 0,
            min_own_share_bp=given["min_own_share_bp"] or 0,
            volunteer_rate_cents=given["volunteer_rate_cents"] or 0,
            volunteer_cap_bp=WHOLE if cap is None else cap,
            start=Start(given["start"]),
            is_aid=given["is_aid"],
            is_subsidiary=given["is_subsidiary"],
            decided_by=BodyKind(key) if kind == "kind" else None,
            body=int(key) if kind == "body" else None,
            delegated_cents=given["delegated_cents"] or 0,
            is_by_contract=given["is_by_contract"],
            payout=Payout(given["payout"]),
            retention_bp=given["retention_bp"] or 0,
            use_months=given["use_months"],
            proof=ProofLevel(given["proof"]),
            proof_months=given["proof_months"],
            sample_rate_bp=WHOLE if given["sample_rate_bp"] is None else given["sample_rate_bp"],
            line_tolerance_bp=USUAL_TOLERANCE if tolerance is None else tolerance,
            small_change_cents=given["small_change_cents"] or 0,
            cap_by_uncovered=given["cap_by_uncovered"],
            rounding=Rounding(given["rounding"] or Rounding.DOWN),
            survey_from_cents=given["survey_from_cents"],
            criteria=tuple(self._criteria()),
            checks=tuple(line for line in (one.strip() for one in given["checks"].splitlines()) if line),
            pillar=int(given["pillar"]) if given["pillar"] else None,
            basis=given["basis"],
            guideline=given["guideline"],
        )

    def _criteria(self) -> Iterator[Criterion]:
        given = self.cleaned_data
        for number in range(ROWS):
            if given[f"name_de_{number}"]:
                yield Criterion(
                    key=f"c{number + 1}",
                    name_de=given[f"name_de_{number}"],
                    name_en=given[f"name_en_{number}"],
                    weight=given[f"weight_{number}"] or 1,
                )


def filled_in(terms: Terms) -> dict[str, Any]:
    """The fields as they stand where a programme has these terms; nothing is shown where nothing is set."""
    decider = f"kind:{terms.decided_by}" if terms.decided_by else f"body:{terms.body}" if terms.body else ""
    sums = ("min_cents", "volunteer_rate_cents", "delegated_cents", "small_change_cents")
    quiet = (*sums, "min_own_share_bp", "retention_bp")
    shown = {name: value for name, value in vars(terms).items() if not (name in quiet and not value)}
    shown["volunteer_cap_bp"] = terms.volunteer_cap_bp if terms.volunteer_cap_bp < WHOLE else None
    shown["sample_rate_bp"] = terms.sample_rate_bp if terms.sample_rate_bp < WHOLE else None
    shown["line_tolerance_bp"] = None if terms.line_tolerance_bp == USUAL_TOLERANCE else terms.line_tolerance_bp
    shown["decider"] = decider
    shown["checks"] = "\n".join(terms.checks)
    shown["pillar"] = str(terms.pillar or "")
    for number, one in enumerate(terms.criteria[:ROWS]):
        shown |= {f"name_de_{number}": one.name_de, f"name_en_{number}": one.name_en, f"weight_{number}": one.weight}
    return shown
