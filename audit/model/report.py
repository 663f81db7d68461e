"""The report document: finished sentences in both languages, raw numbers, the client view only."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from audit.model.base import (
    Change,
    Frozen,
    Grade,
    Id,
    Key,
    Readiness,
    Respondent,
    Severity,
    Stage,
    Text,
    Verdict,
)
from audit.model.content import Metric, Remedy
from audit.model.diagnosis import Level, Recommendation, Review
from audit.model.plan import Plan
from audit.model.scheme import Papers, RollOut, Scheme


class FindingText(Frozen):
    """A finding in words: seen, harm, remedy, how it will be known to be mended, source."""

    cause: Id
    where: Text | None
    name: Text
    verdict: Verdict
    severity: Severity
    seen: tuple[Text, ...]
    against: tuple[Text, ...]
    unknown: tuple[Text, ...]
    harm: Text
    remedy: tuple[Remedy, ...]
    monday: Text
    mended_when: Text
    changes: Text
    source: tuple[Text, ...]
    symptom_of: Text | None = None
    symptoms: tuple[Text, ...] = ()
    overridden: tuple[Text, ...] = ()


class SideAnswer(Frozen):
    """What a side answered, and how healthy that is on the question's scale, 0 to 1; None: no scale."""

    by: tuple[Respondent, ...]
    answer: Text
    grade: Grade
    at: float | None


class Disagreement(Frozen):
    """A question to which the sides answered differently, named; both stand, nothing is averaged."""

    key: Key
    name: Text
    where: Text | None
    question: Text
    stands: tuple[SideAnswer, ...]


class FunnelRow(Frozen):
    """One step of a channel as the company knows it; None where nobody knows.

    `low`, `high`: in 8 cases of 10 the conversion lies between; `assumed`: so wide by assumption.
    `measured`: counted by a system, not told.
    """

    channel: Text
    step: Text
    entered: int | None
    passed: int | None
    percent: float | None
    low: float | None = None
    high: float | None = None
    assumed: bool = False
    measured: bool = False


class AnswerRow(Frozen):
    """A client-visible answer for the appendix, with its section, evidence grade and note."""

    section: Text
    question: Text
    answer: Text
    grade: Grade
    by: tuple[Respondent, ...]
    notes: tuple[str, ...] = ()


class DocumentState(Frozen):
    """One document of the sales system: the stages it serves, its state from 0 to 4; None: not known."""

    name: Text
    stages: tuple[Stage, ...]
    state: Text
    level: int | None


class Changed(Frozen):
    """What became of one thing from an earlier audit to a later; None: it was not there, then or now."""

    id: str
    name: Text
    where: Text | None
    change: Change
    before: Text | None
    after: Text | None


class Comparison(Frozen):
    """Two audits, both thought through by today's program."""

    before: date
    after: date
    same_company: bool
    findings: tuple[Changed, ...]
    maturity: tuple[Changed, ...]
    conversions: tuple[Changed, ...]
    plan: tuple[Changed, ...]
    answers: tuple[Changed, ...]


class Claim(Frozen):
    """What is believed beside what was measured, with the 80 % interval of the measurement and a verdict.

    A step of a funnel names `channel`, `step` and `to`; `whole`: the way from its first step to the sale.
    """

    key: Key
    what: Text
    claimed: float
    measured: float
    low: float | None
    high: float | None
    cases: int | None
    unit: Literal["percent", "number"]
    verdict: Literal["holds", "too_high", "too_low", "cannot_tell"]
    channel: Text | None = None
    step: Text | None = None
    to: Text | None = None
    whole: bool = False


class Measured(Frozen):
    """What the page says of a measurement beside claims: its basis, doubts, signs, what it cannot tell."""

    basis: Text
    doubts: tuple[Text, ...]
    signs: tuple[Text, ...]
    refused: tuple[Text, ...]


class OtherVersion(Frozen):
    """A library that shapes the report, in another version than the program is locked to; `?`: not known."""

    library: str
    version: str
    locked: str


class ReportDocument(Frozen):
    """Everything any output prints: finished sentences in both languages, raw numbers, ids behind them.

    The client view only: no voice, no auditor-only answer, no seller alone.
    """

    made_by: str
    company: str
    country: str
    as_of: date
    headline: Text
    lead: Text
    conclusions: tuple[Text, ...]
    readiness: Readiness
    names: Mapping[Id, Text]
    maturity: tuple[Level, ...]
    documents: tuple[DocumentState, ...]
    findings: tuple[FindingText, ...]
    clear: tuple[Text, ...]
    not_told: tuple[Text, ...]
    funnel: tuple[FunnelRow, ...]
    funnel_guessed: bool
    recommendation: Recommendation
    review: Review
    metrics: Mapping[Id, Metric]
    plan: Plan
    scheme: Scheme
    papers: Papers
    roll_out: RollOut
    counting_rules: tuple[Text, ...]
    method: tuple[Text, ...]
    limits: tuple[Text, ...]
    answers: tuple[AnswerRow, ...]
    disagreements: tuple[Disagreement, ...] = ()
    answered: int = 0  # questions, the audit's own file included: as many as the interview counts
    answered_by_several: int = 0
    comparison: Comparison | None = None
    claims: tuple[Claim, ...] = ()
    measured: Measured | None = None
    other_versions: tuple[OtherVersion, ...] = ()
