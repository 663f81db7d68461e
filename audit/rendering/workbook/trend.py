"""Weeks of one metric, chosen from a list: plan, actual and a chart of both."""

from datetime import timedelta
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from audit.rendering.workbook.looks import ACTUAL, PLANNED, RULE
from audit.rendering.workbook.sheets import (
    AGAINST_PLAN,
    LOG_FIRST,
    MOST_SELLERS,
    ROWS,
    SETUP_FIRST,
    Book,
    Row,
    Team,
    cells,
    norm,
    quoted,
    sellers_of,
    serial,
    within,
)

WEEKS = 13  # of the trend: a quarter; the calendar
FIRST_WEEK = 8  # row of the first week; layout, our judgement
A_WEEK = {"day": "?", "week": "1", "month": "12/52", "quarter": "4/52"}  # periods of a form; the calendar


def trends(book: Book) -> None:
    for team in book.teams:
        if any(row.kind == "sum" for row in team.rows):
            _trend(book, team)


def _trend(book: Book, team: Team) -> None:
    """Plan and actual week by week, of a metric and seller chosen from lists."""
    say, looks, starts = book.say, book.looks, book.document.papers.starts
    sheet = book.sheet("trend", say("trend_title", role=book.named(team.role)), (30, 34, 16, 16, 16), team)
    counted = [row for row in team.rows if row.kind == "sum"]
    shown = next((row for row in counted if row.line.plan is not None), counted[0])
    book.text(sheet, 2, 0, say("metric"), "label")
    sheet.write_string(2, 1, book.of(shown.line.name), looks["yellow"])
    for n, row in enumerate(counted):
        sheet.write_string(n, 7, book.of(row.line.name), looks["helper"])
    sheet.data_validation(2, 1, 2, 1, {"validate": "list", "source": f"=$H$1:$H${len(counted)}"})
    book.text(sheet, 3, 0, say("seller"), "label")
    sheet.write_string(3, 1, say("everybody"), looks["yellow"])
    names = "=" + book.at("setup", cells(1, SETUP_FIRST - 1, SETUP_FIRST + MOST_SELLERS - 1))
    sheet.data_validation(3, 1, 3, 1, {"validate": "list", "source": names})
    book.text(sheet, 4, 0, say("from_day"), "label")
    sheet.write_formula(4, 1, "=" + book.at("setup", "$B$4"), looks["date"], serial(starts))
    everybody = say("everybody")
    sheet.write_formula(3, 6, f'=IF($B$4="{everybody}","*",$B$4)', looks["helper"], "*")
    book.heads(sheet, FIRST_WEEK - 2, [say(h) for h in ("week_from", *AGAINST_PLAN)])
    for week in range(WEEKS):
        _week(book, team, sheet, FIRST_WEEK + week, week, counted)
    _lines(book, sheet, book.name("trend", team))


def _week(book: Book, team: Team, sheet: Any, at: int, week: int, counted: list[Row]) -> None:
    looks, starts = book.looks, book.document.papers.starts
    monday = starts + timedelta(days=7 * week - starts.weekday())
    sheet.write_formula(at - 1, 0, f"=$B$5-WEEKDAY($B$5,2)+1+{7 * week}", looks["date"], serial(monday))
    last = max(row.column for row in team.rows) + 1
    block = book.at("log", f"$D${LOG_FIRST}:${xl_col_to_name(last)}${LOG_FIRST + ROWS - 1}", team)
    heads = book.at("log", f"$D${LOG_FIRST - 1}:${xl_col_to_name(last)}${LOG_FIRST - 1}", team)
    conditions = within(book, team, f"$A{at}", f"($A{at}+6)", "$G$4")
    holidays = book.at("setup", cells(4, SETUP_FIRST, SETUP_FIRST + MOST_SELLERS - 1))
    days = f"NETWORKDAYS($A{at},$A{at}+6,{holidays})"
    times = {cadence: periods.replace("?", days) for cadence, periods in A_WEEK.items()}
    offered = [
        f"IF($B$3={quoted(book.of(row.line.name))},N({norm(book, row, f'$A{at}')})*{times[row.cadence]},0)"
        for row in counted
    ]
    people = f"IF($B$4={quoted(book.say('everybody'))},{sellers_of(book, team)},1)"
    sheet.write_formula(at - 1, 5, f"=SUM({','.join(offered)})*{people}", looks["helper"], 0)
    sheet.write_formula(at - 1, 1, f'=IF($F{at}=0,"",$F{at})', looks["tenths"], "")
    column = f"INDEX({block},0,MATCH($B$3,{heads},0))"
    actual = f'=IF(COUNTIFS({conditions})=0,"",SUMIFS({column},{conditions}))'
    sheet.write_formula(at - 1, 2, actual, looks["whole"], "")
    both = f"AND(ISNUMBER($B{at}),ISNUMBER($C{at}))"
    sheet.write_formula(at - 1, 3, f'=IF({both},$C{at}-$B{at},"")', looks["signed_tenths"], "")
    sheet.write_formula(at - 1, 4, f'=IF({both},$C{at}/$B{at},"")', looks["share"], "")
    book.colours(sheet, f"$E${at}")


def _lines(book: Book, sheet: Any, name: str) -> None:
    last = FIRST_WEEK + WEEKS - 2
    chart = book.file.add_chart({"type": "column"})
    for column, look in ((1, PLANNED), (2, ACTUAL)):
        chart.add_series(
            {
                "name": [name, FIRST_WEEK - 2, column],
                "categories": [name, FIRST_WEEK - 1, 0, last, 0],
                "values": [name, FIRST_WEEK - 1, column, last, column],
                "fill": {"color": look},
                "gap": 60,
            }
        )
    chart.set_x_axis({"text_axis": True, "num_format": "dd.mm" if book.lang == "ru" else "d mmm"})
    chart.set_y_axis({"major_gridlines": {"visible": True, "line": {"color": RULE}}})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 900, "height": 320})
    sheet.insert_chart(FIRST_WEEK + WEEKS, 0, chart, {"description": book.say("chart_rollup")})
