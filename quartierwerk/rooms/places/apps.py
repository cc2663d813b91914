"""Wiring of places."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacesConfig(AppConfig):
    """The city and its parts."""

    name = "quartierwerk.rooms.places"
    label = "places"
    verbose_name = _("Orte")

    def ready(self) -> None:
        from quartierwerk.foundation import privacy
        from quartierwerk.foundation.house import words
        from quartierwerk.foundation.ui.links import Link, register
        from quartierwerk.rooms.places import search  # noqa: F401 – the search entry registers itself
        from quartierwerk.rooms.places.permissions import may_survey
        from quartierwerk.rooms.places.privacy import PERSONAL

        privacy.register(*PERSONAL)
        words.register("district", one=_("Stadtbezirk"), many=_("Stadtbezirke"))
        words.register("neighbourhood", one=_("Stadtteil"), many=_("Stadtteile"))
        words.register("centre", one=_("Nebenzentrum"), many=_("Nebenzentren"))
        words.register("quarter", one=_("Kreativquartier"), many=_("Kreativquartiere"))
        register(Link(label=words.words_lazy("district"), url_name="places:districts", where="main", order=20))
        register(Link(label=words.words_lazy("quarter"), url_name="places:quarters", where="main", order=30))
        register(Link(label=_("Handlungsschwerpunkte"), url_name="places:themes", where="footer", order=20))
        register(Link(label=_("Partnerstädte"), url_name="places:partners", where="footer", order=30))
        register(
            Link(label=_("Grenzen"), url_name="places:surveys", where="office", order=40, icon="map", may=may_survey)
        )
