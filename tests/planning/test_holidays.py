"""A country's year is what the `holidays` package says of it, kept until another version stands there."""

from datetime import date, timedelta
from importlib.metadata import version

import holidays
import pytest

from audit.planning.holidays import _version, country_year


@pytest.mark.parametrize("country", ["RU", "GB", "AE", "CN"])  # moved days, a Friday off, worked Saturdays
@pytest.mark.parametrize("year", [2026, 2027])
def test_a_year_is_what_the_library_says(country: str, year: int) -> None:
    found, library = country_year(country, year), holidays.country_holidays(country, years=year)
    assert found
    for n in range(365):
        day = date(year, 1, 1) + timedelta(n)
        assert (day in found.holidays) == (day in library)
        assert (day in found.worked) == library.is_working_day(day)


@pytest.mark.parametrize("country", ["", "XK", "ZZ"])
def test_a_country_nobody_knows_has_no_year(country: str) -> None:
    assert (country_year(country, 2027) is None) == (country not in holidays.list_supported_countries())


def test_the_version_of_the_library_is_among_the_sources() -> None:
    told = _version()
    assert told
    assert f"\nVersion: {version('holidays')}\n" in told.read_text("utf-8")
