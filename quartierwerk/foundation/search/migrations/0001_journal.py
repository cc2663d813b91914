import django.db.models.functions.datetime
from django.db import migrations, models

import quartierwerk.foundation.transactions


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="IndexJournal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(max_length=120, verbose_name="Woran")),
                (
                    "transaction",
                    models.BigIntegerField(
                        db_default=quartierwerk.foundation.transactions.TransactionNumber(), editable=False
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name="Zeitpunkt"
                    ),
                ),
            ],
            options={
                "verbose_name": "Zeile im Indexjournal",
                "verbose_name_plural": "Indexjournal",
                "indexes": [
                    models.Index(fields=["transaction", "id"], name="index_journal_in_order"),
                    models.Index(fields=["at"], name="index_journal_by_age"),
                ],
            },
        ),
    ]
