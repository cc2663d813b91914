import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from quartierwerk.foundation.append_only import Appendable, AppendOnly, Frozen, Thawed

LETTER = (
    *("application_id", "number", "decision_id", "early_start_id", "kind", "instrument", "content", "digest"),
    *("rule_set_id", "clause_set_id", "supersedes_id", "drafted_at", "drafted_by_id", "approved_at", "approved_by_id"),
    *("signed_as", "issued_at", "pdf", "pdf_digest", "pins", "entry_id"),
)
HEARD = ("application_id", "number", "ground", "cents", "facts", "known_on", "until_on", "begun_at", "begun_by_id")

class Migration(migrations.Migration):
    """Money is claimed back after a hearing; what somebody is heard about stands, and so do the letters about it."""

    dependencies = [
        ('budget', '0006_keep_runs'),
        ('funding', '0010_annual_reports'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Thawed("funding", "Letter", columns=LETTER, since="issued_at"),
        Appendable("funding", "Passage"),
        migrations.CreateModel(
            name='Recovery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='laufende Nummer')),
                ('state', models.CharField(choices=[('hearing', 'in der Anhörung'), ('claimed', 'zurückgefordert'), ('repaid', 'zurückgezahlt'), ('dropped', 'fallen gelassen')], default='hearing', max_length=20, verbose_name='Stand')),
                ('ground', models.CharField(choices=[('settled', 'Am Ende ist die Förderung kleiner als das, was ausgezahlt ist'), ('purpose', 'Das Geld wurde nicht für den Zweck verwendet'), ('clause', 'Eine Nebenbestimmung wurde nicht erfüllt'), ('no_proof', 'Der Verwendungsnachweis fehlt'), ('misstated', 'Angaben im Antrag waren falsch')], max_length=20, verbose_name='Grund')),
                ('cents', models.BigIntegerField(verbose_name='Summe')),
                ('facts', models.TextField(max_length=3000, verbose_name='was geschehen ist')),
                ('known_on', models.DateField(verbose_name='bekannt seit')),
                ('until_on', models.DateField(verbose_name='Äußerung bis')),
                ('begun_at', models.DateTimeField(verbose_name='begonnen am')),
                ('statement', models.TextField(blank=True, max_length=10000, verbose_name='Äußerung')),
                ('stated_at', models.DateTimeField(blank=True, null=True, verbose_name='geäußert am')),
                ('claimed_cents', models.BigIntegerField(default=0, verbose_name='zurückgefordert')),
                ('weighing', models.TextField(blank=True, max_length=3000, verbose_name='Würdigung')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='entschieden am')),
                ('why_dropped', models.TextField(blank=True, max_length=3000, verbose_name='warum fallen gelassen')),
                ('dropped_at', models.DateTimeField(blank=True, null=True, verbose_name='fallen gelassen am')),
            ],
            options={
                'verbose_name': 'Rückforderung',
                'verbose_name_plural': 'Rückforderungen',
                'ordering': ['application', 'number'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='letter',
            name='funding_letter_words_are_known',
        ),
        migrations.RemoveConstraint(
            model_name='letter',
            name='funding_letter_is_about_something',
        ),
        migrations.RemoveConstraint(
            model_name='passage',
            name='funding_passage_says_something',
        ),
        migrations.AlterField(
            model_name='letter',
            name='kind',
            field=models.CharField(choices=[('grant', 'Bewilligung'), ('rejection', 'Ablehnung'), ('early_start', 'vorzeitiger Beginn'), ('amending', 'Änderung'), ('hearing', 'Anhörung'), ('claim', 'Rückforderung')], max_length=20, verbose_name='Art'),
        ),
        migrations.AlterField(
            model_name='passage',
            name='kind',
            field=models.CharField(blank=True, choices=[('grant', 'Bewilligung'), ('rejection', 'Ablehnung'), ('early_start', 'vorzeitiger Beginn'), ('amending', 'Änderung'), ('hearing', 'Anhörung'), ('claim', 'Rückforderung')], max_length=20, verbose_name='Art des Schreibens'),
        ),
        migrations.AddConstraint(
            model_name='passage',
            constraint=models.CheckConstraint(condition=models.Q(('instrument__in', ['notice', 'contract', 'promise', 'plain']), ('kind__in', ['', 'grant', 'rejection', 'early_start', 'amending', 'hearing', 'claim']), ('part__in', ['opening', 'remedy', 'closing']), models.Q(('text', ''), _negated=True)), name='funding_passage_says_something'),
        ),
        migrations.AddField(
            model_name='recovery',
            name='application',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recoveries', to='funding.application'),
        ),
        migrations.AddField(
            model_name='recovery',
            name='begun_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='recovery',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='recovery',
            name='dropped_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='recovery',
            name='stated_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='letter',
            name='recovery',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='funding.recovery'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'discarded'), _negated=True), fields=('recovery', 'kind'), name='funding_each_recovery_has_one_letter_of_a_kind'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(('instrument__in', ['notice', 'contract', 'promise', 'plain']), ('kind__in', ['grant', 'rejection', 'early_start', 'amending', 'hearing', 'claim']), ('state__in', ['drafted', 'approved', 'issued', 'served', 'discarded'])), name='funding_letter_words_are_known'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decision__isnull', True), ('early_start__isnull', False), ('kind', 'early_start'), ('recovery__isnull', True)), models.Q(('decision__isnull', True), ('early_start__isnull', True), ('kind__in', ['hearing', 'claim']), ('recovery__isnull', False)), models.Q(('decision__isnull', False), ('early_start__isnull', True), ('kind__in', ['grant', 'rejection', 'amending']), ('recovery__isnull', True)), _connector='OR'), name='funding_letter_is_about_something'),
        ),
        migrations.AddConstraint(
            model_name='recovery',
            constraint=models.UniqueConstraint(fields=('application', 'number'), name='funding_recoveries_are_numbered'),
        ),
        migrations.AddConstraint(
            model_name='recovery',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['hearing', 'claimed'])), fields=('application',), name='funding_one_recovery_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='recovery',
            constraint=models.CheckConstraint(condition=models.Q(('ground__in', ['settled', 'purpose', 'clause', 'no_proof', 'misstated']), ('state__in', ['hearing', 'claimed', 'repaid', 'dropped'])), name='funding_recovery_words_are_known'),
        ),
        migrations.AddConstraint(
            model_name='recovery',
            constraint=models.CheckConstraint(condition=models.Q(('cents__gt', 0), ('claimed_cents__gte', 0), ('claimed_cents__lte', models.F('cents')), models.Q(('facts', ''), _negated=True)), name='funding_recovery_claims_something'),
        ),
        migrations.AddConstraint(
            model_name='recovery',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('stated_at__isnull', True), ('stated_by__isnull', True), ('statement', '')), models.Q(models.Q(('statement', ''), _negated=True), ('stated_at__isnull', False), ('stated_by__isnull', False)), _connector='OR'), name='funding_recovery_statement_is_whole'),
        ),
        migrations.AddConstraint(
            model_name='recovery',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('claimed_cents', 0), ('decided_at__isnull', True), ('decided_by__isnull', True), ('weighing', '')), models.Q(('claimed_cents__gt', 0), ('decided_at__isnull', False), ('decided_by__isnull', False), models.Q(('weighing', ''), _negated=True)), _connector='OR'), name='funding_recovery_is_claimed_whole'),
        ),
        migrations.AddConstraint(
            model_name='recovery',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('claimed_cents', 0), ('state', 'hearing')), models.Q(('claimed_cents__gt', 0), ('state__in', ['claimed', 'repaid'])), ('state', 'dropped'), _connector='OR'), name='funding_recovery_state_says_what_is_claimed'),
        ),
        migrations.AddConstraint(
            model_name='recovery',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('dropped_at__isnull', False), ('dropped_by__isnull', False), ('state', 'dropped'), models.Q(('why_dropped', ''), _negated=True)), models.Q(models.Q(('state', 'dropped'), _negated=True), ('dropped_at__isnull', True), ('dropped_by__isnull', True), ('why_dropped', '')), _connector='OR'), name='funding_recovery_is_dropped_whole'),
        ),
        AppendOnly("funding", "Passage"),
        Frozen("funding", "Letter", columns=(*LETTER, "recovery_id"), since="issued_at"),
        Frozen("funding", "Recovery", columns=HEARD, since="begun_at"),
    ]
