"""How numbers, dates and spans of days are written in each language.

The decision is ours and holds whatever a library thinks this year: Babel rounds by its patterns, and what
stands between the digits, the months' names and every space and dash are here.
"""

from collections.abc import Mapping
from datetime import date
from math import ceil

from babel.numbers import format_decimal

from audit.model import Lang

NBSP = "\u00a0"
NARROW = "\u202f"  # before «г.», which stays with its year
SPAN: Mapping[Lang, str] = {
    "ru": " – ",
    "en": "\u2009–\u2009",
}  # between two dates; two days have a bare dash
SIGNS: Mapping[Lang, Mapping[int, str]] = {  # what stands for the thousands' comma and the decimal point
    "ru": str.maketrans({",": NBSP, ".": ","}),
    "en": str.maketrans({}),
}


def _twelve(names: str) -> tuple[str, ...]:
    return tuple(names.split())


MONTHS: Mapping[Lang, tuple[str, ...]] = {
    "ru": _twelve("январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь"),
    "en": _twelve("January February March April May June July August September October November December"),
}
OF_MONTH: Mapping[Lang, tuple[str, ...]] = {  # beside a day
    "ru": _twelve("января февраля марта апреля мая июня июля августа сентября октября ноября декабря"),
    "en": MONTHS["en"],
}
SHORT: Mapping[Lang, tuple[str, ...]] = {
    "ru": _twelve("янв. февр. март апр. май июнь июль авг. сент. окт. нояб. дек."),
    "en": _twelve("Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec"),
}
SHORT_OF_MONTH: Mapping[Lang, tuple[str, ...]] = {
    "ru": _twelve("янв. февр. мар. апр. мая июн. июл. авг. сент. окт. нояб. дек."),
    "en": SHORT["en"],
}


def number(value: float, lang: Lang, pattern: str = "#,##0.##") -> str:
    """A number as the language writes it: «1 234,5», "1,234.5".

    At most two decimals unless the pattern, in the notation of Unicode's number patterns, says otherwise.
    """
    return str(format_decimal(value, pattern, locale="en_US")).translate(dict(SIGNS[lang]))


def whole(value: float) -> int:
    """A quantity that has to suffice, rounded up; what floating point adds is no action more."""
    return ceil(round(value, 6))


def out_of(probability: float) -> tuple[int, int]:
    """How often something suffices: 8 of 10, or so many of a hundred where tenths are too coarse."""
    most = 10 if round(probability * 10, 6).is_integer() else 100
    return round(probability * most), most


def day(value: date, lang: Lang) -> str:
    """A date in full: «7 декабря 2026 г.», "7 December 2026"."""
    return f"{value.day} {OF_MONTH[lang][value.month - 1]} {_year(value, lang)}"


def days(first: date, last: date, lang: Lang, with_year: bool = True) -> str:
    """A span without what repeats: «7–11 дек. 2026 г.», "30 Nov – 11 Dec 2026"; one day stands alone."""
    end = _short(last, lang, with_year)
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{end}"
    return f"{_short(first, lang, with_year and first.year != last.year)}{SPAN[lang]}{end}"


def month(value: date, lang: Lang, short: bool = False) -> str:
    """The month's name by itself: «декабрь», "December"; short: «дек.», "Dec"."""
    return (SHORT if short else MONTHS)[lang][value.month - 1]


def _short(value: date, lang: Lang, with_year: bool) -> str:
    named = f"{value.day} {SHORT_OF_MONTH[lang][value.month - 1]}"
    return f"{named} {_year(value, lang)}" if with_year else named


def _year(value: date, lang: Lang) -> str:
    return f"{value.year}{NARROW}г." if lang == "ru" else str(value.year)
