"""The interview as data: which question comes next, what an answer changes, how far along one is.

Nothing here draws or saves. An answer that no longer concerns the company stays in the file, withdrawn.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from functools import cached_property

from audit.content.relevance import Lookup, Questions, asked_now, set_in
from audit.model import Answer, Audit, Id, Key, Question, Voice, key_of


@dataclass(frozen=True)
class AskedQuestion:
    """A question at a place, as it stands in the interview."""

    question: Question
    place: Id | None

    @property
    def key(self) -> Key:
        return key_of(self.question.id, self.place)


def meant_for(voice: Voice, question: Question) -> bool:
    """A consultant answers everything; anybody else what he or she can know."""
    return "consultant" in voice.roles or not set(voice.roles).isdisjoint(question.respondents)


@dataclass(frozen=True)
class InterviewSession:
    """The state of one interview: the audit's own file and the voice that is answering; `quick`: the few.

    `earlier`: the same respondent in the audit before; those answers are offered until they are confirmed.
    """

    audit: Audit
    voice: Voice
    questions: Questions
    quick: bool = False
    earlier: "InterviewSession | None" = None

    def last_time(self, key: Key) -> Answer | None:
        """What was given in the audit before and is not confirmed yet."""
        if self.earlier is None or self.lookup(key) is not None:
            return None
        said = self.earlier.lookup(key)
        return said if isinstance(said, Answer) and said.state == "given" else None

    @property
    def lookup(self) -> Lookup:
        """Answers by key; what the audit's own file holds counts as answered."""

        def said(key: Key) -> Answer | None:
            question = self.questions.get(key)
            return self._set(question) if question and question.sets else self.voice.answers.get(key)

        return said

    def _set(self, question: Question) -> Answer | None:
        value = set_in(self.audit, question)
        return Answer(value=value, at=datetime.combine(self.audit.as_of, time(), UTC)) if value else None

    def asked(self) -> tuple[AskedQuestion, ...]:
        """Every question that concerns this company now and this respondent, in asking order."""
        return self._asked

    @cached_property
    def _asked(self) -> tuple[AskedQuestion, ...]:
        return tuple(
            AskedQuestion(question, place)
            for question, place in asked_now(self.questions, self.audit, self.lookup)
            if meant_for(self.voice, question) and (question.quick or not self.quick)
        )

    def at(self, key: Key) -> AskedQuestion | None:
        """The question of a key, where it is asked."""
        return next((one for one in self.asked() if one.key == key), None)

    def where_it_stopped(self) -> AskedQuestion | None:
        """The question to go on with: where it was left, else the first without an answer."""
        asked = self.asked()
        for one in asked:
            if one.key == self.voice.resume_at:
                return one
        return next((one for one in asked if self.lookup(one.key) is None), None)

    def after(self, key: Key) -> AskedQuestion | None:
        """The first unanswered question behind this one, else the first unanswered at all."""
        asked = self.asked()
        behind = [one.key for one in asked].index(key) + 1 if key in [a.key for a in asked] else 0
        rest = [*asked[behind:], *asked[:behind]]
        return next((one for one in rest if self.lookup(one.key) is None and one.key != key), None)

    def before(self, key: Key) -> AskedQuestion | None:
        """The question just before this one."""
        asked = self.asked()
        here = next((i for i, one in enumerate(asked) if one.key == key), 0)
        return asked[here - 1] if here else None

    def progress(self, section: Id | None = None) -> tuple[int, int]:
        """Answered and asked, of one section or of all."""
        asked = [one for one in self.asked() if section in (None, one.question.section)]
        return sum(self.lookup(one.key) is not None for one in asked), len(asked)

    def with_answer(self, asked: AskedQuestion, answer: Answer) -> "InterviewSession":
        """The state after an answer: in the voice, or in the audit's own file where the question sets it."""
        sets = asked.question.sets
        if not sets:
            answers = {**self.voice.answers, asked.key: answer}
            return replace(self, voice=self.voice.model_copy(update={"answers": answers}))
        if sets == "company" or sets == "country":
            return replace(self, audit=self.audit.model_copy(update={sets: answer.value}))
        places = {**self.audit.places, sets: answer.value}
        return replace(self, audit=self.audit.model_copy(update={"places": places}))

    def resting_at(self, key: Key | None) -> "InterviewSession":
        """The state with a bookmark."""
        return replace(self, voice=self.voice.model_copy(update={"resume_at": key}))
