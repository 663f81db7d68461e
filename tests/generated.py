"""Companies nobody wrote: audits made of random places and answers, for properties of the whole program."""

from datetime import UTC, date, datetime
from random import Random
from typing import Any

from audit.content.answer_values import SALE
from audit.content.loader import Content
from audit.content.relevance import concerns, keys_in_order
from audit.model import Answer, Audit, Column, Key, PlaceKind, Question, Step, Voice, key_of

AT = datetime(2026, 11, 24, tzinfo=UTC)
COUNTRIES = ("RU", "KZ", "BY", "US", "GB", "DE")
GIVEN, DONT_KNOW, NOT_APPLICABLE = 0.8, 0.88, 0.92  # below the last: the rest stays unanswered


def company(random: Random, content: Content) -> Audit:
    """An audit with one voice that answers most of what concerns it."""
    places: dict[PlaceKind, tuple[str, ...]] = {
        kind: _some(random, content.questions[asked]) for kind, asked in PLACES.items()
    }
    audit = Audit(
        company="Проба", country=random.choice(COUNTRIES), lang="ru", as_of=date(2026, 11, 24), places=places
    )
    answers: dict[Key, Answer] = {}
    for question, place in keys_in_order(content.questions, audit, answers.get):
        if question.sets or not concerns(question, place, content.questions, audit, answers.get):
            continue
        if answer := _answer(random, question, place, content):
            answers[key_of(question.id, place)] = answer
    return audit.model_copy(update={"voices": (Voice(id="owner", roles=("consultant",), answers=answers),)})


PLACES: dict[PlaceKind, str] = {"stage": "stages", "channel": "channels", "role": "roles"}


def with_answers(audit: Audit, answers: dict[Key, Answer]) -> Audit:
    voice = audit.voices[0].model_copy(update={"answers": answers})
    return audit.model_copy(update={"voices": (voice,)})


def _some(random: Random, question: Question) -> tuple[str, ...]:
    options = [option.id for option in question.options]
    return tuple(option for option in options if option in random.sample(options, random.randint(1, 3)))


def _answer(random: Random, question: Question, place: str | None, content: Content) -> Answer | None:
    drawn = random.random()
    if drawn < GIVEN:
        return Answer(value=_value(random, question, place, content), at=AT)
    if drawn < DONT_KNOW:
        return Answer(state="dont_know", at=AT)
    return Answer(state="not_applicable", at=AT) if drawn < NOT_APPLICABLE else None


def _value(random: Random, question: Question, place: str | None, content: Content) -> Any:
    if question.kind == "steps":
        return _steps(random, place, content)
    if question.kind == "columns":
        headings = [phrase for phrases in content.columns["metrics"].values() for phrase in phrases]
        return tuple(Column(name=name) for name in random.sample(headings, random.randint(1, 12)))
    if question.kind == "many":
        return _some(random, question)
    if question.kind == "one":
        return random.choice(question.options).id
    if question.kind == "text":
        return "Осенняя акция"
    most = min(100 if question.kind == "percent" else question.most, 500)
    return random.randint(int(question.least), int(most))


def _steps(random: Random, channel: str | None, content: Content) -> tuple[Step, ...]:
    own = [m.id for m in content.metrics.values() if m.channel == channel and m.unit != "percent"]
    later = ["meet_held", "proposals", "measurements", "demos"]
    path = [*random.sample(own, min(1, len(own))), *random.sample(later, random.randint(1, 2))]
    steps, entered = [], random.randint(5, 900)
    for metric in path:
        passed = random.randint(0, entered)
        counted = random.random() < 0.8
        steps.append(Step(metric=metric, entered=entered, passed=passed) if counted else Step(metric=metric))
        entered = max(passed, 1)
    return (*steps, Step(metric=SALE))
