"""The form of a profile: one form, and rows for addresses, contact fields and links.

It speaks ``rules.ProfileContent`` on both sides, so that it can hold exactly what an import can.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.dates import WEEKDAYS
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.foundation.house.words import word_lazy, words_lazy
from quartierwerk.rooms.directory import queries, rules

MOST = {"sites": 10, "contacts": 12, "links": 12}
PLAIN = ("kind", "tagline_de", "tagline_en", "about_de", "about_en", "about_plain", "is_open_for_cooperation")
PLAIN += ("cooperation_de", "cooperation_en", "founded", "closed_on", "moved_on_to", "legal_form", "licence")
"""Fields of the content that the form shows as they are."""


@dataclass(frozen=True)
class Trade:
    """A sector with its professions: value, name, whether it is chosen."""

    sector: str
    professions: list[tuple[str, str, bool]]
    chosen: int


class Unhurried(forms.Form):
    """A form that can be shown again with what was typed, without a verdict on it."""

    is_judged = True

    def full_clean(self) -> None:
        if self.is_judged:
            super().full_clean()
        else:
            self._errors = ErrorDict()


class ProfileForm(Unhurried):
    """What an actor says about itself, but for the rows."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=_("Name"), max_length=200)
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
        max_length=2000,
        help_text=_("Themen, Techniken, Materialien; mit Komma getrennt."),
    )
    founded = forms.IntegerField(label=_("Gegründet im Jahr"), required=False, min_value=0, max_value=9999)
    legal_form = forms.CharField(label=_("Rechtsform"), required=False, max_length=40)

    tagline_de = forms.CharField(
        label=_("In einem Satz"), required=False, max_length=200, help_text=_("Steht in jeder Liste unter dem Namen.")
    )
    about_de = forms.CharField(
        label=_("Text"), required=False, max_length=6000, widget=forms.Textarea(attrs={"rows": 8})
    )
    about_plain = forms.CharField(
        label=_("Text in Leichter Sprache"),
        required=False,
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Kurze Sätze. Ein Gedanke je Satz. Keine Fremdwörter."),
    )
    tagline_en = forms.CharField(label=_("In einem Satz, auf Englisch"), required=False, max_length=200)
    about_en = forms.CharField(
        label=_("Text auf Englisch"), required=False, max_length=6000, widget=forms.Textarea(attrs={"rows": 6})
    )
    licence = forms.CharField(
        label=_("Lizenz der Texte"),
        required=False,
        max_length=40,
        help_text=_("Zum Beispiel CC-BY-4.0; leer heißt: alle Rechte vorbehalten."),
    )

    opening_mode = forms.ChoiceField(
        label=_("Öffnungszeiten"), choices=rules.OpeningMode.choices, widget=forms.RadioSelect
    )
    opening_note = forms.CharField(label=_("Hinweis zu den Zeiten"), required=False, max_length=200)

    access = forms.MultipleChoiceField(
        label=_("Barrierefreiheit"),
        required=False,
        choices=rules.AccessFact.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nur, was Sie geprüft haben."),
    )
    is_open_for_cooperation = forms.BooleanField(label=_("Offen für Kooperation"), required=False)
    cooperation_de = forms.CharField(
        label=_("Wen oder was suchen Sie?"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    cooperation_en = forms.CharField(
        label=_("Dasselbe auf Englisch"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    closed_on = forms.DateField(label=_("Geschlossen am"), required=False, widget=forms.DateInput)
    moved_on_to = forms.CharField(
        label=_("Weiter bei"),
        required=False,
        max_length=200,
        help_text=_("Wohin Sie umgezogen sind oder wer Ihre Arbeit fortführt."),
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
        if spans and self.cleaned_data.get("opening_mode") == rules.OpeningMode.UNKNOWN:
            self.cleaned_data["opening_mode"] = rules.OpeningMode.WEEKLY
        return self.cleaned_data


class SiteForm(Unhurried):
    """One address; a pin that was set by hand stays until somebody takes it off."""

    street = forms.CharField(label=_("Straße"), required=False, max_length=120)
    house_number = forms.CharField(label=_("Hausnummer"), required=False, max_length=20)
    postcode = forms.CharField(
        label=_("Postleitzahl"), required=False, max_length=10, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    town = forms.CharField(label=pgettext_lazy("address", "Ort"), required=False, max_length=80)
    addition = forms.CharField(
        label=_("Zusatz"), required=False, max_length=120, help_text=_("Hinterhaus, zweiter Stock, Klingel bei …")
    )
    lat = forms.FloatField(required=False, widget=forms.HiddenInput, min_value=-90, max_value=90)
    lon = forms.FloatField(required=False, widget=forms.HiddenInput, min_value=-180, max_value=180)
    is_pinned = forms.BooleanField(label=_("Der von Hand gesetzte Punkt auf der Karte gilt weiter"), required=False)

    @classmethod
    def initial_of(cls, site: rules.Site) -> dict[str, Any]:
        values: dict[str, Any] = {
            name: getattr(site, name) for name in ("street", "house_number", "postcode", "town", "addition")
        }
        if site.pin:
            values |= {"lat": site.pin[0], "lon": site.pin[1], "is_pinned": True}
        return values

    @property
    def has_pin(self) -> bool:
        """Whether a pin comes with this address, kept or not."""
        return bool(self["lat"].value() not in (None, "") and self["lon"].value() not in (None, ""))

    def clean(self) -> dict[str, Any]:
        for problem in _problems_of(sites=(self.part(),)):
            self.add_error("postcode" if self.cleaned_data.get("postcode") else None, problem.sentence)
        return self.cleaned_data

    def part(self) -> rules.Site:
        given = self.cleaned_data
        is_pinned = given.get("is_pinned") and given.get("lat") is not None and given.get("lon") is not None
        return rules.Site(
            **{name: given.get(name, "") for name in ("street", "house_number", "postcode", "town", "addition")},
            pin=(given["lat"], given["lon"]) if is_pinned else None,
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed, a left-over pin aside."""
        return not any(
            self.cleaned_data.get(name) for name in ("street", "house_number", "postcode", "town", "addition")
        )


class ContactForm(Unhurried):
    """One way to reach the actor, with the circle that may see it."""

    type = forms.ChoiceField(label=_("Art"), required=False, choices=rules.ContactType.choices)
    value = forms.CharField(label=_("Angabe"), required=False, max_length=250)
    visibility = forms.ChoiceField(label=_("Sichtbar"), required=False, choices=rules.Visibility.choices)

    @classmethod
    def initial_of(cls, contact: rules.Contact) -> dict[str, Any]:
        return {"type": contact.type, "value": contact.value, "visibility": contact.visibility}

    def clean(self) -> dict[str, Any]:
        if self.is_empty or self.errors:
            return self.cleaned_data
        for name in ("type", "visibility"):
            if not self.cleaned_data[name]:
                self.add_error(name, _("Bitte wählen Sie etwas aus."))
        if not self.errors:
            for problem in _problems_of(contacts=(self.part(),)):
                self.add_error("value", problem.sentence)
        return self.cleaned_data

    def part(self) -> rules.Contact:
        given = self.cleaned_data
        return rules.Contact(
            type=rules.ContactType(given["type"]),
            value=given["value"],
            visibility=rules.Visibility(given["visibility"]),
        )

    @property
    def is_empty(self) -> bool:
        return not self.cleaned_data.get("value")


class LinkForm(Unhurried):
    """One link to a page elsewhere."""

    label = forms.CharField(label=_("Beschriftung"), required=False, max_length=80)
    url = forms.CharField(
        label=_("Adresse der Seite"), required=False, max_length=300, widget=forms.TextInput(attrs={"inputmode": "url"})
    )

    @classmethod
    def initial_of(cls, link: rules.WebLink) -> dict[str, Any]:
        return {"label": link.label, "url": link.url}

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("label") and not self.cleaned_data.get("url"):
            self.add_error("url", _("Zu dieser Beschriftung fehlt die Adresse."))
        elif not self.is_empty:
            for problem in _problems_of(links=(self.part(),)):
                self.add_error("url", problem.sentence)
        return self.cleaned_data

    def part(self) -> rules.WebLink:
        return rules.WebLink(label=self.cleaned_data["label"], url=self.cleaned_data["url"])

    @property
    def is_empty(self) -> bool:
        return not self.cleaned_data.get("url")


ROWS: dict[str, type[Any]] = {"sites": SiteForm, "contacts": ContactForm, "links": LinkForm}


@dataclass
class Rows:
    """The rows of one kind, the last of them empty."""

    name: str
    forms: list[Any]

    @property
    def is_full(self) -> bool:
        return len(self.forms) >= MOST[self.name]

    def parts(self) -> tuple[Any, ...]:
        """What stands in the rows that are not empty."""
        return tuple(form.part() for form in self.forms if not form.is_empty)


class ProfileForms:
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
        self.rows = {name: Rows(name, _row_forms(name, content, data, more=more)) for name in ROWS}
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
            sectors=tuple(dict.fromkeys([given["main_sector"], *given["sectors"]])),
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

    def refuse(self, refusal: RuleBroken) -> Self:
        """Show the sentence of a refused verb at its field, or above all of them."""
        self.main.add_error(refusal.field if refusal.field in self.main.fields else None, str(refusal))
        return self

    def start_from(self, version: int) -> None:
        """Let the next attempt count as written in sight of this version."""
        self.main.data = self.main.data.copy()
        self.main.data["version"] = str(version)


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


def _row_forms(name: str, content: rules.ProfileContent | None, data: QueryDict | None, *, more: str) -> list[Any]:
    """The rows of one kind; one is always empty, and “another row” adds one."""
    row = ROWS[name]
    if data is None:
        filled = [row(prefix=f"{name}-{n}", initial=row.initial_of(part)) for n, part in _numbered(content, name)]
        return [*filled, row(prefix=f"{name}-{len(filled)}", initial=_blank(name))][: MOST[name]]
    count = sum(1 for n in range(MOST[name]) if any(key.startswith(f"{name}-{n}-") for key in data))
    wanted = min(count + (more == name), MOST[name])
    return [
        row(data, prefix=f"{name}-{n}") if n < count else row(prefix=f"{name}-{n}", initial=_blank(name))
        for n in range(wanted)
    ]


def _numbered(content: rules.ProfileContent | None, name: str) -> Iterable[tuple[int, Any]]:
    return enumerate(getattr(content, name)) if content else ()


def _blank(name: str) -> Mapping[str, Any]:
    """An empty row; a new contact field is public unless somebody chooses otherwise, and the form shows so."""
    return {"type": rules.ContactType.EMAIL, "visibility": rules.Visibility.PUBLIC} if name == "contacts" else {}


def _grouped(words: queries.Words) -> list[tuple[str, list[tuple[str, str]]]]:
    """The professions under their sectors."""
    by_sector: dict[int, list[tuple[str, str]]] = {}
    for profession in words.professions:
        by_sector.setdefault(profession.sector_id, []).append((profession.slug, str(profession)))
    return [(str(sector), by_sector[sector.pk]) for sector in words.sectors if sector.pk in by_sector]


def _problems_of(**parts: Any) -> list[rules.Problem]:
    """What is wrong with single parts of a content, each row judged alone so that it gets its own sentence."""
    probe = rules.normalised(rules.ProfileContent(name="–", sectors=("–",), **parts))
    return rules.problems(probe, this_year=date.max.year)
