"""Where those who were asked answer differently: evidence in itself, never averaged away."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from audit.content.loader import Content
from audit.facts.facts import Facts
from audit.model import (
    Disagreement,
    Fact,
    Id,
    Key,
    Question,
    Respondent,
    Side,
    SideAnswer,
    Text,
    Value,
    split_key,
)

LEVELS = 2  # on an ordered question that is a gap and no shade of opinion; our judgement
TIMES = 2  # the larger of two numbers is this often the smaller; our judgement
LEADERS: frozenset[Respondent] = frozenset({"owner", "head"})


@dataclass(frozen=True)
class Gap:
    """A question with two sides that are far apart; `better` is the healthier where there is a scale."""

    fact: Fact
    question: Question
    better: Side
    worse: Side

    @property
    def key(self) -> Key:
        return self.fact.key

    @property
    def where(self) -> Id | None:
        return split_key(self.key)[1]


def gaps(facts: Facts, content: Content) -> tuple[Gap, ...]:
    """Every gap of an audit, in asking order."""
    found = []
    for fact in facts.by_key.values():
        question = content.questions[split_key(fact.key)[0]]
        pair = _farthest(question, fact.sides)
        if pair and fact.state in ("given", "disputed"):
            found.append(Gap(fact, question, *pair))
    return tuple(found)


def heard_by_several(facts: Facts, content: Content) -> int:
    """Comparable questions that more than one side answered."""
    kinds = ("one", "count", "number", "percent")
    return sum(
        bool(f.sides) and content.questions[split_key(f.key)[0]].kind in kinds for f in facts.by_key.values()
    )


def _farthest(question: Question, sides: tuple[Side, ...]) -> tuple[Side, Side] | None:
    """The healthiest and the least healthy answer, where they are a gap apart."""
    if len(sides) < 2 or question.kind not in ("one", "count", "number", "percent"):
        return None
    places = [health(question, side.value) for side in sides]
    if any(place is None for place in places):  # no scale: a fact, on which there is only one truth
        other = next((s for s in sides if s.value != sides[0].value), None)
        return (sides[0], other) if other else None
    ranked = sorted(sides, key=lambda side: health(question, side.value) or 0)
    worse, better = ranked[0], ranked[-1]
    return (better, worse) if _apart(question, better.value, worse.value) else None


def _apart(question: Question, one: Value, other: Value) -> bool:
    if question.kind == "one":
        ids = [option.id for option in question.options]
        levels = abs(ids.index(str(one)) - ids.index(str(other)))
        return levels >= min(LEVELS, len(ids) - 1)  # the two ends of a scale are a gap, however short
    if not isinstance(one, int | float) or not isinstance(other, int | float):
        return False
    return one != other and max(one, other) >= TIMES * min(one, other)


def health(question: Question, value: Value) -> float | None:
    """How healthy an answer is, larger is healthier; options from 0 to 1; None where there is no scale."""
    if isinstance(value, int | float) and question.healthier in ("more", "less"):
        return float(value) if question.healthier == "more" else -float(value)
    if value is None or question.kind != "one" or question.healthier not in ("later", "earlier"):
        return None
    ids = [option.id for option in question.options]
    place = ids.index(str(value)) / (len(ids) - 1)
    return place if question.healthier == "later" else 1 - place


def as_told_by(facts: Facts, found: tuple[Gap, ...]) -> Mapping[Respondent, Facts]:
    """The facts as each side alone would have them; what was measured stands against every word."""
    known: dict[Respondent, dict[Key, Fact]] = {}
    for gap in found:
        if gap.fact.grade == "measured":
            continue
        for side in (gap.better, gap.worse):
            told = gap.fact.model_copy(update={"state": "given", "value": side.value, "grade": side.grade})
            for role in side.by:
                known.setdefault(role, {})[gap.key] = told
    return {role: replace(facts, by_key={**facts.by_key, **told}) for role, told in known.items()}


def name_of(gap: Gap, content: Content) -> Text:
    """The gap as a finding: what exists for one side only, or on what they differ."""
    leaders = [s for s in (gap.better, gap.worse) if LEADERS & set(s.by)]
    sellers = [s for s in (gap.better, gap.worse) if "seller" in s.by and not LEADERS & set(s.by)]
    if len(leaders) != 1 or len(sellers) != 1 or gap.question.id not in content.gaps:
        one, other = (_whose(side, content) for side in (gap.better, gap.worse))
        return content.tell("gap_others", one=one, other=other)
    leader = _whose(leaders[0], content)
    if health(gap.question, gap.better.value) is not None and gap.better is sellers[0]:
        return content.tell("gap_reversed", leader=leader)
    return content.say(content.gaps[gap.question.id], leader=leader)


def _whose(side: Side, content: Content) -> Text:
    if len(LEADERS & set(side.by)) > 1:
        return content.prose["gap_leaders"]
    return content.prose[f"gap_{side.by[0]}"]


def disagreement(gap: Gap, content: Content, where: Text | None) -> Disagreement:
    """The gap in words: its name, and what each side answered."""
    return Disagreement(
        key=gap.key,
        name=name_of(gap, content),
        where=where,
        question=content.asks(gap.key),
        stands=tuple(_stand(gap, side, content) for side in gap.fact.sides),
    )


def _stand(gap: Gap, side: Side, content: Content) -> SideAnswer:
    answer = content.spoken(gap.question, "given", side.value)
    at = health(gap.question, side.value) if gap.question.kind == "one" else None
    return SideAnswer(by=side.by, answer=answer, grade=side.grade, at=at)


def seen_in(found: tuple[Gap, ...], keys: set[Key], content: Content) -> Iterator[tuple[Id, Text]]:
    """The gaps among these answers as sentences with both sides, by key."""
    for gap in found:
        if gap.key in keys:
            said, told = (content.spoken(gap.question, "given", s.value) for s in (gap.better, gap.worse))
            yield gap.key, content.tell("gap_seen", name=name_of(gap, content), said=said, told=told)
