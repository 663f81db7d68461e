"""The documents that are passed on, frozen: questions, answers, facts, findings, plan, scheme, report.

Ids are domain names and Python identifiers; they are public and never reused for another meaning.
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal, get_args

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

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
Change = Literal["better", "worse", "mended", "new", "changed", "unknown", "same"]
Effort = Literal["hour", "day", "week", "month"]


def key_of(question: Id, place: Id | None) -> Key:
    return f"{question}[{place}]" if place else question


def split_key(key: Key) -> tuple[Id, Id | None]:
    question, _, place = key.partition("[")
    return question, place.rstrip("]") or None


class Frozen(BaseModel):
    """A document nobody changes: it is made, read and passed on."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Frozen):
    """A finished sentence or label in both languages; half of one does not load."""

    ru: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]

    def in_(self, lang: Lang) -> str:
        return self.ru if lang == "ru" else self.en


# --- content -------------------------------------------------------------------------------------


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


# --- the audit folder ------------------------------------------------------------------------------


FEWEST_FOR_A_RATE = 5  # a smaller denominator gives no rate; counting rule R12, metrics.md


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
    """A person, or the CRM: one file, one writer. `strangers` are ids this version does not know, kept."""

    format: Literal[1] = 1
    id: Id
    roles: tuple[Respondent, ...]
    answers: Mapping[Key, Answer] = {}
    resume_at: Key | None = None
    strangers: Mapping[str, object] = {}


class Override(Frozen):
    """The auditor's word over the program's; survives every run and is printed with name and reason."""

    about: Key
    field: Literal["verdict", "severity"]
    to: str
    by: Annotated[str, Field(min_length=1)]
    reason: Annotated[str, Field(min_length=1)]

    @model_validator(mode="after")
    def _to_is_possible(self) -> "Override":
        possible = get_args(Verdict if self.field == "verdict" else Severity)
        if self.to not in possible:
            raise ValueError(", ".join(possible))
        return self


class Audit(Frozen):
    """The audit's own file with its voices. `as_of` is the only "today" the program knows.

    `measured`: what exports showed, from `measured.json` beside it.
    """

    format: Literal[1] = 1
    company: str = ""
    country: Annotated[str, Field(pattern="^([A-Z]{2})?$")] = ""
    lang: Lang
    as_of: date
    places: Mapping[PlaceKind, tuple[Id, ...]] = {}
    overrides: tuple[Override, ...] = ()
    voices: tuple[Voice, ...] = ()
    measured: "Measurement | None" = None


# --- what follows from it --------------------------------------------------------------------------


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


class Level(Frozen):
    """A maturity level 0 to 4 per dimension and place: `level` is certain, `highest` possible if all that
    is unknown turned out well."""

    dimension: Literal["regulations", "funnel", "reporting"]
    where: Id | None
    level: int
    highest: int


class Diagnosis(Frozen):
    """Findings in story order, maturity, and whether reporting can be rolled out now."""

    findings: tuple[Finding, ...]
    maturity: tuple[Level, ...]
    readiness: Readiness


class Line(Frozen):
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

    lines: tuple[Line, ...]
    rejected: Mapping[Id, Text]


class Reviewed(Frozen):
    """A column of today's reports, or a line to add: what becomes of it, and why.

    `minutes`: what that gives one seller back per working day; negative where it costs; None: not known.
    """

    role: Id
    report: str
    column: Text
    verdict: Literal["keep", "change", "drop", "add"]
    metric: Id | None
    reason: Text
    minutes: float | None


class Review(Frozen):
    """Today's reports against the recommended set; `minutes` given back by role, where they are known."""

    lines: tuple[Reviewed, ...]
    minutes: Mapping[Id, float]


class Share(Frozen):
    """A quantity three ways, never to be mixed up: `point` = target divided by the rates, `even` = suffices
    with probability 1/2, `safe` = suffices with the plan's probability; None where chance says nothing."""

    point: float
    even: float | None = None
    safe: float | None = None


