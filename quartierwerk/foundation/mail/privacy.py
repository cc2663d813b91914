"""Which personal fields outgoing mail holds, why, and for how long."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.privacy import PersonalField

FIELDS = (
    PersonalField(
        "mail.outgoingmail.text",
        _("Mails, die das Haus verschickt"),
        _("zustellen und sagen können, was nicht ankam"),
        _("30 Tage nach dem Versand; Anmeldecodes sofort"),
    ),
)
