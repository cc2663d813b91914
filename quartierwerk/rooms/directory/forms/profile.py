"""The form of a profile: one form, and rows for addresses, contact fields and links.

It speaks ``rules.ProfileContent`` on both sides, so that it can hold exactly what an import can.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self

from django import forms
from django.http import QueryDict
from django.utils.dates import WEEKDAYS
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.foundation.house.words import word_lazy, words_lazy
from quartierwerk.foundation.ui.fields import Doing, Resumable, Unhurried
from quartierwerk.rooms.directory import queries, rules
from quartierwerk.rooms.directory.forms.rows import ROWS, Rows, row_forms

PLAIN = ("kind", "tagline_de", "tagline_en", "about_de", "about_en", "about_plain", "is_open_for_cooperation")
PLAIN += ("cooperation_de", "cooperation_en", "founded", "closed_on", "moved_on_to", "legal_form", "licence")
"""Fields of the content that the form shows as they are."""


@dataclass(frozen=True)
class Trade:
    """A sector with its professions: value, name, whether it is chosen."""

    sector: str
    professions: list[tuple[str, str, bool]]
    chosen: int


class ProfileForm(Resumable, Unhurried):
    """What an actor says about itself, but for the rows."""

    seen_as = "version"
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=_("Name"), max_length=rules.LENGTHS["name"])
    kind = forms.ChoiceField(label=_("Art"), choices=rules.Kind.choices)
    main_sector = forms.ChoiceField(label=format_lazy(_("{what} (am wichtigsten)"), what=word_lazy("sector")))
    sectors = forms.MultipleChoiceField(
        label=format_lazy(_("{what} (weitere)"), what=words_lazy("sector")),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    professions = forms.MultipleChoiceField(
        label=_("Berufe"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Was Sie tun; danach wird am häufigsten gesucht."),
    )
    keywords = forms.CharField(
        label=_("Stichwörter"),
        required=False,
        max_length=rules.MOST["keywords"] * (rules.LENGTHS["keyword"] + 2),
        help_text=_("Themen, Techniken, Materialien; mit Komma getrennt."),
    )
    founded = forms.IntegerField(label=_("Gegründet im Jahr"), required=False, min_value=0, max_value=9999)
    legal_form = forms.CharField(label=_("Rechtsform"), required=False, max_length=rules.LENGTHS["legal_form"])

    tagline_de = forms.CharField(
        label=_("In einem Satz"),
        required=False,
        max_length=rules.LENGTHS["tagline_de"],
        help_text=_("Steht in jeder Liste unter dem Namen."),
    )
    about_de = forms.CharField(
        label=_("Text"), required=False, max_length=rules.LENGTHS["about_de"], widget=forms.Textarea(attrs={"rows": 8})
    )
    about_plain = forms.CharField(
        label=_("Text in Leichter Sprache"),
        required=False,
        max_length=rules.LENGTHS["about_plain"],
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Kurze Sätze. Ein Gedanke je Satz. Keine Fremdwörter."),
    )
    tagline_en = forms.CharField(
        label=_("In einem Satz, auf Englisch"), required=False, max_length=rules.LENGTHS["tagline_en"]
    )
    about_en = forms.CharField(
        label=_("Text auf Englisch"),
        required=False,
        max_length=rules.LENGTHS["about_en"],
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    licence = forms.CharField(
        label=_("Lizenz der Texte"),
        required=False,
        max_length=rules.LENGTHS["licence"],
        help_text=_("Zum Beispiel CC-BY-4.0; leer heißt: alle Rechte vorbehalten."),
    )

    opening_mode = forms.ChoiceField(
        label=_("Öffnungszeiten"), choices=rules.OpeningMode.choices, widget=forms.RadioSelect
    )
    opening_note = forms.CharField(
        label=_("Hinweis zu den Zeiten"), required=False, max_length=rules.LENGTHS["opening_note"]
    )

    access = forms.MultipleChoiceField(
        label=_("Barrierefreiheit"),
        required=False,
        choices=rules.AccessFact.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nur, was Sie geprüft haben."),
    )
    is_open_for_cooperation = forms.BooleanField(label=_("Offen für Kooperation"), required=False)
    cooperation_de = forms.CharField(
        label=_("Wen oder was suchen Sie?"),
        required=False,
        max_length=rules.LENGTHS["cooperation_de"],
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    cooperation_en = forms.CharField(
        label=_("Dasselbe auf Englisch"),
        required=False,
        max_length=rules.LENGTHS["cooperation_en"],
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    closed_on = forms.DateField(label=_("Geschlossen am"), required=False, widget=forms.DateInput)
    moved_on_to = forms.CharField(
        label=_("Weiter bei"),
        required=False,
        max_length=rules.LENGTHS["moved_on_to"],
        help_text=_("Wohin Sie umgezogen sind oder wer Ihre Arbeit fortführt."),
    )
    why = forms.CharField(
        label=_("Grund der Änderung"),
        required=False,
        max_length=300,
        help_text=_("Steht im Verlauf des Profils, nicht öffentlich."),
    )

    def __init__(self, *args: Any, words: queries.Words, **rest: Any) -> None:
        super().__init__(*args, **rest)
        sectors = [(sector.slug, str(sector)) for sector in words.sectors]
        self.fields["main_sector"].choices = [("", _("Bitte wählen")), *sectors]
        self.fields["sectors"].choices = sectors
        self.fields["professions"].choices = _grouped(words)
        for day in range(7):
            self.fields[f"hours_{day}"] = forms.CharField(label=WEEKDAYS[day], required=False, max_length=80)

    @property
    def trades(self) -> list[Trade]:
        """The professions under their sectors, with what is chosen: too many to show them all at once."""
        chosen = {str(value) for value in self["professions"].value() or ()}
        return [
            Trade(sector, [(slug, name, slug in chosen) for slug, name in names], sum(s in chosen for s, _n in names))
            for sector, names in self.fields["professions"].choices
        ]

    @property
    def days(self) -> list[forms.BoundField]:
        """The seven fields of the opening hours."""
        return [self[f"hours_{day}"] for day in range(7)]

    def clean(self) -> dict[str, Any]:
        """Read the opening hours; a text that is none gets its sentence at the day."""
        spans: list[rules.OpenSpan] = []
        for day in range(7):
            try:
                spans += rules.spans_from_text(day, self.cleaned_data.get(f"hours_{day}", ""))
            except ValueError:
                self.add_error(f"hours_{day}", _("Bitte so schreiben: 9–12, 14–18 Uhr."))
        self.cleaned_data["spans"] = tuple(spans)
        return self.cleaned_data


class ProfileForms(Doing):
    """The whole page: the form and its rows, filled from a content or from what was typed."""

    def __init__(
        self,
        *,
        words: queries.Words,
        content: rules.ProfileContent | None = None,
        version: int = 0,
        data: QueryDict | None = None,
        more: str = "",
        is_judged: bool = True,
    ) -> None:
        start = _initial(content) | {"version": version} if content else {"kind": "", "opening_mode": "unknown"}
        self.external_id = content.external_id if content else ""
        self.main = ProfileForm(data, initial=start, words=words)
        self.rows = {name: Rows(name, row_forms(name, content, data, more=more)) for name in ROWS}
        for form in self.all:
            form.is_judged = is_judged

    @property
    def all(self) -> list[Any]:
        """The form and every row, in the order of the page."""
        return [self.main, *(form for rows in self.rows.values() for form in rows.forms)]

    def __iter__(self) -> Iterator[forms.BoundField]:
        """Every field of the page, as the summary of errors wants them."""
        return (bound for form in self.all for bound in form)

    @property
    def is_bound(self) -> bool:
        return self.main.is_bound

    def non_field_errors(self) -> list[str]:
        """What is wrong beyond single fields."""
        return [error for form in self.all if form.is_bound for error in form.non_field_errors()]

    @property
    def sites(self) -> Rows:
        return self.rows["sites"]

    @property
    def contacts(self) -> Rows:
        return self.rows["contacts"]

    @property
    def links(self) -> Rows:
        return self.rows["links"]

    @property
    def has_errors(self) -> bool:
        return any(form.errors for form in self.all)

    def is_valid(self) -> bool:
        # All of them first, so that every row shows its errors at once.
        verdicts = [form.is_valid() for form in self.all]
        return all(verdicts)

    def content(self) -> rules.ProfileContent:
        """What the person wrote, as a value."""
        given = self.main.cleaned_data
        return rules.ProfileContent(
            **{name: given[name] for name in PLAIN if name != "kind"},
            kind=rules.Kind(given["kind"]),
            name=given["name"],
            sectors=tuple(dict.fromkeys(filter(None, [given["main_sector"], *given["sectors"]]))),
            professions=tuple(given["professions"]),
            keywords=tuple(word.strip() for word in given["keywords"].split(",") if word.strip()),
            sites=self.sites.parts(),
            opening=rules.Opening(
                mode=rules.OpeningMode(given["opening_mode"]), spans=given["spans"], note=given["opening_note"]
            ),
            contacts=self.contacts.parts(),
            links=self.links.parts(),
            access=tuple(rules.AccessFact(fact) for fact in given["access"]),
            external_id=self.external_id,
        )

    def so_far(self) -> rules.ProfileContent:
        """Name, addresses and contact fields, as far as they can be read already; all else is left out."""
        self.is_valid()
        return rules.ProfileContent(
            name=self.main.cleaned_data.get("name", ""), sites=self.sites.valid(), contacts=self.contacts.valid()
        )

    def refuse(self, refusal: RuleBroken) -> Self:
        """Show the sentence of a refused verb at its field, or above all of them."""
        self.main.refuse(refusal)
        return self

    def start_from(self, version: int) -> None:
        """Let the next attempt count as written in sight of this version."""
        self.main.start_from(version)


def _initial(content: rules.ProfileContent) -> dict[str, Any]:
    """The values of the form for a content."""
    values: dict[str, Any] = {name: getattr(content, name) for name in PLAIN}
    for day in range(7):
        values[f"hours_{day}"] = rules.text_of_spans(span for span in content.opening.spans if span.weekday == day)
    return values | {
        "name": content.name,
        "main_sector": content.sectors[0] if content.sectors else "",
        "sectors": list(content.sectors[1:]),
        "professions": list(content.professions),
        "keywords": ", ".join(content.keywords),
        "opening_mode": content.opening.mode,
        "opening_note": content.opening.note,
        "access": list(content.access),
    }


def _grouped(words: queries.Words) -> list[tuple[str, list[tuple[str, str]]]]:
    """The professions under their sectors."""
    by_sector: dict[int, list[tuple[str, str]]] = {}
    for profession in words.professions:
        by_sector.setdefault(profession.sector_id, []).append((profession.slug, str(profession)))
    return [(str(sector), by_sector[sector.pk]) for sector in words.sectors if sector.pk in by_sector]
