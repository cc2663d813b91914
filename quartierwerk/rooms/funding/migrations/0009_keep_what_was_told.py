from django.db import migrations

from quartierwerk.foundation.append_only import AppendOnly, Frozen

THANKS = ("contribution_id", "way", "text", "received_on", "project_title", "purpose", "at", "by_id")
"""Where they went is forgotten once the term is over; all else stands."""


class Migration(migrations.Migration):
    """What became of a project is told anew, never changed; thanks say for good what was confirmed."""

    dependencies = [("funding", "0008_public_side")]

    operations = [
        AppendOnly("funding", "Effect", once="shown_at"),
        Frozen("funding", "Thanks", columns=THANKS, since="at"),
    ]
