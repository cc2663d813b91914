"""What the law wants to be said of who runs the house; SQLite makes the table anew, so it is watched again."""

from django.db import migrations, models

from quartierwerk.foundation.kept.watching import Watch


class Migration(migrations.Migration):
    dependencies = [("house", "0002_watched")]

    operations = [
        migrations.AddField(
            model_name="house",
            name="legal",
            field=models.JSONField(blank=True, default=dict, verbose_name="Angaben für Impressum und Datenschutz"),
        ),
        Watch("house", "House"),
    ]
