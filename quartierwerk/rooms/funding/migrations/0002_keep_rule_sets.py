from django.db import migrations

from quartierwerk.foundation.append_only import AppendOnly


class Migration(migrations.Migration):
    """What held once is never changed; what does not hold yet may be withdrawn, once."""

    dependencies = [("funding", "0001_programmes_and_projects")]

    operations = [AppendOnly("funding", "RuleSet", once="withdrawn_at")]
