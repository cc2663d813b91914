"""Votes, counts, who was entitled and what was resolved are only ever added, and only where they may be.

The database itself refuses a vote in a ballot that is closed, and a seat that is recused from the item among those that vote.
"""

from django.db import migrations

from quartierwerk.foundation.append_only import AppendOnly

CLOSED = "SELECT 1 FROM boards_ballot WHERE id = NEW.ballot_id AND closed_at IS NOT NULL"
VOTE_CLOSED = (
    "SELECT 1 FROM boards_ballot AS ballot JOIN boards_entitlement AS entitled ON entitled.ballot_id = ballot.id "
    "WHERE entitled.id = NEW.entitlement_id AND ballot.closed_at IS NOT NULL"
)
RECUSED = (
    "SELECT 1 FROM boards_recusal AS recusal JOIN boards_motion AS motion ON motion.item_id = recusal.item_id "
    "JOIN boards_ballot AS ballot ON ballot.motion_id = motion.id "
    "WHERE ballot.id = NEW.ballot_id AND recusal.seat_id = NEW.seat_id"
)
GUARDS = {
    "boards_entitlement": f"{CLOSED} UNION ALL {RECUSED}",
    "boards_vote": VOTE_CLOSED,
    "boards_count": CLOSED,
}


def _statements(vendor):
    for table, wrong in GUARDS.items():
        said = f"{table}: the ballot is closed, or the seat is recused"
        if vendor == "sqlite":
            yield (
                f"CREATE TRIGGER {table}_guard BEFORE INSERT ON {table} WHEN EXISTS ({wrong}) "
                f"BEGIN SELECT RAISE(ABORT, '{said}'); END"
            )
            continue
        yield (
            f"CREATE FUNCTION {table}_guarded() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS ({wrong}) THEN "
            f"RAISE EXCEPTION '{said}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
        )
        yield (
            f"CREATE TRIGGER {table}_guard BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_guarded()"
        )


def guard(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        for statement in _statements(schema_editor.connection.vendor):
            cursor.execute(statement)


def let_go(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        for table in GUARDS:
            if schema_editor.connection.vendor == "sqlite":
                cursor.execute(f"DROP TRIGGER {table}_guard")
            else:
                cursor.execute(f"DROP TRIGGER {table}_guard ON {table}")
                cursor.execute(f"DROP FUNCTION {table}_guarded()")


class Migration(migrations.Migration):

    dependencies = [("boards", "0003_meetings_and_votes")]

    operations = [
        AppendOnly("boards", "Entitlement"),
        AppendOnly("boards", "Vote"),
        AppendOnly("boards", "Count"),
        AppendOnly("boards", "Resolution"),
        migrations.RunPython(guard, let_go),
    ]
