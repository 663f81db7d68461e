"""Sheets that people fill in: how to use, setup, daily entry, and the plan that stands in the forms."""

from typing import Any

from xlsxwriter.utility import xl_col_to_name

from audit.model import FEWEST_FOR_A_RATE, Cadence
from audit.rendering.workbook.funnel import actions_at
from audit.rendering.workbook.sheets import (
    LOG_FIRST,
    MOST_SELLERS,
    NEAR,
    PLAN_FIRST,
    ROWS,
    SETUP_FIRST,
    Book,
    Row,
    Team,
    cells,
)

LAST_SELLER = SETUP_FIRST + MOST_SELLERS - 1  # a row; layout, our judgement
LAST_ENTRY = LOG_FIRST + ROWS - 1  # a row; layout, our judgement
WIDE = 80  # characters on a line of the how-to; layout, our judgement
DAYS_ROWS: dict[Cadence, int] = {
    "day": 5,
    "week": 6,
    "month": 7,
    "quarter": 8,
}  # of the plan sheet; layout, our judgement


def how_to(book: Book) -> None:
    sheet = book.sheet("how", book.say("how_title"), (WIDE,))
    sheet.set_portrait()
    document, say = book.document, book.say
    stamp = document.papers.regulation.stamp
    lines = [say("how_made", program=document.made_by, on=document.as_of), say("how_yellow")]
    lines += [say(f"how_{part}", sheet=book.name(part)) for part in ("setup", "log")]
    lines += [say("how_forms"), say("how_rollup", sheet=book.name("rollup"))]
    lines += [say("how_funnel", sheet=book.name("funnel")), say("how_plan", sheet=book.name("plan"))]
    lines += [say("how_colours", near=NEAR * 100, least=FEWEST_FOR_A_RATE)]
    lines += [say("how_private"), say("how_apps")]
    row = 1
    if book.company:
        book.text(sheet, row, 0, book.company, "part")
        row += 1
    if stamp:
        row = _paragraph(book, sheet, row, book.of(stamp), "stamp")
    for line in lines:
        row = _paragraph(book, sheet, row, line, "prose")


def _paragraph(book: Book, sheet: Any, row: int, text: str, look: str) -> int:
    book.fit(sheet, row, (WIDE,), (text,))
    book.text(sheet, row, 0, text, look)
    return row + 1


def setup(book: Book) -> None:
    """Names, roles, days off, channels: the lists everything else offers."""
    sheet, say = book.sheet("setup", book.say("sheet_setup"), (8, 34, 30, 4, 18, 4, 30)), book.say
    book.text(sheet, 2, 0, say("company"), "label")
    book.text(sheet, 2, 1, book.company)
    book.text(sheet, 3, 0, say("start"), "label")
    sheet.write_datetime(3, 1, book.document.papers.starts, book.looks["yellow_date"])
    book.text(sheet, 6, 0, say("setup_lead"), "part")
    first = SETUP_FIRST - 1
    book.heads(sheet, first - 2, [say("number"), say("seller"), say("role")], 20)
    sheet.write_string(first - 2, 4, say("holidays"), book.looks["head"])
    sheet.write_string(first - 2, 6, say("channels"), book.looks["head"])
    book.text(sheet, first - 1, 1, say("everybody"))
    only = book.named(book.teams[0].role) if len(book.teams) == 1 else ""
    for n in range(MOST_SELLERS):
        sheet.write_number(first + n, 0, n + 1, book.looks["whole"])
        book.text(sheet, first + n, 1, "", "yellow")
        book.text(sheet, first + n, 2, only, "yellow")
        _day_off(book, sheet, first + n, n)
    roles = [book.named(team.role) for team in book.teams]
    if roles:
        sheet.data_validation(f"C{SETUP_FIRST}:C{LAST_SELLER}", _choice(book, roles))
    for n, channel in enumerate(channels(book)):
        book.text(sheet, first + n, 6, channel)


