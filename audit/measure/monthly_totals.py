"""For those without a CRM: totals by month and channel in a small sheet that the program writes."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

from audit.content.answer_values import SALE
from audit.content.loader import Content
from audit.facts.facts import Facts
from audit.files.atomic_write import write
from audit.measure.cell_values import Cell, moment, whole
from audit.measure.column_mapping import Table, plain
from audit.measure.export_bytes import refuse
from audit.measure.export_files import Export
from audit.model import Cohort, Doubt, Id, Imported, Lang, Measurement, Passage, Rejected

MONTHS_ASKED = 12  # a year shows the season; our judgement
LINES_SHOWN = 5  # enough to find the mistake; our judgement

MONTH_FIRST = re.compile(r"^(\d{1,2})[./](\d{4})$")
NAMED = re.compile(r"^([^\W\d_]{3,})\.?\s+(\d{4})")
MONTH_NAMES = (
    *(("янв", "jan"), ("фев", "feb"), ("мар", "mar"), ("апр", "apr"), ("май", "may"), ("июн", "jun")),
    *(("июл", "jul"), ("авг", "aug"), ("сен", "sep"), ("окт", "oct"), ("ноя", "nov"), ("дек", "dec")),
)


def month_of(cell: Cell) -> str | None:
    """A month as people write it: 2026-05, 05.2026, May 2026, май 2026, or any day of it."""
    text = str("" if cell is None else cell).strip().casefold()
    if match := MONTH_FIRST.match(text):
        return month_of(f"{match[2]}-{match[1]:0>2}")
    if match := NAMED.match(text):
        for number, names in enumerate(MONTH_NAMES, 1):
            if match[1].replace("мая", "май").startswith(names):
                return f"{match[2]}-{number:02}"
    at = moment(f"{text}-01" if re.fullmatch(r"\d{4}-\d\d", text) else cell)
    return at.month if at else None


def measured(export: Export, table: Table, content: Content) -> Measurement:
    """Totals as a measurement: every column after month and channel is a step, in the order they stand."""
    read = _read(export, table)
    months = sorted({str(cohort.month) for cohort in read.cohorts})
    if not months:
        refuse("export_no_rows", Path(export.name))
    return Measurement(
        engine="",
        imported=(_imported(export, read, months),),
        since=f"{months[0]}-01",
        until=f"{months[-1]}-28",
        deals=sum(cohort.n for cohort in read.cohorts),
        won=sum(cohort.won for cohort in read.cohorts),
        steps=tuple(read.steps),
        metrics=_metrics(read.steps, content),
        channels=_channels(read.cohorts, content),
        cohorts=tuple(read.cohorts),
        passages=tuple(read.passages),
        doubts=(Doubt(about="period", size=len(read.cohorts), of=len(read.cohorts)),),
        refused={"days_to_sale": "no_dates", "sellers": "no_seller", "repeats": "no_clients"},
    )


@dataclass
class _Totals:
    """What stood in a sheet: its steps, what each row says, and the lines that say nothing usable."""

    steps: Sequence[str]
    rows: int = 0
    cohorts: list[Cohort] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    wrong: dict[str, list[int]] = field(default_factory=dict)


def _read(export: Export, table: Table) -> _Totals:
    at = {field: export.headers.index(column) for field, column in table.columns.items()}
    steps = [header for i, header in enumerate(export.headers) if header and i not in at.values()]
    if len(steps) < 2:  # a passage takes two; by definition
        refuse("totals_no_steps", Path(export.name))
    found = _Totals(steps)
    for line, row in export.rows():
        cells = {header: row[export.headers.index(header)] for header in steps}
        numbers = {header: whole(cell) for header, cell in cells.items() if _is_filled(cell)}
        if not numbers:
            continue  # a month nobody filled in
        found.rows += 1
        month = month_of(row[at["month"]])
        if month is None or None in numbers.values():
            reason = "no_date" if month is None else "number_unreadable"
            found.wrong.setdefault(reason, []).append(line)
            continue
        channel = str(row[at["channel"]] or "").strip() or None if "channel" in at else None
        filled = [(header, int(n or 0)) for header, n in numbers.items()]
        first, won = filled[0][1], _sold(filled, steps)
        cohort = Cohort(month=month, channel=channel, temperature=None, n=first, won=won, lost=0)
        found.cohorts.append(cohort)
        found.passages += _passages(month, channel, filled)
    return found


def _is_filled(cell: Cell) -> bool:
    return cell is not None and bool(str(cell).strip())


def _imported(export: Export, read: _Totals, months: Sequence[str]) -> Imported:
    refused = sum(map(len, read.wrong.values()))
    return Imported(
        file=Path(export.name).name,
        table="totals",
        read=read.rows,
        kept=read.rows - refused,
        duplicated=0,
        refused=refused,
        rejected=tuple(
            Rejected(reason=reason, n=len(lines), lines=tuple(lines[:LINES_SHOWN]))
            for reason, lines in sorted(read.wrong.items())
        ),
        since=months[0],
        until=months[-1],
    )


def _sold(filled: Sequence[tuple[str, int]], steps: Sequence[str]) -> int:
    return filled[-1][1] if filled[-1][0] == steps[-1] else 0


def _passages(month: str, channel: str | None, filled: Sequence[tuple[str, int]]) -> Iterator[Passage]:
    for (step, entered), (_, passed) in pairwise(filled):
        where = {"month": month, "channel": channel, "temperature": None}
        yield Passage(step=step, entered=entered, passed=passed, jumped=0, waiting=0, **where)


def _metrics(steps: Sequence[str], content: Content) -> dict[str, Id]:
    names = {plain(m.name.in_(lang)): m.id for m in content.metrics.values() for lang in ("ru", "en")}
    return {step: names[plain(step)] for step in steps if plain(step) in names}


def _channels(cohorts: Sequence[Cohort], content: Content) -> dict[str, Id]:
    options = next(q.options for q in content.questions.values() if q.sets == "channel")
    names = {plain(content.named(o.id).in_(lang)): o.id for o in options for lang in ("ru", "en")}
    found = {cohort.channel for cohort in cohorts if cohort.channel}
    return {channel: names[plain(channel)] for channel in found if plain(channel) in names}


# --- the sheet to fill in --------------------------------------------------------------------------


def template(path: Path, content: Content, facts: Facts | None, as_of: date, lang: Lang) -> None:
    """A sheet with a row per month and channel, and a column per step that people named."""
    channels = (
        list(facts.places["channel"]) if facts and facts.places["channel"] else ["inbound", "cold_calls"]
    )
    steps = in_order([[s.metric for s in facts.steps(c)] for c in channels] if facts else [])
    steps = [step for step in steps if step != SALE] or ["cc_conversations", "in_accepted", "proposals"]
    months = sorted(_months(as_of))
    head = [content.named("month_column").in_(lang), content.named("channel_column").in_(lang)]
    head += [content.named(step).in_(lang) for step in (*steps, SALE)]
    rows = [[month, content.named(channel).in_(lang)] for month in months for channel in channels]
    write(path, _xlsx(head, rows) if path.suffix == ".xlsx" else _csv(head, rows, lang))


def in_order(funnels: Sequence[Sequence[Id]]) -> list[Id]:
    """The steps of several funnels in one row, each after all that lead to it; the sale at the end."""
    place = dict.fromkeys((step for funnel in funnels for step in funnel), 0)
    for _ in place:  # as often as the longest way can be
        for before, after in (pair for funnel in funnels for pair in pairwise(funnel)):
            place[after] = max(place[after], min(place[before] + 1, len(place)))
    return sorted(place, key=lambda step: (step == SALE, place[step]))


def _months(as_of: date) -> Iterator[str]:
    """The last whole months."""
    first = as_of.replace(day=1)
    for _ in range(MONTHS_ASKED):
        first = (first - timedelta(days=1)).replace(day=1)
        yield f"{first:%Y-%m}"


def _csv(head: list[str], rows: list[list[str]], lang: Lang) -> bytes:
    sheet = io.StringIO()
    writer = csv.writer(sheet, delimiter=";" if lang == "ru" else ",", lineterminator="\r\n")
    writer.writerows([head, *([*row, *[""] * (len(head) - len(row))] for row in rows)])
    return sheet.getvalue().encode("utf-8-sig")


def _xlsx(head: list[str], rows: list[list[str]]) -> bytes:
    import xlsxwriter

    held = io.BytesIO()
    made = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(held, made) as book:
        book.set_properties({"created": date(2000, 1, 1)})
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        for i, row in enumerate([head, *rows]):
            for j, cell in enumerate(row):
                sheet.write_string(i, j, cell, bold if i == 0 else None)
        sheet.set_column(0, len(head) - 1, 22)
        sheet.freeze_panes(1, 2)
    return held.getvalue()
