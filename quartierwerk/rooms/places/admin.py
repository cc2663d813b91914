"""A read-only window for operators."""

from django.contrib import admin

from quartierwerk.rooms.places.models import Address, Boundary, Place


class ReadOnly(admin.ModelAdmin):
    """Shows and changes nothing: what changes goes through the verbs."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Place)
class PlaceWindow(ReadOnly):
    list_display = ["name", "kind", "slug", "parent"]
    list_filter = ["kind"]
    list_select_related = ["parent"]
    search_fields = ["name"]


@admin.register(Boundary)
class BoundaryWindow(ReadOnly):
    list_display = ["place", "valid_from", "valid_to", "is_schematic", "source"]
    list_filter = ["is_schematic"]
    list_select_related = ["place"]


@admin.register(Address)
class AddressWindow(ReadOnly):
    list_display = ["street", "house_number", "postcode", "town"]
    search_fields = ["street", "postcode"]
    show_full_result_count = False
