"""Who holds a role within something, and inviting further people to it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from quartierwerk.foundation import clock
from quartierwerk.foundation.limits.counting import DAY, limit
from quartierwerk.foundation.references import resolve
from quartierwerk.foundation.ui.asking import Crumb, one_step, second_look
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.gates import at_work, require
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.accounts import actions, permissions, queries, rules
from quartierwerk.rooms.accounts.forms import InvitationForm
from quartierwerk.rooms.accounts.models import Invitation, Role
from quartierwerk.rooms.accounts.rules import RoleName

MOST_INVITATIONS_A_DAY = 20


@login_required
@never_cache
def office(request: HttpRequest) -> HttpResponse:
    """Lead to the people of one's own office."""
    held = sorted(request.user.own_roles_today)
    scope = next((scope for name, scope in held if name == RoleName.OFFICER), None)
    require(scope is not None)
    return redirect("accounts:keepers", scope=scope)


@login_required
@never_cache
def keepers(request: HttpRequest, scope: str) -> HttpResponse:
    """Who holds which role here, who is invited, and a form to invite somebody else."""
    names = rules.invitable(request.user.own_roles_today, scope=scope)
    require(bool(names), needed=_("Eine Rolle, die hier andere einladen darf"))
    if RoleName.OFFICER in names:
        at_work(request)
    about = _name_of(scope)
    form = InvitationForm(posted(request), names=names)

    def invite() -> None:
        limit(f"invite:{request.user.pk}", most=MOST_INVITATIONS_A_DAY, seconds=DAY, field="email")
        actions.invite(actions.Offer(scope=scope, **form.cleaned_data), actor=request.user, about=about)

    if form.is_valid() and form.does(invite):
        messages.success(request, _("Die Einladung ist unterwegs."))
        return redirect("accounts:keepers", scope=scope)
    return page(
        request,
        "accounts/keepers.html",
        heading=_("Wer „%(name)s“ verwaltet") % {"name": about},
        form=form,
        scope=scope,
        roles=[role for role in queries.roles_in(scope) if role.name in names],
        deputyships=queries.deputyships_in(scope),
        may_arrange=permissions.may_see_colleagues(request.user),
        invitations=queries.open_invitations(scope=scope),
    )


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End somebody's role, one's own too, after a second look."""
    role = get_object_or_404(Role.objects.unfinished(on=clock.today()).select_related("person"), pk=pk)
    if not permissions.may_revoke(request.user, role):
        raise Http404
    is_own = role.person_id == request.user.pk
    about = _name_of(role.scope)
    names = {"who": role.person, "role": role.get_name_display(), "where": about}
    return second_look(
        request,
        lambda: actions.revoke(role, actor=request.user),
        said=_("Die Rolle ist beendet."),
        heading=_("Rolle „%(role)s, %(where)s“ von %(who)s beenden?") % names,
        lead=_("Dann dürfen Sie dort nichts mehr ändern, bis jemand Sie wieder einlädt.")
        if is_own
        else _("%(who)s darf dort dann nichts mehr ändern und bekommt eine Mail.") % names,
        submit=_("Rolle beenden"),
        is_grave=True,
        back=Crumb(_("Mein Konto"), reverse("accounts:profile"))
        if is_own
        else Crumb(_("Wer „%(name)s“ verwaltet") % {"name": about}, reverse("accounts:keepers", args=[role.scope])),
    )


@login_required
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    offer = get_object_or_404(Invitation, pk=pk)
    said = _("Die Einladung ist zurückgezogen.")
    one_step(request, lambda: actions.take_back(offer, actor=request.user), said=said, is_hidden=True)
    return redirect("accounts:keepers", scope=offer.scope)


@login_required
@never_cache
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Show an offer to whom it was made; the link asks, the button accepts."""
    offer = queries.invitation_behind(secret)
    if offer is None:
        raise Http404
    if offer.email != request.user.email:
        return page(request, "accounts/invitation_for_somebody_else.html", status=404)
    if request.method == "POST" and one_step(
        request, lambda: actions.accept(offer, actor=request.user), said=_("Die Rolle gehört jetzt Ihnen.")
    ):
        return redirect("accounts:profile")
    return page(request, "accounts/invitation.html", offer=offer, about=_name_of(offer.scope))


def _name_of(scope: str) -> str:
    """How people call the thing within which a role holds."""
    try:
        return str(resolve(scope))
    except (LookupError, ValueError):
        raise Http404 from None
