"""From voices to facts: what the voices of an audit together say to each question.

The client view only: auditor-only answers never become facts, sellers speak from three up and as one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from audit.content.relevance import Questions, asked_now, concerns, keys_in_order, places_of, set_in
from audit.facts.claim_checks import Belief, compared
from audit.facts.merge_voices import said_of
from audit.model import (
    Answer,
    Audit,
    Column,
    Fact,
    Id,
    Key,
    PlaceKind,
    Step,
    Value,
    key_of,
    split_key,
)

FOLLOW_UP = "offer_touches"  # touches after an offer until the client decides

# working days in a reporting period: 21 in a month, 250 in a year; the calendar
REPORTING_DAYS: Mapping[str, float] = {"day": 1, "week": 5, "month": 21, "quarter": 63, "year": 250}


@dataclass(frozen=True)
class Facts:
    """All facts of an audit by key, and the places it looks at.

    `beliefs`: what people said, beside what a system measured; `measured`: the system's own answers.
    """

    by_key: Mapping[Key, Fact]
    places: Mapping[PlaceKind, tuple[Id, ...]]
    beliefs: Mapping[Key, tuple[Belief, ...]] = field(default_factory=dict)
    measured: Mapping[Key, Answer] = field(default_factory=dict)

    def get(self, question: Id, place: Id | None = None) -> Fact | None:
        return self.by_key.get(key_of(question, place))

    def value(self, question: Id, place: Id | None = None) -> Value:
        """What was given, or None while it is not known."""
        fact = self.get(question, place)
        return fact.value if fact and fact.state == "given" else None

    def number(self, question: Id, place: Id | None = None) -> float | None:
        value = self.value(question, place)
        return value if isinstance(value, int | float) else None

    def chosen(self, question: Id, place: Id | None = None) -> tuple[Id, ...]:
        """The options of a question, none while they are not known."""
        value = self.value(question, place)
        if isinstance(value, str):
            return (value,)
        return tuple(v for v in value if isinstance(v, str)) if isinstance(value, tuple) else ()

    def steps(self, channel: Id) -> tuple[Step, ...]:
        value = self.value("funnel", channel)
        return tuple(v for v in value if isinstance(v, Step)) if isinstance(value, tuple) else ()

    def measured_steps(self, channel: Id) -> tuple[Step, ...]:
        """The steps of a channel that a system counted."""
        answer = self.measured.get(key_of("funnel", channel))
        value = answer.value if answer else None
        return tuple(v for v in value if isinstance(v, Step)) if isinstance(value, tuple) else ()

    def columns(self, role: Id) -> tuple[Column, ...]:
        """The columns of today's reports of a role, as far as they were named."""
        value = self.value("report_columns", role)
        return tuple(v for v in value if isinstance(v, Column)) if isinstance(value, tuple) else ()


def make_facts(audit: Audit, questions: Questions) -> Facts:
    """What the audit's voices say together, question by question; pure, same audit same facts."""
    heard: dict[Key, Fact] = {}
    for question, place in keys_in_order(questions, audit, heard.get):
        if question.sets:  # the audit's own file answers it, no voice does
            continue
        key = key_of(question.id, place)
        asked = concerns(question, place, questions, audit, heard.get)
        if asked is False:
            heard[key] = Fact(key=key, state="not_asked", observable=question.observable)
        else:
            silent = Fact(key=key, state="unanswered", observable=question.observable)
            heard[key] = (asked and said_of(key, question, audit)) or silent
    kinds: tuple[PlaceKind, ...] = ("stage", "channel", "role", "action")
    places = {k: tuple(p for p in places_of(k, audit, heard.get) if p) for k in kinds}
    believed = {key: told for key, told in _beliefs(heard, questions, audit) if told}
    heard |= _checked(heard.get("belief_checked"), believed)
    return Facts(heard, places, believed, _measured(audit))


def asked_and_open(audit: Audit, questions: Questions, facts: Facts) -> tuple[list[Key], list[Key]]:
    """The questions that concern this company now, all respondents together, and those without an answer."""
    asked, still_open = [], []
    for question, place in asked_now(questions, audit, facts.by_key.get):
        key = key_of(question.id, place)
        fact = facts.by_key.get(key)
        asked.append(key)
        if not (set_in(audit, question) if question.sets else fact and fact.state != "unanswered"):
            still_open.append(key)
    return asked, still_open


def _measured(audit: Audit) -> dict[Key, Answer]:
    """What systems answered."""
    systems = [voice.answers for voice in audit.voices if voice.is_system]
    return {key: answer for answers in systems for key, answer in answers.items()}


def _beliefs(
    heard: Mapping[Key, Fact], questions: Questions, audit: Audit
) -> Iterator[tuple[Key, tuple[Belief, ...]]]:
    """Every claim of a person that a system measured."""
    people = audit.model_copy(update={"voices": tuple(v for v in audit.voices if not v.is_system)})
    for key, answer in _measured(audit).items():
        question = questions[split_key(key)[0]]
        told = said_of(key, question, people) if key in heard else None
        if told and told.state == "given" and answer.state == "given" and not answer.auditor_only:
            yield key, tuple(compared(told.value, answer))


def _checked(fact: Fact | None, beliefs: Mapping[Key, tuple[Belief, ...]]) -> dict[Key, Fact]:
    """Whether beliefs about conversions met their measurement: the audit itself has compared them."""
    judged = {b.verdict for key, told in beliefs.items() if key.startswith("funnel[") for b in told}
    if fact is None or not judged - {"cannot_tell"}:
        return {}
    value = "differs" if judged & {"too_high", "too_low"} else "agrees"
    update = {"state": "given", "value": value, "grade": "measured", "observable": True, "by": ("system",)}
    return {fact.key: fact.model_copy(update=update)}
