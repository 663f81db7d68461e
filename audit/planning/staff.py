"""Who there is to do the work: people and days as given, less leave and learning; who does which action."""

from dataclasses import dataclass

from audit.content.loader import Content
from audit.facts.facts import FOLLOW_UP, Facts
from audit.facts.roles import does
from audit.model import Id, Text


class Notes:
    """What a plan had to assume on the way, in order, each once."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self.said: list[Text] = []

    def say(self, sentence: str, **values: object) -> None:
        self.said.append(self.content.tell(sentence, **values))

    def all(self) -> tuple[Text, ...]:
        return tuple(dict.fromkeys(self.said))


@dataclass(frozen=True)
class Role:
    """People of a role. `full`: as many full sellers do their work; `days`: a month one of them is there."""

    id: Id
    people: float
    full: float
    days: float

    @property
    def person_days(self) -> float:
        return self.full * self.days


def staff(facts: Facts, notes: Notes) -> dict[Id, Role]:
    """The roles with their people, less leave and learning where they were given."""
    return {role: _role(role, facts, notes) for role in facts.places["role"]}


def _role(role: Id, facts: Facts, notes: Notes) -> Role:
    people, days = facts.number("sellers", role) or 0, facts.number("working_days") or 0
    leave = facts.number("leave_days", role) or 0
    learning = min(facts.number("newcomers", role) or 0, people)
    percent = facts.number("newcomer_percent")
    full = people if percent is None else people - learning * (1 - min(percent, 100) / 100)
    name = notes.content.named(role)
    if leave:
        notes.say("counts_leave", role=name, n=leave, left=max(days - leave, 0))
    if learning and percent is not None:
        notes.say("counts_newcomers", role=name, n=learning, full=full)
    return Role(role, people, full, max(days - leave, 0))


def workers(metric: Id, roles: dict[Id, Role], facts: Facts, notes: Notes) -> dict[Id, float]:
    """The roles that do an action, each with its part of the work, by headcount."""
    doing = [r for r in roles if does(r, notes.content.metrics[metric], facts)] or list(roles)
    if len(doing) > 1:
        notes.say("assume_shared", metric=notes.content.named(metric))
    people = sum(roles[role].full for role in doing)
    return {role: roles[role].full / people for role in doing}


def minutes(metric: Id, facts: Facts) -> float | None:
    """How long one action takes; None: nobody timed it."""
    if metric == FOLLOW_UP:
        return facts.number("follow_up_minutes")
    return facts.number("action_minutes", metric)
