"""What was measured, put into words: the import, the figures, the doubts, the signs, what is refused."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from audit.content.loader import Content
from audit.facts.claims import lines, make_claims
from audit.facts.facts import make_facts
from audit.i18n.wording import joined
from audit.measure.figures import CREATED, WON
from audit.model import Audit, Doubt, Imported, Lang, Measured, Measurement, Passage, Passed, Reached, Text
from audit.stats.intervals import by_day, wilson

PARTS = ("import", "figures", "doubts", "signs", "refused", "claims")
MOST_MONTHS = 24  # lines of a table in a terminal; our judgement
MOST_CONTACTS = 10  # of the chances at each contact; later ones are thin; our judgement


def told(measured: Measurement, audit: Audit, content: Content, lang: Lang) -> str:
    """Everything there is to say of a measurement, for a terminal."""
    claims = make_claims(make_facts(audit, content.questions), content)
    signs = doubts(measured.signs, content, "sign")
    parts = (
        [line for one in measured.imported for line in imported(one, content)],
        [*figures(measured, content)],
        [*doubts(measured.doubts, content)],
        [*signs, *short_calls(measured, content)] if signs else [],
        [*refusals(measured, content)],
        [*lines(claims, content)],
    )
    found = []
    for part, said in zip(PARTS, parts, strict=True):
        if said:
            found.append(f"{content.messages[f'measure_title_{part}'].in_(lang)}:")
            found += [f"  {line.in_(lang)}" for line in said] + [""]
    return "\n".join(found)


def imported(one: Imported, content: Content) -> Iterator[Text]:
    """The import report of one file."""
    if one.again:
        yield content.tell("import_again", file=one.file)
        return
    table = content.prose[f"table_{one.table}"]
    counts = {"read": one.read, "kept": one.kept, "duplicated": one.duplicated, "refused": one.refused}
    yield content.tell("import_line", file=one.file, table=table, **counts)
    if one.since:
        yield content.tell("import_span", since=one.since, until=one.until)
    for field, share in one.empty.items():
        yield content.tell("import_empty", field=content.prose[f"field_{field}"], share=100 * share)
    for rejected in one.rejected:
        lines: Text | str = ""
        if rejected.lines:
            lines = content.tell("import_lines", lines=", ".join(map(str, rejected.lines)))
        why = content.prose[f"row_{rejected.reason}"]
        yield content.tell("import_rejected", why=why, n=rejected.n, lines=lines)


def basis(measured: Measurement, content: Content) -> Text:
    """What the measurement rests on, in a line."""
    n = measured.deals or sum(month.n for month in measured.bought) or sum(a.n for a in measured.actions)
    if not measured.since:
        return content.tell("measured_from_undated", n=n)
    return content.tell("measured_from", n=n, since=measured.since, until=measured.until)


def page(measured: Measurement, content: Content) -> Measured:
    """What stands beside the claims in the report."""
    return Measured(
        basis=basis(measured, content),
        doubts=doubts(measured.doubts, content),
        signs=doubts(measured.signs, content, "sign"),
        refused=refusals(measured, content),
    )


def doubts(found: Sequence[Doubt], content: Content, kind: str = "doubt") -> tuple[Text, ...]:
    return tuple(
        content.tell(f"{kind}_{doubt.about}", **{"size": doubt.size, "of": doubt.of, **doubt.values})
        for doubt in found
    )


def short_calls(measured: Measurement, content: Content) -> list[Text]:
    """Short calls by seller, who is a number unless names were asked for."""
    found = []
    for seller, (short, n) in measured.short_calls.items():
        called = content.tell("seller_number", n=int(seller)) if seller.isdecimal() else seller
        if short:
            found.append(content.tell("short_of_seller", seller=called, short=short, n=n))
    return found


def refusals(measured: Measurement, content: Content) -> tuple[Text, ...]:
    return tuple(
        content.tell(
            "refused_line", figure=content.prose[f"refused_{figure}"], why=content.prose[f"because_{why}"]
        )
        for figure, why in measured.refused.items()
    )


def figures(measured: Measurement, content: Content) -> Iterator[Text]:
    """The figures, a line each."""
    if measured.deals:
        waiting = max(measured.deals - measured.won - measured.lost, 0)
        counts = {"n": measured.deals, "won": measured.won, "lost": measured.lost, "open": waiting}
        yield content.tell("figure_deals", **counts)
        yield from _steps(measured, content)
        yield from _by_channel(measured, content)
        yield from _months(measured, content)
    yield from _times(measured, content)
    yield from _within("figure_within", measured.sold_within, measured.sold_by_day, content)
    yield from _temperatures(measured, content)
    yield from _repeats(measured, content)
    yield from _actions(measured, content)


def _share(passed: int, entered: int) -> dict[str, float]:
    passed = min(passed, entered)  # monthly totals can pass more than came
    low, high = wilson(passed, entered)
    share = passed / entered if entered else 0
    return {"passed": passed, "entered": entered, "share": 100 * share, "low": 100 * low, "high": 100 * high}


def step_name(step: str, content: Content) -> Text:
    names = {CREATED: "step_created", WON: "step_won"}
    return content.prose[names[step]] if step in names else Text(ru=step, en=step)


def _steps(measured: Measurement, content: Content) -> Iterator[Text]:
    """From step to step; monthly totals have steps of their own in every channel."""
    after = dict(pairwise(measured.steps))
    totals = any(one.table == "totals" for one in measured.imported)
    groups: dict[tuple[str | None, str], list[Passage]] = {}
    for passage in measured.passages:
        groups.setdefault((passage.channel if totals else None, passage.step), []).append(passage)
    for (channel, step), mine in groups.items():
        name = step_name(step, content)
        way = [name] if totals else [name, step_name(after[step], content)]
        said = joined(([Text(ru=channel, en=channel)] if channel else []) + way, ": " if totals else " → ")
        counts = _share(sum(p.passed for p in mine), sum(p.entered for p in mine))
        yield content.tell("figure_step", step=said, **counts)


def _by_channel(measured: Measurement, content: Content) -> Iterator[Text]:
    channels = dict.fromkeys(cohort.channel for cohort in measured.cohorts)
    for channel in sorted(channels, key=lambda name: (name is None, name or "")) if len(channels) > 1 else ():
        mine = [cohort for cohort in measured.cohorts if cohort.channel == channel]
        counts = _share(sum(c.won for c in mine), sum(c.n for c in mine))
        name = channel or content.prose["channel_missing"]
        yield content.tell("figure_channel", channel=name, **counts)


def _months(measured: Measurement, content: Content) -> Iterator[Text]:
    months = sorted({cohort.month for cohort in measured.cohorts if cohort.month})
    for month in months[-MOST_MONTHS:]:
        mine = [cohort for cohort in measured.cohorts if cohort.month == month]
        n, won, lost = (sum(getattr(c, what) for c in mine) for what in ("n", "won", "lost"))
        yield content.tell("figure_month", month=month, n=n, won=won, lost=lost, open=max(n - won - lost, 0))


def _times(measured: Measurement, content: Content) -> Iterator[Text]:
    for what, spread in measured.spreads.items():
        values = {"median": spread.median, "p90": spread.p90, "n": spread.n}
        if what == "cycle":
            yield content.tell("figure_cycle", **values)
        elif what.startswith("step_"):
            step = step_name(measured.steps[int(what.removeprefix("step_"))], content)
            yield content.tell("figure_waits", step=step, **values)


def _within(
    line: str, within: Sequence[Passed], curve: Sequence[Reached], content: Content
) -> Iterator[Text]:
    for one in within if curve else ():
        share = 100 * one.passed / one.entered if one.entered else 0
        kept = 100 * by_day([(reached.day, reached.share) for reached in curve], int(one.what))
        counts = {"passed": one.passed, "entered": one.entered, "share": share, "kept": kept}
        yield content.tell(line, days=int(one.what), **counts)


def _temperatures(measured: Measurement, content: Content) -> Iterator[Text]:
    for temperature in sorted({c.temperature for c in measured.cohorts if c.temperature}):
        mine = [cohort for cohort in measured.cohorts if cohort.temperature == temperature]
        counts = _share(sum(c.won for c in mine), sum(c.n for c in mine))
        yield content.tell("figure_temperature", temperature=temperature, **counts)


def _repeats(measured: Measurement, content: Content) -> Iterator[Text]:
    spread = measured.spreads.get("repeat")
    if measured.clients and spread:
        counts = {"n": measured.clients, "again": measured.repeat_clients}
        share = 100 * measured.repeat_clients / measured.clients
        yield content.tell("figure_repeat", **counts, share=share, median=spread.median)
        yield from _within("figure_again", measured.again_within, measured.again_by_day, content)


def _actions(measured: Measurement, content: Content) -> Iterator[Text]:
    for done in measured.actions:
        alone = done.per_sale is None
        line = "figure_action_alone" if alone else "figure_action"
        yield content.tell(line, kind=done.kind or "", n=done.n, per=done.per_sale or 0)
    contacts = measured.spreads.get("touches")
    if contacts and measured.won:
        n = round(contacts.mean * contacts.n)
        yield content.tell("figure_contacts", n=n, per=n / measured.won)
    for one in measured.touched[:MOST_CONTACTS]:
        share = 100 * one.won / one.reached
        yield content.tell("figure_touch", k=one.touches, reached=one.reached, won=one.won, share=share)
    if measured.base_touches:
        n, months = sum(measured.base_touches.values()), len(measured.base_touches)
        yield content.tell("figure_base", n=n, months=months)
