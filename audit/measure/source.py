"""A log measured where it lies: Parquet files by DuckDB, tables of PostgreSQL, tables or files of Spark."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal, Protocol

from audit.files import BadInput, Complaint
from audit.measure.cells import MS, UNIX
from audit.measure.engines import COLUMNS, TABLES, DuckDB, Engine, Rows, has_duckdb, plain_numbers
from audit.measure.mapping import Meaning, Table, recognised
from audit.model import Imported, Rejected

Kind = Literal["time", "date", "number", "text"]
TIMES = ("created", "closed", "won_at", "lost_at", "expected", "ts")
NUMBERS = ("amount", "touches", "seconds")
DATED = {"created": "created", "closed": "closed", "won_at": "won", "lost_at": "lost"}
KEYS = ("id", "deal", "client", "target")  # written by machines: nothing to trim
WATCHED = ("channel", "seller", "stage")
KINDS: Sequence[tuple[str, Kind]] = (
    ("timestamp", "time"),
    ("datetime", "time"),
    ("date", "date"),
    *((word, "number") for word in ("int", "double", "float", "decimal", "numeric", "real", "long", "short")),
)


class Place(Engine, Protocol):
    """An engine beside the tables of somebody else."""

    text: str
    since_1970: str
    to_ms: str
    to_month: str
    to_minute: str
    from_ms: str

    def relation(self, name: str) -> str: ...

    def headers(self, relation: str) -> dict[str, str]: ...


class ParquetPlace(DuckDB):
    """Parquet files, read by DuckDB."""

    text = "VARCHAR"
    since_1970 = "date_diff('day', DATE '1970-01-01', CAST({0} AS DATE))"
    to_ms = "epoch_ms(CAST({0} AS TIMESTAMP))"
    to_month = "strftime({0}, '%Y-%m')"
    to_minute = "(extract('hour' FROM {0}) * 60 + extract('minute' FROM {0}))"
    from_ms = "make_timestamp({0} * 1000)"

    def __init__(self) -> None:
        super().__init__()
        self._read: dict[str, list[str]] = {}

    def relation(self, name: str) -> str:
        return f"read_parquet({quoted(name)})"

    def add(self, table: str, select: str) -> None:
        """The files stay where they are: what is needed of them is read as often as it is needed."""
        found = self._read.setdefault(table, [])
        found.append(select)
        self.base.execute(f"DROP {'VIEW' if len(found) > 1 else 'TABLE'} {table}")
        self.base.execute(f"CREATE VIEW {table} AS {' UNION ALL '.join(found)}")

    def headers(self, relation: str) -> dict[str, str]:
        return {
            row["column_name"]: row["column_type"] for row in self.rows(f"DESCRIBE SELECT * FROM {relation}")
        }


class Postgres:
    """Tables of a PostgreSQL server; nothing is written but temporary tables."""

    name, text = "postgresql", "TEXT"
    since_1970 = "(CAST({0} AS DATE) - DATE '1970-01-01')"
    to_ms = "CAST(ROUND(EXTRACT(EPOCH FROM {0}) * 1000) AS BIGINT)"
    to_month = "to_char({0}, 'YYYY-MM')"
    to_minute = "CAST(EXTRACT(HOUR FROM {0}) * 60 + EXTRACT(MINUTE FROM {0}) AS BIGINT)"
    from_ms = "(to_timestamp({0} / 1000.0) AT TIME ZONE 'UTC')"

    def __init__(self, url: str) -> None:
        import psycopg

        self._base = psycopg.connect(url, autocommit=True)
        self._base.execute("SET TIME ZONE 'UTC'")
        for table, columns in TABLES.items():
            self._base.execute(f"CREATE TEMPORARY TABLE {table} ({columns})")

    def relation(self, name: str) -> str:
        return ".".join(f'"{part}"' for part in name.replace('"', "").split("."))

    def headers(self, relation: str) -> dict[str, str]:
        found = self._base.execute(f"SELECT * FROM {relation} LIMIT 0").description or ()
        return {column.name: column.type_display for column in found}

    def fill(self, table: str, rows: Iterable[Sequence[Any]]) -> None:
        with self._base.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    def add(self, table: str, select: str) -> None:
        self._base.execute(f"INSERT INTO {table} {select}")

    def keep(self, name: str, select: str) -> None:
        self._base.execute(f"CREATE TEMPORARY TABLE {name} AS {select}")
        self._base.execute(f"ANALYZE {name}")

    def rows(self, select: str) -> Rows:
        found = self._base.execute(select)
        names = [column.name for column in found.description or ()]
        return plain_numbers([dict(zip(names, row, strict=True)) for row in found.fetchall()])

    def close(self) -> None:
        self._base.close()


class Spark:
    """Tables or Parquet files of a Spark cluster; the work stays there."""

    name, text = "spark", "STRING"
    since_1970 = "CAST(datediff(CAST({0} AS DATE), DATE'1970-01-01') AS BIGINT)"
    to_ms = "unix_millis(CAST({0} AS TIMESTAMP))"
    to_month = "date_format({0}, 'yyyy-MM')"
    to_minute = "CAST(hour({0}) * 60 + minute({0}) AS BIGINT)"
    from_ms = "timestamp_millis({0})"

    def __init__(self, url: str) -> None:
        from pyspark.sql import SparkSession

        master = url.removeprefix("spark:") if url.startswith("spark:local") else url
        builder = SparkSession.builder.master(master).appName("sales-audit")
        for key, value in SPARK.items():
            builder = builder.config(key, value)
        self._base = builder.getOrCreate()
        self._base.sparkContext.setLogLevel("ERROR")
        for table in TABLES:
            self.fill(table, ())

    def relation(self, name: str) -> str:
        return f"parquet.`{name}`" if name.endswith(".parquet") else name

    def headers(self, relation: str) -> dict[str, str]:
        return dict(self._base.sql(f"SELECT * FROM {relation} LIMIT 0").dtypes)

    def fill(self, table: str, rows: Iterable[Sequence[Any]]) -> None:
        schema = TABLES[table].replace("TEXT", "STRING")
        self._base.createDataFrame(list(rows), schema).createOrReplaceTempView(table)

    def add(self, table: str, select: str) -> None:
        self._base.table(table).union(self._base.sql(select)).cache().createOrReplaceTempView(table)

    def keep(self, name: str, select: str) -> None:
        self._base.sql(select).localCheckpoint().createOrReplaceTempView(name)  # or plans grow with plans

    def rows(self, select: str) -> Rows:
        return plain_numbers([row.asDict() for row in self._base.sql(select).collect()])

    def close(self) -> None:
        self._base.stop()


SPARK = {
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.shuffle.partitions": "8",
    "spark.sql.ansi.enabled": "false",
}
DRIVERS: Mapping[str, tuple[Callable[[str], Any], str, str]] = {
    "postgresql:": (Postgres, "psycopg", "sales-audit[postgresql]"),
    "postgres:": (Postgres, "psycopg", "sales-audit[postgresql]"),
    "spark:": (Spark, "pyspark", "sales-audit[spark]"),
}


def engine_of(url: str | None) -> Any:
    """The engine for a source; none: Parquet files of this machine."""
    if url is None:
        if not has_duckdb():
            raise BadInput(Complaint("export_parquet", ""))
        return ParquetPlace()
    driver = next((known for start, known in DRIVERS.items() if url.startswith(start)), None)
    if driver is None:
        raise BadInput(Complaint("source_unknown", "", value=url))
    make, library, extra = driver
    try:
        return make(url)
    except ModuleNotFoundError:
        raise BadInput(Complaint("source_driver", "", value=library, more={"extra": extra})) from None
    except Exception as error:
        raise _failed(error) from None


def _failed(error: Exception) -> BadInput:
    """A server's complaint in its first line; addresses and passwords are in none of them."""
    said = str(error).strip().splitlines() or [type(error).__name__]
    return BadInput(Complaint("source_failed", "", value=said[0][:200]))


