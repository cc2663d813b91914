"""Which personal fields drafts hold, why, and for how long."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.privacy import PersonalField

FIELDS = (
    PersonalField(
        "drafts.draft.data",
        _("angefangene Formulare"),
        _("nicht verlieren, was jemand getippt hat"),
        _("90 Tage nach der letzten Änderung"),
    ),
)
