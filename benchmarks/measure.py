"""Ten million rows of deals and actions: our figures beside polars and pandas, each in a process of its own.

    python benchmarks/measure.py [ROWS]

Prints seconds, peak memory and the ratios. Polars and pandas count the heavy part of what we count.
Needs duckdb, numpy, polars, pandas, pyarrow.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROWS = 10_000_000
DAY = 86_400_000


def make(folder: Path, rows: int) -> None:
    """A fifth deals, the rest actions; two years, ten channels, fifty sellers."""
    import duckdb

    deals, acts = rows // 5, rows - rows // 5
    when = "TIMESTAMP '2024-01-01' + to_seconds(CAST(random() * 63072000 AS BIGINT))"
    client = f"CAST(random() * {deals // 3} AS BIGINT) AS client_id"
    base = duckdb.connect()
    base.execute("SELECT setseed(0.5)")
    base.execute(
        f"""COPY (SELECT CAST(i AS VARCHAR) AS deal_id, {when} AS created_at, {client},
        'channel ' || CAST(random() * 10 AS INTEGER) AS channel,
        CASE WHEN random() < 0.2 THEN 'Won' WHEN random() < 0.6 THEN 'Lost' ELSE 'Open' END AS outcome,
        CAST(random() * 60 * 86400 AS BIGINT) AS wait, 'seller ' || CAST(random() * 50 AS INTEGER) AS owner,
        CAST(random() * 100000 AS BIGINT) AS amount FROM range({deals}) t(i))
        TO '{folder}/all.parquet'"""
    )
    base.execute(
        f"""COPY (SELECT * EXCLUDE (wait),
        CASE WHEN outcome <> 'Open' THEN created_at + to_seconds(wait) END AS closed_at
        FROM '{folder}/all.parquet') TO '{folder}/deals.parquet'"""
    )
    base.execute(
        f"""COPY (SELECT CAST(CAST(random() * {deals} AS BIGINT) AS VARCHAR) AS deal_id, {client},
        CASE WHEN random() < 0.7 THEN 'call' ELSE 'meeting' END AS kind, {when} AS started_at,
        CAST(random() * 600 AS BIGINT) AS duration, 'seller ' || CAST(random() * 50 AS INTEGER) AS seller
        FROM range({acts})) TO '{folder}/acts.parquet'"""
    )


def ours(folder: Path) -> Any:
    from audit.content.loader import load
    from audit.measure.column_mapping import ColumnMapping
    from audit.measure.measure import measure

    deals = {
        **{"id": "deal_id", "created": "created_at", "closed": "closed_at", "channel": "channel"},
        **{"client": "client_id", "outcome": "outcome", "seller": "owner", "amount": "amount"},
    }
    acts = {
        **{"deal": "deal_id", "client": "client_id", "kind": "kind"},
        **{"ts": "started_at", "seconds": "duration", "seller": "seller"},
    }
    tables = [{"table": "deals", "columns": deals}, {"table": "acts", "columns": acts}]
    files = [str(folder / "deals.parquet"), str(folder / "acts.parquet")]
    found = measure(files, None, ColumnMapping.model_validate({"tables": tables}), load())
    return [found.deals, found.won, found.spreads["cycle"].median, found.spreads["call_seconds"].median]


def with_polars(folder: Path) -> Any:
    import polars as pl

    deals, acts = (pl.scan_parquet(folder / f"{name}.parquet") for name in ("deals", "acts"))
    day = pl.col("started_at").dt.date().alias("day")
    month = pl.col("created_at").dt.strftime("%Y-%m").alias("month")
    won = deals.filter(pl.col("outcome") == "Won").with_columns(
        ((pl.col("closed_at") - pl.col("created_at")).dt.total_milliseconds() / DAY).alias("days")
    )
    quantiles = [0.1, 0.25, 0.5, 0.75, 0.9]
    bought = won.sort("closed_at").with_columns(pl.col("deal_id").cum_count().over("client_id").alias("nth"))
    firsts = bought.filter(pl.col("nth") == 1).select("client_id", first="closed_at")
    seconds = bought.filter(pl.col("nth") == 2).select("client_id", second="closed_at")
    last = pl.col("minute").max().over("seller", "day")
    busy = pl.col("minute").len().over("seller", "day")
    minute = pl.col("started_at").dt.hour().cast(pl.Int32) * 60 + pl.col("started_at").dt.minute()
    won_of, lost_of = ((pl.col("outcome") == word).sum().alias(word) for word in ("Won", "Lost"))
    is_won = pl.col("outcome") == "Won"
    queries = [
        deals.group_by("channel", month).agg(pl.len(), won_of, lost_of),
        won.select([pl.col("days").quantile(q).alias(str(q)) for q in quantiles]),
        won.select([pl.col("amount").quantile(q).alias(str(q)) for q in quantiles]),
        acts.select([pl.col("duration").quantile(q).alias(str(q)) for q in quantiles]),
        deals.with_columns(
            pl.when(is_won)
            .then((pl.col("closed_at").dt.date() - pl.col("created_at").dt.date()).dt.total_days())
            .otherwise((pl.col("created_at").max() - pl.col("created_at")).dt.total_days())
            .alias("wait")
        )
        .group_by("wait", month)
        .agg(pl.len(), won_of),
        firsts.join(seconds, on="client_id", how="left")
        .group_by((pl.col("second") - pl.col("first")).dt.total_days().alias("gap"))
        .agg(pl.len()),
        acts.join(deals.select("deal_id", "outcome"), on="deal_id", how="left")
        .group_by("kind")
        .agg(pl.len(), pl.col("deal_id").n_unique(), pl.col("seller").null_count()),
        acts.join(firsts, on="client_id")
        .filter(pl.col("started_at") > pl.col("first"))
        .group_by(pl.col("started_at").dt.strftime("%Y-%m").alias("month"))
        .agg(pl.len(), pl.col("client_id").n_unique()),
        acts.group_by("seller", "kind", day).agg(pl.len().alias("n")).group_by("kind", "n").agg(pl.len()),
        acts.select(
            (pl.col("duration") < 10).sum().alias("short"),
            (pl.col("duration") % 60 == 0).sum().alias("round"),
            pl.len(),
        ),
        acts.group_by("seller").agg(pl.len(), (pl.col("duration") < 10).sum()),
        acts.select("seller", minute.alias("minute"), day)
        .with_columns(last=last, busy=busy)
        .filter(pl.col("busy") >= 10)
        .select((pl.col("last") - pl.col("minute") < 60).sum(), pl.len()),
    ]
    found = [query.collect() for query in queries]  # one after another, as memory asks
    return [
        *[int(found[0]["len"].sum()), int(found[0]["Won"].sum())],
        *[found[1]["0.5"][0], found[3]["0.5"][0]],
    ]


def with_pandas(folder: Path) -> Any:
    import pandas as pd

    deals, acts = (pd.read_parquet(folder / f"{name}.parquet") for name in ("deals", "acts"))
    quantiles = [0.1, 0.25, 0.5, 0.75, 0.9]
    deals["month"] = deals.created_at.dt.strftime("%Y-%m")
    deals["won"] = deals.outcome == "Won"
    cohorts = deals.groupby(["channel", "month"]).won.agg(["size", "sum"])
    won = deals[deals.won].assign(days=(deals.closed_at - deals.created_at).dt.total_seconds() / 86400)
    cycle, _ = won.days.quantile(quantiles), won.amount.quantile(quantiles)
    calls = acts.duration.quantile(quantiles)
    waits = (deals.closed_at.dt.normalize() - deals.created_at.dt.normalize()).dt.days
    waits = waits.where(deals.won, (deals.created_at.max() - deals.created_at).dt.days)
    deals.assign(wait=waits).groupby(["wait", "month"]).won.agg(["size", "sum"])
    bought = won.sort_values("closed_at")
    bought["nth"] = bought.groupby("client_id").cumcount() + 1
    first, second = (bought[bought.nth == n].set_index("client_id").closed_at for n in (1, 2))
    (second.reindex(first.index) - first).dt.days.value_counts()
    merged = acts.merge(deals[["deal_id", "outcome"]], on="deal_id", how="left")
    merged.groupby("kind").agg({"deal_id": ["size", "nunique"]})
    acts["first"] = acts.client_id.map(first)
    touched = acts[acts.started_at > acts["first"]]
    touched.groupby(touched.started_at.dt.strftime("%Y-%m")).client_id.agg(["size", "nunique"])
    acts["day"] = acts.started_at.dt.normalize()
    acts.groupby(["seller", "kind", "day"]).size().reset_index(name="n").groupby(["kind", "n"]).size()
    acts.assign(short=acts.duration < 10).groupby("seller").short.agg(["size", "sum"])
    acts["minute"] = acts.started_at.dt.hour * 60 + acts.started_at.dt.minute
    days = acts.groupby(["seller", "day"]).minute
    ((days.transform("max") - acts.minute < 60) & (days.transform("size") >= 10)).sum()
    return [
        *[int(cohorts["size"].sum()), int(cohorts["sum"].sum())],
        *[float(cycle[0.5]), float(calls[0.5])],
    ]


def timed(name: str, folder: Path) -> dict[str, Any]:
    asked = [sys.executable, __file__, "--one", name, str(folder)]
    run = subprocess.run(asked, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return found


def main() -> None:
    engines = {"ours": ours, "polars": with_polars, "pandas": with_pandas}
    if "--one" in sys.argv:
        begun = time.perf_counter()
        figures = engines[sys.argv[2]](Path(sys.argv[3]))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"s": time.perf_counter() - begun, "MiB": peak, "figures": figures}))
        return
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as held:
        make(Path(held), rows)
        found = {name: timed(name, Path(held)) for name in engines}
    for name, one in found.items():
        print(f"{name:8} {one['s']:7.2f} s {one['MiB']:8.0f} MiB  {one['figures']}")
    print(f"ours to polars {found['ours']['s'] / found['polars']['s']:.2f} (bar 1.2)")
    print(f"pandas to ours {found['pandas']['s'] / found['ours']['s']:.2f} (bar 2)")


if __name__ == "__main__":
    main()
