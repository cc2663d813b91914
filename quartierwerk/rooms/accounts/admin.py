"""A read-only window for operators."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from quartierwerk.foundation.window import Window
from quartierwerk.rooms.accounts.exchange import noted
from quartierwerk.rooms.accounts.models import Invitation, Person, Role


@admin.register(Person)
class PersonWindow(Window):
    list_display = ["name", "email", "language", "is_active", "is_staff", "joined_at", "last_login"]
    list_filter = ["is_active", "is_staff"]
    search_fields = ["name", "email"]
    exclude = ["password"]

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """One person; that somebody looked is noted."""
        answer = super().change_view(request, object_id, *args, **kwargs)
        whom = Person.objects.filter(pk=object_id, erased_at__isnull=True, system_name__isnull=True).first()
        return noted(answer, viewer=request.user, about=whom, page="accounts.person") if whom else answer


@admin.register(Role)
class RoleWindow(Window):
    list_display = ["person", "name", "scope", "valid_from", "valid_to", "granted_by"]
    list_filter = ["name"]
    list_select_related = ["person", "granted_by"]
    search_fields = ["person__name", "person__email", "scope"]


@admin.register(Invitation)
class InvitationWindow(Window):
    list_display = ["name", "scope", "invited_by", "invited_at", "expires_at", "accepted_at", "revoked_at"]
    list_select_related = ["invited_by"]
    exclude = ["digest"]
