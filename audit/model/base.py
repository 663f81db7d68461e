"""What every document is made of: ids, places, texts in both languages.

Ids are domain names and Python identifiers; they are public and never reused for another meaning.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*(\[[a-z][a-z0-9_]*\])?$")]
Lang = Literal["ru", "en"]
LANGS: tuple[Lang, ...] = ("ru", "en")

PlaceKind = Literal["company", "stage", "channel", "role", "action"]
Stage = Literal["leadgen", "conversion", "repeat"]
STAGES: tuple[Stage, ...] = ("leadgen", "conversion", "repeat")
Temperature = Literal["hot", "warm", "cold"]
TEMPERATURES: tuple[Temperature, ...] = ("hot", "warm", "cold")
Respondent = Literal["owner", "head", "seller", "consultant", "system"]
Grade = Literal["told", "shown", "measured"]
GRADES: tuple[Grade, ...] = ("told", "shown", "measured")
Verdict = Literal["confirmed", "suspected", "absent", "unknown", "not_applicable"]
Severity = Literal["low", "medium", "high"]
Readiness = Literal["regulations_first", "fix_first", "ready", "unknown"]
Cadence = Literal["day", "week", "month", "quarter", "event"]
Change = Literal["better", "worse", "mended", "new", "known", "changed", "unknown", "same"]
Effort = Literal["hour", "day", "week", "month"]


def key_of(question: Id, place: Id | None) -> Key:
    return f"{question}[{place}]" if place else question


def split_key(key: Key) -> tuple[Id, Id | None]:
    question, _, place = key.partition("[")
    return question, place.rstrip("]") or None


class Frozen(BaseModel):
    """A document nobody changes: it is made, read and passed on.

    `defer_build`: a class learns to validate when the first document of its kind is made, not on import;
    threads may do so at once from pydantic 2.14 on.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Text(Frozen):
    """A finished sentence or label in both languages; half of one does not load."""

    ru: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]

    def in_(self, lang: Lang) -> str:
        return self.ru if lang == "ru" else self.en
