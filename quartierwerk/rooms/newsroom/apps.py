"""Wiring of the newsroom."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsroomConfig(AppConfig):
    """What the city itself says."""

    name = "quartierwerk.rooms.newsroom"
    label = "newsroom"
    verbose_name = _("Redaktion")

    def ready(self) -> None:
        from quartierwerk.foundation import privacy
        from quartierwerk.foundation.ui.links import Link, register
        from quartierwerk.foundation.waiting import register as wait_for
        from quartierwerk.rooms.accounts.models import call_pages
        from quartierwerk.rooms.newsroom.permissions import may_answer, may_publish
        from quartierwerk.rooms.newsroom.privacy import PERSONAL
        from quartierwerk.rooms.newsroom.rules import PageKind
        from quartierwerk.rooms.newsroom.waiting import KINDS, piles

        wait_for(*KINDS, piles)
        privacy.register(*PERSONAL)
        call_pages({"newsroom.barrier": _("Ihre Barrieremeldung")})
        register(
            *(
                Link(label=kind.label, url_name=f"newsroom:{kind}", where="footer", order=60 + number)
                for number, kind in enumerate(PageKind)
            ),
            Link(label=_("Barriere melden"), url_name="newsroom:report", where="footer", order=70),
            Link(
                label=_("Barrieremeldungen"),
                url_name="newsroom:barriers",
                where="office",
                order=62,
                icon="accessible",
                may=may_answer,
            ),
            Link(label=_("Seiten"), url_name="newsroom:pages", where="office", order=60, icon="edit", may=may_publish),
        )
