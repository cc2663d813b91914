from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Mark',
            fields=[
                ('watched', models.CharField(max_length=63, primary_key=True, serialize=False, verbose_name='Tabelle')),
                ('mark', models.CharField(max_length=36, verbose_name='Stand')),
            ],
            options={
                'verbose_name': 'Stand einer Tabelle',
                'verbose_name_plural': 'Stände von Tabellen',
            },
        ),
    ]
