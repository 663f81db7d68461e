"""The maturity of stages and roles, and where sides are apart: the heat map and two charts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from audit.i18n.messages import Messages
from audit.model import STAGES, Disagreement, Id, Level, ReportDocument, Stage
from audit.rendering import charts

RELIED_ON = 3  # rules followed, funnel measured, decisions made by the report; our judgement
AT_HAND = 3  # a document's state from which any seller finds it; questionnaires/documents.yaml
MOST_GAPS = 14  # rows of a chart that leave room for words on its page; our judgement
LEAST_STAGES = 2  # one row is no map; our judgement
SHADES = ((0.75, "full"), (0.5, "much"), (0.25, "some"), (0.0, "none"))  # quarters; our judgement


def shown(document: ReportDocument, spoken: Messages) -> Mapping[str, Any]:
    """What the templates of maturity and disagreements print beside the document."""
    levels = [_level_bar(level, document, spoken) for level in document.maturity]
    gaps = [bar for one in document.disagreements if (bar := _gap_bar(one, document, spoken))]
    return {
        "heat": _heat(document, spoken),
        "maturity_chart": charts.maturity(levels, RELIED_ON, spoken.say("target_line", level=RELIED_ON)),
        "gap_chart": charts.gaps(_widest(gaps), (spoken.say("scale_worst"), spoken.say("scale_best"))),
    }


@dataclass(frozen=True)
class Cell:
    """A share in words and as a shade."""

    says: str
    shade: str


def _heat(document: ReportDocument, spoken: Messages) -> Sequence[tuple[Id, Sequence[Cell]]]:
    """Stages by rules, documents and actions that are seen; nothing where there is a single stage."""
    levels = {one.where: one for one in document.maturity if one.dimension == "regulations"}
    stages = [stage for stage in STAGES if stage in levels]
    if len(stages) < LEAST_STAGES:
        return ()
    return [(stage, list(_stage_cells(stage, levels[stage], document, spoken))) for stage in stages]


def _stage_cells(stage: Stage, rules: Level, document: ReportDocument, spoken: Messages) -> Iterator[Cell]:
    says = "heat_level" if rules.highest == rules.level else "heat_level_to"
    words_of_it = spoken.say(says, level=rules.level, highest=rules.highest)
    yield Cell(words_of_it, _shade(rules.level, charts.TOP_LEVEL))
    known = [one for one in document.documents if stage in one.stages and one.level is not None]
    at_hand = sum((one.level or 0) >= AT_HAND for one in known)
    yield _part(at_hand, len(known), spoken)
    lines = document.recommendation.lines
    seen = [line.system is not None for line in lines if line.stage == stage]
    some_system = any(line.system for line in lines)  # else nobody has named one
    yield _part(sum(seen), len(seen) if some_system else 0, spoken)


def _part(some: int, out_of: int, spoken: Messages) -> Cell:
    if not out_of:
        return Cell(spoken.say("not_known"), "unknown")
    return Cell(spoken.say("some_of", some=some, all=out_of), _shade(some, out_of))


def _shade(some: int, out_of: int) -> str:
    share = some / out_of
    return next(shade for least, shade in SHADES if share >= least)


def _level_bar(level: Level, document: ReportDocument, spoken: Messages) -> charts.LevelBar:
    name = document.names[level.dimension].in_(spoken.lang)
    if level.where:
        name = f"{name}: {document.names[level.where].in_(spoken.lang)}"
    says = "level" if level.highest == level.level else "level_to"
    return charts.LevelBar(
        name, level.level, level.highest, spoken.say(says, level=level.level, highest=level.highest)
    )


def _widest(bars: Sequence[charts.GapBar]) -> list[charts.GapBar]:
    """As many as a page can hold; the table beside has them all."""
    return sorted(bars, key=lambda bar: -abs(bar.leaders - bar.sellers))[:MOST_GAPS]


def _gap_bar(one: Disagreement, document: ReportDocument, spoken: Messages) -> charts.GapBar | None:
    """A leader and the sellers on a question's scale; None where it has none or others are apart."""
    sellers = next((s for s in one.stands if s.by == ("seller",)), None)
    leaders = next((s for s in one.stands if {"owner", "head"} & set(s.by)), None)
    if not sellers or not leaders or sellers.at is None or leaders.at is None:
        return None
    says = (
        f"{document.names[s.by[0]].in_(spoken.lang)}: {s.answer.in_(spoken.lang)}" for s in (leaders, sellers)
    )
    return charts.GapBar(one.question.in_(spoken.lang), leaders.at, sellers.at, "; ".join(says))
