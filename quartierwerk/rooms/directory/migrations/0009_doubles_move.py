"""What was marked as a possible double becomes a pair, the mark goes, and no alias leads to another alias."""

from django.db import migrations
from django.utils import timezone

TABLE = "directory_merger"
CHAIN = (
    f"SELECT 1 FROM {TABLE} o WHERE o.undone_at IS NULL AND o.id <> coalesce(NEW.id, 0)"  # noqa: S608 – no input
    " AND (o.away_id = NEW.leads_to_id OR o.leads_to_id = NEW.away_id)"
)
SQLITE = (
    f"CREATE TRIGGER {TABLE}_chain_{{when}} BEFORE {{event}} ON {TABLE} WHEN NEW.undone_at IS NULL AND EXISTS ({CHAIN})"
    f" BEGIN SELECT RAISE(ABORT, 'no_alias_leads_to_an_alias'); END"
)
EVENTS = {"added": "INSERT", "changed": "UPDATE"}
POSTGRES = f"""
CREATE FUNCTION {TABLE}_chain() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF NEW.undone_at IS NULL AND EXISTS ({CHAIN}) THEN
RAISE EXCEPTION 'no_alias_leads_to_an_alias' USING ERRCODE = 'integrity_constraint_violation';
END IF; RETURN NEW; END $$;
CREATE TRIGGER {TABLE}_chained BEFORE INSERT OR UPDATE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {TABLE}_chain();
"""
SCORE, REASONS = 60, ["near_name"]
"""Why a profile was marked was not kept; the next search for doubles weighs the pair anew."""


def forbid_chains(apps, schema_editor):
    """An alias always leads to a profile that stands for itself."""
    if schema_editor.connection.vendor == "sqlite":
        for when, event in EVENTS.items():
            schema_editor.execute(SQLITE.format(when=when, event=event))
    else:
        schema_editor.execute(POSTGRES)


def allow_chains(apps, schema_editor):
    """Take the rule away again."""
    if schema_editor.connection.vendor == "sqlite":
        for when in EVENTS:
            schema_editor.execute(f"DROP TRIGGER {TABLE}_chain_{when}")
    else:
        schema_editor.execute(f"DROP TRIGGER {TABLE}_chained ON {TABLE}; DROP FUNCTION {TABLE}_chain();")


def move(apps, schema_editor):
    """Each mark becomes a proposed pair."""
    Profile, DoublePair = (apps.get_model("directory", name) for name in ("Profile", "DoublePair"))
    marked = Profile.objects.filter(possible_double_of__isnull=False).values_list("pk", "possible_double_of")
    pairs = {tuple(sorted(found)) for found in marked.iterator() if found[0] != found[1]}
    now = timezone.now()
    DoublePair.objects.bulk_create(
        (
            DoublePair(one_id=one, other_id=other, score=SCORE, reasons=REASONS, found_at=now)
            for one, other in sorted(pairs)
        ),
        batch_size=500,
    )


def move_back(apps, schema_editor):
    """The open pairs become marks again; of several on one profile the best stays."""
    Profile, DoublePair = (apps.get_model("directory", name) for name in ("Profile", "DoublePair"))
    for one, other in DoublePair.objects.filter(state="proposed").order_by("score").values_list("one", "other"):
        Profile.objects.filter(pk=other).update(possible_double_of=one)


class Migration(migrations.Migration):
    dependencies = [("directory", "0008_doubles")]

    operations = [
        migrations.RunPython(move, move_back),
        migrations.RemoveField(model_name="profile", name="possible_double_of"),
        migrations.RunPython(forbid_chains, allow_chains),
    ]
