"""Words and code in step: every signal has its sentence, every sentence its signal, every id its name."""

import ast
import re
from collections.abc import Iterator
from string import Formatter
from typing import Any

import pytest

from audit.content.loader import Content, ContentError, _checked
from audit.diagnosis.causes import ROOT_ORDER
from audit.documents.regulation import COUNTING
from audit.interview.session import InterviewSession
from audit.model import LANGS, STAGES, Lang, Text
from audit.reporting.assemble import METHOD
from audit.reporting.glossary import KINDS, page
from audit.reporting.narrative import LIMITS
from audit.scheme.reporting_scheme import RULES
from audit.storage.audit_folder import load as load_audit
from tests.conftest import ROOT

WEIGHTS = ("decisive", "sign", "counter")
SIGNALS = {m.__name__.rpartition(".")[2]: m.SIGNALS for m in ROOT_ORDER}


def fields_of(text: Text) -> Iterator[tuple[str, str]]:
    for lang in LANGS:
        for _, name, spec, _ in Formatter().parse(text.in_(lang)):
            if name is not None:
                yield name, spec or ""


def test_every_cause_has_its_words_and_the_reverse(content: Content) -> None:
    assert set(content.causes) == set(SIGNALS)


@pytest.mark.parametrize("cause", sorted(SIGNALS))
def test_signals_and_sentences_match(cause: str, content: Content) -> None:
    spoken = {s.id: set(s.asks) for s in SIGNALS[cause] if s.weight in WEIGHTS}
    said = content.causes[cause].signs
    assert set(said) == set(spoken)
    for signal, text in said.items():
        for name, spec in fields_of(text):
            assert name in spoken[signal]
            assert not spec or spec in content.nouns


@pytest.mark.parametrize("cause", sorted(SIGNALS))
def test_every_parameter_is_a_question(cause: str, content: Content) -> None:
    for signal in SIGNALS[cause]:
        assert set(signal.asks) <= set(content.questions)


def test_every_cause_can_be_confirmed() -> None:
    for cause, signals in SIGNALS.items():
        weights = [s.weight for s in signals]
        assert "decisive" in weights or weights.count("sign") >= 2, cause


def test_conditions_name_questions_and_options(content: Content) -> None:
    for question in content.questions.values():
        for needed, accepted in question.when.items():
            assert set(accepted) <= {o.id for o in content.questions[needed].options}, question.id


def test_every_place_and_system_has_a_name(content: Content) -> None:
    for question in content.questions.values():
        if question.sets in ("stage", "channel", "role") or question.id == "systems":
            for option in question.options:
                if option.id not in ("spreadsheet", "paper"):
                    assert content.named(option.id)


def test_templates_ask_only_for_known_nouns(content: Content) -> None:
    for texts in (content.prose, content.messages):
        for sentence, text in texts.items():
            ru, en = (sorted({n for _, n, _, _ in Formatter().parse(text.in_(lang)) if n}) for lang in LANGS)
            assert ru == en, sentence
            for _, spec in fields_of(text):
                assert not spec or spec in content.nouns or re.fullmatch(r"[#0,.]+", spec), sentence


def test_the_report_finds_its_sentences(content: Content) -> None:
    wanted = [f"counting_{x}" for x in COUNTING] + [f"method_{x}" for x in METHOD]
    wanted += [f"limit_{x}" for x in LIMITS] + list(RULES)
    assert set(wanted) <= set(content.prose)


def test_the_catalogue_covers_stages_channels_temperatures(content: Content) -> None:
    actions = [m for m in content.metrics.values() if m.kind == "action"]
    channels = {o.id for o in content.questions["channels"].options}
    assert len(actions) >= 40
    assert {m.stage for m in actions} >= set(STAGES)
    assert {m.channel for m in actions} >= channels
    assert {m.temperature for m in actions} >= {"hot", "warm", "cold"}


def test_metrics_use_known_vocabulary(content: Content) -> None:
    systems = {o.id for o in content.questions["systems"].options}
    models = {o.id for o in content.questions["sales_model"].options}
    channels = {o.id for o in content.questions["channels"].options}
    for metric in content.metrics.values():
        assert set(metric.counted_by) <= systems, metric.id
        assert set(metric.fits) <= models, metric.id
        assert metric.channel is None or metric.channel in channels, metric.id


def test_every_question_is_read_by_something(content: Content) -> None:
    """By a signal, by another question's condition, or by name in the program."""
    asked = {question for signals in SIGNALS.values() for s in signals for question in s.asks}
    asked |= {needed for question in content.questions.values() for needed in question.when}
    rooms = (
        "facts",
        "interview",
        "diagnosis",
        "recommendation",
        "planning",
        "scheme",
        "documents",
        "reporting",
    )
    source = "".join(
        path.read_text("utf-8") for room in rooms for path in (ROOT / "audit" / room).glob("*.py")
    )
    for question in content.questions.values():
        named = f'"{question.id}"' in source or f'"{question.id}[' in source
        document = question.section == "documents"  # all of them are printed as a table
        assert question.id in asked or named or document or question.sets, question.id


