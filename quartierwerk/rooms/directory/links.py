"""Where one comes from to the directory's pages."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartierwerk.foundation.ui.links import Band, Link
from quartierwerk.rooms.directory import permissions

LINKS = (
    Link(label=_("Verzeichnis"), url_name="directory:list", where="main", band=Band.FIRST),
    Link(
        label=pgettext_lazy("proposal", "Vorschläge"),
        url_name="directory:requests",
        where="office",
        band=Band.DECIDE,
        icon="bell",
        may=permissions.may_see_proposals,
    ),
    Link(
        label=_("Ansprüche"),
        url_name="directory:claims",
        where="office",
        band=Band.DECIDE,
        icon="user",
        may=permissions.may_see_claims,
    ),
    Link(
        label=_("Unbestätigte Einträge"),
        url_name="directory:unconfirmed",
        where="office",
        band=Band.DECIDE,
        icon="clock",
        may=permissions.may_ask_again,
    ),
    Link(
        label=pgettext_lazy("many", "Siegel"),
        url_name="directory:seals",
        where="office",
        band=Band.DECIDE,
        icon="check",
        may=permissions.may_seal,
    ),
    Link(
        label=_("Importe"),
        url_name="directory:imports",
        where="office",
        band=Band.DECIDE,
        icon="upload",
        may=permissions.may_import,
    ),
    Link(
        label=_("Statistik"),
        url_name="directory:statistics",
        where="office",
        band=Band.LOOK,
        icon="chart",
        may=permissions.may_count,
    ),
    Link(
        label=_("Synonyme"),
        url_name="directory:synonyms",
        where="office",
        band=Band.SET_UP,
        icon="list",
        may=permissions.may_define,
    ),
    Link(
        label=_("Übersicht per Mail"),
        url_name="directory:digest",
        where="mine",
        icon="mail",
        may=permissions.may_ask_again,
    ),
)
