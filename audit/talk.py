"""The conversation: asks one question after another, obeys the menu, saves after every answer."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from audit import words
from audit.content import Content
from audit.interview import Asked, Talk
from audit.model import GRADES, Answer, Id, Key, Lang, Question, Step, Value
from audit.prompts import MENU, Menu, Options, Prompts
from audit.values import SALE, Mistake, number_of, share_of

NOT_COUNTED = ("percent", "number", "moves", "score")  # ratios and averages are no funnel steps


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

    content: Content
    lang: Lang
    prompts: Prompts
    save: Callable[[Talk, Talk], None]
    now: Callable[[], datetime]
    plain: bool = False

    def run(self, talk: Talk) -> Talk:
        """Ask until nothing is left or the respondent leaves; the bookmark is always the open question."""
        self.prompts.say(self._hint("welcome"))
        here = talk.where_it_stopped() or self._chosen(talk, None)
        section = ""
        while here:
            talk = self._saved(talk, talk.resting_at(here.key))
            if here.question.section != section:
                section = here.question.section
                self.prompts.say(f"\n— {self._title(section)} —")
            try:
                outcome = self._open(talk, here)
            except Leave:
                self.prompts.say(self._word("left"))
                return talk
            if isinstance(outcome, Asked):
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
                following = self._reviewed(talk, section) or following
            here = following
        done, asked = talk.progress()
        self.prompts.say(self._text("finished", answered=done, asked=asked))
        return self._saved(talk, talk.resting_at(None))

    def _saved(self, before: Talk, after: Talk) -> Talk:
        if after != before:
            self.save(before, after)
        return after

    # --- one question ------------------------------------------------------------------------------

    def _open(self, talk: Talk, here: Asked) -> Answer | Asked | None:
        """An answer, a question to go to, or None: later."""
        known = talk.lookup(here.key)
        before = known if isinstance(known, Answer) else None
        draft = Draft(before.note, before.grade, before.auditor_only) if before else Draft()
        while True:
            value = self._value(talk, here, before)
            if not isinstance(value, Menu):
                return self._answer("given", value, draft)
            picked = self.prompts.one(
                self._word("menu"), self._menu(here, draft), None, self._word("hint_menu")
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
                    self.prompts.say(here.question.why.in_(self.lang))
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

    def _menu(self, here: Asked, draft: Draft) -> Options:
        entries = ["dont_know", "not_applicable", "note", "grade", "auditor_only"]
        if here.question.sets:  # the audit's own file: these must be known, and everybody sees them
            entries = []
        entries += ["why", "later", "back", "go_to", "leave", "return"]
        marks = {"note": draft.note, "grade": self._name(draft.grade)}
        marks["auditor_only"] = self._word("yes" if draft.auditor_only else "no")
        return [(e, self._word(f"menu_{e}") + (f": {marks[e]}" if marks.get(e) else "")) for e in entries]

    def _grade(self, draft: Draft) -> str:
        options = [(grade, self._word(f"grade_{grade}")) for grade in GRADES]
        picked = self.prompts.one(self._word("menu_grade"), options, draft.grade, self._hint("hint_one"))
        return draft.grade if isinstance(picked, Menu) else picked

    def _line(self, what: str, default: str) -> str:
        typed = self.prompts.text(self._word(what), default, self._word("hint_line"), lambda _: None)
        return default if isinstance(typed, Menu) else typed.strip()

    def _value(self, talk: Talk, here: Asked, before: Answer | None) -> Value | Menu:
        title = f"{self._counter(talk, here)} {self.asks(here)}"
        question = here.question
        value = before.value if before else None
        if question.kind == "steps":
            return self._steps(title, talk, here)
        options = [(option.id, option.text.in_(self.lang)) for option in question.options]
        if question.kind == "one":
            default = value if isinstance(value, str) else None
            return self.prompts.one(title, options, default, self._hint("hint_one"))
        if question.kind == "many":
            default_many = [v for v in value if isinstance(v, str)] if isinstance(value, tuple) else []
            check = self._at_least_one
            return self.prompts.many(title, options, default_many, self._hint("hint_many"), check)
        typed = self.prompts.text(
            title, self._typed(question, value), self._word("hint_text"), lambda t: self._wrong(question, t)
        )
        return typed if isinstance(typed, Menu) else self._meant(question, typed)

    def _counter(self, talk: Talk, here: Asked) -> str:
        answered, asked = talk.progress(here.question.section)
        return f"[{self._title(here.question.section)}: {answered}/{asked}]"

    def _at_least_one(self, count: int) -> str | None:
        return None if count else self._word("wrong_none")

    def _typed(self, question: Question, value: Value) -> str:
        if question.kind == "country" and isinstance(value, str):
            return words.country_name(value, self.lang)
        if isinstance(value, int | float):
            return words.number(value, self.lang, "0.######")
        return value if isinstance(value, str) else ""

    def _meant(self, question: Question, typed: str) -> Value:
        if question.kind == "text":
            return typed.strip()
        if question.kind == "country":
            return words.country_code(typed)
        return number_of(question, typed)

    def _wrong(self, question: Question, typed: str) -> str | None:
        try:
            return (
                None
                if self._meant(question, typed) not in ("", None)
                else self._word(f"wrong_{question.kind}")
            )
        except Mistake as mistake:
            return self._text(f"wrong_{mistake.what}", **mistake.more)

    # --- the funnel ----------------------------------------------------------------------------------

    def _steps(self, title: str, talk: Talk, here: Asked) -> tuple[Step, ...] | Menu:
        """Step after step: what is counted, then which share of it goes on; the sale closes the row."""
        steps: list[Step] = []
        self.prompts.say(self._word("steps_intro"))
        while True:
            path = " → ".join(self._name(step.metric) for step in steps)
            heading = f"{title}\n{path}" if path else title
            picked = self.prompts.one(
                f"{heading}\n{self._word('which_step')}",
                self._step_options(talk, here, steps),
                None,
                self._hint("hint_one"),
            )
            if isinstance(picked, Menu):
                return MENU
            if picked == SALE:
                return (*steps, Step(metric=SALE))
            share = self.prompts.text(
                self._text("which_share", step=self._name(picked)),
                "",
                self._word("hint_share"),
                self._wrong_share,
            )
            if isinstance(share, Menu):
                return MENU
            steps.append(share_of(picked, share))

    def _step_options(self, talk: Talk, here: Asked, steps: list[Step]) -> Options:
        """What can be counted here: the channel's own, the usual of this business, the rest, the sale."""
        used = {step.metric for step in steps} | {SALE}
        countable = [
            metric
            for metric in self.content.metrics.values()
            if metric.stage in ("leadgen", "conversion")
            and metric.kind in ("action", "outcome")
            and metric.unit not in NOT_COUNTED
            and metric.channel in (None, here.place)
            and metric.id not in used
        ]
        business = talk.lookup("sales_model")
        usual = business.value if business else None
        ordered = sorted(countable, key=lambda m: (m.channel is None, usual not in m.fits))
        sale = [(SALE, self._word("step_sale"))] if steps else []
        return [*((metric.id, metric.name.in_(self.lang)) for metric in ordered), *sale]

    def _wrong_share(self, typed: str) -> str | None:
        try:
            share_of(SALE, typed)
        except Mistake as mistake:
            return self._text(f"wrong_{mistake.what}", **mistake.more)
        return None

    # --- looking back --------------------------------------------------------------------------------

    def _reviewed(self, talk: Talk, section: Id) -> Asked | None:
        """The section's answers on one page; a question to correct, or None to go on."""
        self.prompts.say(self._text("section_done", section=self._title(section)))
        return self._chosen(talk, section)

    def _chosen(self, talk: Talk, section: Id | None) -> Asked | None:
        by_key: dict[Key, Asked] = {}
        options = [("continue", self._word("go_on"))]
        for one in talk.asked():
            answer = talk.lookup(one.key)
            if section in (None, one.question.section) and isinstance(answer, Answer):
                by_key[one.key] = one
                options.append((one.key, f"{self.asks(one)} — {self.spoken(one, answer)}"))
        picked = self.prompts.one(self._word("review"), options, "continue", self._word("hint_review"))
        return None if isinstance(picked, Menu) else by_key.get(picked)

    # --- words -----------------------------------------------------------------------------------------

    def asks(self, here: Asked) -> str:
        """The question as it is put, with its place."""
        return self.content.asks(here.key).in_(self.lang)

    def spoken(self, here: Asked, answer: Answer) -> str:
        return self.content.spoken(here.question, answer.state, answer.value).in_(self.lang)

    def _hint(self, message: str) -> str:
        return self._word(f"{message}_plain" if self.plain else message)

    def _word(self, message: str) -> str:
        return self.content.messages[message].in_(self.lang)

    def _text(self, message: str, **values: Any) -> str:
        return self.content.say(self.content.messages[message], **values).in_(self.lang)

    def _name(self, thing: Id) -> str:
        return self.content.named(thing).in_(self.lang)

    def _title(self, section: Id) -> str:
        return next(s.title for s in self.content.sections if s.id == section).in_(self.lang)
