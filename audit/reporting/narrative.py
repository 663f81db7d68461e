"""What was found, in words: the summary, the findings, the tables of funnel, documents and answers."""

from collections.abc import Iterable, Sequence
from itertools import islice

from audit.content.answer_values import SALE
from audit.facts.disagreements import disagreement
from audit.facts.facts import asked_and_open
from audit.facts.funnels import Channel, width_of
from audit.i18n.wording import joined
from audit.model import (
    STAGES,
    AnswerRow,
    Disagreement,
    DocumentState,
    Fact,
    Finding,
    FindingText,
    FunnelRow,
    Id,
    Key,
    Override,
    Plan,
    Text,
    Verdict,
    Voice,
    split_key,
)
from audit.result.audit_result import AuditResult
from audit.scheme.reporting_scheme import AT_ONCE

MOST_CONCLUSIONS = 3  # one page, read in a minute; our judgement

LIMITS = ("told", "unknown", "uncertainty", "law")


class Narrative:
    """Puts what was found into words."""

    def __init__(self, result: AuditResult) -> None:
        self.result = result
        self.audit, self.facts, self.content = result.audit, result.facts, result.content
        self.diagnosis = result.diagnosis

    def _with(self, *verdicts: Verdict) -> list[Finding]:
        order = {verdict: i for i, verdict in enumerate(verdicts)}
        found = [f for f in self.diagnosis.findings if f.verdict in order]
        return sorted(found, key=lambda f: order[f.verdict])  # stable: root order within a verdict

    # --- the summary ---------------------------------------------------------------------------------

    def headline(self) -> Text:
        readiness = self.diagnosis.readiness
        if readiness == "ready" and not self._with("confirmed"):
            return self.content.tell("headline_open" if self._with("unknown") else "headline_healthy")
        return self.content.tell(f"headline_{readiness}")

    def lead(self) -> Text:
        verdicts: tuple[Verdict, ...] = ("confirmed", "suspected", "unknown")
        counts = {v: len({f.cause for f in self._with(v)}) for v in verdicts}
        found = self.content.tell("lead_findings", **counts)
        decision = self.facts.value("audit_decision")
        if decision in (None, "overview"):
            return found
        return joined([self.content.tell(f"decision_{decision}"), found], " ") or found

    def limits(self) -> tuple[Text, ...]:
        """What the audit cannot know, beginning with how much of it was answered."""
        answered, asked = self.answered()
        said = [self.content.tell("limit_answered", answered=answered, asked=asked)]
        if self.facts.value("own_funnels") == "mixed":
            said.append(self.content.tell("limit_mixed"))
        return (*said, *(self.content.tell(f"limit_{part}") for part in LIMITS))

    def answered(self) -> tuple[int, int]:
        """Answers and questions as the interview counts them, all respondents together."""
        asked, still_open = asked_and_open(self.audit, self.content.questions, self.facts)
        return len(asked) - len(still_open), len(asked)

    def conclusions(self, plan: Plan) -> tuple[Text, ...]:
        """The gravest roots, and whether the plan can be met."""
        roots = [f for f in self._with("confirmed") if f.symptom_of is None]
        roots.sort(key=lambda f: (f.cause not in AT_ONCE, ("high", "medium", "low").index(f.severity)))
        alike: dict[tuple[Id, Text | str], list[Id | None]] = {}
        for f in roots:
            alike.setdefault((f.cause, f.evidence[0].seen if f.evidence else ""), []).append(f.where)
        said = [
            self.content.tell(
                "conclusion",
                name=self.content.causes[cause].name,
                where=self._where_in_brackets(*places),
                seen=seen,
            )
            for (cause, seen), places in islice(alike.items(), MOST_CONCLUSIONS)
        ]
        return (*said, *self._of_the_plan(plan))

    def _of_the_plan(self, plan: Plan) -> Iterable[Text]:
        """Whether the plan can be met, and what would save most; marked where it rests on guesses."""
        said = [self.content.tell("conclusion_plan_short", says=short.says) for short in plan.short_by[:1]]
        if plan.feasible and plan.short_by_safe:
            said.append(self.content.tell("conclusion_plan_tight", says=plan.short_by_safe[0].says))
        elif plan.feasible:
            tightest = min(plan.hours, key=lambda one: (one.available or 0) - one.needed)
            said.append(
                self.content.tell(
                    "conclusion_plan_fits_untimed" if tightest.untimed else "conclusion_plan_fits",
                    says=tightest.says,
                    needed=round(tightest.needed),
                    safe=round(tightest.needed_safe or tightest.needed),
                    available=round(tightest.available or 0),
                )
            )
        said += [self.content.tell("conclusion_lever", says=one.says) for one in (plan.lever,) if one]
        mark = [self.content.tell("rests_on_guess")] if plan.guessed else []
        return (joined([one, *mark], " ") or one for one in said)

    # --- findings --------------------------------------------------------------------------------------

    def findings(self) -> tuple[FindingText, ...]:
        return tuple(self._told(f) for f in self._with("confirmed", "suspected"))

    def named_with(self, *verdicts: Verdict) -> tuple[Text, ...]:
        """Causes by name, each with its places, and the auditor's word where it decided."""
        alike: dict[tuple[Id, tuple[Override, ...]], list[Id | None]] = {}
        for finding in self._with(*verdicts):
            alike.setdefault((finding.cause, finding.overridden), []).append(finding.where)
        return tuple(self._in_a_line(cause, places, words) for (cause, words), places in alike.items())

    def _in_a_line(self, cause: Id, places: Sequence[Id | None], words: Iterable[Override]) -> Text:
        name = self.content.causes[cause].name
        where = self._where_in_brackets(*places)
        line = self.content.tell("not_told", name=name, where=where)
        return joined([line, *self._overridden(words)], ". ") or line

    def _told(self, finding: Finding) -> FindingText:
        said = self.content.causes[finding.cause]
        root = finding.symptom_of
        return FindingText(
            cause=finding.cause,
            where=self.where(finding.where),
            name=said.name,
            verdict=finding.verdict,
            severity=finding.severity,
            seen=tuple(dict.fromkeys(e.seen for e in finding.evidence)),
            against=tuple(dict.fromkeys(e.seen for e in finding.against)),
            unknown=tuple(self._silence(key) for key in finding.unknown_because),
            harm=said.harm,
            remedy=said.remedy,
            monday=said.monday,
            mended_when=said.mended_when,
            changes=said.changes,
            source=tuple(self.content.source(source) for source in said.source),
            symptom_of=self.content.causes[root].name if root else None,
            symptoms=self._symptoms(finding),
            overridden=self._overridden(finding.overridden),
        )

    def _symptoms(self, root: Finding) -> tuple[Text, ...]:
        """What follows from a confirmed root, by name."""
        found = [f.cause for f in self._with("confirmed") if f.symptom_of == root.cause]
        return tuple(self.content.causes[cause].name for cause in dict.fromkeys(found))

    def _overridden(self, words: Iterable[Override]) -> tuple[Text, ...]:
        return tuple(
            self.content.tell("overridden", by=w.by, to=self.content.named(w.to), reason=w.reason)
            for w in words
        )

    def _silence(self, key: Key) -> Text:
        fact = self.facts.by_key.get(key)
        state = fact.state if fact else "unanswered"
        how = {"dont_know": "unknown_dont_know", "disputed": "unknown_disputed"}.get(state, "unknown_answer")
        return self.content.tell(how, question=self.content.asks(key))

    def where(self, where: Id | None) -> Text | None:
        """A place is named only where there is another of its kind to confuse it with."""
        return None if where is None or self.facts.places["role"] == (where,) else self.content.named(where)

    def _where_in_brackets(self, *places: Id | None) -> Text | str:
        named = joined([place for where in places if (place := self.where(where))])
        return self.content.tell("where", place=named) if named else ""

    def disagreements(self) -> Iterable[Disagreement]:
        """Where leaders and sellers differ, each side with its answer."""
        return (disagreement(gap, self.content, self.where(gap.where)) for gap in self.result.gaps)

    # --- documents -------------------------------------------------------------------------------------

    def documents(self) -> Iterable[DocumentState]:
        """The documents that concern this company, as far as anybody spoke of them."""
        for question in self.content.questions.values():
            fact = self.facts.get(question.id)
            if question.section != "documents" or not fact or fact.state in ("not_asked", "unanswered"):
                continue
            states = [option.id for option in question.options]
            worked = set(question.when.get("stages", STAGES)) & set(self.facts.places["stage"])
            yield DocumentState(
                name=question.ask,
                stages=tuple(stage for stage in STAGES if stage in worked),
                state=self.content.spoken(question, fact.state, fact.value),
                level=states.index(str(fact.value)) if fact.state == "given" else None,
            )

    # --- tables ----------------------------------------------------------------------------------------

    def funnel(self) -> Iterable[FunnelRow]:
        for channel in self.facts.places["channel"]:
            known = Channel(channel, self.facts.steps(channel), None, width_of(self.facts))
            counted = self.facts.measured_steps(channel)
            for step in (step for step in known.steps if step.metric != SALE):
                low, high = known.within(step) if step.rate else (None, None)
                yield FunnelRow(
                    channel=self.content.named(channel),
                    step=self.content.named(step.metric),
                    entered=step.entered,
                    passed=step.passed,
                    percent=None if step.rate is None else step.rate * 100,
                    low=None if low is None else low * 100,
                    high=None if high is None else high * 100,
                    assumed=step.passed is None and step.rate is not None,
                    measured=step in counted,
                )

    def answers(self) -> Iterable[AnswerRow]:
        titles = {section.id: section.title for section in self.content.sections}
        for fact in self.facts.by_key.values():
            question = self.content.questions[split_key(fact.key)[0]]
            if fact.state in ("not_asked", "unanswered"):
                continue
            yield AnswerRow(
                section=titles[question.section],
                question=self.content.asks(fact.key),
                answer=self.content.spoken(question, fact.state, fact.value),
                grade=fact.grade,
                by=fact.by,
                notes=self._notes(fact),
            )

    def _notes(self, fact: Fact) -> tuple[str, ...]:
        """Client-visible notes; sellers' remarks would name them and stay out."""
        heard = [v.answers[fact.key] for v in self.audit.voices if self._may_quote(fact.key, v)]
        return tuple(answer.note for answer in heard if answer.note and not answer.auditor_only)

    @staticmethod
    def _may_quote(key: Key, voice: Voice) -> bool:
        return key in voice.answers and not voice.is_seller
