"""A log measured where it lies: Parquet files by DuckDB, tables of PostgreSQL, tables or files of Spark."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from audit.files.errors import BadInput, Complaint
from audit.measure.cell_values import MS, UNIX
from audit.measure.column_mapping import ColumnMapping, Table, recognised
from audit.measure.engines import COLUMNS, TABLES
from audit.measure.external_engines import Place, quoted
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


def take(
    place: Place, names: Sequence[str], meaning: ColumnMapping
) -> tuple[list[Imported], dict[str, list[str]]]:
    """Fill the log from the source's own tables; returns the import report and the words found."""
    imported: list[Imported] = []
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
    return imported, {field: sorted(w for w in words if w) for field, words in values.items()}


def _tables(name: str, headers: Mapping[str, str], meaning: ColumnMapping) -> list[Table]:
    tables = [table for table in meaning.tables if table.suits(list(headers))]
    known = None if tables else recognised(list(headers))
    if not tables and known is None:
        raise BadInput(Complaint("export_unknown", name, value=", ".join(list(headers)[:8])))
    return tables or ([known[1]] if known else [])


@dataclass(frozen=True)
class _Reading:
    """One relation read as one table: expressions for its fields, conditions for rows that do not count."""

    name: str
    relation: str
    table: Table
    fields: Mapping[str, str]
    wrong: Mapping[str, str]
    belongs: str

    @property
    def good(self) -> str:
        return " AND ".join([self.belongs, *(f"NOT ({condition})" for condition in self.wrong.values())])


def _taken(place: Place, name: str, relation: str, headers: Mapping[str, str], table: Table) -> Imported:
    fields = {field: _field(place, field, column, headers) for field, column in table.columns.items()}
    fields |= {field: quoted(value) for field, value in table.set.items()}
    reading = _Reading(name, relation, table, fields, dict(_wrong(table, fields)), _belongs(place, table))
    columns = _columns(place, table, headers, fields)
    picked = ", ".join(
        f"{columns.get(c, f'CAST(NULL AS {_sql_kind(place, table.table, c)})')} AS {c}"
        for c in COLUMNS[table.table]
    )
    place.add(table.table, f"SELECT {picked} FROM {relation} WHERE {reading.good}")
    return _report(place, reading)


def _report(place: Place, reading: _Reading) -> Imported:
    fields, belongs, table = reading.fields, reading.belongs, reading.table.table
    sums = {"left_out": f"NOT ({belongs})"} | {r: f"{belongs} AND ({c})" for r, c in reading.wrong.items()}
    sums["kept_rows"] = reading.good
    sums |= {f"empty_{f}": f"{reading.good} AND {fields[f]} IS NULL" for f in WATCHED if f in fields}
    parts = ", ".join(f"SUM(CASE WHEN {c} THEN 1 ELSE 0 END) AS {r}" for r, c in sums.items())
    twice = (
        f"COUNT({fields['id']}) - COUNT(DISTINCT {fields['id']})"
        if table == "deals" and "id" in fields
        else "0"
    )
    select = f"SELECT COUNT(*) AS read_rows, {twice} AS twice, {parts} FROM {reading.relation}"
    counts = {key: int(n or 0) for key, n in place.rows(select)[0].items()}
    kept = counts["kept_rows"]
    return Imported(
        file=reading.name,
        table=table,
        read=counts["read_rows"],
        kept=kept - counts["twice"],
        duplicated=counts["twice"],
        refused=counts["read_rows"] - kept,
        rejected=tuple(
            Rejected(reason=reason, n=counts[reason], lines=())
            for reason in sorted({"left_out", *reading.wrong})
            if counts[reason]
        ),
        empty={f: counts[f"empty_{f}"] / (kept or 1) for f in WATCHED if f in fields},
    )


# --- expressions -----------------------------------------------------------------------------------


def _name(place: Place, column: str) -> str:
    return f"`{column}`" if place.name == "spark" else '"' + column.replace('"', '""') + '"'


def _kind(told: str) -> Kind:
    return next((kind for word, kind in KINDS if word in told.casefold()), "text")


def _field(place: Place, field: str, column: str, headers: Mapping[str, str]) -> str:
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


def _sql_kind(place: Place, table: str, column: str) -> str:
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


def _belongs(place: Place, table: Table) -> str:
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
    place: Place, table: Table, headers: Mapping[str, str], fields: Mapping[str, str]
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
