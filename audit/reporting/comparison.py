"""Two audits of a company, both diagnosed by today's program: what got better, worse, was mended, is new."""

from collections.abc import Iterator, Mapping
from math import sqrt
from statistics import NormalDist

from audit.content.answer_values import SALE
from audit.content.loader import Content
from audit.content.relevance import BASE_ACTION
from audit.facts.disagreements import health
from audit.facts.facts import Facts
from audit.i18n.wording import joined
from audit.model import (
    Change,
    Changed,
    Comparison,
    Fact,
    Finding,
    Id,
    Key,
    PlannedAction,
    Step,
    Text,
    Verdict,
    key_of,
    split_key,
)
from audit.result.audit_result import AuditResult

RANK: Mapping[Verdict, int] = {
    "absent": 0,
    "not_applicable": 0,
    "suspected": 1,
    "confirmed": 2,
}  # our judgement
SEVERITIES = ("low", "medium", "high")
CHANCE = NormalDist().inv_cdf(0.9)  # a difference smaller than this happens by chance 2 times in 10; design
ALIKE = 0.01  # of a plan's number: less is rounding; our judgement


def compare(old: AuditResult, new: AuditResult) -> Comparison:
    """What changed from one audit to the next, in the order of the report."""
    before, after, content = old.audit, new.audit, new.content
    return Comparison(
        before=before.as_of,
        after=after.as_of,
        same_company=before.company.casefold() == after.company.casefold(),
        findings=tuple(_findings(old, new, content)),
        maturity=tuple(_maturity(old, new, content)),
        conversions=tuple(_conversions(old, new, content)),
        plan=tuple(_plans(old, new, content)),
        answers=(*_places(old, new, content), *_answers(old, new, content)),
    )


def _named(where: Id | None, content: Content) -> Text | None:
    return content.named(where) if where else None


# --- findings ----------------------------------------------------------------------------------------


def _findings(old: AuditResult, new: AuditResult, content: Content) -> Iterator[Changed]:
    """What is there no longer first, then what is new, known now, worse, better; what stays at the end."""
    was = {(f.cause, f.where): f for f in old.diagnosis.findings}
    found = {(f.cause, f.where): f for f in new.diagnosis.findings}
    changed = []
    for cause, where in dict.fromkeys((*found, *was)):
        before, after = was.get((cause, where)), found.get((cause, where))
        change = _change_of(before, after)
        if change:
            changed.append(
                Changed(
                    id=key_of(cause, where),
                    name=content.causes[cause].name,
                    where=_named(where, content),
                    change=change,
                    before=_verdict(before, content),
                    after=_verdict(after, content),
                )
            )
    order: tuple[Change, ...] = ("mended", "new", "known", "worse", "better", "unknown", "same")
    yield from sorted(changed, key=lambda one: order.index(one.change))


def _change_of(before: Finding | None, after: Finding | None) -> Change | None:
    """None where there was nothing to tell, then or now."""
    was, now = _rank(before), _rank(after)
    if not was and not now:
        return None
    if now is None:
        return "unknown"
    if before and was is None:  # it may have been there all the time
        return "known"
    if not was:  # absent, or at a place that was not worked
        return "new"
    if now == 0:
        return "mended"
    if was != now:
        return "better" if now < was else "worse"
    severity = [SEVERITIES.index(f.severity) for f in (before, after) if f]
    return "same" if severity[0] == severity[1] else "better" if severity[1] < severity[0] else "worse"


def _rank(finding: Finding | None) -> int | None:
    """None: nobody could say."""
    return RANK.get(finding.verdict) if finding else None


def _verdict(finding: Finding | None, content: Content) -> Text | None:
    if finding is None:
        return None
    verdict, severity = content.named(finding.verdict), content.named(finding.severity)
    if finding.verdict in ("confirmed", "suspected"):
        return content.tell("compared_verdict", verdict=verdict, severity=severity)
    return verdict


# --- maturity, conversions ----------------------------------------------------------------------------


def _maturity(old: AuditResult, new: AuditResult, content: Content) -> Iterator[Changed]:
    was = {(level.dimension, level.where): level for level in old.diagnosis.maturity}
    for level in new.diagnosis.maturity:
        before = was.get((level.dimension, level.where))
        if before and before.level != level.level:
            yield Changed(
                id=key_of(level.dimension, level.where),
                name=content.named(level.dimension),
                where=_named(level.where, content),
                change="better" if level.level > before.level else "worse",
                before=content.tell("compared_level", level=before.level),
                after=content.tell("compared_level", level=level.level),
            )


def _conversions(old: AuditResult, new: AuditResult, content: Content) -> Iterator[Changed]:
    """Step by step where both audits know it; what may be chance is no change."""
    for channel in new.facts.places["channel"]:
        was = {step.metric: step for step in old.facts.steps(channel)}
        for step in new.facts.steps(channel):
            before = was.get(step.metric)
            if before is None or step.metric == SALE or step.rate is None or before.rate is None:
                continue
            yield Changed(
                id=key_of(step.metric, channel),
                name=content.named(step.metric),
                where=content.named(channel),
                change=_moved(before, step),
                before=content.tell("compared_percent", n=before.rate * 100),
                after=content.tell("compared_percent", n=step.rate * 100),
            )


