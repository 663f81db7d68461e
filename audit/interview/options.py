"""What is worth offering at a question: options, funnel steps, metrics for the columns of today's reports."""

from collections.abc import Sequence

from audit.content.answer_values import SALE
from audit.content.loader import Content
from audit.content.report_headings import recognised
from audit.interview.session import AskedQuestion, InterviewSession
from audit.model import Column, Id, Metric, Option

NOT_COUNTED = ("percent", "number", "moves", "score")  # ratios and averages are no funnel steps
COLUMN_KINDS: tuple[Id, ...] = ("action", "objective", "result", "context")


def options(content: Content, talk: InterviewSession, here: AskedQuestion) -> tuple[Option, ...]:
    """The options of a question that suit this kind of business."""
    business = talk.lookup("sales_model")
    return content.offered(here.question, business.value if business else None)


def steps(content: Content, talk: InterviewSession, channel: Id | None, used: set[Id]) -> list[Metric]:
    """What can be counted before a sale: the channel's own, what is done here, the usual of this business."""
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
    done = _done_here(talk)
    return sorted(countable, key=lambda m: (m.channel is None, m.id not in done, usual not in m.fits))


def _done_here(talk: InterviewSession) -> set[str]:
    """The actions some role was said to do."""
    said = [talk.lookup(f"selling_actions[{role}]") for role in talk.audit.places.get("role", ())]
    return {str(action) for one in said if one and isinstance(one.value, tuple) for action in one.value}


def understood(
    content: Content, talk: InterviewSession, role: Id | None, columns: Sequence[Column]
) -> list[Column]:
    """The columns of a role's reports with everything nobody has said yet read from their headings."""
    kind = talk.lookup(f"report_kind[{role}]")
    by_hand = bool(kind and kind.value == "by_hand")
    return recognised(columns, content, lambda metric: _worked(metric, talk, role), by_hand)


def metrics_of_columns(content: Content, talk: InterviewSession, role: Id | None) -> list[Metric]:
    """The catalogue's metrics that a column of this role may mean."""
    business = talk.lookup("sales_model")
    known = [m for m in content.metrics.values() if m.kind != "context" and _worked(m, talk, role)]
    return [m for m in known if not business or business.value in m.fits]


def _worked(metric: Metric, talk: InterviewSession, role: Id | None) -> bool:
    """Whether the role works the metric's stage and the company its channel, as far as was said."""
    stages = talk.lookup(f"role_stages[{role}]")
    channels = talk.lookup("channels")
    works = stages.value if stages and isinstance(stages.value, tuple) else (metric.stage,)
    used = channels.value if channels and isinstance(channels.value, tuple) else ()
    return metric.stage in works and (metric.channel is None or metric.channel in used)
