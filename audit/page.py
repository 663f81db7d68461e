"""The report document as HTML: for paper, where the typesetter makes pages of it, and for the screen."""

import io
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jinja2 import (
    BytecodeCache,
    ChoiceLoader,
    DictLoader,
    Environment,
    PackageLoader,
    StrictUndefined,
    Template,
    TemplateError,
    pass_environment,
)
from jinja2.bccache import Bucket
from jinja2.filters import make_attrgetter
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup
from pydantic import BaseModel

from audit import __version__, calendar_page, charts, claims_page, letters, plan_page, styles, words
from audit.brand import PLAIN, Brand
from audit.files import BadInput, Complaint, own, write
from audit.model import (
    FEWEST_FOR_A_RATE,
    STAGES,
    Disagreement,
    FunnelRow,
    Id,
    Lang,
    Level,
    ReportDocument,
    Said,
    Stage,
    Text,
)
from audit.patience import TooSlow, patience

RELIED_ON = 3  # rules followed, funnel measured, decisions made by the report; our judgement
AT_HAND = 3  # a document's state from which any seller finds it; questionnaires/documents.yaml
MOST_GAPS = 14  # rows of a chart that leave room for words on its page; our judgement
MOST_STEPS = 3  # in the summary, as many as a person holds in mind; our judgement
PAGE_HEIGHT = 249  # millimetres between the margins of paper.typ; by design
SCREEN_STYLE = "screen.css"
LONGEST_RENDERING = 10  # seconds with templates of others; ours take half of one; our judgement
LEAST_STAGES = 2  # one row is no map; our judgement
SHADES = ((0.75, "full"), (0.5, "much"), (0.25, "some"), (0.0, "none"))  # quarters; our judgement


def paper(document: ReportDocument, lang: Lang, brand: Brand = PLAIN) -> str:
    """The report as one page of HTML, for the typesetter; what each element looks like is paper.typ's."""
    return _filled("report.html.j2", document, lang, brand)


def screen(document: ReportDocument, lang: Lang, brand: Brand = PLAIN) -> str:
    """The same report for screen and phone: one file that asks for nothing, details to unfold, no script."""
    css = brand.templates.get(SCREEN_STYLE) or styles.shipped(SCREEN_STYLE)
    css = styles.in_colours(css, styles.palette(brand.accent, brand.dark))
    style = Markup("\n".join((styles.fonts_for_screen(), css)))
    made = _filled("screen.html.j2", document, lang, brand, style=style)
    made = made.replace("<figure>", '<figure tabindex="0">')  # what is wider than a phone scrolls by key too
    return re.sub(r"(<table\b.*?</table>)", r'<div class="wide" tabindex="0">\1</div>', made, flags=re.DOTALL)


def _filled(base: str, document: ReportDocument, lang: Lang, brand: Brand, **more: object) -> str:
    spoken = _Words(lang, labels(), _nouns())
    try:
        return (
            _environment(lang, brand)
            .get_template(base)
            .render(
                d=document,
                lang=lang,
                brand=brand,
                names=document.names,
                say=spoken.say,
                sections=[section for section, there in _sections(document).items() if there],
                rejected=_rejected(document),
                screen=base == "screen.html.j2",
                country=words.country_name(document.country, lang) if document.country else "",
                **_summary(document, lang),
                heat=_heat(document, spoken),
                answers=_not_told_yet(document),
                usual=_usual_voices(document),
                **_charts(document, spoken),
                **calendar_page.shown(document, lang, spoken.say),
                **claims_page.shown(document, lang, spoken.say),
                **plan_page.shown(document, lang, spoken.say),
                **more,
            )
        )
    except Exception as error:
        if not brand.templates:
            raise
        raise BadInput(_mistake_of(error, brand)) from error


def _mistake_of(error: Exception, brand: Brand) -> Complaint:
    """What a template of the user's did wrong."""
    if isinstance(error, TooSlow):
        return Complaint("template_slow", f"{brand.folder}/{error.template}", value=str(LONGEST_RENDERING))
    where = getattr(error, "name", None) or getattr(error, "filename", None)
    line = getattr(error, "lineno", None)
    says = error.message if isinstance(error, TemplateError) else str(error)
    file = f"{brand.folder}/{where}" if where in brand.templates else brand.folder
    return Complaint("template_broken", file, value=str(says or type(error).__name__)[:200], line=line)


