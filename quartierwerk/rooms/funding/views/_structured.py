"""What search engines read: a project in the words of schema.org, as everybody sees it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings

from quartierwerk.foundation.house.holding import house
from quartierwerk.rooms.funding.models import Project, ProjectPicture
from quartierwerk.rooms.funding.rules import ProjectState

STATUS = "https://schema.org/EventCancelled", "https://schema.org/EventScheduled"


def structured(project: Project, pictures: Sequence[ProjectPicture]) -> dict[str, Any]:
    """The project as JSON-LD: an event on its days, at its place; private persons are not named."""
    url = settings.SITE_URL + project.get_absolute_url()
    found = {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": url,
        "url": url,
        "name": project.title,
        "description": project.summary,
        "startDate": project.starts_on.isoformat(),
        "endDate": project.ends_on.isoformat(),
        "eventStatus": STATUS[project.state != ProjectState.CALLED_OFF],
        "location": _place(project),
        "organizer": {"@type": "Organization", "name": project.named_carrier} if project.named_carrier else None,
        "image": [settings.SITE_URL + one.picture.url_for(1280) for one in pictures if one.shown_at],
    }
    return {name: value for name, value in found.items() if value}


def _place(project: Project) -> dict[str, Any]:
    found: dict[str, Any] = {
        "@type": "Place",
        "name": project.place or project.district.title,
        "address": {"@type": "PostalAddress", "addressLocality": f"{house().name}, {project.district.title}"},
    }
    if project.lat is not None:
        found["geo"] = {"@type": "GeoCoordinates", "latitude": project.lat, "longitude": project.lon}
    return found
