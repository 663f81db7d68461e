"""The printed page of claims: funnels measured and claimed, one over the other, in finished words."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from markupsafe import Markup

from audit.i18n import notation
from audit.i18n.messages import Messages
from audit.model import Claim, ReportDocument
from audit.rendering import charts

ROW, HEIGHT = 44, 34  # drawn sizes, in user units: from step to step, and of one step
MIDDLE, SPAN = 338, 240  # drawn sizes: the axis of the funnel and its full width
INSIDE = 46  # drawn size: the width into which a number fits
TINTS = ("#0b6e6e", "#2a8181", "#4a9593", "#6ba8a5", "#8bbab8")


def shown(document: ReportDocument, spoken: Messages) -> Mapping[str, Any]:
    """What the template of claims prints beside the document."""
    judged = [claim for claim in document.claims if claim.verdict != "cannot_tell"]
    wrong = sum(claim.verdict != "holds" for claim in judged)
    return {
        "claims_wrong": wrong,
        "claims_judged": len(judged),
        "claim_charts": [(ch, _drawn(steps, spoken)) for ch, steps in _funnels(document.claims)],
    }


def _funnels(claims: Sequence[Claim]) -> Iterator[tuple[Any, list[Claim]]]:
    """Channels with their steps in order, where the steps make one unbroken way to the sale."""
    channels = dict.fromkeys(claim.channel for claim in claims if claim.channel)
    for channel in channels:
        steps = [claim for claim in claims if claim.channel == channel and not claim.whole]
        if all(a.to == b.step for a, b in pairwise(steps)):
            yield channel, steps


def _drawn(steps: Sequence[Claim], spoken: Messages) -> Markup:
    """Each step as wide as the share of the first that reaches it: filled as measured, dashed as claimed."""
    measured, claimed = [1.0], [1.0]
    for step in steps:
        measured.append(measured[-1] * step.measured / 100)
        claimed.append(claimed[-1] * step.claimed / 100)
    names = [*(step.step for step in steps), steps[-1].to]
    counts = [*(step.cases or 0 for step in steps), round((steps[-1].cases or 0) * steps[-1].measured / 100)]
    drawn: list[Markup] = []
    told: list[str] = []
    for i, name in enumerate(names):
        label = name.in_(spoken.lang) if name else ""
        count = notation.number(counts[i], spoken.lang)
        drawn += _step(i, label, count, measured, claimed)
        told.append(f"{label}: {count}")
        if i < len(steps):
            rates = [spoken.say("percent_fine", n=rate) for rate in (steps[i].measured, steps[i].claimed)]
            said = spoken.say("claimed_share", share=rates[1])
            y = 3 + ROW * i + HEIGHT + 6
            drawn.append(charts.text((512, y), rates[0], 12, charts.INK, "end", 700))
            drawn.append(charts.text((519, y), said, 8.4, charts.MUTED))
            told.append(f"{rates[0]} ({said})")
    return charts.svg(ROW * len(names), told, drawn)


def _step(
    i: int, label: str, count: str, measured: Sequence[float], claimed: Sequence[float]
) -> list[Markup]:
    y = 3 + ROW * i
    top, below = SPAN * measured[i], SPAN * measured[min(i + 1, len(measured) - 1)]
    outline = SPAN * claimed[i], SPAN * claimed[min(i + 1, len(claimed) - 1)]
    inside = (top + below) / 2 >= INSIDE
    x = MIDDLE if inside else MIDDLE + max(top, outline[0]) / 2 + 8
    return [
        charts.label(label, y + HEIGHT / 2 - 4),
        _trapezoid(y, top, below, f'fill="{TINTS[min(i, len(TINTS) - 1)]}"'),
        _trapezoid(
            y, *outline, f'fill="none" stroke="{charts.INK}" stroke-width=".8" stroke-dasharray="3 2"'
        ),
        charts.text(
            (x, y + HEIGHT / 2 + 4),
            count,
            11.5,
            "#fff" if inside else charts.INK,
            "middle" if inside else "start",
            700,
        ),
    ]


def _trapezoid(y: float, top: float, below: float, look: str) -> Markup:
    """Centred; never so narrow that nothing is seen."""
    wide, narrow = max(top, 3) / 2, max((top + below) / 2, 3) / 2
    points = ((-wide, y), (wide, y), (narrow, y + HEIGHT), (-narrow, y + HEIGHT))
    return Markup('<polygon points="{}" {}/>').format(
        " ".join(f"{MIDDLE + x:.1f},{at:.1f}" for x, at in points), Markup(look)
    )
