"""The reporting workbook of an audit, filled in: its days of entry as totals by month and channel."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from audit.content.loader import Content
from audit.facts.facts import Facts
from audit.measure.cell_values import whole
from audit.measure.column_mapping import plain
from audit.measure.export_bytes import Row
from audit.measure.export_files import Export
from audit.measure.monthly_totals import in_order, month_of
from audit.model import LANGS, Id

LOOKED_AT = 12  # rows in which the headings of a log stand; the workbook's own layout, our judgement
FIRST_METRIC = (
    3  # columns before the figures: date, seller, channel; the workbook's own layout, our judgement
)

Totals = dict[tuple[str, Id], dict[Id, int]]


def totals_of(export: Export, content: Content, facts: Facts) -> Export | None:
    """The days entered, as a sheet of totals with the channels' steps in order; None: another workbook."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(str(Path(export.name)))
    metrics = {plain(m.name.in_(lang)): m.id for m in content.metrics.values() for lang in LANGS}
    found: Totals = {}
    logs = 0
    for name in book.sheet_names:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        head = next((i for i, row in enumerate(rows[:LOOKED_AT]) if _is_log(row, metrics)), None)
        if head is not None:
            logs += 1
            _add(found, rows[head], rows[head + 1 :], metrics, content, facts)
    return _sheet(export, found, content, facts) if logs else None


def _is_log(row: Sequence[Any], metrics: dict[str, Id]) -> bool:
    """Date, seller and channel in words, then a metric of the catalogue."""
    before = [str(cell).strip() for cell in row[:FIRST_METRIC]]
    named = [plain(str(cell)) in metrics for cell in row]
    return all(before) and not any(named[:FIRST_METRIC]) and any(named[FIRST_METRIC:])


def _add(
    found: Totals,
    head: Sequence[Any],
    rows: Sequence[Sequence[Any]],
    metrics: dict[str, Id],
    content: Content,
    facts: Facts,
) -> None:
    at = {i: metrics[plain(str(cell))] for i, cell in enumerate(head) if plain(str(cell)) in metrics}
    channels = {plain(content.named(c).in_(lang)): c for c in facts.places["channel"] for lang in LANGS}
    for row in rows:
        month = month_of(row[0])
        said = channels.get(plain(str(row[2])))
        for i, metric in at.items() if month else ():
            channel = said or _only_channel(metric, facts)
            n = whole(row[i])
            if channel and n is not None:
                one = found.setdefault((str(month), channel), {})
                one[metric] = one.get(metric, 0) + n


def _only_channel(metric: Id, facts: Facts) -> Id | None:
    """Where a row names no channel: the one in whose funnel the step stands, if it is one."""
    having = [c for c in facts.places["channel"] if metric in [step.metric for step in facts.steps(c)]]
    return having[0] if len(having) == 1 else None


def _sheet(export: Export, found: Totals, content: Content, facts: Facts) -> Export:
    """Month, channel, and every step of the funnels in their order."""
    steps = in_order([[step.metric for step in facts.steps(c)] for c in facts.places["channel"]])
    names = [content.named(step).en for step in steps]
    headers = (content.named("month_column").en, content.named("channel_column").en, *names)

    def rows() -> Iterator[Row]:
        for line, ((month, channel), counts) in enumerate(sorted(found.items()), 2):
            mine = [step.metric for step in facts.steps(channel)]
            figures = [counts.get(step, 0) if step in mine and step in counts else None for step in steps]
            yield line, [month, content.named(channel).en, *figures]

    return replace(export, headers=headers, rows=rows)
