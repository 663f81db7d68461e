"""What `plan` prints: a table and sentences for people, JSON for programs."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import groupby
from typing import Any

from pydantic import BaseModel

from audit.content.loader import Content
from audit.i18n import notation
from audit.model import EstimateKind, Hours, Id, Key, Lang, Plan, PlannedAction, Text, WeekAmount
from audit.planning.capacity import needed_of

KINDS: tuple[EstimateKind, ...] = ("point", "even", "safe")
COLUMN = 11  # characters of a number's column; our judgement
MOST_WEEKS = 18  # a quarter of the calendar and a month of lag; the rest stands in the data
NAME = 38  # ... of the action's name; longer ones get a line of their own; our judgement


def data(plan: Plan, lang: Lang) -> str:
    """The plan as data, or `{"no_plan_yet": reason, ...}`. Hours: per seller and day, fullest role."""
    if plan.no_plan_yet:
        return _json(
            {
                "no_plan_yet": plan.no_plan_yet.in_(lang),
                "missing": plan.missing,
                "what_if": _in(lang, plan.what_if),
                "tally": _in(lang, plan.tally),
            }
        )
    return _json(
        {
            "actions": _in(lang, plan.actions),
            "hours": _hours_data(plan, lang),
            "feasible": plan.feasible,
            "short_by": _in(lang, plan.short_by),
            "assumptions": _in(lang, plan.assumptions),
            "probability": plan.probability,
            "guessed": plan.guessed,
            "feasible_safe": plan.feasible_safe,
            "short_by_safe": _in(lang, plan.short_by_safe),
            "target_per_month": plan.target_per_month,
            "chain": _in(lang, plan.chain),
            "today": _in(lang, plan.today),
            "lever": _in(lang, plan.lever),
            "mix": _in(lang, plan.mix),
            "ways_out": _in(lang, plan.ways_out),
            "calendar": _in(lang, plan.calendar),
            "missing": plan.missing,
        }
    )


def _in(lang: Lang, value: Any) -> Any:
    """A document as data, its texts in one language."""
    if isinstance(value, Text):
        return value.in_(lang)
    if isinstance(value, BaseModel):
        return {name: _in(lang, getattr(value, name)) for name in type(value).model_fields}
    if isinstance(value, Mapping):
        return {key: _in(lang, one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [_in(lang, one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def _hours_data(plan: Plan, lang: Lang) -> dict[str, Any]:
    """`needed` and `available` are hours at the point plan; the even and safe ones stand beside them.

    `at_least`: some actions were not timed (`untimed` names them by role), so more may be needed.
    """
    fullest = max(plan.hours, key=lambda one: one.needed - (one.available or 0))
    return {
        "needed": fullest.needed / 60,
        "needed_even": needed_of(fullest, "even") / 60,
        "needed_safe": needed_of(fullest, "safe") / 60,
        "available": None if fullest.available is None else fullest.available / 60,
        "at_least": bool(fullest.untimed),
        "minutes_per_day": _in(lang, plan.hours),
    }


def _json(tree: dict[str, Any]) -> str:
    return json.dumps(tree, ensure_ascii=False, indent=1)


def lines(plan: Plan, content: Content, lang: Lang) -> str:
    """The plan as lines: actions three ways, hours, whether it can be met, what was assumed."""
    return "\n".join(_Printer(plan, content, lang).lines())


class _Printer:
    def __init__(self, plan: Plan, content: Content, lang: Lang) -> None:
        self.plan, self.content, self.lang = plan, content, lang
        self.odds = {"even": self._odds(0.5), "safe": self._odds(plan.probability)}
        self.often = self._odds(plan.probability, "plan_often")

    def lines(self) -> list[str]:
        plan = self.plan
        if plan.no_plan_yet:
            return self._without_plan()
        found = [self._say("plan_guessed")] if plan.guessed else []
        found += [self._say("plan_title", n=plan.target_per_month or 0), "", *self._head()]
        for (channel, role), actions in groupby(plan.actions, key=lambda a: (a.channel, a.role)):
            found += self._heading(channel, role)
            found += [line for action in actions for line in self._row(action)]
        found += ["", self._say("plan_legend", **self.odds)]
        if any(action.assumed for action in plan.actions):
            found.append(self._say("plan_assumed"))
        found += [*self._part("plan_chain", plan.chain), "", *self._hours(), "", *self._verdicts()]
        star = "*" if any(action.assumed for action in plan.actions) else ""
        found += self._part("plan_ways_out", [way.says for way in plan.ways_out], star)
        found += self._part("plan_levers", [x.says for x in (plan.lever, plan.mix, plan.today) if x], star)
        found += self._calendar()
        return [*found, *self._part("assumptions", plan.assumptions)]

    def _without_plan(self) -> list[str]:
        plan = self.plan
        found = [plan.no_plan_yet.in_(self.lang)] if plan.no_plan_yet else []
        found += [f"  {key}  {self._asked(key)}".rstrip() for key in plan.missing]
        found += self._part("plan_what_if", [row.says for row in plan.what_if])
        if plan.tally:
            found += self._part("plan_tally", [plan.tally.says])
            for channel, steps in plan.tally.steps.items():
                named = [self.content.named(thing).in_(self.lang) for thing in (channel, *steps)]
                found.append(f"  {named[0]}: {' → '.join(named[1:])}")
        return found

    def _asked(self, key: Key) -> str:
        """The question that would have to be answered."""
        return self.content.asks(key).in_(self.lang)

    def _part(self, title: str, texts: Iterable[Text], star: str = "") -> list[str]:
        """A titled list; nothing where there is nothing to say."""
        said = [f"  {text.in_(self.lang)}" for text in texts]
        return ["", f"{self._say(title, often=self.often)}{star}:", *said] if said else []

    # --- the table -----------------------------------------------------------------------------------

    def _head(self) -> list[str]:
        columns = [self._say("plan_point"), self.odds["even"], self.odds["safe"]]
        over = "".join(self._say(m).rjust(COLUMN * 3) for m in ("plan_per_day", "plan_per_month"))
        return [" " * NAME + over, " " * NAME + "".join(c.rjust(COLUMN) for c in columns * 2)]

    def _heading(self, channel: Id | None, role: Id) -> list[str]:
        """Where the lines that follow belong, and whose they are where several roles sell."""
        parts = [channel, role if len(self.plan.hours) > 1 else None]
        said = " — ".join(self.content.named(part).in_(self.lang) for part in parts if part)
        return [f"{said}:"] if said else []

    def _row(self, action: PlannedAction) -> list[str]:
        name = f"  {self.content.named(action.metric).in_(self.lang)}{'*' if action.assumed else ''}"
        day = [self._number(action.per_seller_per_day.of(kind), "#,##0.00") for kind in KINDS]
        month = [self._number(notation.whole(action.per_period.of(kind)), "#,##0") for kind in KINDS]
        cells = "".join(cell.rjust(COLUMN) for cell in (*day, *month))
        return [name.ljust(NAME) + cells] if len(name) < NAME else [name, " " * NAME + cells]

    # --- hours and verdicts --------------------------------------------------------------------------

    def _hours(self) -> list[str]:
        found = [self._say("hours_title", **self.odds)]
        for hours in self.plan.hours:
            needed = {kind: self._minutes(hours, kind) for kind in KINDS}
            there = self._say("not_known") if hours.available is None else self._number(hours.available)
            role = self.content.named(hours.role)
            found.append("  " + self._say("hours_line", role=role, available=there, **needed))
            found += [f"    {hours.says.in_(self.lang)}"] if hours.says else []
        return found

    def _minutes(self, hours: Hours, kind: EstimateKind) -> str:
        """Unknown where nothing was timed, the least where something was not."""
        needed = notation.whole(needed_of(hours, kind))
        if not hours.untimed:
            return self._number(needed, "#,##0")
        return self._say("hours_at_least", n=needed) if needed else self._say("not_known")

    def _verdicts(self) -> list[str]:
        plan = self.plan
        answers = {True: "yes", False: "no", None: "unknown"}
        found = [self._say(f"feasible_{answers[plan.feasible]}")]
        found += [f"  {short.says.in_(self.lang)}" for short in plan.short_by]
        found.append(self._say(f"feasible_safe_{answers[plan.feasible_safe]}", often=self.often))
        return found + [f"  {short.says.in_(self.lang)}" for short in plan.short_by_safe]

    # --- the calendar --------------------------------------------------------------------------------

    def _calendar(self) -> list[str]:
        calendar = self.plan.calendar
        if not calendar:
            return []
        found = self._part("plan_calendar", calendar.says)
        columns = list(dict.fromkeys((one.channel, one.metric) for w in calendar.weeks for one in w.amounts))
        firsts = [
            next(c for c in columns if c[0] == channel) for channel in dict.fromkeys(c for c, _ in columns)
        ]
        found += ["", self._say("plan_weeks", often=self.often)]
        rows = [(self._say("plan_earlier"), calendar.earlier)] if calendar.earlier else []
        rows += [(notation.day(week.starts, self.lang), week.amounts) for week in calendar.weeks[:MOST_WEEKS]]
        for title, amounts in rows:
            cells = [self._cell(amounts, channel, metric) for channel, metric in firsts]
            found.append(f"  {title}: " + ", ".join(cell for cell in cells if cell))
        return found

    def _cell(self, amounts: Iterable[WeekAmount], channel: str | None, metric: str) -> str:
        for one in amounts:
            if (one.channel, one.metric) == (channel, metric):
                amount = self._number(notation.whole(one.amount.of("safe")), "#,##0")
                return f"{self.content.named(metric).in_(self.lang)} {amount}"
        return ""

    # --- words ---------------------------------------------------------------------------------------

    def _odds(self, probability: float, message: str = "plan_odds") -> str:
        """How often a plan suffices: 8 in 10, or in a hundred where tenths are too coarse."""
        n, of = notation.out_of(probability)
        return self._say(message, n=n, of=of)

    def _number(self, value: float, pattern: str = "#,##0.#") -> str:
        return notation.number(value, self.lang, pattern)

    def _say(self, message: str, **values: object) -> str:
        return self.content.say(self.content.messages[message], **values).in_(self.lang)
