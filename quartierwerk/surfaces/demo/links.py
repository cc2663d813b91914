"""Where one comes from to the demo's own pages, in a demo only."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.ui.links import Band, Link

LINKS = (
    (
        Link(label=_("Rollen ausprobieren"), url_name="demo:cast", where="footer", band=Band.LAST),
        Link(label=_("Mails der Demo"), url_name="demo:mails", where="footer", band=Band.LAST),
    )
    if settings.DEMO
    else ()
)
