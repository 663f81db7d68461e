"""Content: what is asked and said of causes, metrics and the law."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from audit.model.base import Cadence, Effort, Frozen, Id, PlaceKind, Respondent, Severity, Text


class Option(Frozen):
    """One observable state a respondent can choose."""

    id: Id
    text: Text


class Question(Frozen):
    """What is asked, of which places and whom, under which conditions, and why; `example`: a good answer.

    `healthier`: which way the states get better: options later or earlier in their order, numbers up or down.
    `respondents` are asked in person, a consultant always; `quick` is part of the short interview.
    `when` is closed data: every named question must have been answered with one of the listed options.
    `sets` names the audit's own field that the answer describes (company, country, places).
    `only` limits a question to some places of its kind, `unfit` takes some out. A stranger could check an
    `observable` answer.
    """

    id: Id
    section: Id
    ask: Text
    why: Text
    example: Text
    kind: Literal["one", "many", "count", "number", "percent", "text", "country", "steps", "columns"]
    healthier: Literal["", "later", "earlier", "more", "less"] = ""
    respondents: tuple[Respondent, ...] = ("owner", "head")
    quick: bool = False
    per: PlaceKind = "company"
    options: tuple[Option, ...] = ()
    observable: bool = False
    when: Mapping[Id, tuple[Id, ...]] = {}
    only: tuple[Id, ...] = ()
    sets: Literal["", "company", "country", "stage", "channel", "role"] = ""
    least: float = 0
    most: float = 1_000_000_000
    formerly: tuple[Id, ...] = ()
    unfit: tuple[Id, ...] = ()


class Section(Frozen):
    """Questions that belong together, in asking order."""

    id: Id
    title: Text
    questions: tuple[Question, ...]


class Metric(Frozen):
    """A counted action (or what stands beside one) with a definition two people count alike.

    `counted_by`: systems any one of which records it without a person typing; none means by hand.
    `owners`: the roles that do it; `traces`: what it leaves behind, by which a system knows of it.
    """

    id: Id
    name: Text
    definition: Text
    kind: Literal["action", "outcome", "context", "guard"]
    stage: Literal["leadgen", "conversion", "repeat", "guard"]
    channel: Id | None = None
    temperature: Literal["hot", "warm", "cold", "any"] | None = None
    unit: Id
    leads_to: Text
    gaming: Text
    check: Text
    counted_by: tuple[Id, ...]
    cadence: Cadence
    fits: tuple[Id, ...]
    owners: tuple[Id, ...] = ()
    traces: tuple[Id, ...] = ()


class Source(Frozen):
    """Where a system holds a trace: entity, field, report; and who says so."""

    ru: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]
    source: str

    @property
    def text(self) -> Text:
        return Text(ru=self.ru, en=self.en)


class Remedy(Frozen):
    """One step of mending, and how much work it is."""

    do: Text
    effort: Effort


class CauseText(Frozen):
    """What is said of a cause; the conditions live in its module. `changes`: what would alter the verdict."""

    id: Id
    name: Text
    severity: Severity
    symptom_of: Id | None = None
    signs: Mapping[Id, Text]
    harm: Text
    remedy: tuple[Remedy, ...]
    monday: Text
    mended_when: Text
    changes: Text
    source: tuple[str, ...]


class CountryLaw(Frozen):
    """What a country's law lets reporting rules say: clauses that oblige, `may_i` with the `nearest` lawful
    form, what to warn of. `cold` warns of contacts with strangers."""

    warning: Text
    duty: Text
    pay: Text
    bonus: Text
    omissions: Text
    entries: Text
    told: Text
    notice: Text
    cold: Text
    may_i: Text
    nearest: Text


class EngagementLaw(Frozen):
    """The clauses for those who sell without being employees."""

    title: Text
    duty: Text
    missing: Text
    bonus: Text


class Law(Frozen):
    """The labour law as our sources had it when they were read, by country (ISO code, EU, other)."""

    checked_on: date
    eu: tuple[str, ...]
    countries: Mapping[str, CountryLaw]
    engagements: Mapping[Id, EngagementLaw]
    warnings: Mapping[Id, Text]

    def branch(self, country: str) -> str:
        """Which of our countries speaks for this one."""
        if country in self.countries:
            return country
        return "EU" if country in self.eu else "other"

    def of(self, country: str) -> CountryLaw:
        return self.countries[self.branch(country)]
