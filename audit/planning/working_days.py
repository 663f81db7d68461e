"""When things must happen: the target's period, the country's working days, the days from step to sale.

Public holidays come from the `holidays` package, kept by many hands for 250 countries and regions; it is
imported only where a plan with a country is made, and one country by itself: all of them take 50 ms.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from audit.content.answer_values import SALE
from audit.facts.facts import Facts
from audit.facts.funnels import Channel
from audit.model import Id

SIX_DAYS = 24  # working days a month from which the week has six: 26, five make 21.7; the calendar
SEVEN_DAYS = 28  # ... seven; the calendar
DAY = timedelta(days=1)  # the calendar's


@dataclass(frozen=True)
class Period:
    """The calendar month, quarter, half-year or year the target is for."""

    first: date
    last: date


def period_after(as_of: date, months: int) -> Period:
    """The next one that begins on the day or after it."""
    first = as_of if _begins(as_of, months) else _next(as_of, months)
    return Period(first, _next(first, months) - DAY)


def _begins(day: date, months: int) -> bool:
    return day.day == 1 and (day.month - 1) % months == 0


def _next(day: date, months: int) -> date:
    count = day.year * 12 + (day.month - 1) // months * months + months
    return date(count // 12, count % 12 + 1, 1)


@dataclass(frozen=True)
class Workdays:
    """Which days are worked in a country. `known`: its public holidays are; `week`: days a week."""

    country: str
    week: int

    @cached_property
    def _holidays(self) -> Any:
        return _holidays_of(self.country) if self.country else None

    @property
    def known(self) -> bool:
        return self._holidays is not None

    def is_worked(self, day: date) -> bool:
        """A five-day week has the country's weekend; longer ones are worked but for holidays."""
        if self.week == 5 and self._holidays is not None:
            return bool(self._holidays.is_working_day(day))
        free = self._holidays is not None and day in self._holidays
        return not free and day.isoweekday() <= self.week

    def between(self, first: date, last: date) -> list[date]:
        days = (first + DAY * n for n in range((last - first).days + 1))
        return [day for day in days if self.is_worked(day)]

    def on_or_before(self, day: date) -> date:
        while not self.is_worked(day):
            day -= DAY
        return day

    def usual(self, year: int) -> float:
        """Working days of an average month of the year."""
        return len(self.between(date(year, 1, 1), date(year, 12, 31))) / 12


def _holidays_of(country: str) -> Any:
    """The public holidays of a country; None if the package does not know it."""
    import holidays
    from holidays.registry import COUNTRIES

    known = ((module, names[0]) for module, names in COUNTRIES.items() if names[1] == country)
    module, name = next(known, (None, None))
    if module is None or name is None:
        return None
    file = Path(holidays.__file__).parent / "countries" / f"{module}.py"
    spec = spec_from_file_location(f"holidays.countries.{module}", file)
    if spec is None or spec.loader is None:
        return None
    loaded = module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return getattr(loaded, name)()


def week_of(working_days: float) -> int:
    """Days a week, by the working days of an ordinary month."""
    return 7 if working_days >= SEVEN_DAYS else 6 if working_days >= SIX_DAYS else 5


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
