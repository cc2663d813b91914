"""The accounts of the house from which payment runs are paid."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from quartierwerk.foundation.ui.asking import Crumb, second_look
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.lists import listed
from quartierwerk.rooms.budget import actions
from quartierwerk.rooms.budget.forms import HouseAccountForm
from quartierwerk.rooms.budget.models import HouseAccount
from quartierwerk.rooms.budget.views._doing import by_form, checkers, is_keeper, keepers


@checkers
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """All accounts, those that are open first."""
    return listed(
        request,
        "budget/house_accounts.html",
        HouseAccount.objects.select_related("opened_by").order_by(
            F("closed_at").desc(nulls_first=True), "holder", "pk"
        ),
        words=ngettext_lazy("Hauskonto", "Hauskonten"),
        heading=_("Hauskonten"),
        may_keep=is_keeper(request.user),
    )


@keepers
@require_http_methods(["GET", "HEAD", "POST"])
def open_account(request: HttpRequest) -> HttpResponse:
    """An account is entered; who releases a run sees its number."""

    def do(given: dict[str, Any]) -> object:
        return actions.open_account(actions.AccountPlan(**given), actor=request.user)

    return by_form(
        request,
        HouseAccountForm(posted(request)),
        do,
        said=_("Das Konto ist eingetragen."),
        heading=_("Hauskonto eintragen"),
        submit=_("Eintragen"),
        lead=_("Ein Konto wird nie geändert: Stimmt etwas nicht, schließen Sie es und tragen es neu ein."),
        crumbs=[_accounts()],
    )


@keepers
@require_http_methods(["GET", "HEAD", "POST"])
def close_account(request: HttpRequest, pk: int) -> HttpResponse:
    """Nothing is paid from the account any more."""
    account = get_object_or_404(HouseAccount, pk=pk)
    return second_look(
        request,
        lambda: actions.close_account(account, actor=request.user),
        said=_("Das Konto ist geschlossen."),
        back=_accounts(),
        heading=_("Hauskonto schließen?"),
        lead=_("Von %(account)s wird nichts mehr gezahlt. Läufe, in denen es steht, bleiben.") % {"account": account},
        submit=_("Schließen"),
    )


def _accounts() -> Crumb:
    return Crumb(str(_("Hauskonten")), reverse("budget:house_accounts"))
