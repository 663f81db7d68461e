"""From the wanted result back through the company's own funnel to actions per seller and working day.

Quantities are never rounded here. A conversion nobody knows is never replaced by a guess of ours.
"""

from collections.abc import Iterable, Mapping
from math import ceil

from audit.content import Content
from audit.facts import BASE_ACTION, FOLLOW_UP, REPORTING_DAYS, Facts
from audit.funnels import Channel, guessed, known_channels
from audit.model import Hours, Id, Key, Plan, PlannedAction, Share, Shortage, Stage, Text, key_of
from audit.roles import does
from audit.words import joined

MONTHS: Mapping[str, int] = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}  # the calendar
UNTIMED_PLAUSIBLE = 30  # minutes an untimed action may take before the plan is in doubt; our judgement
TARGET_KEYS: tuple[Id, ...] = ("target_kind", "target_value", "target_period", "working_days")


def make_plan(facts: Facts, content: Content) -> Plan:
    """The point plan: target divided by the rates; or why there is none yet, and what is missing."""
    missing = _missing(facts)
    if missing:
        return Plan(no_plan_yet=content.tell("plan_target_missing"), missing=missing)
    channels, unknown = known_channels(facts)
    if not channels:
        return Plan(no_plan_yet=content.tell("plan_conversions_missing"), missing=unknown)
    if all(channel.supply == 0 for channel in channels):
        return Plan(no_plan_yet=content.tell("plan_no_supply"), missing=unknown)
    return _Planner(facts, content, channels).plan(unknown)


def _missing(facts: Facts) -> tuple[Key, ...]:
    if not facts.places["role"]:
        return ("roles",)
    needed = [*TARGET_KEYS, *(key_of("sellers", role) for role in facts.places["role"])]
    if facts.value("target_kind") == "revenue":
        needed.append("average_sale")
    return tuple(k for k in needed if not (f := facts.by_key.get(k)) or f.state != "given" or not f.value)


