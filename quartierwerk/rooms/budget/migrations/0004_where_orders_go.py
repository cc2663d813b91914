from django.db import migrations, models

from quartierwerk.foundation.append_only import CheckTriggers


class Migration(migrations.Migration):
    """An order says to which account it goes. A trigger of the entries reads the orders, so it looks away meanwhile."""

    dependencies = [("budget", "0003_bank_statements")]

    operations = [
        CheckTriggers(False),
        migrations.AddField(
            model_name="order",
            name="iban",
            field=models.CharField(blank=True, default="", max_length=34, verbose_name="IBAN"),
            preserve_default=False,
        ),
        CheckTriggers(True),
    ]
