"""Where one comes from to the pages of funding."""

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.ui.links import Band, Link

LINKS = (
    Link(label=_("Projekte"), url_name="funding:projects", where="main", band=Band.LOOK),
    Link(label=_("Förderung"), url_name="funding:programmes", where="main", band=Band.LOOK),
)