def _sections(document: ReportDocument) -> Mapping[Id, bool]:
    """The sections in order, and whether there is anything to say in them."""
    plan, scheme = document.plan, document.scheme
    return {
        "summary": True,
        "comparison": document.comparison is not None,
        "maturity": bool(document.maturity),
        "disagreements": bool(document.disagreements),
        "documents": bool(document.documents),
        "findings": True,
        "funnel": bool(document.funnel),
        "claims": bool(document.claims or document.measured),
        "metrics": bool(document.recommendation.lines),
        "review": bool(document.review.lines),
        "plan": bool(plan.no_plan_yet or plan.actions),
        "scheme": bool(scheme.forms or scheme.rules or scheme.warnings),
        "first_steps": bool(scheme.first_steps),
        "answers": bool(document.answers),
        "method": bool(document.method or document.limits),
    }


def _rejected(document: ReportDocument) -> Mapping[Text, Sequence[Text]]:
    """The metrics left out, by the reason they share."""
    names: dict[Text, list[Text]] = {}
    for metric, why in document.recommendation.rejected.items():
        names.setdefault(why, []).append(document.metrics[metric].name)
    return names


def _not_told_yet(document: ReportDocument) -> Sequence[Said]:
    """The answers without those that the table of documents already holds, and to which nothing is added."""
    usual = _usual_voices(document)
    shown = {(one.name, one.state) for one in document.documents}
    plain = {
        (said.question, said.answer)
        for said in document.answers
        if said.grade == "told" and said.by == usual and not said.notes
    }
    return [said for said in document.answers if (said.question, said.answer) not in shown & plain]


def _usual_voices(document: ReportDocument) -> Sequence[Id]:
    """Those by whom most answers are; said once, and at an answer only if others gave it."""
    return max(
        Counter(said.by for said in document.answers).items(), key=lambda one: one[1], default=((), 0)
    )[0]


