"""What is asked and said, loaded once and checked: a missing half of a text stops the program here."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from audit.content import lawful_words
from audit.content.lawful_words import unlawful
from audit.files.compiled import compiled, shipped
from audit.files.strict_yaml import Tree, own
from audit.i18n import wording
from audit.model import (
    LANGS,
    STAGES,
    CauseText,
    Column,
    Frozen,
    Id,
    Key,
    Law,
    Metric,
    Option,
    Question,
    Section,
    Source,
    Step,
    Text,
    Value,
    split_key,
)

SECTIONS = ("company", "goal", "regulations", "documents", "funnel", "reporting", "people")
CATALOGUE = ("first_touches", "field_and_shop", "enquiries", "conversion", "client_base")

M = TypeVar("M", bound=Frozen)


class ContentError(Exception):
    """The shipped content is broken: names the file and the key. A bug of ours, never the user's."""


@dataclass(frozen=True)
class Content:
    """All shipped words. `names`: of ids; `messages`: terminal and errors; `prose`: the report;
    `gaps`: what it is called where leaders and sellers answer differently.

    `sources`: by trace and system, where the system holds it; `columns`: stems of report headings;
    `law`: what reporting rules may say, by country.
    """

    sections: tuple[Section, ...]
    questions: Mapping[Id, Question]
    causes: Mapping[Id, CauseText]
    metrics: Mapping[Id, Metric]
    sources: Mapping[Id, Mapping[Id, Source]]
    columns: Mapping[str, Any]
    law: Law
    names: Mapping[str, Text]
    messages: Mapping[str, Text]
    prose: Mapping[str, Text]
    gaps: Mapping[Id, Text]
    nouns: wording.Nouns

    def say(self, template: Text, **values: Any) -> Text:
        return wording.say(template, self.nouns, **values)

    def tell(self, sentence: str, **values: Any) -> Text:
        """A sentence of the report by its id, filled."""
        return self.say(self.prose[sentence], **values)

    def named(self, thing: Id) -> Text:
        """What a place, option-like id or metric is called."""
        return self.metrics[thing].name if thing in self.metrics else self.names[thing]

    def offered(self, question: Question, business: Value) -> tuple[Option, ...]:
        """The options worth showing: of actions only those that suit the kind of business, where known."""
        options = question.options
        if question.kind != "many" or not all(o.id in self.metrics for o in options) or business is None:
            return options
        return tuple(o for o in options if business in self.metrics[o.id].fits) or options

    def source(self, source: str) -> Text:
        """Where a cause comes from, in words."""
        if source.startswith("lesson_"):
            return self.tell("source_lesson", n=int(source.removeprefix("lesson_")))
        if source[0] == "F" and source[1:].isdigit():
            return self.tell("source_research", code=source)
        return self.tell(f"source_{source}")

    def asks(self, key: Key) -> Text:
        """The question behind a key as it is put, with its place."""
        question, place = split_key(key)
        return self.say(self.questions[question].ask, place=self.named(place) if place else "")

    def spoken(self, question: Question, state: str, value: Value) -> Text:
        """An answer in words."""
        if state != "given":
            return self.messages[f"said_{state}"]
        if question.kind == "country":
            return Text(**{lang: wording.country_name(str(value), lang) for lang in LANGS})
        if isinstance(value, int | float):
            return self.say(
                self.messages["said_percent" if question.kind == "percent" else "said_number"], n=value
            )
        labels = {option.id: option.text for option in question.options}
        if isinstance(value, tuple):
            parts = [self._part(v, labels) for v in value]
            return (
                wording.joined(parts, " → " if question.kind == "steps" else "; ")
                or self.messages["said_nothing"]
            )
        return labels.get(str(value)) or Text(ru=str(value), en=str(value))

    def _part(self, part: Id | Step | Column, labels: Mapping[Id, Text]) -> Text:
        if isinstance(part, Step):
            return self._step(part)
        return Text(ru=part.name, en=part.name) if isinstance(part, Column) else labels[part]

    def _step(self, step: Step) -> Text:
        if step.rate is None:
            return self.named(step.metric)
        return self.say(self.messages["said_step"], step=self.named(step.metric), share=step.rate * 100)


