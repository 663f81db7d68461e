"""From facts to a diagnosis: every cause at every place it is judged for, and readiness."""

from collections.abc import Mapping
from types import ModuleType

from audit.content.loader import Content
from audit.diagnosis.causes import ROOT_ORDER
from audit.diagnosis.evidence import Signal, View, verdict, weighed
from audit.diagnosis.maturity import maturity
from audit.facts.disagreements import Gap, as_told_by, gaps, seen_in
from audit.facts.facts import Facts
from audit.model import (
    CauseText,
    Diagnosis,
    Evidence,
    Finding,
    Id,
    Override,
    Readiness,
    Respondent,
    key_of,
)

NEEDS_REGULATIONS = {"no_sales_system", "no_regulations"}  # sources: causes
NEEDS_FIXING = {"unlawful_sanction", "controls_everything", "manual_burden"}  # would make a roll-out fail


def diagnose(facts: Facts, content: Content, overrides: tuple[Override, ...] = ()) -> Diagnosis:
    """Findings in root order, upstream first; the auditor's word goes over the program's."""
    apart = gaps(facts, content)
    told_by = as_told_by(facts, apart)
    findings = [
        _overruled(
            _weighing_both(_finding(module, place, facts, content), module, told_by, apart, content),
            overrides,
        )
        for module in ROOT_ORDER
        for place in ((None,) if module.PER == "company" else facts.places[module.PER])
    ]
    told = _as_one_story(findings, content)
    return Diagnosis(findings=told, maturity=maturity(facts), readiness=_readiness(told))


def _finding(module: ModuleType, place: Id | None, facts: Facts, content: Content) -> Finding:
    signals: list[Signal] = module.SIGNALS
    cause: Id = module.__name__.rpartition(".")[2]
    said = content.causes[cause]
    view = View(facts, place)
    found = verdict(signals, view)
    held = [s for s in signals if s.weight in ("decisive", "sign", "counter") and s.read(view)]
    return Finding(
        cause=cause,
        where=place,
        verdict=found,
        severity=weighed(signals, view, said.severity),
        evidence=tuple(_evidence(s, view, said, content) for s in held if s.weight != "counter"),
        against=tuple(_evidence(s, view, said, content) for s in held if s.weight == "counter"),
        unknown_because=_silent(signals, view) if found in ("unknown", "suspected") else (),
    )


def _weighing_both(
    finding: Finding,
    module: ModuleType,
    told_by: Mapping[Respondent, Facts],
    apart: tuple[Gap, ...],
    content: Content,
) -> Finding:
    """A cause that one side's word alone would confirm is to be checked, whatever the other side says."""
    if finding.verdict not in ("unknown", "absent"):
        return finding
    for facts in told_by.values():
        view = View(facts, finding.where)
        if verdict(module.SIGNALS, view) != "confirmed":
            continue
        keys = {k for s in module.SIGNALS if s.weight in ("decisive", "sign") for k in s.keys(view)}
        seen = tuple(
            Evidence(signal="answers_differ", seen=text, keys=(key,))
            for key, text in seen_in(apart, keys, content)
        )
        if seen:
            told = {
                "verdict": "suspected",
                "evidence": seen,
                "unknown_because": _silent(module.SIGNALS, view),
            }
            return finding.model_copy(update=told)
    return finding


def _evidence(signal: Signal, view: View, said: CauseText, content: Content) -> Evidence:
    values = signal.arguments(view)
    return Evidence(
        signal=signal.id, seen=content.say(said.signs[signal.id], **values), keys=signal.keys(view)
    )


def _silent(signals: list[Signal], view: View) -> tuple[str, ...]:
    """The keys that keep a verdict from being settled: not answered, not known or disputed."""
    keys = dict.fromkeys(key for s in signals if s.read(view) is None for key in s.keys(view))
    known = {k for k in keys if (fact := view.facts.by_key.get(k)) and fact.state in ("given", "not_asked")}
    return tuple(key for key in keys if key not in known)


def _overruled(finding: Finding, overrides: tuple[Override, ...]) -> Finding:
    for override in overrides:
        if override.about in (finding.cause, key_of(finding.cause, finding.where)):
            words = (*finding.overridden, override)
            changed: Mapping[str, object] = {override.field: override.to, "overridden": words}
            finding = finding.model_copy(update=changed)
    return finding


def _as_one_story(findings: list[Finding], content: Content) -> tuple[Finding, ...]:
    """A symptom is told under its root where both are confirmed; one found alone stands alone."""
    named = {f.cause for f in findings if f.verdict == "confirmed"}

    def told(finding: Finding) -> Finding:
        root = content.causes[finding.cause].symptom_of
        if finding.verdict == "confirmed" and root in named:
            return finding.model_copy(update={"symptom_of": root})
        return finding

    return tuple(told(f) for f in findings)


def _readiness(findings: tuple[Finding, ...]) -> Readiness:
    named = {f.cause for f in findings if f.verdict == "confirmed"}
    if named & NEEDS_REGULATIONS:
        return "regulations_first"
    rules = [f.verdict for f in findings if f.cause == "no_regulations"]
    if all(verdict == "unknown" for verdict in rules):
        return "unknown"
    return "fix_first" if named & NEEDS_FIXING else "ready"
