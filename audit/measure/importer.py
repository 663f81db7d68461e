"""Rows of an export into the log that is counted: what was read, kept, known already, refused and why."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from audit.files.errors import BadInput, Complaint
from audit.measure import cell_values
from audit.measure.cell_values import Cell, Order
from audit.measure.column_mapping import ColumnMapping, Table, belongs
from audit.measure.engines import COLUMNS, Engine
from audit.measure.export_files import Export
from audit.measure.table_rows import PARSERS, TIMES, Cells, Refused, text_of
from audit.model import Imported, Rejected

LINES_SHOWN = 5  # enough to find the mistake; our judgement
LOOKED_AT = 2_000  # rows in which a slashed date would show; our judgement


WATCHED = ("channel", "seller", "stage")  # whose empty share the report tells


class Importer:
    """Takes exports one after another; what an earlier file brought is known to the later ones."""

    def __init__(self, engine: Engine, meaning: ColumnMapping) -> None:
        self.engine, self.meaning = engine, meaning
        self._numbers: dict[tuple[str, str], str] = {}
        self._seen: dict[str, set[Any]] = {}
        self._priced: set[str] = set()
        self._files: set[tuple[str, str]] = set()
        self.values: dict[str, Counter[str]] = {
            "stage": Counter(),
            "outcome": Counter(),
            "channel": Counter(),
        }

    def take(self, export: Export, table: Table) -> Imported:
        """Read a file as one table of the log. The same file twice counts once."""
        if (export.digest, table.model_dump_json()) in self._files:
            return Imported(
                file=Path(export.name).name, table=table.table, read=0, kept=0, duplicated=0, again=True
            )
        self._files.add((export.digest, table.model_dump_json()))
        reading = _Reading(self, export, table, _order(export, table, self.meaning))
        self.engine.fill(table.table, reading.rows())
        return reading.report()

    def number(self, kind: str, text: str) -> str:
        """Instead of a name or a telephone: a number, the same for the same one in this run only."""
        return self._numbers.setdefault((kind, cells_plain(text)), f"{kind}{len(self._numbers) + 1}")

    def is_new(self, table: str, key: Any) -> bool:
        seen = self._seen.setdefault(table, set())
        if key in seen:
            return False
        seen.add(key)
        return True

    def prices(self, deal: str) -> bool:
        """Whether this row is the first to say what the deal is worth."""
        new = deal not in self._priced
        self._priced.add(deal)
        return new


def cells_plain(text: str) -> str:
    """One client written two ways is one: without case, marks and spaces."""
    return "".join(c for c in text.casefold() if c.isalnum())


class _Reading:
    """One file being read as one table."""

    def __init__(self, owner: Importer, export: Export, table: Table, order: Order) -> None:
        self.owner, self.export, self.table, self.order = owner, export, table, order
        positions = {name: i for i, name in reversed(list(enumerate(export.headers)))}
        self.at = {field: positions[column] for field, column in table.columns.items()}
        self.filters = {name: positions[name] for name in (*table.only, *table.drop)}
        self.read = self.kept = self.duplicated = self.refused = self.identical = 0
        self.rows_seen: set[tuple[Cell, ...]] = set()
        self.reasons: dict[str, list[int]] = {}
        self.counts: Counter[str] = Counter()
        self.empty: Counter[str] = Counter()
        self.cells = Cells(order, export.digest, owner.number)
        self.key_of_row = "id" if "id" in self.at else None

    def rows(self) -> Iterator[tuple[Any, ...]]:
        columns = COLUMNS[self.table.table]
        for line, row in self.export.rows():
            self.read += 1
            try:
                made = self._made(line, row)
            except Refused as refused:
                self.refused += 1
                for reason in refused.args:
                    self.counts[reason] += 1
                    shown = self.reasons.setdefault(reason, [])
                    if reason != "left_out" and len(shown) < LINES_SHOWN:
                        shown.append(line)
                continue
            if made is not None:
                self.kept += 1
                yield tuple(made.get(column) for column in columns)

    def _made(self, line: int, row: Sequence[Cell]) -> dict[str, Any] | None:
        if self.filters:
            values = {name: text_of(row[i]) or "" for name, i in self.filters.items()}
            if not belongs(self.table, values):
                raise Refused("left_out")
        given: dict[str, Cell] = {field: row[i] for field, i in self.at.items()}
        if any(isinstance(cell, str) and "\ufffd" in cell for cell in given.values()):
            raise Refused("broken_bytes")
        made = PARSERS[self.table.table](self.cells, line, {**given, **self.table.set})
        for field in self.owner.values:
            if made.get(field):
                self.owner.values[field][made[field]] += 1
        if self.key_of_row is None and self.table.table == "deals":
            self.identical += (one := tuple(row)) in self.rows_seen
            self.rows_seen.add(one)
        again = self._is_known(made)
        for field in WATCHED:
            if not again and field in self.at and made.get(field) is None:
                self.empty[field] += 1
        if not again:
            return made
        if made.get("added"):
            self.kept -= 1  # it adds money, not a deal
            self.duplicated += 1
            return {"id": made["id"], "added": made["added"]}
        self.duplicated += 1
        return None

    def _is_known(self, made: dict[str, Any]) -> bool:
        """By its id among files of the same kind; without one, whole rows with a clock, else never."""
        name = self.table.table
        if self.key_of_row:
            new = self.owner.is_new(self.table.model_dump_json(), made["id"])
        elif name in ("acts", "marks") and made.get("ts", 0) % cell_values.DAY_MS:
            new = self.owner.is_new(name, tuple(made.values()))
        else:
            new = True
        if name != "deals" or made.get("amount") is None:
            return not new
        if "product" in self.at and not new:
            made["added"] = made["amount"]
        elif not self.owner.prices(made["id"]):
            made["amount"] = None
        return not new

    def report(self) -> Imported:
        kept = self.kept or 1
        return Imported(
            file=Path(self.export.name).name,
            table=self.table.table,
            read=self.read,
            kept=self.kept,
            duplicated=self.duplicated,
            rejected=tuple(
                Rejected(reason=reason, n=self.counts[reason], lines=tuple(lines))
                for reason, lines in sorted(self.reasons.items())
            ),
            refused=self.refused,
            identical=self.identical,
            masked=self.cells.masked,
            since=_day(min(self.cells.days)) if self.cells.days else "",
            until=_day(max(self.cells.days)) if self.cells.days else "",
            empty={field: self.empty[field] / kept for field in WATCHED if field in self.at},
        )


def _day(number: int) -> str:
    from datetime import date

    return date.fromordinal(number + cell_values.EPOCH).isoformat()


def _order(export: Export, table: Table, meaning: ColumnMapping) -> Order:
    """How slashed dates of a file are read: as its own days above 12 show, or as the mapping says."""
    if meaning.dates:
        return meaning.dates
    places = [export.headers.index(c) for f, c in table.columns.items() if f in TIMES]
    possible, seen = {"dmy", "mdy"}, False
    where: dict[str, int] = {}
    for index, (line, row) in enumerate(export.rows()):
        if index >= LOOKED_AT and not seen:
            break
        for admitted in (cell_values.orders_of(str(row[i])) for i in places if row[i] is not None):
            seen = seen or bool(admitted)
            if len(admitted) == 1:
                where.setdefault(next(iter(admitted)), line)
    possible &= set(where) or possible
    if len(where) == 2:
        lines = ", ".join(str(where[order]) for order in ("dmy", "mdy"))
        raise BadInput(Complaint("dates_mixed", export.name, value=lines))
    if seen and not where:
        raise BadInput(Complaint("dates_ambiguous", export.name))
    return "mdy" if "mdy" in where else "dmy"
