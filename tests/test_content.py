"""Words and code in step: every signal has its sentence, every sentence its signal, every id its name."""

import re
from collections.abc import Iterator
from string import Formatter

import pytest

from audit.causes import ROOT_ORDER
from audit.content import Content, ContentError, _checked
from audit.model import LANGS, STAGES, Text
from audit.report import COUNTING, LIMITS, METHOD
from audit.scheme import RULES

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


def test_half_a_text_does_not_load() -> None:
    with pytest.raises(ContentError, match=r"company.yaml: title"):
        _checked("company.yaml: title", Text, {"ru": "Компания"})
