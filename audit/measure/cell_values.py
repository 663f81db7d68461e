"""One cell of an export as people write it: times, money, durations. None: nothing can be meant by it."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Literal

Cell = str | int | float | datetime | date | None
Order = Literal["dmy", "mdy", ""]

MS, DAY_MS = 1000, 86_400_000  # milliseconds in a second and in a day; the calendar
EPOCH, EXCEL_EPOCH = date(1970, 1, 1).toordinal(), date(1899, 12, 30)  # sources: exports_5
SERIALS = (20_000, 80_000)  # Excel's days from 1954 to 2119; sources: exports_5
UNIX = (600_000_000, 4_200_000_000)  # seconds from 1989 to 2103: dates of a CRM; our judgement
MOST_NUMBER = 10**15  # ten trillion in hundredths, and no count; our judgement
YEARS = (1990, 2100)  # earlier or later is a slip of the pen; our judgement

YEAR_FIRST = re.compile(
    r"^(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?:[T ]+(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d{1,6}))?)?)?"
    r"\s*(Z|UTC|[+-]\d\d:?\d\d|[+-]\d\d)?$"
)
YEAR_LAST = re.compile(
    r"^(\d{1,2})([-./])(\d{1,2})\2(\d{4}|\d\d)(?:,?\s+(\d{1,2}):(\d\d)(?::(\d\d))?\s*([AP]M)?)?$",
    re.IGNORECASE,
)
NUMBER = re.compile(r"^-?\d+(\.\d+)?$")
CLOCK = re.compile(r"^(?:(\d+):)?(\d{1,3}):(\d\d)$")
SPELT = re.compile(r"(\d+)\s*(ч|час|h|hour|мин|м|min|m|сек|с|sec|s)", re.IGNORECASE)
SPELT_SECONDS = {"ч": 3600, "h": 3600, "м": 60, "m": 60, "с": 1, "s": 1}  # the calendar
SPACES = str.maketrans("", "", " \u00a0\u202f\u2009'’")
CURRENCY = re.compile(r"(руб\.?|р\.|₽|\$|€|£|₸|₴|rub|usd|eur|kzt)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Moment:
    """A time: milliseconds in UTC, and day, month and minute as the clock on the wall showed them."""

    ts: int
    day: int
    month: str
    minute: int | None  # of the day; None: a date without a clock


def moment(cell: Cell, order: Order = "dmy") -> Moment | None:
    """A time as it stands in an export, naive ones taken as they are."""
    if isinstance(cell, datetime):
        clock = cell.hour * 3600 + cell.minute * 60 + cell.second
        return _made(cell.year, cell.month, cell.day, clock, cell.microsecond // MS, 0)
    if isinstance(cell, date):
        return _made(cell.year, cell.month, cell.day, None, 0, 0)
    if cell is None:
        return None
    return _typed(str(cell).strip(), order)


@lru_cache(maxsize=50_000)  # a log repeats its days
def _typed(text: str, order: Order) -> Moment | None:
    if match := YEAR_FIRST.match(text):
        year, month, day, hour, minute, second, fraction, zone = match.groups()
        clock = None if hour is None else int(hour) * 3600 + int(minute) * 60 + int(second or 0)
        return _made(
            int(year), int(month), int(day), clock, int(((fraction or "") + "000")[:3]), _offset(zone)
        )
    if match := YEAR_LAST.match(text):
        first, mark, second_, year, hour, minute, second, half = match.groups()
        day, month = (first, second_) if mark != "/" or order != "mdy" else (second_, first)
        clock = None if hour is None else _hour(int(hour), half) * 3600 + int(minute) * 60 + int(second or 0)
        return _made(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day), clock, 0, 0)
    return _counted(float(text)) if NUMBER.match(text) else None


def _hour(hour: int, half: str | None) -> int:
    return hour if half is None else hour % 12 + (12 if half.upper() == "PM" else 0)


def _offset(zone: str | None) -> int:
    """Seconds that the wall clock is ahead of UTC."""
    if zone in (None, "Z", "UTC"):
        return 0
    digits = str(zone)[1:].replace(":", "").ljust(4, "0")
    ahead = int(digits[:2]) * 3600 + int(digits[2:]) * 60
    return -ahead if str(zone)[0] == "-" else ahead


def _counted(number: float) -> Moment | None:
    """Excel's serial day, or seconds or milliseconds since 1970."""
    if SERIALS[0] <= number <= SERIALS[1]:
        at = datetime.combine(EXCEL_EPOCH, datetime.min.time()) + timedelta(seconds=round(number * 86_400))
        return moment(at if number % 1 else at.date())
    seconds = number / MS if number > UNIX[1] else number
    if not UNIX[0] <= seconds <= UNIX[1]:
        return None
    return moment(datetime.fromtimestamp(seconds, UTC))


def _made(year: int, month: int, day: int, clock: int | None, ms: int, ahead: int) -> Moment | None:
    if not YEARS[0] <= year <= YEARS[1] or (clock or 0) >= 86_400:
        return None
    try:
        number = date(year, month, day).toordinal() - EPOCH
    except ValueError:
        return None
    ts = number * DAY_MS + ((clock or 0) - ahead) * MS + ms
    return Moment(ts, number, f"{year}-{month:02}", None if clock is None else clock // 60)


def orders_of(text: str) -> set[str]:
    """Which orders of day and month a slashed date admits; none where the question does not arise."""
    match = YEAR_LAST.match(text.strip())
    if not match or match[2] != "/":
        return set()
    return {order for order, month in (("dmy", match[3]), ("mdy", match[1])) if int(month) <= 12}


def hundredths(cell: Cell) -> int | None:
    """Money or any number in integer hundredths, so that sums are the same everywhere."""
    if isinstance(cell, int | float):
        return _bounded(cell * 100)
    text = CURRENCY.sub("", str(cell or "")).translate(SPACES)
    if "," in text and "." in text:
        text = text.replace("," if text.rfind(",") < text.rfind(".") else ".", "")
    elif text.count(",") > 1 or re.search(r"^-?[1-9]\d{0,2},\d{3}$", text):
        text = text.replace(",", "")
    text = text.replace(",", ".")
    return _bounded(float(text) * 100) if NUMBER.match(text) else None


def _bounded(number: float) -> int | None:
    """Rounded, unless it is more than any sum of money: an account's number, a slip of the pen."""
    return round(number) if abs(number) <= MOST_NUMBER else None


def whole(cell: Cell) -> int | None:
    """A count: "3", 3.0."""
    found = hundredths(cell)
    return None if found is None or found % 100 else found // 100


def seconds(cell: Cell) -> int | None:
    """A duration: seconds, mm:ss, hh:mm:ss, "1 мин. 20 сек."."""
    text = str("" if cell is None else cell).strip()
    if NUMBER.match(text):
        return _bounded(float(text))
    if match := CLOCK.match(text):
        return _bounded(int(match[1] or 0) * 3600 + int(match[2]) * 60 + int(match[3]))
    parts = SPELT.findall(text)
    return _bounded(sum(int(n) * SPELT_SECONDS[unit[0].lower()] for n, unit in parts)) if parts else None
