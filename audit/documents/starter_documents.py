"""What the documents to start with hold, joined: regulation, letter, sources, tasks, the funnel's steps."""

from audit.content.answer_values import SALE
from audit.documents.letter import Announcement
from audit.documents.regulation import make_regulation
from audit.facts.funnels import known_channels
from audit.model import ChannelSteps, Papers
from audit.result.audit_result import AuditResult
from audit.scheme.metric_sources import counted
from audit.scheme.reporting_scheme import CADENCES, days_in
from audit.scheme.tasks import make_tasks


def make_papers(result: AuditResult) -> Papers:
    """Everything the documents of the first Monday say."""
    facts, content, weeks = result.facts, result.content, result.weeks
    return Papers(
        regulation=make_regulation(result),
        letter=Announcement(result).letter(),
        counted=counted(facts, content, result.recommendation),
        tasks=make_tasks(facts, content, result.diagnosis, result.scheme, weeks),
        channels=tuple(
            ChannelSteps(
                channel=one.id,
                steps=tuple(step for step in one.steps if step.metric != SALE),
                sale=SALE,
                supply=one.supply,
            )
            for one in known_channels(facts)[0]
        ),
        days={cadence: days_in(cadence, facts) for cadence in CADENCES},
        holidays=weeks.holidays(),
        starts=weeks.monday(weeks.trial),
    )
