"""The whole way from the answers to the roll-out, walked once."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from audit.content.loader import Content
from audit.diagnosis.diagnose import diagnose
from audit.facts.disagreements import Gap, gaps
from audit.facts.facts import Facts, make_facts
from audit.i18n.wording import joined
from audit.model import Audit, Diagnosis, Plan, Recommendation, Review, Scheme
from audit.planning import SAFE, make_plan
from audit.planning.working_days import Workdays, week_of
from audit.recommendation.choose_metrics import recommend
from audit.recommendation.review_reports import review
from audit.scheme.reporting_scheme import design
from audit.scheme.rollout_weeks import Weeks, roll_out


@dataclass(frozen=True)
class AuditResult:
    """What an audit comes to: every part is made when it is first read, and never twice.

    The same audit and content give the same result. `probability`: how surely the plan is to suffice.
    """

    audit: Audit
    content: Content
    probability: float = SAFE

    @cached_property
    def facts(self) -> Facts:
        """What the voices say together."""
        return make_facts(self.audit, self.content.questions)

    @cached_property
    def gaps(self) -> Sequence[Gap]:
        """Where leaders and sellers answer differently."""
        return tuple(gaps(self.facts, self.content))

    @cached_property
    def diagnosis(self) -> Diagnosis:
        """Which causes are there, with the auditor's word over the program's."""
        return diagnose(self.facts, self.content, self.audit.overrides)

    @cached_property
    def plan(self) -> Plan:
        """From the target back to actions per seller and day."""
        audit = self.audit
        return make_plan(self.facts, self.content, audit.as_of, audit.country, self.probability)

    @cached_property
    def recommendation(self) -> Recommendation:
        """The metrics for this company; the one whose conversion saves most work says so."""
        chosen, lever = recommend(self.facts, self.content), self.plan.lever
        why = self.content.tell("reason_lever")
        lines = tuple(
            line.model_copy(update={"reason": joined([line.reason, why], " ")})
            if lever and line.metric == lever.metric
            else line
            for line in chosen.lines
        )
        return chosen.model_copy(update={"lines": lines})

    @cached_property
    def review(self) -> Review:
        """Today's reports against the recommended metrics."""
        return review(self.facts, self.content, recommend(self.facts, self.content))

    @cached_property
    def scheme(self) -> Scheme:
        """Who reports what, when, to whom."""
        parts = (self.diagnosis, self.recommendation, self.plan)
        return design(self.facts, self.content, self.audit.country, *parts)

    @cached_property
    def weeks(self) -> Weeks:
        """The roll-out's weeks, in the country's calendar."""
        workdays = Workdays(self.audit.country, week_of(self.facts.number("working_days") or 0))
        return roll_out(self.audit.as_of, self.diagnosis.readiness, workdays)
