"""When things must happen: the target's period and the country's working days."""

from dataclasses import dataclass
from datetime import date, timedelta

from audit.planning.holidays import country_year

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
    """Which days are worked in a country. `week`: days a week."""

    country: str
    week: int

    def knows(self, year: int) -> bool:
        """Whether the public holidays of the year are known."""
        return country_year(self.country, year) is not None

    def is_worked(self, day: date) -> bool:
        """A five-day week has the country's weekend; longer ones are worked but for holidays."""
        year = country_year(self.country, day.year)
        if year is None:
            return day.isoweekday() <= self.week
        if self.week == 5:
            return day in year.worked
        return day not in year.holidays and day.isoweekday() <= self.week

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


def week_of(working_days: float) -> int:
    """Days a week, by the working days of an ordinary month."""
    return 7 if working_days >= SEVEN_DAYS else 6 if working_days >= SIX_DAYS else 5
