"""Where one comes from to the newsroom's pages."""

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.ui.links import Band, Link
from quartierwerk.rooms.newsroom.permissions import may_answer, may_publish
from quartierwerk.rooms.newsroom.rules import PageKind

LINKS = (
    *(Link(label=kind.label, url_name=f"newsroom:{kind}", where="footer", band=Band.DUTY) for kind in PageKind),
    Link(label=_("Barriere melden"), url_name="newsroom:report", where="footer", band=Band.DUTY),
    Link(
        label=_("Barrieremeldungen"),
        url_name="newsroom:barriers",
        where="office",
        band=Band.DECIDE,
        icon="accessible",
        may=may_answer,
    ),
    Link(label=_("Seiten"), url_name="newsroom:pages", where="office", band=Band.SET_UP, icon="edit", may=may_publish),
)