class PlannedAction(Frozen):
    """How many of an action a role has to do.

    `minutes_per_day`: per seller, at the point plan; None: nobody timed it. `today`: a month of the whole
    department now; None: not known. `assumed`: a conversion after it is an opinion, no count. `step`: the
    funnel step it belongs to, where it is not one itself.
    """

    metric: Id
    stage: Stage
    channel: Id | None
    temperature: Literal["hot", "warm", "cold", "any"] | None
    role: Id
    period: Literal["month"] = "month"
    per_period: Share
    per_seller_per_day: Share
    minutes_per_action: float | None = None
    minutes_per_day: float | None
    today: float | None = None
    assumed: bool = False
    step: Id | None = None


class Hours(Frozen):
    """Minutes per seller and working day: what the point, even and safe plan need, what there is.

    `available` None: not known.
    """

    role: Id
    needed: float
    needed_even: float | None = None
    needed_safe: float | None = None
    available: float | None


class Shortage(Frozen):
    """By how much a plan fails: minutes per seller and day of a role, or leads per month of a channel."""

    of: Literal["minutes", "leads", "head"]
    where: Id
    amount: float
    says: Text


class Likely(Frozen):
    """How likely the activity of today reaches the target."""

    probability: float
    says: Text


class Week(Frozen):
    """What one week asks for: a calendar week of the department, its working days, the steps in order."""

    starts: date
    working_days: int
    amounts: tuple["WeekAmount", ...]


class WeekAmount(Frozen):
    metric: Id
    channel: Id | None
    amount: Share


class Calendar(Frozen):
    """The period the target is for, its working days beside a usual month's, and when things must happen.

    `touches_by`: the last day on which a first touch of a channel can still become a sale in the period.
    `earlier`: what of the plan had to happen before the first week.
    """

    starts: date
    ends: date
    working_days: int
    usual_days: float
    touches_by: Mapping[Id, date] = {}
    earlier: tuple[WeekAmount, ...] = ()
    weeks: tuple[Week, ...] = ()
    says: tuple[Text, ...] = ()


class Lever(Frozen):
    """The conversion that, raised by what is plausible for it, saves most work at the point plan."""

    channel: Id
    metric: Id
    now: float
    then: float
    saves_minutes: float | None
    saves_actions: float
    says: Text


class MixLine(Frozen):
    """A channel's sales a month now and in the split with the least seller time; None: no limit."""

    channel: Id
    minutes_per_sale: float
    limit: float | None
    now: float
    best: float
    sales_per_hour: float


class Mix(Frozen):
    """Which channel should bring how much: hours a month now and at best, at the point plan."""

    lines: tuple[MixLine, ...]
    hours_now: float
    hours_best: float
    says: Text


class WayOut(Frozen):
    """What would make the safe plan fit, computed. `enough`: by itself."""

    kind: Literal["people", "conversion", "mix", "target", "leads", "report", "odds"]
    where: Id | None
    metric: Id | None = None
    now: float
    then: float
    enough: bool
    says: Text


class WhatIf(Frozen):
    """No plan: what the target would take through one channel if the guess were right. Sales per touch."""

    channel: Id
    low: float
    high: float
    per_period: Share
    per_seller_per_day: Share
    says: Text


class Tally(Frozen):
    """What to count, and for how long, until a plan is possible."""

    weeks: int
    starts: date
    possible_from: date
    steps: Mapping[Id, tuple[Id, ...]]
    says: Text


class Plan(Frozen):
    """From the wanted result back to actions. `feasible` None: hours or supply are not known.

    Either `no_plan_yet` says why nothing was computed, or `actions` are the plan. `feasible` and `short_by`
    judge the point plan, `feasible_safe` and `short_by_safe` the one that suffices with `probability`.
    `guessed`: the conversions are as told; nothing here is more than a supposition.
    """

    no_plan_yet: Text | None = None
    what_if: tuple[WhatIf, ...] = ()
    tally: Tally | None = None
    missing: tuple[Key, ...] = ()
    probability: float = 0.8
    guessed: bool = False
    target_per_month: float | None = None
    chain: tuple[Text, ...] = ()
    actions: tuple[PlannedAction, ...] = ()
    hours: tuple[Hours, ...] = ()
    feasible: bool | None = None
    short_by: tuple[Shortage, ...] = ()
    feasible_safe: bool | None = None
    short_by_safe: tuple[Shortage, ...] = ()
    today: Likely | None = None
    calendar: Calendar | None = None
    ways_out: tuple[WayOut, ...] = ()
    mix: Mix | None = None
    lever: Lever | None = None
    assumptions: tuple[Text, ...] = ()