def take(place: Any, names: Sequence[str], meaning: Meaning) -> tuple[list[Imported], dict[str, list[str]]]:
    """Fill the log from the source's own tables; returns the import report and the words found."""
    imported: list[Imported] = []
    try:
        for name in names:
            relation = place.relation(name)
            headers = place.headers(relation)
            imported += [_taken(place, name, relation, headers, t) for t in _tables(name, headers, meaning)]
        values = {
            field: [row["word"] for row in place.rows(select)]
            for field, select in (
                ("stage", "SELECT stage AS word FROM deals UNION SELECT stage AS word FROM marks"),
                ("outcome", "SELECT outcome AS word FROM deals GROUP BY outcome"),
                ("channel", "SELECT channel AS word FROM deals GROUP BY channel"),
            )
        }
    except BadInput:
        raise
    except Exception as error:
        raise _failed(error) from None
    return imported, {field: sorted(w for w in words if w) for field, words in values.items()}


def _tables(name: str, headers: Mapping[str, str], meaning: Meaning) -> list[Table]:
    tables = [table for table in meaning.tables if table.suits(list(headers))]
    known = None if tables else recognised(list(headers))
    if not tables and known is None:
        raise BadInput(Complaint("export_unknown", name, value=", ".join(list(headers)[:8])))
    return tables or ([known[1]] if known else [])


