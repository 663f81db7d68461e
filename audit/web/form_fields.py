"""A question as fields of a form, and a form as a value; every kind works without JavaScript."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import FormData

from audit.content.answer_values import MOST_ROWS, MOST_TEXT, SALE, Mistake, share_of, value_of
from audit.content.loader import Content
from audit.content.report_headings import split_headings
from audit.content.typed_values import meant, shown
from audit.interview import options
from audit.interview.session import AskedQuestion, InterviewSession
from audit.model import Column, Id, Lang, Step, Value

FREE_ROWS = 3  # empty ones a table begins with and grows by; our judgement

Choice = tuple[Id, str, bool]


@dataclass(frozen=True)
class Fields:
    """What a form asks for: choices, or one text, or rows of a table."""

    kind: str
    choices: tuple[Choice, ...] = ()
    text: str = ""
    rows: tuple[Mapping[str, Any], ...] = ()
    report: str = ""
    headings: str = ""


@dataclass(frozen=True)
class Form:
    """A question being answered in a language."""

    content: Content
    lang: Lang
    talk: InterviewSession
    here: AskedQuestion

    def fields(self, value: Value, typed: FormData | None) -> Fields:
        """The fields with what was confirmed, or with what was just typed and not accepted."""
        question = self.here.question
        if question.kind in ("one", "many"):
            return Fields(question.kind, choices=self._choices(_chosen(value, typed)))
        if question.kind == "steps":
            rows = self._typed_steps(typed) if typed else self._known_steps(value)
            return Fields("steps", rows=tuple(self._step_row(r) for r in [*rows, *[("", "")] * FREE_ROWS]))
        if question.kind == "columns":
            columns = self._typed_columns(typed) if typed else self._understood(_columns(value))
            number = len({c.report for c in columns}) + 1
            report = self.content.say(self.content.messages["report_number"], n=number).in_(self.lang)
            return Fields("columns", rows=tuple(self._column_row(c) for c in columns), report=report)
        text = str(typed.get("value", "")) if typed else shown(question, value, self.lang)
        return Fields("text" if question.kind in ("text", "country") else "number", text=text)

    def value(self, typed: FormData) -> Value:
        """What the form says. Raises Mistake."""
        question = self.here.question
        if question.kind == "steps":
            return self._steps(typed)
        if question.kind == "columns":
            columns = self._typed_columns(typed)
            if not columns:
                raise Mistake("no_columns")
            return tuple(columns)
        said = [str(one) for one in typed.getlist("value")]
        if question.kind in ("one", "many"):
            if not said:
                raise Mistake("none" if question.kind == "many" else "no_choice")
            return value_of(question, said if question.kind == "many" else said[0])
        line = said[0] if said else ""
        if len(line) > MOST_TEXT:
            raise Mistake("too_long", most=str(MOST_TEXT))
        return meant(question, line)

    def _choices(self, chosen: Sequence[str]) -> tuple[Choice, ...]:
        offered = options.options(self.content, self.talk, self.here)
        others = [o for o in self.here.question.options if o.id in chosen and o not in offered]
        return tuple((o.id, o.text.in_(self.lang), o.id in chosen) for o in (*offered, *others))

    # --- the funnel ----------------------------------------------------------------------------------

    def _known_steps(self, value: Value) -> list[tuple[str, str]]:
        steps = [s for s in value if isinstance(s, Step)] if isinstance(value, tuple) else []
        return [(step.metric, _share(step)) for step in steps if step.metric != SALE]

    def _typed_steps(self, typed: FormData) -> list[tuple[str, str]]:
        rows = [
            (_field(typed, "metric", i), _field(typed, "share", i)) for i in range(_rows(typed, "metric"))
        ]
        return [row for row in rows if row != ("", "")]

    def _step_row(self, row: tuple[str, str]) -> Mapping[str, Any]:
        known = options.steps(self.content, self.talk, self.here.place, set())
        choices = [(m.id, m.name.in_(self.lang), m.id == row[0]) for m in known]
        if row[0] and row[0] not in [m.id for m in known] and row[0] in self.content.metrics:
            choices.append((row[0], self.content.named(row[0]).in_(self.lang), True))
        return {"choices": choices, "share": row[1]}

    def _steps(self, typed: FormData) -> Value:
        """The rows in their order, the sale at the end."""
        rows = self._typed_steps(typed)
        if not rows:
            raise Mistake("no_steps")
        if any(not metric for metric, _ in rows):
            raise Mistake("step_unnamed")
        steps = [share_of(metric, share) for metric, share in rows] + [Step(metric=SALE)]
        trees = [{k: str(v) for k, v in s.model_dump(exclude_none=True).items()} for s in steps]
        try:
            return value_of(self.here.question, trees)
        except Mistake as wrong:
            named = self.content.metrics.get(wrong.value)
            raise Mistake(wrong.what, named.name.in_(self.lang) if named else wrong.value) from None

    # --- today's reports -----------------------------------------------------------------------------

    def _typed_columns(self, typed: FormData) -> list[Column]:
        """The rows as corrected, and the headings just pasted; all understood as far as they can be."""
        rows = [self._typed_column(typed, i) for i in range(_rows(typed, "name"))]
        columns = [c for c in rows if c]
        report = str(typed.get("report", "")).strip()[:MOST_TEXT]
        pasted = split_headings(str(typed.get("headings", "")))
        columns += [Column(name=name[:MOST_TEXT], report=report) for name in pasted]
        return self._understood(columns[:MOST_ROWS])

    def _understood(self, columns: list[Column]) -> list[Column]:
        return options.understood(self.content, self.talk, self.here.place, columns)

    def _typed_column(self, typed: FormData, index: int) -> Column | None:
        name = _field(typed, "name", index)
        if not name or _field(typed, "drop", index):
            return None
        kind, hand, metric = (_field(typed, part, index) for part in ("kind", "hand", "metric"))
        known = metric if kind in ("action", "objective") and metric in self.content.metrics else None
        said = Column.model_validate(
            {
                "name": name[:MOST_TEXT],
                "report": _field(typed, "report", index)[:MOST_TEXT],
                "kind": kind if kind in options.COLUMN_KINDS else None,
                "metric": known,
            }
        )
        return said.model_copy(update={"by_hand": hand == "by_hand"}) if hand else said

    def _column_row(self, column: Column) -> Mapping[str, Any]:
        offered = options.metrics_of_columns(self.content, self.talk, self.here.place)
        metrics = [(m.id, m.name.in_(self.lang), m.id == column.metric) for m in offered]
        if column.metric and column.metric not in [m.id for m in offered]:
            metrics.append((column.metric, self.content.named(column.metric).in_(self.lang), True))
        kinds = [(k, self._word(f"column_{k}"), k == column.kind) for k in options.COLUMN_KINDS]
        hand = "by_hand" if column.by_hand else "by_system"
        hands = [(h, self._word(f"column_{h}"), h == hand) for h in ("by_hand", "by_system")]
        return {
            "name": column.name,
            "report": column.report,
            "kinds": kinds,
            "metrics": metrics,
            "hands": hands,
        }

    def _word(self, message: str) -> str:
        return self.content.messages[message].in_(self.lang)


def _chosen(value: Value, typed: FormData | None) -> list[str]:
    if typed:
        return [str(one) for one in typed.getlist("value")]
    return [str(v) for v in value] if isinstance(value, tuple) else [str(value)]


def _columns(value: Value) -> list[Column]:
    return [c for c in value if isinstance(c, Column)] if isinstance(value, tuple) else []


def _share(step: Step) -> str:
    """A conversion as share_of reads it."""
    if step.passed is not None and step.entered is not None:
        return f"{step.passed}/{step.entered}"
    return "" if step.percent is None else f"{step.percent:.12g}%"


def _field(typed: FormData, name: str, index: int) -> str:
    return str(typed.get(f"{name}_{index}", "")).strip()


def _rows(typed: FormData, name: str) -> int:
    """How many rows the form holds, at most as many as a table may have."""
    return next((i for i in range(MOST_ROWS) if f"{name}_{i}" not in typed), MOST_ROWS)
