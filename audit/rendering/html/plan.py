"""The plan's part of the printed report: its charts and columns, in words the renderer finished."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from audit.i18n import notation
from audit.i18n.messages import Messages
from audit.model import Calendar, Hours, Id, Plan, PlannedAction, ReportDocument, WeekAmount
from audit.rendering import charts

MOST_WEEKS = 18  # a quarter of the calendar and a month of lag; the rest stands in report.json
FEWEST_SHOWN = 5  # a band of fewer is no picture; our judgement
MOST_RANGES = 8  # rows a chart can hold and be read; our judgement


def shown(document: ReportDocument, spoken: Messages) -> Mapping[str, Any]:
    """What the plan's template prints beside the document."""
    plan = document.plan
    odds = (odds_of(0.5, spoken), odds_of(plan.probability, spoken))
    loads = [_load_bar(hours, document, spoken, odds[1]) for hours in plan.hours]
    bars = list(_range_bars(document, spoken))[:MOST_RANGES]
    today = spoken.say("today") if any(bar.today is not None for bar in bars) else ""
    legend = (spoken.say("share_point"), spoken.say("range_legend", even=odds[0], safe=odds[1]), today)
    return {
        "odds": odds,
        "often": odds_of(plan.probability, spoken, "often"),
        "capacity_chart": charts.capacity(loads),
        "range_chart": charts.ranges(bars, legend) if bars else None,
        "weeks": _weeks(plan.calendar) if plan.calendar else None,
        "resting": any(action.assumed for action in plan.actions),
    }


def odds_of(probability: float, spoken: Messages, label: Id = "odds") -> str:
    """How often a plan suffices: 8 in 10, or in a hundred where tenths are too coarse."""
    n, of = notation.out_of(probability)
    return spoken.say(label, n=n, of=of)


def _load_bar(hours: Hours, document: ReportDocument, spoken: Messages, odds: str) -> charts.LoadBar:
    says = "capacity_unknown" if hours.available is None else "capacity_says"
    safe = hours.needed if hours.needed_safe is None else hours.needed_safe
    there = "" if hours.available is None else hours.available
    minutes = {"needed": notation.whole(hours.needed), "safe": notation.whole(safe)}
    said = spoken.say(says, **minutes, odds=odds, available=there)
    if hours.untimed:
        said = spoken.say("capacity_at_least", says=said)
        if not hours.needed:
            said = spoken.say("capacity_not_timed", available=there or spoken.say("not_known"))
    name = document.names[hours.role].in_(spoken.lang)
    return charts.LoadBar(name, hours.needed, hours.available, said, safe)


def _range_bars(document: ReportDocument, spoken: Messages) -> Iterable[charts.RangeBar]:
    """The steps that chance moves, over all roles, with what is done of them now."""
    for (channel, metric), actions in _by_step(document.plan):
        even, safe, point = (
            sum(a.per_period.of(kind) for a in actions) for kind in ("even", "safe", "point")
        )
        if abs(safe - even) < 0.5 or safe < FEWEST_SHOWN:
            continue
        name = document.metrics[metric].name.in_(spoken.lang)
        many = len({a.channel for a in document.plan.actions}) > 2 and channel
        numbers = {"even": notation.whole(even), "safe": notation.whole(safe)}
        today = actions[0].today
        yield charts.RangeBar(
            f"{document.names[channel].in_(spoken.lang)}: {name}" if many and channel else name,
            point,
            even,
            safe,
            today,
            (
                notation.number(notation.whole(point), spoken.lang),
                spoken.say("from_to", **numbers),
                "" if today is None else notation.number(round(today), spoken.lang),
            ),
        )


def _by_step(plan: Plan) -> Iterable[tuple[tuple[Id | None, Id], list[PlannedAction]]]:
    found: dict[tuple[Id | None, Id], list[PlannedAction]] = {}
    for action in plan.actions:
        if not action.step:
            found.setdefault((action.channel, action.metric), []).append(action)
    return found.items()


def _weeks(calendar: Calendar) -> Mapping[str, Any]:
    """First touches of each channel and the base, week by week: columns and rows."""
    rows = [week.amounts for week in calendar.weeks]
    order = dict.fromkeys(
        (one.channel, one.metric) for amounts in (calendar.earlier, *rows) for one in amounts
    )
    firsts: dict[Id | None, tuple[Id | None, Id]] = {}
    for key in order:
        firsts.setdefault(key[0], key)
    columns = sorted(firsts.values(), key=lambda key: key[0] is None)
    return {
        "columns": columns,
        "earlier": _cells(calendar.earlier, columns),
        "rows": [(week, _cells(week.amounts, columns)) for week in calendar.weeks[:MOST_WEEKS]],
    }


def _cells(amounts: Iterable[WeekAmount], columns: Sequence[tuple[Id | None, Id]]) -> list[int]:
    found = {(one.channel, one.metric): one.amount for one in amounts}
    return [notation.whole(found[key].of("safe")) if key in found else 0 for key in columns]
