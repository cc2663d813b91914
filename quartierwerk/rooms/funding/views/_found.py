"""Finding the programme that an address names, for whoever asks."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from quartierwerk.rooms.funding import queries
from quartierwerk.rooms.funding.models import Programme


def programme_of(request: HttpRequest, slug: str) -> Programme:
    """The programme of this address with its terms and rounds, if whoever asks sees it."""
    return get_object_or_404(queries.programmes(request.user), slug=slug)
