"""The questions that take more than one prompt: a channel's funnel, the columns of today's reports."""

from dataclasses import dataclass

from audit.content.answer_values import SALE, Mistake, share_of
from audit.content.report_headings import split_headings
from audit.interview import options as choices
from audit.interview.session import AskedQuestion, InterviewSession
from audit.model import Column, Id, Step, Value
from audit.terminal.messages import TerminalMessages
from audit.terminal.prompts import MENU, Menu, Options, Prompts


@dataclass(frozen=True)
class Tables:
    """Asks tables row by row. Every method returns the whole table, or MENU where "?" was pressed."""

    messages: TerminalMessages
    prompts: Prompts

    # --- the funnel ----------------------------------------------------------------------------------

    def steps(self, title: str, talk: InterviewSession, here: AskedQuestion) -> tuple[Step, ...] | Menu:
        """Step after step: what is counted, then which share of it goes on; the sale closes the row."""
        names: list[Id] = []
        steps: list[Step] = []
        self.prompts.say(self.messages.word("steps_intro"))
        while not names or names[-1] != SALE:
            path = " → ".join(self.messages.name(name) for name in names)
            picked = self.prompts.one(
                "\n".join([title, *([path] if path else []), self.messages.word("which_step")]),
                self._step_options(talk, here, names),
                None,
                self.messages.hint("hint_one"),
            )
            if isinstance(picked, Menu):
                return MENU
            if names:
                share = self._share(names[-1], picked)
                if isinstance(share, Menu):
                    return MENU
                steps.append(share)
            names.append(picked)
        return (*steps, Step(metric=SALE))

    def _share(self, step: Id, following: Id) -> Step | Menu:
        typed = self.prompts.text(
            self.messages.say(
                "which_share", step=self.messages.name(step), following=self.messages.name(following)
            ),
            "",
            self.messages.word("hint_share"),
            self._wrong_share,
        )
        return MENU if isinstance(typed, Menu) else share_of(step, typed)

    def _step_options(self, talk: InterviewSession, here: AskedQuestion, names: list[Id]) -> Options:
        """The sale once there is a step; then what can be counted here."""
        offered = choices.steps(self.messages.content, talk, here.place, set(names))
        sale = [(SALE, self.messages.word("step_sale"))] if names else []
        return [*sale, *((metric.id, metric.name.in_(self.messages.lang)) for metric in offered)]

    def _wrong_share(self, typed: str) -> str | None:
        try:
            share_of(SALE, typed)
        except Mistake as mistake:
            return self.messages.say(f"wrong_{mistake.what}", **mistake.more)
        return None

    # --- today's reports -----------------------------------------------------------------------------

    def columns(
        self, title: str, talk: InterviewSession, here: AskedQuestion, before: Value
    ) -> tuple[Column, ...] | Menu:
        """Headings as pasted, report by report; each recognised, each to be corrected."""
        known = before if isinstance(before, tuple) else ()
        columns = [column for column in known if isinstance(column, Column)]
        picked: Id = "continue" if columns else "more"
        while True:
            if picked == "more":
                more = self._pasted(title, columns)
                if isinstance(more, Menu):
                    return MENU
                columns = self._recognised([*columns, *more], talk, here)
            elif picked != "continue":
                columns = self._corrected(columns, int(picked), talk, here)
            chosen = self.prompts.one(
                self.messages.word("columns_review"),
                self._column_options(columns),
                "continue",
                self.messages.hint("hint_review"),
            )
            if isinstance(chosen, Menu):
                return MENU
            if chosen == "continue" and columns:
                return tuple(columns)
            picked = chosen if columns else "more"

    def _pasted(self, title: str, columns: list[Column]) -> list[Column] | Menu:
        report = self.messages.say("report_number", n=len({c.report for c in columns}) + 1)
        named = self.prompts.text(
            f"{title}\n{self.messages.word('which_report')}",
            report,
            self.messages.word("hint_text"),
            self._some,
        )
        if isinstance(named, Menu):
            return MENU
        pasted = self.prompts.text(
            self.messages.say("which_columns", report=named),
            "",
            self.messages.word("hint_columns"),
            self._some,
        )
        if isinstance(pasted, Menu):
            return MENU
        return [Column(name=name, report=named.strip()) for name in split_headings(pasted)]

    def _some(self, typed: str) -> str | None:
        return None if split_headings(typed) else self.messages.word("wrong_text")

    def _recognised(self, columns: list[Column], talk: InterviewSession, here: AskedQuestion) -> list[Column]:
        return choices.understood(self.messages.content, talk, here.place, columns)

    def _column_options(self, columns: list[Column]) -> Options:
        described = [(str(index), self._described(column)) for index, column in enumerate(columns)]
        go_on = [("continue", self.messages.word("go_on")), ("more", self.messages.word("columns_more"))]
        return [*go_on, *described]

    def _described(self, column: Column) -> str:
        """A column as it was understood: kind, stage, channel, metric, by whom it is filled in."""
        parts = [self.messages.word(f"column_{column.kind}")]
        parts += [
            self.messages.name(thing) for thing in (column.stage, column.channel, column.metric) if thing
        ]
        parts.append(self.messages.word("column_by_hand" if column.by_hand else "column_by_system"))
        return f"{column.name}: {', '.join(parts)}"

    def _corrected(
        self, columns: list[Column], index: int, talk: InterviewSession, here: AskedQuestion
    ) -> list[Column]:
        """The columns with one of them put right or removed; unchanged where "?" was pressed."""
        column = columns[index]
        kinds = [(kind, self.messages.word(f"column_{kind}")) for kind in choices.COLUMN_KINDS]
        kind = self._choice(
            column.name, [*kinds, ("remove", self.messages.word("column_remove"))], column.kind
        )
        if kind == "remove":
            return [*columns[:index], *columns[index + 1 :]]
        metric = self._metric(column, kind, talk, here)
        hand = [(h, self.messages.word(f"column_{h}")) for h in ("by_hand", "by_system")]
        by = self._choice(column.name, hand, "by_hand" if column.by_hand else "by_system")
        if kind is None or metric is None or by is None:
            return columns
        said = Column.model_validate(
            {"name": column.name, "report": column.report, "kind": kind, "metric": metric or None}
        )
        put_right = said.model_copy(update={"by_hand": by == "by_hand"})
        return self._recognised([*columns[:index], put_right, *columns[index + 1 :]], talk, here)

    def _metric(
        self, column: Column, kind: Id | None, talk: InterviewSession, here: AskedQuestion
    ) -> Id | None:
        """The catalogue's metric behind an action or objective; empty where there is none."""
        if kind not in ("action", "objective"):
            return ""
        known = choices.metrics_of_columns(self.messages.content, talk, here.place)
        options = [(m.id, m.name.in_(self.messages.lang)) for m in known]
        other = ("other_metric", self.messages.word("column_no_metric"))
        picked = self._choice(column.name, [other, *options], column.metric)
        return "" if picked == "other_metric" else picked

    def _choice(self, title: str, options: Options, default: Id | None) -> Id | None:
        picked = self.prompts.one(title, options, default, self.messages.hint("hint_one"))
        return None if isinstance(picked, Menu) else picked
