"""What follows from the answers: facts, findings, maturity, metrics, the review of today's reports."""

from collections.abc import Mapping
from typing import Literal

from audit.model.audit import Override, Value
from audit.model.base import Cadence, Frozen, Grade, Id, Key, Readiness, Respondent, Severity, Text, Verdict


class Side(Frozen):
    """What one side said where several answered: a leader alone, the sellers as one."""

    by: tuple[Respondent, ...]
    value: Value
    grade: Grade


class Fact(Frozen):
    """What the voices together say about a key: measured before shown before told.

    `not_asked`: an earlier answer made the question pointless. `unanswered`: it would concern this company.
    `disputed`: equals that differ. `sides`: everybody who gave an answer, where that were several.
    """

    key: Key
    state: Literal["given", "dont_know", "not_applicable", "not_asked", "unanswered", "disputed"]
    value: Value = None
    observable: bool = False
    grade: Grade = "told"
    by: tuple[Respondent, ...] = ()
    sides: tuple[Side, ...] = ()


class Evidence(Frozen):
    """A signal that held, in words, with the keys of the answers it rests on."""

    signal: Id
    seen: Text
    keys: tuple[Key, ...]


class Finding(Frozen):
    """A cause's verdict for a place of this company. Only `confirmed` counts as named."""

    cause: Id
    where: Id | None
    verdict: Verdict
    severity: Severity
    evidence: tuple[Evidence, ...] = ()
    against: tuple[Evidence, ...] = ()
    unknown_because: tuple[Key, ...] = ()
    symptom_of: Id | None = None
    overridden: tuple[Override, ...] = ()


Dimension = Literal["regulations", "funnel", "reporting"]


class Level(Frozen):
    """A maturity level 0 to 4 per dimension and place: `level` is certain, `highest` possible if all that
    is unknown turned out well."""

    dimension: Dimension
    where: Id | None
    level: int
    highest: int


class Diagnosis(Frozen):
    """Findings in story order, maturity, and whether reporting can be rolled out now."""

    findings: tuple[Finding, ...]
    maturity: tuple[Level, ...]
    readiness: Readiness


class RecommendedMetric(Frozen):
    """A recommended metric for a role, why it was chosen, and how it is counted here.

    `system` counts it, `found` says where in that system; None: by hand, or the place is not known.
    """

    metric: Id
    role: Id
    stage: Literal["leadgen", "conversion", "repeat", "guard"]
    channel: Id | None
    temperature: Literal["hot", "warm", "cold", "any"] | None
    kind: Literal["action", "outcome", "guard"]
    system: Id | None
    found: Text | None
    cadence: Cadence
    reason: Text


class Recommendation(Frozen):
    """The chosen lines, and the neighbours that were not chosen with the reason."""

    lines: tuple[RecommendedMetric, ...]
    rejected: Mapping[Id, Text]


ColumnVerdict = Literal["keep", "change", "drop", "add"]


class Reviewed(Frozen):
    """A column of today's reports, or a line to add: what becomes of it, and why.

    `minutes`: what that gives one seller back per working day; negative where it costs; None: not known.
    """

    role: Id
    report: str
    column: Text
    verdict: ColumnVerdict
    metric: Id | None
    reason: Text
    minutes: float | None


class Review(Frozen):
    """Today's reports against the recommended set; `minutes` given back by role, where they are known."""

    lines: tuple[Reviewed, ...]
    minutes: Mapping[Id, float]
