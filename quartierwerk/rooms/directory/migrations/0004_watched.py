"""What answers in memory are made of is watched."""

from django.db import migrations

from quartierwerk.foundation.kept.watching import Watch


class Migration(migrations.Migration):
    dependencies = [("directory", "0003_internal_contacts"), ("kept", "0001_marks")]

    operations = [Watch("directory", "Sector"), Watch("directory", "Profession"), Watch("directory", "Synonym")]