@cache
def load() -> Content:
    """The whole content, compiled once. Raises ContentError naming file and key."""
    root = shipped("audit.questionnaires")
    words = (path for part in (".", "causes", "metrics") for path in sorted((root / part).glob("*.yaml")))
    models = (shipped("audit.model") / part for part in ("base.py", "content.py"))
    code = (Path(__file__), Path(lawful_words.__file__), *models)
    return compiled(root / "__pycache__" / "content.pickle", (*words, *code), read)


def read() -> Content:
    """The whole content from its YAML, checked. Raises ContentError naming file and key."""
    root = shipped("audit.questionnaires")
    metrics = {
        metric: _checked(f"metrics/{part}.yaml: {metric}", Metric, {"id": metric, **fields})
        for part in CATALOGUE
        for metric, fields in own(root / "metrics" / f"{part}.yaml").items()
    }
    sections = tuple(_section(name, own(root / f"{name}.yaml"), metrics) for name in SECTIONS)
    causes = {
        path.name.removesuffix(".yaml"): _checked(
            f"causes/{path.name}", CauseText, {"id": path.name.removesuffix(".yaml"), **own(path)}
        )
        for path in sorted((root / "causes").iterdir(), key=lambda p: p.name)
    }
    law, prose = _law(), {**_texts("prose.yaml"), **_texts("papers.yaml")}
    for at, word in unlawful(causes, law, prose):
        raise ContentError(f"{at}: nobody may be obliged to this: {word}")
    return Content(
        sections=sections,
        questions={q.id: q for s in sections for q in s.questions},
        causes=causes,
        metrics=metrics,
        sources=_sources(),
        columns=own(root / "columns.yaml"),
        law=law,
        names=_texts("names.yaml"),
        messages=_texts("messages.yaml"),
        prose=prose,
        gaps=_texts("gaps.yaml"),
        nouns=own(root / "nouns.yaml"),
    )


def _sources() -> Mapping[Id, Mapping[Id, Source]]:
    tree = own(shipped("audit.questionnaires") / "sources.yaml")
    return {
        trace: {at: _checked(f"sources.yaml: {trace}.{at}", Source, said) for at, said in places.items()}
        for trace, places in tree.items()
    }


def _law() -> Law:
    """A country says what differs; the rest it takes from `other`."""
    tree = own(shipped("audit.questionnaires") / "law.yaml")
    other = tree["countries"]["other"]
    countries = {code: {**other, **said} for code, said in tree["countries"].items()}
    return _checked("law.yaml", Law, {**tree, "countries": countries})


def _texts(name: str) -> Mapping[str, Text]:
    tree = own(shipped("audit.questionnaires") / name)
    return {text: _checked(f"{name}: {text}", Text, said) for text, said in tree.items()}


def _checked(at: str, model: type[M], fields: Tree) -> M:
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        raise ContentError(f"{at}: {error}") from None


def _section(name: str, tree: Tree, metrics: Mapping[Id, Metric]) -> Section:
    asked = tree["questions"]
    questions = tuple(
        _question(name, question, _with_options(fields, asked), metrics) for question, fields in asked.items()
    )
    return Section(id=name, title=_checked(f"{name}.yaml: title", Text, tree["title"]), questions=questions)


def _with_options(fields: Tree, asked: Tree) -> Tree:
    """`options_of` names another question of the section that has the same options."""
    if "options_of" not in fields:
        return fields
    rest = {field: value for field, value in fields.items() if field != "options_of"}
    return {**rest, "options": asked[fields["options_of"]]["options"]}


def _question(section: str, question: str, fields: Tree, metrics: Mapping[Id, Metric]) -> Question:
    """A funnel's steps are metrics of the catalogue; other options stand in the file."""
    if fields["kind"] == "steps":
        options = [{"id": m.id, "text": m.name} for m in metrics.values() if m.stage in STAGES]
    else:
        options = [{"id": o, "text": text} for o, text in fields.get("options", {}).items()]
    fields = {**fields, "id": question, "section": section, "options": options}
    return _checked(f"{section}.yaml: {question}", Question, fields)
