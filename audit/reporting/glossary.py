"""What a cause, metric or question means, with its source: the public vocabulary, told and documented."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from audit.content.loader import Content
from audit.diagnosis.causes import ROOT_ORDER
from audit.diagnosis.evidence import Signal
from audit.i18n.wording import lowered
from audit.model import LANGS, CauseText, Frozen, Id, Lang, Metric, Question, Text

SIGNALS: Mapping[Id, list[Signal]] = {m.__name__.rpartition(".")[2]: m.SIGNALS for m in ROOT_ORDER}
TOLD_WEIGHTS = ("decisive", "sign", "counter")
KINDS = ("causes", "metrics", "questions")
PLACEHOLDER = re.compile(r"\{[a-z_]+(?::([a-z]+))?\}")

Lines = Iterator[tuple[Id, Text]]


def all_ids(content: Content) -> dict[str, list[Id]]:
    """Every id there is, by kind; causes in root order."""
    return {"causes": list(SIGNALS), "metrics": list(content.metrics), "questions": list(content.questions)}


def listed(content: Content, lang: Lang) -> str:
    """What can be explained: ids and names, kind by kind."""
    lines = []
    for kind, ids in all_ids(content).items():
        wide = max(map(len, ids))
        lines += [content.messages[f"explain_{kind}"].in_(lang)]
        lines += [f"  {thing:{wide}}  {_title(thing, content).in_(lang)}" for thing in ids]
        lines += [""]
    return "\n".join([*lines, content.messages["explain_one"].in_(lang)])


def listed_json(content: Content) -> str:
    return json.dumps(all_ids(content), indent=1)


def explained(thing: Id, content: Content, lang: Lang) -> str:
    """One id in words. Raises KeyError for an id nobody knows."""
    told = [*_lines(thing, content), *_found(thing, content)]
    said = [f"{_label(label, content).in_(lang)}: {text.in_(lang)}" for label, text in told]
    return "\n".join([_title(thing, content).in_(lang), *said])


def explained_json(thing: Id, content: Content) -> str:
    """One id as data, both languages; a cause with its signals, a question with what it can evidence."""
    tree: dict[str, Any] = _model(thing, content).model_dump(mode="json")
    if thing in content.causes:
        told = [s for s in SIGNALS[thing] if s.weight in TOLD_WEIGHTS]
        tree["signals"] = [{"id": s.id, "weight": s.weight, "asks": s.asks} for s in told]
    elif thing in content.questions:
        tree["evidences"] = list(_evidences(thing))
    return json.dumps(tree, ensure_ascii=False, indent=1)


def page(kind: str, content: Content, lang: Lang) -> str:
    """All ids of a kind as one Markdown page, each under its own anchor."""
    ids = all_ids(content)[kind]
    parts = [f"# {content.messages[f'explain_{kind}'].in_(lang)}"]
    parts.append("\n".join(f"- [{_title(thing, content).in_(lang)}](#{thing})" for thing in ids))
    for thing in ids:
        lines = [
            f"- **{_label(at, content).in_(lang)}:** {text.in_(lang)}" for at, text in _lines(thing, content)
        ]
        heading = f'## <a id="{thing}"></a>{_title(thing, content).in_(lang)}\n\n`{thing}`'
        parts.append(f"{heading}\n\n" + "\n".join(lines))
    return "\n\n".join(parts) + "\n"


def _model(thing: Id, content: Content) -> Frozen:
    return content.causes.get(thing) or content.metrics.get(thing) or content.questions[thing]


def _title(thing: Id, content: Content) -> Text:
    if thing in content.causes:
        return content.causes[thing].name
    if thing in content.metrics:
        return content.metrics[thing].name
    question = content.questions[thing]
    return content.say(question.ask, place=content.messages[f"place_{question.per}"])


def _lines(thing: Id, content: Content) -> Lines:
    if thing in content.causes:
        return _cause(content.causes[thing], content)
    if thing in content.metrics:
        return _metric(content.metrics[thing], content)
    return _question(content.questions[thing], content)


def _label(label: Id, content: Content) -> Text:
    return content.messages[f"explain_{label}"]


def _cause(cause: CauseText, content: Content) -> Lines:
    yield "severity", content.named(cause.severity)
    if cause.symptom_of:
        yield "symptom_of", content.causes[cause.symptom_of].name
    yield "harm", cause.harm
    for signal in SIGNALS[cause.id]:
        if signal.weight in TOLD_WEIGHTS:
            yield signal.weight, _sign(cause.signs[signal.id], signal.asks, content)
    for step in cause.remedy:
        effort = content.messages[f"effort_{step.effort}"]
        yield "remedy", Text(**{lang: f"{step.do.in_(lang)} ({effort.in_(lang)})" for lang in LANGS})
    yield "monday", cause.monday
    yield "mended", cause.mended_when
    yield "changes", cause.changes
    yield "source", _joined(content.source(source) for source in cause.source)


def _sign(sentence: Text, asks: tuple[Id, ...], content: Content) -> Text:
    """A sign with N where the company's own number will stand, and the questions it rests on."""

    def spoken(lang: Lang) -> str:
        def number(found: re.Match[str]) -> str:
            noun = content.nouns.get(found[1] or "", {}).get(lang, {})
            return " ".join(["N", noun.get("many") or noun["other"]]) if noun else "N"

        return f"{PLACEHOLDER.sub(number, sentence.in_(lang))} (`{'`, `'.join(asks)}`)"

    return Text(**{lang: spoken(lang) for lang in LANGS})


def _metric(metric: Metric, content: Content) -> Lines:
    yield "definition", metric.definition
    yield "stage", content.named(metric.stage)
    yield "unit", content.named(f"unit_{metric.unit}")
    yield "leads_to", metric.leads_to
    yield "owner", _joined(lowered(content.named(owner)) for owner in metric.owners)
    yield "gaming", metric.gaming
    yield "check", metric.check
    yield "cadence", content.named(metric.cadence)
    yield "traces", _joined(content.named(f"trace_{trace}") for trace in metric.traces)
    models = {option.id: option.text for option in content.questions["sales_model"].options}
    yield "fits", _joined((models[model] for model in metric.fits), "; ")


def _found(thing: Id, content: Content) -> Lines:
    """Where each system holds what the metric leaves behind."""
    for trace in content.metrics[thing].traces if thing in content.metrics else ():
        for system, source in content.sources.get(trace, {}).items():
            yield "found", _at(content.named(system), source.text)


def _at(place: Text, text: Text) -> Text:
    return Text(**{lang: f"{place.in_(lang)}: {text.in_(lang)}" for lang in LANGS})


def _question(question: Question, content: Content) -> Lines:
    yield "why", question.why
    yield "example", question.example
    yield "asked_of", _joined(lowered(content.named(who)) for who in question.respondents)
    if question.kind != "steps":
        for option in question.options:
            yield "option", Text(**{at: f"`{option.id}`: {option.text.in_(at)}" for at in LANGS})
    for cause in _evidences(question.id):
        yield "evidences", content.causes[cause].name


def _evidences(question: Id) -> Iterator[Id]:
    """The causes with a signal that asks this question."""
    for cause, signals in SIGNALS.items():
        if any(question in signal.asks for signal in signals if signal.weight in TOLD_WEIGHTS):
            yield cause


def _joined(texts: Iterator[Text], by: str = ", ") -> Text:
    found = list(texts)
    return Text(**{lang: by.join(text.in_(lang) for text in found) for lang in LANGS})