def _day_off(book: Book, sheet: Any, row: int, n: int) -> None:
    known = book.document.papers.holidays
    if n < len(known):
        sheet.write_datetime(row, 4, known[n], book.looks["yellow_date"])
    else:
        sheet.write_blank(row, 4, None, book.looks["yellow_date"])


def channels(book: Book) -> list[str]:
    """The channels any figure can be split by, as they are called."""
    ids = [one.channel for one in book.document.papers.channels]
    ids += [row.channel for team in book.teams for row in team.rows if row.channel]
    return [book.named(channel) for channel in dict.fromkeys(ids)]


def _choice(book: Book, source: Any) -> dict[str, Any]:
    return {
        "validate": "list",
        "source": source,
        "error_title": book.say("ask_list"),
        "error_message": book.say("ask_list"),
    }


# --- daily entry -------------------------------------------------------------------------------------


def logs(book: Book) -> None:
    for team in book.teams:
        _log(book, team)


def _log(book: Book, team: Team) -> None:
    """One row per seller and day: date and name from lists, then numbers."""
    ordered = sorted(team.rows, key=lambda row: row.column)
    titles = [title for row in ordered for title in _titles(book, row)]
    widths = (12, 24, 20, *(13 for _ in titles), 30)
    sheet = book.sheet("log", book.say("log_title", role=book.named(team.role)), widths, team)
    book.text(sheet, 1, 0, book.say("log_lead"), "lead")
    heads = [book.say("date"), book.say("seller"), book.say("channel_optional"), *titles]
    book.heads(sheet, LOG_FIRST - 2, [*heads, book.say("comment")], 62)
    for row in ordered:
        source = book.of(row.line.source)
        for column in range(row.column, row.column + (2 if row.kind == "ratio" else 1)):
            sheet.write_string(LOG_FIRST - 3, column, source, book.looks["lead"])
    last = len(heads)
    for entry in range(LOG_FIRST - 1, LAST_ENTRY):
        sheet.write_blank(entry, 0, None, book.looks["yellow_date"])
        for column in range(1, last + 1):
            look = "yellow" if column in (1, 2, last) else "yellow_whole"
            sheet.write_blank(entry, column, None, book.looks[look])
    _checked_entries(book, sheet, last)
    for row in ordered:
        if row.kind == "ratio":  # more done than there were
            done, of = (f"{xl_col_to_name(row.column + n)}{LOG_FIRST}" for n in (0, 1))
            area = (LOG_FIRST - 1, row.column, LAST_ENTRY - 1, row.column + 1)
            _doubted(book, sheet, area, f"AND(ISNUMBER(${done}),${done}>N(${of}))")
    sheet.freeze_panes(LOG_FIRST - 1, 3)
    sheet.repeat_rows(LOG_FIRST - 2)
    sheet.autofilter(LOG_FIRST - 2, 0, LAST_ENTRY - 1, last)
    sheet.print_area(0, 0, LOG_FIRST + 40, last)  # a month of one seller on paper


def _titles(book: Book, row: Row) -> list[str]:
    name = book.of(row.line.name)
    if row.kind != "ratio":
        return [name]
    return [book.say("of_which", metric=name), book.say("out_of", metric=name)]


