"""Four eyes: what may become of an order to pay."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.steps import Steps


class OrderState(TextChoices):
    """What has become of an order to pay."""

    PROPOSED = "proposed", _("vorgeschlagen")
    RELEASED = "released", _("freigegeben")
    REFUSED = "refused", _("abgelehnt")
    WITHDRAWN = "withdrawn", _("zurückgezogen")


ORDER_STEPS = Steps({OrderState.PROPOSED: {OrderState.RELEASED, OrderState.REFUSED, OrderState.WITHDRAWN}})
