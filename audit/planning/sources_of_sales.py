"""What has to bring the target: open deals, the client base, what comes by itself, what sellers find.

The point way: target divided by the rates, nothing rounded.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from audit.content.answer_values import SALE
from audit.facts.facts import Facts
from audit.facts.funnels import Channel, season, width_of
from audit.model import FEWEST_FOR_A_RATE, Id
from audit.planning.staff import Notes, Role
from audit.stats.conversion_odds import Beta, counted, opinion

MONTHS: Mapping[str, int] = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}  # the calendar
USUAL_SPREAD = 0.5  # of one sale's size around the average, where nobody said; our judgement
LARGEST_OF_TEN = 1.54  # standard deviations above the mean; order statistics: Tippett 1925
ITS_SKEW = 0.39  # ... and more where sizes differ much: a Gamma's; fitted, our judgement


@dataclass(frozen=True)
class Target:
    """Sales a month, for so many months. `worth`: money one sale brings, 1 where sales are counted."""

    per_month: float
    months: int
    worth: float
    spread: float

    @property
    def total(self) -> float:
        """What must be reached in the whole period, in the target's own unit."""
        return self.per_month * self.months * self.worth


def target_of(facts: Facts, notes: Notes) -> Target:
    """The target as sales a month."""
    value, months = facts.number("target_value") or 0, MONTHS[str(facts.value("target_period"))]
    if facts.value("target_kind") != "revenue":
        return Target(value / months, months, 1.0, 0.0)
    average = facts.number("average_sale") or 1
    return Target(value / average / months, months, average, _spread(facts, average, notes))


def _spread(facts: Facts, average: float, notes: Notes) -> float:
    """How far single sales lie from the average, as a part of it: from the largest of ten."""
    largest = facts.number("largest_of_ten")
    if largest is None or largest < average:
        notes.say("assume_spread", n=USUAL_SPREAD * 100)
        return USUAL_SPREAD
    above = largest / average - 1
    root = (LARGEST_OF_TEN**2 + 4 * ITS_SKEW * above) ** 0.5
    return float((root - LARGEST_OF_TEN) / (2 * ITS_SKEW))


@dataclass(frozen=True)
class Base:
    """The client base: touches a month per role, how surely one ends in a sale, and what that is worth.

    `response` None: the target counts no repeat sales, or nobody knows how many there are.
    """

    touches: Mapping[Id, float]
    response: Beta | None
    rate: float
    worth: float

    def sales(self, target: Target) -> float:
        """Repeat sales a month, as sales of the average size."""
        return sum(self.touches.values()) * self.rate * self.worth / target.worth


def base_of(facts: Facts, roles: Mapping[Id, Role], target: Target, notes: Notes) -> Base:
    """What the base asks for and what it brings where the target includes it."""
    touches = {r: n for r, role in roles.items() if (n := _touches(facts, role)) is not None}
    included = facts.value("target_kind") != "new_sales" and "repeat" in facts.places["stage"]
    response = facts.number("base_response")
    if not included or response is None or not touches:
        if included:
            notes.say("assume_base_gives_nothing")
        return Base(touches, None, 0.0, 0.0)
    worth = facts.number("repeat_sale") or target.worth if target.worth != 1 else 1.0
    rate = min(response / 100 * season(facts), 1.0)
    return Base(touches, opinion(rate, width_of(facts)) if rate else None, rate, worth)


def _touches(facts: Facts, role: Role) -> float | None:
    """Repeat touches a month of a role: the number already set, else what can be reached times frequency."""
    fixed = facts.number("base_touches_day", role.id)
    clients = facts.number("base_clients", role.id)
    frequency = facts.number("base_touches_month")
    if fixed is not None:
        return fixed * role.person_days
    if clients is None or frequency is None:
        return None
    reached = facts.number("base_reached")
    return clients * (1.0 if reached is None else reached / 100) * frequency * role.people


@dataclass(frozen=True)
class Pipeline:
    """Deals already open at the start, and how likely one of them closes."""

    deals: float
    odds: Beta | None
    rate: float


def pipeline_of(facts: Facts, channels: Sequence[Channel]) -> Pipeline:
    """Open deals close as often as the last step before the sale did, over all channels."""
    deals = facts.number("open_deals") or 0
    last = [step for c in channels for step in c.steps[-2:] if step.metric != SALE][-len(channels) :]
    entered = sum(step.entered or 0 for step in last)
    passed = sum(step.passed or 0 for step in last)
    if not deals or not last:
        return Pipeline(0.0, None, 0.0)
    if entered >= FEWEST_FOR_A_RATE:
        return Pipeline(deals, counted(passed, entered), passed / entered)
    rate = sum(step.rate or 0 for step in last) / len(last)
    return Pipeline(deals, opinion(rate, width_of(facts)), rate)


@dataclass(frozen=True)
class Split:
    """Sales a month of every channel in the point plan; `factor`: of the supply that is used.

    `grows`: the channels that have to bring more when luck is bad.
    """

    sales: Mapping[Id, float]
    grows: tuple[Id, ...]
    factor: float = 1.0
    enough: bool = True


def split(channels: Sequence[Channel], wanted: float, shares: Mapping[Id, float]) -> Split:
    """What comes by itself is used first; the rest falls to the channels sellers can work harder."""
    limited = [c for c in channels if c.supply is not None]
    own = [c for c in channels if c.supply is None]
    given = {c.id: (c.supply or 0) * c.chain for c in limited}
    enough = sum(given.values()) >= wanted
    if limited and (enough or not own):
        factor = wanted / sum(given.values()) if wanted else 0.0
        sales = {c: s * factor for c, s in given.items()} | {c.id: 0.0 for c in own}
        return Split(sales, tuple(given), factor, enough)
    rest = wanted - sum(given.values())
    return Split(given | {c: rest * part for c, part in shares.items()}, tuple(shares))


def shares(channels: Sequence[Channel], facts: Facts, notes: Notes) -> dict[Id, float]:
    """What part of the sales sellers win themselves each channel should bring: as said, else evenly."""
    own = [c for c in channels if c.supply is None]
    said = {c.id: facts.number("channel_share", c.id) for c in own}
    total = sum(share or 0 for share in said.values())
    if total and None not in said.values():
        return {channel: (share or 0) / total for channel, share in said.items()}
    if len(own) > 1:
        notes.say("assume_even_split")
    return {c.id: 1 / len(own) for c in own}


def may_run_dry(channel: Channel, facts: Facts) -> bool:
    """Whether leads of the channel come by themselves and nobody said how many."""
    fact = facts.get("supply", channel.id)
    return channel.supply is None and bool(fact and fact.state not in ("not_asked", "not_applicable"))
