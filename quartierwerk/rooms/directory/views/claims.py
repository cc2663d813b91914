"""Coming to keep a profile: by a link to its address, or through the office; and deciding on that."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from quartierwerk.foundation import clock
from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.foundation.limits.counting import TooMany
from quartierwerk.foundation.limits.slowing import HOUR, slow_down
from quartierwerk.foundation.ui.asking import Crumb, second_look
from quartierwerk.foundation.ui.fields import Refusable
from quartierwerk.foundation.ui.gates import actor_of, only
from quartierwerk.foundation.ui.pages import page
from quartierwerk.foundation.ui.parts import Choice
from quartierwerk.rooms.accounts.exchange import noted
from quartierwerk.rooms.accounts.queries import is_officer
from quartierwerk.rooms.directory import actions, permissions, queries, rules
from quartierwerk.rooms.directory.forms.claims import ClaimForm, LinkForm, SettlingForm
from quartierwerk.rooms.directory.models import Claim, Profile
from quartierwerk.rooms.directory.rules import ClaimState

SIZE = 25
MOST_LINKS = 3
"""So many mails an hour to the address of one profile."""
WAYS = {"link": LinkForm, "ask": ClaimForm}
"""The two forms of one page, by the step that sends them."""
SHELVES = {
    "open": (gettext_lazy("Zu entscheiden"), [ClaimState.WAITING]),
    "decided": (gettext_lazy("Entschieden"), sorted(set(ClaimState) - rules.OPEN_CLAIMS)),
}
"""The filters of the list, each with the states it shows; a third one shows profiles that nobody keeps any more."""
ALONE = "alone"
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
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            said = _ask(request, profile, asking) if step == "ask" else _send_link(request, profile)
        except RuleBroken as refusal:
            status = 429 if isinstance(refusal, TooMany) else 422
            form.refuse(refusal)
        else:
            messages.success(request, said)
            return redirect(profile)
    answer = page(
        request,
        "directory/claim_make.html",
        status=status,
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
    if status == 429:
        answer["Retry-After"] = str(HOUR)
    return answer


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def use_link(request: HttpRequest, secret: str) -> HttpResponse:
    """What the link in the mail leads to: the page asks, the button does it."""
    claim = queries.claim_behind(secret)
    if claim is None or not claim.profile.is_public:
        raise Http404
    actor = actor_of(request)
    form = Refusable(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if actor is None:
            return redirect(_sign_in_url(request.path))
        if form.is_valid():
            try:
                actions.use_link(claim, actor=request.user, secret=secret)
            except RuleBroken as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, _("Sie verwalten diesen Eintrag jetzt. Sehen Sie nach, ob alles stimmt."))
                return redirect("directory:edit", pk=claim.profile_id)
    return page(
        request,
        "directory/claim_link.html",
        status=422 if form.errors else 200,
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
    chosen = request.GET.get("state", "")
    if chosen not in {*SHELVES, ALONE}:
        chosen = "open"
    known = Claim.objects.visible_to(request.user)
    counts = known.aggregate(
        **{name: Count("pk", filter=Q(state__in=states)) for name, (_l, states) in SHELVES.items()}
    ) | {ALONE: queries.left_alone().count()}
    is_alone = chosen == ALONE
    if is_alone:
        shown = queries.left_alone()
    else:
        order = ("-decided_at", "-pk") if chosen == "decided" else ("created_at", "pk")
        shown = known.filter(state__in=SHELVES[chosen][1]).select_related("profile", "claimant").order_by(*order)
    labels = {name: label for name, (label, _states) in SHELVES.items()} | {ALONE: _("Ohne Verwaltende")}
    total = counts[chosen]
    return page(
        request,
        "directory/claims.html",
        heading=_("Ansprüche auf Profile"),
        total=total,
        total_words=ngettext("Profil", "Profile", total) if is_alone else ngettext("Anspruch", "Ansprüche", total),
        is_alone=is_alone,
        shelves=[
            Choice(value=name, label=label, count=counts[name], on=name == chosen, url=f"?state={name}")
            for name, label in labels.items()
        ],
        page=Paginator(shown, SIZE).get_page(request.GET.get("page")),
    )


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One claim: for whoever made it how it stands, for whoever decides what speaks for it."""
    known = Claim.objects.visible_to(request.user).select_related("profile", "claimant", "decided_by")
    claim = get_object_or_404(known, pk=pk)
    may_settle = permissions.may_settle_claim(request.user, claim)
    form = SettlingForm(request.POST if request.method == "POST" else None)
    if form.is_bound and not may_settle:
        raise PermissionDenied
    if form.is_valid():
        try:
            said = _settle(request, claim, form)
        except RuleBroken as refusal:
            form.refuse(refusal)
            claim = known.get(pk=pk)  # somebody may have decided meanwhile
        else:
            messages.success(request, said)
            return redirect(claim)
    keepers = list(queries.keepers_of(claim.profile))
    answer = page(
        request,
        "directory/claim.html",
        status=422 if form.errors else 200,
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
