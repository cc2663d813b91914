"""The books keep themselves: an entry moves its pot and its earmark in the database, and is never changed.

Whoever adds an entry, by whatever way, moves the sums of the pot and of the earmark in the same statement, or fails: where the
pot is closed, where another entry has taken the number, where a sum would fall below zero (the constraints of the tables), or
where it takes back, answers or carries out something else than it says. The sums of pots and of what is earmarked in them change
in no other way, and both begin at nothing: so what all earmarks of a pot hold is what the pot says it holds.
"""

from django.db import migrations

from quartierwerk.foundation.append_only import AppendOnly

MOVE = """
UPDATE budget_pot SET funds = funds + NEW.funds, reserved = reserved + NEW.reserved,
  committed = committed + NEW.committed, paid = paid + NEW.paid, last_number = NEW.number
WHERE id = NEW.pot_id AND closed_at IS NULL AND last_number = NEW.number - 1
"""
MOVE_EARMARK = """
UPDATE budget_earmark SET reserved = reserved + NEW.reserved, committed = committed + NEW.committed, paid = paid + NEW.paid
WHERE id = NEW.earmark_id AND pot_id = NEW.pot_id
"""
WRONG = {
    "it takes back something else": """
NEW.reverses_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM budget_entry AS taken WHERE taken.id = NEW.reverses_id
  AND taken.pot_id = NEW.pot_id AND taken.kind = NEW.kind AND taken.cents = -NEW.cents AND taken.reverses_id IS NULL
  AND coalesce(taken.earmark_id, 0) = coalesce(NEW.earmark_id, 0))""",
    "what comes in did not go out": """
NEW.against_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM budget_entry AS gone WHERE gone.id = NEW.against_id
  AND gone.pot_id <> NEW.pot_id AND gone.cents = NEW.cents
  AND gone.kind = CASE NEW.kind WHEN 'carry_in' THEN 'carry_out' ELSE 'transfer_out' END)""",
    "nobody has released this order": """
NEW.order_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM budget_order AS ordered WHERE ordered.id = NEW.order_id
  AND ordered.state = 'released' AND ordered.pot_id = NEW.pot_id AND ordered.cents = NEW.cents
  AND coalesce(ordered.earmark_id, 0) = coalesce(NEW.earmark_id, 0))""",
}
FORGED = """
(OLD.funds <> NEW.funds OR OLD.reserved <> NEW.reserved OR OLD.committed <> NEW.committed OR OLD.paid <> NEW.paid
  OR OLD.last_number <> NEW.last_number)
AND (NEW.last_number <> OLD.last_number + 1
  OR NOT EXISTS (SELECT 1 FROM budget_entry WHERE pot_id = NEW.id AND number = NEW.last_number
    AND funds = NEW.funds - OLD.funds AND reserved = NEW.reserved - OLD.reserved
    AND committed = NEW.committed - OLD.committed AND paid = NEW.paid - OLD.paid))
"""
FORGED_EARMARK = """
OLD.pot_id <> NEW.pot_id
OR ((OLD.reserved <> NEW.reserved OR OLD.committed <> NEW.committed OR OLD.paid <> NEW.paid)
  AND NOT EXISTS (SELECT 1 FROM (SELECT sum(reserved) AS reserved, sum(committed) AS committed, sum(paid) AS paid
    FROM budget_entry WHERE earmark_id = NEW.id) AS added
    WHERE added.reserved = NEW.reserved AND added.committed = NEW.committed AND added.paid = NEW.paid))
"""
FILLED = {
    "budget_pot": "NEW.funds <> 0 OR NEW.reserved <> 0 OR NEW.committed <> 0 OR NEW.paid <> 0 OR NEW.last_number <> 0",
    "budget_earmark": "NEW.reserved <> 0 OR NEW.committed <> 0 OR NEW.paid <> 0",
}
CLOSED = "budget_entry: the pot is closed, or another entry came first"
ELSEWHERE = "budget_entry: the earmark belongs to another pot"
FORGERY = "budget_pot: sums move by entries only"
FORGERY_EARMARK = "budget_earmark: sums move by entries only, and an earmark stays in its pot"
BEGINS = "{}: begins at nothing, sums come by entries"


