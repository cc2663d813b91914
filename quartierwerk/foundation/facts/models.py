"""Deliveries: one row for each listener of each fact; the row is the queue."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Delivery(models.Model):
    """One fact on its way to one listener (Zustellung)."""

    class State(models.TextChoices):
        WAITING = "waiting", _("wartet")
        DONE = "done", _("zugestellt")
        DEAD = "dead", _("aufgegeben")

    fact = models.CharField(max_length=100)
    payload = models.JSONField()
    listener = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    published_at = models.DateTimeField()
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="facts_due", condition=models.Q(state="waiting"))]

    def __str__(self) -> str:
        return f"{self.fact} → {self.listener}"