@pytest.mark.parametrize("role", ["owner", "head", "seller"])
def test_whoever_is_asked_is_asked_what_the_question_hangs_on(role: str, content: Content) -> None:
    for question in content.questions.values():
        if role in question.respondents:
            for needed in (content.questions[q] for q in question.when):
                assert needed.sets or role in needed.respondents, (question.id, needed.id)
        if question.quick:
            assert all(content.questions[needed].quick for needed in question.when), question.id


def test_the_order_of_states_is_said_where_there_is_one(content: Content) -> None:
    for question in content.questions.values():
        if question.healthier in ("later", "earlier"):
            assert question.kind == "one", question.id
        elif question.healthier:
            assert question.kind in ("count", "number", "percent"), question.id


SECONDS = {
    "one": 12,
    "steps": 90,
    "columns": 90,
}  # to answer one; ticks, numbers and texts: 15; our judgement
IN_A_ROW = 7  # seconds: the same question of one document or action after another; our judgement
MOST_MINUTES = 25  # for one respondent; 15 for the quick interview; design


@pytest.mark.parametrize(
    ("roles", "quick", "most"),
    [
        (("owner",), False, MOST_MINUTES),
        (("head",), False, MOST_MINUTES),
        (("seller",), False, MOST_MINUTES),
        (("owner", "head"), True, 15),
    ],
)
def test_an_interview_takes_as_long_as_promised(
    roles: tuple[Any, ...], quick: bool, most: int, content: Content
) -> None:
    """A kitchens maker with three channels, a form of its own and a base: what its people would be asked."""
    audit = load_audit(ROOT / "questionnaires" / "example", content)
    talk = InterviewSession(
        audit, audit.voices[0].model_copy(update={"roles": roles}), content.questions, quick
    )
    asked = talk.asked()
    rows = [one for one in asked if one.question.section == "documents" or one.question.per == "action"]
    others = [one for one in asked if one not in rows]
    minutes = (len(rows) * IN_A_ROW + sum(SECONDS.get(one.question.kind, 15) for one in others)) / 60
    assert minutes <= most, (len(asked), minutes)
    if quick:
        assert 16 <= len({one.question.id for one in asked}) <= 24


def test_traces_systems_and_owners_are_known(content: Content) -> None:
    systems = {o.id for q in ("systems", "crm_product") for o in content.questions[q].options}
    roles = {o.id for o in content.questions["roles"].options} | {"head"}
    assert all(set(places) <= systems for places in content.sources.values())
    for metric in content.metrics.values():
        assert metric.owners, metric.id
        assert set(metric.owners) <= roles, metric.id
        assert metric.traces, metric.id
        assert set(metric.traces) <= {*content.sources, "none"}, metric.id
    assert len(content.metrics) >= 90


def test_every_heading_rule_names_a_metric(content: Content) -> None:
    assert set(content.columns["metrics"]) <= set(content.metrics)


SOURCE = re.compile(
    r"lesson|our judgement|sources|design|F\d\d|Babel|ISO|law|bytes|levels|calendar|statistics|tested",
    re.IGNORECASE,
)
DRAWN = {ROOT / "audit" / "rendering" / name for name in ("charts.py", "html/calendar.py", "html/claims.py")}
NOT_NUMBERS = {"FORMAT", "PRIVATE"}  # a version and file rights, no judgement


def test_no_number_stands_without_a_source() -> None:
    """Every numeric constant says where it comes from, on its line or above it; drawn sizes need not."""
    for path in sorted(set((ROOT / "audit").rglob("*.py")) - DRAWN):
        lines = path.read_text("utf-8").splitlines()
        for node in ast.parse("\n".join(lines)).body:
            if not isinstance(node, ast.Assign | ast.AnnAssign) or not _holds_numbers(node.value):
                continue
            name = getattr(node.targets[0] if isinstance(node, ast.Assign) else node.target, "id", "")
            around = "\n".join(lines[max(node.lineno - 2, 0) : node.end_lineno])
            assert name in NOT_NUMBERS or SOURCE.search(around), f"{path.name}: {name}"


def _holds_numbers(value: ast.expr | None) -> bool:
    if value is None:
        return False
    numbers = [n for n in ast.walk(value) if isinstance(n, ast.Constant) and type(n.value) in (int, float)]
    return bool(numbers) and not any(isinstance(n, ast.Call) for n in ast.walk(value))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", KINDS)
def test_the_pages_of_docs_are_up_to_date(kind: str, lang: Lang, content: Content) -> None:
    """Otherwise run scripts/docs."""
    assert (ROOT / "docs" / f"{kind}.{lang}.md").read_text("utf-8") == page(kind, content, lang)


def test_english_is_printed_with_its_own_apostrophes() -> None:
    files = [*(ROOT / "questionnaires").rglob("*.yaml"), *(ROOT / "report_templates").rglob("*.yaml")]
    for path in files:
        for line in path.read_text("utf-8").splitlines():
            text = line.partition("# ")[0]
            assert path.parent.name == "voices" or not re.search(r"[A-Za-z}]'[a-z]", text), (path.name, text)


def test_half_a_text_does_not_load() -> None:
    with pytest.raises(ContentError, match=r"company.yaml: title"):
        _checked("company.yaml: title", Text, {"ru": "Компания"})
