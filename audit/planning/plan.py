"""From the wanted result back through the company's own funnel to actions per seller and working day.

Quantities are never rounded here. A conversion nobody knows is never replaced by a guess of ours.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from audit.content.answer_values import SALE
from audit.content.loader import Content
from audit.content.relevance import BASE_ACTION
from audit.facts.facts import FOLLOW_UP, Facts
from audit.facts.funnels import Channel, guessed, known_channels, season, width_of
from audit.model import FEWEST_FOR_A_RATE, Estimate, Id, Key, Plan, PlannedAction, Stage, Text, key_of
from audit.planning.capacity import Demand, feasible, hours_of, shortages
from audit.planning.levers import lever, mix
from audit.planning.outlook import chain, today, today_of
from audit.planning.required_actions import Ranges, anyway, ranges
from audit.planning.schedule import When, schedule
from audit.planning.sources_of_sales import base_of, may_run_dry, pipeline_of, shares, split, target_of
from audit.planning.staff import Notes, minutes, staff, workers
from audit.planning.ways_out import Case, ways_out
from audit.planning.what_if import tally, what_if
from audit.stats.conversion_odds import Source

SAFE = 0.8  # a plan is called safe if it suffices 8 times in 10; design
MOST_SURE = 0.99  # beyond it the tails are guesswork; our judgement
TARGET_KEYS: tuple[Id, ...] = ("target_kind", "target_value", "target_period", "working_days")


def make_plan(
    facts: Facts,
    content: Content,
    as_of: date | None = None,
    country: str = "",
    probability: float = SAFE,
) -> Plan:
    """The plan three ways: point, even, safe; or why there is none yet, and what is missing.

    Without `as_of` it stands in no calendar.
    """
    channels, unknown = known_channels(facts)
    when = When(as_of, country) if as_of else None
    if _missing(facts) or not channels:
        return _without_counts(facts, content, when, probability)
    if all(channel.supply == 0 for channel in channels):
        return Plan(no_plan_yet=content.tell("plan_no_supply"), missing=unknown)
    planner = _Planner(facts, content, channels, probability)
    idle = next((role for role in planner.roles.values() if not role.person_days), None)
    if idle:
        return Plan(no_plan_yet=content.tell("plan_no_days", role=content.named(idle.id)), missing=unknown)
    return planner.plan(unknown, when)


def _without_counts(facts: Facts, content: Content, when: When | None, probability: float) -> Plan:
    """No plan: what is missing, what a guess would mean, what to count and until when."""
    missing, (counted, unknown) = _missing(facts), known_channels(facts)
    why = _why_no_target(missing, facts, content) if missing else _why_no_channel(facts, content)
    return Plan(
        no_plan_yet=why,
        missing=missing or unknown,
        probability=probability,
        what_if=() if missing else tuple(what_if(facts, content, probability)),
        tally=tally(facts, content, when.as_of, when.country) if when and not counted else None,
    )


def _why_no_target(missing: tuple[Key, ...], facts: Facts, content: Content) -> Text:
    """A target of nothing is no unknown one."""
    for key in missing:
        fact = facts.by_key.get(key)
        if fact and fact.state == "given":
            return content.tell("plan_zero", question=content.asks(key))
    return content.tell("plan_target_missing")


def _why_no_channel(facts: Facts, content: Content) -> Text:
    """A conversion of zero on the only way is no missing one."""
    for channel in facts.places["channel"]:
        steps = [step for step in facts.steps(channel) if step.metric != SALE]
        if steps and all(step.rate is not None for step in steps):
            stuck = min(steps, key=lambda step: step.rate or 0)
            names = {"step": content.named(stuck.metric), "channel": content.named(channel)}
            return content.tell("plan_zero_conversion", **names)
        few = next((s for s in steps if s.entered is not None and s.entered < FEWEST_FOR_A_RATE), None)
        if few:
            names = {"step": content.named(few.metric), "channel": content.named(channel)}
            return content.tell("plan_too_few", n=few.entered, least=FEWEST_FOR_A_RATE, **names)
    return content.tell("plan_conversions_missing")


def _missing(facts: Facts) -> tuple[Key, ...]:
    if not facts.places["role"]:
        return ("roles",)
    needed = [*TARGET_KEYS, *(key_of("sellers", role) for role in facts.places["role"])]
    if facts.value("target_kind") == "revenue":
        needed.append("average_sale")
    return tuple(k for k in needed if not (f := facts.by_key.get(k)) or f.state != "given" or not f.value)


class _Planner:
    """One computation: its inputs, and what it had to assume on the way."""

    def __init__(self, facts: Facts, content: Content, channels: list[Channel], probability: float) -> None:
        self.facts, self.content, self.channels = facts, content, channels
        self.probability = probability
        self.notes = Notes(content)
        if guessed(facts):
            self.notes.say("assume_guessed")
        told = any(channel.rests_on_opinion(channel.steps[0].metric) for channel in channels)
        if told or facts.number("base_response"):
            says = "counts_width" if facts.value("share_error") else "assume_width"
            self.notes.say(says, n=width_of(facts) * 100)
        if season(facts) != 1:
            self.notes.say("counts_season", n=season(facts) * 100)
        self.roles = staff(facts, self.notes)
        self.target = target_of(facts, self.notes)
        self.base = base_of(facts, self.roles, self.target, self.notes)
        self.pipeline = pipeline_of(facts, channels)

    def plan(self, unknown: tuple[Key, ...], when: When | None) -> Plan:
        facts, notes, channels = self.facts, self.notes, self.channels
        wanted, parts = self._left_for_channels(), self._parts()
        sales = split(channels, wanted, parts).sales
        spread = ranges(self.target, channels, parts, self._anyway(), self.probability)
        demand = self._demand(sales, spread)
        short = shortages("point", demand, facts, notes)
        short_safe = shortages("safe", demand, facts, notes)
        best = mix(channels, wanted, sales, facts, notes)
        case = Case(demand, short_safe, self.roles, spread.safe, self.target, self.probability, facts, notes)
        return Plan(
            missing=unknown,
            probability=self.probability,
            guessed=guessed(facts),
            target_per_month=self.target.per_month,
            chain=chain(self.target, self.base, self.pipeline, channels, sales, notes),
            actions=tuple(demand.actions),
            hours=tuple(demand.hours),
            feasible=feasible("point", short, demand, facts, notes),
            short_by=short,
            feasible_safe=feasible("safe", short_safe, demand, facts, notes),
            short_by_safe=short_safe,
            today=today(spread.safe, channels, facts, notes),
            calendar=schedule(demand, self.target.months, when, facts, notes) if when else None,
            ways_out=ways_out(case, best),
            mix=best,
            lever=lever(channels, wanted, parts, facts, notes),
            assumptions=notes.all(),
        )

    def _demand(self, sales: Mapping[Id, float], spread: Ranges) -> Demand:
        actions = [a for c in self.channels for a in self._channel_actions(c, sales[c.id], spread)]
        actions += self._base_actions()
        hours = tuple(hours_of(role, actions, self.facts, self.notes) for role in self.roles.values())
        return Demand(actions, hours, self.channels)

    # --- sales ---------------------------------------------------------------------------------------

    def _parts(self) -> dict[Id, float]:
        """What part of their sales each channel of the sellers' own should bring."""
        for channel in self.channels:
            if may_run_dry(channel, self.facts):
                self.notes.say("assume_supply", channel=self.content.named(channel.id))
        return shares(self.channels, self.facts, self.notes)

    def _anyway(self) -> tuple[Source, ...]:
        return anyway(self.target, self.base, self.pipeline)

    def _left_for_channels(self) -> float:
        """Sales a month that new clients have to bring."""
        target, repeat = self.target, self.base.sales(self.target)
        if repeat:
            enough = repeat >= target.per_month
            says = "assume_base_suffices" if enough else "assume_base_gives"
            self.notes.say(says, n=repeat, target=target.per_month)
        opened = self.pipeline.deals * self.pipeline.rate
        if opened:
            self.notes.say("counts_open_deals", deals=self.pipeline.deals, n=opened)
        return max(target.per_month - repeat - opened / target.months, 0)

    # --- actions -------------------------------------------------------------------------------------

    def _channel_actions(self, channel: Channel, sales: float, spread: Ranges) -> Iterable[PlannedAction]:
        for metric, quantity in channel.quantities(sales).items():
            share = spread.share(channel, metric, quantity)
            if not (share.point or share.even or share.safe):
                continue
            for role, part in workers(metric, self.roles, self.facts, self.notes).items():
                yield self._action(metric, channel, role, _times(share, part), metric)
            follow_ups = self.facts.number("follow_ups", metric)
            if follow_ups:
                self._assume_follow_ups(metric, follow_ups)
                for role, part in workers(FOLLOW_UP, self.roles, self.facts, self.notes).items():
                    yield self._action(FOLLOW_UP, channel, role, _times(share, part * follow_ups), metric)

    def _assume_follow_ups(self, metric: Id, follow_ups: float) -> None:
        if self.facts.value("rules", "conversion") != "usable":
            self.notes.say("assume_follow_ups", n=follow_ups, step=self.content.named(metric))

    def _base_actions(self) -> Iterable[PlannedAction]:
        for role, touches in self.base.touches.items():
            yield self._action(
                BASE_ACTION, None, role, Estimate(point=touches, even=touches, safe=touches), None
            )

    def _is_assumed(self, channel: Channel | None, step: Id | None) -> bool:
        """Whether the number rests on a share nobody counted: the channel's own, or the base's response."""
        if channel is None or step is None:
            return False
        return self.base.response is not None or channel.rests_on_opinion(step)

    def _action(
        self, metric: Id, channel: Channel | None, role: Id, per_month: Estimate, after: Id | None
    ) -> PlannedAction:
        described = self.content.metrics[metric]
        per_day = _times(per_month, 1 / self.roles[role].person_days)
        takes = minutes(metric, self.facts)
        return PlannedAction(
            metric=metric,
            stage=_stage(described.stage),
            channel=channel.id if channel else None,
            temperature=described.temperature,
            role=role,
            per_period=per_month,
            per_seller_per_day=per_day,
            minutes_per_action=takes,
            minutes_per_day=None if takes is None else per_day.point * takes,
            today=today_of(channel, metric, self.facts) if channel and metric == after else None,
            assumed=self._is_assumed(channel, after),
            step=after if after != metric else None,
        )


def _times(share: Estimate, factor: float) -> Estimate:
    return Estimate(
        point=share.point * factor,
        even=None if share.even is None else share.even * factor,
        safe=None if share.safe is None else share.safe * factor,
    )


def _stage(stage: str) -> Stage:
    return "leadgen" if stage == "leadgen" else "repeat" if stage == "repeat" else "conversion"
