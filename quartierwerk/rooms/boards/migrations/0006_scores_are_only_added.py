"""Scores and versions of minutes are only ever added, and no seat scores what it is recused from."""

from django.db import migrations

from quartierwerk.foundation.append_only import AppendOnly, RefuseWhere

RECUSED = (
    "SELECT 1 FROM boards_recusal AS recusal JOIN boards_candidate AS candidate ON candidate.item_id = recusal.item_id "
    "WHERE candidate.id = NEW.candidate_id AND recusal.seat_id = NEW.seat_id"
)


class Migration(migrations.Migration):

    dependencies = [("boards", "0005_scoring_and_minutes")]

    operations = [
        AppendOnly("boards", "Score"),
        AppendOnly("boards", "MinutesVersion"),
        RefuseWhere("boards", "Score", where=RECUSED, said="the seat is recused"),
    ]
