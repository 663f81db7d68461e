"""The figures an imported log gives, from the one set of SELECTs, as a frozen measurement."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from audit.measure.cell_values import DAY_MS, EPOCH
from audit.measure.column_mapping import MOST_STEPS, ColumnMapping, known, plain
from audit.measure.engines import Engine, Rows, sql
from audit.model import (
    Acted,
    Bought,
    Cohort,
    Id,
    Imported,
    Measurement,
    Passage,
    Passed,
    Reached,
    Spread,
    Touched,
)
from audit.stats.intervals import kaplan_meier, of_mean, wilson

WINDOWS = (7, 14, 30, 60, 90, 180, 365)  # days within which a sale is looked for; our judgement
MOST_TOUCHES = 20  # contacts of one case told apart; more is one group; our judgement
QUANTILES = {  # the weight of the upper neighbour is (numerator * (n - 1)) mod denominator; by definition
    "p10": (1, 10),
    "p25": (1, 4),
    "median": (1, 2),
    "p75": (3, 4),
    "p90": (9, 10),
}
IN_DAYS = ("cycle", "repeat", "step_")  # kept in milliseconds, told in days
GROUPS = ("channel", "temperature")
KEPT = ("history", "cases", "firsts", "horizon", "purchases", "spans", "days")

CREATED, WON = "(created)", "(won)"  # the two steps that every list of deals has


def prepare(
    engine: Engine, meaning: ColumnMapping, imported: Sequence[Imported], values: Mapping[str, Iterable[str]]
) -> tuple[str, ...]:
    """Tell the engine what the company's words mean and let it put the log in order; returns the steps."""
    roles = {stage: role_of(stage, meaning) for stage in values["stage"]}
    steps = _steps(engine, meaning, roles)
    engine.fill("stages", _stage_rows(steps, roles))
    engine.fill("words", ((w, role) for w in values["outcome"] if (role := outcome_of(w, meaning))))
    engine.fill("windows", ((days,) for days in WINDOWS))
    listed_once = [one.duplicated for one in imported if one.table == "deals" and not one.again] == [0]
    engine.keep("merged", sql("listed" if listed_once else "merged"))
    for name in KEPT:
        engine.keep(name, sql(name))
    return steps


def role_of(stage: str, meaning: ColumnMapping) -> str | None:
    """Whether a stage is an end: by the mapping, else by how such stages are usually called."""
    if stage in meaning.won or stage in meaning.lost:
        return "won" if stage in meaning.won else "lost"
    if meaning.won or meaning.lost:
        return None
    words: Mapping[str, Sequence[str]] = known()["outcomes"]
    return next((role for role in ("lost", "won") if any(w in plain(stage) for w in words[role])), None)


def outcome_of(word: str, meaning: ColumnMapping) -> str | None:
    """What an outcome says; what nobody knows is left to the stage and the dates."""
    words: Mapping[str, Sequence[str]] = known()["outcomes"]
    said, role = plain(word), role_of(word, meaning)
    if role is None and said in words["yes"]:
        return "won"
    if role is None and said in words["no"]:
        return "lost"
    return role or ("open" if said in words["open"] else None)


def _steps(engine: Engine, meaning: ColumnMapping, roles: Mapping[str, str | None]) -> tuple[str, ...]:
    if meaning.steps:
        named = [s for s in meaning.steps if s in meaning.metrics or roles.get(s) == "won"]
        return tuple(named) if meaning.metrics else meaning.steps
    found = [row["stage"] for row in engine.rows(sql("order")) if roles.get(row["stage"]) is None]
    return tuple(found[:MOST_STEPS]) or (CREATED,)


def _stage_rows(steps: Sequence[str], roles: Mapping[str, str | None]) -> Iterable[tuple[object, ...]]:
    """Every stage with its place in the order and its role; all that mean a sale share the last place."""
    ends = [i for i, step in enumerate(steps) if roles.get(step) == "won"]
    last = ends[0] if ends else len(steps)
    for i, step in enumerate(steps):
        yield step, i, roles.get(step)
    for stage, role in roles.items():
        if stage not in steps:
            yield stage, last if role == "won" else None, role
    yield WON, last, "won"


