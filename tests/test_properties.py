"""Promises that hold for any company: no crash, no contradiction, better is never worse, silence confirms
nothing, every cause and every recommendation can be there and can be missing."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.content.loader import Content, load
from audit.diagnosis.causes import ROOT_ORDER
from audit.diagnosis.diagnose import diagnose
from audit.facts.facts import Facts, make_facts
from audit.model import Answer, Audit, Diagnosis, Finding, Id, Key, Metric, Question, split_key
from audit.recommendation.choose_metrics import BESIDE, NOBODYS_NORM, recommend
from audit.reporting.assemble import make_report
from tests.conftest import audit_of
from tests.generated import AT, company, with_answers

COMPANIES = 400  # enough for every cause and recommendation to come and to stay away
EXPLAINED_AWAY = {
    "staff_resistance"
}  # better reporting takes away its innocent explanations; sources: causes
WORSE: Mapping[str, int] = {"absent": 0, "unknown": 1, "suspected": 2, "confirmed": 3}
PER = {module.__name__.rpartition(".")[2]: module.PER for module in ROOT_ORDER}
ASKED = {
    module.__name__.rpartition(".")[2]: {q for s in module.SIGNALS for q in s.asks} for module in ROOT_ORDER
}
anybody = st.randoms(use_true_random=False).map(lambda random: company(random, load()))
several = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))


def facts_of(audit: Audit) -> Facts:
    return make_facts(audit, load().questions)


def diagnosed(audit: Audit) -> Diagnosis:
    return diagnose(facts_of(audit), load())


def by_place(found: Diagnosis) -> dict[tuple[Id, Id | None], Finding]:
    return {(finding.cause, finding.where): finding for finding in found.findings}


@several
@given(anybody)
def test_any_company_gets_its_report_and_twice_the_same(audit: Audit) -> None:
    first, again = (make_report(audit, load()).model_dump_json() for _ in range(2))
    assert first == again


@several
@given(anybody)
def test_nothing_is_both_found_and_healthy(audit: Audit) -> None:
    found = diagnosed(audit)
    for finding in found.findings:
        assert bool(finding.evidence) or finding.verdict not in ("confirmed", "suspected")
        assert not (finding.verdict == "confirmed" and finding.against)
    named = {(f.cause, f.where) for f in found.findings if f.verdict == "confirmed"}
    causes = {cause for cause, _ in named}
    assert not {"lagging_only", "stage_blind_leadgen"} <= causes
    assert not {"lagging_only", "stage_blind_conversion"} <= causes
    assert not {"lagging_only", "stage_blind_repeat"} <= causes
    for cause, where in named:
        other = {"no_regulations": "regulations_not_followed", "no_plan_values": "metric_gaming"}.get(cause)
        assert (other, where) not in named
    for level in found.maturity:
        if level.dimension == "regulations" and ("no_regulations", level.where) in named:
            assert level.highest <= 2
        if level.dimension == "reporting" and ("controls_everything", level.where) in named:
            assert level.highest <= 2


@several
@given(anybody, st.randoms(use_true_random=False))
def test_silence_confirms_nothing(audit: Audit, random: Random) -> None:
    answers = dict(audit.voices[0].answers)
    if not answers:
        return
    forgotten = random.choice(sorted(answers))
    before = by_place(diagnosed(audit))
    after = by_place(diagnosed(with_answers(audit, {k: a for k, a in answers.items() if k != forgotten})))
    blind = any(f.cause == "lagging_only" and f.verdict == "confirmed" for f in before.values())
    for at, finding in after.items():
        if finding.verdict == "confirmed" and not (blind and at[0].startswith("stage_blind")):
            assert before[at].verdict == "confirmed", (at, forgotten)


@several
@given(anybody, st.randoms(use_true_random=False))
def test_a_better_answer_never_makes_a_verdict_worse(audit: Audit, random: Random) -> None:
    answers = dict(audit.voices[0].answers)
    steps = [step for key, answer in answers.items() if (step := _improved(key, answer, random))]
    if not steps:
        return
    key, better = random.choice(steps)
    question, place = split_key(key)
    before = by_place(diagnosed(audit))
    after = by_place(diagnosed(with_answers(audit, {**answers, key: better})))
    for (cause, where), finding in after.items():
        was = before[cause, where].verdict
        if (
            question not in ASKED[cause]
            or cause in EXPLAINED_AWAY
            or "not_applicable" in (was, finding.verdict)
        ):
            continue
        if PER[cause] == "company" or where == place:
            assert WORSE[finding.verdict] <= WORSE[was], (cause, key, better.value)


def _improved(key: Key, answer: Answer, random: Random) -> tuple[Key, Answer] | None:
    """A healthier answer to an ordered question; None where there is none."""
    question = load().questions[split_key(key)[0]]
    better = list(_healthier(question, answer.value)) if answer.state == "given" else []
    return (key, Answer(value=random.choice(better), at=AT)) if better else None


def _healthier(question: Question, value: Any) -> Iterator[Any]:
    options = [option.id for option in question.options]
    if question.healthier == "later":
        yield from options[options.index(value) + 1 :]
    elif question.healthier == "earlier":
        yield from options[: options.index(value)]
    elif question.healthier == "more":
        yield from range(value + 1, int(question.most) + 1)
    elif question.healthier == "less":
        yield from range(value)


# --- what can be found and what can be advised -----------------------------------------------------------


@pytest.fixture(scope="module")
def crowd() -> list[Audit]:
    random = Random(20261124)
    return [company(random, load()) for _ in range(COMPANIES)]


def test_every_cause_can_be_there_and_can_be_missing(crowd: list[Audit]) -> None:
    seen: dict[Id, set[str]] = defaultdict(set)
    for audit in crowd:
        for finding in diagnosed(audit).findings:
            seen[finding.cause].add(finding.verdict)
    for cause, verdicts in seen.items():
        assert {"confirmed", "absent"} <= verdicts, cause
    assert set(seen) == set(load().causes)


def made_for(metric: Metric, content: Content) -> Audit:
    """A company of one stage and one role that does what the metric counts."""
    stage = "leadgen" if metric.stage == "guard" else metric.stage
    action = next((a for outcome, a in BESIDE.items() if outcome == metric.id), metric.id)
    asked = {
        "selling_actions[seller]": content.questions["selling_actions"],
        "repeat_occasions": content.questions["repeat_occasions"],
    }
    answers: dict[str, Any] = {
        "role_stages[seller]": [stage],
        "sales_model": metric.fits[0],
        "systems": list(metric.counted_by) or ["paper"],
        "report_kind[seller]": "by_hand",
        **WEAK_POINTS.get(metric.id, {}),
    }
    if metric.temperature in ("hot", "warm", "cold"):
        answers["lead_kinds"] = [metric.temperature]
    for key, question in asked.items():
        if action in [option.id for option in question.options]:
            answers[key] = [action]
    channel = metric.channel or "cold_calls"
    return audit_of(content, answers, places={"stage": [stage], "channel": [channel], "role": ["seller"]})


WEAK_POINTS: Mapping[Id, dict[str, Any]] = {
    "g_crm_complete": {"systems": ["crm"], "crm_sample": 4},
    "g_report_time": {"filed_of_ten[seller]": 3},
    "g_manual_share": {"rekeyed_minutes[seller]": 25},
    "g_report_minutes": {"report_minutes[seller]": 40},
    "g_overdue": {"personal_contact": "mostly"},
}


def test_every_metric_can_be_recommended_and_can_be_left_out(crowd: list[Audit], content: Content) -> None:
    chosen = [{line.metric for line in recommend(facts_of(audit), content).lines} for audit in crowd]
    for metric in content.metrics.values():
        if metric.kind == "context" or metric.id in NOBODYS_NORM:
            continue
        lines = recommend(facts_of(made_for(metric, content)), content).lines
        assert metric.id in {line.metric for line in lines}, metric.id
        assert not all(metric.id in lines for lines in chosen), metric.id
