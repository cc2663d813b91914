"""What goes to the bank stands: accounts, files, and what a run pays are never changed, and no money on its way is taken back."""

from django.db import migrations

from quartierwerk.foundation.append_only import AppendOnly, Frozen, RefuseWhere

RELEASED = (
    *("way", "account_id", "message_id", "execute_on", "gathered_at", "gathered_by_id"),
    *("released_at", "released_by_id", "digest"),
)
NOT_PAYABLE = """
SELECT 1 FROM budget_order AS sent WHERE sent.id = NEW.order_id AND (sent.state <> 'released' OR sent.iban = '')
"""
ON_ITS_WAY = """
SELECT 1 FROM budget_entry AS taken JOIN budget_runpayment AS sent ON sent.order_id = taken.order_id
WHERE taken.id = NEW.reverses_id AND sent.is_standing AND sent.returned_at IS NULL
"""


class Migration(migrations.Migration):

    dependencies = [("budget", "0005_payment_runs")]

    operations = [
        AppendOnly("budget", "HouseAccount", once="closed_at"),
        AppendOnly("budget", "RunFile", since="made_at", days=3650),
        Frozen("budget", "PaymentRun", columns=RELEASED, since="released_at"),
        Frozen(
            "budget", "RunPayment", columns=("run_id", "order_id", "position", "end_to_end"), since="end_to_end"
        ),
        RefuseWhere("budget", "RunPayment", where=NOT_PAYABLE, said="nobody has released this order to an account"),
        RefuseWhere("budget", "Entry", where=ON_ITS_WAY, said="the payment is in a run and has not come back"),
    ]
