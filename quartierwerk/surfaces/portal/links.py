"""Where one comes from to the pages over several rooms, and the line above every page on the way through the queue."""

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.ui.links import Band, Link
from quartierwerk.rooms.accounts.queries import is_officer
from quartierwerk.surfaces.portal.permissions import may_see_queue
from quartierwerk.surfaces.portal.walking import banner

LINKS = (
    Link(label=_("Mein Bereich"), url_name="portal:mine", where="mine", band=Band.FIRST, icon="user"),
    Link(label=_("Wie lange wir was behalten"), url_name="portal:retention", where="footer", band=Band.DUTY),
    Link(label=_("Überblick"), url_name="portal:work", where="office", band=Band.FIRST, icon="home", may=is_officer),
    Link(
        label=_("Warteschlange"),
        url_name="portal:queue",
        where="office",
        band=Band.FIRST,
        icon="list",
        may=may_see_queue,
    ),
)
BANNERS = (banner,)
