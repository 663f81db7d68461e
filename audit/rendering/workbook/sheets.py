"""What the sheets of the workbook share: looks, protection, paper, and where everything stands."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from math import ceil
from typing import Any, Literal

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from audit.i18n.labels import office_messages
from audit.i18n.wording import printable
from audit.model import FEWEST_FOR_A_RATE, Cadence, FormLine, Id, Lang, ReportDocument, Text
from audit.rendering.workbook.looks import styles

ROWS = 800  # of daily entries: five sellers for half a year, ten for a quarter; our judgement
MOST_SELLERS = 15  # lines for names; a larger department has several heads; our judgement
NEAR = 0.8  # of the plan, from where a colour says "nearly"; our judgement
SHEET_NAME = 31  # characters Excel allows; its law
EPOCH = date(1899, 12, 30)  # day 0 of office programs; their law
FIVE = 5  # days from Monday to Friday; the calendar
LINE = 13.5  # points of a line of text; layout, our judgement
MEANS: frozenset[Id] = frozenset({"score", "minutes", "number"})  # units that are averaged, not added
LESS_IS_BETTER: frozenset[Id] = frozenset(
    {"g_overdue", "g_manual_share", "g_report_minutes", "in_missed", "noshow"}
)
SETUP_FIRST = 11  # row of the first seller; the sheet's own layout, our judgement
LOG_FIRST = 6  # row of the first entry; layout, our judgement
PLAN_FIRST = 11  # row of the first line of the plan; layout, our judgement
AGAINST_PLAN = ("planned", "actual", "deviation", "per_cent")  # headings wherever both are shown

Kind = Literal["sum", "ratio", "mean"]


@dataclass(frozen=True)
class Row:
    """A line of a form and where it stands: its row in the plan, its columns in the role's entry sheet."""

    line: FormLine
    role: Id
    cadence: Cadence
    stage: str
    channel: Id | None
    kind: Kind
    plan_row: int
    column: int  # in the entry sheet, from 0
    shared: bool

    @property
    def less(self) -> bool:
        return self.line.metric in LESS_IS_BETTER

    @property
    def form(self) -> str:
        """How its figures are written."""
        return {"sum": "whole", "ratio": "share", "mean": "tenths"}[self.kind]


@dataclass(frozen=True)
class Team:
    """A role with its rows; `n` tells its sheets apart where there are several roles."""

    role: Id
    n: int
    rows: tuple[Row, ...]


class _Sheet(Worksheet):  # type: ignore[misc]
    """A worksheet that takes formulas as they are.

    XlsxWriter looks in each for 140 functions newer than Excel 2010, of which there are none: half its time.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002
        return formula.removeprefix("=")


@dataclass
class Book:
    """The file being written, the document, the words, and the layout that follows from the document."""

    file: Any
    document: ReportDocument
    lang: Lang
    taken: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.words = office_messages(self.lang)
        self.say = self.words.say
        self.of = self.words.of
        self.company = printable(self.document.company)
        self.looks = {name: self.file.add_format(style) for name, style in styles(self.lang).items()}

    # --- layout --------------------------------------------------------------------------------------

    @cached_property
    def teams(self) -> tuple[Team, ...]:
        """The roles that have a form, with every line's place."""
        forms = self.document.scheme.forms
        roles = list(dict.fromkeys(form.role for form in forms))
        found, plan_row = [], PLAN_FIRST
        for n, role in enumerate(roles, 1):
            lines = [(form.cadence, line) for form in forms if form.role == role for line in form.lines]
            columns = self._columns(lines)
            rows = []
            for cadence, line in lines:
                rows.append(self._row(role, cadence, line, plan_row, columns[line.metric]))
                plan_row += 1
            found.append(Team(role, n if len(roles) > 1 else 0, tuple(rows)))
        return tuple(found)

    def _columns(self, lines: Sequence[tuple[Cadence, FormLine]]) -> dict[Id, int]:
        """What sellers enter comes first; a ratio takes two columns."""
        places, column = {}, 3  # after date, seller and channel; layout, our judgement
        for _, line in sorted(lines, key=lambda one: not one[1].by_hand):
            places[line.metric] = column
            column += 2 if self._kind(line.metric) == "ratio" else 1
        return places

    def _kind(self, metric: Id) -> Kind:
        unit = self.document.metrics[metric].unit
        return "ratio" if unit == "percent" else "mean" if unit in MEANS else "sum"

    def _row(self, role: Id, cadence: Cadence, line: FormLine, plan_row: int, column: int) -> Row:
        chosen = next(
            x for x in self.document.recommendation.lines if (x.metric, x.role) == (line.metric, role)
        )
        kind = self._kind(line.metric)
        channels = {a.channel for a in self.document.plan.actions if a.metric == line.metric and a.channel}
        shared = kind == "sum" and chosen.channel is None and bool(channels)
        return Row(line, role, cadence, chosen.stage, chosen.channel, kind, plan_row, column, shared)

    # --- names ---------------------------------------------------------------------------------------

    def name(self, sheet: str, team: Team | None = None) -> str:
        """A sheet's name as it stands on the tab."""
        suffix = f" {team.n}" if team and team.n else ""
        return self.say(f"sheet_{sheet}")[: SHEET_NAME - len(suffix)] + suffix

    def at(self, sheet: str, cells: str, team: Team | None = None) -> str:
        """A reference to cells of another sheet."""
        return f"'{self.name(sheet, team)}'!{cells}"

    def named(self, thing: Id) -> str:
        return self.of(self.document.names[thing])

    # --- sheets --------------------------------------------------------------------------------------

    def sheet(self, sheet: str, title: str, widths: Sequence[float], team: Team | None = None) -> Any:
        """A protected A4 page with a title; only what a yellow format unlocks can be changed."""
        made = self.file.add_worksheet(self.name(sheet, team), _Sheet)
        made.hide_gridlines(2)
        made.set_landscape()
        made.set_paper(9)  # A4
        made.set_margins(0.5, 0.5, 0.6, 0.6)
        made.fit_to_pages(1, 0)
        made.set_footer(f"&L&8{_footer(self.company)}&R&8&P / &N")
        may = {"select_locked_cells": True, "select_unlocked_cells": True, "format_columns": True}
        made.protect("", {**may, "format_rows": True, "sort": True, "autofilter": True})
        for column, width in enumerate(widths):
            made.set_column(column, column, width)
        made.set_row(0, 26)
        made.write_string(0, 0, title, self.looks["title"])
        return made

    def heads(self, sheet: Any, row: int, titles: Sequence[str], height: float = 30) -> None:
        sheet.set_row(row, height)
        for column, title in enumerate(titles):
            sheet.write_string(row, column, title, self.looks["head"])

    def text(self, sheet: Any, row: int, column: int, text: Text | str | None, look: str = "cell") -> None:
        said = self.of(text) if isinstance(text, Text) else text or ""
        if said:
            sheet.write_string(row, column, said, self.looks[look])
        else:
            sheet.write_blank(row, column, None, self.looks[look])

    def fit(self, sheet: Any, row: int, widths: Sequence[float], texts: Sequence[Text | str | None]) -> None:
        """A row high enough for its longest text: no program measures it for all of them."""
        said = [self.of(text) if isinstance(text, Text) else text or "" for text in texts]
        lines = max(ceil(1.12 * len(text) / width) for text, width in zip(said, widths, strict=True))
        sheet.set_row(row, max(18.0, LINE * lines + 5))

    def colours(self, sheet: Any, cell: str, less: bool = False) -> None:
        """Green, orange, red for a per cent of the plan."""
        met = f"ISNUMBER({cell}),{cell}{'<=1' if less else '>=1'}"
        near = f"ISNUMBER({cell}),{cell}{f'<={1 / NEAR}' if less else f'>={NEAR}'}"
        for conditions, look in ((met, "met"), (near, "near"), (f"ISNUMBER({cell})", "missed")):
            rule = {"type": "formula", "criteria": f"=AND({conditions})", "format": self.looks[look]}
            sheet.conditional_format(cell.replace("$", ""), {**rule, "stop_if_true": True})


