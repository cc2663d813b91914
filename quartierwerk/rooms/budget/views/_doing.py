"""What the pages of the treasury share: who comes in, and a verb behind a form with the pot that it is about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quartierwerk.foundation.ui.asking import Crumb
from quartierwerk.foundation.ui.fields import Refusable
from quartierwerk.foundation.ui.gates import only
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.accounts.permissions import office
from quartierwerk.rooms.budget import permissions
from quartierwerk.rooms.budget.models import Earmark, Entry, Order, PaymentRun, Pot

READERS = gettext_lazy("Rolle „Kassenführung“, „Kassenprüfung“ oder die Verwaltung eines Bezirks")
KEEPERS = gettext_lazy("Rolle „Kassenführung“")

readers = only(permissions.may_see, needed=READERS)
keepers = only(permissions.may_keep_books, needed=KEEPERS)
checkers = only(permissions.may_see_all, needed=gettext_lazy("Rolle „Kassenführung“ oder „Kassenprüfung“"))


def pot_of(request: HttpRequest, pk: int) -> Pot:
    """The pot, if it is among this person's; whoever it is hidden from is told that there is none."""
    return get_object_or_404(Pot.objects.visible_to(request.user).named(), pk=pk)


def earmark_of(request: HttpRequest, pk: int) -> Earmark:
    """What is earmarked, with its pot."""
    found = Earmark.objects.visible_to(request.user).select_related("pot__year", "pot__pillar", "pot__district")
    return get_object_or_404(found, pk=pk)


def entry_of(request: HttpRequest, pk: int) -> Entry:
    """One line of the books."""
    return get_object_or_404(Entry.objects.visible_to(request.user).explained().select_related("against"), pk=pk)


def order_of(request: HttpRequest, pk: int) -> Order:
    """One order to pay."""
    return get_object_or_404(Order.objects.visible_to(request.user).explained(), pk=pk)


def run_of(request: HttpRequest, pk: int) -> PaymentRun:
    """One payment run, with what it comes to."""
    return get_object_or_404(PaymentRun.objects.visible_to(request.user).explained().select_related("voided_by"), pk=pk)


def crumb(thing: Any) -> Crumb:
    """The way back to a thing's own page."""
    return Crumb(str(thing), thing.get_absolute_url())


def overview_of(pot: Pot) -> Crumb:
    """The way back to all pots of the year."""
    return Crumb(str(_("Kasse")), f"{reverse('budget:pots')}?jahr={pot.year.year}")


def is_open(pot: Pot) -> bool:
    """Whether anything can still be entered."""
    return pot.closed_at is None


def by_form(
    request: HttpRequest,
    form: Refusable,
    verb: Callable[[dict[str, Any]], Any],
    *,
    said: str,
    heading: str,
    submit: str,
    crumbs: list[Crumb],
    lead: str = "",
    pot: Pot | None = None,
    earmark: Earmark | None = None,
    to_result: bool = False,
) -> HttpResponse:
    """Show a form beside what its pot stands at, and do its verb; then back to the thing, or on to what came of it."""
    if form.is_valid() and form.does(lambda: verb(form.cleaned_data)):
        messages.success(request, said)
        return redirect(form.result.get_absolute_url() if to_result else crumbs[-1].url)
    # The verb may have seen a later state of the pot than this page.
    for thing in (pot, earmark):
        if thing is not None and form.refusal is not None:
            thing.refresh_from_db(fields=["reserved", "committed", "paid"])
    if pot is not None and form.refusal is not None:
        pot.refresh_from_db(fields=["funds", "closed_at"])
    return page(
        request,
        "budget/form.html",
        form=form,
        heading=heading,
        submit=submit,
        lead=lead,
        ways=crumbs,
        cancel_url=crumbs[-1].url,
        pot=pot,
        earmark=earmark,
    )


def is_keeper(person: Any) -> bool:
    """Whether verbs show their buttons."""
    return bool(office(person) or permissions.may_keep_books(person))
