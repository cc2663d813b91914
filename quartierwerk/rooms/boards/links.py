"""Where one comes from to the pages of bodies."""

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.ui.links import Band, Link
from quartierwerk.rooms.boards.permissions import may_keep_bodies

LINKS = (
    Link(label=_("Gremien"), url_name="boards:bodies", where="main", band=Band.LOOK),
    Link(
        label=_("Sitze in Gremien"),
        url_name="boards:pending",
        where="office",
        band=Band.LOOK,
        icon="users",
        may=may_keep_bodies,
    ),
    Link(label=_("Sitzungen"), url_name="boards:meetings", where="footer", band=Band.LOOK),
    Link(label=_("Beschlüsse"), url_name="boards:resolutions", where="footer", band=Band.LOOK),
)
