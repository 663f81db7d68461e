"""Whether a plan fits: minutes against the working day, leads against what comes and can be found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from audit.facts.facts import REPORTING_DAYS, Facts
from audit.facts.funnels import Channel
from audit.i18n import notation
from audit.i18n.wording import joined
from audit.model import EstimateKind, Hours, Id, PlannedAction, Shortage, Text
from audit.planning.sources_of_sales import may_run_dry
from audit.planning.staff import Notes, Role

HEAD_A_WEEK = (
    5 * 10 + 15 + 14
)  # minutes: daily and weekly talk, an hour a month; the scheme's rhythm; our judgement
HEAD_PER_SELLER = 2 * 5  # ... two actions of each seller checked against the records; our judgement
UNTIMED_PLAUSIBLE = 30  # minutes an untimed action may take before the plan is in doubt; our judgement


@dataclass(frozen=True)
class Demand:
    """What a plan asks for: its actions, the hours they take, the channels they go through."""

    actions: Sequence[PlannedAction]
    hours: Sequence[Hours]
    channels: Sequence[Channel]


def hours_of(role: Role, actions: Sequence[PlannedAction], facts: Facts, notes: Notes) -> Hours:
    """Minutes per seller and working day, today's report included; the least, where some were not timed."""
    reporting = reporting_minutes(role.id, facts)
    if reporting:
        notes.say("assume_reporting", role=notes.content.named(role.id), n=round(reporting))
    needed = needed_minutes(role.id, actions, "point") + reporting
    untimed = tuple(dict.fromkeys(action.metric for action in untimed_of(role.id, actions, notes)))
    return Hours(
        role=role.id,
        needed=needed,
        needed_even=needed_minutes(role.id, actions, "even") + reporting,
        needed_safe=needed_minutes(role.id, actions, "safe") + reporting,
        available=facts.number("selling_minutes", role.id),
        untimed=untimed,
        says=_at_least(role.id, needed, untimed, notes) if untimed else None,
    )


def untimed_of(role: Id, actions: Iterable[PlannedAction], notes: Notes) -> list[PlannedAction]:
    """The role's own actions that nobody timed; what comes of itself, a lead or a sale, takes no minutes."""
    own = (a for a in actions if a.role == role and a.minutes_per_action is None)
    return [a for a in own if notes.content.metrics[a.metric].kind == "action"]


def _at_least(role: Id, needed: float, untimed: Sequence[Id], notes: Notes) -> Text:
    says = "hours_at_least" if needed else "hours_not_timed"
    names = joined([notes.content.named(metric) for metric in untimed])
    return notes.content.tell(says, role=notes.content.named(role), n=notation.whole(needed), actions=names)


def reporting_minutes(role: Id, facts: Facts) -> float:
    """What today's report takes a day of each person."""
    every = str(facts.value("report_every", role))
    return (facts.number("report_minutes", role) or 0) / REPORTING_DAYS.get(every, 1)


def needed_minutes(role: Id, actions: Iterable[PlannedAction], kind: EstimateKind) -> float:
    """Minutes a day of one seller for the actions of one plan."""
    found = 0.0
    for action in actions:
        if action.role == role and action.minutes_per_action:
            found += action.per_seller_per_day.of(kind) * action.minutes_per_action
    return found


def needed_of(hours: Hours, kind: EstimateKind) -> float:
    found = {"point": hours.needed, "even": hours.needed_even, "safe": hours.needed_safe}[kind]
    return hours.needed if found is None else found


def shortages(kind: EstimateKind, demand: Demand, facts: Facts, notes: Notes) -> tuple[Shortage, ...]:
    """By how much one of the plans fails, first where no diligence helps."""
    found = [_of_leads(c, kind, demand.actions, facts, notes) for c in demand.channels]
    found += [*(_of_minutes(one, kind, notes) for one in demand.hours), _of_head(facts, notes)]
    return tuple(short for short in found if short)


def _of_leads(
    channel: Channel, kind: EstimateKind, actions: Sequence[PlannedAction], facts: Facts, notes: Notes
) -> Shortage | None:
    if channel.supply is not None:
        return _of_supply(channel, kind, actions, notes)
    return _of_addressees(channel, kind, actions, facts, notes)


