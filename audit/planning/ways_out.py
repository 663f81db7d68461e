"""What would make a safe plan fit that does not: computed, one thing changed at a time.

Actions before a conversion shrink as it grows, whatever the luck: the safe plan scales like the point plan.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from audit.content.answer_values import SALE
from audit.facts.facts import Facts
from audit.facts.funnels import Channel
from audit.i18n import notation
from audit.model import Hours, Id, Mix, Shortage, Step, WayKind, WayOut
from audit.planning.capacity import Demand, per_month, reporting_minutes
from audit.planning.required_actions import ActionsNeeded
from audit.planning.sources_of_sales import Target
from audit.planning.staff import Notes, Role
from audit.stats.conversion_odds import attained, brings, within

SHORT_REPORT = (
    10  # minutes a day a report of machine-counted figures takes; sources: metrics_4, an assumption
)


Place = tuple[Id | None, Id | None]  # a role or channel, and a step of it
NOWHERE: Place = (None, None)


@dataclass(frozen=True)
class Case:
    """A plan that does not fit, with everything its ways out are computed from."""

    demand: Demand
    short: Sequence[Shortage]
    roles: Mapping[Id, Role]
    asked: ActionsNeeded
    target: Target
    probability: float
    facts: Facts
    notes: Notes

    def load(self, role: Id, channel: Id | None = None, upto: Sequence[Id] | None = None) -> float:
        """Minutes a day of one seller for the safe plan: all, of a channel, or of its steps up to one."""
        return sum(
            a.per_seller_per_day.of("safe") * (a.minutes_per_action or 0)
            for a in self.demand.actions
            if a.role == role
            and channel in (None, a.channel)
            and (upto is None or (a.step or a.metric) in upto)
        )

    def growing(self, role: Id) -> float:
        """... of what grows with the plan."""
        return sum(self.load(role, channel) for channel in self.asked.growing)


def ways_out(case: Case, mix: Mix | None) -> tuple[WayOut, ...]:
    """Every way out that can be computed, what suffices alone first."""
    if all(short.of == "head" for short in case.short):
        return ()
    found = [*_people(case), *_conversions(case), *_leads(case), *_reports(case), *_mixed(case, mix)]
    found += [*_target(case), *_odds(case)]
    return tuple(sorted(found, key=lambda way: not way.enough))


def _short_roles(case: Case) -> list[Hours]:
    return [one for one in case.demand.hours if one.available is not None and _safe(one) > one.available]


def _safe(hours: Hours) -> float:
    return hours.needed if hours.needed_safe is None else hours.needed_safe


def _needs_leads(case: Case) -> bool:
    return any(short.of == "leads" for short in case.short)


# --- people and time -------------------------------------------------------------------------------


def _people(case: Case) -> Iterable[WayOut]:
    """More sellers share the same actions; each brings a report of their own."""
    for hours in _short_roles(case):
        role = case.roles[hours.role]
        reporting = reporting_minutes(hours.role, case.facts)
        room = (hours.available or 0) - reporting
        if room <= 0:
            continue
        needed = (_safe(hours) - reporting) * role.full / room
        more = notation.whole(needed - role.full)
        vacancies = case.facts.number("vacancies", hours.role) or 0
        says = "way_vacancies" if vacancies >= more else "way_people"
        change, enough = (role.full, role.full + more), not _needs_leads(case)
        yield _way(case, "people", (hours.role, None), change, enough, says, more=more)


def _reports(case: Case) -> Iterable[WayOut]:
    """A shorter report gives its minutes back."""
    for hours in _short_roles(case):
        reporting = reporting_minutes(hours.role, case.facts)
        if reporting <= SHORT_REPORT:
            continue
        freed = reporting - SHORT_REPORT
        enough = _safe(hours) - freed <= (hours.available or 0) and not _needs_leads(case)
        left = max(_safe(hours) - freed - (hours.available or 0), 0)
        says = "way_report" if enough else "way_report_not_enough"
        place, change = (hours.role, None), (reporting, SHORT_REPORT)
        yield _way(case, "report", place, change, enough, says, freed=freed, left=left)


# --- conversions and leads -------------------------------------------------------------------------


def _conversions(case: Case) -> Iterable[WayOut]:
    """To what each conversion would have to rise for the safe plan to fit by that alone."""
    for channel in (c for c in case.demand.channels if c.id in case.asked.growing):
        found = [(step, _needed_rate(case, channel, step)) for step in channel.steps if step.metric != SALE]
        possible = [(step, then) for step, then in found if (step.rate or 0) < then <= 1]
        for step, then in possible:
            rate = step.rate or 0
            yield _way(case, "conversion", (channel.id, step.metric), (rate, then), True, "way_conversion")
        if not possible and _times_for_leads(case, channel) < inf:
            weakest = min((step for step, _ in found), key=lambda step: step.rate or 0)
            rate = weakest.rate or 0
            place = (channel.id, weakest.metric)
            yield _way(case, "conversion", place, (rate, 1.0), False, "way_no_conversion")


def _needed_rate(case: Case, channel: Channel, step: Step) -> float:
    """The conversion with which the safe plan fits, all else unchanged; beyond 1 there is none."""
    upto = [s.metric for s in channel.steps]
    upto = upto[: upto.index(step.metric) + 1]
    times = max(_times_for_minutes(case, channel, upto), _times_for_leads(case, channel))
    return (step.rate or 0) * times


def _times_for_minutes(case: Case, channel: Channel, upto: Sequence[Id]) -> float:
    times = 1.0
    for hours in _short_roles(case):
        shrinks = case.load(hours.role, channel.id, upto)
        room = (hours.available or 0) - (_safe(hours) - shrinks)
        times = max(times, shrinks / room if room > 0 else inf)
    return times


def _times_for_leads(case: Case, channel: Channel) -> float:
    """A shortage of another channel's leads is not mended here."""
    times = 1.0
    for short in case.short:
        if short.of == "leads":
            there = _there(case, channel)
            needed = there + short.amount
            times = max(times, needed / there if short.where == channel.id and there else inf)
    return times


