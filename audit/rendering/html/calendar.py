"""The roll-out's calendar in the printed report: weeks along the top, a bar or diamond per phase."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, pairwise
from textwrap import wrap
from typing import Any

from markupsafe import Markup

from audit.i18n import notation
from audit.i18n.messages import Messages
from audit.model import Lang, Phase, ReportDocument, RollOut
from audit.rendering import charts

WEEK, TO_FRIDAY, DAY = timedelta(days=7), timedelta(days=4), timedelta(days=1)  # the calendar
HEAD, TOP, BAR, LINE, GAP = 28, 32, 14, 11.6, 11  # drawn sizes, in user units; the last: air
SMALL, SIZE = 9, 10.3  # of text, as in the other charts
WIDE = 0.6  # of its size: what a letter of a word takes on the average, rather more
MOST_LINES = 3  # of a phase's name: three stages without rules


def shown(document: ReportDocument, spoken: Messages) -> Mapping[str, Any]:
    """What the template of the first steps prints beside the document."""
    roll_out = document.roll_out
    by_id = {phase.id: phase for phase in roll_out.phases}
    headline = spoken.say("calendar_headline", launch=by_id["launch"].first, ends=by_id["trial"].last)
    return {
        "calendar_headline": headline,
        "calendar_chart": drawn(roll_out, spoken.lang, spoken.say("calendar_holidays")),
        "phase_days": lambda phase: notation.days(phase.first, phase.last, spoken.lang),
    }


@dataclass(frozen=True)
class _Scale:
    """Days on the axis, from a Monday on, in so many weeks."""

    start: date
    weeks: int

    @property
    def week(self) -> float:
        return (charts.WIDTH - charts.LABEL) / self.weeks

    def x(self, day: date) -> float:
        return charts.LABEL + (day - self.start).days / 7 * self.week

    def mondays(self) -> list[date]:
        return [self.start + WEEK * n for n in range(self.weeks)]


def drawn(roll_out: RollOut, lang: Lang, holidays: str) -> Markup:
    phases, runs = roll_out.phases, list(_runs(roll_out.left_out))
    start = min((phases[0].first, *roll_out.left_out))
    scale = _Scale(start, (phases[-1].last - start).days // 7 + 1)
    names = [phase.name.in_(lang) for phase in phases]
    heights = [LINE * min(len(wrap(name, charts.LABEL_CHARS)), MOST_LINES) + GAP for name in names]
    tops = [TOP + sum(heights[:n]) for n in range(len(heights) + 1)]
    parts = [*_head(scale, tops[-1], lang), *_shades(scale, runs, tops[-1], holidays)]
    for n, (phase, name) in enumerate(zip(phases, names, strict=True)):
        middle = round((tops[n] + tops[n + 1]) / 2, 1)
        said = notation.days(phase.first, phase.last, lang, with_year=False)
        parts += [charts.label(name, middle, MOST_LINES), *_phase(phase, middle, said, scale, roll_out)]
    spoken = [f"{n}: {notation.days(p.first, p.last, lang)}" for n, p in zip(names, phases, strict=True)]
    spoken += [f"{holidays}: {notation.days(first, last + TO_FRIDAY, lang)}" for first, last in runs]
    return charts.svg(round(tops[-1] + GAP), spoken, parts)


def _runs(mondays: Sequence[date]) -> Iterator[tuple[date, date]]:
    """Weeks that follow one another, by the first and the last Monday."""
    begins = [m for n, m in enumerate(mondays) if not n or mondays[n - 1] + WEEK != m]
    for first, following in pairwise((*begins, date.max)):
        yield first, max(m for m in mondays if first <= m < following)


# --- the axis ----------------------------------------------------------------------------------------


def _head(scale: _Scale, foot: float, lang: Lang) -> Iterator[Markup]:
    """Months by name with a line where each begins, weeks by the day of their Monday."""
    for n, (_, group) in enumerate(groupby(scale.mondays(), lambda monday: (monday.year, monday.month))):
        weeks = list(group)
        left, width = scale.x(weeks[0]), len(weeks) * scale.week
        yield charts.rect(left - 0.5, 2, 1, HEAD - 2, charts.RULE)
        yield charts.rect(left - 0.5, HEAD, 1, foot - HEAD, charts.PALE)
        yield from _month(weeks[0], left, width, n == 0, lang)
    for monday in scale.mondays():
        middle = scale.x(monday) + scale.week / 2
        yield charts.text((middle, 24), str(monday.day), SMALL, charts.MUTED, "middle")


def _month(day: date, left: float, width: float, first: bool, lang: Lang) -> Iterable[Markup]:
    """With the year where there is room and need; a short first month goes before its line."""
    name = notation.month(day, lang)
    dated = [f"{name} {day.year}"] if first or day.month == 1 else []
    fits = (
        word
        for word in (*dated, name, notation.month(day, lang, short=True))
        if _width(word, SMALL) < width - 4
    )
    word = next(fits, None)
    if word:
        yield charts.text((left + 4, 10), word, SMALL, charts.INK, weight=600)
    elif first:
        yield charts.text((left - 4, 10), f"{name} {day.year}", SMALL, charts.INK, "end", 600)


def _width(word: str, size: float) -> float:
    return len(word) * size * WIDE


def _shades(scale: _Scale, runs: Sequence[tuple[date, date]], foot: float, holidays: str) -> Iterator[Markup]:
    """Weeks of holidays over the whole height, with the word below, where it has room."""
    half = _width(holidays, SMALL) / 2
    free = 0.0
    for first, last in runs:
        left, right = scale.x(first), scale.x(last + WEEK)
        yield charts.rect(left, HEAD, right - left, foot - HEAD, charts.RULE)
        middle = min((left + right) / 2, charts.WIDTH - half)
        if middle - half >= free:
            yield charts.text((middle, foot + 10), holidays, SMALL, charts.MUTED, "middle")
            free = middle + half


# --- a phase -----------------------------------------------------------------------------------------


def _phase(phase: Phase, middle: float, said: str, scale: _Scale, roll_out: RollOut) -> Iterator[Markup]:
    """A day as a diamond, days as a bar that is a mere line in weeks of holidays; the dates beside it."""
    left, right = scale.x(phase.first), scale.x(phase.last + DAY)
    if phase.first == phase.last:
        yield charts.diamond((left + right) / 2, middle, charts.INK)
        left, right = left - 7, right + 7
    else:
        yield charts.rect(left, middle - 1, right - left, 2, charts.TEAL)
        for first, last in _worked(phase, roll_out.left_out):
            x = scale.x(first)
            yield charts.rect(x, middle - BAR / 2, scale.x(last + DAY) - x, BAR, charts.TEAL)
    before = right + 6 + _width(said, SIZE) > charts.WIDTH
    x, anchor = (left - 6, "end") if before else (right + 6, "start")
    yield charts.text((x, middle + 3.6), said, SIZE, charts.INK, anchor, 600)


def _worked(phase: Phase, left_out: Sequence[date]) -> Iterator[tuple[date, date]]:
    """The phase without its weeks of holidays: pieces that end on a Friday."""
    first = phase.first
    for monday in (monday for monday in left_out if phase.first < monday < phase.last):
        if first < monday:
            yield first, monday - WEEK + TO_FRIDAY
        first = monday + WEEK
    yield first, phase.last
