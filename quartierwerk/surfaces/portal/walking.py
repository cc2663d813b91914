"""Going through the queue from one thing to the next: the line above each page on that way."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from quartierwerk.foundation.ui.banners import Banner

WALK = "queue"
"""Where the session keeps on which way somebody is: ``question`` (the filters) and ``place``."""


def banner(request: HttpRequest) -> Banner | None:
    """The way on and the way back, for whoever came to this page from the queue."""
    session = getattr(request, "session", {})  # an error page may come before there is one
    if WALK not in session:
        return None
    return Banner(
        text=_("Sie gehen die Warteschlange durch"),
        icon="list",
        next_url=reverse("portal:queue_next"),
        next_label=_("Weiter zum Nächsten"),
        url=reverse("portal:queue_leave"),
        label=_("Zurück zur Liste"),
    )