def _taken(place: Any, name: str, relation: str, headers: Mapping[str, str], table: Table) -> Imported:
    fields = {field: _field(place, field, column, headers) for field, column in table.columns.items()}
    fields |= {field: quoted(value) for field, value in table.set.items()}
    wrong = dict(_wrong(table, fields))
    belongs = _belongs(place, table)
    good = " AND ".join([belongs, *(f"NOT ({condition})" for condition in wrong.values())])
    columns = _columns(place, table, headers, fields)
    picked = ", ".join(
        f"{columns.get(c, f'CAST(NULL AS {_sql_kind(place, table.table, c)})')} AS {c}"
        for c in COLUMNS[table.table]
    )
    place.add(table.table, f"SELECT {picked} FROM {relation} WHERE {good}")
    return _report(place, name, relation, table, fields, wrong, belongs)


def _report(
    place: Any,
    name: str,
    relation: str,
    table: Table,
    fields: Mapping[str, str],
    wrong: Mapping[str, str],
    belongs: str,
) -> Imported:
    good = " AND ".join([belongs, *(f"NOT ({condition})" for condition in wrong.values())])
    sums = {"left_out": f"NOT ({belongs})"} | {r: f"{belongs} AND ({c})" for r, c in wrong.items()}
    sums["kept_rows"] = good
    sums |= {f"empty_{f}": f"{good} AND {fields[f]} IS NULL" for f in WATCHED if f in fields}
    parts = ", ".join(f"SUM(CASE WHEN {c} THEN 1 ELSE 0 END) AS {r}" for r, c in sums.items())
    twice = (
        f"COUNT({fields['id']}) - COUNT(DISTINCT {fields['id']})"
        if table.table == "deals" and "id" in fields
        else "0"
    )
    row = place.rows(f"SELECT COUNT(*) AS read_rows, {twice} AS twice, {parts} FROM {relation}")[0]
    counts = {key: int(n or 0) for key, n in row.items()}
    kept = counts["kept_rows"]
    return Imported(
        file=name,
        table=table.table,
        read=counts["read_rows"],
        kept=kept - counts["twice"],
        duplicated=counts["twice"],
        refused=counts["read_rows"] - kept,
        rejected=tuple(
            Rejected(reason=reason, n=counts[reason], lines=())
            for reason in sorted({"left_out", *wrong})
            if counts[reason]
        ),
        empty={f: counts[f"empty_{f}"] / (kept or 1) for f in WATCHED if f in fields},
    )


# --- expressions -----------------------------------------------------------------------------------


def quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _name(place: Any, column: str) -> str:
    return f"`{column}`" if place.name == "spark" else '"' + column.replace('"', '""') + '"'


def _kind(told: str) -> Kind:
    return next((kind for word, kind in KINDS if word in told.casefold()), "text")


