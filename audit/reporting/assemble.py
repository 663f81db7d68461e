"""The report document: everything any output prints, finished sentences in both languages, raw numbers."""

from collections.abc import Sequence

from audit import __version__
from audit.content.loader import Content
from audit.diagnosis.diagnose import diagnose
from audit.documents.regulation import COUNTING
from audit.documents.starter_documents import make_papers
from audit.facts.claims import make_claims
from audit.facts.disagreements import disagreement, gaps, heard_by_several
from audit.facts.facts import make_facts
from audit.facts.funnels import guessed
from audit.i18n.wording import joined
from audit.measure.sentences import page
from audit.model import (
    Audit,
    Id,
    Metric,
    OtherVersion,
    Papers,
    Plan,
    Recommendation,
    ReportDocument,
    Text,
)
from audit.planning import make_plan
from audit.planning.working_days import Workdays, week_of
from audit.recommendation.choose_metrics import recommend
from audit.recommendation.review_reports import review
from audit.reporting.comparison import compare
from audit.reporting.narrative import Narrative
from audit.scheme.reporting_scheme import design
from audit.scheme.rollout_phases import make_phases
from audit.scheme.rollout_weeks import roll_out

METHOD = ("answers", "verdicts", "maturity", "metrics", "plan")


def make_report(
    audit: Audit, content: Content, earlier: Audit | None = None, others: Sequence[OtherVersion] = ()
) -> ReportDocument:
    """The whole way, joined: facts, diagnosis, metrics, plan, scheme, words. Same audit, same document.

    `earlier`: the audit before, with which this one is compared. `others`: libraries that are not the lock's.
    """
    facts = make_facts(audit, content.questions)
    diagnosis = diagnose(facts, content, audit.overrides)
    recommendation = recommend(facts, content)
    reviewed = review(facts, content, recommendation)
    plan = make_plan(facts, content, audit.as_of, audit.country)
    recommendation = _with_lever(recommendation, plan, content)
    scheme = design(facts, content, audit.country, diagnosis, recommendation, plan)
    workdays = Workdays(audit.country, week_of(facts.number("working_days") or 0))
    weeks = roll_out(audit.as_of, diagnosis.readiness, workdays)
    papers = make_papers(audit, facts, content, diagnosis, recommendation, reviewed, plan, scheme, weeks)
    teller = Narrative(audit, facts, content, diagnosis)
    return ReportDocument(
        made_by=f"sales-audit {__version__}",
        company=audit.company,
        country=audit.country,
        as_of=audit.as_of,
        headline=teller.headline(),
        lead=teller.lead(),
        conclusions=teller.conclusions(plan),
        readiness=diagnosis.readiness,
        names=content.names,
        maturity=diagnosis.maturity,
        documents=tuple(teller.documents()),
        findings=teller.findings(),
        clear=teller.named_with("absent"),
        not_told=teller.named_with("unknown"),
        funnel=tuple(teller.funnel()),
        funnel_guessed=guessed(facts),
        recommendation=recommendation,
        review=reviewed,
        metrics=_mentioned(recommendation, plan, papers, content),
        plan=plan,
        scheme=scheme,
        papers=papers,
        roll_out=make_phases(facts, content, diagnosis.readiness, weeks),
        counting_rules=tuple(content.tell(f"counting_{rule}") for rule in COUNTING),
        method=_method(content, others),
        limits=teller.limits(),
        answers=tuple(teller.answers()),
        answered=teller.answered()[0],
        claims=make_claims(facts, content),
        measured=page(audit.measured, content) if audit.measured else None,
        disagreements=tuple(
            disagreement(gap, content, teller.where(gap.where)) for gap in gaps(facts, content)
        ),
        answered_by_several=heard_by_several(facts, content),
        comparison=compare(earlier, audit, content) if earlier else None,
        other_versions=tuple(others),
    )


def _method(content: Content, others: Sequence[OtherVersion]) -> tuple[Text, ...]:
    """How it was done; libraries that are not the lock's are named, for they may print the same otherwise."""
    lines = [content.tell(f"method_{part}") for part in METHOD]
    if others:
        named = [content.tell("method_library", **one.model_dump()) for one in others]
        lines.append(content.tell("method_other_versions", libraries=joined(named)))
    return tuple(lines)


def _with_lever(recommendation: Recommendation, plan: Plan, content: Content) -> Recommendation:
    """The line whose conversion saves most work says so."""
    metric = plan.lever.metric if plan.lever else None
    why = content.tell("reason_lever")
    lines = tuple(
        line.model_copy(update={"reason": joined([line.reason, why], " ")}) if line.metric == metric else line
        for line in recommendation.lines
    )
    return recommendation.model_copy(update={"lines": lines})


def _mentioned(
    recommendation: Recommendation, plan: Plan, papers: Papers, content: Content
) -> dict[Id, Metric]:
    ids = [line.metric for line in recommendation.lines]
    ids += [*recommendation.rejected, *(action.metric for action in plan.actions)]
    ids += [step.metric for channel in papers.channels for step in channel.steps]
    if plan.tally:
        ids += [metric for steps in plan.tally.steps.values() for metric in steps]
    return {metric: content.metrics[metric] for metric in dict.fromkeys(ids)}
