"""What suffices 8 times in 10 does so in a million draws made otherwise; more certainty never costs less."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.stats.conversion_odds import (
    ATOMS,
    Source,
    atoms,
    attained,
    brings,
    counted,
    factors_needed,
    opinion,
    path,
    within,
)

DRAWS = 1_000_000
Counts = Sequence[tuple[int, int]]  # passed, entered


@dataclass(frozen=True)
class Way:
    """Attempts that go through counted steps; `grows` with the plan or not."""

    attempts: float
    steps: Counts
    grows: bool = True


def sources(ways: Sequence[Way], worth: float = 1, spread: float = 0) -> list[Source]:
    return [
        Source(w.attempts, path(tuple(counted(*step) for step in w.steps)), w.grows, worth, spread)
        for w in ways
    ]


def brute(ways: Sequence[Way], factor: float, target: float, worth: float = 1, spread: float = 0) -> float:
    """How often the target is reached: conversions from their posterior, then client by client."""
    draw: Any = np.random.default_rng(7)
    total = np.zeros(DRAWS)
    for way in ways:
        chance = np.ones(DRAWS)
        for passed, entered in way.steps:
            chance *= draw.beta(passed + 0.5, entered - passed + 0.5, DRAWS)
        sold = draw.binomial(round(way.attempts * factor) if way.grows else int(way.attempts), chance)
        if spread:
            sizes = draw.gamma(np.maximum(sold, 1) / spread**2, worth * spread**2)
            total += np.where(sold > 0, sizes, 0)
        else:
            total += sold * worth
    return float((total >= target).mean())


SCARCE = [Way(1333, [(10, 40), (3, 10)])]
PLENTY = [Way(1000, [(300, 1000), (60, 300), (30, 60)])]
HARDLY_ANY = [Way(1333, [(1, 5), (1, 5), (2, 6)])]
THREE = [
    Way(5000, [(300, 1000), (60, 300), (30, 60)]),
    Way(1000, [(20, 100), (5, 20)]),
    Way(1000, [(100, 900)]),
]
WITH_BASE = [*THREE[:2], Way(100, [(100, 900)], False), Way(10, [(5, 10)], False), Way(200, [(3, 60)], False)]


@pytest.mark.parametrize(
    ("ways", "target"),
    [(SCARCE, 100), (PLENTY, 200), (HARDLY_ANY, 5), (THREE, 400), (WITH_BASE, 60), (SCARCE, 8)],
    ids=["scarce", "plenty", "hardly any", "three channels", "with a base", "few sales"],
)
@pytest.mark.parametrize("probability", [0.5, 0.8, 0.9])
def test_a_plan_suffices_as_often_as_it_says(ways: list[Way], target: float, probability: float) -> None:
    factor = within(factors_needed(sources(ways), target), probability)
    assert brute(ways, factor, target) == pytest.approx(probability, abs=0.01)


def test_money_counts_by_its_size() -> None:
    factor = within(factors_needed(sources(SCARCE, 15, 0.6), 1500), 0.8)
    assert brute(SCARCE, factor, 1500, 15, 0.6) == pytest.approx(0.8, abs=0.01)


def test_forty_leads_ten_meetings_three_sales() -> None:
    """The issue's example: 1,333 is what everybody answers, and it suffices every second time."""
    factors = factors_needed(sources(SCARCE), 100)
    assert 1333.3 * within(factors, 0.1) == pytest.approx(726, rel=0.02)
    assert 1333.3 * within(factors, 0.8) == pytest.approx(2190, rel=0.02)
    assert 1333.3 * within(factors, 0.9) == pytest.approx(2931, rel=0.02)
    assert attained(sources(SCARCE), 100) == pytest.approx(0.5, abs=0.02)


@pytest.mark.parametrize(("passed", "entered"), [(3, 10), (0, 20), (20, 20), (1, 5), (400, 1000)])
def test_a_single_conversion_is_its_beta(passed: int, entered: int) -> None:
    draw: Any = np.random.default_rng(5)
    beta = draw.beta(passed + 0.5, entered - passed + 0.5, DRAWS)
    for part in (0.1, 0.5, 0.8, 0.9):
        ours = exp(within(atoms(counted(passed, entered)), part))
        assert float((beta <= ours).mean()) == pytest.approx(part, abs=0.004)


def test_an_opinion_holds_in_eight_of_ten() -> None:
    believed = atoms(opinion(0.2, 0.3))
    assert exp(within(believed, 0.1)) == pytest.approx(0.2 * 0.7, rel=0.05)
    assert exp(within(believed, 0.9)) == pytest.approx(0.2 * 1.3, rel=0.05)
    assert sum(exp(value) for value in believed) / ATOMS == pytest.approx(0.2, rel=0.01)


some_counts = st.integers(5, 400).flatmap(lambda n: st.tuples(st.integers(1, n), st.just(n)))
some_steps = st.lists(some_counts, min_size=1, max_size=4)


@settings(max_examples=40)
@given(some_steps, st.integers(1, 300))
def test_more_certainty_and_more_sales_cost_more(steps: Counts, target: int) -> None:
    asked = sources([Way(100, steps)])
    factors = factors_needed(asked, target)
    assert within(factors, 0.5) <= within(factors, 0.8) <= within(factors, 0.95)
    assert within(factors, 0.8) < within(factors_needed(asked, target + 1), 0.8)


@settings(max_examples=40)
@given(some_steps, st.integers(20, 300))
def test_twice_the_target_takes_about_twice_the_actions(steps: Counts, target: int) -> None:
    asked = sources([Way(100, steps)])
    once, twice = (within(factors_needed(asked, t), 0.8) for t in (target, 2 * target))
    assert 1.7 * once < twice < 2.1 * once  # a little less than twice: luck evens out


@settings(max_examples=40)
@given(some_steps, st.integers(5, 300), st.integers(2, 20))
def test_more_data_narrows_the_range(steps: Counts, target: int, times: int) -> None:
    few = factors_needed(sources([Way(100, steps)]), target)
    many = factors_needed(sources([Way(100, [(p * times, n * times) for p, n in steps])]), target)
    assert within(many, 0.9) / within(many, 0.1) <= within(few, 0.9) / within(few, 0.1) * 1.001


@settings(max_examples=40)
@given(some_steps, st.integers(5, 300), st.sampled_from([0.5, 0.8, 0.9]))
def test_asking_back_gives_the_probability(steps: Counts, target: int, probability: float) -> None:
    asked = sources([Way(100, steps)])
    factor = within(factors_needed(asked, target), probability)
    assert attained(asked, target, factor) == pytest.approx(probability, abs=0.015)
    assert within(brings(asked, factor), 1 - probability) == pytest.approx(target - 0.5, rel=0.1)


def test_the_same_question_has_the_same_answer() -> None:
    assert factors_needed(sources(THREE), 400) == factors_needed(sources(THREE), 400)
