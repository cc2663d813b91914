from django.db import migrations

from quartierwerk.foundation.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_trail")]

    operations = [AppendOnly("audit", "auditrow", once="seal_id"), AppendOnly("audit", "auditseal")]
