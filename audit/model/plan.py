"""The plan: actions three ways, hours, calendar, levers, ways out, and what stands in its place."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from audit.model.base import Frozen, Id, Key, Stage, Text

WayKind = Literal["people", "conversion", "mix", "target", "leads", "report", "odds"]


EstimateKind = Literal["point", "even", "safe"]


class Estimate(Frozen):
    """A quantity three ways, never to be mixed up: `point` = target divided by the rates, `even` = suffices
    with probability 1/2, `safe` = suffices with the plan's probability; None where chance says nothing."""

    point: float
    even: float | None = None
    safe: float | None = None

    def of(self, kind: EstimateKind) -> float:
        """The quantity of one kind; where chance says nothing, the point."""
        value: float | None = getattr(self, kind)
        return self.point if value is None else value


class PlannedAction(Frozen):
    """How many of an action a role has to do.

    `minutes_per_day`: per seller, at the point plan; None: nobody timed it. `today`: a month of the whole
    department now; None: not known. `assumed`: a conversion after it is an opinion, no count. `step`: the
    funnel step it belongs to, where it is not one itself.
    """

    metric: Id
    stage: Stage
    channel: Id | None
    temperature: Literal["hot", "warm", "cold", "any"] | None
    role: Id
    period: Literal["month"] = "month"
    per_period: Estimate
    per_seller_per_day: Estimate
    minutes_per_action: float | None = None
    minutes_per_day: float | None
    today: float | None = None
    assumed: bool = False
    step: Id | None = None


class Hours(Frozen):
    """Minutes per seller and working day: what the point, even and safe plan need, what there is.

    `available` None: not known. `untimed`: actions whose minutes nobody knows; then the needed minutes are
    the least there are, as `says` does in words.
    """

    role: Id
    needed: float
    needed_even: float | None = None
    needed_safe: float | None = None
    available: float | None
    untimed: tuple[Id, ...] = ()
    says: Text | None = None


class Shortage(Frozen):
    """By how much a plan fails: minutes per seller and day of a role, or leads per month of a channel."""

    of: Literal["minutes", "leads", "head"]
    where: Id
    amount: float
    says: Text


class Likely(Frozen):
    """How likely the activity of today reaches the target."""

    probability: float
    says: Text


class Week(Frozen):
    """What one week asks for: a calendar week of the department, its working days, the steps in order."""

    starts: date
    working_days: int
    amounts: tuple["WeekAmount", ...]


class WeekAmount(Frozen):
    metric: Id
    channel: Id | None
    amount: Estimate


class Calendar(Frozen):
    """The period the target is for, its working days beside a usual month's, and when things must happen.

    `touches_by`: the last day on which a first touch of a channel can still become a sale in the period.
    `earlier`: what of the plan had to happen before the first week.
    """

    starts: date
    ends: date
    working_days: int
    usual_days: float
    touches_by: Mapping[Id, date] = {}
    earlier: tuple[WeekAmount, ...] = ()
    weeks: tuple[Week, ...] = ()
    says: tuple[Text, ...] = ()


class Lever(Frozen):
    """The conversion that, raised by what is plausible for it, saves most work at the point plan."""

    channel: Id
    metric: Id
    now: float
    then: float
    saves_minutes: float | None
    saves_actions: float
    says: Text


class MixLine(Frozen):
    """A channel's sales a month now and in the split with the least seller time; None: no limit."""

    channel: Id
    minutes_per_sale: float
    limit: float | None
    now: float
    best: float
    sales_per_hour: float


class Mix(Frozen):
    """Which channel should bring how much: hours a month now and at best, at the point plan."""

    lines: tuple[MixLine, ...]
    hours_now: float
    hours_best: float
    says: Text


class WayOut(Frozen):
    """What would make the safe plan fit, computed. `enough`: by itself."""

    kind: WayKind
    where: Id | None
    metric: Id | None = None
    now: float
    then: float
    enough: bool
    says: Text


class WhatIf(Frozen):
    """No plan: what the target would take through one channel if the guess were right. Sales per touch."""

    channel: Id
    low: float
    high: float
    per_period: Estimate
    per_seller_per_day: Estimate
    says: Text


class CountingTask(Frozen):
    """What to count, and for how long, until a plan is possible."""

    weeks: int
    starts: date
    possible_from: date
    steps: Mapping[Id, tuple[Id, ...]]
    says: Text


class Plan(Frozen):
    """From the wanted result back to actions. `feasible` None: hours or supply are not known.

    Either `no_plan_yet` says why nothing was computed, or `actions` are the plan. `feasible` and `short_by`
    judge the point plan, `feasible_safe` and `short_by_safe` the one that suffices with `probability`.
    `guessed`: the conversions are as told; nothing here is more than a supposition.
    """

    no_plan_yet: Text | None = None
    what_if: tuple[WhatIf, ...] = ()
    tally: CountingTask | None = None
    missing: tuple[Key, ...] = ()
    probability: float = 0.8
    guessed: bool = False
    target_per_month: float | None = None
    chain: tuple[Text, ...] = ()
    actions: tuple[PlannedAction, ...] = ()
    hours: tuple[Hours, ...] = ()
    feasible: bool | None = None
    short_by: tuple[Shortage, ...] = ()
    feasible_safe: bool | None = None
    short_by_safe: tuple[Shortage, ...] = ()
    today: Likely | None = None
    calendar: Calendar | None = None
    ways_out: tuple[WayOut, ...] = ()
    mix: Mix | None = None
    lever: Lever | None = None
    assumptions: tuple[Text, ...] = ()
