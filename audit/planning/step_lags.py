"""How many days pass from a step of a funnel to the sale, and an amount spread over the weeks before it."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from datetime import date

from audit.content.answer_values import SALE
from audit.facts.facts import Facts
from audit.facts.funnels import Channel
from audit.model import Id
from audit.planning.working_days import DAY


def days_to_sale(channel: Channel, facts: Facts) -> Mapping[Id, float]:
    """Days from each step of a channel to the sale, as far as they are known.

    Where single steps were not timed the whole way is, evenly: a cycle of 20 days and two steps make 10 each.
    """
    steps = [step.metric for step in channel.steps if step.metric != SALE]
    timed = [facts.number("step_days", metric) for metric in steps]
    cycle = facts.number("cycle_days")
    if None not in timed:
        parts = [days or 0.0 for days in timed]
    elif cycle is not None:
        parts = [cycle / len(steps)] * len(steps)
    else:
        return {SALE: 0.0}
    return {metric: sum(parts[i:]) for i, metric in enumerate(steps)} | {SALE: 0.0}


def per_week(days: Sequence[date], first: date, last: date, amount: float) -> dict[date, float]:
    """An amount spread evenly over the working days of a window, by the Monday of the week."""
    within = days[bisect_left(days, first) : bisect_right(days, last)]
    found: dict[date, float] = {}
    for day in within:
        monday = day - DAY * day.weekday()
        found[monday] = found.get(monday, 0.0) + amount / len(within)
    return found
