"""The report document: everything any output prints, finished sentences in both languages, raw numbers."""

from collections.abc import Callable, Sequence
from functools import partial

from audit import __version__
from audit.content.loader import Content
from audit.documents.regulation import COUNTING
from audit.documents.starter_documents import make_papers
from audit.facts.claims import make_claims
from audit.facts.disagreements import heard_by_several
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
from audit.reporting.comparison import compare
from audit.reporting.narrative import Narrative
from audit.result.audit_result import AuditResult
from audit.scheme.rollout_phases import make_phases

METHOD = ("answers", "verdicts", "maturity", "metrics", "plan")


def make_report(
    audit: Audit, content: Content, earlier: Audit | None = None, others: Sequence[OtherVersion] = ()
) -> ReportDocument:
    """The whole way, in words. Same audit, same document.

    `earlier`: the audit before, with which this one is compared. `others`: libraries that are not the lock's.
    """
    result = AuditResult(audit, content)
    before = AuditResult(earlier, content) if earlier else None
    papers, teller = make_papers(result), Narrative(result)
    return _with_findings(result, teller)(
        recommendation=result.recommendation,
        review=result.review,
        metrics=_mentioned(result.recommendation, result.plan, papers, content),
        plan=result.plan,
        scheme=result.scheme,
        papers=papers,
        roll_out=make_phases(result.facts, content, result.diagnosis.readiness, result.weeks),
        counting_rules=tuple(content.tell(f"counting_{rule}") for rule in COUNTING),
        method=_method(content, others),
        limits=teller.limits(),
        claims=make_claims(result.facts, content),
        measured=page(audit.measured, content) if audit.measured else None,
        comparison=compare(before, result) if before else None,
        other_versions=tuple(others),
    )


def _with_findings(result: AuditResult, teller: Narrative) -> Callable[..., ReportDocument]:
    """A report that knows what was asked, answered and found; what to do about it is still to come."""
    audit, diagnosis = result.audit, result.diagnosis
    return partial(
        ReportDocument,
        made_by=f"sales-audit {__version__}",
        company=audit.company,
        country=audit.country,
        as_of=audit.as_of,
        headline=teller.headline(),
        lead=teller.lead(),
        conclusions=teller.conclusions(result.plan),
        readiness=diagnosis.readiness,
        names=result.content.names,
        maturity=diagnosis.maturity,
        documents=tuple(teller.documents()),
        findings=teller.findings(),
        clear=teller.named_with("absent"),
        not_told=teller.named_with("unknown"),
        funnel=tuple(teller.funnel()),
        funnel_guessed=guessed(result.facts),
        answers=tuple(teller.answers()),
        answered=teller.answered()[0],
        disagreements=tuple(teller.disagreements()),
        answered_by_several=heard_by_several(result.facts, result.content),
    )


def _method(content: Content, others: Sequence[OtherVersion]) -> tuple[Text, ...]:
    """How it was done; libraries that are not the lock's are named, for they may print the same otherwise."""
    lines = [content.tell(f"method_{part}") for part in METHOD]
    if others:
        named = [content.tell("method_library", **one.model_dump()) for one in others]
        lines.append(content.tell("method_other_versions", libraries=joined(named)))
    return tuple(lines)


def _mentioned(
    recommendation: Recommendation, plan: Plan, papers: Papers, content: Content
) -> dict[Id, Metric]:
    ids = [line.metric for line in recommendation.lines]
    ids += [*recommendation.rejected, *(action.metric for action in plan.actions)]
    ids += [step.metric for channel in papers.channels for step in channel.steps]
    if plan.tally:
        ids += [metric for steps in plan.tally.steps.values() for metric in steps]
    return {metric: content.metrics[metric] for metric in dict.fromkeys(ids)}
