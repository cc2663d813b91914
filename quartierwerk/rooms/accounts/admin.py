"""A read-only window for operators."""

from django.contrib import admin

from quartierwerk.rooms.accounts.models import Person, Role


class ReadOnly(admin.ModelAdmin):
    """Shows and changes nothing: what changes goes through the verbs."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Person)
class PersonWindow(ReadOnly):
    list_display = ["name", "email", "language", "is_active", "is_staff", "joined_at", "last_login"]
    list_filter = ["is_active", "is_staff"]
    search_fields = ["name", "email"]
    exclude = ["password"]


@admin.register(Role)
class RoleWindow(ReadOnly):
    list_display = ["person", "name", "scope", "valid_from", "valid_to", "granted_by"]
    list_filter = ["name"]
    list_select_related = ["person", "granted_by"]
    search_fields = ["person__name", "person__email", "scope"]
