"""How numbers and dates are written is our decision: these hold with every version of every library."""

from datetime import date

import pytest

from audit.i18n.notation import day, days, month, number
from audit.model import Lang

DEC_7 = date(2026, 12, 7)


@pytest.mark.parametrize(
    ("value", "pattern", "ru", "en"),
    [
        (1234567.891, "#,##0.##", "1\u00a0234\u00a0567,89", "1,234,567.89"),
        (1234, "#,##0.##", "1\u00a0234", "1,234"),
        (0.5, "#,##0.##", "0,5", "0.5"),
        (-1234.5, "#,##0.##", "-1\u00a0234,5", "-1,234.5"),
        (40, "0.0", "40,0", "40.0"),
        (0.000125, "0.######", "0,000125", "0.000125"),
    ],
)
def test_a_number(value: float, pattern: str, ru: str, en: str) -> None:
    assert (number(value, "ru", pattern), number(value, "en", pattern)) == (ru, en)


def test_a_date() -> None:
    assert day(date(2027, 5, 1), "ru") == "1 мая 2027\u202fг."
    assert day(date(2027, 5, 1), "en") == "1 May 2027"


@pytest.mark.parametrize(
    ("last", "ru", "en"),
    [
        (DEC_7, "7 дек. 2026\u202fг.", "7 Dec 2026"),
        (date(2026, 12, 11), "7–11 дек. 2026\u202fг.", "7–11 Dec 2026"),
        (date(2027, 1, 8), "7 дек. 2026\u202fг. – 8 янв. 2027\u202fг.", "7 Dec 2026\u2009–\u20098 Jan 2027"),
    ],
)
def test_a_span_of_days(last: date, ru: str, en: str) -> None:
    assert (days(DEC_7, last, "ru"), days(DEC_7, last, "en")) == (ru, en)


def test_a_span_over_months_says_the_year_once_or_not_at_all() -> None:
    november = date(2026, 11, 30)
    assert days(november, DEC_7, "ru") == "30 нояб. – 7 дек. 2026\u202fг."
    assert days(november, DEC_7, "en") == "30 Nov\u2009–\u20097 Dec 2026"
    assert days(november, DEC_7, "ru", with_year=False) == "30 нояб. – 7 дек."


@pytest.mark.parametrize(
    ("lang", "named", "short"),
    [("ru", "март сентябрь", "март сент."), ("en", "March September", "Mar Sept")],
)
def test_a_month_by_itself(lang: Lang, named: str, short: str) -> None:
    both = (date(2026, 3, 1), date(2026, 9, 1))
    assert " ".join(month(one, lang) for one in both) == named
    assert " ".join(month(one, lang, short=True) for one in both) == short
