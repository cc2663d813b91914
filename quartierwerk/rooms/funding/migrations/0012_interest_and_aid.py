import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from quartierwerk.foundation.append_only import Appendable, AppendOnly, Frozen, Thawed

LETTER = (
    *("application_id", "number", "decision_id", "early_start_id", "kind", "instrument", "content", "digest"),
    *("rule_set_id", "clause_set_id", "supersedes_id", "drafted_at", "drafted_by_id", "approved_at", "approved_by_id"),
    *("signed_as", "issued_at", "pdf", "pdf_digest", "pins", "entry_id", "recovery_id"),
)

class Migration(migrations.Migration):
    """Interest on claims with its rates, and de-minimis aid with its register; what was said of either is never changed."""

    dependencies = [
        ('budget', '0006_keep_runs'),
        ('funding', '0011_claimed_back'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Thawed("funding", "Letter", columns=LETTER, since="issued_at"),
        Appendable("funding", "Passage"),
        Appendable("funding", "RuleSet", once="withdrawn_at"),
        migrations.CreateModel(
            name='AidCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_undertaking', models.BooleanField(verbose_name='geht an ein Unternehmen')),
                ('undertaking', models.CharField(blank=True, max_length=200, verbose_name='Unternehmen')),
                ('sector', models.CharField(blank=True, max_length=5, verbose_name='Wirtschaftszweig')),
                ('declared_cents', models.BigIntegerField(default=0, verbose_name='von anderen, nach eigener Erklärung')),
                ('at', models.DateTimeField(verbose_name='geprüft am')),
            ],
            options={
                'verbose_name': 'Beihilfeprüfung',
                'verbose_name_plural': 'Beihilfeprüfungen',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='AidEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entered_on', models.DateField(verbose_name='eingetragen am')),
                ('number', models.CharField(max_length=60, verbose_name='Nummer im Register')),
                ('at', models.DateTimeField(verbose_name='vermerkt am')),
            ],
            options={
                'verbose_name': 'Registereintrag',
                'verbose_name_plural': 'Registereinträge',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='InterestClaim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='laufende Nummer')),
                ('is_waived', models.BooleanField(default=False, verbose_name='erlassen')),
                ('first_on', models.DateField(blank=True, null=True, verbose_name='Zinsen ab')),
                ('last_on', models.DateField(blank=True, null=True, verbose_name='Zinsen bis')),
                ('of_cents', models.BigIntegerField(verbose_name='verzinst')),
                ('cents', models.BigIntegerField(default=0, verbose_name='Zinsen')),
                ('periods', models.JSONField(default=list, verbose_name='Rechenweg')),
                ('reason', models.TextField(max_length=3000, verbose_name='Begründung')),
                ('at', models.DateTimeField(verbose_name='entschieden am')),
            ],
            options={
                'verbose_name': 'Zinsforderung',
                'verbose_name_plural': 'Zinsforderungen',
                'ordering': ['recovery', 'number'],
            },
        ),
        migrations.CreateModel(
            name='InterestRate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(verbose_name='gilt ab')),
                ('base_bp', models.IntegerField(verbose_name='Basiszinssatz')),
                ('above_bp', models.PositiveIntegerField(verbose_name='darüber')),
                ('source', models.CharField(max_length=300, verbose_name='Quelle')),
                ('set_at', models.DateTimeField(verbose_name='festgelegt am')),
            ],
            options={
                'verbose_name': 'Zinssatz',
                'verbose_name_plural': 'Zinssätze',
                'ordering': ['-since', '-pk'],
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
        migrations.AddField(
            model_name='ruleset',
            name='is_aid',
            field=models.BooleanField(default=False, verbose_name='De-minimis-Beihilfe für Unternehmen'),
        ),
        migrations.AlterField(
            model_name='letter',
            name='kind',
            field=models.CharField(choices=[('grant', 'Bewilligung'), ('rejection', 'Ablehnung'), ('early_start', 'vorzeitiger Beginn'), ('amending', 'Änderung'), ('hearing', 'Anhörung'), ('claim', 'Rückforderung'), ('interest', 'Zinsen')], max_length=20, verbose_name='Art'),
        ),
        migrations.AlterField(
            model_name='passage',
            name='kind',
            field=models.CharField(blank=True, choices=[('grant', 'Bewilligung'), ('rejection', 'Ablehnung'), ('early_start', 'vorzeitiger Beginn'), ('amending', 'Änderung'), ('hearing', 'Anhörung'), ('claim', 'Rückforderung'), ('interest', 'Zinsen')], max_length=20, verbose_name='Art des Schreibens'),
        ),
        migrations.AlterField(
            model_name='passage',
            name='part',
            field=models.CharField(choices=[('opening', 'Einleitung'), ('remedy', 'Rechtsbehelfsbelehrung'), ('closing', 'Schluss'), ('aid', 'De-minimis-Beihilfe')], max_length=20, verbose_name='Teil'),
        ),
        migrations.AddConstraint(
            model_name='passage',
            constraint=models.CheckConstraint(condition=models.Q(('instrument__in', ['notice', 'contract', 'promise', 'plain']), ('kind__in', ['', 'grant', 'rejection', 'early_start', 'amending', 'hearing', 'claim', 'interest']), ('part__in', ['opening', 'remedy', 'closing', 'aid']), models.Q(('text', ''), _negated=True)), name='funding_passage_says_something'),
        ),
        migrations.AddField(
            model_name='aidcheck',
            name='application',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='aid_checks', to='funding.application'),
        ),
        migrations.AddField(
            model_name='aidcheck',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='aidentry',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='aidentry',
            name='letter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='aid_entries', to='funding.letter'),
        ),
        migrations.AddField(
            model_name='interestclaim',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='interestclaim',
            name='recovery',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='interest_claims', to='funding.recovery'),
        ),
        migrations.AddField(
            model_name='letter',
            name='interest',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='funding.interestclaim'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'discarded'), _negated=True), fields=('interest',), name='funding_each_interest_claim_has_one_letter'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(('instrument__in', ['notice', 'contract', 'promise', 'plain']), ('kind__in', ['grant', 'rejection', 'early_start', 'amending', 'hearing', 'claim', 'interest']), ('state__in', ['drafted', 'approved', 'issued', 'served', 'discarded'])), name='funding_letter_words_are_known'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decision__isnull', True), ('early_start__isnull', False), ('interest__isnull', True), ('kind', 'early_start'), ('recovery__isnull', True)), models.Q(('decision__isnull', True), ('early_start__isnull', True), ('interest__isnull', True), ('kind__in', ['hearing', 'claim']), ('recovery__isnull', False)), models.Q(('decision__isnull', True), ('early_start__isnull', True), ('interest__isnull', False), ('kind', 'interest'), ('recovery__isnull', True)), models.Q(('decision__isnull', False), ('early_start__isnull', True), ('interest__isnull', True), ('kind__in', ['grant', 'rejection', 'amending']), ('recovery__isnull', True)), _connector='OR'), name='funding_letter_is_about_something'),
        ),
        migrations.AddField(
            model_name='interestrate',
            name='set_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='festgelegt von'),
        ),
        migrations.AddConstraint(
            model_name='aidcheck',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('declared_cents', 0), ('is_undertaking', False), ('sector', ''), ('undertaking', '')), models.Q(('declared_cents__gte', 0), ('is_undertaking', True), models.Q(('undertaking', ''), _negated=True), models.Q(('sector', ''), _negated=True)), _connector='OR'), name='funding_aid_names_the_undertaking'),
        ),
        migrations.AddConstraint(
            model_name='aidentry',
            constraint=models.CheckConstraint(condition=models.Q(('number', ''), _negated=True), name='funding_aid_entry_has_a_number'),
        ),
        migrations.AddConstraint(
            model_name='interestclaim',
            constraint=models.UniqueConstraint(fields=('recovery', 'number'), name='funding_interest_claims_are_numbered'),
        ),
        migrations.AddConstraint(
            model_name='interestclaim',
            constraint=models.CheckConstraint(condition=models.Q(('of_cents__gt', 0), models.Q(('reason', ''), _negated=True), models.Q(models.Q(('cents', 0), ('first_on__isnull', True), ('is_waived', True), ('last_on__isnull', True)), models.Q(('cents__gt', 0), ('first_on__isnull', False), ('is_waived', False), ('last_on__gte', models.F('first_on'))), _connector='OR')), name='funding_interest_is_claimed_or_waived'),
        ),
        migrations.AddConstraint(
            model_name='interestrate',
            constraint=models.CheckConstraint(condition=models.Q(('above_bp__lte', 2000), ('base_bp__gte', -2000), ('base_bp__lte', 2000), models.Q(('source', ''), _negated=True)), name='funding_rate_is_a_rate_with_a_source'),
        ),
        AppendOnly("funding", "Passage"),
        AppendOnly("funding", "RuleSet", once="withdrawn_at"),
        Frozen("funding", "Letter", columns=(*LETTER, "interest_id"), since="issued_at"),
        AppendOnly("funding", "AidCheck"),
        AppendOnly("funding", "AidEntry"),
        AppendOnly("funding", "InterestClaim"),
        AppendOnly("funding", "InterestRate"),
    ]
