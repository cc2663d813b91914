import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from quartierwerk.foundation.append_only import Appendable, AppendOnly, Frozen

ANSWERED = ("application_id", "information", "procedure", "decision", "settlement", "at")
"""Remark and name go when an account is erased; marks stay, for averages were made of them."""


class Migration(migrations.Migration):
    """Reported figures, answers to the survey, and from which sum on it is asked."""

    dependencies = [
        ('boards', '0007_how_often_a_meeting_changed'),
        ('budget', '0004_where_orders_go'),
        ('funding', '0003_proofs_and_settlements'),
        ('places', '0005_enclaves'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ReportedFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='Jahr')),
                ('projects', models.PositiveIntegerField(blank=True, null=True, verbose_name='Projekte')),
                ('with_third_party', models.PositiveIntegerField(blank=True, null=True, verbose_name='mit Drittmitteln')),
                ('third_party_share_bp', models.PositiveIntegerField(blank=True, null=True, verbose_name='Anteil mit Drittmitteln')),
                ('paid_out_cents', models.BigIntegerField(blank=True, null=True, verbose_name='ausgezahlt')),
                ('city_grant_cents', models.BigIntegerField(blank=True, null=True, verbose_name='Zuschuss der Stadt')),
                ('rounded', models.CharField(blank=True, choices=[('', 'keine'), ('projects', 'Projekte'), ('third_party_share_bp', 'Anteil mit Drittmitteln'), ('paid_out_cents', 'ausgezahlt'), ('city_grant_cents', 'Zuschuss der Stadt')], max_length=30, verbose_name='nur ungefähr bekannt')),
                ('source', models.CharField(max_length=300, verbose_name='Quelle')),
                ('doubt', models.CharField(blank=True, max_length=500, verbose_name='Zweifel')),
                ('entered_at', models.DateTimeField(verbose_name='eingetragen am')),
            ],
            options={
                'verbose_name': 'berichtete Zahl',
                'verbose_name_plural': 'berichtete Zahlen',
                'ordering': ['year', models.OrderBy(models.F('district__name'), nulls_first=True), 'pk'],
            },
        ),
        migrations.CreateModel(
            name='SurveyAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('information', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name='Information und Beratung')),
                ('procedure', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name='Antragsverfahren')),
                ('decision', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name='Jury und Entscheidung')),
                ('settlement', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name='Abrechnung')),
                ('remark', models.TextField(blank=True, max_length=2000, verbose_name='Hinweis an das Büro')),
                ('at', models.DateTimeField(verbose_name='beantwortet am')),
            ],
            options={
                'verbose_name': 'Antwort auf die Befragung',
                'verbose_name_plural': 'Antworten auf die Befragung',
                'ordering': ['-at', '-pk'],
            },
        ),
        Appendable("funding", "RuleSet", once="withdrawn_at"),
        migrations.AddField(
            model_name='ruleset',
            name='survey_from_cents',
            field=models.BigIntegerField(blank=True, null=True, verbose_name='Befragung ab dieser Summe'),
        ),
        migrations.AddConstraint(
            model_name='ruleset',
            constraint=models.CheckConstraint(condition=models.Q(('survey_from_cents__isnull', True), ('survey_from_cents__gte', 0), _connector='OR'), name='funding_rule_set_survey_begins_at_a_sum'),
        ),
        AppendOnly("funding", "RuleSet", once="withdrawn_at"),
        migrations.AddField(
            model_name='reportedfigure',
            name='district',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place', verbose_name='Stadtbezirk'),
        ),
        migrations.AddField(
            model_name='reportedfigure',
            name='entered_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='surveyanswer',
            name='application',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='survey_answer', to='funding.application', verbose_name='Förderantrag'),
        ),
        migrations.AddField(
            model_name='surveyanswer',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='reportedfigure',
            constraint=models.UniqueConstraint(condition=models.Q(('district__isnull', False)), fields=('year', 'district', 'source'), name='funding_reported_once_by_district'),
        ),
        migrations.AddConstraint(
            model_name='reportedfigure',
            constraint=models.UniqueConstraint(condition=models.Q(('district__isnull', True)), fields=('year', 'source'), name='funding_reported_once_for_the_city'),
        ),
        migrations.AddConstraint(
            model_name='reportedfigure',
            constraint=models.CheckConstraint(condition=models.Q(('projects__isnull', False), ('with_third_party__isnull', False), ('third_party_share_bp__isnull', False), ('paid_out_cents__isnull', False), ('city_grant_cents__isnull', False), _connector='OR'), name='funding_reported_says_something'),
        ),
        migrations.AddConstraint(
            model_name='reportedfigure',
            constraint=models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='funding_reported_has_a_source'),
        ),
        migrations.AddConstraint(
            model_name='reportedfigure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('third_party_share_bp__isnull', True), ('third_party_share_bp__lte', 10000), _connector='OR'), models.Q(('paid_out_cents__isnull', True), ('paid_out_cents__gte', 0), _connector='OR'), models.Q(('city_grant_cents__isnull', True), ('city_grant_cents__gte', 0), _connector='OR')), name='funding_reported_sums_are_sums'),
        ),
        migrations.AddConstraint(
            model_name='reportedfigure',
            constraint=models.CheckConstraint(condition=models.Q(('projects__isnull', True), ('with_third_party__isnull', True), ('with_third_party__lte', models.F('projects')), _connector='OR'), name='funding_reported_part_is_within_the_whole'),
        ),
        migrations.AddConstraint(
            model_name='reportedfigure',
            constraint=models.CheckConstraint(condition=models.Q(('rounded__in', ['', 'projects', 'third_party_share_bp', 'paid_out_cents', 'city_grant_cents'])), name='funding_reported_rounds_a_value'),
        ),
        migrations.AddConstraint(
            model_name='surveyanswer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('information__isnull', True), models.Q(('information__gte', 1), ('information__lte', 5)), _connector='OR'), models.Q(('procedure__isnull', True), models.Q(('procedure__gte', 1), ('procedure__lte', 5)), _connector='OR'), models.Q(('decision__isnull', True), models.Q(('decision__gte', 1), ('decision__lte', 5)), _connector='OR'), models.Q(('settlement__isnull', True), models.Q(('settlement__gte', 1), ('settlement__lte', 5)), _connector='OR')), name='funding_survey_marks_are_marks'),
        ),
        Frozen("funding", "SurveyAnswer", columns=ANSWERED, since="at"),
    ]
