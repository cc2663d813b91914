"""Wiring of the newsroom."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsroomConfig(AppConfig):
    """What the city itself says."""

    name = "quartierwerk.rooms.newsroom"
    label = "newsroom"
    verbose_name = _("Redaktion")
