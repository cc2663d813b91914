"""The shapes of what people enter at the treasury; fields are called as the verbs call them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.house.words import word
from quartierwerk.foundation.money import written as money
from quartierwerk.foundation.ui.fields import Euros, Refusable
from quartierwerk.rooms.budget import queries, rules
from quartierwerk.rooms.budget.models import Earmark, FiscalYear, HouseAccount, Order, Pillar, Pot
from quartierwerk.rooms.budget.rules import EntryKind, Source, Way
from quartierwerk.rooms.places.models import District

NO_NAMES = _("Bitte keine Namen von Privatpersonen: Der Text steht in den Büchern und bleibt.")
BASIS = _("Beschluss, Bescheid oder Zusage, worauf das Geld beruht, mit Datum.")
CITYWIDE = "stadt"
"""Stands in addresses for what belongs to no district."""


class PotChoice(forms.ModelChoiceField):
    """A choice of a pot, whose label says of which year it is and what is free in it."""

    def label_from_instance(self, obj: Pot) -> str:
        return gettext("%(year)s · %(pot)s: %(sum)s verfügbar") % {
            "year": obj.year,
            "pot": obj,
            "sum": money(obj.available),
        }


class EarmarkChoice(forms.ModelChoiceField):
    """A choice of a case, whose label says of which year and pot it is and what was paid for it."""

    def label_from_instance(self, obj: Earmark) -> str:
        return gettext("%(year)s · %(case)s (%(pot)s): %(sum)s ausgezahlt") % {
            "year": obj.pot.year,
            "case": obj,
            "pot": obj.pot,
            "sum": money(obj.paid),
        }


def _day(**rest: Any) -> forms.DateField:
    """A day in a year that the books know; beyond it the calendar itself ends."""
    first, last = date(rules.FIRST_YEAR, 1, 1), date(rules.LAST_YEAR, 12, 31)
    sentence = _("Bitte nennen Sie einen Tag zwischen 1990 und 2200.")
    limits = [MinValueValidator(first, message=sentence), MaxValueValidator(last, message=sentence)]
    return forms.DateField(validators=limits, **rest)


class _Sum(Refusable):
    """A form that asks for a sum first."""

    cents = Euros(label=_("Betrag in Euro"))


class AllocationForm(_Sum):
    """What comes into a pot from outside."""

    basis = forms.CharField(label=_("Grundlage"), max_length=rules.LONGEST_SOURCE, help_text=BASIS)
    voucher = forms.CharField(label=_("Beleg"), max_length=rules.LONGEST_REFERENCE, required=False)


class TransferForm(_Sum):
    """What moves into another pot of the year."""

    into = PotChoice(label=_("In den Topf"), queryset=Pot.objects.none(), empty_label=_("Bitte wählen"))
    basis = forms.CharField(label=_("Grundlage"), max_length=rules.LONGEST_SOURCE, help_text=BASIS)

    def __init__(self, *args: Any, pots: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["into"].queryset = pots  # type: ignore[attr-defined]


class ReservationForm(_Sum):
    """What is held back from a decision on."""

    title = forms.CharField(label=_("Wofür"), max_length=rules.LONGEST_NAME, help_text=NO_NAMES)
    basis = forms.CharField(
        label=_("Grundlage"),
        max_length=rules.LONGEST_SOURCE,
        required=False,
        help_text=_("Die Entscheidung, mit der das Geld zugesagt wurde."),
    )


class HeldForm(_Sum):
    """A part of what is held for a case; proposed is the whole rest."""

    reason = forms.CharField(label=_("Begründung"), max_length=rules.LONGEST_REASON, required=False, help_text=NO_NAMES)


class RepaymentForm(_Sum):
    """What came back from a case."""

    voucher = forms.CharField(
        label=_("Beleg"),
        max_length=rules.LONGEST_REFERENCE,
        help_text=_("Wo der Eingang steht: Kontoauszug oder Buchungsnummer."),
    )
    reason = forms.CharField(label=_("Begründung"), max_length=rules.LONGEST_REASON, required=False, help_text=NO_NAMES)


class PaymentForm(_Sum):
    """What is to be paid; a direct expense needs its voucher."""

    payee = forms.CharField(label=_("Wer das Geld bekommt"), max_length=rules.LONGEST_NAME)
    purpose = forms.CharField(
        label=_("Verwendungszweck"),
        max_length=rules.LONGEST_PURPOSE,
        help_text=_("Steht auf der Überweisung, höchstens 140 Zeichen."),
    )
    voucher = forms.CharField(label=_("Beleg"), max_length=rules.LONGEST_REFERENCE, required=False)
    iban = forms.CharField(
        label=_("IBAN"),
        max_length=2 * rules.LONGEST_IBAN,
        required=False,
        help_text=_("Wohin das Geld geht. Ohne sie zahlt jemand von Hand, und die Zahlung kommt in keinen Lauf."),
    )

    def __init__(self, *args: Any, is_direct: bool, **rest: Any) -> None:
        super().__init__(*args, **rest)
        voucher = self.fields["voucher"]
        voucher.required = is_direct
        voucher.help_text = (
            _("Nummer der Rechnung oder Quittung. Ohne sie geht keine direkte Ausgabe.")
            if is_direct
            else _("Nummer der Rechnung oder des Abrufs, wenn es eine gibt.")
        )


class AccountForm(Refusable):
    """How the city's treasury calls a pot."""

    account = forms.CharField(
        label=_("Buchungsstelle"),
        max_length=rules.LONGEST_REFERENCE,
        required=False,
        help_text=_("So heißt der Topf in den Büchern der Stadt; steht im Journal für die Stadtkasse."),
    )


