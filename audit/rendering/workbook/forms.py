"""A sheet per form: choose a seller or everybody and a day; period, plan, actual, deviation follow."""

from datetime import date, timedelta
from typing import Any

from audit.model import Cadence, Form
from audit.rendering.workbook.sheets import (
    AGAINST_PLAN,
    MOST_SELLERS,
    SETUP_FIRST,
    Book,
    Row,
    Team,
    cells,
    norm,
    sellers_of,
    serial,
    total,
    within,
)

FIRST = 10  # row of the first line; layout, our judgement
PERIODS = {  # first and last day of the period that holds the day in B5; the calendar
    "day": ("$B$5", "$B$5"),
    "week": ("$B$5-WEEKDAY($B$5,2)+1", "$B$5-WEEKDAY($B$5,2)+7"),
    "month": ("DATE(YEAR($B$5),MONTH($B$5),1)", "DATE(YEAR($B$5),MONTH($B$5)+1,0)"),
    "quarter": (
        "DATE(YEAR($B$5),3*INT((MONTH($B$5)-1)/3)+1,1)",
        "DATE(YEAR($B$5),3*INT((MONTH($B$5)-1)/3)+4,0)",
    ),
}


def forms(book: Book) -> None:
    for team in book.teams:
        for form in book.document.scheme.forms:
            if form.role == team.role:
                _form(book, team, form)


def _form(book: Book, team: Team, form: Form) -> None:
    say = book.say
    title = say(f"form_{form.cadence}", role=book.named(form.role))
    sheet = book.sheet(form.cadence, title, (40, 16, 16, 14, 12, 24, 36, 1, 1), team)
    book.text(sheet, 1, 0, book.company, "lead")
    _choices(book, team, sheet, form)
    heads = ("metric", *AGAINST_PLAN, "source", "comment")
    book.heads(sheet, FIRST - 2, [say(head) for head in heads])
    rows = [row for row in team.rows if row.cadence == form.cadence]
    for n, row in enumerate(rows):
        _line(book, team, sheet, FIRST + n, row)
    after = FIRST + len(rows)
    for n, (label, text) in enumerate((("read_by", form.read_by), ("decision", form.decision))):
        book.text(sheet, after + n, 0, say(label), "label")
        book.text(sheet, after + n, 1, book.of(text), "lead")
    book.text(sheet, after + 2, 0, say("decided"), "label")
    sheet.merge_range(after + 2, 1, after + 2, 6, "", book.looks["yellow"])
    sheet.set_row(after + 2, 48)
    sheet.print_area(0, 0, after + 2, 6)


def period_of(cadence: Cadence, day: date) -> tuple[date, date]:
    """The same in the program's own words."""
    if cadence == "day":
        return day, day
    if cadence == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    months = 1 if cadence == "month" else 3
    first = day.replace(month=(day.month - 1) // months * months + 1, day=1)
    after = (first + timedelta(days=31 * months)).replace(day=1)
    return first, after - timedelta(days=1)


def _choices(book: Book, team: Team, sheet: Any, form: Form) -> None:
    """Who and when; H4 holds the seller as a condition, "*" for everybody."""
    say, looks = book.say, book.looks
    everybody = say("everybody")
    book.text(sheet, 3, 0, say("seller"), "label")
    sheet.write_string(3, 1, everybody, looks["yellow"])
    names = "=" + book.at("setup", cells(1, SETUP_FIRST - 1, SETUP_FIRST + MOST_SELLERS - 1))
    sheet.data_validation(3, 1, 3, 1, {"validate": "list", "source": names})
    book.text(sheet, 4, 0, say("any_day"), "label")
    sheet.write_datetime(4, 1, book.document.papers.starts, looks["yellow_date"])
    start, end = PERIODS[form.cadence]
    first, last = period_of(form.cadence, book.document.papers.starts)
    book.text(sheet, 5, 0, say("period"), "label")
    sheet.write_formula(5, 1, f"={start}", looks["date"], serial(first))
    book.text(sheet, 5, 2, say("until"), "label")
    sheet.write_formula(5, 3, f"={end}", looks["date"], serial(last))
    book.text(sheet, 6, 0, say("sellers"), "label")
    sheet.write_formula(6, 1, f'=IF($B$4="{everybody}",{sellers_of(book, team)},1)', looks["whole"], 0)
    book.text(sheet, 7, 0, say("rows_filed"), "label")
    sheet.write_formula(3, 7, f'=IF($B$4="{everybody}","*",$B$4)', looks["helper"], "*")
    conditions = within(book, team, "$B$6", "$D$6", "$H$4")
    sheet.write_formula(7, 1, f"=COUNTIFS({conditions})", looks["whole"], 0)


def _line(book: Book, team: Team, sheet: Any, at: int, row: Row) -> None:
    """H holds the plan per seller; a rate or a mean is the same for one and for all."""
    looks, form = book.looks, row.form
    conditions = within(book, team, "$B$6", "$D$6", "$H$4")
    book.text(sheet, at - 1, 0, row.line.name, "strong")
    book.fit(sheet, at - 1, (40,), (row.line.name,))
    sheet.write_formula(at - 1, 7, f"={norm(book, row, '$B$6')}", looks["helper"], row.line.plan or "")
    people = "*$B$7" if row.kind == "sum" else ""
    nobody = 0 if row.kind == "sum" else row.line.plan
    plan = nobody if row.line.plan else ""
    sheet.write_formula(at - 1, 1, f'=IF(N($H{at})=0,"",$H{at}{people})', looks[form], plan)
    actual = f'=IF($B$8=0,"",{total(book, team, row, conditions)})'
    sheet.write_formula(at - 1, 2, actual, looks[form], "")
    both = f"AND(ISNUMBER($B{at}),ISNUMBER($C{at}))"
    sheet.write_formula(at - 1, 3, f'=IF({both},$C{at}-$B{at},"")', looks[f"signed_{form}"], "")
    per_cent = f'=IF({both},IF($B{at}=0,"",$C{at}/$B{at}),"")'
    sheet.write_formula(at - 1, 4, per_cent, looks["share"], "")
    book.colours(sheet, f"$E${at}", row.less)
    book.text(sheet, at - 1, 5, row.line.source)
    book.text(sheet, at - 1, 6, "", "yellow")