def _field(place: Any, field: str, column: str, headers: Mapping[str, str]) -> str:
    """The cell of a field: a timestamp, a number, or a text that is not empty."""
    name, kind = _name(place, column), _kind(headers[column])
    if field in TIMES:
        if kind == "number":
            ms = f"(CASE WHEN {name} > {UNIX[1]} THEN {name} ELSE {name} * {MS} END)"
            return str(place.from_ms).format(ms)
        return f"CAST({name} AS TIMESTAMP)"
    if field in NUMBERS:
        scale = 100 if field == "amount" else 1
        return f"CAST(ROUND(CAST({name} AS DECIMAL(18, 4)) * {scale}) AS BIGINT)"
    text = f"CAST({name} AS {place.text})"
    if kind == "number":
        return text
    return f"NULLIF({text}, '')" if field in KEYS else f"NULLIF(TRIM({text}), '')"


def _sql_kind(place: Any, table: str, column: str) -> str:
    told = dict(zip(COLUMNS[table], TABLES[table].split(", "), strict=True))[column].split()[1]
    return str(place.text) if told == "TEXT" else told


def _wrong(table: Table, fields: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """Why a row is not counted, as conditions."""
    if table.table == "deals" and "id" in fields:
        yield "no_id", f"{fields['id']} IS NULL"
    if table.table == "marks":
        yield "no_id", f"{fields['deal']} IS NULL"
        yield "no_stage", f"{fields['stage']} IS NULL"
    if table.table in ("marks", "acts", "sales"):
        yield "no_date", f"{fields['ts']} IS NULL"
    if table.table == "sales":
        yield "no_client", f"{fields['client']} IS NULL"
        if "amount" in fields:
            yield "not_positive", f"COALESCE({fields['amount']}, 0) <= 0"


def _belongs(place: Any, table: Table) -> str:
    """The mapping's only and drop as a condition; patterns become LIKE."""

    def like(column: str, patterns: Sequence[str]) -> str:
        cell = f"COALESCE(CAST({_name(place, column)} AS {place.text}), '')"
        return " OR ".join(f"{cell} LIKE {quoted(_pattern(p))} ESCAPE '!'" for p in patterns)

    wanted = [f"({like(column, patterns)})" for column, patterns in table.only.items()]
    wanted += [f"NOT ({like(column, patterns)})" for column, patterns in table.drop.items()]
    return " AND ".join(wanted) or "TRUE"


def _pattern(glob: str) -> str:
    for mark in "!%_":
        glob = glob.replace(mark, f"!{mark}")
    return glob.replace("*", "%").replace("?", "_")


def _columns(
    place: Any, table: Table, headers: Mapping[str, str], fields: Mapping[str, str]
) -> dict[str, str]:
    """The log's columns from the fields."""
    found = {field: cell for field, cell in fields.items() if field not in TIMES}
    clockless = [
        f for f in TIMES if f in fields and _kind(headers.get(table.columns.get(f, ""), "")) == "date"
    ]
    if table.table == "deals":
        for field, stem in DATED.items():
            if field in fields:
                ts = stem if stem in ("created", "closed") else f"{stem}_ts"
                found[ts] = place.to_ms.format(fields[field])
                found[f"{stem}_day"] = place.since_1970.format(fields[field])
        if "created" in fields:
            found["created_month"] = place.to_month.format(fields["created"])
        if "expected" in fields:
            found["expected"] = place.to_ms.format(fields["expected"])
        found["untimed"] = str(int(bool(clockless)))
        found.setdefault("id", f"CAST(ROW_NUMBER() OVER (ORDER BY 1) AS {place.text})")
    else:
        found |= {"ts": place.to_ms.format(fields["ts"]), "day_no": place.since_1970.format(fields["ts"])}
        found["month_of"] = place.to_month.format(fields["ts"])
        if table.table == "acts" and not clockless:
            found["minute_no"] = place.to_minute.format(fields["ts"])
        if table.table == "sales":
            found.setdefault("id", f"CAST(ROW_NUMBER() OVER (ORDER BY 1) AS {place.text})")
    return {column: cell for column, cell in found.items() if column in COLUMNS[table.table]}