class FormLine(Frozen):
    """A line of a draft form: period, plan, actual and where the actual comes from."""

    metric: Id
    name: Text
    definition: Text
    plan: float | None
    source: Text
    by_hand: bool
    check: Text
    leads_to: Text
    kind: Literal["action", "outcome", "guard"]


class Form(Frozen):
    """What one role reports at one rhythm. `plan` of its lines is per seller and period of the form."""

    role: Id
    cadence: Cadence
    lines: tuple[FormLine, ...]
    read_by: Text
    decision: Text


class Scheme(Frozen):
    """The draft reporting scheme: forms, rhythm, rules, what is automated first, first steps."""

    forms: tuple[Form, ...]
    rules: tuple[Text, ...]
    rhythm: tuple[Text, ...]
    automate_first: tuple[Text, ...]
    warnings: tuple[Text, ...]
    first_steps: tuple[Text, ...]


# --- the report document ---------------------------------------------------------------------------


class Told(Frozen):
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


class Stand(Frozen):
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
    stands: tuple[Stand, ...]


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


class Said(Frozen):
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


class Counted(Frozen):
    """How a role's metric is got: from a system (`where` in it, what to switch on `first`), or by hand."""

    metric: Id
    role: Id
    system: Id | None
    where: Text | None
    first: Text | None
    by_hand_because: Text | None


class Paragraph(Frozen):
    """What a paper says. A `clause` obliges somebody; a `quote` tells of today or of the lesson, a `warning`
    is ours, a `note` explains."""

    kind: Literal["clause", "note", "quote", "warning"]
    text: Text


class Chapter(Frozen):
    """A part of a paper under a heading; by its id a template puts a table beside it."""

    id: Id
    title: Text
    paragraphs: tuple[Paragraph, ...]


class SkeletonRow(Frozen):
    """A channel, temperature or the base, with the actions proposed for it; people fill in the rest."""

    where: Text
    actions: tuple[Text, ...]


class Skeleton(Frozen):
    """The page of rules a stage lacks, to be filled in; `today`: what there is instead."""

    stage: Stage
    title: Text
    today: Text | None
    rows: tuple[SkeletonRow, ...]


class Regulation(Frozen):
    """The draft reporting regulation. `stamp`: what has to be adopted before it."""

    stamp: Text | None
    chapters: tuple[Chapter, ...]
    skeletons: tuple[Skeleton, ...]
    skeleton_notes: tuple[Text, ...]
    thresholds: tuple[Text, ...]
    agenda: tuple[Text, ...]


class Letter(Frozen):
    """What the head writes and says to the sellers before the trial."""

    chapters: tuple[Chapter, ...]
    talk: tuple[Chapter, ...]


class Task(Frozen):
    """A recommended step for somebody's tracker. `week` counts from the first Monday after the audit."""

    id: str
    what: Text
    part_of: Text
    owner: Text
    week: int
    starts: date
    due: date
    effort: Effort
    shown_by: Text


class ChannelSteps(Frozen):
    """A channel whose whole path to the sale is known, the metric `sale` at its end left out of the steps.

    `supply`: leads a month that come by themselves.
    """

    channel: Id
    steps: tuple[Step, ...]
    sale: Id
    supply: float | None


class Papers(Frozen):
    """What the documents to start with hold: workbook, regulation, letter, task list.

    `days`: working days in a form's period; `holidays` between Monday and Friday; the trial `starts`.
    """

    regulation: Regulation
    letter: Letter
    counted: tuple[Counted, ...]
    tasks: tuple[Task, ...]
    channels: tuple[ChannelSteps, ...]
    days: Mapping[Cadence, float]
    holidays: tuple[date, ...]
    starts: date


# --- what was measured -----------------------------------------------------------------------------


class Rejected(Frozen):
    """Rows of an export that are not counted: why, how many, and the first lines of them."""

    reason: Id
    n: int
    lines: tuple[int, ...]


