"""Who says what: gaps are named with both sides, weigh in the diagnosis, and are never averaged away."""

from typing import Any

import pytest

from audit.content.loader import Content
from audit.diagnosis.diagnose import diagnose
from audit.facts.disagreements import LEADERS, gaps, heard_by_several
from audit.facts.facts import make_facts
from audit.model import Audit, Finding, Lang
from audit.rendering.html import paper as html
from audit.reporting.assemble import make_report
from audit.result.audit_result import AuditResult
from audit.terminal.diagnosis_text import diagnosis_text
from tests.conftest import audit_of
from tests.sellers import seller

OWNER = {"report_kind[seller]": "by_hand", "rules[leadgen]": "usable", "last_decision[seller]": "recent"}


def audit_with(content: Content, own: dict[str, Any], said: dict[str, str], sellers: int = 3) -> Audit:
    audit = audit_of(content, own)
    answers = "".join(f"  {key}: {value}\n" for key, value in said.items())
    voices = [seller(content, f"seller_{i}", audit, answers) for i in range(1, sellers + 1)]
    return audit.model_copy(update={"voices": (*audit.voices, *voices)})


def names(audit: Audit, content: Content, lang: Lang = "en") -> list[str]:
    return [one.name.in_(lang) for one in make_report(audit, content).disagreements]


def finding(audit: Audit, content: Content, cause: str, where: str | None) -> Finding:
    found = diagnose(make_facts(audit, content.questions), content).findings
    return next(f for f in found if (f.cause, f.where) == (cause, where))


def test_the_regulation_exists_for_the_owner_only(content: Content) -> None:
    audit = audit_with(content, OWNER, {"rules[leadgen]": "none"})
    assert names(audit, content) == ["The regulation exists for the owner only"]
    assert names(audit, content, "ru") == ["Регламент есть только для собственника"]
    stands = make_report(audit, content).disagreements[0].stands
    assert [(s.by, s.at) for s in stands] == [(("owner",), 1.0), (("seller",), 0.0)]
    assert make_facts(audit, content.questions).value("rules", "leadgen") is None


@pytest.mark.parametrize(
    ("key", "own", "said", "gap"),
    [
        ("rules[leadgen]", "usable", "general", False),  # one level is a shade
        ("rules[leadgen]", "usable", "foreign", True),
        ("form_fits[seller]", "fits", "misfit", True),  # the two ends of a short scale
        ("report_kind[seller]", "by_hand", "automatic", True),  # no scale: a fact
        ("report_minutes[seller]", "10", "19", False),
        ("report_minutes[seller]", "10", "20", True),
        ("report_minutes[seller]", "0", "1", True),
    ],
)
def test_two_levels_or_a_fact_make_a_gap(key: str, own: str, said: str, gap: bool, content: Content) -> None:
    audit = audit_with(content, {**OWNER, key: own}, {key: said})
    facts = make_facts(audit, content.questions)
    assert [g.key for g in gaps(facts, content)] == ([key] if gap else [])
    assert heard_by_several(facts, content) == 1


def test_two_sellers_are_no_side(content: Content) -> None:
    assert names(audit_with(content, OWNER, {"rules[leadgen]": "none"}, sellers=2), content) == []


def test_sellers_of_many_minds_are_no_side(content: Content) -> None:
    audit = audit_of(content, OWNER)
    minds = ("none", "oral", "usable")
    voices = [seller(content, f"seller_{i}", audit, f"  rules[leadgen]: {m}") for i, m in enumerate(minds)]
    assert names(audit.model_copy(update={"voices": (*audit.voices, *voices)}), content) == []


def test_what_one_side_would_confirm_is_to_be_checked(content: Content) -> None:
    """The owner alone: no such cause. The sellers alone: confirmed. Together: to check, with both sides."""
    alone = audit_of(content, OWNER)
    assert finding(alone, content, "no_regulations", "leadgen").verdict in ("absent", "unknown")
    both = finding(
        audit_with(content, OWNER, {"rules[leadgen]": "none"}), content, "no_regulations", "leadgen"
    )
    assert both.verdict == "suspected"
    assert [e.signal for e in both.evidence] == ["answers_differ"]
    assert "The regulation exists for the owner only" in both.evidence[0].seen.en


def test_what_was_measured_stands_against_every_word(content: Content) -> None:
    own = {**OWNER, "rules[leadgen]": {"value": "usable", "grade": "measured"}}
    audit = audit_with(content, own, {"rules[leadgen]": "none"})
    assert finding(audit, content, "no_regulations", "leadgen").verdict != "suspected"
    assert names(audit, content)  # and is still shown


def test_the_sellers_may_be_the_happier_ones(content: Content) -> None:
    own = {**OWNER, "rules[leadgen]": "none"}
    said = names(audit_with(content, own, {"rules[leadgen]": "usable"}), content)
    assert said == ["Told by the sellers, things are better than told by the owner"]


def test_every_question_for_leaders_and_sellers_has_its_gap_named(content: Content) -> None:
    kinds = ("one", "count", "number", "percent")
    asked = {
        q.id
        for q in content.questions.values()
        if "seller" in q.respondents and LEADERS & set(q.respondents) and q.kind in kinds
    }
    assert set(content.gaps) == asked


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_the_page_shows_both_sides_and_nobody_alone(lang: Lang, content: Content) -> None:
    audit = audit_with(content, OWNER, {"rules[leadgen]": "none", "report_kind[seller]": "by_hand"})
    page = html(make_report(audit, content), lang)
    assert 'id="disagreements"' in page
    assert "seller_1" not in page
    assert page.count("<circle") == 1


def test_without_a_gap_there_is_no_page(content: Content) -> None:
    assert 'id="disagreements"' not in html(make_report(audit_of(content, OWNER), content), "ru")


def test_the_terminal_tells_the_gaps(content: Content) -> None:
    audit = audit_with(content, OWNER, {"rules[leadgen]": "none"})
    said = diagnosis_text(AuditResult(audit, content), "en")
    assert "The regulation exists for the owner only — Lead generation" in said
    assert said.count("      ") >= 2
