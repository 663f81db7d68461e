"""Which questions concern this company: by the places it has and the answers they hang on."""

from collections.abc import Callable, Iterator, Mapping
from itertools import groupby

from audit.model import Answer, Audit, Fact, Id, Key, PlaceKind, Question, Step, key_of

BASE_ACTION = "base_touches"  # what repeat sales consist of when the company names nothing else

Questions = Mapping[Id, Question]
Lookup = Callable[[Key], Answer | Fact | None]


def places_of(kind: PlaceKind, audit: Audit, lookup: Lookup) -> tuple[Id | None, ...]:
    """The places of a kind this audit looks at; actions follow from the funnels, in their order."""
    if kind == "company":
        return (None,)
    if kind != "action":
        return audit.places.get(kind, ())
    funnels = [lookup(key_of("funnel", channel)) for channel in audit.places.get("channel", ())]
    actions = [
        step.metric
        for funnel in funnels
        if funnel and funnel.state == "given" and isinstance(funnel.value, tuple)
        for step in funnel.value
        if isinstance(step, Step)
    ]
    if "repeat" in audit.places.get("stage", ()):
        actions.append(BASE_ACTION)
    return tuple(dict.fromkeys(actions))


def concerns(
    question: Question, place: Id | None, questions: Questions, audit: Audit, lookup: Lookup
) -> bool | None:
    """Whether a question concerns this company there; None while an answer it hangs on is not known."""
    if (question.only and place not in question.only) or place in question.unfit:
        return False
    found: bool | None = True
    for needed, accepted in question.when.items():
        holds = _condition(questions[needed], question.per, place, accepted, audit, lookup)
        if holds is False:
            return False
        if holds is None:
            found = None
    return found


def _condition(
    needed: Question, per: PlaceKind, place: Id | None, accepted: tuple[Id, ...], audit: Audit, lookup: Lookup
) -> bool | None:
    """Same place where both questions have one; otherwise any place will do."""
    if needed.sets == "stage" or needed.sets == "channel" or needed.sets == "role":
        return bool(set(audit.places.get(needed.sets, ())) & set(accepted))
    where = (place,) if needed.per == per else places_of(needed.per, audit, lookup)
    heard = [_accepts(lookup(key_of(needed.id, p)), accepted) for p in where]
    if True in heard:
        return True
    return None if None in heard else False


def _accepts(said: Answer | Fact | None, accepted: tuple[Id, ...]) -> bool | None:
    if said is None or said.state in ("dont_know", "unanswered", "disputed"):
        return None
    if said.state != "given":
        return False
    chosen = said.value if isinstance(said.value, tuple) else (said.value,)
    return bool(set(chosen) & set(accepted))


def keys_in_order(questions: Questions, audit: Audit, lookup: Lookup) -> Iterator[tuple[Question, Id | None]]:
    """Every question with every place it might be asked of; neighbours of one kind go place by place."""
    for (_, per), block in groupby(questions.values(), key=lambda q: (q.section, q.per)):
        together = list(block)
        for place in places_of(per, audit, lookup):
            for question in together:
                yield question, place


def asked_now(questions: Questions, audit: Audit, lookup: Lookup) -> Iterator[tuple[Question, Id | None]]:
    """The questions that concern this company as far as is known, in asking order."""
    for question, place in keys_in_order(questions, audit, lookup):
        if concerns(question, place, questions, audit, lookup):
            yield question, place


def set_in(audit: Audit, question: Question) -> str | tuple[Id, ...]:
    """What the audit's own file says to a question that sets it; empty where it says nothing."""
    match question.sets:
        case "company" | "country" as field:
            return str(getattr(audit, field))
        case "stage" | "channel" | "role" as kind:
            return audit.places.get(kind, ())
    return ()
