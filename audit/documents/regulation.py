"""The draft reporting regulation, by country and engagement; skeletons of the rules that are missing."""

from collections.abc import Iterator

from audit.content.loader import Content
from audit.facts.facts import Facts
from audit.i18n.wording import joined, lowered
from audit.model import (
    Cadence,
    Chapter,
    CountryLaw,
    EngagementLaw,
    Id,
    Paragraph,
    Recommendation,
    Regulation,
    Skeleton,
    SkeletonRow,
    Stage,
    Text,
)
from audit.result.audit_result import AuditResult
from audit.scheme.reporting_scheme import sanctioned
from audit.scheme.rollout_weeks import stages_without_rules

AGENDA = ("who", "1", "2", "3", "4", "5", "6")
OTHERS: tuple[Id, ...] = ("civil_contract", "self_employed")  # engagements without a job description
COUNTING = (
    "done",
    "once",
    "performer",
    "unique",
    "conversation",
    "meeting",
    "lead",
    "temperature",
    "forward",
    "trace",
    "ratio",
)


def make_regulation(result: AuditResult) -> Regulation:
    """The whole document; which table belongs to a chapter follows from its id."""
    facts, content, recommendation = result.facts, result.content, result.recommendation
    writer = _Writer(result)
    lacking = writer.lacking
    return Regulation(
        stamp=content.tell("paper_stamp", stages=writer.names(lacking)) if lacking else None,
        chapters=tuple(writer.chapters()),
        skeletons=tuple(_skeleton(stage, facts, content, recommendation) for stage in lacking),
        skeleton_notes=tuple(content.tell(f"skeleton_{x}") for x in ("lead", "exit")) if lacking else (),
        thresholds=tuple(content.tell(f"skeleton_{x}") for x in ("hot", "warm", "cold")) if lacking else (),
        agenda=tuple(content.tell(f"agenda_{x}") for x in AGENDA) if lacking else (),
    )


