"""The head's sheets: a period by metric, stage, channel and seller; weeks of one metric as a chart."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from audit.model import Id
from audit.rendering.workbook.looks import ACTUAL, PLANNED, RULE
from audit.rendering.workbook.sheets import (
    AGAINST_PLAN,
    MOST_SELLERS,
    NEAR,
    SETUP_FIRST,
    Book,
    Row,
    Team,
    cells,
    norm,
    quoted,
    total,
    within,
    worked,
)

FIRST = 11  # row of the first metric; layout, our judgement
FORTNIGHT = 13  # days from its first day to its last; the calendar
START, END = "$B$4", "$B$5"
MONTHS = (  # months between two days, parts of a month by its length; the calendar
    f"((YEAR({END})-YEAR({START}))*12+MONTH({END})-MONTH({START})"
    f"+DAY({END})/DAY(DATE(YEAR({END}),MONTH({END})+1,0))"
    f"-(DAY({START})-1)/DAY(DATE(YEAR({START}),MONTH({START})+1,0)))"
)
PERIODS = {  # how many periods of a form the chosen days hold; the calendar
    "day": "$B$8",
    "week": f"(({END}-{START}+1)/7)",
    "month": MONTHS,
    "quarter": f"({MONTHS}/3)",
}


def rollups(book: Book) -> None:
    for team in book.teams:
        _rollup(book, team)


def _rollup(book: Book, team: Team) -> None:
    widths = (32, 15, 15, *(13 for _ in range(max(5, len(team.rows)))))
    sheet = book.sheet("rollup", book.say("rollup_title", role=book.named(team.role)), widths, team)
    _period(book, sheet)
    last = FIRST + len(team.rows) - 1
    people = last + 3
    _by_metric(book, team, sheet, people + 3)
    after = _by_seller(book, team, sheet, people)
    after = _by_stage(book, team, sheet, after + 1)
    after = _by_channel(book, team, sheet, after + 1)
    _chart(book, team, sheet, after + 1)


def _period(book: Book, sheet: Any) -> None:
    """The days looked at; B8 holds how many of them are worked."""
    say, looks, starts = book.say, book.looks, book.document.papers.starts
    ends = starts + timedelta(days=FORTNIGHT)
    days = worked(book, starts, ends)
    for row, label, day in ((3, "from_day", starts), (4, "to_day", ends)):
        book.text(sheet, row, 0, say(label), "label")
        sheet.write_datetime(row, 1, day, looks["yellow_date"])
    holidays = book.at("setup", cells(4, SETUP_FIRST, SETUP_FIRST + MOST_SELLERS - 1))
    book.text(sheet, 5, 0, say("working_days"), "label")
    sheet.write_formula(5, 1, f"=NETWORKDAYS({START},{END},{holidays})", looks["whole"], days)
    book.text(sheet, 6, 0, say("working_days_own"), "label")
    sheet.write_blank(6, 1, None, looks["yellow_whole"])
    sheet.write_formula(7, 1, '=IF($B$7<>"",$B$7,$B$6)', looks["helper"], days)


def _by_metric(book: Book, team: Team, sheet: Any, sellers: int) -> None:
    """Plan of all sellers, days away taken out; actual, deviation, per cent."""
    heads = ("metric", "stage", "channel", "per_period", *AGAINST_PLAN)
    book.text(sheet, FIRST - 3, 0, book.say("by_metric"), "part")
    book.heads(sheet, FIRST - 2, [book.say(head) for head in heads])
    conditions = within(book, team, START, END)
    last = sellers + MOST_SELLERS - 1
    for n, row in enumerate(team.rows):
        at, look = FIRST + n, book.looks[row.form]
        book.text(sheet, at - 1, 0, row.line.name, "strong")
        book.text(sheet, at - 1, 1, book.named(row.stage))
        book.text(sheet, at - 1, 2, _channel(book, row))
        book.fit(sheet, at - 1, (32, 15), (row.line.name, _channel(book, row)))
        book.text(sheet, at - 1, 3, book.named(row.cadence))
        each = f"${_column(n)}${sellers - 1}"
        days = f'SUMPRODUCT(({cells(0, sellers, last)}<>"")*($B$8-{cells(1, sellers, last)}))'
        wanted = f"{each}*{days}/$B$8" if row.kind == "sum" else each
        formula = f'=IF(OR(NOT(ISNUMBER({each})),$B$8=0),"",{wanted})'
        nobody = 0 if row.kind == "sum" else row.line.plan
        plan = nobody if row.line.plan else ""
        sheet.write_formula(at - 1, 4, formula, _look(book, row), plan)
        there = f"COUNTIFS({conditions})=0"
        sheet.write_formula(at - 1, 5, f'=IF({there},"",{total(book, team, row, conditions)})', look, "")
        _compared(book, sheet, at, row)


def _look(book: Book, row: Row) -> Any:
    """Plans of parts of a period have tenths."""
    return book.looks["tenths" if row.kind == "sum" else row.form]


def _times(book: Book, row: Row) -> float:
    """How many periods of the row's form the first fortnight holds: what the formula gives."""
    first = book.document.papers.starts
    last = first + timedelta(days=FORTNIGHT)
    months = (last.year - first.year) * 12 + last.month - first.month
    part = months + last.day / _length(last) - (first.day - 1) / _length(first)
    found = {"day": worked(book, first, last), "week": 2, "month": part, "quarter": part / 3}
    return found[row.cadence] if row.kind == "sum" else 1