class ReasonForm(Refusable):
    """Why something is taken back or sent back."""

    reason = forms.CharField(
        label=_("Begründung"),
        max_length=rules.LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=NO_NAMES,
    )


class BasisForm(Refusable):
    """The resolution on which many entries rest at once."""

    basis = forms.CharField(
        label=_("Grundlage"), max_length=rules.LONGEST_SOURCE, help_text=_("Der Beschluss, mit Gremium und Datum.")
    )


class PillarForm(Refusable):
    """What a resolution provides for, a share for each district or one sum."""

    name_de = forms.CharField(label=_("Name"), max_length=rules.LONGEST_NAME)
    name_en = forms.CharField(label=_("Name auf Englisch"), max_length=rules.LONGEST_NAME, required=False)
    first_year = forms.IntegerField(label=_("Gilt ab dem Jahr"), min_value=rules.FIRST_YEAR, max_value=rules.LAST_YEAR)
    last_year = forms.IntegerField(
        label=_("Gilt bis zum Jahr"),
        min_value=rules.FIRST_YEAR,
        max_value=rules.LAST_YEAR,
        required=False,
        help_text=_("Leer, solange kein Ende feststeht."),
    )
    per_district_cents = Euros(
        required=False,
        help_text=_("Wenn jeder Bezirk seinen eigenen Topf bekommt. Sonst leer lassen."),
    )
    total_cents = Euros(
        label=_("Zusammen in Euro"), required=False, help_text=_("Wenn es ein gemeinsamer Topf ist. Sonst leer lassen.")
    )
    basis = forms.CharField(
        label=_("Grundlage"), max_length=rules.LONGEST_SOURCE, help_text=_("Der Beschluss, mit Gremium und Datum.")
    )

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["per_district_cents"].label = _("Je %(district)s in Euro") % {"district": word("district")}

    def clean(self) -> dict[str, Any]:
        """Exactly one of both sums says how the pillar is given out."""
        given = super().clean() or {}
        both = [given.get("per_district_cents"), given.get("total_cents")]
        if not self.errors and (both[0] is None) == (both[1] is None):
            self.add_error(
                "total_cents",
                _("Bitte geben Sie genau einen der beiden Beträge an: je Bezirk oder zusammen."),
            )
        given["total_cents"] = given.get("total_cents") or 0
        return given


