"""The same SQL on all four engines: identical figures. Servers run where `.ci/run` has started them."""

import os
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from audit.content.loader import Content
from audit.measure.column_mapping import ColumnMapping
from audit.measure.measure import measure
from audit.model import Measurement

ROWS = 3_000
POSTGRES, SPARK = os.environ.get("SALES_AUDIT_POSTGRESQL"), os.environ.get("SALES_AUDIT_SPARK")
DEALS = {
    **{"id": "deal_no", "created": "made", "closed": "ended", "stage": "stage", "channel": "source"},
    **{"seller": "owner", "client": "client", "amount": "amount", "outcome": "outcome"},
}
ACTS = {
    "deal": "deal_no",
    "client": "client",
    "kind": "kind",
    "ts": "done",
    "seconds": "took",
    "seller": "owner",
}
MARKS = {"deal": "deal_no", "stage": "moved_to", "ts": "moved", "seller": "owner"}
STEPS = ("Новая", "Замер", "Расчёт")
TABLES = {"deals": DEALS, "acts": ACTS, "marks": MARKS}
MEANING = {
    "tables": [{"table": table, "columns": columns} for table, columns in TABLES.items()],
    "steps": STEPS,
    "won": ["Продано"],
    "lost": ["Потеряно"],
}


def rows() -> dict[str, list[dict[str, Any]]]:
    """Deals with their history and actions, gaps and slips included."""
    chance, found = Random(7), {"deals": [], "acts": [], "marks": []}  # type: ignore[var-annotated]
    for i in range(ROWS):
        made = datetime(2025, 1, 1) + timedelta(minutes=chance.randrange(500_000))
        ended = made + timedelta(minutes=chance.randrange(-500, 60_000))
        outcome = chance.choice(["Продано", "Потеряно", "Потеряно", ""])
        owner, client = chance.choice(["Яна", "Zoe", ""]), f"c{chance.randrange(900)}"
        deal = {
            "deal_no": str(i),
            "made": made,
            "ended": ended if outcome else None,
            "stage": outcome or "Замер",
        }
        deal |= {"source": chance.choice(["сайт", "Site", ""]), "owner": owner, "client": client}
        found["deals"].append(deal | {"amount": float(chance.randrange(9_999)), "outcome": outcome})
        for step in (*STEPS[: chance.randrange(1, 4)], outcome or None):
            if step:
                moved = made + timedelta(minutes=chance.randrange(20_000))
                found["marks"].append({"deal_no": str(i), "moved_to": step, "moved": moved, "owner": owner})
        for _ in range(chance.randrange(4)):
            act = {"deal_no": str(i), "client": client, "kind": chance.choice(["звонок", "meeting"])}
            done = made + timedelta(minutes=chance.randrange(90_000))
            found["acts"].append(act | {"done": done, "took": chance.randrange(600), "owner": owner})
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The log as CSV and as Parquet."""
    import csv

    import duckdb

    made = tmp_path_factory.mktemp("log")
    for table, found in rows().items():
        with (made / f"{table}.csv").open("w", newline="") as handle:
            writer = csv.DictWriter(handle, list(found[0]))
            writer.writeheader()
            writer.writerows(found)
        with duckdb.connect() as base:
            base.execute(
                f"COPY (SELECT * REPLACE (CAST(deal_no AS VARCHAR) AS deal_no) "
                f"FROM read_csv('{made}/{table}.csv')) TO '{made}/{table}.parquet'"
            )
    return made


def figures(content: Content, names: list[str], source: str | None = None) -> Measurement:
    found = measure(names, source, ColumnMapping.model_validate(MEANING), content)
    return found.model_copy(update={"imported": (), "engine": ""})


@pytest.fixture(scope="module")
def by_sqlite(folder: Path, content: Content) -> Measurement:
    found = measure(
        [str(folder / f"{t}.csv") for t in TABLES], None, ColumnMapping.model_validate(MEANING), content
    )
    assert found.engine == "sqlite"
    assert found.won > 100
    assert len(found.passages) > 10
    assert found.repeat_clients > 10
    return found.model_copy(update={"imported": (), "engine": ""})


def test_parquet_by_duckdb_equals_csv_by_sqlite(
    folder: Path, content: Content, by_sqlite: Measurement
) -> None:
    assert figures(content, [str(folder / f"{t}.parquet") for t in TABLES]) == by_sqlite


@pytest.mark.skipif(not POSTGRES, reason="no PostgreSQL is running")
def test_postgresql_equals_sqlite(content: Content, by_sqlite: Measurement) -> None:
    import psycopg

    assert POSTGRES
    kinds = dict.fromkeys((*DEALS.values(), *MARKS.values(), *ACTS.values()), "text")
    kinds |= dict.fromkeys(("made", "ended", "moved", "done"), "timestamp")
    kinds |= {"amount": "double precision", "took": "bigint"}
    with psycopg.connect(POSTGRES, autocommit=True) as base:
        for table, found in rows().items():
            columns = ", ".join(f"{name} {kinds[name]}" for name in found[0])
            base.execute(f"DROP TABLE IF EXISTS log_{table}")
            base.execute(f"CREATE TABLE log_{table} ({columns})")
            with base.cursor() as cursor, cursor.copy(f"COPY log_{table} FROM STDIN") as copy:
                for row in found:
                    copy.write_row(list(row.values()))
    assert figures(content, [f"log_{t}" for t in TABLES], POSTGRES) == by_sqlite


@pytest.mark.skipif(not SPARK, reason="no Spark is here")
@pytest.mark.filterwarnings("ignore")
def test_spark_equals_sqlite(folder: Path, content: Content, by_sqlite: Measurement) -> None:
    assert figures(content, [str(folder / f"{t}.parquet") for t in TABLES], SPARK) == by_sqlite


@pytest.mark.parametrize(
    ("source", "what"),
    [("oracle://x", "source_unknown"), ("postgresql://nobody@127.0.0.1:1/x", "source_failed")],
)
def test_a_source_that_does_not_answer_is_a_sentence(source: str, what: str, content: Content) -> None:
    from audit.files.errors import BadInput

    pytest.importorskip("psycopg")
    with pytest.raises(BadInput) as bad:
        measure(["deals"], source, ColumnMapping(), content)
    assert bad.value.complaints[0].what == what
