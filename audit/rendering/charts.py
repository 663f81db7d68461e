"""Charts as inline SVG; their numbers stand in <title> too, which screen readers read aloud.

Every word and number arrives finished; nothing here knows a language.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from textwrap import wrap

from markupsafe import Markup

INK, MUTED, RULE, PALE = "#16233b", "#5b6675", "#d5dbe3", "#eef1f5"
TEAL, LIGHT_TEAL, OCHRE, RED, LIGHT_RED = "#0b6e6e", "#8cc3bd", "#a85c0a", "#a8322a", "#d9a09b"

WIDTH = 620  # user units over 170 mm of text width: one is about 0.78 pt
LABEL = 206  # where labels end and bars begin
LABEL_CHARS = 32  # that fit into one line of the label column

TOP_LEVEL = 4
CELL = 70  # width of one maturity level


@dataclass(frozen=True)
class LevelBar:
    """A maturity level that is certain, and the highest that is possible."""

    name: str
    level: int
    highest: int
    says: str


@dataclass(frozen=True)
class FunnelBar:
    """A step: the share of the first step that reaches it (None: unknown), and what passes to the next."""

    name: str
    share: float | None
    says: str
    passes: str


@dataclass(frozen=True)
class LoadBar:
    """Minutes that a role needs and has; None: nobody knows what it has. `safe`: with the margin."""

    name: str
    needed: float
    available: float | None
    says: str
    safe: float = 0.0


@dataclass(frozen=True)
class RangeBar:
    """An action's number from even to safe, the point beside it and what is done today; None: unknown."""

    name: str
    point: float
    even: float
    safe: float
    today: float | None
    says: tuple[str, str, str]  # of the point, the range, today


@dataclass(frozen=True)
class GapBar:
    """A question on which two sides are apart: where each stands on its scale, 0 to 1."""

    name: str
    leaders: float
    sellers: float
    says: str


def maturity(bars: Sequence[LevelBar], target: int, legend: str) -> Markup:
    """Four cells per bar: reached, possible, not reached; a mark at the level to reach."""
    row, top = 27, 17
    steps = range(1, TOP_LEVEL + 1)
    mark = _cell_x(target) + CELL + 2
    drawn = [
        _hatch(),
        *(text((_cell_x(step) + CELL / 2, 9), str(step), 9, MUTED, "middle") for step in steps),
    ]
    for index, bar in enumerate(bars):
        y = top + row * index
        drawn += [
            label(bar.name, y + 8),
            *(rect(_cell_x(s), y, CELL, 16, _cell_fill(bar, s)) for s in steps),
            rect(mark - 1, y - 4, 2, 24, INK),
        ]
        drawn.append(text((WIDTH, y + 12), bar.says, 11, _level_ink(bar.level), "end", 600))
    foot = top + row * len(bars) + 8
    drawn += [rect(LABEL, foot - 8, 2, 10, INK), text((LABEL + 8, foot), legend, 9, MUTED)]
    said = (f"{bar.name}: {bar.says}" for bar in bars)
    return svg(foot + 6, (*said, legend), drawn)


def _cell_x(step: int) -> float:
    return LABEL + (CELL + 4) * (step - 1)


def _cell_fill(bar: LevelBar, level: int) -> str:
    if level <= bar.level:
        return _level_ink(bar.level)
    return "url(#possible)" if level <= bar.highest else PALE


def _level_ink(level: int) -> str:
    return RED if level < 2 else OCHRE if level < 3 else TEAL


def funnel(bars: Sequence[FunnelBar]) -> Markup:
    """The share of the first step that is left at each; conversions between them."""
    row = 30
    drawn = [part for index, bar in enumerate(bars) for part in _funnel_row(bar, 3 + row * index, row)]
    return svg(row * len(bars), (f"{bar.name}: {bar.says} {_passes(bar)}".strip() for bar in bars), drawn)


def _funnel_row(bar: FunnelBar, y: float, row: float) -> Iterable[Markup]:
    yield label(bar.name, y + 8)
    span = 270
    if bar.share is None:
        yield rect(LABEL, y, span, 17, "none", stroke=MUTED)
        yield text((LABEL + 10, y + 12.5), bar.says, 10.6, MUTED, weight=500)
    else:
        yield rect(LABEL, y, max(span * bar.share, 1.5), 17, TEAL)
        yield text((LABEL + span * bar.share + 8, y + 12.5), bar.says, 10.6, INK, weight=600)
    yield text((WIDTH, y + 12.5 + row / 2), _passes(bar), 10.6, TEAL, "end", 600)


