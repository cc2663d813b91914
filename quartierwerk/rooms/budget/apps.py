"""The treasury: pots and what is entered in them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BudgetConfig(AppConfig):
    name = "quartierwerk.rooms.budget"
    label = "budget"
    verbose_name = _("Kasse")
