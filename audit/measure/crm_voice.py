"""The CRM as one more voice: what a measurement answers of the questions of the interview."""

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from statistics import mean

from audit.content.answer_values import SALE
from audit.facts.facts import Facts
from audit.measure.column_mapping import known
from audit.measure.figures import channel_of
from audit.model import (
    Answer,
    Audit,
    Cohort,
    Id,
    Key,
    Measurement,
    Passage,
    Question,
    Spread,
    Step,
    Voice,
    key_of,
)
from audit.stats.intervals import FEWEST_CASES, of_rate
from audit.storage.audit_folder import CRM

QUARTER, YEAR = 92, 366  # days at most; the calendar
SAMPLE = 10  # closed deals of the question; sources: questions_7
SOUND = 9  # of ten filled in: from here on the file cannot say whether they are true; sources: F13


def crm_voice(figures: Measurement, audit: Audit, facts: Facts, questions: Mapping[Id, Question]) -> Voice:
    """Everything the file can tell, graded as measured; what it cannot tell is left to people."""
    at = datetime.combine(_until(figures, audit.as_of), time(), UTC)
    answers = dict(_answers(figures, audit, facts, questions, at))
    return Voice(id=CRM, roles=("system",), answers=answers)


def _until(figures: Measurement, otherwise: date) -> date:
    return date.fromisoformat(figures.until) if figures.until else otherwise


def _answers(
    figures: Measurement, audit: Audit, facts: Facts, questions: Mapping[Id, Question], at: datetime
) -> Iterator[tuple[Key, Answer]]:
    channels = audit.places.get("channel", ())
    funnels = {c: steps for c in channels if (steps := funnel_of(c, figures, facts, channels))}
    for channel, steps in funnels.items():
        note = _note(figures)
        yield key_of("funnel", channel), Answer(value=steps, grade="measured", at=at, note=note)
    if funnels:
        whole = all(_has_counts(funnels.get(channel, ())) for channel in channels)
        known_by = "measured" if whole else "measured_partly"
        yield "conversions_known", Answer(value=known_by, grade="measured", at=at)
        yield from _refreshed(audit.as_of, at)
    for channel in questions["supply"].only:
        if channel in channels and (answer := _supply(channel, figures, at, channels)):
            yield key_of("supply", channel), answer
    if cycle := figures.spreads.get("cycle"):
        yield "cycle_days", _number(max(round(cycle.median, 1), 0), cycle, cycle.low, cycle.high, at)
    if money := figures.spreads.get("amount"):
        yield "average_sale", _number(round(money.mean, 2), money, money.mean_low, money.mean_high, at)
    yield from _records(figures, facts, at)
    yield from _base(figures, at)
    if figures.signs:
        yield from _padding(audit, facts, at)


def _has_counts(steps: Sequence[Step]) -> bool:
    return bool(steps) and all(s.entered is not None and s.entered >= FEWEST_CASES for s in steps[:-1])


def _refreshed(as_of: date, at: datetime) -> Iterator[tuple[Key, Answer]]:
    age = (as_of - at.date()).days
    value = "within_quarter" if age <= QUARTER else "within_year" if age <= YEAR else "longer_ago"
    yield "funnel_refreshed", Answer(value=value, grade="measured", at=at)


def _number(value: float, spread: Spread, low: float, high: float, at: datetime) -> Answer:
    plain = int(value) if float(value).is_integer() else value
    return Answer(
        value=plain, grade="measured", at=at, cases=spread.n, low=round(low, 2), high=round(high, 2)
    )


# --- funnels ---------------------------------------------------------------------------------------


def funnel_of(channel: Id, figures: Measurement, facts: Facts, channels: Sequence[Id]) -> tuple[Step, ...]:
    """The channel's steps with counts: by steps that were named, else from the record to the sale."""
    months = set(ripe_months(figures))
    mine = [p for p in figures.passages if p.month in months and _is(channel, p.channel, figures, channels)]
    steps = figures.steps[:-1]
    if len(steps) > 1 and all(step in figures.metrics for step in steps) and mine:
        worked = [step for step in steps if any(p.step == step and p.entered for p in mine)]
        counted = [_step(figures.metrics[step], [p for p in mine if p.step == step]) for step in worked]
        return (*counted, Step(metric=SALE)) if counted[-1].metric != SALE else tuple(counted)
    cohorts = [c for c in figures.cohorts if c.month in months and _is(channel, c.channel, figures, channels)]
    n, won = sum(c.n for c in cohorts), sum(c.won for c in cohorts)
    if not n or not figures.won:
        return ()
    return Step(metric=entry(channel, facts), entered=n, passed=min(won, n)), Step(metric=SALE)


