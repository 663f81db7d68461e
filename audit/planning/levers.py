"""Where work is saved: the conversion worth raising, and the channels in which a sale takes least time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from audit.content.answer_values import SALE
from audit.facts.facts import FOLLOW_UP, Facts
from audit.facts.funnels import Channel
from audit.model import Id, Lever, Mix, MixLine, Step, Text
from audit.planning.sources_of_sales import split
from audit.planning.staff import Notes, minutes

PLAUSIBLE_ODDS = 4 / 3  # how far odds rise in a quarter of steady work: 20 % to 25, 50 to 57; our judgement
WORTH_MOVING = 0.03  # a mix that saves less is not worth moving people for; our judgement


@dataclass(frozen=True)
class Work:
    """What one sale of a channel takes: minutes of sellers, and actions. `timed`: every action was."""

    minutes: float
    actions: float
    timed: bool


def work_of(channel: Channel, facts: Facts, notes: Notes) -> Work:
    """The seller time of one sale, touches after offers included."""
    spent, actions, timed = 0.0, 0.0, True
    for metric, count in channel.quantities(1.0).items():
        takes = minutes(metric, facts)
        is_action = notes.content.metrics[metric].kind == "action"
        actions += count if is_action else 0
        spent += count * (takes or 0)
        timed &= takes is not None or not is_action
        follow_ups = facts.number("follow_ups", metric) or 0
        actions += count * follow_ups
        spent += count * follow_ups * (minutes(FOLLOW_UP, facts) or 0)
    return Work(spent, actions, timed)


def plausible(rate: float) -> float:
    """A conversion whose odds rose by a third."""
    odds = rate / (1 - rate) * PLAUSIBLE_ODDS if rate < 1 else 0.0
    return odds / (1 + odds) if rate < 1 else 1.0


def improved(channel: Channel, metric: Id, rate: float) -> Channel:
    """The channel with one conversion changed."""
    steps = (Step(metric=metric, percent=rate * 100) if s.metric == metric else s for s in channel.steps)
    return replace(channel, steps=tuple(steps))


def lever(
    channels: Sequence[Channel], wanted: float, parts: Mapping[Id, float], facts: Facts, notes: Notes
) -> Lever | None:
    """The conversion that, raised by what is plausible for it, saves most seller time, else most actions."""
    now = _total(channels, wanted, parts, facts, notes)
    found: list[tuple[float, float, Channel, Step]] = []
    for channel in channels:
        for step in channel.steps:
            if step.metric == SALE or not step.rate or step.rate >= 1:
                continue
            better = improved(channel, step.metric, plausible(step.rate))
            others = [better if c.id == channel.id else c for c in channels]
            then = _total(others, wanted, parts, facts, notes)
            found.append((now.minutes - then.minutes, now.actions - then.actions, channel, step))
    best = max(found, key=lambda one: one[:2], default=None)
    if best is None or max(best[:2]) <= 0:
        return None
    return _told(*best, timed=now.minutes > 0, notes=notes)


def _total(
    channels: Sequence[Channel], wanted: float, parts: Mapping[Id, float], facts: Facts, notes: Notes
) -> Work:
    """The work of a month at the point plan."""
    sales = split(channels, wanted, parts).sales
    works = [(sales[c.id], work_of(c, facts, notes)) for c in channels]
    return Work(sum(n * w.minutes for n, w in works), sum(n * w.actions for n, w in works), True)


def _told(saved: float, actions: float, channel: Channel, step: Step, timed: bool, notes: Notes) -> Lever:
    now, then = step.rate or 0, plausible(step.rate or 0)
    says = notes.content.tell(
        "lever_hours" if timed else "lever_actions",
        step=notes.content.named(step.metric),
        channel=notes.content.named(channel.id),
        now=now * 100,
        then=then * 100,
        hours=saved / 60,
        actions=actions,
    )
    return Lever(
        channel=channel.id,
        metric=step.metric,
        now=now,
        then=then,
        saves_minutes=saved if timed else None,
        saves_actions=actions,
        says=says,
    )


# --- the mix ---------------------------------------------------------------------------------------


def mix(
    channels: Sequence[Channel], wanted: float, now: Mapping[Id, float], facts: Facts, notes: Notes
) -> Mix | None:
    """The split with the least seller time: channels filled by minutes per sale, within their limits.

    Exact while all sellers share one pool of hours. None: one channel only, or times are not known.
    """
    works = {c.id: work_of(c, facts, notes) for c in channels}
    if len(channels) < 2 or not all(work.timed and work.minutes for work in works.values()):
        return None
    limits = {c.id: limit_of(c, facts, notes) for c in channels}
    best = _filled(wanted, _costs(works, now), limits)
    hours_now, hours_best = (sum(s[c] * works[c].minutes for c in works) / 60 for s in (now, best))
    holds = sum(best.values()) > sum(now.values()) - 1e-6  # else the limits do not hold what is wanted
    if not holds or hours_best > hours_now * (1 - WORTH_MOVING):
        hours_best, best = hours_now, dict(now)
    lines = tuple(
        MixLine(
            channel=c.id,
            minutes_per_sale=works[c.id].minutes,
            limit=limits[c.id],
            now=now[c.id],
            best=best[c.id],
            sales_per_hour=60 / works[c.id].minutes,
        )
        for c in channels
    )
    return Mix(
        lines=lines,
        hours_now=hours_now,
        hours_best=hours_best,
        says=_mix_says(lines, hours_now, hours_best, notes),
    )


def limit_of(channel: Channel, facts: Facts, notes: Notes) -> float | None:
    """How many sales a month the leads that come, or the people who can be found, allow."""
    if channel.supply is not None:
        return channel.supply * channel.chain
    reach = facts.number("reach", channel.id)
    people = [n for m, n in channel.quantities(1.0).items() if notes.content.metrics[m].unit != "actions"]
    return None if reach is None or not people else reach / max(people)


def _costs(works: Mapping[Id, Work], now: Mapping[Id, float]) -> dict[Id, float]:
    """Minutes per sale; a channel that is used goes before one that is hardly cheaper."""
    return {c: work.minutes * (1 if now[c] else 1 + WORTH_MOVING) for c, work in works.items()}


def _filled(wanted: float, costs: Mapping[Id, float], limits: Mapping[Id, float | None]) -> dict[Id, float]:
    left, found = wanted, dict.fromkeys(costs, 0.0)
    for channel in sorted(costs, key=lambda c: costs[c]):
        limit = limits[channel]
        found[channel] = left if limit is None else min(left, limit)
        left -= found[channel]
    return found


def _mix_says(lines: Sequence[MixLine], now: float, best: float, notes: Notes) -> Text:
    if best == now:
        return notes.content.tell("mix_is_best", hours=now)
    first = min(lines, key=lambda line: line.minutes_per_sale)
    return notes.content.tell(
        "mix_better", now=now, best=best, saves=now - best, channel=notes.content.named(first.channel)
    )