def _sqlite():
    wrong = "".join(
        f"SELECT RAISE(ABORT, 'budget_entry: {what}') WHERE {when};" for what, when in WRONG.items()
    )
    yield (
        "CREATE TRIGGER budget_entry_moves AFTER INSERT ON budget_entry BEGIN "
        f"{wrong} {MOVE}; SELECT RAISE(ABORT, '{CLOSED}') WHERE changes() = 0; "
        f"{MOVE_EARMARK}; SELECT RAISE(ABORT, '{ELSEWHERE}') WHERE NEW.earmark_id IS NOT NULL AND changes() = 0; END"
    )
    columns = "funds, reserved, committed, paid, last_number"
    yield (
        f"CREATE TRIGGER budget_pot_is_not_forged BEFORE UPDATE OF {columns} ON budget_pot WHEN {FORGED} "
        f"BEGIN SELECT RAISE(ABORT, '{FORGERY}'); END"
    )
    yield (
        "CREATE TRIGGER budget_earmark_is_not_forged BEFORE UPDATE OF pot_id, reserved, committed, paid ON budget_earmark "
        f"WHEN {FORGED_EARMARK} BEGIN SELECT RAISE(ABORT, '{FORGERY_EARMARK}'); END"
    )
    for table, when in FILLED.items():
        yield (
            f"CREATE TRIGGER {table}_begins_at_nothing BEFORE INSERT ON {table} WHEN {when} "
            f"BEGIN SELECT RAISE(ABORT, '{BEGINS.format(table)}'); END"
        )


def _postgresql():
    refuse = "RAISE EXCEPTION '{}' USING ERRCODE = 'integrity_constraint_violation'"
    wrong = "".join(
        f"IF {when} THEN {refuse.format('budget_entry: ' + what)}; END IF;" for what, when in WRONG.items()
    )
    yield (
        "CREATE FUNCTION budget_entry_move() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"{wrong} {MOVE}; IF NOT FOUND THEN {refuse.format(CLOSED)}; END IF; "
        f"IF NEW.earmark_id IS NOT NULL THEN {MOVE_EARMARK}; IF NOT FOUND THEN {refuse.format(ELSEWHERE)}; END IF; END IF; "
        "RETURN NULL; END $$"
    )
    yield (
        "CREATE TRIGGER budget_entry_moves AFTER INSERT ON budget_entry FOR EACH ROW EXECUTE FUNCTION budget_entry_move()"
    )
    yield (
        "CREATE FUNCTION budget_pot_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {FORGED} THEN {refuse.format(FORGERY)}; END IF; RETURN NEW; END $$"
    )
    yield (
        "CREATE TRIGGER budget_pot_is_not_forged BEFORE UPDATE ON budget_pot FOR EACH ROW "
        "EXECUTE FUNCTION budget_pot_refuse()"
    )
    yield (
        "CREATE FUNCTION budget_earmark_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {FORGED_EARMARK} THEN {refuse.format(FORGERY_EARMARK)}; END IF; RETURN NEW; END $$"
    )
    yield (
        "CREATE TRIGGER budget_earmark_is_not_forged BEFORE UPDATE ON budget_earmark FOR EACH ROW "
        "EXECUTE FUNCTION budget_earmark_refuse()"
    )
    for table, when in FILLED.items():
        yield (
            f"CREATE FUNCTION {table}_begin() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {when} THEN {refuse.format(BEGINS.format(table))}; END IF; RETURN NEW; END $$"
        )
        yield (
            f"CREATE TRIGGER {table}_begins_at_nothing BEFORE INSERT ON {table} FOR EACH ROW "
            f"EXECUTE FUNCTION {table}_begin()"
        )


def keep(apps, schema_editor):
    statements = _sqlite() if schema_editor.connection.vendor == "sqlite" else _postgresql()
    with schema_editor.connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def let_go(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        statements = [
            "DROP TRIGGER budget_entry_moves",
            "DROP TRIGGER budget_pot_is_not_forged",
            "DROP TRIGGER budget_earmark_is_not_forged",
            *(f"DROP TRIGGER {table}_begins_at_nothing" for table in FILLED),
        ]
    else:
        statements = [
            "DROP TRIGGER budget_entry_moves ON budget_entry",
            "DROP FUNCTION budget_entry_move()",
            "DROP TRIGGER budget_pot_is_not_forged ON budget_pot",
            "DROP FUNCTION budget_pot_refuse()",
            "DROP TRIGGER budget_earmark_is_not_forged ON budget_earmark",
            "DROP FUNCTION budget_earmark_refuse()",
            *(f"DROP TRIGGER {table}_begins_at_nothing ON {table}" for table in FILLED),
            *(f"DROP FUNCTION {table}_begin()" for table in FILLED),
        ]
    with schema_editor.connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


class Migration(migrations.Migration):

    dependencies = [("budget", "0001_pots_and_entries")]

    operations = [AppendOnly("budget", "Entry"), migrations.RunPython(keep, let_go)]
