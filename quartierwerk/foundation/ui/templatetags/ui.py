"""The components as template tags; a builtin library, so templates need no ``load``.

Each tag is shown with all its states on ``/stil/``.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date as Day
from datetime import datetime
from functools import lru_cache
from typing import Any

from django import template
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.house import words as house_words
from quartierwerk.foundation.money import written
from quartierwerk.foundation.ui import fields as form_fields
from quartierwerk.foundation.ui import links as link_registry
from quartierwerk.foundation.ui import writing
from quartierwerk.foundation.ui.components import component
from quartierwerk.foundation.ui.drawing import draw
from quartierwerk.foundation.ui.icons import ICONS
from quartierwerk.foundation.ui.markup import NOTHING, fill, joined
from quartierwerk.foundation.ui.parts import Bar, Chip, Choice, Facet, Page, Step, address
from quartierwerk.foundation.ui.showing import Shown, show

register = template.Library()

GAP = mark_safe('<li><span class="pager__gap">…</span></li>')
PAGE = '<li><a class="pager__page" href="{}{}"{} data-list-link><span class="unseen">{} </span>{}</a></li>'
CURRENT_PAGE = mark_safe(' aria-current="page"')
OPEN = mark_safe(" open")
SILENT = mark_safe('aria-hidden="true"')
SWATCH = mark_safe('<span class="swatch" aria-hidden="true"></span>')
COUNT = '<span class="facet__count">{}</span>'
KIND_ICONS = {"info": "info", "success": "check-circle", "warning": "warning", "danger": "danger", "neutral": ""}


# --- Words and figures -------------------------------------------------------------------------------------------


@register.filter(name="money")
def money_text(cents: int | None) -> str:
    """Cents as text: 1.240,00 €."""
    return written(cents)


@register.filter(name="number")
def number_text(value: Any) -> str:
    """A number with separators: 1.240."""
    return writing.number(value)


@register.filter(name="when")
def when_text(value: Any, form: str = "full") -> str:
    """A day or time as text, without the ``time`` element."""
    return writing.when(value, form)


@register.simple_tag
def word(key: str, inside: bool = False) -> str:
    """What this city calls such a thing: ``{% word "district" %}``; ``inside`` a sentence English writes it small."""
    said = house_words.word(key)
    return house_words.in_sentence(said) if inside else said


@register.simple_tag
def words(key: str, inside: bool = False) -> str:
    """What this city calls several of them: ``{% words "district" %}``."""
    said = house_words.words(key)
    return house_words.in_sentence(said) if inside else said


@register.simple_tag
@component(_("Geldbetrag"))
def money(cents: int | None, round_off: bool = False) -> SafeString:
    """Show cents as money, ready for a column of figures."""
    sign = " money--minus" if cents is not None and cents < 0 else ""
    return fill('<span class="money{}">{}</span>', sign, written(cents, round_off=round_off))


@register.simple_tag
@component(_("Datum und Uhrzeit"))
def date(value: Day | datetime | None, form: str = "full", until: Day | datetime | None = None) -> SafeString:
    """Show a day, a time or a span, readable by machines too."""
    if value is None:
        return mark_safe('<span class="muted">–</span>')
    text = writing.when(value, form, until=until)
    local = writing.local(value)
    machine = local.isoformat(timespec="minutes") if isinstance(local, datetime) else local.isoformat()
    return fill('<time datetime="{}">{}</time>', machine, text)


@register.simple_tag
@component(_("Kennzahl"))
def figure(value: Any, label: str, unit: str = "", hint: str = "", places: int | None = None) -> SafeString:
    """Show one big number with what it counts."""
    shown = value if isinstance(value, str) else writing.number(value, places=places)
    context = {"value": shown, "label": label, "unit": unit, "hint": hint}
    return render_to_string("ui/parts/figure.html", context)


@register.simple_tag
@component(_("Zeichen"))
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """Draw one of the kit's own icons; with a label it speaks, without it is silent."""
    return _icon(name, str(label), size)


