"""Drafts of forms."""

from django.conf import settings
from django.db import models


class Draft(models.Model):
    """What one person has typed into one form about one thing (Entwurf). Neither audited nor indexed."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    form = models.CharField(max_length=60)
    about = models.CharField(max_length=120, blank=True)
    """Reference of the thing the form is about; empty for a new one."""
    data = models.JSONField(default=dict)
    """Field name → list of values, as a form posts them."""
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    window = models.CharField(max_length=32, blank=True)
    """The open page that saved it last, by a name it gave itself; empty where no script did."""
    turn = models.PositiveIntegerField(default=0)
    """Which of that page's attempts it was."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "form", "about"], name="one_draft_per_person_form_and_thing")
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.about} v{self.version}"

    def is_unheard(self, *, window: str, turn: int) -> bool:
        """Whether this is what the same page tried to save before, and it has never heard that it was kept."""
        return window != "" and window == self.window and turn > self.turn
