"""Mistakes in the way an installation is run, found before it starts; `quartierwerk check --deploy` shows all."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from quartierwerk.rooms.places import queries


@register(Tags.security, deploy=True)
def demo_is_not_for_the_world(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The demo signs people in by a link; it must not run where others can reach it."""
    if settings.MODE == "production":
        return []
    return [
        Error(
            f"QUARTIERWERK_MODE is “{settings.MODE}”: anyone with the link signs in as the office.",
            hint="Set QUARTIERWERK_MODE=production.",
            id="quartierwerk.E001",
        )
    ]


@register(Tags.security, deploy=True)
def no_link_signs_in(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A link that counts as both factors belongs in a demo."""
    if "quartierwerk.surfaces.demo.entering.ByLink" not in settings.AUTHENTICATION_BACKENDS:
        return []
    return [
        Error("Links sign people in past the second factor.", hint="This is for a demo only.", id="quartierwerk.E003")
    ]


@register(Tags.security, deploy=True)
def mail_can_leave(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Without a mail host nobody can sign in."""
    if settings.MAIL_HOST:
        return []
    return [Warning("MAIL_HOST is not set: mails are written down, but none is sent.", id="quartierwerk.W001")]


@register(Tags.security, deploy=True)
def proxy_is_named(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Encryption ends at a proxy in front; unless it is believed, all visitors look like one."""
    if settings.TRUSTED_PROXIES or not settings.HTTPS:
        return []
    return [
        Warning(
            "TRUSTED_PROXIES is 0: nobody says who visits and whether by https.",
            hint="Set it to the number of your own proxies in front.",
            id="quartierwerk.W002",
        )
    ]


@register(Tags.security, deploy=True)
def site_is_https(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Sessions travel in cookies."""
    if settings.HTTPS:
        return []
    return [Error("SITE_URL does not begin with https://.", id="quartierwerk.E002")]


@register()
def base_map_says_whose_it_is(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Maps made from OpenStreetMap have to name it, and a map that cannot be drawn stays empty."""
    ground = queries.base_map()
    if ground is None:
        if not settings.MAP_FILE:
            return []
        return [
            Warning(
                f"MAP_FILE names {settings.MAP_FILE}, which is damaged: the districts are the ground of the map.",
                hint="Copy or make the file anew.",
                id="quartierwerk.W005",
            )
        ]
    found: list[CheckMessage] = []
    if not ground.source:
        found.append(
            Warning(
                "Nobody is named as the source of the base map.",
                hint="Set MAP_SOURCE, for data of OpenStreetMap to: © OpenStreetMap-Mitwirkende",
                id="quartierwerk.W003",
            )
        )
    if ground.is_vector and not ground.layers & queries.LAYERS:
        found.append(
            Warning(
                "The base map has none of the layers that can be drawn: it would look empty.",
                hint=f"It has to follow the Protomaps schema, with layers such as {', '.join(sorted(queries.LAYERS))}.",
                id="quartierwerk.W004",
            )
        )
    return found