def _moved(before: Step, after: Step) -> Change:
    was, now = before.rate or 0, after.rate or 0
    if was == now or _may_be_chance(before, after):
        return "same"
    return "better" if now > was else "worse"


def _may_be_chance(before: Step, after: Step) -> bool:
    """Two shares of counted clients, tested against their common share; a share nobody counted is as told."""
    if not before.entered or not after.entered or before.passed is None or after.passed is None:
        return False
    common = (before.passed + after.passed) / (before.entered + after.entered)
    spread = sqrt(common * (1 - common) * (1 / before.entered + 1 / after.entered))
    return abs((before.rate or 0) - (after.rate or 0)) < CHANCE * spread


# --- plan and actual -----------------------------------------------------------------------------------


def _plans(old: AuditResult, new: AuditResult, content: Content) -> Iterator[Changed]:
    """The target, and every action planned then: what was planned, what is done now, what is planned now."""
    if old.plan.target_per_month is not None and new.plan.target_per_month is not None:
        yield _planned(
            "target",
            content.tell("compared_target"),
            None,
            (old.plan.target_per_month, None),
            (new.plan.target_per_month, None),
            content,
        )
    then = {(a.metric, a.channel, a.role): a for a in old.plan.actions}
    now = {(a.metric, a.channel, a.role): a for a in new.plan.actions}
    for place in dict.fromkeys((*then, *now)):
        metric, channel, _ = place
        yield _planned(
            key_of(metric, channel),
            content.named(metric),
            _named(channel, content),
            (_per_month(then.get(place)), _actual(metric, channel, old.facts)),
            (_per_month(now.get(place)), _actual(metric, channel, new.facts)),
            content,
        )


def _per_month(action: PlannedAction | None) -> float | None:
    return action.per_period.point if action else None


PlanAndActual = tuple[float | None, float | None]  # a month


def _planned(
    of: Key, name: Text, where: Text | None, before: PlanAndActual, after: PlanAndActual, content: Content
) -> Changed:
    """Better or worse is what is done now beside the plan of then, where it is not what was done then."""
    (was, did), (now, does) = before, after
    alike = was is not None and now is not None and abs(was - now) <= ALIKE * max(was, now)
    change: Change = "same" if alike and did == does else "new" if was is None else "changed"
    if does is not None and was is not None and did != does:
        change = "better" if does >= was else "worse"
    return Changed(
        id=of,
        name=name,
        where=where,
        change=change,
        before=_plan_and_actual(before, content),
        after=_plan_and_actual(after, content),
    )


def _plan_and_actual(amounts: PlanAndActual, content: Content) -> Text | None:
    told = zip(("compared_a_month", "compared_actual"), amounts, strict=True)
    return joined([content.tell(says, n=round(n)) for says, n in told if n is not None], "; ")


def _actual(metric: Id, channel: Id | None, facts: Facts) -> float | None:
    """How much of an action is done in a month now, where somebody counts it."""
    if metric == BASE_ACTION:
        clients = [facts.number("base_clients", role) for role in facts.places["role"]]
        each = facts.number("base_touches_month")
        known = [n for n in clients if n is not None]
        return sum(known) * each if known and each is not None else None
    steps = facts.steps(channel) if channel else ()
    return facts.number("supply", channel) if steps and steps[0].metric == metric else None


# --- answers ---------------------------------------------------------------------------------------------


def _places(old: AuditResult, new: AuditResult, content: Content) -> Iterator[Changed]:
    """Stages, channels and roles worked now and not then, or the reverse."""
    for question in content.questions.values():
        kind = question.sets
        if kind == "stage" or kind == "channel" or kind == "role":
            was, now = (state.audit.places.get(kind, ()) for state in (old, new))
            if set(was) != set(now):
                spoken = [content.spoken(question, "given", places) for places in (was, now)]
                yield Changed(
                    id=question.id,
                    name=question.ask,
                    where=None,
                    change="changed",
                    before=spoken[0],
                    after=spoken[1],
                )


def _answers(old: AuditResult, new: AuditResult, content: Content) -> Iterator[Changed]:
    """Every answer that is another one now; better or worse where its question says which way is up."""
    for key, after in new.facts.by_key.items():
        question = content.questions[split_key(key)[0]]
        before = old.facts.by_key.get(key)
        if question.kind in ("steps", "columns", "text") or not before or not _told_apart(before, after):
            continue
        was, now = (health(question, f.value) for f in (before, after))
        change: Change = "changed"
        if "not_applicable" not in (before.state, after.state):
            if after.state != "given":
                change = "unknown"
            elif before.state != "given":
                change = "known"
            elif was is not None and now is not None:
                change = "better" if now > was else "worse"
        yield Changed(
            id=key,
            name=content.asks(key),
            where=None,
            change=change,
            before=content.spoken(question, before.state, before.value),
            after=content.spoken(question, after.state, after.value),
        )


def _told_apart(before: Fact, after: Fact) -> bool:
    known = ("given", "dont_know", "disputed", "not_applicable")
    if before.state not in known or after.state not in known:
        return False
    return (before.state, before.value) != (after.state, after.value)
