"""What was counted, per key and window of time."""

from django.db import models


class Hit(models.Model):
    """How often something happened within one window of time (Zugriffszähler)."""

    key = models.CharField(max_length=64)
    window = models.BigIntegerField()
    count = models.PositiveIntegerField(default=1)
    until = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "window"], name="one_count_per_key_and_window")]
        indexes = [models.Index(fields=["until"], name="limits_hit_until")]

    def __str__(self) -> str:
        return f"{self.key} × {self.count}"
