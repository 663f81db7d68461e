"""Signs in a log of actions that figures may be padded: to be checked, never a verdict on anybody."""

from collections.abc import Iterator, Mapping

from audit.measure.column_mapping import ColumnMapping, known, plain
from audit.measure.engines import Engine, Rows, sql
from audit.model import Doubt, Measurement

FEWEST = 10  # cases below which nothing is a sign; our judgement
SHORT_SHARE = 0.2  # of calls under ten seconds; an unanswered ring explains fewer; our judgement
ROUND_SHARE = 0.2  # of durations in whole minutes; by chance one in sixty; our judgement
AGAIN_SHARE = 0.05  # of calls beyond the third to a number on one day; our judgement
LATE_SHARE = 0.5  # of a day's records made in its last hour; an even day has an eighth; our judgement
ALONE_SHARE = 0.1  # of meetings with no client behind them; our judgement
BUNCH = 3  # times the days of its neighbours that one number has; our judgement
LEAST_NUMBER = 3  # actions a day from which a bunch can mean a norm; our judgement


def with_signs(engine: Engine, meaning: ColumnMapping, figures: Measurement) -> Measurement:
    """The figures with the signs found, and short calls by seller for whoever asks for names."""
    short = {
        str(row["seller"]): (int(row["short"]), int(row["n"]))
        for row in sorted(engine.rows(sql("short_calls")), key=lambda r: (-int(r["short"]), r["seller"]))
    }
    signs = tuple(_signs(engine, meaning))
    return figures.model_copy(update={"signs": signs, "short_calls": short})


def numbered(figures: Measurement) -> Measurement:
    """Without the names of sellers: by number, the most short calls first."""
    by_number = {str(n): counts for n, counts in enumerate(figures.short_calls.values(), 1)}
    return figures.model_copy(update={"short_calls": by_number})


def _signs(engine: Engine, meaning: ColumnMapping) -> Iterator[Doubt]:
    calls = {name: int(n or 0) for name, n in engine.rows(sql("padding"))[0].items()}
    yield from _share("short_calls", calls["short"], calls["timed"], SHORT_SHARE)
    yield from _share("round_durations", calls["round"], calls["long"], ROUND_SHARE)
    numbers = engine.rows(sql("same_number"))[0]
    yield from _share("same_number", int(numbers["beyond"] or 0), int(numbers["calls"] or 0), AGAIN_SHARE)
    late = engine.rows(sql("last_hour"))[0]
    yield from _share("last_hour", int(late["late"] or 0), int(late["n"] or 0), LATE_SHARE)
    yield from _alone(engine.rows(sql("kinds")))
    yield from _bunches(engine.rows(sql("daily")), meaning.plan)


def _share(about: str, n: int, of: int, least: float) -> Iterator[Doubt]:
    if n >= FEWEST and n / of >= least:
        yield Doubt(about=about, size=n, of=of)


def _alone(rows: Rows) -> Iterator[Doubt]:
    """Meetings without client or deal, in a log that otherwise names them."""
    if not any(int(row["alone"]) < int(row["n"]) for row in rows):
        return
    words = known()["meetings"]
    meetings = [row for row in rows if any(word in plain(row["kind"]) for word in words)]
    n, alone = (sum(int(row[what]) for row in meetings) for what in ("n", "alone"))
    yield from _share("alone_meetings", alone, n, ALONE_SHARE)


def _bunches(rows: Rows, plan: Mapping[str, int]) -> Iterator[Doubt]:
    """Days with exactly one number of actions, far more often than one less or one more."""
    by_kind: dict[str, dict[int, int]] = {}
    for row in rows:
        by_kind.setdefault(row["kind"] or "", {})[int(row["per_day"])] = int(row["days"])
    for kind, days in sorted(by_kind.items()):
        for number, often in sorted(days.items()):
            beside = (days.get(number - 1, 0) + days.get(number + 1, 0)) / 2
            if number >= LEAST_NUMBER and often >= FEWEST and often > BUNCH * beside:
                about = "bunched_at_plan" if plan.get(kind) == number else "bunched"
                values: dict[str, float | str] = {"kind": kind, "number": number, "beside": beside}
                yield Doubt(about=about, size=often, of=sum(days.values()), values=values)