class Imported(Frozen):
    """What reading one export as one table of the log brought; `again`: the same file was given before.

    `identical`: rows without an id that equal an earlier one: kept, and said.
    """

    file: str
    table: str
    read: int
    kept: int
    duplicated: int
    refused: int = 0
    identical: int = 0
    rejected: tuple[Rejected, ...] = ()
    since: str = ""
    until: str = ""
    empty: Mapping[str, float] = {}
    again: bool = False


class Passed(Frozen):
    """Of `entered` cases `passed` went on; `low` and `high`: the 80 % interval of the share."""

    what: str
    entered: int
    passed: int
    low: float
    high: float


class Cohort(Frozen):
    """First contacts of a month by channel and temperature as the file has them; what became of them."""

    month: str | None
    channel: str | None
    temperature: str | None
    n: int
    won: int
    lost: int


class Spread(Frozen):
    """How a quantity is spread; `low` and `high`: the 80 % interval of its median, `mean_*` of its mean."""

    n: int
    least: float
    p10: float
    p25: float
    median: float
    p75: float
    p90: float
    most: float
    mean: float
    low: float
    high: float
    mean_low: float
    mean_high: float


class Reached(Frozen):
    """The share that happened by a day, open cases treated as open (Kaplan-Meier)."""

    day: int
    share: float


class Passage(Frozen):
    """A step of the measured funnel by cohort, channel, temperature; `jumped`: sold without the next step."""

    month: str | None
    channel: str | None
    temperature: str | None
    step: str
    entered: int
    passed: int
    jumped: int
    waiting: int


class Touched(Frozen):
    """Cases that took `touches` contacts; of those that had at least so many, `won` exactly at the last."""

    touches: int
    n: int
    won: int
    reached: int


class Acted(Frozen):
    """Recorded actions of a kind, and how many there were to one sale; None: no sales to set them against."""

    kind: str | None
    n: int
    deals: int
    nobody: int
    per_sale: float | None


class Bought(Frozen):
    """Purchases of a month; amounts in the currency of the file."""

    month: str
    n: int
    clients: int
    firsts: int
    seconds: int
    amount: float
    repeated: float


class Doubt(Frozen):
    """Something that makes a figure doubtful, or a sign to check: its size, out of how many, its effect."""

    about: Id
    size: float
    of: float
    values: Mapping[str, float | str] = {}


class Measurement(Frozen):
    """Everything an export let us count, what it did not, and why."""

    format: Literal[1] = 1
    engine: str
    imported: tuple[Imported, ...]
    since: str = ""
    until: str = ""
    history: bool = False
    deals: int = 0
    won: int = 0
    lost: int = 0
    steps: tuple[str, ...] = ()
    channels: Mapping[str, Id] = {}
    metrics: Mapping[str, Id] = {}
    cohorts: tuple[Cohort, ...] = ()
    passages: tuple[Passage, ...] = ()
    spreads: Mapping[str, Spread] = {}
    sold_by_day: tuple[Reached, ...] = ()
    sold_by_day_since: tuple[Reached, ...] = ()
    sold_within: tuple[Passed, ...] = ()
    clients: int = 0
    repeat_clients: int = 0
    bought: tuple[Bought, ...] = ()
    again_by_day: tuple[Reached, ...] = ()
    again_within: tuple[Passed, ...] = ()
    touched: tuple[Touched, ...] = ()
    actions: tuple[Acted, ...] = ()
    base_touches: Mapping[str, int] = {}
    base_clients: Mapping[str, int] = {}
    short_calls: Mapping[str, tuple[int, int]] = {}
    complete: float | None = None
    doubts: tuple[Doubt, ...] = ()
    signs: tuple[Doubt, ...] = ()
    refused: Mapping[Id, Id] = {}


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
    findings: tuple[Told, ...]
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
    counting_rules: tuple[Text, ...]
    method: tuple[Text, ...]
    limits: tuple[Text, ...]
    answers: tuple[Said, ...]
    disagreements: tuple[Disagreement, ...] = ()
    answered_by_several: int = 0
    comparison: Comparison | None = None
    claims: tuple[Claim, ...] = ()
    measured: Measured | None = None
