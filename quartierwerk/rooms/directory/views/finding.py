"""Finding profiles: the list with its filters, and what the search box suggests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from quartierwerk.foundation import references, search
from quartierwerk.foundation.house.words import word_lazy
from quartierwerk.foundation.ui import writing
from quartierwerk.foundation.ui.pages import page
from quartierwerk.foundation.ui.parts import Chip, Choice, Facet, Page, address
from quartierwerk.rooms.directory import permissions, queries, rules

SIZE = 20
MOST_PAGES = 500
"""Nobody leafs further; whoever wants everything takes the export."""
SORTS = {
    "relevance": gettext_lazy("Relevanz"),
    "name": gettext_lazy("Name"),
    "newest": gettext_lazy("Neueste"),
    "distance": gettext_lazy("Entfernung"),
}
TITLES = {
    "kind": gettext_lazy("Art"),
    "sector": word_lazy("sector"),
    "profession": gettext_lazy("Beruf"),
    "district": word_lazy("district"),
    "quarter": word_lazy("quarter"),
}
SWITCHES = {
    "cooperation": (gettext_lazy("Zusammenarbeit"), gettext_lazy("offen für Kooperation")),
    "accessible": (gettext_lazy("Barrierefreiheit"), gettext_lazy("stufenlos erreichbar")),
}
MOST_CHOICES = {"sector": 12, "profession": 8, "district": 12, "quarter": 12}
HINTS = {"profession": gettext_lazy("Beruf"), "place": gettext_lazy("Ort"), "name": gettext_lazy("Profil")}


@dataclass(frozen=True)
class Near:
    """The filter around a point, as the form shows it."""

    text: str
    radii: list[Choice]
    is_lost: bool


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """The directory: one box, filters with counts, twenty profiles a page."""
    if shorter := tidied(request):
        return redirect(shorter)
    found, number = ask(request)
    context = listing(request, found, number)
    if number > context["page"].num_pages:
        return redirect(address(request, page=context["page"].num_pages))
    return page(request, "directory/list.html", **context)


def ask(request: HttpRequest) -> tuple[queries.Found, int]:
    """What the address asks for, with the hits of the page it names, and the number of that page."""
    wanted = queries.Wanted.from_address(request.GET)
    number = _number(request.GET.get("page", ""))
    return queries.find(wanted, offset=(number - 1) * SIZE, limit=SIZE), number


def listing(request: HttpRequest, found: queries.Found, number: int) -> dict[str, Any]:
    """What the list and the map show alike: words, filters, chips, one page of profiles."""
    wanted, chips = found.wanted, _chips(request, found)
    cards = queries.cards(found.hits, queries.away(found))
    return {
        "heading": _("Verzeichnis"),
        "total": found.total if found.is_ready else None,
        "total_words": ngettext("Profil", "Profile", found.total),
        "q": wanted.q,
        "found": found,
        "facets": _facets(found),
        "near": _near(found),
        "chips": chips,
        "clear_url": _without_filters(request, found) if len(chips) > 1 else "",
        "all_url": _without_filters(request, found) if chips else "",
        "literal_url": address(request, q=rules.literally(wanted.q, found.place)) if found.place else "",
        "corrected": found.respellings,
        "sorts": [
            Choice(v, label, on=wanted.sort == v) for v, label in SORTS.items() if v != "distance" or wanted.near
        ],
        "page": Page(cards, number, SIZE, min(found.total, MOST_PAGES * SIZE)),
        "suggest_url": reverse("directory:suggest"),
        "map_counts": found.facets.get("district", {}) if found.is_ready else None,
        "map_urls": _map_urls(request, found),
        "map_on": [place for place in found.words.districts if place.slug in wanted.values.get("district", ())],
        "may_create": permissions.may_create(request.user),
        "view_query": question(request, drop=("sort", "view")),
        "kept": [("box", rules.write_box(wanted.box))] if wanted.box else [],
        "views": _views(request),
    }


@require_safe
@cache_control(public=True, max_age=60)
def suggest(request: HttpRequest) -> JsonResponse:
    """How the text of the box may go on: professions and places to search for, names to go to."""
    text = request.GET.get("q", "").strip()[:100]
    return JsonResponse({"items": [_item(suggestion) for suggestion in queries.suggestions(text)] if text else []})


def _item(suggestion: search.Suggestion) -> dict[str, str]:
    item = {"label": suggestion.label, "hint": str(HINTS.get(suggestion.kind, ""))}
    if suggestion.reference:
        item["url"] = reverse("directory:short", args=[references.parse(suggestion.reference).key])
    return item


def _number(text: str) -> int:
    """The page that the address names, the first for nonsense."""
    return max(1, min(int(text), MOST_PAGES + 1)) if text.isascii() and text.isdigit() and len(text) < 9 else 1


def _facets(found: queries.Found) -> list[Facet]:
    """The filters with how many profiles each choice would leave; what would leave none is not offered."""
    facets = []
    for name, title in TITLES.items():
        on = found.wanted.values.get(name, ())
        choices = [
            Choice(value, str(label), count, on=value in on, hue=hue)
            for value, label, count, hue in _values(found, name)
            if count or value in on
        ]
        facets.append(Facet(name, title, choices, most=MOST_CHOICES.get(name, 8)))
    for name, (title, label) in SWITCHES.items():
        count, is_on = found.facets.get(name, {}).get(1, 0), name in found.wanted.switches
        facets.append(Facet(name, title, [Choice("1", label, count, on=is_on)] if count or is_on else []))
    return facets


def _values(found: queries.Found, name: str) -> list[tuple[str, object, int, int | None]]:
    """The values of a facet: how the address calls them, how people do, how many profiles, and a district's hue."""
    counts = found.facets.get(name, {})
    if name == "kind":
        return [(kind.value, kind.label, counts.get(kind.value, 0), None) for kind in rules.Kind]
    values = [
        # The words themselves: most are not offered, and nobody reads their names then.
        (word.slug, word, counts.get(word.pk, 0), word.hue if name == "district" else None)
        for word in found.words.of(name)
    ]
    # There are so many professions that the alphabet would hide the common ones.
    return sorted(values, key=lambda value: -value[2]) if name == "profession" else values


