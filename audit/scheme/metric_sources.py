"""Where each figure comes from in this company's own systems, what to switch on first, what stays by hand."""

from audit.content.loader import Content
from audit.facts.facts import Facts
from audit.i18n.wording import joined
from audit.model import Counted, Id, Metric, Recommendation, RecommendedMetric, Text
from audit.recommendation.choose_metrics import PASSED_BY


def counted(facts: Facts, content: Content, recommendation: Recommendation) -> tuple[Counted, ...]:
    """One row per line of the recommended set."""
    return tuple(_row(line, facts, content) for line in recommendation.lines)


def _row(line: RecommendedMetric, facts: Facts, content: Content) -> Counted:
    by_hand = None if line.system else _why_by_hand(content.metrics[line.metric], facts, content)
    return Counted(
        metric=line.metric,
        role=line.role,
        system=line.system,
        where=(line.found or content.tell("counted_not_found")) if line.system else None,
        first=content.prose.get(f"first_on_{line.system}") if line.system else None,
        by_hand_because=by_hand,
    )


def _why_by_hand(metric: Metric, facts: Facts, content: Content) -> Text:
    if metric.owners == ("head",):
        return content.tell("counted_by_head")
    unseen = [system for system in metric.counted_by if system in facts.chosen("systems")]
    if unseen and PASSED_BY & set(unseen):
        return content.tell("counted_personal", systems=_names(unseen, content))
    lacking = [system for system in metric.counted_by if system not in facts.chosen("systems")]
    if lacking:
        says = "counted_if" if facts.chosen("systems") else "counted_if_there"  # nobody has named any
        return content.tell(says, systems=_names(lacking, content))
    return content.tell("counted_nowhere")


def _names(systems: list[Id], content: Content) -> Text:
    return joined([content.named(system) for system in systems]) or content.tell("counted_nowhere")
