"""Where one comes from to the handbook."""

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.ui.links import Band, Link

LINKS = (Link(label=_("Handbuch"), url_name="handbook:contents", where="footer", band=Band.FIRST),)
