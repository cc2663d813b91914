"""Settlements reckoned by hand: each with its arithmetic written out beside it. Sums are euros here, cents there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from quartierwerk.rooms.funding.rules import (
    CameIn,
    Expense,
    Financing,
    Income,
    IncomeKind,
    Plan,
    Promise,
    Rounding,
    SpentOn,
    Terms,
    Use,
)

OWN, THIRD, TAKINGS = IncomeKind.OWN, IncomeKind.THIRD_PARTY, IncomeKind.TAKINGS
FIXED, SHARE, DEFICIT, FULL = Financing.FIXED_SUM, Financing.SHARE, Financing.DEFICIT, Financing.FULL
TITLES = {OWN: "Eigene Mittel", THIRD: "Stiftung", TAKINGS: "Eintritt"}


def cents(euros: float) -> int:
    return round(euros * 100)


@dataclass(frozen=True, kw_only=True)
class Settled:
    """One settlement: what was planned, granted, spent and received, and what the grant comes to."""

    why: str
    by_hand: str
    """The arithmetic."""
    financing: Financing
    granted: float
    final: float
    planned: tuple[float, ...] = (10_000,)
    """The lines of the plan."""
    spent: tuple[float, ...] = ()
    """The same lines in the end, then what was not planned; as planned where nothing is said."""
    cover: dict[IncomeKind, float] = field(default_factory=lambda: {OWN: 2_000, THIRD: 3_000})
    received: dict[IncomeKind, float] | None = None
    """As planned where nothing is said."""
    refused: dict[int, float] = field(default_factory=dict)
    """What the office does not accept, by line."""
    ineligible: tuple[int, ...] = ()
    """Lines that the plan itself does not fund."""
    agreed: tuple[int, ...] = ()
    """Lines that may cost more."""
    hours: tuple[float, float] = (0, 0)
    """Voluntary work, planned and done."""
    terms: dict[str, Any] = field(default_factory=dict)

    @property
    def under(self) -> Terms:
        return Terms(financing=self.financing, **self.terms)

    @property
    def plan(self) -> Plan:
        costs = [
            Expense(title=f"Posten {number}", cents=cents(one), is_eligible=number not in self.ineligible)
            for number, one in enumerate(self.planned)
        ]
        incomes = [
            Income(kind=kind, title=TITLES[kind], cents=cents(one), promise=Promise.PROMISED)
            for kind, one in self.cover.items()
        ]
        return Plan(
            expenses=tuple(costs),
            incomes=tuple(incomes),
            volunteer_minutes=round(self.hours[0] * 60),
            asked_cents=sum(one.cents for one in costs) - sum(one.cents for one in incomes),
        )

    @property
    def use(self) -> Use:
        spent, received = self.spent or self.planned, self.cover if self.received is None else self.received
        lines = [
            SpentOn(
                title=f"Posten {number}",
                planned=cents(self.planned[number]) if number < len(self.planned) else 0,
                claimed=cents(one),
                refused=cents(self.refused.get(number, 0)),
                reason="Kein Beleg." if number in self.refused else "",
                is_eligible=number not in self.ineligible,
                may_exceed=number in self.agreed,
            )
            for number, one in enumerate(spent)
        ]
        kinds = [kind for kind in IncomeKind if kind in self.cover or kind in received]
        came = [
            CameIn(
                kind=kind,
                title=TITLES[kind],
                planned=cents(self.cover.get(kind, 0)),
                received=cents(received.get(kind, 0)),
            )
            for kind in kinds
        ]
        return Use(spent=tuple(lines), came=tuple(came), volunteer_minutes=round(self.hours[1] * 60))


CAPPED = {"cap_by_uncovered": True}
SMALL = {"small_change_cents": 500_00}
VOLUNTEERS = {"volunteer_rate_cents": 15_00, "volunteer_cap_bp": 2_000}

SETTLED = (
    # The worked example: 10,000 planned, own 2,000, third-party 3,000, grant 5,000; 8,000 spent.
    Settled(
        why="example, fixed sum",
        by_hand="min(5,000; 8,000 spent) = 5,000; savings change nothing",
        financing=FIXED,
        granted=5_000,
        spent=(8_000,),
        final=5_000,
    ),
    Settled(
        why="example, fixed sum that never exceeds what is uncovered",
        by_hand="8,000 − (2,000 + 3,000) = 3,000",
        financing=FIXED,
        granted=5_000,
        spent=(8_000,),
        terms=CAPPED,
        final=3_000,
    ),
    Settled(
        why="example, share",
        by_hand="5,000 ÷ 10,000 = 50 %; 50 % of 8,000 = 4,000",
        financing=SHARE,
        granted=5_000,
        spent=(8_000,),
        final=4_000,
    ),
    Settled(
        why="example, deficit",
        by_hand="8,000 − (2,000 + 3,000) = 3,000",
        financing=DEFICIT,
        granted=5_000,
        spent=(8_000,),
        final=3_000,
    ),
    # As planned
    *(
        Settled(
            why=f"all as planned, {financing}",
            by_hand="nothing has changed: 5,000",
            financing=financing,
            granted=5_000,
            final=5_000,
        )
        for financing in (FIXED, SHARE, DEFICIT)
    ),
    Settled(
        why="all as planned, full",
        by_hand="10,000 − 0 = 10,000",
        financing=FULL,
        granted=10_000,
        cover={},
        final=10_000,
    ),
    # Fixed sum
    Settled(
        why="fixed sum, spent less than the grant",
        by_hand="min(5,000; 4,200) = 4,200",
        financing=FIXED,
        granted=5_000,
        spent=(4_200,),
        final=4_200,
    ),
    Settled(
        why="fixed sum, other money doubled",
        by_hand="min(5,000; 10,000) = 5,000; further income changes nothing",
        financing=FIXED,
        granted=5_000,
        received={OWN: 4_000, THIRD: 6_000},
        final=5_000,
    ),
    Settled(
        why="fixed sum, capped, other money more than all costs",
        by_hand="10,000 − 12,000 < 0, so 0",
        financing=FIXED,
        granted=5_000,
        received={OWN: 6_000, THIRD: 6_000},
        terms=CAPPED,
        final=0,
    ),
    Settled(
        why="fixed sum, capped, takings nobody planned",
        by_hand="10,000 − (2,000 + 3,000 + 400) = 4,600",
        financing=FIXED,
        granted=5_000,
        received={OWN: 2_000, THIRD: 3_000, TAKINGS: 400},
        terms=CAPPED,
        final=4_600,
    ),
    Settled(
        why="fixed sum, most of it refused",
        by_hand="10,000 − 6,000 refused = 4,000; min(5,000; 4,000) = 4,000",
        financing=FIXED,
        granted=5_000,
        refused={0: 6_000},
        final=4_000,
    ),
    Settled(
        why="fixed sum, nothing spent",
        by_hand="min(5,000; 0) = 0",
        financing=FIXED,
        granted=5_000,
        spent=(0,),
        final=0,
    ),
    # Share
    Settled(
        why="share, costs risen: the grant does not rise",
        by_hand="50 % of 11,000 = 5,500, at most the 5,000 granted",
        financing=SHARE,
        granted=5_000,
        spent=(11_000,),
        received={OWN: 3_000, THIRD: 3_000},
        final=5_000,
    ),
    Settled(
        why="share, further income",
        by_hand="50 % of (10,000 − 1,000 more than planned) = 4,500",
        financing=SHARE,
        granted=5_000,
        received={OWN: 2_000, THIRD: 4_000},
        final=4_500,
    ),
    Settled(
        why="share, further income that pays for higher costs",
        by_hand="50 % of (11,000 − 1,000) = 5,000: the net effect is nothing",
        financing=SHARE,
        granted=5_000,
        spent=(11_000,),
        received={OWN: 2_000, THIRD: 4_000},
        final=5_000,
    ),
    Settled(
        why="share, further income half of which pays for higher costs",
        by_hand="50 % of (10,500 − 1,000) = 4,750",
        financing=SHARE,
        granted=5_000,
        spent=(10_500,),
        received={OWN: 2_000, THIRD: 4_000},
        final=4_750,
    ),
    Settled(
        why="share, saved and further income",
        by_hand="50 % of (9,000 − 600) = 4,200",
        financing=SHARE,
        granted=5_000,
        spent=(9_000,),
        received={OWN: 2_000, THIRD: 3_600},
        final=4_200,
    ),
    Settled(
        why="share, a sponsor stayed away and the group paid itself",
        by_hand="other money 5,000 as needed; 50 % of 10,000 = 5,000",
        financing=SHARE,
        granted=5_000,
        received={OWN: 5_000, THIRD: 0},
        final=5_000,
    ),
    Settled(
        why="share, a sponsor stayed away and the group saved",
        by_hand="50 % of 7,000 = 3,500; less other money than planned raises nothing",
        financing=SHARE,
        granted=5_000,
        spent=(7_000,),
        received={OWN: 2_000, THIRD: 1_500},
        final=3_500,
    ),
    Settled(
        why="share of a third, rounded down",
        by_hand="1,000 ÷ 3,000 = 1/3; 1/3 of 2,500.01 = 833.336…, down 833.33",
        financing=SHARE,
        granted=1_000,
        planned=(3_000,),
        cover={OWN: 2_000},
        spent=(2_500.01,),
        final=833.33,
    ),
    Settled(
        why="share of a third, rounded half up",
        by_hand="1/3 of 2,500.01 = 833.336…, half up 833.34",
        financing=SHARE,
        granted=1_000,
        planned=(3_000,),
        cover={OWN: 2_000},
        spent=(2_500.01,),
        terms={"rounding": Rounding.HALF_UP},
        final=833.34,
    ),
    Settled(
        why="share, exactly half a cent, rounded half up",
        by_hand="50 % of 7,999.99 = 3,999.995, half up 4,000.00",
        financing=SHARE,
        granted=5_000,
        spent=(7_999.99,),
        terms={"rounding": Rounding.HALF_UP},
        final=4_000,
    ),
    Settled(
        why="share, exactly half a cent, rounded down",
        by_hand="50 % of 7,999.99 = 3,999.995, down 3,999.99",
        financing=SHARE,
        granted=5_000,
        spent=(7_999.99,),
        final=3_999.99,
    ),
    Settled(
        why="share, capped by what is uncovered",
        by_hand="50 % of 8,000 = 4,000; 8,000 − 5,000 = 3,000 is less",
        financing=SHARE,
        granted=5_000,
        spent=(8_000,),
        terms=CAPPED,
        final=3_000,
    ),
    Settled(
        why="share, less granted than asked, and the group brought the rest",
        by_hand="4,000 ÷ 10,000 = 40 %; needed beside it 6,000, came 6,000: 40 % of 10,000 = 4,000",
        financing=SHARE,
        granted=4_000,
        received={OWN: 3_000, THIRD: 3_000},
        final=4_000,
    ),
    Settled(
        why="share, less granted than asked, and the group did less",
        by_hand="40 % of 9,000 = 3,600",
        financing=SHARE,
        granted=4_000,
        spent=(9_000,),
        final=3_600,
    ),
    # Deficit and full
    Settled(
        why="deficit, costs risen",
        by_hand="11,000 − 5,000 = 6,000, at most the 5,000 granted",
        financing=DEFICIT,
        granted=5_000,
        spent=(11_000,),
        final=5_000,
    ),
    Settled(
        why="deficit, further income",
        by_hand="10,000 − 6,000 = 4,000",
        financing=DEFICIT,
        granted=5_000,
        received={OWN: 2_000, THIRD: 4_000},
        final=4_000,
    ),
    Settled(
        why="deficit, further income that pays for higher costs",
        by_hand="11,000 − 6,000 = 5,000",
        financing=DEFICIT,
        granted=5_000,
        spent=(11_000,),
        received={OWN: 2_000, THIRD: 4_000},
        final=5_000,
    ),
    Settled(
        why="deficit, a sponsor stayed away",
        by_hand="10,000 − 2,000 = 8,000, at most the 5,000 granted",
        financing=DEFICIT,
        granted=5_000,
        received={OWN: 2_000, THIRD: 0},
        final=5_000,
    ),
    Settled(
        why="deficit, a sponsor stayed away and the group saved as much",
        by_hand="7,000 − 2,000 = 5,000",
        financing=DEFICIT,
        granted=5_000,
        spent=(7_000,),
        received={OWN: 2_000, THIRD: 0},
        final=5_000,
    ),
    Settled(
        why="deficit, no deficit",
        by_hand="5,000 − 5,500 < 0, so 0",
        financing=DEFICIT,
        granted=5_000,
        spent=(5_000,),
        received={OWN: 2_000, THIRD: 3_000, TAKINGS: 500},
        final=0,
    ),
    Settled(
        why="deficit, less granted than asked, and the group brought the rest",
        by_hand="10,000 − 6,000 = 4,000",
        financing=DEFICIT,
        granted=4_000,
        received={OWN: 3_000, THIRD: 3_000},
        final=4_000,
    ),
    Settled(
        why="full, saved",
        by_hand="9,100 − 0 = 9,100",
        financing=FULL,
        granted=10_000,
        cover={},
        spent=(9_100,),
        final=9_100,
    ),
    Settled(
        why="full, takings nobody planned",
        by_hand="10,000 − 250 = 9,750",
        financing=FULL,
        granted=10_000,
        cover={},
        received={TAKINGS: 250},
        final=9_750,
    ),
    # Small changes
    Settled(
        why="deficit, exactly as little as changes nothing",
        by_hand="5,000 − (9,500 − 5,000) = 500 less, not more than 500: 5,000",
        financing=DEFICIT,
        granted=5_000,
        spent=(9_500,),
        terms=SMALL,
        final=5_000,
    ),
    Settled(
        why="deficit, one cent more",
        by_hand="9,499.99 − 5,000 = 4,499.99; 500.01 is more than 500",
        financing=DEFICIT,
        granted=5_000,
        spent=(9_499.99,),
        terms=SMALL,
        final=4_499.99,
    ),
    Settled(
        why="share, a small saving and a small further income",
        by_hand="300 saved + 200 more income = 500, not more than 500: 5,000",
        financing=SHARE,
        granted=5_000,
        spent=(9_700,),
        received={OWN: 2_000, THIRD: 3_200},
        terms=SMALL,
        final=5_000,
    ),
    Settled(
        why="share, the same and a cent",
        by_hand="300.01 + 200 = 500.01; 50 % of (9,699.99 − 200) = 4,749.995, down 4,749.99",
        financing=SHARE,
        granted=5_000,
        spent=(9_699.99,),
        received={OWN: 2_000, THIRD: 3_200},
        terms=SMALL,
        final=4_749.99,
    ),
    Settled(
        why="full, a small change never pays more than was spent",
        by_hand="300 saved, not more than 500; but at most the 9,700 spent",
        financing=FULL,
        granted=10_000,
        cover={},
        spent=(9_700,),
        terms=SMALL,
        final=9_700,
    ),
    # Lines
    Settled(
        why="a line 20 % above the plan, saved on another",
        by_hand="6,000 × 1.2 = 7,200 counts whole; 7,200 + 2,800 = 10,000; 50 % = 5,000",
        financing=SHARE,
        granted=5_000,
        planned=(6_000, 4_000),
        spent=(7_200, 2_800),
        final=5_000,
    ),
    Settled(
        why="a line more than 20 % above the plan",
        by_hand="of 7,500 only 7,200 counts; 7,200 + 2,500 = 9,700; 50 % = 4,850",
        financing=SHARE,
        granted=5_000,
        planned=(6_000, 4_000),
        spent=(7_500, 2_500),
        final=4_850,
    ),
    Settled(
        why="the same, and the office agrees",
        by_hand="7,500 + 2,500 = 10,000; 50 % = 5,000",
        financing=SHARE,
        granted=5_000,
        planned=(6_000, 4_000),
        spent=(7_500, 2_500),
        agreed=(0,),
        final=5_000,
    ),
    Settled(
        why="a line that nobody planned",
        by_hand="800 was not planned and counts for nothing; 6,000 + 3,200 = 9,200; 50 % = 4,600",
        financing=SHARE,
        granted=5_000,
        planned=(6_000, 4_000),
        spent=(6_000, 3_200, 800),
        final=4_600,
    ),
    Settled(
        why="a line that nobody planned, and the office agrees",
        by_hand="6,000 + 3,200 + 800 = 10,000; 50 % = 5,000",
        financing=SHARE,
        granted=5_000,
        planned=(6_000, 4_000),
        spent=(6_000, 3_200, 800),
        agreed=(2,),
        final=5_000,
    ),
    Settled(
        why="no tolerance at all",
        by_hand="of 6,100 only 6,000 counts; 6,000 + 3,900 = 9,900; 50 % = 4,950",
        financing=SHARE,
        granted=5_000,
        planned=(6_000, 4_000),
        spent=(6_100, 3_900),
        terms={"line_tolerance_bp": 0},
        final=4_950,
    ),
    Settled(
        why="a receipt refused, deficit",
        by_hand="(10,000 − 350) − 5,000 = 4,650",
        financing=DEFICIT,
        granted=5_000,
        planned=(6_000, 4_000),
        refused={1: 350},
        final=4_650,
    ),
    Settled(
        why="a receipt refused, share",
        by_hand="50 % of (10,000 − 350) = 4,825",
        financing=SHARE,
        granted=5_000,
        planned=(6_000, 4_000),
        refused={1: 350},
        final=4_825,
    ),
    Settled(
        why="refused on a line above its tolerance: what is refused goes first",
        by_hand="7,500 − 200 = 7,300, of which 7,200 counts; 7,200 + 2,500 = 9,700; 9,700 − 5,000 = 4,700",
        financing=DEFICIT,
        granted=5_000,
        planned=(6_000, 4_000),
        spent=(7_500, 2_500),
        refused={0: 200},
        final=4_700,
    ),
    # What the plan itself does not fund
    Settled(
        why="deficit, a line not funded, all as planned",
        by_hand="other money 5,000 pays 500 of the party first; 9,500 − 4,500 = 5,000",
        financing=DEFICIT,
        granted=5_000,
        planned=(9_500, 500),
        ineligible=(1,),
        final=5_000,
    ),
    Settled(
        why="deficit, a line not funded cost more: nobody pays for that",
        by_hand="of 900 only the planned 500 are paid first; 9,500 − 4,500 = 5,000",
        financing=DEFICIT,
        granted=5_000,
        planned=(9_500, 500),
        spent=(9_500, 900),
        ineligible=(1,),
        final=5_000,
    ),
    Settled(
        why="deficit, a line not funded fell away: its money is there for the rest",
        by_hand="9,500 − 5,000 = 4,500",
        financing=DEFICIT,
        granted=5_000,
        planned=(9_500, 500),
        spent=(9_500, 0),
        ineligible=(1,),
        final=4_500,
    ),
    Settled(
        why="share, a line not funded",
        by_hand="5,000 ÷ 9,500; of 7,600: 5,000 × 7,600 ÷ 9,500 = 4,000",
        financing=SHARE,
        granted=5_000,
        planned=(9_500, 500),
        spent=(7_600, 500),
        ineligible=(1,),
        final=4_000,
    ),
    # Voluntary work
    Settled(
        why="share with voluntary work as planned",
        by_hand="80 h × 15 = 1,200; base 8,800 + 1,200 = 10,000; 5,000 ÷ 10,000 of 10,000 = 5,000",
        financing=SHARE,
        granted=5_000,
        planned=(8_800,),
        cover={OWN: 800, THIRD: 3_000},
        hours=(80, 80),
        terms=VOLUNTEERS,
        final=5_000,
    ),
    Settled(
        why="share, half the hours",
        by_hand="40 h × 15 = 600; base 8,800 + 600 = 9,400; 50 % = 4,700",
        financing=SHARE,
        granted=5_000,
        planned=(8_800,),
        cover={OWN: 800, THIRD: 3_000},
        hours=(80, 40),
        terms=VOLUNTEERS,
        final=4_700,
    ),
    Settled(
        why="share, more hours than count",
        by_hand="300 h × 15 = 4,500, at most 20 % of 8,800 = 1,760; base 10,560; 50 % = 5,280, at most 5,000",
        financing=SHARE,
        granted=5_000,
        planned=(8_800,),
        cover={OWN: 800, THIRD: 3_000},
        hours=(80, 300),
        terms=VOLUNTEERS,
        final=5_000,
    ),
    Settled(
        why="share, saved money is not made up by hours beyond their cap",
        by_hand="80 h × 15 = 1,200, at most 20 % of 5,000 = 1,000; base 6,000; 50 % = 3,000",
        financing=SHARE,
        granted=5_000,
        planned=(8_800,),
        spent=(5_000,),
        cover={OWN: 800, THIRD: 3_000},
        hours=(80, 80),
        terms=VOLUNTEERS,
        final=3_000,
    ),
    Settled(
        why="share, hardly any money spent: hours are never paid out",
        by_hand="90 % rate: 900 ÷ 1,000; base 800 + 160 = 960; 90 % = 864, at most the 800 spent",
        financing=SHARE,
        granted=900,
        planned=(1_000,),
        spent=(800,),
        cover={OWN: 100},
        hours=(0, 20),
        terms=VOLUNTEERS,
        final=800,
    ),
    Settled(
        why="deficit, hours count for nothing there",
        by_hand="8,000 − 5,000 = 3,000; work is expenditure and own share at once",
        financing=DEFICIT,
        granted=5_000,
        spent=(8_000,),
        hours=(80, 200),
        terms=VOLUNTEERS,
        final=3_000,
    ),
)
