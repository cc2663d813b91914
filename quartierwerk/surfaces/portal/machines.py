"""What machines ask a site for: what they may read, how it is called, whom to tell of a hole."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from quartierwerk.foundation import clock
from quartierwerk.foundation.house.holding import house
from quartierwerk.foundation.ui.context import PRODUCT

HOUR = 3600
KEPT_OUT = ("/arbeit/", "/mein/", "/konto/", "/seiten/", "/betrieb/", "/entwurf/", "/stil/", "/suche/")
"""Where nothing is to be found for strangers; addresses with a language before them are left out, too."""
PAPER = "#fefdfb"
"""The ground of the pages in light colours; as in ``ui/tokens.css``."""
HOLDS_FOR = timedelta(days=180)
"""RFC 9116 wants less than a year; it is counted anew each day."""


@require_safe
@cache_control(public=True, max_age=HOUR)
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may read: everything public, and nothing of a demo."""
    closed = ["/"] if settings.DEMO else [f"{start}{path}" for path in KEPT_OUT for start in ("", "/*")]
    lines = [
        "# Humans are welcome everywhere.",
        "User-agent: *",
        *(f"Disallow: {path}" for path in closed),
        *([] if settings.DEMO else ["", f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}"]),
    ]
    return _text(lines)


@require_safe
@cache_control(public=True, max_age=HOUR)
def security(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a security hole (RFC 9116); without an address the imprint says how to write."""
    here = house()
    expires = datetime.combine(clock.today() + HOLDS_FOR, time())
    contact = f"mailto:{here.contact_email}" if here.contact_email else settings.SITE_URL + reverse("newsroom:imprint")
    return _text(
        [
            f"Contact: {contact}",
            f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
            f"Preferred-Languages: {', '.join(here.languages)}",
            f"Canonical: {settings.SITE_URL}{reverse('security')}",
        ]
    )


@require_safe
@cache_control(public=True, max_age=HOUR)
def manifest(request: HttpRequest) -> JsonResponse:
    """What a telephone needs to keep the site like an app; dark colours stand in the pages themselves."""
    city = house().name
    sizes = [
        {"src": static(f"ui/mark-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"} for size in (192, 512)
    ]
    told = {
        "name": f"{PRODUCT} {city}".strip(),
        "short_name": city or PRODUCT,
        "lang": settings.LANGUAGE_CODE,
        "start_url": reverse("portal:home"),
        "scope": "/",
        "display": "minimal-ui",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": [{"src": static("ui/mark.svg"), "sizes": "any", "type": "image/svg+xml"}, *sizes],
    }
    return JsonResponse(told, content_type="application/manifest+json")


def _text(lines: list[str]) -> HttpResponse:
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
