"""A city has terms of its own."""

from django.db import migrations, models

from quartierwerk.foundation.kept.watching import Watch


class Migration(migrations.Migration):
    dependencies = [("house", "0003_legal")]

    operations = [
        migrations.AddField(
            model_name="house",
            name="terms",
            field=models.JSONField(blank=True, default=dict, verbose_name="Fristen der Stadt"),
        ),
        Watch("house", "House"),
    ]