def _there(case: Case, channel: Channel) -> float:
    reach = case.facts.number("reach", channel.id)
    return (channel.supply if channel.supply is not None else reach) or 0.0


def _leads(case: Case) -> Iterable[WayOut]:
    """More enquiries, or more addressees."""
    only = len(case.short) == 1
    for short in case.short:
        if short.of == "leads":
            there = _there(case, next(c for c in case.demand.channels if c.id == short.where))
            change = (there, there + short.amount)
            yield _way(case, "leads", (short.where, None), change, only, "way_leads", more=short.amount)


# --- mix, target, odds -----------------------------------------------------------------------------


def _mixed(case: Case, mix: Mix | None) -> Iterable[WayOut]:
    """The split with the least seller time, in proportion at the safe plan."""
    if mix is None or mix.hours_best >= mix.hours_now * 0.99 or len(case.roles) != 1:
        return
    (hours,) = case.demand.hours
    channels = sum(case.load(hours.role, c.id) for c in case.demand.channels)
    freed = channels * (1 - mix.hours_best / mix.hours_now)
    enough = _safe(hours) - freed <= (hours.available or inf) and not _needs_leads(case)
    left = max(_safe(hours) - freed - (hours.available or inf), 0)
    says = "way_mix" if enough else "way_mix_not_enough"
    change = (mix.hours_now, mix.hours_best)
    yield _way(case, "mix", NOWHERE, change, enough, says, freed=freed, left=left)


def _possible(case: Case) -> float:
    """What part of the safe plan's first touches hours, leads and addressees allow."""
    part = 1.0
    for hours in _short_roles(case):
        grows = case.growing(hours.role)
        room = (hours.available or 0) - (_safe(hours) - grows)
        part = min(part, max(room, 0.0) / grows if grows else 0.0)
    for short in case.short:
        if short.of == "leads":
            channel = next(c for c in case.demand.channels if c.id == short.where)
            needed = per_month(case.demand.actions, channel.id, channel.steps[0].metric, "safe")
            part = min(part, max(needed - short.amount, 0.0) / needed if needed else 0.0)
    return part


def _factor(case: Case) -> float:
    """The growth of the plan that hours, leads and addressees allow."""
    channel = next(iter(case.asked.growing))
    first = case.asked.channels[channel].steps[0].metric
    safe = case.asked.needed(channel, first, case.probability) / case.asked.attempts(channel, first)
    return safe * _possible(case)


def _target(case: Case) -> Iterable[WayOut]:
    """The target that the same people and leads reach as surely."""
    if not case.asked.growing:
        return
    reached = within(brings(case.asked.sources(), _factor(case)), 1 - case.probability)
    per_month_reached = max(reached, 0.0) / case.target.months / case.target.worth
    if per_month_reached < case.target.per_month:
        change = (case.target.per_month, per_month_reached)
        yield _way(case, "target", NOWHERE, change, True, "way_target")


def _odds(case: Case) -> Iterable[WayOut]:
    """How surely the target itself is reached with what there is."""
    if case.asked.growing:
        sure = attained(case.asked.sources(), case.target.total, _factor(case))
        says = "way_odds" if sure >= 0.01 else "way_no_odds"
        yield _way(case, "odds", NOWHERE, (case.probability, sure), True, says)


def _way(
    case: Case,
    kind: WayKind,
    place: Place,
    change: tuple[float, float],
    enough: bool,
    says: str,
    **more: float,
) -> WayOut:
    """One thing changed: what, where, from how much to how much, whether that alone suffices."""
    (where, metric), (now, then), name = place, change, case.notes.content.named
    words = case.notes.content.tell(
        says,
        where=name(where) if where else "",
        step=name(metric) if metric else "",
        now=now,
        then=then,
        now_percent=now * 100,
        then_percent=then * 100,
        **more,
    )
    return WayOut(kind=kind, where=where, metric=metric, now=now, then=then, enough=enough, says=words)
