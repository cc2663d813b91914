"""Where one comes from to the treasury's pages."""

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.ui.links import Band, Link
from quartierwerk.rooms.budget.permissions import may_keep_books, may_see, may_see_all

LINKS = (
    Link(label=_("Kasse"), url_name="budget:pots", where="office", band=Band.LOOK, icon="euro", may=may_see),
    Link(label=_("Zahlungen"), url_name="budget:orders", where="office", band=Band.DECIDE, icon="check", may=may_see),
    Link(label=_("Journal"), url_name="budget:entries", where="office", band=Band.LOOK, icon="history", may=may_see),
    Link(
        label=_("Zahlungsläufe"),
        url_name="budget:runs",
        where="office",
        band=Band.DECIDE,
        icon="upload",
        may=may_see_all,
    ),
    Link(
        label=_("Kontoauszüge"),
        url_name="budget:statements",
        where="office",
        band=Band.DECIDE,
        icon="list",
        may=may_see_all,
    ),
    Link(
        label=_("Haushaltsjahre"),
        url_name="budget:years",
        where="office",
        band=Band.SET_UP,
        icon="calendar",
        may=may_keep_books,
    ),
    Link(label=_("Kasse"), url_name="budget:pots", where="mine", icon="euro", may=may_see),
)
