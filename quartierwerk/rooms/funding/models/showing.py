"""What a project shows of itself besides its words: its pictures, and what became of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.files.models import StoredPicture
from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.models.projects import Project


class ProjectPictureQuerySet(models.QuerySet["ProjectPicture"]):
    """Lists of pictures."""

    def shown(self) -> ProjectPictureQuerySet:
        """Those that everybody sees once the project is public."""
        return self.filter(shown_at__isnull=False)


class ProjectPicture(models.Model):
    """A picture on the page of a project, with what is to be seen and who made it (Bild eines Projekts)."""

    audit_private = frozenset({"credit"})

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="pictures", verbose_name=_("Projekt"))
    picture = models.ForeignKey(StoredPicture, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    alt = models.CharField(_("Bildbeschreibung"), max_length=rules.LONGEST_ALT)
    credit = models.CharField(_("Urheber:in"), max_length=rules.LONGEST_CREDIT)
    licence = models.CharField(_("Lizenz"), max_length=rules.LONGEST_LICENCE, blank=True)
    added_at = models.DateTimeField(_("hinzugefügt am"))
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    """Who added it, and with that declared that it may be published."""
    shown_at = models.DateTimeField(_("gezeigt seit"), null=True, blank=True)
    """Since when everybody may see it; empty while whoever tends the project has not looked at it."""

    objects = ProjectPictureQuerySet.as_manager()

    class Meta:
        verbose_name = _("Bild eines Projekts")
        verbose_name_plural = _("Bilder von Projekten")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(alt="") & ~Q(credit=""), name="funding_picture_is_described"),
        ]

    def __str__(self) -> str:
        return self.alt

    @property
    def caption(self) -> rules.Caption:
        """What is said of it, as a value."""
        return rules.Caption(alt=self.alt, credit=self.credit, licence=self.licence)


class EffectQuerySet(models.QuerySet["Effect"]):
    """Lists of effects; of those of a project the latest that was shown counts."""

    def shown(self) -> EffectQuerySet:
        """Those that everybody may see, or might see before a later one."""
        return self.filter(shown_at__isnull=False)

    def waiting(self) -> EffectQuerySet:
        """Those that nobody has let everybody see yet, and that no later one has overtaken."""
        later = Effect.objects.filter(project=OuterRef("project"), pk__gt=OuterRef("pk"))
        return self.filter(~Exists(later), shown_at__isnull=True)


class Effect(models.Model):
    """What became of a project, as it was told once (Wirkung): a text and two numbers; told anew, never changed."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="effects", verbose_name=_("Projekt"))
    text = models.TextField(_("Was daraus wurde"), max_length=rules.LONGEST_CLOSING)
    participants = models.PositiveIntegerField(_("Wie viele dabei waren"))
    volunteer_hours = models.PositiveIntegerField(_("Stunden Ehrenamt"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("erzählt am"))
    shown_at = models.DateTimeField(_("gezeigt seit"), null=True, blank=True)
    """Since when everybody may see it; empty while whoever tends the project has not read it."""

    objects = EffectQuerySet.as_manager()

    class Meta:
        verbose_name = _("Wirkung")
        verbose_name_plural = _("Wirkungen")
        ordering = ["project", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="funding_effect_says_what_became")]

    def __str__(self) -> str:
        return str(self.project)

    @property
    def told(self) -> rules.Told:
        """What it says, as a value."""
        return rules.Told(text=self.text, participants=self.participants, volunteer_hours=self.volunteer_hours)
