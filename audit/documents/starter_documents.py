"""What the documents to start with hold, joined: regulation, letter, sources, tasks, the funnel's steps."""

from audit.content.answer_values import SALE
from audit.content.loader import Content
from audit.documents.letter import Announcement
from audit.documents.regulation import make_regulation
from audit.facts.facts import Facts
from audit.facts.funnels import known_channels
from audit.model import Audit, ChannelSteps, Diagnosis, Papers, Plan, Recommendation, Review, Scheme
from audit.scheme.metric_sources import counted
from audit.scheme.reporting_scheme import CADENCES, days_in
from audit.scheme.rollout_weeks import Weeks
from audit.scheme.tasks import make_tasks


def make_papers(
    audit: Audit,
    facts: Facts,
    content: Content,
    diagnosis: Diagnosis,
    recommendation: Recommendation,
    reviewed: Review,
    plan: Plan,
    scheme: Scheme,
    calendar: Weeks,
) -> Papers:
    return Papers(
        regulation=make_regulation(
            facts, content, audit.country, diagnosis, recommendation, scheme, calendar
        ),
        letter=Announcement(facts, content, recommendation, reviewed, plan, scheme, calendar).letter(),
        counted=counted(facts, content, recommendation),
        tasks=make_tasks(facts, content, diagnosis, scheme, calendar),
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
        holidays=calendar.holidays(),
        starts=calendar.monday(calendar.trial),
    )
