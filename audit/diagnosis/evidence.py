"""Evidence in, verdict out. The engine knows no cause by name.

A signal is a plain function whose parameters are question ids. A parameter typed `Mapping[...]` receives
the answers of every place it is asked of. "Don't know" arrives as None, and only where the type admits it;
inside such a Mapping so does silence. A signal may
itself return None: not enough is known to say.
"""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import NoneType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from audit.facts.facts import Facts
from audit.model import Fact, Id, Key, Severity, Verdict, key_of, split_key

LOWERED: Mapping[Verdict, Verdict] = {
    "confirmed": "suspected",
    "suspected": "absent",
}


@dataclass(frozen=True)
class View:
    """The facts as seen from one place of a cause: its own answers, the company's, and all places' ones."""

    facts: Facts
    place: Id | None

    def of(self, question: Id) -> Fact | None:
        return self.facts.get(question, self.place) or self.facts.get(question)

    def everywhere(self, question: Id) -> dict[Id, Fact]:
        """By place: the facts of every place of which the question is asked."""
        found = {}
        for key, fact in self.facts.by_key.items():
            asked, place = split_key(key)
            if asked == question and place and fact.state != "not_asked":
                found[place] = fact
        return found


class Unknown(Exception):
    """An answer a signal needs is missing, not known or disputed."""


@dataclass(frozen=True)
class Signal:
    """A question to the facts with a weight; reads them through its parameters."""

    weight: Literal["decisive", "sign", "counter", "scope", "severity"]
    holds: Callable[..., Any]

    @property
    def id(self) -> Id:
        return self.holds.__name__

    @cached_property
    def asks(self) -> tuple[Id, ...]:
        return tuple(inspect.signature(self.holds).parameters)

    @cached_property
    def _types(self) -> dict[str, Any]:
        return get_type_hints(self.holds)

    def arguments(self, view: View) -> dict[str, Any]:
        """The answers it asks for. Raises Unknown; a question that does not arise raises LookupError."""
        return {question: self._argument(question, view) for question in self.asks}

    def _argument(self, question: Id, view: View) -> Any:
        accepts = self._types[question]
        if get_origin(accepts) is Mapping:
            admits = NoneType in get_args(get_args(accepts)[1])
            facts = view.everywhere(question).items()
            return {p: None if admits and f.state != "given" else _value(f, admits) for p, f in facts}
        fact = view.of(question)
        if fact and fact.state in ("not_asked", "not_applicable"):
            raise LookupError(question)
        return _value(fact, NoneType in get_args(accepts))

    def read(self, view: View) -> bool | None:
        """Whether it holds; None while it cannot be said. What does not arise does not hold."""
        try:
            held: bool | None = self.holds(**self.arguments(view))
        except LookupError:
            return False
        except Unknown:
            return None
        return held

    def arises(self, view: View) -> bool:
        """Whether its questions concern this place at all."""
        try:
            self.arguments(view)
        except LookupError:
            return False
        except Unknown:
            pass
        return True

    def keys(self, view: View) -> tuple[Key, ...]:
        """The keys of the answers it rests on, as seen from a place."""
        found: list[Key] = []
        for question in self.asks:
            if get_origin(self._types[question]) is Mapping:
                found += [key_of(question, place) for place in view.everywhere(question)]
            else:
                fact = view.of(question)
                found.append(fact.key if fact else key_of(question, view.place))
        return tuple(found)

    def observed(self, view: View) -> bool:
        """Whether one of its answers is a fact that a stranger could check."""
        return any((fact := view.facts.by_key.get(key)) and fact.observable for key in self.keys(view))


def _value(fact: Fact | None, admits_none: bool) -> Any:
    if fact and fact.state == "given":
        return fact.value
    if fact and fact.state == "dont_know" and admits_none:
        return None
    raise Unknown


def decisive(holds: Callable[..., bool | None]) -> Signal:
    """One such fact confirms."""
    return Signal("decisive", holds)


def sign(holds: Callable[..., bool | None]) -> Signal:
    """Two such, resting on different answers, one of them observable, confirm."""
    return Signal("sign", holds)


def counter(holds: Callable[..., bool | None]) -> Signal:
    """Lowers the verdict one level when it holds; unanswered it caps at suspected."""
    return Signal("counter", holds)


def scope(holds: Callable[..., bool | None]) -> Signal:
    """Where it does not hold the cause is not applicable."""
    return Signal("scope", holds)


def severity(weighs: Callable[..., Severity]) -> Signal:
    """Replaces the cause's own severity where its answers are known."""
    return Signal("severity", weighs)


def verdict(signals: list[Signal], view: View) -> Verdict:
    """The rules of evidence: confirmed, suspected, absent, unknown or not applicable, never a guess.

    Unknown means that answers still missing could confirm the cause; where they could not, it is absent.
    """
    scopes = [s.read(view) for s in signals if s.weight == "scope"]
    if False in scopes:
        return "not_applicable"
    signs = [(s, s.read(view)) for s in signals if s.weight in ("decisive", "sign")]
    if not any(s.arises(view) for s, _ in signs):
        return "not_applicable"
    against = [s.read(view) for s in signals if s.weight == "counter"]
    found = _weight_of([s for s, holds in signs if holds], view)
    if found == "absent":
        possible = _weight_of([s for s, holds in signs if holds is not False], view)
        return "unknown" if possible == "confirmed" and True not in against else "absent"
    if True in against:
        return LOWERED[found]
    return "suspected" if None in (*scopes, *against) else found  # silence never confirms


def _weight_of(seen: list[Signal], view: View) -> Verdict:
    """What these signs amount to by themselves."""
    observed = [s for s in seen if s.observed(view)]
    independent = any(set(a.asks).isdisjoint(b.asks) for a in observed for b in seen)
    if independent or any(s.weight == "decisive" for s in seen):
        return "confirmed"
    return "suspected" if seen else "absent"


def weighed(signals: list[Signal], view: View, otherwise: Severity) -> Severity:
    """The cause's severity here: its own, unless its thresholds say otherwise."""
    for signal in signals:
        if signal.weight == "severity":
            try:
                found: Severity = signal.holds(**signal.arguments(view))
                return found
            except (LookupError, Unknown):
                continue
    return otherwise
