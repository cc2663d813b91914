"""Counting hits in the database, so that a limit holds over all processes."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from django.conf import settings
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.foundation.limits.models import Hit

HOUR, DAY = 3600, 86_400


class TooMany(RuleBroken):
    """Somebody does something too often; ``retry_after`` says for how many seconds they have to wait at most."""

    sentence = _("Das waren zu viele Versuche in kurzer Zeit. Bitte warten Sie ein wenig.")
    status = 429

    def __init__(
        self, sentence: str | Promise | None = None, *, field: str | None = None, retry_after: int = HOUR
    ) -> None:
        super().__init__(sentence, field=field)
        self.retry_after = retry_after


def hit(key: str, *, most: int, seconds: int) -> bool:
    """Count one hit for ``key``; False once more than ``most`` fell into the current window of ``seconds``.

    The key is kept as a digest only, since it often holds an address.
    """
    now = clock.now()
    window = int(now.timestamp()) // seconds
    digest = hashlib.sha256(f"{settings.SECRET_KEY}|{key}".encode()).hexdigest()
    until = datetime.fromtimestamp((window + 1) * seconds, UTC)
    Hit.objects.bulk_create([Hit(key=digest, window=window, count=0, until=until)], ignore_conflicts=True)
    Hit.objects.filter(key=digest, window=window).update(count=F("count") + 1)
    return Hit.objects.values_list("count", flat=True).get(key=digest, window=window) <= most


def limit(key: str, *, most: int, seconds: int, field: str | None = None) -> None:
    """Count one hit for ``key``, and refuse (``TooMany``, at ``field``) once there are too many in ``seconds``."""
    if not hit(key, most=most, seconds=seconds):
        raise TooMany(field=field, retry_after=seconds)


def over(before: datetime) -> QuerySet[Hit]:
    """The counts of windows that were over before this moment."""
    return Hit.objects.filter(until__lt=before)


def address_of(request: HttpRequest) -> str:
    """The caller's network address, believing only as many proxies as the settings name."""
    trusted = settings.TRUSTED_PROXIES
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    if trusted and len(hops) >= trusted:
        return hops[-trusted]
    return request.META.get("REMOTE_ADDR", "")
