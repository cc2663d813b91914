"""What goes on between the people of the demo city."""

from __future__ import annotations

from quartierwerk.foundation import clock
from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts import demo, queries
from quartierwerk.rooms.accounts.models import Deputyship, Errand
from quartierwerk.rooms.accounts.rules import RoleName


def test_the_demo_has_deputies_invitations_and_a_call(officer, owner, colleague, profile):
    [city] = queries.scopes_of(officer, RoleName.OFFICER)
    cast = {"officer": officer, "owner": owner, "colleague": colleague}

    demo.load(**cast, city=city, actor=queries.system("demo"), at=clock.now())

    assert {str(one.deputy) for one in Deputyship.objects.all()} == {"Oskar Oltmann", str(colleague)}
    assert queries.open_invitations(scope=profile.reference).count() == 2
    [(errand, done)] = queries.latest_errands()
    assert (errand.for_whom, errand.is_open(at=clock.now()), len(done)) == (str(owner), False, 1)
    assert AuditRow.objects.filter(on_behalf_of=reference(Errand.objects.get()), verb="accounts.invite").count() == 1
