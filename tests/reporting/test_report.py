"""The whole report as a snapshot per language, and what every report must hold."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from audit.content.lawful_words import FORBIDDEN
from audit.content.loader import Content
from audit.interview.session import InterviewSession
from audit.model import Answer, Lang, ReportDocument
from audit.rendering.html import paper
from audit.reporting.assemble import make_report
from audit.storage.audit_folder import load
from tests.conftest import ROOT, audit_of

SNAPSHOTS = Path(__file__).parent / "snapshots"


@pytest.fixture(scope="module")
def example(content: Content) -> ReportDocument:
    return make_report(load(ROOT / "questionnaires" / "example", content), content)


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_the_example_reads_as_it_did(
    lang: Lang, example: ReportDocument, request: pytest.FixtureRequest
) -> None:
    """Read the difference; where it is wanted, run with --update-snapshots."""
    body = re.sub(r"<(style|svg)\b.*?</\1>", "", paper(example, lang), flags=re.DOTALL)
    text = re.sub(r"\s*\n\s*", "\n", re.sub(r"<[^>]+>", "\n", body)).strip() + "\n"
    path = SNAPSHOTS / f"example.{lang}.txt"
    if request.config.getoption("--update-snapshots"):
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8")


def test_no_report_is_an_ordinary_case(content: Content) -> None:
    document = make_report(audit_of(content, {"report_kind[seller]": "none"}), content)
    assert not any(told.cause == "controls_everything" for told in document.findings)
    assert document.scheme.forms


def test_an_empty_audit_says_that_it_knows_nothing(content: Content) -> None:
    document = make_report(audit_of(content, {}), content)
    assert document.findings == ()
    assert document.readiness == "unknown"
    assert document.plan.no_plan_yet
    assert {told.en for told in document.not_told}


def test_nothing_the_scheme_obliges_anybody_to_is_unlawful(example: ReportDocument) -> None:
    obliging = [*example.scheme.rules, *example.scheme.rhythm, *example.scheme.first_steps]
    for told in example.findings:
        obliging += [*(step.do for step in told.remedy), told.monday]
    for text in obliging:
        assert not FORBIDDEN.search(text.ru)
        assert not FORBIDDEN.search(text.en)


@pytest.mark.parametrize("country", ["RU", "KZ", "BY", "US", "GB", "DE"])
def test_the_lawyers_warning_is_always_there(country: str, content: Content) -> None:
    scheme = make_report(audit_of(content, {}, country=country), content).scheme
    assert any("not legal advice" in warning.en for warning in scheme.warnings)


def test_an_unlawful_practice_is_warned_of_first(content: Content) -> None:
    answers = {"report_kind[seller]": "by_hand", "after_missed_report[seller]": "money_taken"}
    document = make_report(audit_of(content, answers), content)
    assert "Stop this now" in document.scheme.warnings[0].en
    assert document.readiness in ("fix_first", "unknown")


def test_the_auditors_word_is_printed_with_name_and_reason(content: Content) -> None:
    override = {
        "about": "no_period[seller]",
        "field": "verdict",
        "to": "confirmed",
        "by": "А. Аудитор",
        "reason": "видел сам",
    }
    document = make_report(audit_of(content, {}, overrides=[override]), content)
    told = next(t for t in document.findings if t.cause == "no_period")
    assert "А. Аудитор" in told.overridden[0].ru
    assert "видел сам" in told.overridden[0].ru


def test_a_verdict_the_auditor_lifted_is_printed_too(content: Content) -> None:
    override = {
        "about": "no_regulations[repeat]",
        "field": "verdict",
        "to": "absent",
        "by": "A",
        "reason": "seen",
    }
    document = make_report(audit_of(content, {"rules[repeat]": "none"}, overrides=[override]), content)
    assert any("seen" in line.en for line in document.clear)


def test_a_root_tells_its_symptoms(content: Content) -> None:
    answers = {
        "sales_steps": "different",
        "report_kind[seller]": "by_hand",
        "figures_per_seller[seller]": 52,
    }
    document = make_report(audit_of(content, answers), content)
    root, symptom = (
        next(t for t in document.findings if t.cause == cause)
        for cause in ("no_sales_system", "controls_everything")
    )
    assert root.symptoms == (symptom.name,)
    assert symptom.symptom_of == root.name


def test_the_document_reads_back_from_its_json(example: ReportDocument) -> None:
    assert ReportDocument.model_validate(json.loads(example.model_dump_json())) == example


@pytest.mark.parametrize("quick", [True, False])
def test_report_and_interview_count_the_same_answers(quick: bool, content: Content) -> None:
    """All that a consultant is asked: 20 answers are 20 answers on the cover and in the method."""
    audit = audit_of(content, {}, roles=("consultant",))
    talk = InterviewSession(audit, audit.voices[0], content.questions, quick)
    while one := next((a for a in talk.asked() if talk.lookup(a.key) is None), None):
        talk = talk.with_answer(one, Answer(state="dont_know", at=datetime(2026, 11, 24, tzinfo=UTC)))
    document = make_report(talk.audit.model_copy(update={"voices": (talk.voice,)}), content)
    answered, asked = talk.progress()
    assert document.answered == answered == asked
    whole = asked if not quick else InterviewSession(talk.audit, talk.voice, content.questions).progress()[1]
    for lang in ("ru", "en"):
        said = document.limits[0].in_(lang).replace("\u00a0", " ")
        assert f" {whole} " in said
        assert f" {answered}" in said
        assert f"{answered}<br>" in paper(document, lang)


def test_chances_say_what_stays_and_what_varies(example: ReportDocument) -> None:
    """45 of 100 beside fewer than one: the one fills the hours there are, the other goes on as today."""
    plan = example.plan
    assert plan.today
    risk = next(way for way in plan.ways_out if way.kind == "odds")
    assert plan.today.probability < 0.01 < risk.then
    assert "первых касаний столько же, сколько сейчас" in plan.today.says.ru
    assert "first touches stay as many as today" in plan.today.says.en
    assert "сколько позволяют их часы" in risk.says.ru
    assert "as many first touches as their hours" in risk.says.en
    less = [a for a in plan.actions if (a.per_period.even or 0) < a.per_period.point]
    assert less
    for lang, words in (("ru", "бывает чуть меньше"), ("en", "can be a little less")):
        assert words in paper(example, lang).replace("\u00a0", " ")
