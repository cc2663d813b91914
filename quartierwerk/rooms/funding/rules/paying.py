"""What is paid by an order that somebody else releases, an invoice or a drawdown: where it stands; pure."""

from __future__ import annotations

CHECKED, ORDERED, PAID = "checked", "ordered", "paid"
"""States that an invoice and a drawdown share; of these the last is never kept, the order says it."""
VOID = frozenset({"refused", "withdrawn"})
"""In these nobody will pay; the same may come again."""


def seen_with_order(state: str, *, is_released: bool, is_sent_back: bool) -> str:
    """Where something stands, seen with the order to pay it.

    An order that was refused or withdrawn, or whose entry was taken back, leaves it checked: it can be ordered anew, or
    refused.
    """
    if state != ORDERED:
        return state
    if is_sent_back:
        return CHECKED
    return PAID if is_released else ORDERED
