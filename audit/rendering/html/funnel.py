"""The funnel of each channel as a chart: the share of the first step that is left at each."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from audit.i18n import notation
from audit.i18n.messages import Messages
from audit.model import FEWEST_FOR_A_RATE, FunnelRow
from audit.rendering import charts


def shown(spoken: Messages) -> Mapping[str, Any]:
    """What the template of the funnel draws with."""
    return {
        "funnel_chart": lambda rows: charts.funnel(list(_bars(rows, spoken))),
        "measured_names": lambda rows: ", ".join(row.step.in_(spoken.lang) for row in rows),
    }


def _bars(rows: Sequence[FunnelRow], spoken: Messages) -> Iterator[charts.FunnelBar]:
    """A channel's steps and, at the end, the sale that the last of them leads to."""
    share: float | None = 1.0
    for row in rows:
        passed, says = rate(row), _reached(row.entered, share, spoken)
        yield charts.FunnelBar(row.step.in_(spoken.lang), share, says, _passes(row, spoken))
        share = None if share is None or passed is None else share * passed
    yield charts.FunnelBar(spoken.say("sale"), share, _reached(rows[-1].passed, share, spoken), "")


def _passes(row: FunnelRow, spoken: Messages) -> str:
    """The conversion, and between what it most likely lies."""
    passed = rate(row)
    if passed is None:
        return spoken.say("not_known")
    says = spoken.say("percent", n=round(passed * 100, 1))
    if row.low is None or row.high is None:
        return says
    between = spoken.say("between_two", low=row.low, high=row.high)
    return f"{says} ({between}{'*' if row.assumed else ''})"


def rate(row: FunnelRow) -> float | None:
    if row.percent is not None:
        return row.percent / 100
    few = (row.entered or 0) < FEWEST_FOR_A_RATE
    return None if few or row.passed is None else row.passed / (row.entered or 1)


def _reached(count: int | None, share: float | None, spoken: Messages) -> str:
    if count is not None:
        return notation.number(count, spoken.lang)
    return spoken.say("not_known") if share is None else spoken.say("of_hundred", n=round(share * 100, 1))
