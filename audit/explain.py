"""What a cause, metric or question means, with its source: the public vocabulary, told."""

import json
from collections.abc import Iterator, Mapping

from audit.causes import ROOT_ORDER
from audit.content import Content
from audit.evidence import Signal
from audit.model import CauseText, Id, Lang, Metric, Question, Text

SIGNALS: Mapping[Id, list[Signal]] = {m.__name__.rpartition(".")[2]: m.SIGNALS for m in ROOT_ORDER}


def all_ids(content: Content) -> str:
    """Every id there is, as JSON."""
    ids = {"causes": list(SIGNALS), "metrics": list(content.metrics), "questions": list(content.questions)}
    return json.dumps(ids, indent=1)


def known(content: Content) -> tuple[Id, ...]:
    return (*SIGNALS, *content.metrics, *content.questions)


def explained(thing: Id, content: Content, lang: Lang) -> str:
    """One id in words. Raises KeyError for an id nobody knows."""
    if thing in content.causes:
        lines = _cause(content.causes[thing])
    elif thing in content.metrics:
        lines = _metric(content.metrics[thing], content)
    else:
        lines = _question(content.questions[thing], content)
    return "\n".join(f"{content.messages[label].in_(lang)}: {text.in_(lang)}" for label, text in lines)


def explained_json(thing: Id, content: Content) -> str:
    """One id as data, both languages."""
    found = content.causes.get(thing) or content.metrics.get(thing) or content.questions[thing]
    return json.dumps(found.model_dump(mode="json"), ensure_ascii=False, indent=1)


Lines = Iterator[tuple[Id, Text]]


def _cause(cause: CauseText) -> Lines:
    yield "explain_cause", cause.name
    yield "explain_harm", cause.harm
    for signal in SIGNALS[cause.id]:
        if signal.id in cause.signs:
            asked = ", ".join(signal.asks)
            yield f"explain_{signal.weight}", _same(f"{signal.id} ({asked})")
    for step in cause.remedy:
        yield "explain_remedy", step
    yield "explain_monday", cause.monday
    yield "explain_mended", cause.mended_when
    yield "explain_source", _same(", ".join(cause.source))


def _metric(metric: Metric, content: Content) -> Lines:
    yield "explain_metric", metric.name
    yield "explain_definition", metric.definition
    yield "explain_leads_to", metric.leads_to
    yield "explain_gaming", metric.gaming
    yield "explain_check", metric.check
    for system in metric.counted_by:
        yield "explain_counted_by", content.named(system)


def _question(question: Question, content: Content) -> Lines:
    yield "explain_question", content.say(question.ask, place="…")
    yield "explain_why", question.why
    if question.kind != "steps":
        for option in question.options:
            yield (
                "explain_option",
                Text(ru=f"{option.id} — {option.text.ru}", en=f"{option.id} — {option.text.en}"),
            )
    for cause, signals in SIGNALS.items():
        if any(question.id in signal.asks for signal in signals):
            yield "explain_evidences", content.causes[cause].name


def _same(text: str) -> Text:
    return Text(ru=text, en=text)
