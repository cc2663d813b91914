"""New entries as an Atom feed, for any view of the list."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from quartierwerk.foundation import bilingual, search
from quartierwerk.foundation.freshness import tagged
from quartierwerk.foundation.house.holding import house
from quartierwerk.foundation.ui.pages import not_yet
from quartierwerk.rooms.directory import queries

MOST = 30


@require_safe
@tagged(seconds=600)
def newest(request: HttpRequest) -> HttpResponse:
    """The thirty newest public profiles that fit the words and filters of the address."""
    wanted = replace(queries.Wanted.from_address(request.GET), sort="newest")
    found = queries.find(wanted, limit=MOST, counts=False)
    if not found.is_ready:
        return not_yet(request, search.NotReady())
    profiles = queries.public_profiles([hit.key for hit in found.hits])
    feed = Atom1Feed(
        title=_("Neu im Verzeichnis – %(city)s") % {"city": house().title},
        link=settings.SITE_URL + reverse("directory:list"),
        feed_url=settings.SITE_URL + request.get_full_path(),
        description="",
        language=get_language(),
    )
    for profile in profiles:
        address = settings.SITE_URL + profile.get_absolute_url()
        feed.add_item(
            title=profile.name,
            link=address,
            description=bilingual.text(profile, "tagline"),
            unique_id=f"{settings.SITE_URL}/verzeichnis/{profile.pk}/",
            pubdate=profile.created_at,
            updateddate=profile.changed_at,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
