"""Two processes that seal the audit trail at once make one chain."""

from __future__ import annotations

import pytest

from quartierwerk.foundation import clock
from quartierwerk.foundation.audit import trail
from quartierwerk.foundation.audit.models import AuditRow, AuditSeal
from tests.racing import children

ROWS = 600
WORK = """
from quartierwerk.foundation.audit import trail
print("ready", flush=True)
sys.stdin.readline()
while trail.seal(limit=7):
    pass
"""


@pytest.mark.django_db(transaction=True)
def test_two_processes_seal_every_row_once_in_one_chain():
    trail.write(AuditRow(at=clock.now(), verb="tests.step", subject=f"tests.thing:{number}") for number in range(ROWS))
    sealers = [children.start(WORK) for _ in range(2)]
    for sealer in sealers:
        assert sealer.hear() == "ready"

    for sealer in sealers:
        sealer.tell("go")
    children.ended(sealers)

    assert not AuditRow.objects.filter(seal=None).exists()
    assert sum(AuditSeal.objects.values_list("rows_count", flat=True)) == ROWS
    assert trail.broken_seals() == []
