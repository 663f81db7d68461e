"""Which days of a year are public holidays of a country, and which it works when its week has five days.

From the `holidays` package, which many hands keep for 250 countries. Its import and a country's first year
take 80 to 100 ms, half of a whole plan, so a year is asked for once and kept in `__pycache__`, from where it
comes in 1 ms. It is stale when another version of the package is installed, see `files/compiled.py`.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from audit.files.compiled import compiled


@dataclass(frozen=True)
class CountryYear:
    """The days of one year in one country. `worked`: by those who work five days a week."""

    holidays: frozenset[date]
    worked: frozenset[date]


@cache
def country_year(country: str, year: int) -> CountryYear | None:
    """The year in a country, by its ISO code; None if the package does not know the country."""
    if not country:
        return None
    if (version := _version()) is None:
        return _asked(country, year)
    kept = Path(__file__).parent / "__pycache__" / f"holidays-{country}-{year}.pickle"
    return compiled(kept, [Path(__file__), version], lambda: _asked(country, year))


@cache
def _version() -> Path | None:
    """The file in which the installed package tells its version; reading it takes no import, 10 ms."""
    found = find_spec("holidays")
    if not found or not found.origin:
        return None
    return next(Path(found.origin).parent.parent.glob("holidays-*.dist-info/METADATA"), None)


def _asked(country: str, year: int) -> CountryYear | None:
    import holidays

    try:
        days = holidays.country_holidays(country, years=year)
    except NotImplementedError:
        return None
    first = date(year, 1, 1)
    all_days = [first + timedelta(n) for n in range((date(year, 12, 31) - first).days + 1)]
    return CountryYear(
        frozenset(day for day in all_days if day in days),
        frozenset(day for day in all_days if days.is_working_day(day)),
    )
