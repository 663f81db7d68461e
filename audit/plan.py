"""From the wanted result back through the company's own funnel to actions per seller and working day.

Quantities are never rounded here. A conversion nobody knows is never replaced by a guess of ours.
"""

from collections.abc import Iterable

from audit.capacity import feasible, hours_of, shortages
from audit.content import Content
from audit.facts import BASE_ACTION, FOLLOW_UP, Facts
from audit.funnels import Channel, guessed, known_channels
from audit.model import Id, Key, Plan, PlannedAction, Share, Stage, key_of
from audit.ranges import Ranges, anyway, ranges
from audit.split import Split, base_of, may_run_dry, pipeline_of, shares, split, target_of
from audit.staff import Notes, minutes, staff, workers

SAFE = 0.8  # a plan is called safe if it suffices 8 times in 10; the bar
MOST_SURE = 0.99  # beyond it the tails are guesswork; our judgement
TARGET_KEYS: tuple[Id, ...] = ("target_kind", "target_value", "target_period", "working_days")


def make_plan(facts: Facts, content: Content, probability: float = SAFE) -> Plan:
    """The plan three ways: point, even, safe; or why there is none yet, and what is missing."""
    missing = _missing(facts)
    if missing:
        return Plan(no_plan_yet=content.tell("plan_target_missing"), missing=missing)
    channels, unknown = known_channels(facts)
    if not channels:
        return Plan(no_plan_yet=content.tell("plan_conversions_missing"), missing=unknown)
    if all(channel.supply == 0 for channel in channels):
        return Plan(no_plan_yet=content.tell("plan_no_supply"), missing=unknown)
    return _Planner(facts, content, channels, probability).plan(unknown)


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
        self.roles = staff(facts, self.notes)
        self.target = target_of(facts, self.notes)
        self.base = base_of(facts, self.roles, self.target, self.notes)
        self.pipeline = pipeline_of(facts, channels)

    def plan(self, unknown: tuple[Key, ...]) -> Plan:
        facts, notes = self.facts, self.notes
        found, spread = self._sales()
        actions = [
            action for c in self.channels for action in self._channel_actions(c, found.sales[c.id], spread)
        ]
        actions += self._base_actions()
        hours = tuple(hours_of(role, actions, facts, notes) for role in self.roles.values())
        short = shortages("point", actions, hours, self.channels, facts, notes)
        short_safe = shortages("safe", actions, hours, self.channels, facts, notes)
        return Plan(
            missing=unknown,
            probability=self.probability,
            target_per_month=self.target.per_month,
            actions=tuple(actions),
            hours=hours,
            feasible=feasible("point", short, actions, hours, self.channels, facts, notes),
            short_by=short,
            feasible_safe=feasible("safe", short_safe, actions, hours, self.channels, facts, notes),
            short_by_safe=short_safe,
            assumptions=notes.all(),
        )

    # --- sales ---------------------------------------------------------------------------------------

    def _sales(self) -> tuple[Split, Ranges]:
        """Sales a month of every channel, and the even and safe plan for them."""
        wanted = self._left_for_channels()
        for channel in self.channels:
            if may_run_dry(channel, self.facts):
                self.notes.say("assume_supply", channel=self.content.named(channel.id))
        parts = shares(self.channels, self.facts, self.notes)
        known = anyway(self.target, self.base, self.pipeline)
        found = split(self.channels, wanted, parts)
        return found, ranges(self.target, self.channels, parts, known, self.probability)

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
                BASE_ACTION, None, role, Share(point=touches, even=touches, safe=touches), None
            )

    def _action(
        self, metric: Id, channel: Channel | None, role: Id, per_month: Share, after: Id | None
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
            assumed=bool(channel and after and channel.rests_on_opinion(after)),
        )


def _times(share: Share, factor: float) -> Share:
    return Share(
        point=share.point * factor,
        even=None if share.even is None else share.even * factor,
        safe=None if share.safe is None else share.safe * factor,
    )


def _stage(stage: str) -> Stage:
    return "leadgen" if stage == "leadgen" else "repeat" if stage == "repeat" else "conversion"
