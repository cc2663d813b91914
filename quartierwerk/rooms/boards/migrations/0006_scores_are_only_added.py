"""Scores and versions of minutes are only ever added, and no seat scores what it is recused from."""

from django.db import migrations

from quartierwerk.foundation.append_only import AppendOnly

RECUSED = (
    "SELECT 1 FROM boards_recusal AS recusal JOIN boards_candidate AS candidate ON candidate.item_id = recusal.item_id "
    "WHERE candidate.id = NEW.candidate_id AND recusal.seat_id = NEW.seat_id"
)
SAID = "boards_score: the seat is recused"


def guard(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        statements = [
            f"CREATE TRIGGER boards_score_guard BEFORE INSERT ON boards_score WHEN EXISTS ({RECUSED}) "
            f"BEGIN SELECT RAISE(ABORT, '{SAID}'); END"
        ]
    else:
        statements = [
            f"CREATE FUNCTION boards_score_guarded() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS ({RECUSED}) "
            f"THEN RAISE EXCEPTION '{SAID}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
            "CREATE TRIGGER boards_score_guard BEFORE INSERT ON boards_score FOR EACH ROW "
            "EXECUTE FUNCTION boards_score_guarded()",
        ]
    with schema_editor.connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def let_go(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        if schema_editor.connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER boards_score_guard")
        else:
            cursor.execute("DROP TRIGGER boards_score_guard ON boards_score")
            cursor.execute("DROP FUNCTION boards_score_guarded()")


class Migration(migrations.Migration):

    dependencies = [("boards", "0005_scoring_and_minutes")]

    operations = [
        AppendOnly("boards", "Score"),
        AppendOnly("boards", "MinutesVersion"),
        migrations.RunPython(guard, let_go),
    ]
