"""Pictures as AVIF too, written by the worker; those that are there already wait for it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("files", "0001_pictures")]

    operations = [
        migrations.AddField("storedpicture", "has_avif", models.BooleanField(default=False)),
        migrations.AddField("storedpicture", "finished_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddIndex(
            "storedpicture",
            models.Index(
                fields=["stored_at"], name="picture_unfinished", condition=models.Q(finished_at__isnull=True)
            ),
        ),
    ]
