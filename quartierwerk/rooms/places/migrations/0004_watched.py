"""What answers in memory are made of is watched."""

from django.db import migrations

from quartierwerk.foundation.kept.watching import Watch


class Migration(migrations.Migration):
    dependencies = [("places", "0003_portraits_themes_and_partner_cities"), ("kept", "0001_marks")]

    operations = [Watch("places", "Place"), Watch("places", "Boundary")]