def _passes(bar: FunnelBar) -> str:
    return f"↓ {bar.passes}" if bar.passes else ""


def capacity(bars: Sequence[LoadBar]) -> Markup:
    """What is needed as a bar, with the margin paler, what there is as a mark; the overrun is red."""
    row, span = 44, WIDTH - LABEL
    values = (value for bar in bars for value in (bar.needed, bar.safe, bar.available or 0))
    longest = max(values, default=0) or 1
    scale = (span - 2) / longest
    drawn = []
    for index, bar in enumerate(bars):
        y = 4 + row * index
        drawn += [label(bar.name, y + 8), rect(LABEL, y, span, 16, PALE), *_load(bar, y, scale)]
        late = bar.available is not None and bar.needed > bar.available
        drawn.append(text((LABEL, y + 31), bar.says, 10, RED if late else MUTED, weight=500))
    return svg(row * len(bars), (f"{bar.name}: {bar.says}" for bar in bars), drawn)


def _load(bar: LoadBar, y: float, scale: float) -> Iterable[Markup]:
    """The point plan, then the margin paler; red what is beyond the mark."""
    there = inf if bar.available is None else bar.available
    edges = sorted({0.0, bar.needed, max(bar.safe, bar.needed), min(there, max(bar.safe, bar.needed))})
    for left, right in pairwise(edges):
        margin = left >= bar.needed
        fill = (LIGHT_RED if margin else RED) if left >= there else LIGHT_TEAL if margin else TEAL
        yield rect(LABEL + left * scale, y, (right - left) * scale, 16, fill)
    if bar.available is not None:
        yield rect(LABEL + bar.available * scale - 1, y - 4, 2, 24, INK)


def ranges(bars: Sequence[RangeBar], legend: tuple[str, str, str]) -> Markup:
    """A band from the even to the safe number, a tick at the point, a dot at today; each row on its scale."""
    row = 34
    drawn = [part for index, bar in enumerate(bars) for part in _range(bar, 6 + row * index)]
    drawn += _legend(legend, 14 + row * len(bars))
    return svg(
        row * len(bars) + 24, (f"{bar.name}: {'; '.join(filter(None, bar.says))}" for bar in bars), drawn
    )


def _range(bar: RangeBar, y: float) -> Iterable[Markup]:
    span, middle = 290, y + 16
    scale = span / (max(bar.safe, bar.point, bar.even, bar.today or 0) * 1.04 or 1)
    low, high = (LABEL + value * scale for value in (bar.even, bar.safe))
    point = LABEL + bar.point * scale
    yield label(bar.name, middle)
    yield rect(LABEL, middle - 0.5, span, 1, RULE)
    yield rect(low, middle - 4, max(high - low, 2), 8, LIGHT_TEAL)
    yield rect(point - 1, middle - 7, 2, 14, TEAL)
    yield text((WIDTH, middle + 3.6), bar.says[1], 10.3, INK, "end", 600)
    yield text((min(point, LABEL + span - 14), middle - 10), bar.says[0], 9, TEAL, "middle", 600)
    if bar.today is not None:
        x = LABEL + bar.today * scale
        ink = RED if bar.today < bar.even else INK
        yield _dot(x, middle, ink)
        if abs(x - point) > 34:
            yield text((max(x, LABEL + 8), middle - 10), bar.says[2], 9, ink, "middle", 600)


def _legend(words: tuple[str, str, str], y: float) -> Iterable[Markup]:
    point, band, today = words
    yield rect(LABEL + 2, y - 7, 2, 10, TEAL)
    yield text((LABEL + 10, y + 1.5), point, 9, MUTED)
    yield rect(LABEL + 110, y - 5, 20, 7, LIGHT_TEAL)
    yield text((LABEL + 136, y + 1.5), band, 9, MUTED)
    if today:
        yield _dot(LABEL + 318, y - 2, RED)
        yield text((LABEL + 326, y + 1.5), today, 9, MUTED)


def _dot(x: float, y: float, fill: str) -> Markup:
    return Markup('<circle cx="{}" cy="{}" r="3.6" fill="{}"/>').format(f"{x:.1f}", f"{y:.1f}", fill)


