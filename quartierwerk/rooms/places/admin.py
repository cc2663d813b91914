"""A read-only window for operators."""

from django.contrib import admin

from quartierwerk.foundation.window import Window
from quartierwerk.rooms.places.models import Address, Boundary, ContactPerson, Place, PlaceProfile, Survey, Theme


@admin.register(Place)
class PlaceWindow(Window):
    list_display = ["name", "kind", "slug", "parent"]
    list_filter = ["kind"]
    list_select_related = ["parent"]
    search_fields = ["name"]


@admin.register(Boundary)
class BoundaryWindow(Window):
    list_display = ["place", "valid_from", "valid_to", "is_schematic", "source"]
    list_filter = ["is_schematic"]
    list_select_related = ["place"]


@admin.register(Address)
class AddressWindow(Window):
    list_display = ["street", "house_number", "postcode", "town"]
    search_fields = ["street", "postcode"]
    show_full_result_count = False


@admin.register(Survey)
class SurveyWindow(Window):
    list_display = ["filename", "kind", "state", "valid_from", "source"]
    list_filter = ["state", "kind"]
    exclude = ["content", "outcome"]


@admin.register(Theme)
class ThemeWindow(Window):
    list_display = ["name_de", "valid_from", "valid_to"]


@admin.register(PlaceProfile)
class PlaceProfileWindow(Window):
    list_display = ["place", "valid_from", "written_at"]
    list_select_related = ["place"]


@admin.register(ContactPerson)
class ContactPersonWindow(Window):
    list_display = ["place", "function_de", "valid_from", "valid_to"]
    list_select_related = ["place"]
