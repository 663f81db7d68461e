"""Chance: how many attempts suffice, and what a number of attempts brings. Plain functions, no content.

A conversion known from counts is a Beta distribution; a path of several is held as ATOMS equally likely
values of its logarithm. WORLDS evenly scattered points stand for what may turn out to be true, the luck of
the period included: no generator of random numbers, so the same question has the same answer to the last bit.
`tests/test_chance.py` holds all of it against a million draws made otherwise.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import exp, inf, log, log1p, sqrt
from operator import add, itemgetter
from statistics import NormalDist

JEFFREYS = 0.5  # added to both counts: the prior that favours no conversion; statistics: Jeffreys 1946
TENTH = NormalDist().inv_cdf(0.9)  # a width is meant to hold in 8 of 10: a tenth lies above; our judgement
ATOMS = 100  # equally likely values of a path; its distribution is right to 0.2 %, tested
WORLDS = 2039  # points the answers are counted over: a prime, tested together with the next
GENERATOR = (
    462  # best multiplier of 300 tried: what is to suffice in 80 % of cases does in 79.8 to 80.2; tested
)
GRID = 400  # points a Beta distribution is integrated over, tested
LEAST_SURE = 2.0  # yes and no of an opinion together: no opinion is vaguer than the even one; our judgement

Atoms = tuple[float, ...]
SURE: Atoms = (0.0,) * ATOMS  # a path without steps: the sale itself; tested


@dataclass(frozen=True)
class Beta:
    """What is believed of a conversion: as if so many had passed and so many had not."""

    yes: float
    no: float

    @property
    def mean(self) -> float:
        return self.yes / (self.yes + self.no)


def counted(passed: int, entered: int) -> Beta:
    """The conversion behind a count."""
    return Beta(passed + JEFFREYS, entered - passed + JEFFREYS)


def opinion(rate: float, width: float) -> Beta:
    """A conversion somebody named: in 8 cases of 10 the truth lies within `width` (0.3: 30 %) around it."""
    spread = max(width, 1e-6) * rate / TENTH
    sure = max(rate * (1 - rate) / spread**2 - 1, LEAST_SURE) if rate else LEAST_SURE
    return Beta(sure * rate, sure * (1 - rate))


@cache
def atoms(beta: Beta) -> Atoms:
    """Equally likely values of the logarithm of a conversion, ascending."""
    if not beta.no:
        return SURE
    center, reach = log(beta.yes / beta.no), sqrt(1 / beta.yes + 1 / beta.no)
    low, high = center - 12 * reach - 2 / beta.yes, center + 12 * reach + 2 / beta.no
    odds = [low + (high - low) * (i + 0.5) / GRID for i in range(GRID)]
    heights = [-beta.yes * _soft(-t) - beta.no * _soft(t) for t in odds]
    top = max(heights)
    weights = [exp(h - top) for h in heights]
    return _cells([-_soft(-t) for t in odds], weights)


def _soft(t: float) -> float:
    """log(1 + e^t), without overflow."""
    return log1p(exp(-abs(t))) + max(t, 0.0)


def _cells(values: Sequence[float], weights: Sequence[float]) -> Atoms:
    """The mean of each of ATOMS equal parts of a weighted, ascending row."""
    size = sum(weights) / ATOMS
    found: list[float] = []
    inside, room = 0.0, size
    for value, weight in zip(values, weights, strict=True):
        left = weight
        while left > room and len(found) < ATOMS - 1:
            found.append((inside + value * room) / size)
            left, inside, room = left - room, 0.0, size
        inside, room = inside + value * left, room - left
    return (*found, inside / max(size - room, 1e-300))


def path(steps: tuple[Beta, ...]) -> Atoms:
    """Equally likely values of the logarithm of all conversions after one another."""
    return _after(atoms(steps[0]), path(steps[1:])) if steps else SURE


@cache
def _after(first: Atoms, then: Atoms) -> Atoms:
    if first is SURE or then is SURE:
        return then if first is SURE else first
    pairs = sorted(a + b for a in first for b in then)
    return tuple(sum(pairs[i : i + ATOMS]) / ATOMS for i in range(0, len(pairs), ATOMS))


@dataclass(frozen=True)
class Source:
    """Attempts of which each brings a sale with an uncertain chance.

    `grows`: with the plan; others are what they are. A sale is worth `worth`, give or take `spread` (as a
    part of it): 1 and 0 where sales are counted.
    """

    attempts: float
    odds: Atoms
    grows: bool = True
    worth: float = 1.0
    spread: float = 0.0


_Rows = tuple[Sequence[float], Sequence[float], Sequence[float]]  # mean, variance, third cumulant per world
NOTHING: _Rows = ((0.0,) * WORLDS,) * 3  # where no source is; tested


def factors_needed(sources: Sequence[Source], target: float) -> list[float]:
    """By how much the plan must grow to reach the target, in each world; ascending.

    Solves target - has = k * mean + luck * sqrt(sway + k * variance) for k. One loop without calls, `_bent`
    written out: of a plan's time this is the greater part.
    """
    growing, fixed = _sums(sources)
    target -= _half(sources)
    found = []
    for luck, mean, variance, third, has, sway, bend in zip(
        _luck(len(sources)), *growing, *fixed, strict=True
    ):
        lacking = target - has
        if mean <= 0:
            found.append(inf if lacking > 0 else 0.0)
            continue
        usual = lacking / mean if lacking > 0 else 0.0
        spread = sway + usual * variance
        if spread > 0:
            luck += (bend + usual * third) / spread**1.5 / 6 * (luck * luck - 1)
        square, whole = luck * luck, mean * mean
        half = lacking * mean + square * variance / 2
        under = half * half - whole * (lacking * lacking - square * sway)
        root = sqrt(under) if under > 0 else 0.0
        factor = (half - root if luck > 0 else half + root) / whole
        found.append(factor if factor > 0 else 0.0)
    return sorted(found)


def _bent(luck: float, variance: float, third: float) -> float:
    """A normal deviate bent by the skewness of the sum: first term of Cornish and Fisher 1937."""
    return luck + third / variance**1.5 / 6 * (luck * luck - 1) if variance > 0 else luck


def brings(sources: Sequence[Source], factor: float = 1.0) -> list[float]:
    """What the plan, grown by a factor, brings in each world; ascending."""
    growing, fixed = _sums(sources)
    found = []
    for luck, mean, variance, third, has, sway, bend in zip(
        _luck(len(sources)), *growing, *fixed, strict=True
    ):
        spread = sway + factor * variance
        found.append(
            has + factor * mean + _bent(luck, spread, bend + factor * third) * sqrt(max(spread, 0.0))
        )
    return sorted(found)


def attained(sources: Sequence[Source], target: float, factor: float = 1.0) -> float:
    """How likely the plan, grown by a factor, reaches the target."""
    totals = brings(sources, factor)
    return 1 - bisect_left(totals, target - _half(sources)) / len(totals)


def within(values: Sequence[float], probability: float) -> float:
    """The value that suffices with a probability: so large a part of the ascending values lies below it."""
    at = min(max(probability * len(values) - 0.5, 0.0), len(values) - 1.0)
    low = int(at)
    if low + 1 >= len(values):
        return values[low]
    return values[low] + (at - low) * (values[low + 1] - values[low])


def _half(sources: Iterable[Source]) -> float:
    """Sales come whole: the mark between too few and enough lies half a sale lower; money is no count."""
    counts = all(s.spread == 0 and s.worth == 1 for s in sources)
    certain = all(s.odds == SURE for s in sources)
    return 0.5 if counts and not certain else 0.0


def _sums(sources: Sequence[Source]) -> tuple[_Rows, _Rows]:
    """What grows and what does not, summed world by world."""
    growing, fixed = NOTHING, NOTHING
    for index, source in enumerate(sources):
        brought = _brought(source, index)
        if source.grows:
            growing = _added(growing, brought)
        else:
            fixed = _added(fixed, brought)
    return growing, fixed


def _added(one: _Rows, other: _Rows) -> _Rows:
    if one is NOTHING:
        return other
    mean, variance, third = (list(map(add, x, y)) for x, y in zip(one, other, strict=True))
    return mean, variance, third


@lru_cache(maxsize=256)
def _brought(source: Source, index: int) -> _Rows:
    """In each world: a sale or none per attempt, its worth Gamma-distributed."""
    mean, variance, third = zip(*(_cumulants(source, exp(value)) for value in source.odds), strict=True)
    in_each_world = _places(index)
    return in_each_world(mean), in_each_world(variance), in_each_world(third)


def _cumulants(source: Source, chance: float) -> tuple[float, float, float]:
    first = chance * source.worth
    second = first * source.worth * (1 + source.spread**2)
    third = second * source.worth * (1 + 2 * source.spread**2)
    n = source.attempts
    return n * first, n * (second - first * first), n * (third - 3 * first * second + 2 * first**3)


@cache
def _points(index: int) -> tuple[float, ...]:
    """One coordinate of evenly scattered points, a lattice of Korobov 1959."""
    step = pow(GENERATOR, index, WORLDS)
    return tuple((step * n % WORLDS + 0.5) / WORLDS for n in range(WORLDS))


@cache
def _places(index: int) -> Callable[[Sequence[float]], Sequence[float]]:
    """Picks the atom that is true in each world."""
    return itemgetter(*(int(u * ATOMS) for u in _points(index)))


@cache
def _luck(index: int) -> tuple[float, ...]:
    """Normal deviates, one per world: whether the period goes well."""
    normal = NormalDist()
    return tuple(normal.inv_cdf(u) for u in _points(index))