def _length(day: date) -> int:
    return monthrange(day.year, day.month)[1]


def _compared(book: Book, sheet: Any, at: int, row: Row) -> None:
    both = f"AND(ISNUMBER($E{at}),ISNUMBER($F{at}))"
    signed = book.looks["signed_tenths" if row.kind == "sum" else f"signed_{row.form}"]
    sheet.write_formula(at - 1, 6, f'=IF({both},$F{at}-$E{at},"")', signed, "")
    share = f'=IF({both},IF($E{at}=0,"",$F{at}/$E{at}),"")'
    sheet.write_formula(at - 1, 7, share, book.looks["share"], "")
    book.colours(sheet, f"$H${at}", row.less)


def _channel(book: Book, row: Row) -> str:
    if row.channel:
        return book.named(row.channel)
    return book.say("all_channels") if row.shared else ""


def _column(n: int) -> str:
    """The column of the n-th metric in the tables by seller, after name, days away and rows filed."""
    return str(xl_col_to_name(3 + n))


def _by_seller(book: Book, team: Team, sheet: Any, top: int) -> int:
    """What each did, then the deviation of each; returns the row after the tables."""
    book.text(sheet, top - 1, 0, book.say("by_seller"), "part")
    names = [book.of(row.line.name) for row in team.rows]
    heads = [book.say("seller"), book.say("days_off"), book.say("days_filed"), *names]
    book.heads(sheet, top, heads, 60)
    norms = top + 2
    book.text(sheet, norms - 1, 0, book.say("plan_per_seller"), "group")
    for column in (1, 2):
        book.text(sheet, norms - 1, column, "", "group")
    for n, row in enumerate(team.rows):
        times = PERIODS[row.cadence] if row.kind == "sum" else "1"
        plan = f'=IF(N({norm(book, row, START)})=0,"",({norm(book, row, START)})*{times})'
        each = (row.line.plan or 0) * _times(book, row) or ""
        sheet.write_formula(norms - 1, 3 + n, plan, _look(book, row), each)
    first = norms + 1
    again = first + MOST_SELLERS + 3
    book.text(sheet, again - 3, 0, book.say("by_seller_deviation"), "part")
    book.heads(sheet, again - 2, [book.say("seller"), "", "", *names], 60)
    ask = {"validate": "decimal", "criteria": ">=", "value": 0, "error_message": book.say("ask_number")}
    sheet.data_validation(first - 1, 1, first + MOST_SELLERS - 2, 1, ask)
    for n in range(MOST_SELLERS):
        _seller(book, team, sheet, first + n, SETUP_FIRST + n, again + n)
    return again + MOST_SELLERS


def _seller(book: Book, team: Team, sheet: Any, at: int, named: int, again: int) -> None:
    """One person's row in both tables; a row without a name stays empty."""
    looks, norms = book.looks, _norms_row(team)
    name, role = (book.at("setup", f"${c}${named}") for c in "BC")
    shown = f'=IF(AND({name}<>"",{role}={quoted(book.named(team.role))}),{name},"")'
    sheet.write_formula(at - 1, 0, shown, looks["strong"], "")
    sheet.write_blank(at - 1, 1, None, looks["yellow_whole"])
    conditions = within(book, team, START, END, f"$A{at}")
    sheet.write_formula(at - 1, 2, f'=IF($A{at}="","",COUNTIFS({conditions}))', looks["whole"], "")
    sheet.write_formula(again - 1, 0, f"=$A{at}", looks["strong"], "")
    for n, row in enumerate(team.rows):
        cell, plan = f"{_column(n)}{at}", f"{_column(n)}${norms}"
        actual = f'=IF(N($C{at})=0,"",{total(book, team, row, conditions)})'
        sheet.write_formula(at - 1, 3 + n, actual, looks[row.form], "")
        wanted = f"{plan}*($B$8-$B{at})/$B$8" if row.kind == "sum" else plan
        both = f"AND(ISNUMBER({cell}),ISNUMBER({plan}),$B$8>0)"
        signed = looks["signed_tenths" if row.kind == "sum" else f"signed_{row.form}"]
        sheet.write_formula(again - 1, 3 + n, f'=IF({both},{cell}-{wanted},"")', signed, "")
        _coloured(book, sheet, (again - 1, 3 + n), f"{_column(n)}{again}", wanted, row.less)


def _norms_row(team: Team) -> int:
    return FIRST + len(team.rows) + 4


