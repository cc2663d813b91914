"""Files of official boundaries on their way in."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.house.words import word
from quartierwerk.rooms.places.models.place import Place
from quartierwerk.rooms.places.rules import Finding, SurveyState


class Survey(models.Model):
    """A file of official boundaries, checked first and then drawn as a whole or not at all (Vermessung)."""

    State = models.TextChoices(
        "State",
        {
            "CHECKED": (SurveyState.CHECKED.value, _("geprüft")),
            "REFUSED": (SurveyState.REFUSED.value, _("mit Fehlern")),
            "DRAWN": (SurveyState.DRAWN.value, _("übernommen")),
        },
    )

    city = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="surveys", verbose_name=_("Stadt"))
    kind = models.CharField(_("Art der Orte"), max_length=20, choices=Place.Kind)
    filename = models.CharField(_("Datei"), max_length=200)
    source = models.CharField(_("Quelle"), max_length=200)
    valid_from = models.DateField(_("gilt ab"))
    creates_missing = models.BooleanField(_("fehlende Orte anlegen"), default=False)
    moves_outline = models.BooleanField(_("die Stadtgrenze ändert sich"), default=False)
    enclaves = models.JSONField(_("bestätigte Enklaven"), default=list, blank=True)
    """Keys of the holes that belong to another municipality, as the office has said (``Finding.key``)."""
    state = models.CharField(_("Zustand"), max_length=10, choices=State, default=SurveyState.CHECKED)
    content = models.TextField()
    """The file as it came."""
    outcome = models.JSONField(default=dict)
    """What the last check found and what would change, with the shapes as they would be drawn."""
    digest = models.CharField(max_length=32)
    """Of the outcome, so that nothing else is drawn than what somebody has seen."""
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("Hochgeladen"))
    drawn_at = models.DateTimeField(_("Übernommen"), null=True, blank=True)

    class Meta:
        verbose_name = _("Vermessung")
        verbose_name_plural = _("Vermessungen")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.filename

    def get_kind_display(self) -> str:
        """What this city calls the places in the file."""
        return word(self.kind)

    @property
    def findings(self) -> list[Finding]:
        """What the last check found, errors first."""
        return [Finding.from_plain(plain) for plain in self.outcome.get("findings", [])]

    @property
    def holes(self) -> list[Finding]:
        """Parts of the city that would belong to no district, to be confirmed as enclaves or to be put right."""
        return [finding for finding in self.findings if finding.is_hole]

    @property
    def can_be_drawn(self) -> bool:
        """It waits to be drawn, and something would change."""
        return self.state == SurveyState.CHECKED and bool(self.outcome.get("changes"))