def step_names(steps: Sequence[str], meaning: ColumnMapping) -> tuple[str, ...]:
    """The steps with the sale at their end, as passages number them."""
    roles = [role_of(step, meaning) for step in steps]
    return tuple(steps) if "won" in roles else (*steps, WON)


def measured(
    engine: Engine, meaning: ColumnMapping, imported: Sequence[Imported], steps: Sequence[str]
) -> Measurement:
    """Every figure this log can give; doubts and signs are added by those who know them."""
    names = step_names(steps, meaning)
    cohorts = tuple(_cohorts(_in_order(engine.rows(sql("cohorts")), "created_month", *GROUPS)))
    horizon = engine.rows(sql("horizon"))[0]
    won = sum(cohort.won for cohort in cohorts)
    history = any(one.table == "marks" and one.kept for one in imported)
    waits = engine.rows(sql("waits"))
    again = engine.rows(sql("repeats"))
    base = engine.rows(sql("base"))
    return Measurement(
        engine=engine.name,
        imported=tuple(imported),
        since=_day(horizon["first_ts"]),
        until=_day(horizon["last_ts"]),
        history=history,
        deals=sum(cohort.n for cohort in cohorts),
        won=won,
        lost=sum(cohort.lost for cohort in cohorts),
        steps=names,
        channels=meaning.channels,
        metrics=meaning.metrics,
        cohorts=cohorts,
        passages=_passed(engine, names, cohorts, history),
        spreads={row["what"]: _spread(row) for row in engine.rows(sql("spreads"))},
        sold_by_day=curve(waits),
        sold_within=tuple(_within(engine.rows(sql("matured")))),
        clients=sum(row["happened"] + row["waiting"] for row in again),
        repeat_clients=sum(row["happened"] for row in again),
        bought=tuple(_bought(engine.rows(sql("bought")))),
        again_by_day=curve(again),
        again_within=tuple(_within(engine.rows(sql("repeats_matured")))),
        touched=tuple(_touched(engine.rows(sql("touches")))),
        actions=tuple(_acted(engine.rows(sql("actions")), won)),
        base_touches={row["month_of"]: int(row["touches"]) for row in base},
        base_clients={row["month_of"]: int(row["clients"]) for row in base},
    )


def curve(rows: Rows, since: str = "") -> tuple[Reached, ...]:
    """How much has happened by each day, of the cases of a month and later."""
    months = "month_of" if rows and "month_of" in rows[0] else "created_month"
    waits: dict[int, list[int]] = {}
    for row in rows:
        if (row[months] or "") >= since:
            one = waits.setdefault(int(row["days"]), [0, 0])
            one[0] += int(row["happened"])
            one[1] += int(row["waiting"])
    found = kaplan_meier((days, happened, waiting) for days, (happened, waiting) in waits.items())
    return tuple(Reached(day=day, share=share) for day, share in found)


def _in_order(rows: Rows, *columns: str) -> Rows:
    """Sorted here: engines differ in where they put nothing, and Я before or after Z."""
    return sorted(
        rows, key=lambda row: [(row[c] is not None, row[c] if row[c] is not None else 0) for c in columns]
    )


