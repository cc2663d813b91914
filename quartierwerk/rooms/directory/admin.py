"""A read-only window for operators."""

from django.contrib import admin

from quartierwerk.foundation.window import Window
from quartierwerk.rooms.directory.models import ImportJob, Profession, Profile, Sector, Synonym


@admin.register(Profile)
class ProfileWindow(Window):
    list_display = ["name", "kind", "state", "source", "version", "created_at", "confirmed_at"]
    list_filter = ["state", "kind"]
    search_fields = ["name", "external_id"]
    show_full_result_count = False


@admin.register(Sector)
class SectorWindow(Window):
    list_display = ["name_de", "slug", "position"]


@admin.register(Profession)
class ProfessionWindow(Window):
    list_display = ["name_de", "slug", "sector"]
    list_select_related = ["sector"]
    search_fields = ["name_de"]


@admin.register(Synonym)
class SynonymWindow(Window):
    list_display = ["words", "changed_at"]


@admin.register(ImportJob)
class ImportWindow(Window):
    list_display = ["filename", "list_name", "state", "rows_done", "rows_total", "started_by", "created_at"]
    list_filter = ["state"]
    list_select_related = ["started_by"]
