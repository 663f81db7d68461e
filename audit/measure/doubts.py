"""What makes a measured figure doubtful, how much of it there is, and what it does to the figure."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from audit.measure.column_mapping import ColumnMapping, known, plain
from audit.measure.engines import Engine, sql
from audit.measure.figures import curve, is_unknown
from audit.model import Doubt, Id, Measurement, Reached
from audit.stats.intervals import by_day

EXPECTED_BEFORE = (
    4.6  # sales due before the first on record: by chance none in one of a hundred; our judgement
)
LEAST_BEFORE = 30  # deals older than the first sale, below which nothing follows; sources: causes
AT_ONCE_SHARE = 0.05  # of the deals lost within a minute: then a machine decides; our judgement
OLD_CLIENTS = 1.5  # times the new clients of the months after; our judgement
SPLIT_SHARE = 0.5  # of sales or actions that are somebody else's: then roles are split; our judgement


@dataclass(frozen=True)
class Seen:
    """What the doubts are told from: the figures, the counts of one pass, and the engine for more."""

    engine: Engine
    meaning: ColumnMapping
    figures: Measurement
    counts: Mapping[str, Any]

    def n(self, count: str) -> int:
        return int(self.counts[count] or 0)

    def has(self, field: str) -> bool:
        """Whether any file brought the field."""
        return any(field in one.empty for one in self.figures.imported)


def with_doubts(engine: Engine, meaning: ColumnMapping, figures: Measurement) -> Measurement:
    """The figures with their doubts, and with the refusals of those that cannot be computed."""
    seen = Seen(engine, meaning, figures, engine.rows(sql("doubts"))[0])
    doubts = tuple(doubt for check in CHECKS for doubt in check(seen))
    truncated = next((d for d in doubts if d.about == "truncated_start"), None)
    since: tuple[Reached, ...] = ()
    if truncated:
        since = curve(engine.rows(sql("waits")), str(truncated.values["since"]))
    closed, counted = figures.won + figures.lost, all(map(seen.has, ("channel", "seller")))
    complete = seen.n("complete") / closed if closed and counted and "amount" in figures.spreads else None
    return figures.model_copy(
        update={
            "doubts": doubts,
            "refused": dict(refusals(seen, doubts)),
            "sold_by_day_since": since,
            "complete": complete,
        }
    )


def censored(seen: Seen) -> Iterator[Doubt]:
    """Deals still open will partly be won: the young cohorts look worse than they are."""
    figures = seen.figures
    waiting = figures.deals - figures.won - figures.lost
    if waiting and figures.won and figures.sold_by_day:
        decided = figures.won + figures.lost
        values = {
            "naive": 100 * figures.won / figures.deals,
            "decided": 100 * figures.won / decided,
            "open_counted": 100 * figures.sold_by_day[-1].share,
        }
        about = "censored" if figures.lost else "never_lost"
        yield Doubt(about=about, size=waiting, of=figures.deals, values=values)


def truncated_start(seen: Seen) -> Iterator[Doubt]:
    """Sales before some day are missing: by the later cohorts several were due, and none is there."""
    before = seen.engine.rows(sql("before"))
    first = next((month for month in _months_of_sales(seen)), "")
    later = [(one.day, one.share) for one in curve(seen.engine.rows(sql("waits")), first)]
    due = sum(int(row["n"]) * by_day(later, int(row["days"]) - 1) for row in before)
    older = sum(int(row["n"]) for row in before)
    if first and older >= LEAST_BEFORE and due >= EXPECTED_BEFORE:
        kept = [cohort for cohort in seen.figures.cohorts if (cohort.month or "") >= first]
        n, won = sum(c.n for c in kept), sum(c.won for c in kept)
        values: dict[str, float | str] = {
            "since": first,
            "due": due,
            "all": 100 * seen.figures.won / seen.figures.deals,
            "later": 100 * won / n if n else 0,
            "later_n": n,
            "later_won": won,
        }
        yield Doubt(about="truncated_start", size=older, of=seen.figures.deals, values=values)


def _months_of_sales(seen: Seen) -> Iterator[str]:
    """The first whole month after the first sale on record."""
    from datetime import date, timedelta

    from audit.measure.cell_values import EPOCH

    if seen.counts["first_won_day"] is not None and seen.n("first_won_day") > seen.n("first_day"):
        day = date.fromordinal(seen.n("first_won_day") + EPOCH)
        following = (day.replace(day=1) + timedelta(days=32)).replace(day=1)  # the calendar
        yield f"{following:%Y-%m}"


def lost_as_duplicate(seen: Seen) -> Iterator[Doubt]:
    """Records lost because they were there twice are no lost clients."""
    words = known()["duplicates"]
    rows = seen.engine.rows(sql("reasons"))
    twice = sum(int(row["n"]) for row in rows if any(word in plain(row["word"]) for word in words))
    figures = seen.figures
    if twice:
        values = {
            "with": 100 * figures.won / figures.deals,
            "without": 100 * figures.won / max(figures.deals - twice, 1),
        }
        yield Doubt(about="lost_as_duplicate", size=twice, of=figures.lost, values=values)


def channels_without_name(seen: Seen) -> Iterator[Doubt]:
    """Nothing and a word for not knowing are two things; neither is a channel."""
    figures = seen.figures
    if not seen.has("channel"):
        return
    unknown = [c for c in figures.cohorts if c.channel and is_unknown(c.channel)]
    n, won = sum(c.n for c in unknown), sum(c.won for c in unknown)
    missing, missing_won = seen.n("no_channel"), seen.n("no_channel_won")
    rest = figures.deals - n - missing
    if n or missing:
        values = {
            "missing": missing,
            "missing_rate": 100 * missing_won / missing if missing else 0,
            "unknown": n,
            "unknown_rate": 100 * won / n if n else 0,
            "rest_rate": 100 * (figures.won - won - missing_won) / rest if rest else 0,
        }
        yield Doubt(about="channel_unknown", size=n + missing, of=figures.deals, values=values)


def sellers_only_on_won(seen: Seen) -> Iterator[Doubt]:
    """Who won is known, who tried is not."""
    if seen.n("no_seller") and not seen.n("seller_unwon") and seen.n("sellers"):
        yield Doubt(about="sellers_only_on_won", size=seen.n("no_seller"), of=seen.figures.deals)


def split_roles(seen: Seen) -> Iterator[Doubt]:
    """One finds the client, another closes: a sale is nobody's alone."""
    both, same = seen.n("both_roles"), seen.n("same_person")
    row = seen.engine.rows(sql("roles"))[0]
    n, others = int(row["n"] or 0), int(row["others"] or 0)
    if both and (both - same) / both >= SPLIT_SHARE and seen.n("callers") > 1 and seen.n("sellers") > 1:
        yield Doubt(about="split_roles", size=both - same, of=both, values={"same": same})
    elif n and seen.figures.won and others / n >= SPLIT_SHARE:
        yield Doubt(about="split_roles", size=others, of=n, values={"same": n - others})


