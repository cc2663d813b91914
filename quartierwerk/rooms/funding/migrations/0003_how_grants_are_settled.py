from django.db import migrations, models

from quartierwerk.foundation.append_only import Appendable, AppendOnly


class Migration(migrations.Migration):

    """Terms say how a grant is reckoned in the end."""

    dependencies = [("funding", "0002_keep_what_stands")]

    operations = [
        Appendable("funding", "RuleSet", once="withdrawn_at"),
        migrations.RemoveConstraint(
            model_name='ruleset',
            name='funding_rule_set_words_are_known',
        ),
        migrations.RemoveConstraint(
            model_name='ruleset',
            name='funding_rule_set_shares_are_shares',
        ),
        migrations.AddField(
            model_name='ruleset',
            name='cap_by_uncovered',
            field=models.BooleanField(default=False, verbose_name='nie mehr, als ungedeckt ist'),
        ),
        migrations.AddField(
            model_name='ruleset',
            name='line_tolerance_bp',
            field=models.PositiveIntegerField(default=2000, verbose_name='Abweichung je Posten'),
        ),
        migrations.AddField(
            model_name='ruleset',
            name='rounding',
            field=models.CharField(choices=[('down', 'auf den Cent abgerundet'), ('half_up', 'kaufmännisch gerundet')], default='down', max_length=10, verbose_name='Rundung'),
        ),
        migrations.AddField(
            model_name='ruleset',
            name='small_change_cents',
            field=models.PositiveIntegerField(default=0, verbose_name='kleine Abweichungen'),
        ),
        migrations.AddConstraint(
            model_name='ruleset',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by__in', ['', 'assembly', 'executive_board', 'advisory_board', 'steering_board', 'marketing_group', 'citizens_forum', 'project_group', 'jury', 'sector_commission']), ('financing__in', ['fixed_sum', 'share', 'deficit', 'full']), ('grantor__in', ['city', 'association']), ('intake__in', ['rolling', 'rounds']), ('payout__in', ['advance', 'reimbursement', 'final_share']), ('proof__in', ['simple', 'vouchers']), ('rounding__in', ['down', 'half_up']), ('start__in', ['ban', 'permission', 'from_application'])), name='funding_rule_set_words_are_known'),
        ),
        migrations.AddConstraint(
            model_name='ruleset',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('max_rate_bp__isnull', True), models.Q(('max_rate_bp__gt', 0), ('max_rate_bp__lte', 10000)), _connector='OR'), ('line_tolerance_bp__lte', 10000), ('min_own_share_bp__lt', 10000), ('retention_bp__lt', 10000), ('volunteer_cap_bp__lte', 10000)), name='funding_rule_set_shares_are_shares'),
        ),
        AppendOnly("funding", "RuleSet", once="withdrawn_at"),
    ]
