import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from quartierwerk.foundation.append_only import Appendable, AppendOnly, Frozen, Thawed


SUBMITTED = (
    *("programme_id", "project_id", "questionnaire_id", "submitted_at", "number", "rule_set_id"),
    *("content", "digest", "taken_over_at", "file_number", "received_on", "postal", "late_code_id"),
)
PROOF = ("application_id", "number", "level", "submitted_at", "content", "digest")
VOUCHER = ("proof_id", "number", "line", "dated_on", "payee", "reason", "cents", "paper_id", "kept_at")


class Migration(migrations.Migration):
    """Proofs of use, what the office finds in them, and what a grant comes to by them; what was handed in stands."""

    dependencies = [
        ('boards', '0007_how_often_a_meeting_changed'),
        ('budget', '0004_where_orders_go'),
        ('funding', '0002_keep_what_stands'),
        ('papers', '0001_papers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Appendable("funding", "RuleSet", once="withdrawn_at"),
        Thawed("funding", "Application", columns=SUBMITTED, since="submitted_at"),
        migrations.CreateModel(
            name='ProofCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('marks', models.JSONField(verbose_name='nicht anerkannt')),
                ('note', models.TextField(max_length=4000, verbose_name='Prüfvermerk')),
                ('granted_cents', models.BigIntegerField(verbose_name='bewilligt')),
                ('final_cents', models.BigIntegerField(verbose_name='Förderung am Ende')),
                ('at', models.DateTimeField(verbose_name='geprüft am')),
            ],
            options={
                'verbose_name': 'Prüfvermerk',
                'verbose_name_plural': 'Prüfvermerke',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='ProofOfUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='laufende Nummer')),
                ('level', models.CharField(choices=[('simple', 'Bericht und Summen'), ('vouchers', 'Bericht, Summen und Belegliste')], max_length=20, verbose_name='Umfang')),
                ('begun_at', models.DateTimeField(verbose_name='begonnen am')),
                ('submitted_at', models.DateTimeField(blank=True, null=True, verbose_name='eingereicht am')),
                ('content', models.JSONField(blank=True, null=True, verbose_name='Angaben')),
                ('digest', models.CharField(blank=True, max_length=64, verbose_name='Prüfsumme')),
                ('returned_at', models.DateTimeField(blank=True, null=True, verbose_name='zurückgegeben am')),
                ('answer', models.TextField(blank=True, max_length=2000, verbose_name='warum zurückgegeben')),
            ],
            options={
                'verbose_name': 'Verwendungsnachweis',
                'verbose_name_plural': 'Verwendungsnachweise',
                'ordering': ['application', 'number'],
            },
        ),
        migrations.CreateModel(
            name='ProofSample',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seed', models.BigIntegerField(verbose_name='Startwert')),
                ('rate_bp', models.PositiveIntegerField(verbose_name='Anteil')),
                ('numbers', models.JSONField(verbose_name='gezogene Belege')),
                ('at', models.DateTimeField(verbose_name='gezogen am')),
            ],
            options={
                'verbose_name': 'Stichprobe',
                'verbose_name_plural': 'Stichproben',
            },
        ),
        migrations.CreateModel(
            name='Settlement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('granted_cents', models.BigIntegerField(verbose_name='bewilligt')),
                ('final_cents', models.BigIntegerField(verbose_name='Förderung am Ende')),
                ('paid_cents', models.BigIntegerField(verbose_name='bis dahin ausgezahlt')),
                ('released_cents', models.BigIntegerField(verbose_name='zurück in den Topf')),
                ('at', models.DateTimeField(verbose_name='abgerechnet am')),
            ],
            options={
                'verbose_name': 'Abrechnung',
                'verbose_name_plural': 'Abrechnungen',
            },
        ),
        migrations.CreateModel(
            name='Voucher',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='laufende Nummer')),
                ('line', models.SmallIntegerField(verbose_name='Wozu')),
                ('dated_on', models.DateField(verbose_name='Datum des Belegs')),
                ('payee', models.CharField(max_length=120, verbose_name='Wer das Geld bekommen hat')),
                ('reason', models.CharField(max_length=160, verbose_name='Wofür')),
                ('cents', models.BigIntegerField(verbose_name='Betrag')),
                ('added_at', models.DateTimeField(verbose_name='hinzugefügt am')),
                ('kept_at', models.DateTimeField(blank=True, null=True, verbose_name='eingereicht am')),
            ],
            options={
                'verbose_name': 'Beleg',
                'verbose_name_plural': 'Belege',
                'ordering': ['proof', 'number'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='application',
            name='funding_application_state_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='ruleset',
            name='funding_rule_set_words_are_known',
        ),
        migrations.RemoveConstraint(
            model_name='ruleset',
            name='funding_rule_set_shares_are_shares',
        ),
        migrations.AddField(
            model_name='application',
            name='proof_reminded_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='an den Nachweis erinnert am'),
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
            name='sample_rate_bp',
            field=models.PositiveIntegerField(default=10000, verbose_name='Stichprobe der Belege'),
        ),
        migrations.AddField(
            model_name='ruleset',
            name='small_change_cents',
            field=models.PositiveIntegerField(default=0, verbose_name='kleine Abweichungen'),
        ),
        migrations.AlterField(
            model_name='application',
            name='state',
            field=models.CharField(choices=[('draft', 'Entwurf'), ('submitted', 'eingereicht'), ('formal_check', 'in der formalen Prüfung'), ('info_requested', 'wartet auf eine Antwort'), ('admissible', 'zulässig'), ('assessed', 'eingeschätzt'), ('on_agenda', 'auf der Tagesordnung'), ('decided', 'entschieden'), ('issued', 'Schreiben ausgefertigt'), ('served', 'bekannt gegeben'), ('proof_submitted', 'Verwendungsnachweis eingereicht'), ('proof_checked', 'Verwendungsnachweis geprüft'), ('settled', 'abgerechnet'), ('closed', 'abgeschlossen'), ('withdrawn', 'zurückgezogen')], default='draft', max_length=20, verbose_name='Zustand'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'submitted', 'formal_check', 'info_requested', 'admissible', 'assessed', 'on_agenda', 'decided', 'issued', 'served', 'proof_submitted', 'proof_checked', 'settled', 'closed', 'withdrawn'])), name='funding_application_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='ruleset',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by__in', ['', 'assembly', 'executive_board', 'advisory_board', 'steering_board', 'marketing_group', 'citizens_forum', 'project_group', 'jury', 'sector_commission']), ('financing__in', ['fixed_sum', 'share', 'deficit', 'full']), ('grantor__in', ['city', 'association']), ('intake__in', ['rolling', 'rounds']), ('payout__in', ['advance', 'reimbursement', 'final_share']), ('proof__in', ['simple', 'vouchers']), ('rounding__in', ['down', 'half_up']), ('start__in', ['ban', 'permission', 'from_application'])), name='funding_rule_set_words_are_known'),
        ),
        migrations.AddConstraint(
            model_name='ruleset',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('max_rate_bp__isnull', True), models.Q(('max_rate_bp__gt', 0), ('max_rate_bp__lte', 10000)), _connector='OR'), ('line_tolerance_bp__lte', 10000), ('min_own_share_bp__lt', 10000), ('retention_bp__lt', 10000), ('sample_rate_bp__gt', 0), ('sample_rate_bp__lte', 10000), ('volunteer_cap_bp__lte', 10000)), name='funding_rule_set_shares_are_shares'),
        ),
        migrations.AddField(
            model_name='proofcheck',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='proofofuse',
            name='application',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proofs', to='funding.application', verbose_name='Förderantrag'),
        ),
        migrations.AddField(
            model_name='proofcheck',
            name='proof',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checks', to='funding.proofofuse'),
        ),
        migrations.AddField(
            model_name='proofsample',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='proofsample',
            name='proof',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='sample', to='funding.proofofuse'),
        ),
        migrations.AddField(
            model_name='settlement',
            name='application',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='settlement', to='funding.application'),
        ),
        migrations.AddField(
            model_name='settlement',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='settlement',
            name='proof_check',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='settlement', to='funding.proofcheck'),
        ),
        migrations.AddField(
            model_name='voucher',
            name='paper',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='papers.storedpaper', verbose_name='Foto oder Datei'),
        ),
        migrations.AddField(
            model_name='voucher',
            name='proof',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='vouchers', to='funding.proofofuse'),
        ),
        migrations.AddConstraint(
            model_name='proofofuse',
            constraint=models.UniqueConstraint(fields=('application', 'number'), name='funding_proofs_are_numbered'),
        ),
        migrations.AddConstraint(
            model_name='proofofuse',
            constraint=models.UniqueConstraint(condition=models.Q(('returned_at__isnull', True)), fields=('application',), name='funding_one_proof_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='proofofuse',
            constraint=models.CheckConstraint(condition=models.Q(('level__in', ['simple', 'vouchers'])), name='funding_proof_words_are_known'),
        ),
        migrations.AddConstraint(
            model_name='proofofuse',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('content__isnull', True), ('digest', ''), ('returned_at__isnull', True), ('submitted_at__isnull', True)), models.Q(('content__isnull', False), ('submitted_at__isnull', False), models.Q(('digest', ''), _negated=True)), _connector='OR'), name='funding_proof_is_handed_in_whole'),
        ),
        migrations.AddConstraint(
            model_name='proofofuse',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('returned_at__isnull', True)), models.Q(('returned_at__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='funding_proof_is_returned_for_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='proofcheck',
            constraint=models.CheckConstraint(condition=models.Q(('note', ''), _negated=True), name='funding_proof_check_has_a_note'),
        ),
        migrations.AddConstraint(
            model_name='proofcheck',
            constraint=models.CheckConstraint(condition=models.Q(('final_cents__gte', 0), ('final_cents__lte', models.F('granted_cents'))), name='funding_proof_check_never_raises_a_grant'),
        ),
        migrations.AddConstraint(
            model_name='settlement',
            constraint=models.CheckConstraint(condition=models.Q(('final_cents__gte', 0), ('final_cents__lte', models.F('granted_cents')), ('paid_cents__gte', 0), ('released_cents__gte', 0)), name='funding_settlement_never_raises_a_grant'),
        ),
        migrations.AddConstraint(
            model_name='voucher',
            constraint=models.UniqueConstraint(fields=('proof', 'number'), name='funding_vouchers_are_numbered'),
        ),
        migrations.AddConstraint(
            model_name='voucher',
            constraint=models.CheckConstraint(condition=models.Q(('cents__gt', 0), ('line__gte', -1), models.Q(('payee', ''), _negated=True), models.Q(('reason', ''), _negated=True)), name='funding_voucher_says_something'),
        ),
        AppendOnly("funding", "RuleSet", once="withdrawn_at"),
        Frozen("funding", "Application", columns=SUBMITTED, since="submitted_at"),
        Frozen("funding", "ProofOfUse", columns=PROOF, since="submitted_at"),
        Frozen("funding", "Voucher", columns=VOUCHER, since="kept_at"),
        AppendOnly("funding", "ProofSample"),
        AppendOnly("funding", "ProofCheck"),
        AppendOnly("funding", "Settlement"),
    ]
