"""Which days of a year are public holidays of a country, and which it works when its week has five days.

From the `holidays` package, which many hands keep for 250 countries. To import it and to fill a country's
years takes 60 to 100 ms, a third of a whole plan, so a year is asked for once and kept in `__pycache__`;
reading it back takes 0.2 ms. It is stale when another version of the package stands there.
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
    kept = Path(__file__).parent / "__pycache__" / f"holidays-{country}-{year}.pickle"
    return compiled(kept, [Path(__file__), *_version()], lambda: _asked(country, year))


def _version() -> list[Path]:
    """The file by which an installed package tells its version."""
    found = find_spec("holidays")
    site = Path(found.origin).parent.parent if found and found.origin else Path()
    return sorted(site.glob("holidays-*.dist-info/METADATA"))


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
