"""One row of an export as one row of the log: a parser per kind of table, and the cells they read."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from audit.measure import cell_values
from audit.measure.cell_values import Cell, Moment, Order
from audit.measure.column_mapping import Kind

Given = Mapping[str, Cell]  # the cells of a row by field
Made = dict[str, Any]  # a row of the log by column

CONTACT = re.compile(r"[^\s@]+@[^\s@]+\.\w+|\+?\d(?:[\s().-]*\d){6,}")  # an e-mail; seven digits and more
TIMES = ("created", "closed", "won_at", "lost_at", "expected", "ts")


class Refused(Exception):
    """Why a row is not counted: one or more reasons."""


@dataclass
class Cells:
    """Reads the cells of one file. `number_of`: instead of a name or a telephone; `days`: those read so far.

    `digest`: of the file, from which rows without a number get one; `masked`: sources that held a contact.
    """

    order: Order
    digest: str
    number_of: Callable[[str, str], str]
    days: list[int] = field(default_factory=list)
    masked: int = 0

    def texts(self, row: Given, *fields: str) -> dict[str, Any]:
        return {field: text_of(row.get(field)) for field in fields}

    def time(self, cell: Cell) -> Moment | None:
        if cell is None or (isinstance(cell, str) and not cell.strip()):
            return None
        found = cell_values.moment(cell, self.order)
        if found is None:
            raise Refused("date_unreadable")
        return found

    def needed_time(self, cell: Cell) -> Moment:
        found = self.time(cell)
        if found is None:
            raise Refused("no_date")
        self.days.append(found.day)
        return found

    def number(self, cell: Cell, read: Callable[[Cell], int | None]) -> int | None:
        if cell is None or (isinstance(cell, str) and not cell.strip()):
            return None
        found = read(cell)
        if found is None:
            raise Refused("number_unreadable")
        return found

    def without_contacts(self, source: str | None) -> str | None:
        """Sources are typed by hand, and people type clients' telephones there: no channel, and private."""
        plain = CONTACT.sub("", source or "").strip(" ,;:-–—()") or None
        self.masked += plain != source
        return plain

    def hidden(self, kind: str, cell: Cell) -> str | None:
        text = text_of(cell)
        return self.number_of(kind, text) if text else None


def _deals(cells: Cells, line: int, row: Given) -> Made:
    times = {field: cells.time(row.get(field)) for field in TIMES if field in row}
    created = times.get("created")
    made = cells.texts(row, "id", "channel", "stage", "outcome", "temperature", "reason")
    if "id" not in row:
        made["id"] = f"{cells.digest[:8]}:{line}"
    elif made["id"] is None:
        raise Refused("no_id")
    closed, won, lost = times.get("closed"), times.get("won_at"), times.get("lost_at")
    made |= {
        **_when("created", created),
        **_when("closed", closed),
        "created_month": created and created.month,
        "won_ts": won and won.ts,
        "won_day": won and won.day,
        "lost_ts": lost and lost.ts,
        "lost_day": lost and lost.day,
        "expected": (moment := times.get("expected")) and moment.ts,
        "untimed": int(any(m and m.minute is None for m in (created, closed, won, lost))),
        "channel": cells.without_contacts(made["channel"]),
        "client": cells.hidden("c", row.get("client")),
        "seller": text_of(row.get("seller")),
        "caller": text_of(row.get("caller")),
        "amount": cells.number(row.get("amount"), cell_values.hundredths),
        "touches": cells.number(row.get("touches"), cell_values.whole),
        "seconds": cells.number(row.get("seconds"), cell_values.seconds),
    }
    cells.days += [m.day for m in (created, won, lost) if m]
    return made


def _marks(cells: Cells, line: int, row: Given) -> Made:  # noqa: ARG001
    made = cells.texts(row, "deal", "stage", "seller")
    at = cells.needed_time(row.get("ts"))
    if made["deal"] is None:
        raise Refused("no_id")
    if made["stage"] is None:
        raise Refused("no_stage")
    return made | {"ts": at.ts, "day_no": at.day, "month_of": at.month}


def _acts(cells: Cells, line: int, row: Given) -> Made:  # noqa: ARG001
    at = cells.needed_time(row.get("ts"))
    made = cells.texts(row, "deal", "kind", "seller")
    return made | {
        "ts": at.ts,
        "day_no": at.day,
        "month_of": at.month,
        "minute_no": at.minute,
        "client": cells.hidden("c", row.get("client")),
        "target": cells.hidden("t", row.get("target")),
        "seconds": cells.number(row.get("seconds"), cell_values.seconds),
    }


def _sales(cells: Cells, line: int, row: Given) -> Made:
    wrong = []
    client = cells.hidden("c", row.get("client"))
    amount = cells.number(row.get("amount"), cell_values.hundredths)
    if client is None:
        wrong.append("no_client")
    if "amount" in row and (amount is None or amount <= 0):
        wrong.append("not_positive")
    if wrong:
        raise Refused(*wrong)
    at = cells.needed_time(row.get("ts"))
    number = text_of(row.get("id")) or f"{cells.digest[:8]}:{line:09}"
    return {
        "id": number,
        "client": client,
        "ts": at.ts,
        "day_no": at.day,
        "month_of": at.month,
        "amount": amount,
    }


PARSERS: Mapping[Kind, Callable[[Cells, int, Given], Made]] = {
    "deals": _deals,
    "marks": _marks,
    "acts": _acts,
    "sales": _sales,
}


def _when(field: str, at: Moment | None) -> dict[str, int | None]:
    return {field: at.ts, f"{field}_day": at.day} if at else {}


def text_of(cell: Cell) -> str | None:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip() or None if cell is not None else None