def _footer(company: str) -> str:
    return company.replace("&", "&&")[:120]


# --- results ---------------------------------------------------------------------------------------
# A formula is written with its result: LibreOffice and viewers show it without calculating.


def serial(day: date) -> int:
    """A day as office programs count it."""
    return (day - EPOCH).days


def worked(book: Book, first: date, last: date) -> int:
    """What NETWORKDAYS gives for the holidays that the setup sheet has room for."""
    off = book.document.papers.holidays[:MOST_SELLERS]
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return sum(day.isoweekday() <= FIVE and day not in off for day in days)


# --- formulas ----------------------------------------------------------------------------------------


def cells(column: int, first: int, last: int) -> str:
    """One column of cells, absolute."""
    name = xl_col_to_name(column)
    return f"${name}${first}:${name}${last}"


def entries(book: Book, team: Team, column: int) -> str:
    return book.at("log", cells(column, LOG_FIRST, LOG_FIRST + ROWS - 1), team)


def within(book: Book, team: Team, start: str, end: str, seller: str = "", channel: str = "") -> str:
    """The conditions of SUMIFS and its kin: between two days, by a seller, in a channel."""
    days = entries(book, team, 0)
    said = f'{days},">="&{start},{days},"<="&{end}'
    if seller:
        said += f",{entries(book, team, 1)},{seller}"
    return f"{said},{entries(book, team, 2)},{channel}" if channel else said


def total(book: Book, team: Team, row: Row, conditions: str) -> str:
    """What was done under the conditions: a sum, a rate with a large enough denominator, a mean."""
    column = entries(book, team, row.column)
    if row.kind == "sum":
        return f"SUMIFS({column},{conditions})"
    if row.kind == "mean":
        return f'IFERROR(AVERAGEIFS({column},{conditions}),"")'
    of = f"SUMIFS({entries(book, team, row.column + 1)},{conditions})"
    return f'IF({of}<{FEWEST_FOR_A_RATE},"",SUMIFS({column},{conditions})/{of})'


def norm(book: Book, row: Row, day: str) -> str:
    """The plan per seller and period in force on a day: one's own, the next, or the audit's."""
    own, now, later = (book.at("plan", f"${c}${row.plan_row}") for c in "HFG")
    return f'IF({own}<>"",{own},IF({day}>{book.at("funnel", "$B$5")},{later},{now}))'


def sellers_of(book: Book, team: Team) -> str:
    """How many people of a role are named."""
    last = SETUP_FIRST + MOST_SELLERS - 1
    names, roles = (book.at("setup", cells(c, SETUP_FIRST, last)) for c in (1, 2))
    return f'COUNTIFS({names},"?*",{roles},{quoted(book.named(team.role))})'


def quoted(text: str) -> str:
    """A text inside a formula."""
    return '"' + text.replace('"', '""') + '"'
