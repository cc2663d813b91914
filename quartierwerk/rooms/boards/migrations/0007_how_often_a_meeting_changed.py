"""Calendars are told how often a meeting changed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("boards", "0006_scores_are_only_added")]

    operations = [
        migrations.AddField(
            model_name="meeting",
            name="sequence",
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
    ]
