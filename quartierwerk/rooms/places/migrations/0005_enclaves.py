from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("places", "0004_watched")]

    operations = [
        migrations.AddField(
            model_name="survey",
            name="enclaves",
            field=models.JSONField(blank=True, default=list, verbose_name="bestätigte Enklaven"),
        ),
    ]