def _day(ts: int | None) -> str:
    return "" if ts is None else date.fromordinal(int(ts) // DAY_MS + EPOCH).isoformat()


def _cohorts(rows: Rows) -> Iterable[Cohort]:
    for row in rows:
        counts = {count: int(row[count]) for count in ("n", "won", "lost")}
        yield Cohort(
            month=row["created_month"], channel=row["channel"], temperature=row["temperature"], **counts
        )


def _passed(
    engine: Engine, names: Sequence[str], cohorts: Sequence[Cohort], history: bool
) -> tuple[Passage, ...]:
    """From step to step; where there are but the record and the sale, the cohorts have said it."""
    if history or len(names) > 2:
        rows = _in_order(engine.rows(sql("passages")), "pos", "created_month", *GROUPS)
        return tuple(_passages(rows, names))
    return tuple(
        Passage(
            **one.model_dump(include={"month", *GROUPS}),
            step=names[0],
            entered=one.n,
            passed=one.won,
            jumped=0,
            waiting=one.n - one.won - one.lost,
        )
        for one in cohorts
    )


def _passages(rows: Rows, names: Sequence[str]) -> Iterable[Passage]:
    for row in rows:
        if row["pos"] < len(names) - 1:
            counts = {c: int(row[c]) for c in ("entered", "passed", "jumped", "waiting")}
            where = {"month": row["created_month"], **{group: row[group] for group in GROUPS}}
            yield Passage.model_validate({"step": names[int(row["pos"])], **where, **counts})


def _spread(row: Mapping[str, int]) -> Spread:
    what = str(row["what"])
    unit = DAY_MS if what.startswith(IN_DAYS) else 100 if what == "amount" else 1
    n = int(row["n"])
    mean = of_mean(int(row["total"]), float(row["squares"]), n)
    quantiles = {}
    for name, (numerator, denominator) in QUANTILES.items():
        low, above = int(row[f"{name if name != 'median' else 'p50'}_low"]), row[_above(name)]
        weight = numerator * (n - 1) % denominator / denominator
        quantiles[name] = (low + (int(above) - low if above is not None else 0) * weight) / unit
    return Spread(
        n=n,
        least=row["least"] / unit,
        most=row["most"] / unit,
        mean=int(row["total"]) / n / unit,
        low=row["median_low"] / unit,
        high=row["median_high"] / unit,
        mean_low=mean[0] / unit,
        mean_high=mean[1] / unit,
        **quantiles,
    )


def _above(name: str) -> str:
    return f"{'p50' if name == 'median' else name}_high"


def _within(rows: Rows) -> Iterable[Passed]:
    for row in rows:
        entered, passed = int(row["entered"]), int(row["passed"] or 0)
        low, high = wilson(passed, entered)
        yield Passed(what=str(row["days"]), entered=entered, passed=passed, low=low, high=high)


def _bought(rows: Rows) -> Iterable[Bought]:
    for row in rows:
        counts = {count: int(row[count]) for count in ("n", "clients", "firsts", "seconds")}
        money = {name: int(row[name] or 0) / 100 for name in ("amount", "repeated")}
        yield Bought.model_validate({"month": row["month_of"] or "", **counts, **money})


def _touched(rows: Rows) -> Iterable[Touched]:
    """Per number of contacts, with all that had at least so many: the chance at it is won of those."""
    for row in rows:
        if row["touches"] <= MOST_TOUCHES:
            reached = sum(int(other["n"]) for other in rows if other["touches"] >= row["touches"])
            yield Touched(touches=row["touches"], n=int(row["n"]), won=int(row["won"]), reached=reached)


def _acted(rows: Rows, won: int) -> Iterable[Acted]:
    for row in sorted(rows, key=lambda row: (-int(row["n"]), row["kind"] or "")):
        n = int(row["n"])
        yield Acted(
            kind=row["kind"],
            n=n,
            deals=int(row["deals"]),
            nobody=int(row["nobody"]),
            per_sale=n / won if won else None,
        )


def channel_of(name: str | None, meaning: Mapping[str, Id]) -> Id | None:
    """The audit's channel that a channel of the file belongs to; None: no such, or not known."""
    if name is None:
        return None
    if name in meaning:
        return meaning[name]
    said = plain(name).replace("_", " ")
    if is_unknown(name):
        return None
    words: Mapping[Id, Sequence[str]] = known()["channels"]
    return next((channel for channel, stems in words.items() if any(s in said for s in stems)), None)


def is_unknown(name: str) -> bool:
    """Whether a channel is a word for not knowing it."""
    said = plain(name)
    return any(said == word or (len(word) > 4 and said.startswith(word)) for word in known()["unknown"])