def lost_at_once(seen: Seen) -> Iterator[Doubt]:
    """Lost within a minute: a rule of the system, not a seller."""
    figures, n = seen.figures, seen.n("lost_at_once")
    if figures.lost and n / figures.lost >= AT_ONCE_SHARE:
        values = {
            "with": 100 * figures.won / figures.deals,
            "without": 100 * figures.won / max(figures.deals - n, 1),
        }
        yield Doubt(about="lost_at_once", size=n, of=figures.lost, values=values)


def snapshot(seen: Seen) -> Iterator[Doubt]:
    """Without a history a lost deal is known at its last stage only."""
    if not seen.figures.history and len(seen.figures.steps) > 2:
        yield Doubt(about="snapshot", size=seen.figures.lost, of=seen.figures.deals)


def order_guessed(seen: Seen) -> Iterator[Doubt]:
    if seen.figures.history and not seen.meaning.steps:
        yield Doubt(about="order_guessed", size=len(seen.figures.steps), of=len(seen.figures.steps))


def clients_from_before(seen: Seen) -> Iterator[Doubt]:
    """The first month's "new" clients are mostly old ones whose earlier purchases the file does not hold."""
    first, *after = (month.firsts for month in seen.figures.bought[:4]) if seen.figures.bought else (0,)
    if after and first >= LEAST_BEFORE and first >= OLD_CLIENTS * sum(after) / len(after):
        rows = seen.engine.rows(sql("repeats"))
        later = [row for row in rows if row["month_of"] > seen.figures.bought[0].month]
        n = sum(int(row["happened"]) + int(row["waiting"]) for row in later)
        values = {
            "with": 100 * seen.figures.repeat_clients / seen.figures.clients,
            "without": 100 * sum(int(row["happened"]) for row in later) / n if n else 0,
        }
        yield Doubt(about="clients_from_before", size=first, of=seen.figures.clients, values=values)


