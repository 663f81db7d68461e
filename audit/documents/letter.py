"""What the head writes and says to the sellers: why, what is counted and not, what the numbers lead to."""

from collections.abc import Iterator
from dataclasses import dataclass

from audit.i18n.wording import joined
from audit.model import Chapter, Id, Letter, Paragraph, Text
from audit.result.audit_result import AuditResult
from audit.scheme.rollout_weeks import stages_without_rules

TALK = ("1", "2", "3", "4", "5")
ASKED = ("1", "2", "3", "4")


@dataclass(frozen=True)
class Announcement:
    """What is said in one company, out of what the steps before found."""

    result: AuditResult

    def letter(self) -> Letter:
        return Letter(chapters=tuple(self.chapters()), talk=tuple(self.talk()))

    def chapters(self) -> Iterator[Chapter]:
        yield self._chapter("why", *self._why())
        yield self._chapter("counted", *self._counted())
        yield self._chapter("not_counted", *self._not_counted())
        yield self._chapter("gain", *self._gain())
        yield self._chapter("numbers", *self._numbers())
        yield self._chapter("trial", *self._trial())

    def talk(self) -> Iterator[Chapter]:
        yield self._part("talk", "talk_title", *(self._tell(f"talk_{x}") for x in TALK))
        yield self._part("ask", "talk_ask_title", *(self._tell(f"talk_ask_{x}") for x in ASKED))

    def _chapter(self, part: Id, *sentences: Text) -> Chapter:
        return self._part(part, f"letter_title_{part}", *sentences)

    def _part(self, part: Id, title: Id, *sentences: Text) -> Chapter:
        paragraphs = tuple(Paragraph(kind="clause", text=text) for text in sentences)
        return Chapter(id=part, title=self._tell(title), paragraphs=paragraphs)

    def _tell(self, sentence: Id, **values: object) -> Text:
        return self.result.content.tell(sentence, **values)

    # --- the parts -----------------------------------------------------------------------------------

    def _why(self) -> Iterator[Text]:
        yield self._tell("letter_why")
        yield self._tell("letter_why_no_plan" if self.result.plan.no_plan_yet else "letter_why_plan")
        if self.result.facts.value("roll_outs") in ("few_died", "many_died"):
            yield self._tell("letter_earlier")

    def _counted(self) -> Iterator[Text]:
        chosen = self.result.recommendation.lines
        for role in self.result.facts.places["role"]:
            for how, by_hand in (("letter_by_hand", True), ("letter_by_machine", False)):
                lines = [x for x in chosen if x.role == role and (x.system is None) == by_hand]
                names = joined([self.result.content.named(line.metric) for line in lines], "; ")
                if names:
                    yield self._tell(how, role=self.result.content.named(role), names=names)

    def _not_counted(self) -> Iterator[Text]:
        dropped = [x.column for x in self.result.review.lines if x.verdict == "drop"]
        names = joined(list(dict.fromkeys(dropped)), "; ")
        if names:
            yield self._tell("letter_dropped", names=names)
        yield self._tell("letter_private")
        yield self._tell("letter_no_ranking")

    def _gain(self) -> Iterator[Text]:
        for role, minutes in self.result.review.minutes.items():
            if minutes >= 1:  # less is not worth a sentence; our judgement
                yield self._tell(
                    "letter_gain_minutes", role=self.result.content.named(role), n=round(minutes)
                )
        yield self._tell("letter_gain_help")
        yield self._tell("letter_gain_fair")

    def _numbers(self) -> Iterator[Text]:
        for form in {form.cadence: form for form in self.result.scheme.forms}.values():
            yield self._tell(f"letter_numbers_{form.cadence}", decision=form.decision)
        yield self._tell("letter_numbers_seen")
        yield self._tell("letter_numbers_wrong")

    def _trial(self) -> Iterator[Text]:
        at, lacking = self.result.weeks, stages_without_rules(self.result.facts)
        if lacking:
            stages = joined([self.result.content.named(stage) for stage in lacking]) or ""
            yield self._tell("letter_trial_after_rules", stages=stages)
        yield self._tell("letter_trial", starts=at.opens(at.trial), ends=at.closes(at.trial_ends))
        yield self._tell("letter_trial_end", launch=at.opens(at.launch))
        yield self._tell("letter_sign")
