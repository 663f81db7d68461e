"""What is worth offering at a question: options, funnel steps, metrics for the columns of today's reports."""

from collections.abc import Sequence

from audit.columns import recognised
from audit.content import Content
from audit.interview import Asked, Talk
from audit.model import Column, Id, Metric, Option
from audit.values import SALE

NOT_COUNTED = ("percent", "number", "moves", "score")  # ratios and averages are no funnel steps
COLUMN_KINDS: tuple[Id, ...] = ("action", "objective", "result", "context")


def options(content: Content, talk: Talk, here: Asked) -> tuple[Option, ...]:
    """The options of a question that suit this kind of business."""
    business = talk.lookup("sales_model")
    return content.offered(here.question, business.value if business else None)


def steps(content: Content, talk: Talk, channel: Id | None, used: set[Id]) -> list[Metric]:
    """What can be counted on the way to a sale: the channel's own, the usual of this business, the rest."""
    countable = [
        metric
        for metric in content.metrics.values()
        if metric.stage in ("leadgen", "conversion")
        and metric.kind in ("action", "outcome")
        and metric.unit not in NOT_COUNTED
        and metric.channel in (None, channel)
        and metric.id not in used | {SALE}
    ]
    business = talk.lookup("sales_model")
    usual = business.value if business else None
    return sorted(countable, key=lambda m: (m.channel is None, usual not in m.fits))


def understood(content: Content, talk: Talk, role: Id | None, columns: Sequence[Column]) -> list[Column]:
    """The columns of a role's reports with everything nobody has said yet read from their headings."""
    kind = talk.lookup(f"report_kind[{role}]")
    by_hand = bool(kind and kind.value == "by_hand")
    return recognised(columns, content, lambda metric: _worked(metric, talk, role), by_hand)


def metrics_of_columns(content: Content, talk: Talk, role: Id | None) -> list[Metric]:
    """The catalogue's metrics that a column of this role may mean."""
    return [m for m in content.metrics.values() if m.kind != "context" and _worked(m, talk, role)]


def _worked(metric: Metric, talk: Talk, role: Id | None) -> bool:
    """Whether the role works the metric's stage and the company its channel, as far as was said."""
    stages = talk.lookup(f"role_stages[{role}]")
    channels = talk.lookup("channels")
    works = stages.value if stages and isinstance(stages.value, tuple) else (metric.stage,)
    used = channels.value if channels and isinstance(channels.value, tuple) else ()
    return metric.stage in works and (metric.channel is None or metric.channel in used)
