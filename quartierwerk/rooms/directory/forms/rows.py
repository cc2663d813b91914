"""The rows of a profile's form: addresses, contact fields, links, each judged for itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartierwerk.foundation.ui.fields import Unhurried
from quartierwerk.rooms.directory import rules


class SiteForm(Unhurried):
    """One address; a pin that was set by hand stays until somebody takes it off."""

    street = forms.CharField(label=_("Straße"), required=False, max_length=rules.LENGTHS["street"])
    house_number = forms.CharField(label=_("Hausnummer"), required=False, max_length=rules.LENGTHS["house_number"])
    postcode = forms.CharField(
        label=_("Postleitzahl"),
        required=False,
        max_length=rules.LENGTHS["postcode"],
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    town = forms.CharField(label=pgettext_lazy("address", "Ort"), required=False, max_length=rules.LENGTHS["town"])
    addition = forms.CharField(
        label=_("Zusatz"),
        required=False,
        max_length=rules.LENGTHS["addition"],
        help_text=_("Hinterhaus, zweiter Stock, Klingel bei …"),
    )
    lat = forms.FloatField(required=False, widget=forms.HiddenInput, min_value=-90, max_value=90)
    lon = forms.FloatField(required=False, widget=forms.HiddenInput, min_value=-180, max_value=180)
    is_pinned = forms.BooleanField(label=_("Der von Hand gesetzte Punkt auf der Karte gilt weiter"), required=False)

    @classmethod
    def initial_of(cls, site: rules.Site) -> dict[str, Any]:
        values: dict[str, Any] = {name: getattr(site, name) for name in rules.ADDRESS}
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
            **{name: given.get(name, "") for name in rules.ADDRESS},
            pin=(given["lat"], given["lon"]) if is_pinned else None,
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed, a left-over pin aside."""
        return not any(self.cleaned_data.get(name) for name in rules.ADDRESS)


class ContactForm(Unhurried):
    """One way to reach the actor, with the circle that may see it."""

    type = forms.ChoiceField(label=_("Art"), required=False, choices=rules.ContactType.choices)
    value = forms.CharField(label=_("Angabe"), required=False, max_length=rules.LENGTHS["contact"])
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

    label = forms.CharField(label=_("Beschriftung"), required=False, max_length=rules.LENGTHS["link_label"])
    url = forms.CharField(
        label=_("Adresse der Seite"),
        required=False,
        max_length=rules.LENGTHS["link_url"],
        widget=forms.TextInput(attrs={"inputmode": "url"}),
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
        return len(self.forms) >= rules.MOST[self.name]

    def parts(self) -> tuple[Any, ...]:
        """What stands in the rows that are not empty."""
        return tuple(form.part() for form in self.forms if not form.is_empty)

    def valid(self) -> tuple[Any, ...]:
        """The same without the rows that cannot be read yet."""
        return tuple(form.part() for form in self.forms if form.is_valid() and not form.is_empty)


def row_forms(name: str, content: rules.ProfileContent | None, data: QueryDict | None, *, more: str) -> list[Any]:
    """The rows of one kind; one is always empty, and “another row” adds one."""
    row = ROWS[name]
    if data is None:
        filled = [row(prefix=f"{name}-{n}", initial=row.initial_of(part)) for n, part in _numbered(content, name)]
        return [*filled, row(prefix=f"{name}-{len(filled)}", initial=_blank(name))][: rules.MOST[name]]
    count = sum(1 for n in range(rules.MOST[name]) if any(key.startswith(f"{name}-{n}-") for key in data))
    wanted = min(count + (more == name), rules.MOST[name])
    return [
        row(data, prefix=f"{name}-{n}") if n < count else row(prefix=f"{name}-{n}", initial=_blank(name))
        for n in range(wanted)
    ]


def _numbered(content: rules.ProfileContent | None, name: str) -> Iterable[tuple[int, Any]]:
    return enumerate(getattr(content, name)) if content else ()


def _blank(name: str) -> Mapping[str, Any]:
    """An empty row; a new contact field is public unless somebody chooses otherwise, and the form shows so."""
    return {"type": rules.ContactType.EMAIL, "visibility": rules.Visibility.PUBLIC} if name == "contacts" else {}


def _problems_of(**parts: Any) -> list[rules.Problem]:
    """What is wrong with single parts of a content, each row judged alone so that it gets its own sentence.

    Only errors: what an import was warned of can be kept in the form, too.
    """
    probe = rules.normalised(rules.ProfileContent(name="–", sectors=("–",), **parts))
    return [problem for problem in rules.problems(probe, this_year=date.max.year) if problem.is_error]