def gaps(bars: Sequence[GapBar], ends: tuple[str, str]) -> Markup:
    """A line per question from worst to best answer; a diamond for the leaders, a disc for the sellers."""
    row, left, right = 34, LABEL + 10, WIDTH - 10
    drawn = [text((left, 9), ends[0], 9, MUTED), text((right, 9), ends[1], 9, MUTED, "end")]
    for index, bar in enumerate(bars):
        y = 30 + row * index
        leaders, sellers = (left + (right - left) * at for at in (bar.leaders, bar.sellers))
        drawn += [
            label(bar.name, y),
            _line(left, right, y, RULE, 1),
            _line(min(leaders, sellers), max(leaders, sellers), y, LIGHT_TEAL, 4),
            diamond(leaders, y, INK),
            Markup('<circle cx="{}" cy="{}" r="6.5" fill="{}"/>').format(f"{sellers:.1f}", y, TEAL),
        ]
    return svg(24 + row * len(bars), (f"{bar.name}: {bar.says}" for bar in bars), drawn)


def diamond(x: float, y: float, fill: str) -> Markup:
    return Markup('<path d="M{0} {1} l7 7 l-7 7 l-7 -7 z" fill="{2}"/>').format(f"{x:.1f}", y - 7, fill)


def _line(start: float, end: float, y: float, ink: str, width: float) -> Markup:
    return Markup('<path d="M{} {} H{}" stroke="{}" stroke-width="{}"/>').format(
        f"{start:.1f}", y, f"{end:.1f}", ink, width
    )


def cover() -> Markup:
    """Many lines that narrow to few: a funnel. It is a background, so it needs no words."""
    paths = []
    for line in range(26):
        part = line / 25
        wide, narrow = 40 + 560 * part, 250 + 140 * part
        strength = 0.10 + 0.38 * (1 - abs(part - 0.5) * 2)
        paths.append(
            Markup(
                '<path d="M {0} 0 C {0} 150, {1} 150, {1} 330 L {1} 420" fill="none" stroke="#7fd1c7" '
                'stroke-opacity="{2}" stroke-width="1.1"/>'
            ).format(f"{wide:.1f}", f"{narrow:.1f}", f"{strength:.2f}")
        )
    return Markup('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 420">{}</svg>').format(
        Markup().join(paths)
    )


def svg(height: float, spoken: Iterable[str], drawn: Iterable[Markup]) -> Markup:
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img" '
        'font-family="Golos Text"><title>{title}</title>{drawn}</svg>'
    ).format(w=WIDTH, h=height, title="; ".join(spoken), drawn=Markup().join(drawn))


def _hatch() -> Markup:
    return Markup(
        '<defs><pattern id="possible" width="5" height="5" patternUnits="userSpaceOnUse">'
        '<rect width="5" height="5" fill="{}"/><path d="M0 5 L5 0" stroke="{}" stroke-width=".9"/>'
        "</pattern></defs>"
    ).format(PALE, LIGHT_TEAL)


def label(name: str, middle: float, most: int = 2) -> Markup:
    """A name in at most so many lines, right-aligned before its bar."""
    lines = wrap(name, LABEL_CHARS, max_lines=most, placeholder="…")
    top = middle + 3.6 - 5.8 * (len(lines) - 1)
    return Markup().join(
        text((LABEL - 12, top + 11.6 * index), line, 10.3, INK, "end", 500)
        for index, line in enumerate(lines)
    )


def text(
    at: tuple[float, float], words: str, size: float, fill: str, anchor: str = "start", weight: int = 400
) -> Markup:
    x, y = at
    return Markup(
        '<text x="{}" y="{}" font-size="{}" fill="{}" text-anchor="{}" font-weight="{}">{}</text>'
    ).format(f"{x:.1f}", f"{y:.1f}", size, fill, anchor, weight, words)


def rect(x: float, y: float, width: float, height: float, fill: str, stroke: str = "none") -> Markup:
    return Markup(
        '<rect x="{}" y="{}" width="{}" height="{}" fill="{}" stroke="{}" stroke-dasharray="3 2"/>'
    ).format(f"{x:.1f}", f"{y:.1f}", f"{width:.1f}", height, fill, stroke)
