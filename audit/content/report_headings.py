"""Which metric a heading of today's report means: by the stems of its words, then what fits the company."""

import re
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet

from audit.content.loader import Content
from audit.model import Column, Id, Metric

KINDS = ("result", "objective", "context")  # of headings that are no metric of the catalogue
RESULTS: frozenset[Id] = frozenset({"deals_won", "repeat_orders"})  # awaited, not influenced one by one
SEPARATORS = re.compile(r"[\n\t;|]+|,\s")  # of a heading row as pasted; a decimal comma is none

Fits = Callable[[Metric], bool]


def split_headings(pasted: str) -> tuple[str, ...]:
    """The headings of a row as typed or pasted from a sheet, each once, in their order."""
    names = (name.strip(' \r"«»') for name in SEPARATORS.split(pasted))
    return tuple(dict.fromkeys(name for name in names if name))


def recognised(columns: Sequence[Column], content: Content, fits: Fits, by_hand: bool) -> list[Column]:
    """The columns with everything nobody has said yet filled in from their headings.

    The plainest heading gives way: beside "calls after an offer", "calls" are some other calls.
    """
    taken: set[Id | None] = {column.metric for column in columns}
    found: dict[int, Column] = {}
    for index in sorted(range(len(columns)), key=lambda i: -_best(columns[i].name, content)):
        found[index] = _filled_in(columns[index], content, fits, taken, by_hand)
        taken.add(found[index].metric)
    return [found[index] for index in range(len(columns))]


def _filled_in(
    column: Column, content: Content, fits: Fits, taken: AbstractSet[Id | None], by_hand: bool
) -> Column:
    """One column; an action of which another column is the better match keeps its kind and place only."""
    said = column.metric or column.kind
    metric = column.metric if said else _metric_of(column.name, content, fits, taken)
    known = content.metrics.get(metric or "")
    return column.model_copy(
        update={
            "metric": metric if column.metric or metric not in taken else None,
            "kind": column.kind or (_kind(known) if known else _kind_of(column.name, content)),
            "stage": column.stage or (known.stage if known and known.stage != "guard" else None),
            "channel": column.channel or (known.channel if known else None),
            "by_hand": by_hand if column.by_hand is None else column.by_hand,
        }
    )


def _metric_of(heading: str, content: Content, fits: Fits, taken: AbstractSet[Id | None]) -> Id | None:
    """The metric whose stems match best; None where a plain result or context matches better."""
    for metric in content.metrics.values():
        if _words(heading) in (_words(metric.name.ru), _words(metric.name.en)):
            return metric.id
    best = _best(heading, content)
    if not best or _score(heading, content.columns["result"] + content.columns["context"]) > best:
        return None
    equals = [metric for metric, score in _matches(heading, content) if score == best]
    fitting = [metric for metric in equals if fits(content.metrics[metric])] or equals
    return next((metric for metric in fitting if metric not in taken), fitting[0])


def _best(heading: str, content: Content) -> int:
    return max((score for _, score in _matches(heading, content)), default=0)


def _matches(heading: str, content: Content) -> Iterator[tuple[Id, int]]:
    for metric, phrases in content.columns["metrics"].items():
        score = _score(heading, phrases)
        if score:
            yield metric, score


def _kind(metric: Metric) -> str:
    if metric.kind in ("action", "guard"):
        return "action"
    if metric.kind == "context":
        return "context"
    return "result" if metric.id in RESULTS else "objective"


def _kind_of(heading: str, content: Content) -> str:
    """What a heading outside the catalogue holds; nothing recognised is context."""
    scores = {kind: _score(heading, content.columns[kind]) for kind in KINDS}
    best = max(scores.values())
    return next(kind for kind in KINDS if scores[kind] == best) if best else "context"


def _score(heading: str, phrases: list[str]) -> int:
    """Letters matched by the longest phrase of which every stem begins a word of the heading."""
    words = _words(heading)
    found = [_words(p) for p in phrases]
    return max(
        (sum(map(len, p)) for p in found if all(any(w.startswith(s) for w in words) for s in p)), default=0
    )


def _words(text: str) -> list[str]:
    return re.findall(r"[\w-]+", text.casefold().replace("ё", "е"))