def _summary(document: ReportDocument, lang: Lang) -> Mapping[str, Any]:
    """What else fits on the summary's one page: the chart, then first steps. Heights in millimetres."""

    def lines(texts: Iterable[Text], characters: int) -> int:
        return sum(-(-len(text.in_(lang)) // characters) for text in texts)

    used = 9 * lines([document.headline], 48) + 5.6 * lines([document.lead], 88) + 30
    used += 5 * lines(document.conclusions, 84) + 7 * len(document.conclusions)
    chart = 7.4 * len(document.maturity) + 24 if document.maturity else 0
    fits = used + chart <= PAGE_HEIGHT
    used += chart if fits else 0
    steps = list(document.scheme.first_steps[:MOST_STEPS])
    while steps and used + 12 + 5.5 * lines(steps, 92) > PAGE_HEIGHT:
        steps.pop()
    return {"chart_fits": fits, "steps_that_fit": steps}


# --- words -----------------------------------------------------------------------------------------


@cache
def labels() -> Mapping[Id, Text]:
    """The renderer's own words; half of one does not load."""
    tree = own(files("audit.report_templates") / "labels.yaml")
    return {label: Text.model_validate(text) for label, text in tree.items()}


@cache
def _nouns() -> words.Nouns:
    nouns: words.Nouns = own(files("audit.report_templates") / "nouns.yaml")
    return nouns


@dataclass(frozen=True)
class _Words:
    """The renderer's labels, spoken in one language."""

    lang: Lang
    labels: Mapping[Id, Text]
    nouns: words.Nouns

    def say(self, label: Id, **values: object) -> str:
        return letters.typeset(words.say(self.labels[label], self.nouns, **values).in_(self.lang))


# --- templates -------------------------------------------------------------------------------------


class _Bounded(Template):
    """A report in which templates of others have a part: it is made in time or not at all."""

    def render(self, *given: Any, **values: Any) -> str:
        with patience(LONGEST_RENDERING):
            return super().render(*given, **values)


class _Fenced(ImmutableSandboxedEnvironment):
    """For templates of others: of a document only its fields, of Python nothing.

    Models have methods that read files (`parse_file`), so a document's methods are out of reach too.
    """

    template_class = _Bounded

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        if isinstance(obj, type):
            return False
        if isinstance(obj, BaseModel):
            return attr in type(obj).model_fields or (isinstance(obj, Text) and attr == "in_")
        return bool(super().is_safe_attribute(obj, attr, value))


class _Compiled(BytecodeCache):
    """Keeps compiled templates where Python keeps its own; where it may not write, they compile each time."""

    folder = Path(str(files("audit.report_templates"))) / "__pycache__"

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError), self._file(bucket).open("rb") as handle:
            bucket.load_bytecode(handle)

    def dump_bytecode(self, bucket: Bucket) -> None:
        compiled = io.BytesIO()
        bucket.write_bytecode(compiled)
        with suppress(BadInput):
            write(self._file(bucket), compiled.getvalue())

    def _file(self, bucket: Bucket) -> Path:
        return self.folder / f"template-{__version__}-{bucket.key}.{sys.implementation.cache_tag}.pyc"


@lru_cache(maxsize=4)  # two languages, two brands
def _environment(lang: Lang, brand: Brand) -> Environment:
    """Templates that print texts, numbers and dates in `lang`, and escape everything."""

    def finished(value: object) -> object:
        if value is None:
            raise TypeError("nothing to print")
        if isinstance(value, Text):
            return letters.clean(letters.typeset(value.in_(lang)))
        if type(value) is str:  # and no Markup, which is finished
            return letters.clean(value)
        if isinstance(value, date):
            return words.day(value, lang)
        return words.number(value, lang) if isinstance(value, int | float) else value

    shipped = PackageLoader("audit.report_templates", "")
    environment = (_Fenced if brand.templates else Environment)(
        loader=ChoiceLoader([DictLoader(brand.templates), shipped]),
        bytecode_cache=None if brand.templates or sys.dont_write_bytecode else _Compiled(),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=finished,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["t"] = SimpleNamespace(**labels())
    environment.filters |= {"by": _by, "rate": _rate, "typeset": letters.typeset}
    environment.filters |= {"of": plan_page.of, "whole": plan_page.whole}
    colours = styles.palette(brand.accent, brand.dark)
    environment.filters["coloured"] = lambda drawing: styles.drawn_in(drawing, colours)
    environment.filters["fixed"] = lambda value, pattern: words.number(value, lang, pattern)
    return environment


@pass_environment
def _by(environment: Environment, items: Iterable[Any], *attributes: str) -> Iterable[tuple[Any, list[Any]]]:
    """Items grouped by one or more attributes, groups in order of appearance."""
    getters = [make_attrgetter(environment, attribute) for attribute in attributes]
    groups: dict[Any, list[Any]] = {}
    for item in items:
        key = tuple(getter(item) for getter in getters)
        groups.setdefault(key if len(key) > 1 else key[0], []).append(item)
    return groups.items()


# --- the heat map ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cell:
    """A share in words and as a shade."""

    says: str
    shade: str


def _heat(document: ReportDocument, spoken: _Words) -> Sequence[tuple[Id, Sequence[Cell]]]:
    """Stages by rules, documents and actions that are seen; nothing where there is a single stage."""
    levels = {one.where: one for one in document.maturity if one.dimension == "regulations"}
    stages = [stage for stage in STAGES if stage in levels]
    if len(stages) < LEAST_STAGES:
        return ()
    return [(stage, list(_stage_cells(stage, levels[stage], document, spoken))) for stage in stages]


def _stage_cells(stage: Stage, rules: Level, document: ReportDocument, spoken: _Words) -> Iterator[Cell]:
    says = "heat_level" if rules.highest == rules.level else "heat_level_to"
    words_of_it = spoken.say(says, level=rules.level, highest=rules.highest)
    yield Cell(words_of_it, _shade(rules.level, charts.TOP_LEVEL))
    known = [one for one in document.documents if stage in one.stages and one.level is not None]
    at_hand = sum((one.level or 0) >= AT_HAND for one in known)
    yield _part(at_hand, len(known), spoken)
    chosen = [line for line in document.recommendation.lines if line.stage == stage]
    yield _part(sum(line.system is not None for line in chosen), len(chosen), spoken)


def _part(some: int, out_of: int, spoken: _Words) -> Cell:
    if not out_of:
        return Cell(spoken.say("not_known"), "unknown")
    return Cell(spoken.say("some_of", some=some, all=out_of), _shade(some, out_of))


def _shade(some: int, out_of: int) -> str:
    share = some / out_of
    return next(shade for least, shade in SHADES if share >= least)


# --- what the charts show --------------------------------------------------------------------------


def _charts(document: ReportDocument, spoken: _Words) -> Mapping[str, Any]:
    levels = [_level_bar(level, document, spoken) for level in document.maturity]
    return {
        "maturity_chart": charts.maturity(levels, RELIED_ON, spoken.say("target_line", level=RELIED_ON)),
        "gap_chart": charts.gaps(
            _widest([bar for one in document.disagreements if (bar := _gap_bar(one, document, spoken))]),
            (spoken.say("scale_worst"), spoken.say("scale_best")),
        ),
        "funnel_chart": lambda rows: charts.funnel(list(_funnel_bars(rows, spoken))),
    }


def _level_bar(level: Level, document: ReportDocument, spoken: _Words) -> charts.LevelBar:
    name = document.names[level.dimension].in_(spoken.lang)
    if level.where:
        name = f"{name}: {document.names[level.where].in_(spoken.lang)}"
    says = "level" if level.highest == level.level else "level_to"
    return charts.LevelBar(
        name, level.level, level.highest, spoken.say(says, level=level.level, highest=level.highest)
    )


def _funnel_bars(rows: Sequence[FunnelRow], spoken: _Words) -> Iterator[charts.FunnelBar]:
    """A channel's steps and, at the end, the sale that the last of them leads to."""
    share: float | None = 1.0
    for row in rows:
        rate = _rate(row)
        says = _reached(row.entered, share, spoken)
        if row.measured:
            says = f"{says}, {spoken.say('by_measurement')}"
        yield charts.FunnelBar(row.step.in_(spoken.lang), share, says, _passing(row, spoken))
        share = None if share is None or rate is None else share * rate
    yield charts.FunnelBar(spoken.say("sale"), share, _reached(rows[-1].passed, share, spoken), "")


def _passing(row: FunnelRow, spoken: _Words) -> str:
    """The conversion, and between what it most likely lies."""
    rate = _rate(row)
    passes = spoken.say("not_known") if rate is None else spoken.say("percent", n=round(rate * 100, 1))
    if row.low is None or row.high is None:
        return passes
    between = spoken.say("between_two", low=row.low, high=row.high)
    return f"{passes} ({between}{'*' if row.assumed else ''})"


def _rate(row: FunnelRow) -> float | None:
    if row.percent is not None:
        return row.percent / 100
    few = (row.entered or 0) < FEWEST_FOR_A_RATE
    return None if few or row.passed is None else row.passed / (row.entered or 1)


def _reached(count: int | None, share: float | None, spoken: _Words) -> str:
    if count is not None:
        return words.number(count, spoken.lang)
    return spoken.say("not_known") if share is None else spoken.say("of_hundred", n=round(share * 100, 1))


def _widest(bars: Sequence[charts.GapBar]) -> list[charts.GapBar]:
    """As many as a page can hold; the table beside has them all."""
    return sorted(bars, key=lambda bar: -abs(bar.leaders - bar.sellers))[:MOST_GAPS]


def _gap_bar(one: Disagreement, document: ReportDocument, spoken: _Words) -> charts.GapBar | None:
    """A leader and the sellers on a question's scale; None where it has none or others are apart."""
    sellers = next((s for s in one.stands if s.by == ("seller",)), None)
    leaders = next((s for s in one.stands if {"owner", "head"} & set(s.by)), None)
    if not sellers or not leaders or sellers.at is None or leaders.at is None:
        return None
    says = (
        f"{document.names[s.by[0]].in_(spoken.lang)}: {s.answer.in_(spoken.lang)}" for s in (leaders, sellers)
    )
    return charts.GapBar(one.question.in_(spoken.lang), leaders.at, sellers.at, "; ".join(says))
