"""What the documents to start with hold, joined: regulation, letter, sources, tasks, the funnel's steps."""

from audit.announce import Announcement
from audit.content import Content
from audit.counted import counted
from audit.facts import Facts
from audit.funnels import known_channels
from audit.model import Audit, ChannelSteps, Diagnosis, Papers, Plan, Recommendation, Review, Scheme
from audit.regulations import make_regulation
from audit.rollout import Weeks
from audit.scheme import CADENCES, days_in
from audit.tasks import make_tasks
from audit.values import SALE


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