def _of_supply(
    channel: Channel, kind: EstimateKind, actions: Sequence[PlannedAction], notes: Notes
) -> Shortage | None:
    """Too few leads come by themselves: nobody can handle more than comes in."""
    supply, needed = channel.supply or 0, per_month(actions, channel.id, channel.steps[0].metric, kind)
    if needed <= supply * (1 + 1e-9):
        return None
    then = channel.chain * needed / supply if supply else 0.0
    says = notes.content.tell(
        "short_of_leads" if 0 < then <= 1 else "short_of_leads_hopeless",
        channel=notes.content.named(channel.id),
        needed=needed,
        supply=supply,
        lacking=needed - supply,
        now=channel.chain * 100,
        then=then * 100,
    )
    return Shortage(of="leads", where=channel.id, amount=needed - supply, says=says)


def _of_addressees(
    channel: Channel, kind: EstimateKind, actions: Sequence[PlannedAction], facts: Facts, notes: Notes
) -> Shortage | None:
    """By how many people a channel's plan exceeds those who can be found; attempts are not people."""
    reach = facts.number("reach", channel.id)
    people = [s.metric for s in channel.steps if notes.content.metrics[s.metric].unit != "actions"]
    needed = max((per_month(actions, channel.id, metric, kind) for metric in people), default=0.0)
    if reach is None or needed <= reach:
        return None
    says = notes.content.tell(
        "short_of_addressees",
        channel=notes.content.named(channel.id),
        needed=needed,
        reach=reach,
        lacking=needed - reach,
    )
    return Shortage(of="leads", where=channel.id, amount=needed - reach, says=says)


def per_month(actions: Iterable[PlannedAction], channel: Id | None, metric: Id, kind: EstimateKind) -> float:
    """A month's number of an action over all roles."""
    return sum(a.per_period.of(kind) for a in actions if (a.channel, a.metric) == (channel, metric))


def _of_minutes(hours: Hours, kind: EstimateKind, notes: Notes) -> Shortage | None:
    needed = needed_of(hours, kind)
    if hours.available is None or needed <= hours.available:
        return None
    lacking = needed - hours.available
    says = notes.content.tell(
        "short_of_minutes_at_least" if hours.untimed else "short_of_minutes",
        role=notes.content.named(hours.role),
        actions=joined([notes.content.named(metric) for metric in hours.untimed]),
        lacking=notation.whole(lacking),
        needed=notation.whole(needed),
        available=round(hours.available),
    )
    return Shortage(of="minutes", where=hours.role, amount=lacking, says=says)


def _of_head(facts: Facts, notes: Notes) -> Shortage | None:
    """A scheme that needs more of the head than he has is not kept up."""
    hours, sellers = facts.number("head_hours"), 0.0
    for role in facts.places["role"]:
        sellers += facts.number("sellers", role) or 0
    needed = (HEAD_A_WEEK + HEAD_PER_SELLER * sellers) / 60
    if hours is None or needed <= hours:
        return None
    says = notes.content.tell(
        "short_of_head", needed=needed, available=hours, lacking=needed - hours, sellers=sellers
    )
    return Shortage(of="head", where="head", amount=(needed - hours) * 60, says=says)


def feasible(
    kind: EstimateKind, short: Sequence[Shortage], demand: Demand, facts: Facts, notes: Notes
) -> bool | None:
    """Whether one of the plans can be met; None: hours or supply are not known."""
    if short:
        return False
    fits = [_fits(one, kind, demand.actions, notes) for one in demand.hours]
    supplied = not any(may_run_dry(c, facts) for c in demand.channels)
    return True if all(fits) and supplied else None


def _fits(hours: Hours, kind: EstimateKind, actions: Sequence[PlannedAction], notes: Notes) -> bool:
    """Whether the role's hours suffice even if what nobody timed takes its plausible time."""
    if hours.available is None:
        return False
    untimed = untimed_of(hours.role, actions, notes)
    count = sum(a.per_seller_per_day.of(kind) for a in untimed)
    if not count:
        return True
    longest = (hours.available - needed_of(hours, kind)) / count
    if kind == "point":
        names = joined([notes.content.named(metric) for metric in hours.untimed])
        notes.say("assume_untimed", actions=names, longest=int(longest))
    return longest >= UNTIMED_PLAUSIBLE
