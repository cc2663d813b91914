from django.db import migrations

SQLITE_ADDED = """
CREATE TRIGGER accounts_deputyship_no_overlap_added BEFORE INSERT ON accounts_deputyship
WHEN NEW.ended_at IS NULL AND EXISTS (
    SELECT 1 FROM accounts_deputyship o
    WHERE o.absent_id = NEW.absent_id AND o.deputy_id = NEW.deputy_id
    AND coalesce(o.role_id, 0) = coalesce(NEW.role_id, 0)
    AND o.ended_at IS NULL AND o.starts_on <= NEW.ends_on AND NEW.starts_on <= o.ends_on
)
BEGIN SELECT RAISE(ABORT, 'accounts_deputyship_no_overlap'); END
"""
SQLITE_CHANGED = SQLITE_ADDED.replace("_added BEFORE INSERT", "_changed BEFORE UPDATE").replace(
    "WHERE o.absent_id", "WHERE o.id <> NEW.id AND o.absent_id"
)
# Ranges of one number stand for "the same": they need no extension, which a city's database may not have.
POSTGRES = """
ALTER TABLE accounts_deputyship ADD CONSTRAINT accounts_deputyship_no_overlap EXCLUDE USING gist (
    int8range(absent_id, absent_id, '[]') WITH &&,
    int8range(deputy_id, deputy_id, '[]') WITH &&,
    int8range(coalesce(role_id, 0), coalesce(role_id, 0), '[]') WITH &&,
    daterange(starts_on, ends_on, '[]') WITH &&
) WHERE (ended_at IS NULL)
"""


def forbid(apps, schema_editor):
    """Two deputyships of the same people for the same role share no day."""
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in (SQLITE_ADDED, SQLITE_CHANGED) if is_sqlite else (POSTGRES,):
        schema_editor.execute(statement)


def allow(apps, schema_editor):
    """Take the rule away again."""
    if schema_editor.connection.vendor == "sqlite":
        for when in ("added", "changed"):
            schema_editor.execute(f"DROP TRIGGER accounts_deputyship_no_overlap_{when}")
    else:
        schema_editor.execute("ALTER TABLE accounts_deputyship DROP CONSTRAINT accounts_deputyship_no_overlap")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_deputyships")]

    operations = [migrations.RunPython(forbid, allow)]
