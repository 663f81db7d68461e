"""Engines beside tables of somebody else: Parquet by DuckDB, PostgreSQL, Spark; what each calls a time."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol

from audit.files.errors import BadInput, Complaint
from audit.measure.engines import TABLES, DuckDB, Engine, Rows, has_duckdb, plain_numbers


def quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


class Place(Engine, Protocol):
    """An engine where tables of somebody else lie; the rest are expressions of its SQL, {0} for a cell.

    `errors`: what its driver raises, and nothing else of Python's.
    """

    text: str
    since_1970: str
    to_ms: str
    to_month: str
    to_minute: str
    from_ms: str
    errors: tuple[type[Exception], ...]

    def relation(self, name: str) -> str: ...

    def headers(self, relation: str) -> Mapping[str, str]: ...

    def add(self, table: str, select: str) -> None: ...


class ParquetPlace(DuckDB):
    """Parquet files, read by DuckDB."""

    text = "VARCHAR"
    since_1970 = "date_diff('day', DATE '1970-01-01', CAST({0} AS DATE))"
    to_ms = "epoch_ms(CAST({0} AS TIMESTAMP))"
    to_month = "strftime({0}, '%Y-%m')"
    to_minute = "(extract('hour' FROM {0}) * 60 + extract('minute' FROM {0}))"
    from_ms = "make_timestamp({0} * 1000)"

    def __init__(self) -> None:
        import duckdb

        super().__init__()
        self.errors: tuple[type[Exception], ...] = (duckdb.Error,)
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

        self.errors: tuple[type[Exception], ...] = (psycopg.Error,)
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
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession

        self.errors: tuple[type[Exception], ...] = (PySparkException, Py4JError)
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
DRIVERS: Mapping[str, tuple[Callable[[str], Place], str, str]] = {
    "postgresql:": (Postgres, "psycopg", "sales-audit[postgresql]"),
    "postgres:": (Postgres, "psycopg", "sales-audit[postgresql]"),
    "spark:": (Spark, "pyspark", "sales-audit[spark]"),
}


def engine_of(url: str | None) -> Place:
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
        raise failed(error) from None


def failed(error: Exception, names: Sequence[str] = ()) -> BadInput:
    """A server's complaint in its first line, with the tables asked; no address or password is in it."""
    said = str(error).strip().splitlines() or [type(error).__name__]
    return BadInput(Complaint("source_failed", ", ".join(names), value=said[0][:200]))
