"""Publishing facts and carrying them to their listeners.

The delivery row is locked in the transaction in which its listener works and ticked there, so the
listener's effect in the database and the tick happen together or not at all. A killed worker leaves
the row as it was; another one takes it at once.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import QuerySet

from quartierwerk.foundation import clock
from quartierwerk.foundation.facts.fact import Fact, listeners_of, rebuild
from quartierwerk.foundation.facts.models import Delivery

log = logging.getLogger(__name__)
MOST_ATTEMPTS = 8


def publish(fact: Fact) -> None:
    """Note one delivery per listener, in the caller's transaction: what is rolled back was never told."""
    if listeners := listeners_of(fact.fact_name()):
        now = clock.now()
        Delivery.objects.bulk_create(
            Delivery(fact=fact.fact_name(), payload=fact.payload(), listener=listener, published_at=now, due_at=now)
            for listener in listeners
        )


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many failed attempts: 10 s, 20 s, 40 s … at most six hours."""
    return min(timedelta(seconds=5 * 2**attempts), timedelta(hours=6))


def deliver_waiting(*, limit: int = 100) -> int:
    """Deliver what is due, oldest first; returns how many deliveries were tried."""
    tried = 0
    # A look before each transaction: on SQLite those take the write lock, and mostly nothing is due.
    while tried < limit and _due(clock.now()).exists() and _deliver_next():
        tried += 1
    return tried


def _due(now: datetime) -> QuerySet[Delivery]:
    return Delivery.objects.filter(state=Delivery.State.WAITING, due_at__lte=now).order_by("due_at", "pk")


def _deliver_next() -> bool:
    """Claim one due delivery and carry it to its listener; False when nothing is due."""
    now = clock.now()
    skip = connection.features.has_select_for_update_skip_locked
    claimed: int | None = None
    try:
        with transaction.atomic():
            delivery = _due(now).select_for_update(skip_locked=skip).first()
            if delivery is None:
                return False
            claimed = delivery.pk
            listener = listeners_of(delivery.fact).get(delivery.listener)
            if listener is None:
                raise LookupError(f"Nobody is registered as {delivery.listener}.")
            listener(rebuild(delivery.fact, delivery.payload))
            delivery.attempts += 1
            delivery.state = Delivery.State.DONE
            delivery.done_at = now
            delivery.save(update_fields=["attempts", "state", "done_at"])
    except Exception as error:
        if claimed is None:
            raise
        log.exception("Delivery %s failed.", claimed)
        _note_failure(claimed, error, now=now)
    return True


def _note_failure(pk: int, error: Exception, *, now: datetime) -> None:
    """Count the attempt and set the next one, or give up visibly."""
    with transaction.atomic():
        delivery = Delivery.objects.select_for_update().get(pk=pk)
        if delivery.state != Delivery.State.WAITING:
            return
        delivery.attempts += 1
        delivery.last_error = f"{type(error).__name__}: {error}"[:2000]
        delivery.due_at = now + pause_after(delivery.attempts)
        if delivery.attempts >= MOST_ATTEMPTS:
            delivery.state = Delivery.State.DEAD
        delivery.save(update_fields=["attempts", "last_error", "due_at", "state"])


def revive(delivery: Delivery, *, at: datetime) -> bool:
    """Put a dead delivery back into the queue; False where it is not dead."""
    if delivery.state != Delivery.State.DEAD:
        return False
    delivery.state, delivery.attempts, delivery.due_at = Delivery.State.WAITING, 0, at
    delivery.save(update_fields=["state", "attempts", "due_at"])
    return True


def forget_old(*, days: int = 30) -> int:
    """Delete deliveries done more than ``days`` ago; returns how many."""
    before = clock.now() - timedelta(days=days)
    return Delivery.objects.filter(state=Delivery.State.DONE, done_at__lt=before).delete()[0]
