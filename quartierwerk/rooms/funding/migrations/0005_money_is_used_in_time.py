from django.db import migrations, models

from quartierwerk.foundation.append_only import Appendable, AppendOnly


class Migration(migrations.Migration):
    """Terms say within how many months money is to be used; those laid down before, the two of the ANBest-P."""

    dependencies = [("funding", "0004_statistics_and_survey")]

    operations = [
        Appendable("funding", "RuleSet", once="withdrawn_at"),
        migrations.AddField(
            model_name="ruleset",
            name="use_months",
            field=models.PositiveSmallIntegerField(default=2, verbose_name="Verwendungsfrist in Monaten"),
            preserve_default=False,
        ),
        AppendOnly("funding", "RuleSet", once="withdrawn_at"),
    ]
