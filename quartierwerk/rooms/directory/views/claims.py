"""Coming to keep a profile: by a link to its address, or through the office; and deciding on that."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from quartierwerk.foundation import clock
from quartierwerk.foundation.limits.slowing import slow_down
from quartierwerk.foundation.ui.asking import Crumb, second_look
from quartierwerk.foundation.ui.fields import Refusable, posted
from quartierwerk.foundation.ui.gates import actor_of, at_work, only, require
from quartierwerk.foundation.ui.lists import Shelf, shelved
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.accounts.exchange import noted
from quartierwerk.rooms.accounts.queries import is_officer
from quartierwerk.rooms.directory import actions, permissions, queries, rules
from quartierwerk.rooms.directory.forms.claims import ClaimForm, LinkForm, SettlingForm
from quartierwerk.rooms.directory.models import Claim, Profile
from quartierwerk.rooms.directory.views.editing import keeping_of

MOST_LINKS = 3
"""So many mails an hour to the address of one profile."""
WAYS = {"link": LinkForm, "ask": ClaimForm}
"""The two forms of one page, by the step that sends them."""
SAID_OF_GROUNDS = {
    rules.Ground.SAME_ADDRESS: gettext_lazy("Meldet sich mit der E-Mail-Adresse an, die beim Profil hinterlegt ist."),
    rules.Ground.SAME_DOMAIN: gettext_lazy("Die E-Mail-Adresse gehört zur Website des Profils."),
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def make(request: HttpRequest, pk: int) -> HttpResponse:
    """Two ways to keep a profile oneself: a link to the address on file, and asking the office."""
    profile = get_object_or_404(Profile.objects.visible_to(None), pk=pk)
    actor = actor_of(request)
    keepers = list(queries.keepers_of(profile))
    if actor in keepers:
        return redirect("accounts:keepers", scope=profile.reference)
    step = request.POST.get("step", "")
    if step == "ask" and actor is None:
        return redirect(_sign_in_url(request.path))
    link, asking = (form(request.POST if step == name else None) for name, form in WAYS.items())
    form = asking if step == "ask" else link
    if form.is_valid() and form.does(
        lambda: _ask(request, profile, asking) if step == "ask" else _send_link(request, profile)
    ):
        messages.success(request, form.result)
        return redirect(profile)
    return page(
        request,
        "directory/claim_make.html",
        heading=_("„%(name)s“ selbst verwalten") % {"name": profile.name},
        profile=profile,
        is_kept=bool(keepers),
        can_receive=bool(queries.address_for_mail(profile)),
        waiting=profile.claims.waiting().filter(claimant=actor).first() if actor else None,
        form=form,
        link=link.with_fresh_stamp(),
        asking=asking,
        sign_in_first=_sign_in_url(request.path),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def use_link(request: HttpRequest, secret: str) -> HttpResponse:
    """What the link in the mail leads to: the page asks, the button does it."""
    claim = queries.claim_behind(secret)
    if claim is None or not claim.profile.is_public:
        raise Http404
    actor = actor_of(request)
    form = Refusable(posted(request))
    if form.is_bound and actor is None:
        return redirect(_sign_in_url(request.path))
    if form.is_valid() and form.does(lambda: actions.use_link(claim, actor=actor, secret=secret)):
        messages.success(request, _("Sie verwalten diesen Eintrag jetzt. Sehen Sie nach, ob alles stimmt."))
        return redirect("directory:edit", pk=claim.profile_id)
    return page(
        request,
        "directory/claim_link.html",
        heading=_("„%(name)s“ selbst verwalten") % {"name": claim.profile.name},
        profile=claim.profile,
        claim=claim,
        is_usable=claim.is_usable(at=clock.now()),
        form=form,
        sign_in_first=_sign_in_url(request.path),
    )


@only(permissions.may_see_claims)
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """All claims, what waits longest first; and the profiles that nobody keeps any more."""
    known = Claim.objects.visible_to(request.user).select_related("profile", "claimant")
    words = ngettext_lazy("Anspruch", "Ansprüche")
    waiting = known.waiting().order_by("created_at", "pk")
    decided = known.exclude(state__in=rules.OPEN_CLAIMS).order_by("-decided_at", "-pk")
    shelves = [
        Shelf("open", _("Zu entscheiden"), waiting, words),
        Shelf("decided", _("Entschieden"), decided, words),
        Shelf("alone", _("Ohne Verwaltende"), queries.left_alone(), ngettext_lazy("Profil", "Profile")),
    ]
    return shelved(
        request,
        "directory/claims.html",
        shelves,
        heading=_("Ansprüche auf Profile"),
        shelves_label=_("Ansprüche nach Stand"),
    )


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One claim: for whoever made it how it stands, for whoever decides what speaks for it."""
    known = Claim.objects.visible_to(request.user).select_related("profile", "claimant", "decided_by")
    claim = get_object_or_404(known, pk=pk)
    may_settle = permissions.may_settle_claim(request.user, claim)
    form = SettlingForm(posted(request))
    if may_settle:
        at_work(request)
    require(may_settle or not form.is_bound, **keeping_of(claim.profile))
    if form.is_valid():
        if form.does(lambda: _settle(request, claim, form)):
            messages.success(request, form.result)
            return redirect(claim)
        claim = known.get(pk=pk)  # somebody may have decided meanwhile
    keepers = list(queries.keepers_of(claim.profile))
    answer = page(
        request,
        "directory/claim.html",
        heading=_("Anspruch auf „%(name)s“") % {"name": claim.profile},
        claim=claim,
        may_settle=may_settle,
        is_office=permissions.may_see_claims(request.user),
        is_own=claim.claimant_id == request.user.pk,
        keepers=keepers,
        seen=",".join(str(keeper.pk) for keeper in keepers),
        grounds=[SAID_OF_GROUNDS[ground] for ground in queries.grounds_of(claim)] if may_settle else [],
        rivals=queries.rivals_of(claim) if may_settle and claim.is_waiting else [],
        corrections=queries.corrections_of(claim) if may_settle else [],
        form=form,
    )
    if not is_officer(request.user):
        return answer
    return noted(answer, viewer=request.user, about=claim.claimant or claim, page="directory.claim")


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever made the claim does not want it any more, after a second look."""
    claim = get_object_or_404(Claim.objects.filter(claimant=request.user).select_related("profile"), pk=pk)
    return second_look(
        request,
        lambda: actions.withdraw_claim(claim, actor=request.user),
        said=_("Ihre Bitte ist zurückgenommen."),
        heading=_("Bitte zurücknehmen?"),
        lead=_("Dann entscheidet niemand mehr darüber, und „%(name)s“ bleibt, wie es ist.") % {"name": claim.profile},
        submit=_("Zurücknehmen"),
        back=Crumb(_("Anspruch auf „%(name)s“") % {"name": claim.profile}, claim.get_absolute_url()),
    )


def _send_link(request: HttpRequest, profile: Profile) -> str:
    said = _("An diese Adresse ging in der letzten Stunde schon Post. Bitte sehen Sie im Postfach nach, auch im Spam.")
    slow_down(request, "directory.claim_link", bounds={f"to:{profile.pk}": MOST_LINKS}, said=said)
    actions.send_link(actions.Wish(profile=profile), actor=actor_of(request), language=queries.language_of(profile))
    return _("Die Mail mit dem Link ist unterwegs an die hinterlegte Adresse. Der Link gilt sieben Tage.")


def _ask(request: HttpRequest, profile: Profile, form: ClaimForm) -> str:
    said = _("In der letzten Stunde haben Sie schon mehrmals gefragt. Bitte versuchen Sie es später noch einmal.")
    slow_down(request, "directory.claim", bounds={}, said=said)
    actions.claim(actions.Wish(profile=profile, note=form.cleaned_data["note"]), actor=request.user)
    return _("Danke. Ihre Bitte liegt vor; was daraus wird, lesen Sie per Mail und in „Mein Bereich“.")


def _settle(request: HttpRequest, claim: Claim, form: SettlingForm) -> str:
    """Call the verb of the button that was pressed; returns what is to be said."""
    given = form.cleaned_data
    if request.POST.get("step") == "turn_down":
        actions.turn_down(claim, actor=request.user, reason=given["words"])
        return _("Abgelehnt. Wer gefragt hat, liest Ihre Begründung.")
    actions.approve(claim, actor=request.user, seen=given["seen"])
    return _("Bestätigt. %(name)s verwaltet jetzt „%(profile)s“.") % {"name": claim.claimant, "profile": claim.profile}


def _sign_in_url(back: str) -> str:
    return f"{reverse('account_login')}?{urlencode({'next': back})}"
