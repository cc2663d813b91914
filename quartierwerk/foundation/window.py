"""The operators' window into the database: it shows everything and changes nothing."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse


class Site(admin.AdminSite):
    """Django's admin without its page for passwords: nobody here has one."""

    def has_permission(self, request: HttpRequest) -> bool:
        """Whoever may look at anything may come in."""
        return bool(request.user.is_active and request.user.has_module_perms(""))

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Take in windows only; what libraries bring along could show secrets, or change things."""
        if admin_class is not None and issubclass(admin_class, Window):
            super().register(model_or_iterable, admin_class, **options)

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Send a visitor to where one asks for a code, and tell anybody else that this is not for them."""
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next", ""), settings.LOGIN_URL)


class Window(admin.ModelAdmin):
    """Shows the rows of a model; what changes goes through the verbs."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
