"""What answers in memory are made of is watched."""

from django.db import migrations

from quartierwerk.foundation.kept.watching import Watch


class Migration(migrations.Migration):
    dependencies = [("house", "0001_the_house"), ("kept", "0001_marks")]

    operations = [Watch("house", "House")]