def _chips(request: HttpRequest, found: queries.Found) -> list[Chip]:
    """What is on, each with the address without it; the place that the words named comes first."""
    chips = [Chip(found.place, address(request, q=found.rest), _("Ort"))] if found.place else []
    for name, values in found.wanted.values.items():
        labels = {value: label for value, label, _count, _hue in _values(found, name)}
        chips += [Chip(str(labels.get(v, v)), address(request, drop=(name, v)), TITLES[name]) for v in values]
    chips += [Chip(SWITCHES[name][1], address(request, drop=name)) for name in sorted(found.wanted.switches)]
    if found.wanted.near:
        around = _("%(distance)s um %(place)s") % {
            "distance": writing.distance(found.wanted.radius),
            "place": found.wanted.near,
        }
        chips.append(Chip(around, address(request, drop="near"), _("Umkreis")))
    return chips + ([Chip(_("Kartenausschnitt"), address(request, drop="box"))] if found.wanted.box else [])


def _near(found: queries.Found) -> Near:
    wanted = found.wanted
    radii = sorted({*rules.RADII, wanted.radius})
    choices = [Choice(str(metres), writing.distance(metres), on=metres == wanted.radius) for metres in radii]
    return Near(wanted.near, choices, found.is_lost)


def _views(request: HttpRequest) -> list[Choice]:
    """The two ways to look at the same choice; both keep the page's words and filters."""
    routes = {"directory:list": (_("Liste"), "list"), "directory:map": (_("Karte"), "map")}
    here, kept = request.path, question(request)
    return [
        Choice(name, label, url=reverse(name) + kept, icon=icon, on=reverse(name) == here)
        for name, (label, icon) in routes.items()
    ]


def question(request: HttpRequest, drop: tuple[str, ...] = ()) -> str:
    """The part of the address behind the path, without its page."""
    kept = request.GET.copy()
    for name in ("page", *drop):
        kept.pop(name, None)
    return f"?{kept.urlencode()}" if kept else ""


def tidied(request: HttpRequest) -> str:
    """The same address without what says nothing, as plain forms send it; empty where all of it says something.

    That is an empty field, the usual order, and a radius or an order by distance around nowhere.
    """
    kept = request.GET.copy()
    is_near = any(text.strip() for text in kept.getlist("near"))
    idle = {"sort": {"", "relevance"} if is_near else {"", "relevance", "distance"}}
    for name, values in request.GET.lists():
        said = [value for value in values if value.strip() and value not in idle.get(name, ())]
        if said and (name != "radius" or is_near):
            kept.setlist(name, said)
        else:
            del kept[name]
    return "" if kept == request.GET else request.path + (f"?{kept.urlencode()}" if kept else "")


def _without_filters(request: HttpRequest, found: queries.Found) -> str:
    """The list for the same words, without the place and without any filter."""
    return f"{request.path}?{urlencode({'q': found.rest})}" if found.rest else request.path


def _map_urls(request: HttpRequest, found: queries.Found) -> dict[int, str]:
    """Where a district on the small map leads: into the filter, or out of it again."""
    on = found.wanted.values.get("district", ())
    others = address(request, drop="district")
    glue = "&" if "?" in others else "?"
    urls = {}
    for place in found.words.districts:
        chosen = [slug for slug in on if slug != place.slug] if place.slug in on else [*on, place.slug]
        # Built by hand, since each further call of address() reads the whole address anew.
        urls[place.pk] = others + "".join(
            f"{'&' if number else glue}district={slug}" for number, slug in enumerate(map(quote, chosen))
        )
    return urls
