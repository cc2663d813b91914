"""Pages over several rooms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from quartierwerk.foundation import clock, privacy, search
from quartierwerk.foundation.facts.models import Delivery
from quartierwerk.foundation.gathering import declared
from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.foundation.search import follower
from quartierwerk.foundation.ui.asking import Crumb, second_look
from quartierwerk.foundation.ui.gates import actor_of, only
from quartierwerk.foundation.ui.pages import page
from quartierwerk.foundation.waiting import piles_of
from quartierwerk.rooms.accounts import queries as accounts
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.queries import is_officer
from quartierwerk.rooms.accounts.rules import OFFICE_ROLES
from quartierwerk.rooms.directory import queries as directory
from quartierwerk.rooms.directory.permissions import may_create
from quartierwerk.rooms.directory.queries.vocabulary import Words
from quartierwerk.rooms.places import queries as places
from quartierwerk.surfaces.portal import actions, permissions, queries

MOST_HITS = 8
MOST_SHOWN = 100


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The front door: the search, the city, what is new, a way in for each kind of person."""
    found = directory.find(directory.Wanted(sort="newest"), limit=4)
    return page(
        request,
        "portal/home.html",
        is_ready=found.is_ready,
        total=found.total,
        example=_example(found.words, found.facets),
        newest=directory.cards(found.hits),
        sectors=_counted(found.words.sectors, found.facets.get("sector", {})),
        quarters=_counted(found.words.quarters, found.facets.get("quarter", {})),
        districts=found.facets.get("district", {}) if found.is_ready else None,
        cooperation=found.facets.get("cooperation", {}).get(1, 0),
        drawing=places.city_drawing(),
    )


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """One question to all rooms; each answers with its best few."""
    text = request.GET.get("q", "").strip()[:300]
    entries = search.on_the_whole_site() if text else []
    groups = [{"entry": entry, "found": entry.answer(text, limit=MOST_HITS)} for entry in entries]
    total = sum(group["found"].total for group in groups)
    is_ready = all(group["found"].is_ready for group in groups)
    return page(request, "portal/search.html", q=text, groups=groups, total=total, is_ready=is_ready)


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """One's own corner: what waits, what one keeps and has begun, what goes on around it, roles, deputyships."""
    return page(
        request,
        "portal/mine.html",
        kept=_sections("KEPT", request.user),
        drafts=queries.drafts_of(request.user),
        under_way=_sections("UNDER_WAY", request.user),
        # The office's piles have a page of their own.
        piles=[] if is_officer(request.user) else piles_of(request.user),
        is_officer=is_officer(request.user),
        roles=accounts.names_of_roles(request.user, OFFICE_ROLES),
        deputyships=accounts.names_of_deputyships(request.user),
        offers=accounts.offered_to(request.user),
        invited=accounts.addresses_invited(request.user),
    )


def _sections(name: str, person: Person) -> list[dict[str, Any]]:
    """What the rooms show somebody in their corner; sections without anything are left out, unless they say so."""
    found = [(section, section.things(person)) for section in declared("corner", name)]
    return [
        {"template": section.template, "things": things}
        for section, things in found
        if things or section.is_shown_empty
    ]


@only(is_officer)
@require_safe
def work(request: HttpRequest) -> HttpResponse:
    """The office's cockpit: what waits, and how the house is."""
    headings = {entry.kind(): entry.heading for entry in search.on_the_whole_site()}
    return page(
        request,
        "portal/work.html",
        waiting=piles_of(request.user),
        index=[
            {"label": headings.get(one.kind, one.kind), "documents": one.documents, "behind": one.behind}
            for one in follower.status()
        ],
        may_create=may_create(request.user),
        practice_house=settings.PRACTICE_URL,
    )


@require_safe
def retention(request: HttpRequest) -> HttpResponse:
    """What the house keeps of people, why and for how long; the office also sees what is beyond its term today."""
    counts = permissions.may_operate(actor_of(request))
    at = clock.now()
    kinds = [(data, data.due(at=at) if counts and data.term else None) for data in privacy.registered()]
    return page(request, "portal/retention.html", heading=_("Wie lange wir was behalten"), kinds=kinds, counts=counts)


@only(permissions.may_operate)
@require_safe
def operation(request: HttpRequest) -> HttpResponse:
    """What did not arrive: mails and deliveries, each with the reason."""
    return page(
        request,
        "portal/operation.html",
        heading=_("Betrieb"),
        mails=queries.unsent_mails()[:MOST_SHOWN],
        deliveries=queries.dead_deliveries()[:MOST_SHOWN],
    )


@only(permissions.may_operate)
@require_http_methods(["GET", "HEAD", "POST"])
def send_again(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail once more, after a second look."""
    mail = get_object_or_404(OutgoingMail, pk=pk)
    return second_look(
        request,
        lambda: actions.send_again(mail, actor=request.user),
        said=_("Die Mail ist wieder unterwegs."),
        back=_back(),
        heading=_("Mail „%(subject)s“ noch einmal senden?") % {"subject": mail.subject},
        lead=_(
            "Ist sie ungewiss, kommt sie vielleicht zweimal an. "
            "Ist die Adresse falsch, hilft ein zweiter Versuch nicht."
        ),
        submit=_("Noch einmal senden"),
    )


@only(permissions.may_operate)
@require_http_methods(["GET", "HEAD", "POST"])
def deliver_again(request: HttpRequest, pk: int) -> HttpResponse:
    """One delivery once more, after a second look."""
    delivery = get_object_or_404(Delivery, pk=pk)
    return second_look(
        request,
        lambda: actions.deliver_again(delivery, actor=request.user),
        said=_("Die Zustellung ist wieder unterwegs."),
        back=_back(),
        heading=_("„%(fact)s“ noch einmal zustellen?") % {"fact": delivery.fact},
        lead=_("Sinnvoll, sobald die Ursache behoben ist. Was davon schon geschehen ist, geschieht nicht doppelt."),
        submit=_("Noch einmal zustellen"),
    )


def _back() -> Crumb:
    return Crumb(_("Betrieb"), reverse("portal:operation"))


def _example(words: Words, facets: Mapping[str, Mapping[Any, int]]) -> str:
    """The place that most profiles name, to say what the search box understands; empty in a city without places."""
    places = [
        *_counted(words.quarters, facets.get("quarter", {})),
        *_counted(words.districts, facets.get("district", {})),
    ]
    busiest = max(places, key=lambda counted: counted[1], default=None)
    return str(busiest[0].title) if busiest else ""


def _counted(words: list[Any], counts: dict[Any, int]) -> list[tuple[Any, int]]:
    """The words that have at least one profile, with how many."""
    return [(word, counts[word.pk]) for word in words if counts.get(word.pk)]
