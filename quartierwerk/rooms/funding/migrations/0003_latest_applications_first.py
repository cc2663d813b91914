from django.db import migrations, models


class Migration(migrations.Migration):
    """A page of the office's list is read by its order, however many applications there are."""

    dependencies = [("funding", "0002_keep_what_stands")]

    operations = [
        migrations.AddIndex(
            model_name="application",
            index=models.Index(fields=["-submitted_at", "-id"], name="funding_application_latest"),
        ),
    ]
