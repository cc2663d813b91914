"""Reading the environment: three helpers that raise on nonsense, with a sentence that helps."""

from __future__ import annotations

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str | None = None, *, choices: tuple[str, ...] = ()) -> str:
    """The variable as text; ``NAME_FILE`` may point to a file that holds it (for secrets)."""
    value = os.environ.get(name) or None  # an empty variable is one that nobody has filled in
    if value is None and (path := os.environ.get(f"{name}_FILE")):
        try:
            value = Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE names {path}, which cannot be read: {error.strerror}.") from error
    if value is None:
        value = default
    if value is None:
        raise ImproperlyConfigured(f"{name} is not set. Set it in the environment; see docs/operations.md, “Settings”.")
    if choices and value not in choices:
        raise ImproperlyConfigured(f"{name} is “{value}”; it must be one of: {', '.join(choices)}.")
    return value


def flag(name: str, *, default: bool) -> bool:
    """The variable as yes or no; anything but 1/0, true/false, yes/no is refused."""
    value = (os.environ.get(name) or ("1" if default else "0")).strip().lower()
    if value in {"1", "true", "yes"}:
        return True
    if value in {"0", "false", "no"}:
        return False
    raise ImproperlyConfigured(f"{name} is “{value}”; write 1 or 0.")


def number(name: str, default: int, *, least: int = 0, most: int = 2**31) -> int:
    """The variable as a whole number between ``least`` and ``most``."""
    value = os.environ.get(name) or str(default)
    try:
        parsed = int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is “{value}”; it must be a whole number.") from None
    if not least <= parsed <= most:
        raise ImproperlyConfigured(f"{name} is {parsed}; it must lie between {least} and {most}.")
    return parsed
