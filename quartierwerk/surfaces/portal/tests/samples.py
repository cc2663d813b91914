"""The pages over several rooms for the tests that open every page: what visitors see, and what fills the blanks."""

from __future__ import annotations

from typing import Any

from quartierwerk.foundation import clock
from quartierwerk.foundation.facts.models import Delivery
from quartierwerk.foundation.mail import post
from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.rooms.directory.tests import factories

PUBLIC = {
    *("healthz", "readyz", "robots", "manifest", "security", "sitemap", "sitemap_pages", "sitemap_many"),
    *("portal:home", "portal:search", "portal:retention"),
}


def samples(cast: Any) -> dict[str, dict[str, object]]:
    """Arguments of pages that exist: a mail and a delivery that did not arrive, and something in the queue."""
    mail = post.write_down(to="verein@quartier.example", subject="Einladung", text="Kommen Sie.")
    OutgoingMail.objects.filter(pk=mail.pk).update(state=OutgoingMail.State.FAILED, last_error="550 no such user")
    now = clock.now()
    delivery = Delivery.objects.create(
        fact="probe.Probe", payload={}, listener="probe", state=Delivery.State.DEAD, published_at=now, due_at=now
    )
    return {
        "sitemap_many": {"name": "profiles", "number": 1},
        "portal:send_again": {"pk": mail.pk},
        "portal:deliver_again": {"pk": delivery.pk},
        "portal:queue_item": {"kind": "reports", "pk": factories.report(cast.profile).pk},
    }