class EndPillarForm(Refusable):
    """The last year in which a pillar holds."""

    last_year = forms.IntegerField(label=_("Gilt bis zum Jahr"), min_value=rules.FIRST_YEAR, max_value=rules.LAST_YEAR)


class OpeningForm(Refusable):
    """A pot of a year besides those of the scheme."""

    source = forms.ChoiceField(label=_("Herkunft"), choices=Source.choices)
    pillar = forms.ModelChoiceField(
        label=_("Säule"), queryset=Pillar.objects.none(), required=False, empty_label=_("ohne Säule")
    )
    purpose = forms.CharField(
        label=_("Zweck"),
        max_length=rules.LONGEST_NAME,
        required=False,
        help_text=_("Wofür das Geld ist. Ohne Säule muss er da sein."),
    )
    district = forms.ModelChoiceField(queryset=District.objects.none(), required=False, empty_label=_("gesamte Stadt"))
    account = forms.CharField(label=_("Buchungsstelle"), max_length=rules.LONGEST_REFERENCE, required=False)

    def __init__(self, *args: Any, year: FiscalYear, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["pillar"].queryset = queries.pillars_in(year.year)  # type: ignore[attr-defined]
        self.fields["district"].queryset = queries.districts()  # type: ignore[attr-defined]
        self.fields["district"].label = word("district")


class StandForm(forms.Form):
    """The day on whose end sums are shown; an address, so it is optional."""

    stand = _day(label=_("Stand am"), required=False, help_text=_("Am Ende dieses Tages. Leer: jetzt."))


class OverviewForm(StandForm):
    """Which pots the overview shows, and when."""

    jahr = forms.TypedChoiceField(label=_("Haushaltsjahr"), coerce=int, empty_value=None, required=False)
    bezirk = forms.ChoiceField(required=False)
    nach = forms.ChoiceField(label=_("Gruppiert nach"), required=False)
    herkunft = forms.ChoiceField(label=_("Herkunft"), required=False, choices=[("", _("alle")), *Source.choices])

    field_order = ("jahr", "bezirk", "herkunft", "nach", "stand")

    def __init__(self, data: Any, *, years: list[int], districts: list[District]) -> None:
        super().__init__(data)
        self.fields["jahr"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]
        self.fields["bezirk"].label = word("district")
        self.fields["bezirk"].choices = [  # type: ignore[attr-defined]
            ("", _("alle")),
            (CITYWIDE, _("gesamte Stadt")),
            *((one.slug, one.name) for one in districts),
        ]
        self.fields["nach"].choices = [("", _("Säule und Zweck")), ("bezirk", word("district"))]  # type: ignore[attr-defined]


class EntriesForm(forms.Form):
    """Which entries the journal shows."""

    jahr = forms.TypedChoiceField(label=_("Haushaltsjahr"), coerce=int, empty_value=None, required=False)
    art = forms.ChoiceField(label=_("Art"), required=False, choices=[("", _("alle")), *EntryKind.choices])

    def __init__(self, data: Any, *, years: list[int]) -> None:
        super().__init__(data)
        self.fields["jahr"].choices = [("", _("alle")), *((year, str(year)) for year in years)]  # type: ignore[attr-defined]


class KindForm(forms.Form):
    """Which entries of a pot are shown."""

    art = forms.ChoiceField(label=_("Art"), required=False, choices=[("", _("alle")), *EntryKind.choices])


class DaysForm(Refusable):
    """A range of days, both included."""

    von = _day(label=_("Von"))
    bis = _day(label=_("Bis einschließlich"))

    def clean(self) -> dict[str, Any]:
        """The first day is not behind the last."""
        given = super().clean() or {}
        if not self.errors and given["von"] > given["bis"]:
            self.add_error("bis", _("Der letzte Tag liegt vor dem ersten."))
        return given


class YearForm(forms.Form):
    """A year that somebody may want to open."""

    jahr = forms.IntegerField(label=_("Jahr"), min_value=rules.FIRST_YEAR, max_value=rules.LAST_YEAR)


def this_year(years: list[int]) -> int | None:
    """The year that is meant where nobody names one: the running one, else the latest that there is."""
    now = clock.today().year
    return now if now in years else max(years, default=None)


class StatementForm(Refusable):
    """A file from the bank."""

    file = forms.FileField(
        label=_("Kontoauszug"),
        help_text=_("CAMT.053, eine XML-Datei bis 20 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xml"}),
    )


