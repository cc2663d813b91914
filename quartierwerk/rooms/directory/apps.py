"""Wiring of the directory."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    """The directory of creative actors."""

    name = "quartierwerk.rooms.directory"
    label = "directory"
    verbose_name = _("Verzeichnis")

    def ready(self) -> None:
        from quartierwerk.foundation.house import words
        from quartierwerk.foundation.ui.links import Link, register
        from quartierwerk.foundation.waiting import register as wait_for
        from quartierwerk.rooms.directory import reactions, search  # noqa: F401 – they register themselves
        from quartierwerk.rooms.directory.permissions import may_define, may_import
        from quartierwerk.rooms.directory.queries import locations_moving, new_at, profiles_at
        from quartierwerk.rooms.directory.waiting import piles
        from quartierwerk.rooms.places.queries import counting, register_mover, register_news

        counting.register(profiles_at)
        register_mover(locations_moving)
        register_news(new_at)
        wait_for(piles)
        words.register("sector", one=_("Teilmarkt"), many=_("Teilmärkte"))

        register(Link(label=_("Verzeichnis"), url_name="directory:list", where="main", order=10))
        register(
            Link(
                label=_("Importe"),
                url_name="directory:imports",
                where="office",
                order=20,
                icon="upload",
                may=may_import,
            )
        )
        register(
            Link(
                label=_("Synonyme"),
                url_name="directory:synonyms",
                where="office",
                order=30,
                icon="list",
                may=may_define,
            )
        )