class _Writer:
    """Chapters for one company: what obliges, what is quoted, what is warned of."""

    def __init__(self, result: AuditResult) -> None:
        self.facts, self.content, self.scheme = result.facts, result.content, result.scheme
        self.calendar = result.weeks
        self.law: CountryLaw = self.content.law.of(result.audit.country)
        self.sanctioned = sanctioned(result.diagnosis)
        self.lacking = stages_without_rules(self.facts)

    def chapters(self) -> Iterator[Chapter]:
        yield self._chapter("warnings", *self._warned(*self.scheme.warnings))
        yield self._chapter("purpose", *self._purpose())
        yield self._chapter("who", *self._who())
        yield self._chapter("definitions", *self._definitions())
        yield self._chapter("forms", *self._forms())
        yield self._chapter("deadlines", *self._deadlines())
        yield self._chapter("sources", *self._told("paper_sources", "paper_by_hand"))
        yield self._chapter("checks", *self._told("rule_sample"), self._clause(self.law.entries))
        yield self._chapter("readers", *self._readers())
        yield self._chapter("missing", *self._missing())
        yield self._chapter("corrections", *self._told("rule_correction"))
        yield self._chapter("data", *self._data())
        yield self._chapter("adoption", *self._adoption())
        yield self._chapter("may_i", *self._may_i())

    def names(self, ids: tuple[Id, ...]) -> Text | str:
        return joined([self.content.named(one) for one in ids]) or ""

    # --- how a paragraph is made ---------------------------------------------------------------------

    def _chapter(self, chapter: Id, *paragraphs: Paragraph) -> Chapter:
        title = self.content.tell(f"paper_title_{chapter}")
        return Chapter(id=chapter, title=title, paragraphs=paragraphs)

    def _told(self, *sentences: Id) -> Iterator[Paragraph]:
        return (self._clause(self.content.tell(sentence)) for sentence in sentences)

    def _tell(self, sentence: Id, **values: object) -> Paragraph:
        return self._clause(self.content.tell(sentence, **values))

    def _clause(self, text: Text) -> Paragraph:
        return Paragraph(kind="clause", text=text)

    def _warned(self, *texts: Text) -> Iterator[Paragraph]:
        return (Paragraph(kind="warning", text=text) for text in texts)

    # --- the chapters --------------------------------------------------------------------------------

    def _purpose(self) -> Iterator[Paragraph]:
        yield self._tell("paper_purpose")
        yield self._tell("paper_purpose_stages", stages=self.names(self.facts.places["stage"]))
        yield self._tell("paper_purpose_use")

    def _who(self) -> Iterator[Paragraph]:
        roles = [lowered(self.content.named(role)) for role in self.facts.places["role"]]
        yield self._tell("paper_who", roles=joined(roles) or "")
        yield self._tell("paper_who_reads")
        if self._employs():
            yield self._clause(self.law.duty)
        for said in self._engaged_otherwise():
            yield Paragraph(kind="note", text=said.title)
            yield self._clause(said.duty)

    def _employs(self) -> bool:
        """Also where nobody said how the sellers are engaged."""
        return "employee" in (self.facts.chosen("engagement") or ("employee",))

    def _engaged_otherwise(self) -> Iterator[EngagementLaw]:
        """All of them where nobody said: what does not apply is struck out."""
        engaged = self.facts.chosen("engagement") or OTHERS
        return (self.content.law.engagements[one] for one in OTHERS if one in engaged)

    def _definitions(self) -> Iterator[Paragraph]:
        yield self._tell("paper_definitions")
        yield from self._told(*(f"counting_{rule}" for rule in COUNTING))
        yield self._tell("paper_conversation")
        yield self._tell("paper_thresholds")

    def _forms(self) -> Iterator[Paragraph]:
        yield self._tell("paper_forms")
        lines = [line for form in self.scheme.forms for line in form.lines]
        if any(line.plan is not None for line in lines):
            yield self._tell("paper_plan_origin")
        if any(line.plan is None for line in lines):
            yield self._tell("paper_plan_open")

    def _rhythms(self) -> tuple[Cadence, ...]:
        return tuple(dict.fromkeys(form.cadence for form in self.scheme.forms))

    def _deadlines(self) -> Iterator[Paragraph]:
        for cadence in self._rhythms():
            yield self._tell(f"paper_deadline_{cadence}")

    def _readers(self) -> Iterator[Paragraph]:
        for form in {form.cadence: form for form in self.scheme.forms}.values():
            named = self.content.tell(f"paper_form_{form.cadence}")
            yield self._tell("paper_reads", form=named, reader=form.read_by, decision=form.decision)
        yield from (self._clause(meeting) for meeting in self.scheme.rhythm)
        yield self._tell("paper_help")

    def _missing(self) -> Iterator[Paragraph]:
        """Where money is taken today: that practice quoted, the warning, and no clause on consequences."""
        yield from self._practice()
        if self.sanctioned:
            yield from self._warned(self.content.law.warnings["stop"])
        yield self._tell("rule_missing")
        if self._employs():
            yield self._clause(self.law.pay)
            if not self.sanctioned:
                yield self._clause(self.law.omissions)
                yield self._clause(self.law.bonus)
        for said in self._engaged_otherwise():
            yield Paragraph(kind="note", text=said.title)
            yield self._clause(said.missing)
            if not self.sanctioned:
                yield self._clause(said.bonus)
        if self.sanctioned:
            yield self._tell("paper_sanction_open")

    def _practice(self) -> Iterator[Paragraph]:
        """What happens today when a report is missing, role by role, as answered."""
        question = self.content.questions["after_missed_report"]
        for role in self.facts.places["role"]:
            practice = self.facts.value("after_missed_report", role)
            if practice is not None:
                said = self.content.spoken(question, "given", practice)
                text = self.content.tell("quote_today", role=self.content.named(role), practice=said)
                yield Paragraph(kind="quote", text=text)

    def _data(self) -> Iterator[Paragraph]:
        yield self._clause(self.law.notice)
        yield from self._told("paper_data_who", "paper_data_keep")

    def _adoption(self) -> Iterator[Paragraph]:
        at = self.calendar
        if self._employs():
            yield self._clause(self.law.told)
        yield self._tell("paper_adoption_trial", starts=at.opens(at.trial), ends=at.closes(at.trial_ends))
        yield self._tell("paper_adoption_start", starts=at.opens(at.launch))
        yield self._tell("paper_adoption_review", on=at.opens(at.review))
        yield Paragraph(kind="note", text=self.content.tell("paper_adoption_sign"))

    def _may_i(self) -> Iterator[Paragraph]:
        """The lesson's position, the country's answer, the nearest lawful form, and W1 beside them."""
        yield Paragraph(kind="quote", text=self.content.tell("quote_lesson"))
        yield from self._warned(self.law.may_i)
        yield Paragraph(kind="note", text=self.content.tell("may_i_nearest", nearest=self.law.nearest))
        yield from self._warned(self.content.law.warnings["lawyer"])


# --- the rules that are missing ----------------------------------------------------------------------


def _skeleton(stage: Stage, facts: Facts, content: Content, recommendation: Recommendation) -> Skeleton:
    state = facts.value("rules", stage)
    said = content.spoken(content.questions["rules"], "given", state) if state is not None else None
    return Skeleton(
        stage=stage,
        title=content.tell("skeleton_title", stage=content.named(stage)),
        today=content.tell("quote_rules", practice=said) if said else None,
        rows=tuple(_rows(stage, facts, content, recommendation)),
    )


def _rows(stage: Id, facts: Facts, content: Content, recommendation: Recommendation) -> Iterator[SkeletonRow]:
    """One row per channel, temperature or the base, with the actions the recommended set proposes."""
    lines = [line for line in recommendation.lines if line.stage == stage and line.kind == "action"]

    def row(where: Text, metrics: list[Id]) -> SkeletonRow:
        names = dict.fromkeys(content.named(metric) for metric in metrics)
        return SkeletonRow(where=where, actions=tuple(names))

    if stage == "leadgen":
        for channel in facts.places["channel"]:
            yield row(content.named(channel), [x.metric for x in lines if x.channel == channel])
        return
    if stage == "conversion":
        kinds: tuple[Id, ...] = facts.chosen("lead_kinds")
        for kind in kinds:
            metrics = [x.metric for x in lines if x.temperature in (kind, "any", None)]
            yield row(content.named(kind), metrics)
        if not kinds:
            yield row(content.tell("skeleton_leads"), [x.metric for x in lines])
        return
    yield row(content.tell("skeleton_base"), [x.metric for x in lines])