def _coloured(book: Book, sheet: Any, at: tuple[int, int], cell: str, wanted: str, less: bool) -> None:
    """Green where the plan is met, orange up to a fifth off, red beyond."""
    for bound, look in (("0", "met"), (f"{1 - NEAR:.2f}*{wanted}", "near"), ("", "missed")):
        off = f"-({bound})" if bound and not less else bound
        met = f",{cell}{'<=' if less else '>='}{off}" if bound else ""
        rule = {"type": "formula", "criteria": f"=AND(ISNUMBER({cell}){met})", "stop_if_true": True}
        sheet.conditional_format(*at, *at, {**rule, "format": book.looks[look]})


def _by_stage(book: Book, team: Team, sheet: Any, top: int) -> int:
    """Planned actions added up by stage, then by channel: only what is a count and has a plan."""
    book.text(sheet, top - 1, 0, book.say("by_stage"), "part")
    heads = [f"{book.say('stage')} / {book.say('channel')}", *(book.say(h) for h in AGAINST_PLAN)]
    book.heads(sheet, top, heads)
    counted = [(n, row) for n, row in enumerate(team.rows) if row.kind == "sum" and row.line.kind == "action"]
    groups: list[tuple[str, list[int]]] = []
    for stage in dict.fromkeys(row.stage for _, row in counted):
        groups.append((book.named(stage), [n for n, row in counted if row.stage == stage]))
    for channel in dict.fromkeys(row.channel for _, row in counted if row.channel):
        groups.append((book.named(channel), [n for n, row in counted if row.channel == channel]))
    for k, (name, members) in enumerate(groups):
        at = top + 2 + k
        book.text(sheet, at - 1, 0, name, "strong")
        for column, letter in ((1, "E"), (2, "F")):
            parts = [f"IF(ISNUMBER($E${FIRST + n}),N(${letter}${FIRST + n}),0)" for n in members]
            sheet.write_formula(at - 1, column, "=" + "+".join(parts), book.looks["tenths"], 0)
        sheet.write_formula(at - 1, 3, f"=$C{at}-$B{at}", book.looks["signed_tenths"], 0)
        sheet.write_formula(at - 1, 4, f'=IF($B{at}=0,"",$C{at}/$B{at})', book.looks["share"], "")
        book.colours(sheet, f"$E${at}")
    return top + 2 + len(groups)


def _by_channel(book: Book, team: Team, sheet: Any, top: int) -> int:
    """Metrics that several channels share, split where the entries name the channel."""
    shared = [row for row in team.rows if row.shared]
    ids: list[Id] = [one.channel for one in book.document.papers.channels]
    if not shared or not ids:
        return top - 1
    book.text(sheet, top - 1, 0, book.say("by_channel"), "part")
    names = [book.named(channel) for channel in ids]
    book.heads(sheet, top, [book.say("metric"), *names, book.say("no_channel")])
    for k, row in enumerate(shared):
        at = top + 2 + k
        book.text(sheet, at - 1, 0, row.line.name, "strong")
        for n, name in enumerate(names):
            conditions = within(book, team, START, END, channel=quoted(name))
            sheet.write_formula(
                at - 1, 1 + n, "=" + total(book, team, row, conditions), book.looks["whole"], 0
            )
        everything = total(book, team, row, within(book, team, START, END))
        split = "+".join(f"{chr(66 + n)}{at}" for n in range(len(names)))
        sheet.write_formula(at - 1, 1 + len(names), f"={everything}-({split})", book.looks["whole"], 0)
    return top + 2 + len(shared)


def _chart(book: Book, team: Team, sheet: Any, top: int) -> None:
    """Plan and actual of what has a plan; its figures stand under the drawing."""
    planned = [n for n, row in enumerate(team.rows) if row.kind == "sum" and row.line.plan is not None]
    if not planned:
        return
    for k, n in enumerate(planned, top):
        for column, source in enumerate("AEF"):
            cell = f"${source}${FIRST + n}"
            shown = {"A": book.of(team.rows[n].line.name), "E": 0, "F": ""}[source]
            sheet.write_formula(k, column, f'=IF({cell}="","",{cell})', book.looks["helper"], shown)
    name, last = book.name("rollup", team), top + len(planned) - 1
    chart = book.file.add_chart({"type": "bar"})
    for column, label, look in ((1, "planned", PLANNED), (2, "actual", ACTUAL)):
        chart.add_series(
            {
                "name": book.say(label),
                "categories": [name, top, 0, last, 0],
                "values": [name, top, column, last, column],
                "fill": {"color": look},
                "gap": 60,
            }
        )
    chart.set_title({"name": book.say("chart_rollup"), "name_font": {"size": 12}})
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis({"major_gridlines": {"visible": True, "line": {"color": RULE}}})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 900, "height": 140 + 48 * len(planned)})
    sheet.insert_chart(top, 0, chart, {"description": book.say("chart_rollup")})
