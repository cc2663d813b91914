"""A possible double is a pair; the mark on the profile goes."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("directory", "0006_doubles_move")]

    operations = [migrations.RemoveField(model_name="profile", name="possible_double_of")]