@lru_cache(maxsize=512)
def _icon(name: str, label: str, size: str) -> SafeString:
    return fill(
        '<svg class="icon{}" viewBox="0 0 24 24" focusable="false" {}>{}</svg>',
        f" icon--{size}" if size else "",
        fill('role="img" aria-label="{}"', label) if label else SILENT,
        mark_safe(ICONS[name]),  # noqa: S308 - our own drawings
    )


# --- Small things ------------------------------------------------------------------------------------------------


@register.simple_tag
@component(_("Schaltfläche"))
def button(label: str, kind: str = "primary", icon: str = "", url: str = "", **attrs: Any) -> SafeString:
    """Show a button, or a link that looks like one when it has a URL.

    Further keywords become attributes (``name``, ``value``, ``hx_get``, ``data_dialog``, ``type``…).
    """
    size = attrs.pop("size", "")
    is_silent = attrs.pop("only_icon", False)
    attributes = {name.replace("_", "-"): value for name, value in attrs.items() if value not in ("", None, False)}
    if not url:
        # As HTML has it: a button sends its form, whatever its colour; only one that scripts wait for does not.
        is_scripted = any(name.startswith(("data-", "hx-")) for name in attributes)
        attributes.setdefault("type", "button" if is_scripted else "submit")
    context = {
        "label": label,
        "kind": kind,
        "icon": icon,
        "url": url,
        "size": size,
        "is_silent": is_silent,
        "attributes": attributes,
    }
    return render_to_string("ui/parts/button.html", context)


@register.simple_tag
@component(_("Plakette"))
def badge(label: str, kind: str = "neutral", icon: str = "", hue: int | None = None) -> SafeString:
    """Show a short state or category, never by colour alone."""
    context = {"label": label, "kind": kind, "icon": icon or KIND_ICONS.get(kind, ""), "hue": hue}
    return render_to_string("ui/parts/badge.html", context)


@register.simple_tag
@component(_("Kopieren"))
def copy(text: str, label: str = "") -> SafeString:
    """Show a text with a button that copies it."""
    return render_to_string("ui/parts/copy.html", {"text": text, "label": label})


@register.simple_tag
@component(_("Gezeichnetes Bild"))
def drawing(name: str, hue: int | None = None, label: str = "") -> SafeString:
    """Draw a calm picture from a name where there is no photograph."""
    return draw(name, hue=hue, label=label)


@register.simple_tag
@component(_("Bild"))
def picture(shown: Shown, sizes: str, alt: str = "", css: str = "", is_lazy: bool = True) -> SafeString:
    """Show a stored picture, cut to its frame around its focal point."""
    return show(shown, sizes=sizes, alt=alt, css=css, is_lazy=is_lazy)


@register.simple_tag
@component(_("Fortschritt"))
def progress(value: int | float, most: int | float = 100, label: str = "", text: str = "") -> SafeString:
    """Show how far something is, with the number."""
    share = round(100 * value / most) if most else 0
    return render_to_string(
        "ui/parts/progress.html", {"value": value, "most": most, "label": label, "text": text or f"{share} %"}
    )


@register.simple_tag
@component(_("Schritte"))
def steps(items: list[Step], label: str = "") -> SafeString:
    """Show the steps of a way and where one stands."""
    return render_to_string("ui/parts/steps.html", {"steps": items, "label": label})


@register.simple_tag
@component(_("Leerer Zustand"))
def empty(title: str, text: str = "", url: str = "", action: str = "", icon: str = "search") -> SafeString:
    """Say what will be here and offer the next step."""
    context = {"title": title, "text": text, "url": url, "action": action, "icon": icon}
    return render_to_string("ui/parts/empty.html", context)


# --- Lists -------------------------------------------------------------------------------------------------------


@register.simple_tag
@component(_("Filterchips"))
def chips(items: list[Chip], clear_url: str = "") -> SafeString:
    """Show which filters are on; each can be taken off."""
    return render_to_string("ui/parts/chips.html", {"chips": items, "clear_url": clear_url})


