"""The conversation: asks one question after another, obeys the menu, saves after every answer."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from audit.content.answer_values import Mistake
from audit.content.loader import Content
from audit.content.typed_values import meant, shown
from audit.diagnosis.contradictions import within
from audit.interview import options as choices
from audit.interview.session import AskedQuestion, InterviewSession
from audit.model import GRADES, Answer, Id, Key, Lang, Question, Value
from audit.terminal.messages import TerminalMessages
from audit.terminal.prompts import Menu, Options, Prompts
from audit.terminal.table_questions import Tables


class Leave(Exception):
    """The respondent leaves; everything confirmed is saved."""


@dataclass(frozen=True)
class Draft:
    """What surrounds a value while its question is open."""

    note: str = ""
    grade: str = "told"
    auditor_only: bool = False


@dataclass(frozen=True)
class Conversation:
    """One sitting. `save` writes the state to disk before the next question is shown; `now` is the clock."""

    messages: TerminalMessages
    prompts: Prompts
    save: Callable[[InterviewSession, InterviewSession], None]
    now: Callable[[], datetime]

    @property
    def content(self) -> Content:
        return self.messages.content

    @property
    def lang(self) -> Lang:
        return self.messages.lang

    def run(self, talk: InterviewSession) -> InterviewSession:
        """Ask until nothing is left or the respondent leaves; the bookmark is always the open question."""
        self.prompts.say(self.messages.hint("welcome"))
        here = talk.where_it_stopped() or self._chosen(talk, None)
        section = complete = ""
        while here:
            talk = self._saved(talk, talk.resting_at(here.key))
            if here.question.section != section:
                section = here.question.section
                self.prompts.say(f"\n— {self._title(section)} —")
            try:
                outcome = self._open(talk, here)
            except Leave:
                self.prompts.say(self.messages.word("left"))
                return talk
            if isinstance(outcome, AskedQuestion):
                here = outcome
                continue
            if outcome is None:  # later
                here = talk.after(here.key)
                continue
            answered = talk.with_answer(here, outcome)
            following = answered.after(here.key)
            bookmark = following.key if following else None
            talk = self._saved(talk, answered.resting_at(bookmark))
            self.prompts.say(f"  ✓ {self.asks(here)} — {self.spoken(here, outcome)}")
            if following is None or following.question.section != section:
                following = self._reviewed(talk, section, again=section == complete) or following
                complete = section
            here = following
        done, asked = talk.progress()
        says = "finished_quick" if talk.quick else "finished"
        self.prompts.say(self.messages.say(says, answered=done, asked=asked))
        return self._saved(talk, talk.resting_at(None))

    def _saved(self, before: InterviewSession, after: InterviewSession) -> InterviewSession:
        if after != before:
            self.save(before, after)
        return after

    # --- one question ------------------------------------------------------------------------------

    def _open(self, talk: InterviewSession, here: AskedQuestion) -> Answer | AskedQuestion | None:
        """An answer, a question to go to, or None: later."""
        known = talk.lookup(here.key)
        before = known if isinstance(known, Answer) else None
        draft = Draft(before.note, before.grade, before.auditor_only) if before else Draft()
        if last := talk.last_time(here.key):
            self.prompts.say(self.messages.say("last_time", said=self.spoken(here, last)))
        while True:
            value = self._value(talk, here, before or last)
            if not isinstance(value, Menu):
                return self._answer("given", value, draft)
            picked = self.prompts.one(
                self.messages.word("menu"), self._menu(here, draft), None, self.messages.hint("hint_menu")
            )
            match picked:
                case "dont_know":
                    return self._answer("dont_know", None, draft)
                case "not_applicable":
                    reason = self._line("reason", draft.note)
                    if reason:
                        return self._answer("not_applicable", None, replace(draft, note=reason))
                case "note":
                    draft = replace(draft, note=self._line("note", draft.note))
                case "grade":
                    draft = replace(draft, grade=self._grade(draft))
                case "auditor_only":
                    draft = replace(draft, auditor_only=not draft.auditor_only)
                case "why":
                    self._explain(here)
                case "later":
                    return None
                case "back":
                    if earlier := talk.before(here.key):
                        return earlier
                case "go_to":
                    if chosen := self._chosen(talk, None):
                        return chosen
                case "leave":
                    raise Leave

    def _explain(self, here: AskedQuestion) -> None:
        """Why it is asked, and what a good answer looks like."""
        self.prompts.say(here.question.why.in_(self.lang))
        self.prompts.say(self.messages.say("for_example", example=here.question.example))

    def _answer(self, state: Any, value: Value, draft: Draft) -> Answer:
        return Answer.model_validate(
            {
                "state": state,
                "value": value,
                "note": draft.note,
                "grade": draft.grade,
                "auditor_only": draft.auditor_only,
                "at": self.now(),
            }
        )

    def _menu(self, here: AskedQuestion, draft: Draft) -> Options:
        entries = ["dont_know", "not_applicable", "note", "grade", "auditor_only"]
        if here.question.sets:  # the audit's own file: these must be known, and everybody sees them
            entries = []
        entries += ["why", "later", "back", "go_to", "leave", "return"]
        marks = {"note": draft.note, "grade": self.messages.name(draft.grade)}
        marks["auditor_only"] = self.messages.word("yes" if draft.auditor_only else "no")
        return [
            (e, self.messages.word(f"menu_{e}") + (f": {marks[e]}" if marks.get(e) else "")) for e in entries
        ]

    def _grade(self, draft: Draft) -> str:
        options = [(grade, self.messages.word(f"grade_{grade}")) for grade in GRADES]
        picked = self.prompts.one(
            self.messages.word("menu_grade"), options, draft.grade, self.messages.hint("hint_one")
        )
        return draft.grade if isinstance(picked, Menu) else picked

    def _line(self, what: str, default: str) -> str:
        typed = self.prompts.text(
            self.messages.word(what), default, self.messages.word("hint_line"), lambda _: None
        )
        return default if isinstance(typed, Menu) else typed.strip()

    def _value(self, talk: InterviewSession, here: AskedQuestion, before: Answer | None) -> Value | Menu:
        title = f"{self._counter(talk, here)} {self.asks(here)}"
        question = here.question
        value = before.value if before else None
        if question.kind == "steps":
            if isinstance(value, tuple):
                picked = self._as_before(title, here, value)
                if isinstance(picked, Menu) or picked == "same":
                    return picked if isinstance(picked, Menu) else value
            return Tables(self.messages, self.prompts).steps(title, talk, here)
        if question.kind == "columns":
            return Tables(self.messages, self.prompts).columns(title, talk, here, value)
        offered = choices.options(self.content, talk, here)
        options = [(option.id, option.text.in_(self.lang)) for option in offered]
        if question.kind == "one":
            default = value if isinstance(value, str) else None
            return self.prompts.one(title, options, default, self.messages.hint("hint_one"))
        if question.kind == "many":
            default_many = [v for v in value if isinstance(v, str)] if isinstance(value, tuple) else []
            check = self._at_least_one
            return self.prompts.many(title, options, default_many, self.messages.hint("hint_many"), check)
        typed = self.prompts.text(
            title,
            shown(question, value, self.lang),
            self.messages.word("hint_text"),
            lambda t: self._wrong(question, t),
        )
        return typed if isinstance(typed, Menu) else meant(question, typed)

    def _as_before(self, title: str, here: AskedQuestion, value: Value) -> Id | Menu:
        """Whether a table that is known already is to stay as it is."""
        stands = self.content.spoken(here.question, "given", value).in_(self.lang)
        options = [
            ("same", self.messages.say("table_same", said=stands)),
            ("anew", self.messages.word("table_anew")),
        ]
        return self.prompts.one(title, options, "same", self.messages.hint("hint_one"))

    def _counter(self, talk: InterviewSession, here: AskedQuestion) -> str:
        """How many are answered beside the open question: one that is corrected is open too."""
        answered, asked = talk.progress(here.question.section)
        answered -= talk.lookup(here.key) is not None
        return f"[{self._title(here.question.section)}: {answered}/{asked}]"

    def _at_least_one(self, count: int) -> str | None:
        return None if count else self.messages.word("wrong_none")

    def _wrong(self, question: Question, typed: str) -> str | None:
        try:
            meant(question, typed)
        except Mistake as mistake:
            return self.messages.say(f"wrong_{mistake.what}", **mistake.more)
        return None

    # --- looking back --------------------------------------------------------------------------------

    def _reviewed(self, talk: InterviewSession, section: Id, again: bool) -> AskedQuestion | None:
        """The section's answers on one page; a question to correct, or None to go on. One needs no review."""
        if talk.progress(section)[0] < 2:
            return None
        if not again:  # it was complete before the correction
            self.prompts.say(self.messages.say("section_done", section=self._title(section)))
        for one in within(talk, section):
            self.prompts.say(self.messages.say("contradicts", says=self.content.messages[one.id]))
        return self._chosen(talk, section)

    def _chosen(self, talk: InterviewSession, section: Id | None) -> AskedQuestion | None:
        by_key: dict[Key, AskedQuestion] = {}
        options = [("continue", self.messages.word("go_on"))]
        for one in talk.asked():
            answer = talk.lookup(one.key)
            if section in (None, one.question.section) and isinstance(answer, Answer):
                by_key[one.key] = one
                options.append((one.key, f"{self.asks(one)} — {self.spoken(one, answer)}"))
        picked = self.prompts.one(
            self.messages.word("review"), options, "continue", self.messages.hint("hint_review")
        )
        return None if isinstance(picked, Menu) else by_key.get(picked)

    # --- words -----------------------------------------------------------------------------------------

    def asks(self, here: AskedQuestion) -> str:
        """The question as it is put, with its place."""
        return self.content.asks(here.key).in_(self.lang)

    def spoken(self, here: AskedQuestion, answer: Answer) -> str:
        return self.content.spoken(here.question, answer.state, answer.value).in_(self.lang)

    def _title(self, section: Id) -> str:
        return next(s.title for s in self.content.sections if s.id == section).in_(self.lang)