class _Planner:
    """One computation: its inputs, and what it had to assume on the way."""

    def __init__(self, facts: Facts, content: Content, channels: list[Channel]) -> None:
        self.facts, self.content, self.channels = facts, content, channels
        self.days = facts.number("working_days") or 0
        self.sellers = {role: facts.number("sellers", role) or 0 for role in facts.places["role"]}
        self.assumptions: list[Text] = []

    def plan(self, unknown: tuple[Key, ...]) -> Plan:
        if guessed(self.facts):
            self._assume("assume_guessed")
        target = self._target()
        base = self._base_actions()
        sales, shortages = self._sales_per_channel(self._left_for_channels(target, base))
        actions = [
            action for channel in self.channels for action in self._actions(channel, sales[channel.id])
        ]
        actions += base
        hours = tuple(self._hours(role, actions) for role in self.sellers)
        shortages += [short for one in hours if (short := self._short_of_minutes(one))]
        feasible = self._feasible(actions, hours, shortages)
        return Plan(
            missing=unknown,
            target_per_month=target,
            actions=tuple(actions),
            hours=hours,
            feasible=feasible,
            short_by=tuple(shortages),
            assumptions=tuple(dict.fromkeys(self.assumptions)),
        )

    def _assume(self, sentence: str, **values: object) -> None:
        self.assumptions.append(self.content.tell(sentence, **values))

    def _target(self) -> float:
        """Sales a month."""
        value = self.facts.number("target_value") or 0
        if self.facts.value("target_kind") == "revenue":
            value /= self.facts.number("average_sale") or 1
        return value / MONTHS[str(self.facts.value("target_period"))]

    # --- the client base -----------------------------------------------------------------------------

    def _base_actions(self) -> list[PlannedAction]:
        found = []
        for role in self.sellers:
            per_day = self._base_touches(role)
            if per_day is not None:
                found.append(self._action(BASE_ACTION, None, role, per_day * self.sellers[role] * self.days))
        return found

    def _base_touches(self, role: Id) -> float | None:
        """Repeat touches a day of one seller: the number already set, else base times frequency."""
        fixed = self.facts.number("base_touches_day", role)
        clients = self.facts.number("base_clients", role)
        frequency = self.facts.number("base_touches_month")
        if fixed is not None:
            return fixed
        return None if clients is None or frequency is None else clients * frequency / self.days

    def _from_base(self, base: list[PlannedAction]) -> float:
        """Repeat sales a month, where the target includes them."""
        if self.facts.value("target_kind") == "new_sales" or "repeat" not in self.facts.places["stage"]:
            return 0
        response = self.facts.number("base_response")
        if response is None or not base:
            self._assume("assume_base_gives_nothing")
            return 0
        return sum(action.per_period.point for action in base) * response / 100

    def _left_for_channels(self, target: float, base: list[PlannedAction]) -> float:
        """Sales a month that new clients have to bring."""
        repeat = self._from_base(base)
        if repeat:
            enough = repeat >= target
            self._assume("assume_base_suffices" if enough else "assume_base_gives", n=repeat, target=target)
        return max(target - repeat, 0)

    # --- channels ------------------------------------------------------------------------------------

    def _sales_per_channel(self, wanted: float) -> tuple[dict[Id, float], list[Shortage]]:
        """What comes by itself is used first; the rest falls to the channels sellers can work harder."""
        limited = [c for c in self.channels if c.supply is not None]
        own = [c for c in self.channels if c.supply is None]
        given = {c.id: (c.supply or 0) * c.chain for c in limited}
        enough = sum(given.values()) >= wanted
        if limited and (enough or not own):
            factor = wanted / sum(given.values()) if wanted else 0
            sales = {c: s * factor for c, s in given.items()} | {c.id: 0.0 for c in own}
            return sales, [] if enough else [self._short_of_leads(c, factor) for c in limited]
        rest = wanted - sum(given.values())
        found = {c: rest * share for c, share in self._shares(own).items()}
        return given | found, [s for c in own if (s := self._short_of_addressees(c, found[c.id]))]

    def _shares(self, own: list[Channel]) -> dict[Id, float]:
        for channel in own:
            if self._may_run_dry(channel):
                self._assume("assume_supply", channel=self.content.named(channel.id))
        said = {c.id: self.facts.number("channel_share", c.id) for c in own}
        total = sum(share or 0 for share in said.values())
        if total and None not in said.values():
            return {channel: (share or 0) / total for channel, share in said.items()}
        if len(own) > 1:
            self._assume("assume_even_split")
        return {c.id: 1 / len(own) for c in own}

    def _may_run_dry(self, channel: Channel) -> bool:
        """Whether leads of the channel come by themselves and nobody said how many."""
        fact = self.facts.get("supply", channel.id)
        return bool(fact and fact.state not in ("not_asked", "not_applicable"))

    def _short_of_addressees(self, channel: Channel, sales: float) -> Shortage | None:
        """By how many people a channel's plan exceeds those who can be found; attempts are not people."""
        people = [
            n for m, n in channel.quantities(sales).items() if self.content.metrics[m].unit != "actions"
        ]
        reach, needed = self.facts.number("reach", channel.id), max(people, default=0)
        if reach is None or needed <= reach:
            return None
        says = self.content.tell(
            "short_of_addressees",
            channel=self.content.named(channel.id),
            needed=needed,
            reach=reach,
            lacking=needed - reach,
        )
        return Shortage(of="leads", where=channel.id, amount=needed - reach, says=says)

    def _short_of_leads(self, channel: Channel, factor: float) -> Shortage:
        supply = channel.supply or 0
        lacking = supply * (factor - 1)
        says = self.content.tell(
            "short_of_leads" if channel.chain * factor <= 1 else "short_of_leads_hopeless",
            channel=self.content.named(channel.id),
            needed=supply * factor,
            supply=supply,
            lacking=lacking,
            now=channel.chain * 100,
            then=channel.chain * factor * 100,
        )
        return Shortage(of="leads", where=channel.id, amount=lacking, says=says)

    def _actions(self, channel: Channel, sales: float) -> Iterable[PlannedAction]:
        for metric, quantity in channel.quantities(sales).items() if sales else ():
            for role, share in self._workers(metric).items():
                yield self._action(metric, channel.id, role, quantity * share)
            follow_ups = self.facts.number("follow_ups", metric)
            if follow_ups:
                self._assume_follow_ups(metric, follow_ups)
                for role, share in self._workers(FOLLOW_UP).items():
                    yield self._action(FOLLOW_UP, channel.id, role, quantity * share * follow_ups)

    def _assume_follow_ups(self, metric: Id, follow_ups: float) -> None:
        if self.facts.value("rules", "conversion") != "usable":
            self._assume("assume_follow_ups", n=follow_ups, step=self.content.named(metric))

    def _workers(self, metric: Id) -> dict[Id, float]:
        """The roles that do an action, each with its part of the work, by headcount."""
        doing = [r for r in self.sellers if does(r, self.content.metrics[metric], self.facts)]
        roles = doing or list(self.sellers)
        if len(roles) > 1:
            self._assume("assume_shared", metric=self.content.named(metric))
        people = sum(self.sellers[role] for role in roles)
        return {role: self.sellers[role] / people for role in roles}

    # --- people and hours ----------------------------------------------------------------------------

    def _action(self, metric: Id, channel: Id | None, role: Id, per_month: float) -> PlannedAction:
        described = self.content.metrics[metric]
        per_day = per_month / self.sellers[role] / self.days
        minutes = self._minutes(metric)
        return PlannedAction(
            metric=metric,
            stage=_stage(described.stage),
            channel=channel,
            temperature=described.temperature,
            role=role,
            per_period=Share(point=per_month),
            per_seller_per_day=Share(point=per_day),
            minutes_per_day=None if minutes is None else per_day * minutes,
        )

    def _minutes(self, metric: Id) -> float | None:
        if metric == FOLLOW_UP:
            return self.facts.number("follow_up_minutes")
        return self.facts.number("action_minutes", metric)

    def _hours(self, role: Id, actions: list[PlannedAction]) -> Hours:
        needed = sum(a.minutes_per_day or 0 for a in actions if a.role == role)
        every = str(self.facts.value("report_every", role))
        reporting = (self.facts.number("report_minutes", role) or 0) / REPORTING_DAYS.get(every, 1)
        if reporting:
            self._assume("assume_reporting", role=self.content.named(role), n=round(reporting))
        return Hours(
            role=role, needed=needed + reporting, available=self.facts.number("selling_minutes", role)
        )

    def _short_of_minutes(self, hours: Hours) -> Shortage | None:
        if hours.available is None or hours.needed <= hours.available:
            return None
        lacking = hours.needed - hours.available
        name = self.content.named(hours.role)
        says = self.content.tell(
            "short_of_minutes",
            role=name,
            lacking=ceil(lacking),
            needed=ceil(hours.needed),
            available=round(hours.available),
        )
        return Shortage(of="minutes", where=hours.role, amount=lacking, says=says)

    def _feasible(
        self, actions: list[PlannedAction], hours: tuple[Hours, ...], shortages: list[Shortage]
    ) -> bool | None:
        if shortages:
            return False
        fits = [self._fits(one, actions) for one in hours]
        supplied = not any(self._may_run_dry(c) for c in self.channels if c.supply is None)
        return True if all(fits) and supplied else None

    def _fits(self, hours: Hours, actions: list[PlannedAction]) -> bool:
        """Whether the role's hours suffice even if what nobody timed takes its plausible time."""
        if hours.available is None:
            return False
        untimed = [a for a in actions if a.role == hours.role and a.minutes_per_day is None]
        untimed = [a for a in untimed if self.content.metrics[a.metric].kind == "action"]
        count = sum(a.per_seller_per_day.point for a in untimed)
        if not count:
            return True
        longest = (hours.available - hours.needed) / count
        names = dict.fromkeys(self.content.named(a.metric) for a in untimed)
        self._assume("assume_untimed", actions=joined(list(names)), longest=int(longest))
        return longest >= UNTIMED_PLAUSIBLE


def _stage(stage: str) -> Stage:
    return "leadgen" if stage == "leadgen" else "repeat" if stage == "repeat" else "conversion"
