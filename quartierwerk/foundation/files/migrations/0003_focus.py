"""The point of a picture that stays in sight wherever it is cut; the middle until somebody says another."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("files", "0002_avif")]

    operations = [
        migrations.AddField("storedpicture", "focus_x", models.FloatField(default=0.5)),
        migrations.AddField("storedpicture", "focus_y", models.FloatField(default=0.5)),
        migrations.AddConstraint(
            "storedpicture",
            models.CheckConstraint(
                condition=models.Q(focus_x__gte=0, focus_x__lte=1, focus_y__gte=0, focus_y__lte=1),
                name="focus_is_on_picture",
            ),
        ),
    ]