def _checked_entries(book: Book, sheet: Any, last: int) -> None:
    """Only days, names from the list and numbers from zero get in; gaps and doubles turn red."""
    first = book.document.papers.starts.replace(year=book.document.papers.starts.year - 1)
    ask = {"validate": "date", "criteria": ">=", "value": first, "error_message": book.say("ask_date")}
    sheet.data_validation(LOG_FIRST - 1, 0, LAST_ENTRY - 1, 0, ask)
    names = "=" + book.at("setup", cells(1, SETUP_FIRST, LAST_SELLER))
    sheet.data_validation(LOG_FIRST - 1, 1, LAST_ENTRY - 1, 1, _choice(book, names))
    there = len(channels(book))
    if there:
        offered = "=" + book.at("setup", cells(6, SETUP_FIRST, SETUP_FIRST + there - 1))
        sheet.data_validation(LOG_FIRST - 1, 2, LAST_ENTRY - 1, 2, _choice(book, offered))
    ask = {"validate": "decimal", "criteria": ">=", "value": 0, "error_message": book.say("ask_number")}
    sheet.data_validation(LOG_FIRST - 1, 3, LAST_ENTRY - 1, last - 1, ask)
    row = LOG_FIRST
    dates, people, places = (f"${c}${row}:${c}${LAST_ENTRY}" for c in "ABC")
    nameless = f'AND(COUNT($D{row}:$AZ{row})>0,OR($A{row}="",$B{row}=""))'
    double = f'AND($A{row}<>"",COUNTIFS({dates},$A{row},{people},$B{row},{places},$C{row}&"")>1)'
    _doubted(book, sheet, (LOG_FIRST - 1, 0, LAST_ENTRY - 1, 2), f"OR({nameless},{double})")


def _doubted(book: Book, sheet: Any, area: tuple[int, int, int, int], when: str) -> None:
    rule = {"type": "formula", "criteria": f"={when}", "format": book.looks["doubt"]}
    sheet.conditional_format(*area, rule)


# --- the plan in the forms ---------------------------------------------------------------------------


def plan(book: Book) -> None:
    """Per line: the audit's plan, the one by measured conversions, one's own; per seller and period."""
    say = book.say
    sheet = book.sheet("plan", say("plan_title"), (30, 40, 14, 24, 24, 13, 13, 13))
    book.text(sheet, 1, 0, say("plan_lead", sheet=book.name("funnel")), "lead")
    for cadence, at in DAYS_ROWS.items():
        label = f"{say('days_in_period')}: {book.named(cadence)}"
        book.text(sheet, at - 1, 0, label)
        sheet.write_number(at - 1, 1, book.document.papers.days[cadence], book.looks["yellow_tenths"])
    heads = ("role", "metric", "per_period", "stage", "channel", "plan_now", "plan_next", "plan_own")
    book.heads(sheet, PLAN_FIRST - 2, [say(head) for head in heads])
    for team in book.teams:
        for row in team.rows:
            _plan_row(book, sheet, row)
    sheet.freeze_panes(PLAN_FIRST - 1, 0)


def _plan_row(book: Book, sheet: Any, row: Row) -> None:
    at, look = row.plan_row - 1, row.form
    book.text(sheet, at, 0, book.named(row.role))
    book.text(sheet, at, 1, row.line.name, "strong")
    book.text(sheet, at, 2, book.named(row.cadence))
    book.text(sheet, at, 3, book.named(row.stage))
    book.text(sheet, at, 4, book.named(row.channel) if row.channel else "")
    planned = _planned(book, row)
    shown = "" if row.line.plan is None else row.line.plan
    for column, days in ((5, "E"), (6, "G")):
        sheet.write_formula(at, column, planned.replace("?", days), book.looks[look], shown)
    sheet.write_blank(at, 7, None, book.looks[f"yellow_{look}"])


def _planned(book: Book, row: Row) -> str:
    """Actions per seller and day times the days of the period, rounded up once; "" where none is planned."""
    first, last = actions_at(book)
    metrics, roles = (book.at("funnel", f"${c}${first}:${c}${last}") for c in "AC")
    per_day = book.at("funnel", f"$?${first}:$?${last}")
    which = f"{metrics},$B{row.plan_row},{roles},$A{row.plan_row}"
    days = f"$B${DAYS_ROWS[row.cadence]}"
    amount = f"ROUNDUP(ROUND(SUMIFS({per_day},{which})*{days},6),0)"
    return f'=IF(COUNTIFS({which})=0,"",{amount})'
