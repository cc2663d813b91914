"""Where one comes from to the pages of funding."""

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.ui.links import Band, Link
from quartierwerk.rooms.funding.permissions import (
    may_draft,
    may_read_aid,
    may_read_applications,
    may_read_drawdowns,
    may_read_invoices,
    may_report,
)

LINKS = (
    Link(label=_("Projekte"), url_name="funding:projects", where="main", band=Band.LOOK),
    Link(label=_("Förderung"), url_name="funding:programmes", where="main", band=Band.LOOK),
    Link(
        label=_("Anträge"),
        url_name="funding:applications",
        where="office",
        band=Band.DECIDE,
        icon="list",
        may=may_read_applications,
    ),
    Link(
        label=_("Rechnungen"),
        url_name="funding:invoices",
        where="office",
        band=Band.DECIDE,
        icon="list",
        may=may_read_invoices,
    ),
    Link(
        label=_("Berichtete Zahlen"),
        url_name="funding:reported",
        where="office",
        band=Band.SET_UP,
        icon="chart",
        may=may_report,
    ),
    Link(
        label=_("Mittelabrufe"),
        url_name="funding:drawdowns",
        where="office",
        band=Band.DECIDE,
        icon="euro",
        may=may_read_drawdowns,
    ),
    Link(
        label=_("Beihilfen"),
        url_name="funding:aid_register",
        where="office",
        band=Band.SET_UP,
        icon="list",
        may=may_read_aid,
    ),
    Link(
        label=_("Schreiben"), url_name="funding:letters", where="office", band=Band.DECIDE, icon="mail", may=may_draft
    ),
)
