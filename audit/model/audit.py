"""The audit folder: answers, voices, overrides."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal, get_args

from pydantic import AwareDatetime, Field, ValidationInfo, field_validator

from audit.model.base import Frozen, Grade, Id, Key, Lang, PlaceKind, Respondent, Severity, Stage, Verdict
from audit.model.measurement import Measurement

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2199, 12, 31)  # of an audit; no CRM is older; our judgement
MOST_NAME, MOST_SAID = 500, 5_000  # characters of a name, of a reason: two pages; our judgement
FEWEST_FOR_A_RATE = 5  # a smaller denominator gives no rate; sources: R12


class Step(Frozen):
    """One funnel step of a channel: of `entered` that reached `metric`, `passed` reached the next step.

    Either both counts or `percent` (0 to 100) or neither (not known); fewer than FEWEST_FOR_A_RATE entered
    make no rate. The last step leads to the sale; a step `deals_won` at the end carries no rate.
    """

    metric: Id
    entered: int | None = None
    passed: int | None = None
    percent: float | None = None

    @property
    def rate(self) -> float | None:
        """The conversion to the next step, 0 to 1; None while nobody knows it."""
        if self.percent is not None:
            return self.percent / 100
        if self.passed is not None and (self.entered or 0) >= FEWEST_FOR_A_RATE:
            return self.passed / (self.entered or 1)
        return None


class Column(Frozen):
    """A column of a report of today, as its heading reads; None where the program is to recognise it.

    An `action` can be decided on by a seller, an `objective` influenced, a `result` only awaited;
    `context` is whatever else stands there: dates, names, what others control.
    """

    name: Annotated[str, Field(min_length=1)]
    report: str = ""
    kind: Literal["action", "objective", "result", "context"] | None = None
    metric: Id | None = None
    stage: Stage | None = None
    channel: Id | None = None
    by_hand: bool | None = None


Value = int | float | str | tuple[Id, ...] | tuple[Step, ...] | tuple[Column, ...] | None


class Answer(Frozen):
    """What one voice said to one question at one place, how well it is evidenced, who may see it, when.

    A measured number carries its `cases` and 80 % interval; a funnel carries its counts.
    """

    state: Literal["given", "dont_know", "not_applicable"] = "given"
    value: Value = None
    note: str = ""
    grade: Grade = "told"
    auditor_only: bool = False
    at: AwareDatetime
    cases: int | None = None
    low: float | None = None
    high: float | None = None


class Voice(Frozen):
    """A person, or the CRM: one file, one writer. `strangers` are ids this version does not know, kept.

    `private`: answered by a link or form of one's own, so that the auditor's pages do not open it.
    """

    format: Literal[1] = 1
    id: Id
    roles: tuple[Respondent, ...]
    answers: Mapping[Key, Answer] = {}
    resume_at: Key | None = None
    private: bool = False
    strangers: Mapping[str, object] = {}

    @property
    def is_system(self) -> bool:
        """The CRM measures and believes nothing."""
        return "system" in self.roles

    @property
    def is_seller(self) -> bool:
        """Who sells speaks as a seller, unless he also leads."""
        return "seller" in self.roles and not {"owner", "head"} & set(self.roles)


class Override(Frozen):
    """The auditor's word over the program's; survives every run and is printed with name and reason."""

    about: Key
    field: Literal["verdict", "severity"]
    to: str
    by: Annotated[str, Field(min_length=1, max_length=MOST_NAME)]
    reason: Annotated[str, Field(min_length=1, max_length=MOST_SAID)]

    @field_validator("to")
    @classmethod
    def _to_is_possible(cls, to: str, made: ValidationInfo) -> str:
        possible = get_args(Verdict if made.data.get("field") == "verdict" else Severity)
        if to not in possible:
            raise ValueError(", ".join(possible))
        return to


class Audit(Frozen):
    """The audit's own file with its voices. `as_of` is the only "today" the program knows.

    `measured`: what exports showed, from `measured.json` beside it.
    """

    format: Literal[1] = 1
    company: Annotated[str, Field(max_length=MOST_NAME)] = ""
    country: Annotated[str, Field(pattern="^([A-Z]{2})?$")] = ""
    lang: Lang
    as_of: date
    places: Mapping[PlaceKind, tuple[Id, ...]] = {}
    overrides: tuple[Override, ...] = ()
    voices: tuple[Voice, ...] = ()
    measured: Measurement | None = None