def bought_once_so_far(seen: Seen) -> Iterator[Doubt]:
    """Clients of the last months have had no time to come back."""
    figures = seen.figures
    if figures.repeat_clients and figures.again_by_day:
        values = {
            "naive": 100 * figures.repeat_clients / figures.clients,
            "open_counted": 100 * figures.again_by_day[-1].share,
        }
        waiting = figures.clients - figures.repeat_clients
        yield Doubt(about="bought_once_so_far", size=waiting, of=figures.clients, values=values)


def contacts_end_at_yes(seen: Seen) -> Iterator[Doubt]:
    """Who has said yes is called no more: few contacts look better than they are."""
    touched = seen.figures.touched
    if touched and touched[0].n and touched[0].won:
        values = {
            "naive": 100 * touched[0].won / touched[0].n,
            "chance": 100 * touched[0].won / touched[0].reached,
            "touches": touched[0].touches,
        }
        yield Doubt(about="contacts_end_at_yes", size=touched[0].n, of=touched[0].reached, values=values)


def masked(seen: Seen) -> Iterator[Doubt]:
    n, kept = (sum(getattr(one, what) for one in seen.figures.imported) for what in ("masked", "kept"))
    if n:
        yield Doubt(about="masked", size=n, of=kept)


def identical(seen: Seen) -> Iterator[Doubt]:
    n, kept = (sum(getattr(one, what) for one in seen.figures.imported) for what in ("identical", "kept"))
    if n:
        yield Doubt(about="identical", size=n, of=kept)


def orphans(seen: Seen) -> Iterator[Doubt]:
    n = int(seen.engine.rows(sql("orphans"))[0]["n"]) if seen.figures.history else 0
    if n:
        yield Doubt(about="orphans", size=n, of=seen.figures.deals)


def counted(about: Id, count: str, of: str) -> Callable[[Seen], Iterator[Doubt]]:
    """A doubt that is one count of the pass over all deals."""

    def check(seen: Seen) -> Iterator[Doubt]:
        if seen.n(count):
            yield Doubt(about=about, size=seen.n(count), of=seen.n(of))

    return check


CHECKS: tuple[Callable[[Seen], Iterator[Doubt]], ...] = (
    censored,
    truncated_start,
    snapshot,
    order_guessed,
    lost_as_duplicate,
    lost_at_once,
    channels_without_name,
    sellers_only_on_won,
    split_roles,
    counted("won_undated", "won_undated", "won"),
    counted("won_before_created", "won_before_created", "won"),
    counted("lost_before_created", "lost_before_created", "lost"),
    counted("open_with_close", "open_with_close", "n"),
    counted("undated", "undated", "n"),
    clients_from_before,
    bought_once_so_far,
    contacts_end_at_yes,
    identical,
    masked,
    orphans,
)


def refusals(seen: Seen, doubts: tuple[Doubt, ...]) -> Iterator[tuple[Id, Id]]:
    """Figures that this file cannot give, each with the reason."""
    figures, about = seen.figures, {doubt.about for doubt in doubts}
    if figures.deals:
        if seen.n("undated") == figures.deals:
            yield "months", "no_dates"
        if "cycle" not in figures.spreads:
            yield "days_to_sale", "no_dates"
        if not figures.won:
            yield "sales", "no_outcomes"
        if len(figures.steps) < 3:
            yield "steps", "no_steps"
        if seen.n("no_channel") == figures.deals:
            yield "channels", "no_channel"
        if not any(cohort.temperature for cohort in figures.cohorts):
            yield "temperatures", "no_temperature"
        if "sellers_only_on_won" in about:
            yield "sellers", "sellers_only_on_won"
        elif not seen.n("sellers"):
            yield "sellers", "no_seller"
        elif "split_roles" in about:
            yield "sellers", "split_roles"
    if not figures.clients:
        yield "repeats", "no_clients"
    if not figures.actions and not figures.touched:
        yield "actions", "no_actions"
    if not figures.base_touches:
        yield "base", "no_base_touches"
