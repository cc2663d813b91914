from django.db import migrations

from quartierwerk.foundation.append_only import AppendOnly

# A seat that ends on its first day was never held. A later change to a column of the table makes it anew on SQLite and
# loses these triggers; such a migration runs ``forbid`` once more.
SQLITE = """
CREATE TRIGGER boards_seat_{name}_{when} BEFORE {event} ON boards_seat
WHEN {new} AND (NEW.valid_to IS NULL OR NEW.valid_to > NEW.valid_from) AND EXISTS (
    SELECT 1 FROM boards_seat o
    WHERE o.body_id = NEW.body_id AND {old} AND {other}
    AND (o.valid_to IS NULL OR (o.valid_to > o.valid_from AND o.valid_to > NEW.valid_from))
    AND (NEW.valid_to IS NULL OR NEW.valid_to > o.valid_from)
)
BEGIN SELECT RAISE(ABORT, 'boards_seat_{name}'); END
"""
KINDS = (
    ("one_per_person", "NEW.person_id IS NOT NULL", "o.person_id = NEW.person_id"),
    ("one_chair", "NEW.role = 'chair'", "o.role = 'chair'"),
)
EVENTS = (("added", "INSERT", "1"), ("changed", "UPDATE", "o.id <> NEW.id"))
# Ranges of one number stand for “the same”: they need no extension, which a city's database may not have.
POSTGRES = (
    """
ALTER TABLE boards_seat ADD CONSTRAINT boards_seat_one_per_person EXCLUDE USING gist (
    int8range(body_id, body_id, '[]') WITH &&,
    int8range(person_id, person_id, '[]') WITH &&,
    daterange(valid_from, valid_to, '[)') WITH &&
) WHERE (person_id IS NOT NULL)
""",
    """
ALTER TABLE boards_seat ADD CONSTRAINT boards_seat_one_chair EXCLUDE USING gist (
    int8range(body_id, body_id, '[]') WITH &&,
    daterange(valid_from, valid_to, '[)') WITH &&
) WHERE (role = 'chair')
""",
)


def forbid(apps, schema_editor):
    """Nobody sits twice on a body on one day, and nobody chairs it beside somebody else."""
    if schema_editor.connection.vendor != "sqlite":
        for statement in POSTGRES:
            schema_editor.execute(statement)
        return
    for name, new, old in KINDS:
        for when, event, other in EVENTS:
            schema_editor.execute(SQLITE.format(name=name, new=new, old=old, when=when, event=event, other=other))


def allow(apps, schema_editor):
    """Take the rules away again."""
    for name, _new, _old in KINDS:
        if schema_editor.connection.vendor == "sqlite":
            for when, _event, _other in EVENTS:
                schema_editor.execute(f"DROP TRIGGER boards_seat_{name}_{when}")
        else:
            schema_editor.execute(f"ALTER TABLE boards_seat DROP CONSTRAINT boards_seat_{name}")


class Migration(migrations.Migration):
    dependencies = [("boards", "0001_bodies")]

    operations = [
        migrations.RunPython(forbid, allow),
        AppendOnly("boards", "procedure", once="withdrawn_at"),
    ]
