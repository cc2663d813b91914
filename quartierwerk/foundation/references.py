"""Pointing across rooms without importing them: ``directory.profile:12``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.db.models import Model
from django.urls import Resolver404
from django.urls import resolve as route_of
from django.utils import translation


class Reference(NamedTuple):
    """The parts of a reference: which kind of thing, and which one."""

    kind: str
    key: int


class Behalf(NamedTuple):
    """For whom a step is taken, as a reference, and by what way; empty for oneself."""

    on_behalf_of: str = ""
    channel: str = ""
    right: str = ""
    """Reference of what brought the right, where that is something else again."""


def reference(thing: Model) -> str:
    """The reference of a saved thing; proxies point to the table they share."""
    if thing.pk is None:
        raise ValueError("A thing that is not saved has no reference.")
    # Not type(): request.user is a lazy object that only says what it stands for.
    return reference_to(thing.__class__, thing.pk)


def reference_to(model: type[Model], key: int) -> str:
    """The reference of the thing with this key, without fetching it."""
    return f"{kind_of(model)}:{key}"


def keys_of(model: type[Model], references: Iterable[str]) -> list[int]:
    """The keys of the things of this model among references of any kind, in order, each once.

    What is no reference, such as the empty scope of a role that holds everywhere, is passed over.
    """
    kind = kind_of(model)
    return sorted({found.key for found in map(_parsed, references) if found is not None and found.kind == kind})


def kind_of(model: type[Model]) -> str:
    """The kind part of the references of a model: ``directory.profile``."""
    concrete = model._meta.concrete_model or model
    return concrete._meta.label_lower


MOST_DIGITS = 18
"""So many always fit the column of a key."""


def number_in(said: str) -> int | None:
    """The key, or another number, that an address or a form names; None for what is none or has too many digits."""
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= MOST_DIGITS else None


def numbers_in(said: Iterable[str]) -> list[int]:
    """Those of many that are keys, in order."""
    return [key for key in map(number_in, said) if key is not None]


def parse(ref: str) -> Reference:
    """Take a reference apart; raises ValueError for anything that is none."""
    kind, colon, key = ref.partition(":")
    if not colon or kind.count(".") != 1 or not key.isascii() or not key.isdigit():
        raise ValueError(f"“{ref}” is not a reference.")
    return Reference(kind, int(key))


def _parsed(ref: str) -> Reference | None:
    try:
        return parse(ref)
    except ValueError:
        return None


def resolve(ref: str) -> Model:
    """The thing a reference points to; raises LookupError where there is none."""
    kind, key = parse(ref)
    model = apps.get_model(kind)
    thing = model._base_manager.filter(pk=key).first()
    if thing is None:
        raise LookupError(f"“{ref}” points to nothing.")
    return thing


def seen(references: Iterable[str], person: Any) -> dict[str, Model]:
    """What of these references somebody may see, one question for each kind; of what has no ``visible_to`` nothing."""
    keys: dict[str, set[int]] = {}
    for found in filter(None, map(_parsed, references)):
        keys.setdefault(found.kind, set()).add(found.key)
    things: dict[str, Model] = {}
    for kind, wanted in keys.items():
        rows = _rows_of(kind)
        if hasattr(rows, "visible_to"):
            things |= {reference(thing): thing for thing in rows.visible_to(person).filter(pk__in=wanted)}
    return things


def _rows_of(kind: str) -> Any:
    """All things of a kind; None where the house knows it no more."""
    try:
        return apps.get_model(kind)._default_manager.all()
    except LookupError:
        return None


def reference_at(address: str, *, host: str = "") -> str:
    """The reference of the thing whose own page an address of this house is.

    Raises LookupError where it is no page of a thing, or on another host than the house's or ``host``.
    """
    parts = urlsplit(address.strip())
    if parts.netloc and parts.netloc not in (host, urlsplit(settings.SITE_URL).netloc):
        raise LookupError(f"“{address}” is not in this house.")
    # Routes are only known in the language that is active, and so are the addresses of things.
    with translation.override(translation.get_language_from_path(parts.path) or settings.LANGUAGE_CODE):
        try:
            match = route_of(parts.path)
        except Resolver404 as error:
            raise LookupError(f"“{address}” is no page.") from error
        for model in apps.app_configs[match.namespace].get_models() if match.namespace in apps.app_configs else ():
            names = {"pk", *(field.name for field in model._meta.concrete_fields)}
            wanted = {name: value for name, value in match.kwargs.items() if name in names}
            if wanted and hasattr(model, "get_absolute_url"):
                for thing in model._base_manager.filter(**wanted):
                    if thing.get_absolute_url() == parts.path:
                        return reference(thing)
    raise LookupError(f"“{address}” is not the page of a thing.")
