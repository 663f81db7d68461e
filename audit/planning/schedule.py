"""The plan in the calendar: by when first touches must have happened, and what each week asks for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from audit.facts.facts import Facts
from audit.i18n import notation
from audit.model import Calendar, Estimate, Hours, Id, PlannedAction, Text, Week, WeekAmount
from audit.planning.capacity import Demand
from audit.planning.staff import Notes
from audit.planning.step_lags import days_to_sale, per_week
from audit.planning.working_days import DAY, Period, Workdays, period_after, week_of

WORTH_SAYING = 0.05  # a month this much shorter or longer than usual changes the day's norm; our judgement
Amounts = dict[tuple[Id | None, Id], Estimate]


@dataclass(frozen=True)
class When:
    """The day a plan is made on, and the country whose calendar it stands in; none: not told."""

    as_of: date
    country: str = ""


def schedule(demand: Demand, months: int, when: When, facts: Facts, notes: Notes) -> Calendar:
    """The calendar of a plan that was made on a day for the next period of so many months."""
    period = period_after(when.as_of, months)
    days = Workdays(when.country, week_of(facts.number("working_days") or 0))
    lags = {c.id: days_to_sale(c, facts) for c in demand.channels}
    earlier, weeks = _weeks(_amounts(demand.actions, months), lags, period, days, when.as_of)
    touches_by = {
        c.id: days.on_or_before(period.last - timedelta(days=round(lags[c.id][c.steps[0].metric])))
        for c in demand.channels
        if c.steps[0].metric in lags[c.id]
    }
    calendar = Calendar(
        starts=period.first,
        ends=period.last,
        working_days=len(days.between(period.first, period.last)),
        usual_days=days.usual(period.first.year),
        touches_by=touches_by,
        earlier=earlier,
        weeks=weeks,
    )
    usual = calendar.usual_days * months
    says = [*_says(calendar, usual, when, days, notes), *_too_tight(demand.hours, calendar, usual, notes)]
    return calendar.model_copy(update={"says": tuple(says)})


def _amounts(actions: Iterable[PlannedAction], months: int) -> Amounts:
    """What the whole period asks for, over all roles."""
    found: Amounts = {}
    for action in actions:
        if action.step:
            continue
        key = (action.channel, action.metric)
        found[key] = _sum(found.get(key), action.per_period, months)
    return found


def _sum(so_far: Estimate | None, more: Estimate, times: float) -> Estimate:
    def added(kind: str) -> float:
        value = getattr(more, kind)
        before = getattr(so_far, kind) if so_far else 0.0
        return float(before + (more.point if value is None else value) * times)

    return Estimate(point=added("point"), even=added("even"), safe=added("safe"))


def _weeks(
    amounts: Amounts, lags: Mapping[Id, Mapping[Id, float]], period: Period, days: Workdays, as_of: date
) -> tuple[tuple[WeekAmount, ...], tuple[Week, ...]]:
    """Every step in its own window: the period, moved back by the days it still takes to the sale."""
    longest = max((lag for steps in lags.values() for lag in steps.values()), default=0.0)
    worked = days.between(period.first - timedelta(days=round(longest) + 7), period.last)
    by_week: dict[date, list[WeekAmount]] = {}
    for (channel, metric), share in amounts.items():
        lag = timedelta(days=round(lags.get(channel or "", {}).get(metric, 0.0)))
        parts = per_week(worked, period.first - lag, period.last - lag, 1.0)
        for monday, part in parts.items():
            amount = _sum(None, share, part)
            by_week.setdefault(monday, []).append(WeekAmount(metric=metric, channel=channel, amount=amount))
    this_week = as_of - DAY * as_of.weekday()
    before = [amount for monday, row in by_week.items() if monday < this_week for amount in row]
    weeks = tuple(
        Week(starts=monday, working_days=_worked(worked, monday), amounts=tuple(by_week[monday]))
        for monday in sorted(by_week)
        if monday >= this_week
    )
    return _merged(before), weeks


def _worked(days: Sequence[date], monday: date) -> int:
    return sum(monday <= day < monday + 7 * DAY for day in days)


def _merged(amounts: Iterable[WeekAmount]) -> tuple[WeekAmount, ...]:
    found: Amounts = {}
    for one in amounts:
        found[one.channel, one.metric] = _sum(found.get((one.channel, one.metric)), one.amount, 1.0)
    return tuple(WeekAmount(metric=m, channel=c, amount=share) for (c, m), share in found.items())


def _too_tight(hours: Sequence[Hours], calendar: Calendar, usual: float, notes: Notes) -> Iterable[Text]:
    """Where the safe plan fits an ordinary month but not this period's fewer days."""
    worked = calendar.working_days
    for one in hours:
        needed = one.needed if one.needed_safe is None else one.needed_safe
        here = needed * usual / worked if worked else 0.0
        if one.available is not None and needed <= one.available < here:
            role = notes.content.named(one.role)
            yield notes.content.tell(
                "calendar_tight", role=role, needed=notation.whole(here), available=one.available
            )


def _says(calendar: Calendar, usual: float, when: When, days: Workdays, notes: Notes) -> Iterable[Text]:
    """What is unusual about a period; `usual`: the working days of as many ordinary months."""
    tell, named, worked = notes.content.tell, notes.content.named, calendar.working_days
    yield tell("calendar_period", starts=calendar.starts, ends=calendar.ends, days=worked)
    if not days.knows(calendar.starts.year):
        yield tell("calendar_no_holidays")
    if worked and abs(usual / worked - 1) > WORTH_SAYING:
        yield tell("calendar_factor", days=worked, usual=usual, factor=usual / worked)
    if not calendar.touches_by:
        yield tell("calendar_no_cycle")
    for channel, day in calendar.touches_by.items():
        says = "calendar_too_late" if day < when.as_of else "calendar_touches_by"
        yield tell(says, channel=named(channel), day=day)
