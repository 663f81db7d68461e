"""A claim beside its measurement: holds, too high, too low, or cannot be told. Pure arithmetic, no words."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import prod
from typing import Literal

from audit.content.answer_values import SALE
from audit.model import Answer, Id, Step, Value
from audit.stats.intervals import FEWEST_CASES, wilson

ROUNDING = 0.5  # a whole number told stands for half a unit either way; our judgement

Judged = Literal["holds", "too_high", "too_low", "cannot_tell"]


@dataclass(frozen=True)
class Belief:
    """One number believed and measured; `part`: the funnel step it stands for, `to` the step it leads to."""

    claimed: float
    measured: float
    low: float | None
    high: float | None
    cases: int | None
    part: Id | None = None
    to: Id | None = None
    whole: bool = False

    @property
    def verdict(self) -> Judged:
        if self.low is None or self.high is None or self.cases is None or self.cases < FEWEST_CASES:
            return "cannot_tell"
        slack = ROUNDING if float(self.claimed).is_integer() else 0
        if self.claimed + slack < self.low:
            return "too_low"
        return "too_high" if self.claimed - slack > self.high else "holds"


def compared(claimed: Value, answer: Answer) -> Iterator[Belief]:
    """What was claimed in answer to a question, beside what was measured there."""
    measured = answer.value
    if isinstance(claimed, int | float) and isinstance(measured, int | float):
        yield Belief(claimed, measured, answer.low, answer.high, answer.cases)
    elif isinstance(claimed, tuple) and isinstance(measured, tuple):
        yield from _steps(_only_steps(claimed), _only_steps(measured))


def _only_steps(value: tuple[object, ...]) -> list[Step]:
    return [step for step in value if isinstance(step, Step)]


def _steps(claimed: list[Step], measured: list[Step]) -> Iterator[Belief]:
    """Each measured step, and the whole way where it has more than one."""
    ends = [*(step.metric for step in measured[1:]), SALE]
    for step, to in zip(measured, ends, strict=True):
        share = _claimed_share(claimed, step.metric, to)
        if share is not None and step.entered and step.passed is not None:
            yield _of_counts(share, step.passed, step.entered, step.metric, to)
    counted = [s for s in measured if s.metric != SALE]
    if len(counted) > 1 and counted[0].entered and counted[-1].passed is not None:
        share = _claimed_share(claimed, counted[0].metric, SALE)
        if share is not None and counted[-1].passed <= counted[0].entered:
            yield _of_counts(share, counted[-1].passed, counted[0].entered, counted[0].metric, SALE, True)


def _of_counts(share: float, passed: int, entered: int, part: Id, to: Id, whole: bool = False) -> Belief:
    low, high = wilson(passed, entered)
    return Belief(100 * share, 100 * passed / entered, 100 * low, 100 * high, entered, part, to, whole)


def _claimed_share(claimed: list[Step], start: Id, to: Id) -> float | None:
    """The share believed to pass from one metric to another, through whatever lies between."""
    metrics = [step.metric for step in claimed if step.metric != SALE] + [SALE]
    if start == to or start not in metrics or to not in metrics or metrics.index(to) <= metrics.index(start):
        return None
    rates = [step.rate for step in claimed[metrics.index(start) : metrics.index(to)]]
    known = [rate for rate in rates if rate is not None]
    return prod(known) if len(known) == len(rates) else None


def spliced(told: tuple[Step, ...], measured: tuple[Step, ...]) -> tuple[Step, ...]:
    """The funnel with the measured steps in their places: told before them, measured from the first on.

    A step the file saw without counting its passage keeps what is believed of it.
    """
    rates = {step.metric: step for step in told}
    known = tuple(rates.get(s.metric, s) if s.rate is None and s.metric != SALE else s for s in measured)
    metrics = [step.metric for step in told]
    start = metrics.index(measured[0].metric) if measured and measured[0].metric in metrics else 0
    return (*told[:start], *known)