@register.simple_tag
@component(_("Filtergruppe"))
def facet(group: Facet, form: str = "") -> SafeString:
    """Show a group of filters with how many things each would leave."""
    if not group.choices:
        return NOTHING
    rest = NOTHING
    if group.rest:
        more = gettext("%(more)s weitere") % {"more": len(group.rest)}
        is_open, choices = OPEN if group.is_rest_on else NOTHING, _choices(group.name, group.rest, form)
        rest = fill(
            '<details class="facet__more" id="facet-{}"{}><summary>{}</summary><ul class="facet__list">{}</ul>'
            "</details>",
            *(group.name, is_open, more, choices),
        )
    return fill(
        '<fieldset class="facet"><legend class="facet__title">{}</legend><ul class="facet__list">{}</ul>{}</fieldset>',
        *(group.title, _choices(group.name, group.first, form), rest),
    )


def _choices(name: str, choices: Sequence[Choice], form: str) -> SafeString:
    belongs = fill(' form="{}"', form) if form else NOTHING
    return joined([_choice(name, choice, belongs) for choice in choices])


def _choice(name: str, choice: Choice, belongs: SafeString) -> SafeString:
    return fill(
        '<li><label class="facet__choice{}{}"><input type="checkbox" id="f-{}-{}" name="{}" value="{}"{}{}>'
        '{}<span class="facet__label">{}</span>{}</label></li>',
        " is-empty" if choice.count == 0 and not choice.on else "",
        f" hue-{choice.hue}" if choice.hue else "",
        name,
        slugify(choice.value),
        name,
        choice.value,
        belongs,
        " checked" if choice.on else "",
        SWATCH if choice.hue else "",
        choice.label,
        NOTHING if choice.count is None else fill(COUNT, writing.number(choice.count)),
    )


@register.simple_tag(takes_context=True)
@component(_("Seiten"))
def pager(context: Context, page: Any, label: str = "") -> SafeString:
    """Lead through the pages of a list, keeping its filters; takes Django's page or ``parts.Page``."""
    most = page.num_pages if isinstance(page, Page) else page.paginator.num_pages
    number, first = page.number, address(context["request"])
    start = f"{first}{'&' if '?' in first else '?'}page="
    near = sorted({1, 2, number - 1, number, number + 1, most - 1, most} & set(range(1, most + 1)))
    said, slots = gettext("Seite"), []
    for before, current in zip([0, *near], near, strict=False):
        if current - before > 1:
            slots.append(GAP)
        here = CURRENT_PAGE if current == number else NOTHING
        slots.append(fill(PAGE, start, current, here, said, current))
    return render_to_string(
        "ui/parts/pager.html",
        {
            "slots": joined(slots),
            "number": number,
            "most": most,
            "label": label,
            "previous": f"{start}{number - 1}" if number > 1 else "",
            "next": f"{start}{number + 1}" if number < most else "",
        },
    )


@register.simple_block_tag
@component(_("Tabelle"))
def table(content: str, caption: str, dense: bool = False, show_caption: bool = False) -> SafeString:
    """Frame a table's rows: sticky head, tabular figures, scrolling within itself on small screens."""
    context = {"content": content, "caption": caption, "dense": dense, "show_caption": show_caption}
    return render_to_string("ui/parts/table.html", {**context, "id": f"table-{slugify(caption)}"})


@register.simple_tag
@component(_("Balken"))
def bars(caption: str, rows: Sequence[Bar]) -> SafeString:
    """Draw numbers as bars in a table: the chart and its table are one."""
    return render_to_string("ui/parts/bars.html", {"caption": caption, "bars": rows, "id": f"bars-{slugify(caption)}"})


# --- Boxes -------------------------------------------------------------------------------------------------------


@register.simple_block_tag
@component(_("Hinweis"))
def alert(content: str, kind: str = "info", title: str = "", role: str = "") -> SafeString:
    """Say what happened, what is safe and what to do."""
    inner = mark_safe(content.strip())  # noqa: S308 - what the block rendered, escaped where it had to be
    context = {"content": inner, "kind": kind, "title": title, "role": role, "icon": KIND_ICONS[kind]}
    return render_to_string("ui/parts/alert.html", context)


