from django.db import migrations, models

from quartierwerk.foundation.append_only import Appendable, AppendOnly


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]

    operations = [
        Appendable("audit", "auditrow", once="seal_id"),
        migrations.AddField(
            model_name="auditrow",
            name="on_behalf_of",
            field=models.CharField(blank=True, default="", max_length=80, verbose_name="im Auftrag von"),
        ),
        migrations.AddField(
            model_name="auditrow",
            name="channel",
            field=models.CharField(blank=True, default="", max_length=20, verbose_name="auf welchem Weg"),
        ),
        AppendOnly("audit", "auditrow", once="seal_id"),
    ]
