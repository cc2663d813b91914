"""Forms that show refusals, and what the markup of a bound field needs, whatever the widget."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Self

from django import forms
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorDict
from django.http import HttpRequest, QueryDict
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.foundation.money import NoAmount, read, written

_SHARE = re.compile(r"[0-9]{1,3}(\.[0-9]{1,2})?")
NATIVE = ((forms.DateTimeInput, "datetime-local", "%Y-%m-%dT%H:%M"), (forms.DateInput, "date", "%Y-%m-%d"))
"""Widgets that Django writes as text although every browser has a better control."""


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, None where the page is only asked for; an empty answer is a sent one too."""
    return request.POST if request.method == "POST" else None


class Doing:
    """Runs the verb behind a form, or behind several that are one page, and knows how the page has to answer."""

    result: Any = None
    """What the verb returned."""
    refusal: RuleBroken | None = None
    """Why it refused."""

    def does(self, verb: Callable[[], object]) -> bool:
        """Run the verb; False where it refused, which then stands at its field."""
        try:
            self.result = verb()
        except RuleBroken as refusal:
            self.refusal = refusal
            self.refuse(refusal)
            return False
        return True

    @property
    def status(self) -> int:
        """200, as long as nothing is wrong with what was sent; 422 where it is, or what the refusal asks for."""
        if self.refusal is not None:
            return self.refusal.status
        return 422 if self.has_errors else 200

    @property
    def has_errors(self) -> bool:
        """Whether something was sent that does not hold."""
        raise NotImplementedError

    def refuse(self, refusal: RuleBroken) -> Self:
        """Show the sentence of a refusal at its field, or above all of them."""
        raise NotImplementedError


class Refusable(Doing, forms.Form):
    """A form that can show why a verb refused."""

    @property
    def has_errors(self) -> bool:
        return bool(self.errors)

    def refuse(self, refusal: RuleBroken) -> Self:
        """Show the sentence at its field, or above all of them where the form has no such field."""
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))
        return self


class Resumable(Refusable):
    """A form about what others change too: it says in sight of what it was written, and goes on after a refusal."""

    seen_as = "based_on"
    """The hidden field with the version, or the digest, of what was there."""

    def start_from(self, version: object) -> None:
        """Let the next attempt count as written in sight of this version: whoever writes has read that there is one."""
        sent: Any = self.data
        self.data = again = sent.copy()
        again[self.seen_as] = str(version)


class Euros(forms.Field):
    """A sum that people write as they are used to, 1.234,56 or 1234.5 or 12 €; in cents. What may be two is refused."""

    widget = forms.TextInput

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal", "autocomplete": "off"}

    def prepare_value(self, value: Any) -> Any:
        """Cents as a person would have written them; what was typed stays as it was."""
        return written(value).replace("€", "").strip() if isinstance(value, int) else value

    def to_python(self, value: Any) -> int | None:
        """Integer cents, none below zero, or None where nothing was written."""
        if not str(value or "").strip():
            return None
        try:
            cents = read(str(value))
        except NoAmount as refusal:
            raise forms.ValidationError(str(refusal)) from None
        if cents < 0:
            raise forms.ValidationError(_("Bitte geben Sie den Betrag ohne Minus an."))
        return cents


class Percent(forms.Field):
    """A share that people write as 50, 12,5 or 12.5 %; in basis points, of which a hundred are one per cent."""

    widget = forms.TextInput

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal", "autocomplete": "off"}

    def prepare_value(self, value: Any) -> Any:
        """Basis points as a person would have written them; what was typed stays as it was."""
        return number_format(Decimal(value) / 100, use_l10n=True) if isinstance(value, int) else value

    def to_python(self, value: Any) -> int | None:
        """Integer basis points from 0 to 10,000, or None where nothing was written."""
        typed = str(value or "").replace("%", "").replace(",", ".").strip()
        if not typed:
            return None
        if not _SHARE.fullmatch(typed) or Decimal(typed) > 100:
            raise forms.ValidationError(_("Bitte geben Sie einen Anteil von 0 bis 100 Prozent an, zum Beispiel 12,5."))
        return int(Decimal(typed) * 100)


