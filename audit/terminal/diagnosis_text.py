"""What `diagnose` prints: text for people, JSON for programs."""

import json
from typing import Any

from audit.content.loader import Content
from audit.model import (
    Changed,
    Comparison,
    Disagreement,
    Evidence,
    FindingText,
    Lang,
    Text,
)
from audit.reporting.narrative import Narrative
from audit.result.audit_result import AuditResult

PARTS_COMPARED = ("findings", "maturity", "conversions", "plan", "answers")


def diagnosis_json(result: AuditResult, lang: Lang) -> str:
    """`{"findings": [...], "readiness", "maturity"}`; evidence as words in one language with its answers."""
    facts, found = result.facts, result.diagnosis

    def shown(evidence: tuple[Evidence, ...]) -> list[dict[str, Any]]:
        return [
            {
                "signal": one.signal,
                "seen": one.seen.in_(lang),
                "answers": {key: facts.by_key[key].model_dump(mode="json")["value"] for key in one.keys},
            }
            for one in evidence
        ]

    findings = [
        {
            "cause": f.cause,
            "where": f.where,
            "verdict": f.verdict,
            "severity": f.severity,
            "evidence": shown(f.evidence),
            "against": shown(f.against),
            "unknown_because": list(f.unknown_because),
            "overridden": [word.model_dump() for word in f.overridden],
        }
        for f in found.findings
    ]
    maturity = [level.model_dump() for level in found.maturity]
    return _json({"findings": findings, "readiness": found.readiness, "maturity": maturity})


def _json(tree: dict[str, Any]) -> str:
    return json.dumps(tree, ensure_ascii=False, indent=1)


def diagnosis_text(result: AuditResult, lang: Lang) -> str:
    """The summary and every finding with what it rests on; no plan and no scheme is made for it."""
    content, found, teller = result.content, result.diagnosis, Narrative(result)
    lines = [teller.headline().in_(lang), teller.lead().in_(lang), ""]
    findings = teller.findings()
    for told in findings:
        lines += _finding_lines(told, content, lang)
    if not findings:
        lines.append(content.messages["findings_none"].in_(lang))
    if differ := list(teller.disagreements()):
        lines += ["", f"{content.messages['answers_differ'].in_(lang)}:"]
        lines += [f"  {line}" for one in differ for line in _gap_lines(one, content, lang)]
    lines += ["", f"{content.messages['maturity'].in_(lang)}:"]
    for level in found.maturity:
        where = f" — {content.names[level.where].in_(lang)}" if level.where else ""
        bounds: Text | str = ""
        if level.highest > level.level:
            bounds = content.say(content.messages["maturity_bounds"], highest=level.highest)
        line = content.say(
            content.messages["maturity_line"],
            dimension=content.names[level.dimension],
            where=where,
            level=level.level,
            bounds=bounds,
        )
        lines.append(f"  {line.in_(lang)}")
    readiness = content.names[found.readiness]
    lines += ["", content.say(content.messages["readiness"], verdict=readiness).in_(lang)]
    return "\n".join(lines)


def _finding_lines(told: FindingText, content: Content, lang: Lang) -> list[str]:
    verdict = content.names[told.verdict].in_(lang).upper()
    severity = content.say(content.messages["severity"], severity=content.names[told.severity]).in_(lang)
    where = f" — {told.where.in_(lang)}" if told.where else ""
    lines = [f"[{verdict}, {severity}] {told.name.in_(lang)}{where}"]
    lines += [f"    + {seen.in_(lang)}" for seen in told.seen]
    lines += [f"    - {seen.in_(lang)}" for seen in told.against]
    lines += [f"    ! {word.in_(lang)}" for word in told.overridden]
    lines += [f"    ? {question.in_(lang)}" for question in told.unknown]
    return lines


def _gap_lines(one: Disagreement, content: Content, lang: Lang) -> list[str]:
    """The gap's name, and what each side says."""
    where = f" — {one.where.in_(lang)}" if one.where else ""
    sides = [
        f"    {', '.join(content.names[role].in_(lang).lower() for role in s.by)}: {s.answer.in_(lang)}"
        for s in one.stands
    ]
    return [f"{one.name.in_(lang)}{where}", *sides]


def comparison_text(found: Comparison, content: Content, lang: Lang) -> str:
    """What changed, part by part; what stayed is only counted among the findings."""

    def said(message: str, **values: object) -> str:
        return content.say(content.messages[message], **values).in_(lang)

    lines = [said("compared", before=found.before, after=found.after)]
    if not found.same_company:
        lines.append(said("compared_others"))
    for part in PARTS_COMPARED:
        changes = [one for one in getattr(found, part) if one.change != "same" or part == "findings"]
        lines += ["", said(f"compared_{part}")]
        lines += [f"  {_change_line(one, content, lang)}" for one in changes] or [
            f"  {said('compared_nothing')}"
        ]
    return "\n".join(lines)


def _change_line(one: Changed, content: Content, lang: Lang) -> str:
    asked = one.name.in_(lang).endswith("?") and not one.where
    line = content.say(
        content.messages["compared_asked" if asked else "compared_line"],
        change=content.messages[f"change_{one.change}"],
        name=one.name,
        where=f" ({one.where.in_(lang)})" if one.where else "",
        before=one.before or "—",
        after=one.after or "—",
    )
    return line.in_(lang)
