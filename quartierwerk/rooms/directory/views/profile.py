"""The page of one profile, and writing to its actor."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.dates import WEEKDAYS
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from quartierwerk.foundation import clock
from quartierwerk.foundation.limits.slowing import slow_down
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.gates import actor_of
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.accounts.queries import has_role
from quartierwerk.rooms.accounts.rules import RoleName
from quartierwerk.rooms.directory import actions, permissions, queries, rules
from quartierwerk.rooms.directory.forms.message import MessageForm
from quartierwerk.rooms.directory.models import Profile
from quartierwerk.rooms.directory.views.structured import structured

LONGEST_WORD = 20
"""A name with longer words is set smaller: German has them, and not every browser hyphenates."""
MOST_PER_PROFILE = 30
"""So many messages an hour to one actor."""


@dataclass(frozen=True)
class Day:
    """One weekday of the opening hours as the page shows it."""

    name: str | Promise
    text: str
    is_today: bool


@require_safe
def short(request: HttpRequest, pk: int) -> HttpResponse:
    """The address without the name leads to the one with it."""
    profile = Profile.objects.visible_to(request.user).filter(pk=pk).first()
    return redirect(profile, permanent=True) if profile else _elsewhere(request, pk)


@require_safe
def show(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Who, where, when, and what now."""
    profile = queries.shown_to(request.user, key=pk)
    if profile is None:
        return _elsewhere(request, pk)
    if slug != profile.slug:
        return redirect(profile, permanent=True)
    actor = request.user if request.user.is_authenticated else None
    moment = clock.local(clock.now())
    spans = [rules.span_from_plain(span) for span in profile.opening_spans]
    locations = list(profile.locations.all())
    confirmed_on = clock.local(profile.confirmed_at).date()
    return page(
        request,
        "directory/profile.html",
        heading=profile.name,
        has_long_words=any(len(word) > LONGEST_WORD for word in profile.name.split()),
        profile=profile,
        locations=locations,
        quarters=list({quarter.pk: quarter for place in locations for quarter in place.quarters.all()}.values()),
        districts=list({place.district_id: place.district for place in locations if place.district}.values()),
        marks=[(place.lat, place.lon) for place in locations if place.lat is not None],
        hours=_hours(spans, today=moment.weekday()),
        open_until=rules.open_until(spans, weekday=moment.weekday(), at=moment.time()),
        access=[rules.AccessFact(fact).label for fact in profile.access],
        confirmed_on=confirmed_on,
        is_sealer=permissions.may_seal(request.user),
        is_stale=queries.is_stale(profile),
        similar=queries.similar_to(profile) if profile.is_public else [],
        is_hinting=profile.has_more_contacts and not request.user.is_authenticated,
        may_edit=permissions.may_edit(request.user, profile),
        double=queries.best_pair_of(profile) if permissions.may_settle_pair(actor) else None,
        merged=queries.mergers_into(profile) if permissions.may_settle_pair(actor) else [],
        is_keeper=has_role(request.user, RoleName.PROFILE_ADMIN, scope=profile.reference),
        canonical=settings.SITE_URL + profile.get_absolute_url(),
        structured=structured(profile) if profile.is_public else None,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """A message to the actor; its address stays hidden."""
    profile = get_object_or_404(Profile.objects.visible_to(request.user), pk=pk)
    form = MessageForm(posted(request), initial=_sender(request))
    if form.is_valid() and form.does(lambda: _send(request, profile, form)):
        return redirect("directory:written", pk=pk)
    return page(
        request,
        "directory/message.html",
        heading=_("Nachricht an %(name)s") % {"name": profile.name},
        profile=profile,
        form=form.with_fresh_stamp(),
        submit=_("Nachricht senden"),
        cancel_url=profile.get_absolute_url(),
        can_receive=bool(queries.address_for_mail(profile)),
    )


@require_safe
def written(request: HttpRequest, pk: int) -> HttpResponse:
    """What happens next with a message that was sent."""
    profile = get_object_or_404(Profile.objects.visible_to(request.user), pk=pk)
    return page(request, "directory/message_sent.html", heading=_("Ihre Nachricht ist unterwegs"), profile=profile)


def _elsewhere(request: HttpRequest, pk: int) -> HttpResponse:
    """Nobody may see it: it leads to the one it was merged into, or is withdrawn, without saying whose it was."""
    stays = queries.remaining_of(pk, person=request.user)
    if stays is not None:
        return redirect(stays, permanent=True)
    if not Profile.objects.filter(pk=pk).exists():
        raise Http404
    return page(request, "directory/gone.html", status=404, heading=_("Dieses Profil wird nicht gezeigt"))


def _hours(spans: list[rules.OpenSpan], *, today: int) -> list[Day]:
    """All seven days, or none where no hours are known."""
    if not spans:
        return []
    return [
        Day(WEEKDAYS[day], rules.text_of_spans(s for s in spans if s.weekday == day), day == today) for day in range(7)
    ]


def _sender(request: HttpRequest) -> dict[str, str]:
    if not request.user.is_authenticated:
        return {}
    return {"sender_name": request.user.name, "sender_email": request.user.email or ""}


def _send(request: HttpRequest, profile: Profile, form: MessageForm) -> None:
    _slow_down(request, profile)
    language = queries.language_of(profile)
    actions.write_to(profile, actor=actor_of(request), message=form.message(), language=language)


def _slow_down(request: HttpRequest, profile: Profile) -> None:
    said = _(
        "In der letzten Stunde kamen von hier schon mehrere Nachrichten. "
        "Bitte versuchen Sie es später noch einmal; Ihr Text steht noch hier."
    )
    slow_down(request, "directory.message", bounds={f"to:{profile.pk}": MOST_PER_PROFILE}, said=said)