class Unhurried(Refusable):
    """A form that can be shown again with what was typed, without a verdict on it."""

    is_judged = True

    def full_clean(self) -> None:
        if self.is_judged:
            super().full_clean()
        else:
            self._errors = ErrorDict()


@dataclass(frozen=True)
class Option:
    """One radio button or checkbox of a group."""

    id: str
    value: str
    label: str
    is_on: bool
    is_disabled: bool
    group: str


@dataclass(frozen=True)
class FieldView:
    """A field as the template shows it: ``kind`` picks the markup."""

    kind: str
    id: str
    name: str
    label: str
    hint: str
    errors: list[str]
    is_required: bool
    control: SafeString | str
    options: list[Option]
    described_by: str
    width: str
    input_type: str


def kind_of(field: BoundField) -> str:
    """Which markup a field needs: input, select, textarea, check, choices, file, several or hidden."""
    widget = field.field.widget
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, forms.RadioSelect):  # groups of checkboxes are a kind of it
        return "choices"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    if isinstance(widget, forms.Select):
        return "several" if widget.allow_multiple_selected else "select"
    if isinstance(widget, forms.Textarea):
        return "textarea"
    if isinstance(widget, forms.FileInput):
        return "file"
    return "group" if isinstance(widget, forms.MultiWidget) else "input"


def first_id(field: BoundField) -> str:
    """The element that a link from the error summary jumps to."""
    return f"{field.auto_id}_0" if kind_of(field) in ("choices", "group") else field.auto_id


def view(field: BoundField, *, label: str = "", hint: str = "", width: str = "", **attrs: str) -> FieldView:
    """Everything the field's template needs."""
    kind = kind_of(field)
    widget = field.field.widget
    hint = hint or str(field.help_text or "")
    errors = [str(error) for error in field.errors]
    described_by = " ".join(
        ([f"{field.auto_id}-hint"] if hint else []) + ([f"{field.auto_id}-error"] if errors else [])
    )
    _use_native_control(widget)
    return FieldView(
        kind=kind,
        id=field.auto_id,
        name=field.html_name,
        label=label or str(field.label),
        hint=hint,
        errors=errors,
        is_required=field.field.required,
        control="" if kind == "choices" else _control(field, kind, described_by, attrs),
        options=_options(field) if kind == "choices" else [],
        described_by=described_by,
        width=width,
        input_type=getattr(widget, "input_type", ""),
    )


def _use_native_control(widget: forms.Widget) -> None:
    for cls, input_type, form in NATIVE:
        if isinstance(widget, cls) and widget.input_type == "text":
            widget.input_type, widget.format = input_type, form
            return
    if isinstance(widget, forms.TimeInput) and widget.input_type == "text":
        widget.input_type, widget.format = "time", "%H:%M"


def _control(field: BoundField, kind: str, described_by: str, attrs: dict[str, str]) -> SafeString:
    classes = {
        "select": "kern-form-input__select",
        "check": "kern-form-check__checkbox",
        "hidden": "",
    }.get(kind, "kern-form-input__input")
    own: dict[str, Any] = {name.replace("_", "-"): value for name, value in attrs.items() if value}
    given = field.field.widget.attrs.get("class", "")
    error = f" {classes}--error" if field.errors and classes else ""
    own["class"] = f"{classes}{error} {given}".strip()
    if described_by:
        own["aria-describedby"] = described_by
    if field.errors:
        own["aria-invalid"] = "true"
    return field.as_widget(attrs=own)


def _options(field: BoundField) -> list[Option]:
    attrs = field.build_widget_attrs({"id": field.auto_id})
    context = field.field.widget.get_context(field.html_name, field.value(), attrs)
    return [
        Option(
            id=option["attrs"].get("id", ""),
            value=str(option["value"]),
            label=str(option["label"]),
            is_on=option["selected"],
            is_disabled=bool(field.field.disabled or option["attrs"].get("disabled")),
            group=str(group or ""),
        )
        for group, options, _index in context["widget"]["optgroups"]
        for option in options
    ]