def _step(metric: Id, passages: Sequence[Passage]) -> Step:
    entered, passed = sum(p.entered for p in passages), sum(p.passed for p in passages)
    return (
        Step(metric=metric, entered=entered, passed=min(passed, entered)) if entered else Step(metric=metric)
    )


def _is(channel: Id, name: str | None, figures: Measurement, channels: Sequence[Id]) -> bool:
    """Whether a record belongs to a channel; with one channel and none recorded they all do."""
    if len(channels) == 1 and "channels" in figures.refused:
        return True
    return channel_of(name, figures.channels) == channel


def entry(channel: Id, facts: Facts) -> Id:
    """What the first record of the CRM counts there: a step people named, else the usual one."""
    usual: Sequence[Id] = known()["entries"][channel]
    named = [step.metric for step in facts.steps(channel)]
    return next((metric for metric in usual if metric in named), usual[0])


def ripe_months(figures: Measurement) -> list[str | None]:
    """Months whose deals have had time to be decided, since sales are on record; all while those are few."""
    since = next((str(d.values["since"]) for d in figures.doubts if d.about == "truncated_start"), "")
    months = list(dict.fromkeys(cohort.month for cohort in figures.cohorts))
    cycle = figures.spreads.get("cycle")
    if not figures.until or cycle is None:
        return months
    last = date.fromisoformat(figures.until) - timedelta(days=max(round(cycle.p90), 0))
    ripe = [month for month in months if month and month >= since and _end(month) <= last]
    kept: list[Cohort] = [cohort for cohort in figures.cohorts if cohort.month in ripe]
    return [*ripe] if sum(c.n for c in kept) >= FEWEST_CASES else months


def _end(month: str) -> date:
    year, number = map(int, month.split("-"))
    return date(year, number, monthrange(year, number)[1])


def _note(figures: Measurement) -> str:
    months = sorted(month for month in ripe_months(figures) if month)
    return f"{months[0]} – {months[-1]}" if months else ""


# --- numbers ---------------------------------------------------------------------------------------


def _supply(channel: Id, figures: Measurement, at: datetime, channels: Sequence[Id]) -> Answer | None:
    """New records a month over whole months; nothing is said of less than one."""
    months = whole_months(figures)
    mine = [c for c in figures.cohorts if c.month in months and _is(channel, c.channel, figures, channels)]
    n = sum(cohort.n for cohort in mine)
    if not months or not n:
        return None
    low, high = of_rate(n, len(months))
    value = round(n / len(months), 1)
    plain = int(value) if value.is_integer() else value
    return Answer(value=plain, grade="measured", at=at, cases=n, low=round(low, 1), high=round(high, 1))


def whole_months(figures: Measurement) -> list[str]:
    """Months that the records cover from first to last day: the first and the last are dropped."""
    months = sorted({cohort.month for cohort in figures.cohorts if cohort.month})
    return months[1:-1]


def _records(figures: Measurement, facts: Facts, at: datetime) -> Iterator[tuple[Key, Answer]]:
    """How many of ten closed deals are filled in: said where people did not say worse themselves."""
    if figures.complete is None or figures.won + figures.lost < FEWEST_CASES:
        return
    filled, told = round(SAMPLE * figures.complete), facts.number("crm_sample")
    if filled < SOUND and (told is None or filled < told):
        yield "crm_sample", Answer(value=filled, grade="measured", at=at, cases=figures.won + figures.lost)


def _base(figures: Measurement, at: datetime) -> Iterator[tuple[Key, Answer]]:
    """How often a client who has bought is touched in a month, in months after the first purchase."""
    months = [m.month for m in figures.bought if m.month in figures.base_touches]
    before: dict[str, int] = {}
    clients = 0
    for month in figures.bought:
        before[month.month] = clients
        clients += month.firsts
    rates = [figures.base_touches[m] / before[m] for m in months if before[m]]
    if rates:
        value = round(mean(rates), 2)
        yield "base_touches_month", Answer(value=value, grade="measured", at=at, cases=clients)


def _padding(audit: Audit, facts: Facts, at: datetime) -> Iterator[tuple[Key, Answer]]:
    """Signs ask for a check; they never replace what a check has already found."""
    for role in audit.places.get("role", ()):
        if facts.value("padding", role) != "found":
            yield key_of("padding", role), Answer(value="signs_in_log", grade="measured", at=at)