@register.simple_block_tag
@component(_("Dialog"))
def dialog(content: str, id: str, title: str, sheet: bool = False) -> SafeString:
    """Hold a native dialog, opened by any element with ``data-dialog="its id"``."""
    return render_to_string("ui/parts/dialog.html", {"content": content, "id": id, "title": title, "sheet": sheet})


# --- Forms -------------------------------------------------------------------------------------------------------


@register.simple_tag
@component(_("Formularfeld"))
def field(bound: BoundField, label: str = "", hint: str = "", width: str = "", suggest: str = "", **attrs: str) -> str:
    """Show a form field with label, hint and error, whatever its widget.

    ``width`` is short, medium or full; ``suggest`` is the URL of an autocomplete list.
    """
    if suggest:
        attrs["data_suggest"] = suggest
    shown = form_fields.view(bound, label=label, hint=hint, width=width, **attrs)
    return render_to_string("ui/parts/field.html", {"field": shown})


@register.simple_tag
@component(_("Alle Felder"))
def fields(form: BaseForm) -> SafeString:
    """Show every field of a form in its order."""
    shown = [form_fields.view(bound) for bound in form]
    return joined([render_to_string("ui/parts/field.html", {"field": one}) for one in shown])


@register.simple_tag
@component(_("Fehlerübersicht"))
def errors(*forms: BaseForm) -> SafeString:
    """Sum up what is wrong on top of a form, with links to the fields."""
    found: list[dict[str, str]] = []
    for form in forms:
        if not form.is_bound:
            continue
        found += [{"text": str(error), "id": "", "label": ""} for error in form.non_field_errors()]
        for bound in form:
            target = form_fields.first_id(bound)
            found += [{"text": str(error), "id": target, "label": _spoken(bound)} for error in bound.errors]
    return render_to_string("ui/parts/errors.html", {"found": found}) if found else mark_safe("")


# --- Ways to go --------------------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def nav(context: Context, where: str) -> SafeString:
    """The entries of a menu that the reader may follow; the current one is marked. Empty where there is none."""
    request = context.get("request")
    here = request.path if request else ""
    entries = [(link, link.address()) for link in link_registry.links_for(where, _reader(context))]
    current = max((url for _link, url in entries if here.startswith(url)), key=len, default="")
    items = [
        fill(
            '<li><a href="{}"{}>{}<span>{}</span></a></li>',
            url,
            fill(' aria-current="{}"', "page" if url == here else "true") if url == current else NOTHING,
            icon(link.icon) if link.icon else NOTHING,
            link.label,
        )
        for link, url in entries
    ]
    return fill('<ul class="nav">{}</ul>', joined(items)) if items else NOTHING


@register.simple_block_tag
def crumbs(content: str) -> SafeString:
    """Frame the links that lead back to the pages above; nothing where there are none."""
    inner = mark_safe(content.strip())  # noqa: S308 - what the block rendered, escaped where it had to be
    return fill('<nav class="crumbs" aria-label="{}">{}</nav>', gettext("Wo Sie sind"), inner) if inner else NOTHING


@register.inclusion_tag("ui/parts/links.html", takes_context=True)
def links(context: Context, reference: str) -> dict[str, Any]:
    """The next steps other rooms offer for a thing."""
    found = link_registry.links_on(reference, _reader(context))
    return {"entries": [{"link": link, "url": link.address(reference)} for link in found]}


@register.simple_tag(takes_context=True)
def here(context: Context, **put: Any) -> str:
    """The current address with other parameters."""
    return address(context["request"], **put)


@register.simple_tag
def htmx_config() -> SafeString:
    """The settings under which htmx obeys the content security policy and keeps no page in the browser's storage."""
    config = {
        "includeIndicatorStyles": False,
        "allowEval": False,
        "historyCacheSize": 0,
        "refreshOnHistoryMiss": True,
    }
    return fill('<meta name="htmx-config" content="{}">', json.dumps(config))


def _spoken(bound: BoundField) -> str:
    """The label as the start of a sentence: "Name:", but "Wie dürfen wir antworten?"."""
    label = str(bound.label).rstrip(".: ")
    return label if label.endswith(("?", "!")) else f"{label}:"


def _reader(context: Context) -> Any:
    return context.get("user")
