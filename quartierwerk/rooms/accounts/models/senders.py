"""Who writes to the house, signed in or not, and where they hear of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.rooms.accounts.models.people import Person


class NoSuchAddress(RuleBroken):
    """What was given as an address is none."""

    sentence = _("Bitte geben Sie eine gültige E-Mail-Adresse an.")


@dataclass(frozen=True, kw_only=True)
class Sender:
    """Somebody signed in, or a visitor who may leave an address (Absender)."""

    person: Person | None = None
    email: str = ""
    """A visitor's; somebody signed in hears of it at their own address."""
    language: str = "de"

    def checked(self) -> Sender:
        """The same as a verb keeps it: one address at most; raises NoSuchAddress about the field ``email``."""
        if self.person is not None:
            return replace(self, email="")
        email = self.email.strip()
        if email:
            try:
                validate_email(email)
            except ValidationError:
                raise NoSuchAddress(field="email") from None
        return replace(self, email=email)

    @property
    def address(self) -> str:
        """Where they hear of it; empty where they hear nothing."""
        if self.person is None:
            return self.email
        return self.person.email or "" if self.person.is_active else ""
