"""The office's pairs of possible doubles: the list, the comparison, and the way back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartierwerk.foundation.ui.asking import Crumb, one_step, second_look
from quartierwerk.foundation.ui.fields import Refusable, posted
from quartierwerk.foundation.ui.gates import only
from quartierwerk.foundation.ui.lists import listed
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.directory import actions, permissions, queries, rules
from quartierwerk.rooms.directory.models import DoublePair
from quartierwerk.rooms.directory.rules import PairState, Pick
from quartierwerk.rooms.directory.views.comparing import Comparing


@dataclass(frozen=True)
class Choice:
    """One radio button of a unit: whose words, and what they are."""

    value: str
    label: str | Promise
    words: list[str]
    is_on: bool


@dataclass(frozen=True)
class Unit:
    """One unit in which the two differ."""

    name: str
    label: str | Promise
    choices: tuple[Choice, ...]


@only(permissions.may_settle_pair)
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Every open pair with what speaks for it, the likeliest first."""
    words = ngettext_lazy("Paar", "Paare")
    return listed(request, "directory/doubles.html", queries.open_pairs(), words=words, heading=_("Mögliche Doppel"))


@only(permissions.may_settle_pair)
@require_POST
def keep_apart(request: HttpRequest, pk: int) -> HttpResponse:
    """The two are not one."""
    pair = get_object_or_404(DoublePair.objects.select_related("one", "other"), pk=pk)
    said = _("„%(one)s“ und „%(other)s“ bleiben zwei Einträge.") % {"one": pair.one.name, "other": pair.other.name}
    one_step(request, lambda: actions.keep_apart(pair, actor=request.user), said=said)
    return redirect("directory:doubles")


@only(permissions.may_settle_pair)
@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Both side by side; unit by unit the choice what the remaining profile says."""
    pair = get_object_or_404(DoublePair.objects.select_related("one", "other"), pk=pk)
    if pair.state == PairState.MERGED:
        return redirect("directory:part", pk=pk)
    stays = pair.other if _asked(request, "stays") == str(pair.other_id) else pair.one
    goes = pair.one if stays == pair.other else pair.other
    form = Refusable(posted(request))
    if form.is_valid() and form.does(
        lambda: actions.merge(
            pair, actor=request.user, stays=stays.pk, picks=_picks(request.POST), based_on=_versions(request)
        )
    ):
        names = {"goes": goes.name, "stays": stays.name}
        messages.success(request, _("„%(goes)s“ ist in „%(stays)s“ aufgegangen; der alte Link führt hierher.") % names)
        stays.refresh_from_db()
        return redirect(stays)
    contents = queries.contents_of([stays, goes])
    found = rules.disagreements(contents[stays.pk], contents[goes.pk])
    return page(
        request,
        "directory/compare.html",
        heading=_("Ist es derselbe Eintrag?"),
        pair=pair,
        is_open=pair.state == PairState.PROPOSED and stays.is_public and goes.is_public,
        stays=stays,
        goes=goes,
        units=list(_units(found, request.POST)),
        versions=f"{pair.one.version}-{pair.other.version}",
        form=form,
        cancel_url=reverse("directory:doubles"),
    )


@only(permissions.may_settle_pair)
@require_http_methods(["GET", "HEAD", "POST"])
def part(request: HttpRequest, pk: int) -> HttpResponse:
    """Both as they were, after a second look."""
    pair = get_object_or_404(DoublePair.objects.select_related("one", "other"), pk=pk)
    return second_look(
        request,
        lambda: actions.part(pair, actor=request.user),
        said=_("Beide Profile stehen wieder für sich. Das Paar steht wieder in der Liste."),
        heading=_("Zusammenführung zurücknehmen?"),
        lead=_(
            "„%(one)s“ und „%(other)s“ sagen danach wieder, was sie vorher sagten. "
            "Wurde eines seither geändert, bleibt alles, wie es ist."
        )
        % {"one": pair.one.name, "other": pair.other.name},
        submit=_("Zusammenführung zurücknehmen"),
        is_grave=True,
        back=Crumb(_("Mögliche Doppel"), reverse("directory:doubles")),
    )


def _asked(request: HttpRequest, name: str) -> str:
    return str(request.POST.get(name) or request.GET.get(name) or "")


def _picks(given: Mapping[str, Any]) -> dict[str, Pick]:
    asked = {name.removeprefix("pick_"): given[name] for name in given if name.startswith("pick_")}
    return {unit: Pick(value) for unit, value in asked.items() if value in Pick.values}


def _versions(request: HttpRequest) -> list[int]:
    return [int(part) for part in request.POST.get("versions", "").split("-") if part.isascii() and part.isdigit()]


def _units(found: list[rules.Disagreement], given: Mapping[str, Any]) -> Iterator[Unit]:
    comparing = Comparing()
    chosen = _picks(given)
    for one in found:
        said = {Pick.STAYS: one.stays, Pick.GOES: one.goes}
        on = chosen.get(one.unit, one.proposed)
        yield Unit(
            one.unit,
            one.label,
            tuple(
                Choice(pick.value, pick.label, comparing.words(one.unit, said.get(pick, {})), pick == on)
                for pick in one.picks
            ),
        )
