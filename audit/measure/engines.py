"""Where the figures are counted: one set of SQL, run by SQLite, DuckDB, PostgreSQL or Spark.

The SQL holds no date arithmetic, no division and no dialect: every engine reads the same text.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from decimal import Decimal
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Any, Protocol

BATCH = 10_000  # rows handed over at once: a few MB; our judgement

TABLES = {  # the log as it is counted; times in milliseconds, days since 1970, months as text
    "deals": (
        "id TEXT, client TEXT, channel TEXT, seller TEXT, caller TEXT, stage TEXT, outcome TEXT, "
        "temperature TEXT, reason TEXT, created BIGINT, created_day BIGINT, created_month TEXT, "
        "closed BIGINT, closed_day BIGINT, won_ts BIGINT, won_day BIGINT, lost_ts BIGINT, lost_day BIGINT, "
        "untimed BIGINT, expected BIGINT, amount BIGINT, added BIGINT, touches BIGINT, seconds BIGINT"
    ),
    "marks": "deal TEXT, stage TEXT, ts BIGINT, day_no BIGINT, month_of TEXT, seller TEXT",
    "acts": (
        "deal TEXT, client TEXT, kind TEXT, ts BIGINT, day_no BIGINT, month_of TEXT, minute_no BIGINT, "
        "seconds BIGINT, seller TEXT, target TEXT, met BIGINT"
    ),
    "sales": "id TEXT, client TEXT, ts BIGINT, day_no BIGINT, month_of TEXT, amount BIGINT",
    "stages": "stage TEXT, pos BIGINT, role TEXT",
    "words": "word TEXT, role TEXT",
    "windows": "days BIGINT",
}
INDEXES = {
    "merged": "id",
    "history": "deal",
    "cases": "id",
    "firsts": "deal, pos",
    "purchases": "client, nth",
}  # what SQLite looks up
COMPUTED_AGAIN = ("merged", "firsts", "history")  # read once: DuckDB need not write them down
COLUMNS = {table: tuple(part.split()[0] for part in told.split(", ")) for table, told in TABLES.items()}

Rows = list[dict[str, Any]]


class Engine(Protocol):
    """What counts: holds tables, keeps what a SELECT found, answers a SELECT."""

    name: str

    def fill(self, table: str, rows: Iterable[Sequence[Any]]) -> None: ...

    def keep(self, name: str, select: str) -> None: ...

    def rows(self, select: str) -> Rows: ...

    def close(self) -> None: ...


@cache
def sql(name: str) -> str:
    """A SELECT of ours by name."""
    return (files("audit.measure") / "sql" / f"{name}.sql").read_text("utf-8")


class SQLite:
    """The default: in Python's own library, in a file of its own that vanishes with it."""

    name = "sqlite"

    def __init__(self) -> None:
        self._base = sqlite3.connect("")
        self._base.execute("PRAGMA synchronous = OFF")
        self._base.execute("PRAGMA cache_size = -200000")
        for table, columns in TABLES.items():
            self._base.execute(f"CREATE TABLE {table} ({columns})")

    def fill(self, table: str, rows: Iterable[Sequence[Any]]) -> None:
        holes = ", ".join("?" * len(COLUMNS[table]))
        self._base.executemany(f"INSERT INTO {table} VALUES ({holes})", rows)

    def keep(self, name: str, select: str) -> None:
        self._base.execute(f"CREATE TABLE {name} AS {select}")
        if name in INDEXES:
            self._base.execute(f"CREATE INDEX {name}_by ON {name} ({INDEXES[name]})")
            self._base.execute("ANALYZE")

    def rows(self, select: str) -> Rows:
        with closing(self._base.execute(select)) as found:
            names = [column[0] for column in found.description]
            return [dict(zip(names, row, strict=True)) for row in found]

    def close(self) -> None:
        self._base.close()


class DuckDB:
    """For millions of rows: the extra `sales-audit[data]`."""

    name = "duckdb"

    def __init__(self) -> None:
        import duckdb

        self.base = duckdb.connect(config={"memory_limit": "1500MB", "preserve_insertion_order": "false"})
        for table, columns in TABLES.items():
            self.base.execute(f"CREATE TABLE {table} ({columns})")

    def fill(self, table: str, rows: Iterable[Sequence[Any]]) -> None:
        several = iter(rows)
        width = len(COLUMNS[table])
        while batch := list(islice(several, BATCH)):
            columns = list(zip(*batch, strict=True)) if batch else [()] * width
            holes = ", ".join(f"unnest(CAST(? AS {kind}[]))" for kind in _kinds(table))
            self.base.execute(f"INSERT INTO {table} SELECT {holes}", [list(column) for column in columns])

    def keep(self, name: str, select: str) -> None:
        kind = "VIEW" if name in COMPUTED_AGAIN else "TABLE"
        self.base.execute(f"CREATE {kind} {name} AS {select}")

    def rows(self, select: str) -> Rows:
        found = self.base.execute(select)
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def close(self) -> None:
        self.base.close()


def plain_numbers(rows: Rows) -> Rows:
    """Exact decimals, as servers give them for sums, as whole numbers where they are whole."""
    return [{name: _plain(value) for name, value in row.items()} for row in rows]


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def _kinds(table: str) -> list[str]:
    return [part.split()[1] for part in TABLES[table].split(", ")]


def has_duckdb() -> bool:
    from importlib.util import find_spec

    return find_spec("duckdb") is not None
