"""Signing people in beforehand, by a session that the production server believes."""

from __future__ import annotations

from importlib import import_module

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest

from quartierwerk.rooms.accounts.models import Person


def session_of(person: Person) -> str:
    """The key of a new session of somebody who has shown a second factor."""
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[-1])  # the others are none in production
    record_authentication(request, person, "mfa")
    request.session.save()
    key: str = request.session.session_key
    return key
