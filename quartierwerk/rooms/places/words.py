"""What cities call the parts of a city by words of their own."""

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.house.words import Word

WORDS = {
    "district": Word(one=_("Stadtbezirk"), many=_("Stadtbezirke")),
    "neighbourhood": Word(one=_("Stadtteil"), many=_("Stadtteile")),
    "centre": Word(one=_("Nebenzentrum"), many=_("Nebenzentren")),
    "quarter": Word(one=_("Kreativquartier"), many=_("Kreativquartiere")),
}
