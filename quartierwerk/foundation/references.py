"""Pointing across rooms without importing them: ``directory.profile:12``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.apps import apps
from django.db.models import Model


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
