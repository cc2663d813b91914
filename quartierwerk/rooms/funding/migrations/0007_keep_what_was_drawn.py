from django.db import migrations

from quartierwerk.foundation.append_only import AppendOnly, Frozen, RefuseWhere

ASKED = (
    *("application_id", "number", "kind", "cents", "wanted_on", "purpose", "has_spent_cover"),
    *("requested_at", "requested_by_id"),
)
TERM = 10 * 365
"""Days after which an account may be forgotten; the chore that does it counts from the end of the year."""
OWN = "SELECT 1 FROM funding_bankdetails WHERE id = NEW.account_id AND entered_by_id = NEW.by_id"


class Migration(migrations.Migration):
    """What was asked for and which account was named stands; nobody confirms an account that they entered."""

    dependencies = [("funding", "0006_drawdowns")]

    operations = [
        AppendOnly("funding", "BankDetails", since="entered_at", days=TERM),
        AppendOnly("funding", "AccountConfirmation", since="at", days=TERM),
        RefuseWhere("funding", "AccountConfirmation", where=OWN, said="whoever entered an account does not confirm it"),
        Frozen("funding", "Drawdown", columns=ASKED, since="requested_at"),
        AppendOnly("funding", "RemedyWaiver"),
    ]