class IncomeForm(Refusable):
    """Where money that came belongs: into a pot on some ground, or back to a case."""

    pot = PotChoice(
        label=_("In den Topf"), queryset=Pot.objects.none(), required=False, empty_label=_("keiner: es kommt zurück")
    )
    basis = forms.CharField(label=_("Grundlage"), max_length=rules.LONGEST_SOURCE, required=False, help_text=BASIS)
    earmark = EarmarkChoice(
        label=_("Rückzahlung zum Vorgang"),
        queryset=Earmark.objects.none(),
        required=False,
        empty_label=_("keiner: es ist neues Geld"),
    )

    def __init__(self, *args: Any, person: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["pot"].queryset = queries.pots_for_earmarks(person)  # type: ignore[attr-defined]
        self.fields["earmark"].queryset = queries.earmarks_paid(person)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One of both, and with a pot the ground."""
        given = super().clean() or {}
        if given.get("pot") and given.get("earmark"):
            self.add_error("earmark", _("Bitte wählen Sie den Topf oder den Vorgang, nicht beide."))
        if given.get("pot") and not given.get("basis"):
            self.add_error("basis", _("Worauf beruht das Geld?"))
        return given


class HouseAccountForm(Refusable):
    """An account of the house."""

    holder = forms.CharField(
        label=_("Inhaber"), max_length=rules.LONGEST_NAME, help_text=_("Wie er auf dem Kontoauszug steht.")
    )
    iban = forms.CharField(label=_("IBAN"), max_length=2 * rules.LONGEST_IBAN)
    bic = forms.CharField(
        label=_("BIC"),
        max_length=2 * rules.LONGEST_BIC,
        required=False,
        help_text=_("Nur, wenn die Bank sie verlangt."),
    )


class GatherForm(Refusable):
    """Which released payments leave together, when, and which way."""

    way = forms.ChoiceField(label=_("Weg"), choices=Way.choices, widget=forms.RadioSelect)
    account = forms.ModelChoiceField(
        label=_("Vom Konto"),
        queryset=HouseAccount.objects.none(),
        required=False,
        empty_label=_("keines: die Stadtkasse zahlt"),
        help_text=_("Die Datei für die Bank braucht es, die Liste für die Stadtkasse nicht."),
    )
    execute_on = _day(
        label=_("Ausführung am"), help_text=_("Ein Bankarbeitstag: kein Samstag, Sonntag oder Feiertag der Banken.")
    )
    orders = forms.ModelMultipleChoiceField(
        label=_("Zahlungen"),
        queryset=Order.objects.none(),
        error_messages={"invalid_choice": _("Eine der Zahlungen ist inzwischen in einem anderen Lauf oder storniert.")},
    )

    def __init__(self, *args: Any, ready: Any, accounts: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["orders"].queryset = ready  # type: ignore[attr-defined]
        self.fields["account"].queryset = accounts  # type: ignore[attr-defined]


class ExecutionForm(Refusable):
    """The day on which the city's treasury has paid."""

    executed_on = _day(label=_("Ausgeführt am"))
