"""How sure a count is: intervals of shares, medians and means, and waiting times with open ends."""

from collections.abc import Iterable, Sequence
from math import sqrt

Z80 = 1.2815515655446004  # both tails of the 80 % interval leave ten per cent each; sources: causes
FEWEST_CASES = 30  # below that a measurement contradicts nobody; sources: causes


def wilson(passed: int, entered: int, z: float = Z80) -> tuple[float, float]:
    """The interval of a share by Wilson's score; the whole of 0 to 1 while nothing was counted."""
    if not entered:
        return 0.0, 1.0
    share, weight = passed / entered, z * z / entered
    middle = (share + weight / 2) / (1 + weight)
    half = z * sqrt(share * (1 - share) / entered + weight / (4 * entered)) / (1 + weight)
    low = max(middle - half, 0.0) if passed else 0.0  # the ends are exact, and rounding misses them
    return low, min(middle + half, 1.0) if passed < entered else 1.0


def of_mean(total: float, squares: float, n: int, z: float = Z80) -> tuple[float, float]:
    """The interval of a mean from its sums: normal, as large counts allow."""
    mean = total / n
    spread = sqrt(max(squares / n - mean * mean, 0.0) / max(n - 1, 1))
    return float(f"{mean - z * spread:.9g}"), float(f"{mean + z * spread:.9g}")  # engines add in any order


def of_rate(count: int, periods: float, z: float = Z80) -> tuple[float, float]:
    """The interval of events per period that come independently: the score interval of a Poisson mean."""
    middle, half = count + z * z / 2, z * sqrt(count + z * z / 4)
    return max(middle - half, 0.0) / periods, (middle + half) / periods


def kaplan_meier(waits: Iterable[tuple[int, int, int]]) -> list[tuple[int, float]]:
    """Shares that have happened by each day, from (days, happened, not yet): open cases count while seen."""
    rows: dict[int, tuple[int, int]] = {}
    for days, happened, waiting in waits:
        before = rows.get(days, (0, 0))
        rows[days] = (before[0] + happened, before[1] + waiting)
    left = sum(happened + waiting for happened, waiting in rows.values())
    still, found = 1.0, []
    for days, (happened, waiting) in sorted(rows.items()):
        if happened:
            still *= 1 - happened / left
            found.append((days, 1 - still))
        left -= happened + waiting
    return found


def by_day(curve: Sequence[tuple[int, float]], day: int) -> float:
    """The share that has happened by a day."""
    return max((share for at, share in curve if at <= day), default=0.0)
