import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from quartierwerk.foundation.append_only import Frozen

PUBLISHED = ("year", "edition", "texts", "figures", "begun_at", "begun_by_id", "published_at", "published_by_id")

class Migration(migrations.Migration):
    """The office writes a report of each year; what was published stays as it is."""

    dependencies = [
        ('funding', '0009_keep_what_was_told'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AnnualReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='Jahr')),
                ('edition', models.PositiveSmallIntegerField(verbose_name='Auflage')),
                ('texts', models.JSONField(verbose_name='Texte')),
                ('version', models.PositiveIntegerField(default=0, verbose_name='Fassung')),
                ('figures', models.JSONField(blank=True, null=True, verbose_name='Zahlen')),
                ('begun_at', models.DateTimeField(verbose_name='begonnen am')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='veröffentlicht am')),
                ('begun_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'Geschäftsbericht',
                'verbose_name_plural': 'Geschäftsberichte',
                'ordering': ['-year', '-edition'],
                'constraints': [models.UniqueConstraint(fields=('year', 'edition'), name='funding_report_editions_are_numbered'), models.UniqueConstraint(condition=models.Q(('published_at__isnull', True)), fields=('year',), name='funding_one_draft_of_a_report'), models.CheckConstraint(condition=models.Q(models.Q(('figures__isnull', True), ('published_at__isnull', True), ('published_by__isnull', True)), models.Q(('figures__isnull', False), ('published_at__isnull', False), ('published_by__isnull', False)), _connector='OR'), name='funding_report_is_published_whole')],
            },
        ),
        Frozen("funding", "AnnualReport", columns=PUBLISHED, since="published_at"),
    ]
