"""Viewings: that somebody in the office opened a page with another person's data."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import islice

from django.db import models
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.gathering import by_name, declared
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts.models.people import Person

BLOCK = 500


class ViewingManager(models.Manager["Viewing"]):
    """Notes who looked, as the one writer beside the door: nothing is changed, and the answer waits for nothing."""

    def before(self, moment: datetime) -> models.QuerySet[Viewing]:
        """What was noted before this moment."""
        return self.filter(at__lt=moment)

    def about(self, person: Person) -> models.QuerySet[Viewing]:
        """Who saw this person's data, latest first."""
        return self.filter(about=reference(person))

    def note(self, viewer: Person, *, about: Person | models.Model, page: str, at: datetime) -> None:
        """Somebody in the office saw data of a person, or of whoever stands behind a thing without an account.

        One row for each day and page; nobody is noted for looking at themselves.
        """
        self.note_all(viewer, about=[about], page=page, at=at)

    def note_all(self, viewer: Person, *, about: Iterable[Person | models.Model], page: str, at: datetime) -> None:
        """The same for everybody on a list, however long."""
        own, on = reference(viewer), clock.local(at).date()
        seen = (name for one in about if (name := reference(one)) != own)
        rows = (Viewing(viewer_id=viewer.pk, about=name, page=page, at=at, on=on) for name in seen)
        while block := list(islice(rows, BLOCK)):
            self.bulk_create(block, ignore_conflicts=True)


class Viewing(models.Model):
    """A page with somebody's data that somebody in the office opened on a day (Einsicht).

    Never changed; a trigger lets rows be deleted only once their term is over.
    """

    viewer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("Wer"))
    about = models.CharField(_("Wen"), max_length=120)
    """Reference of the person, or of the thing where no account stands behind it."""
    page = models.CharField(_("Seite"), max_length=40)
    on = models.DateField(_("Tag"))
    at = models.DateTimeField(_("Zeitpunkt"))

    objects = ViewingManager()

    class Meta:
        verbose_name = _("Einsicht")
        verbose_name_plural = _("Einsichten")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["at"], name="accounts_viewing_term")]
        constraints = [
            models.UniqueConstraint(fields=["about", "viewer", "page", "on"], name="accounts_viewing_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d} {self.page}"

    @property
    def page_in_words(self) -> str:
        """What the page is called for whoever was looked at, as its room says in ``privacy.VIEWED``."""
        return str(by_name(declared("privacy", "VIEWED")).get(self.page, self.page))
