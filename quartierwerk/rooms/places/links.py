"""Where one comes from to the pages of places."""

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.house.words import words_lazy
from quartierwerk.foundation.ui.links import Band, Link
from quartierwerk.rooms.places.permissions import may_survey

LINKS = (
    Link(label=words_lazy("district"), url_name="places:districts", where="main"),
    Link(label=words_lazy("quarter"), url_name="places:quarters", where="main"),
    Link(label=_("Handlungsschwerpunkte"), url_name="places:themes", where="footer"),
    Link(label=_("Partnerstädte"), url_name="places:partners", where="footer"),
    Link(label=_("Grenzen"), url_name="places:surveys", where="office", band=Band.SET_UP, icon="map", may=may_survey),
)
