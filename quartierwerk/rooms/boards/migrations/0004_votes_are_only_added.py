"""Votes, counts, who was entitled and what was resolved are only ever added, and only where they may be.

The database itself refuses a vote in a ballot that is closed, and a seat that is recused from the item among those that vote.
"""

from django.db import migrations

from quartierwerk.foundation.append_only import AppendOnly, RefuseWhere

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
SAID = "the ballot is closed"


class Migration(migrations.Migration):

    dependencies = [("boards", "0003_meetings_and_votes")]

    operations = [
        AppendOnly("boards", "Entitlement"),
        AppendOnly("boards", "Vote"),
        AppendOnly("boards", "Count"),
        AppendOnly("boards", "Resolution"),
        RefuseWhere(
            "boards", "Entitlement", where=f"{CLOSED} UNION ALL {RECUSED}", said=f"{SAID}, or the seat is recused"
        ),
        RefuseWhere("boards", "Vote", where=VOTE_CLOSED, said=SAID),
        RefuseWhere("boards", "Count", where=CLOSED, said=SAID),
    ]
