"""The report document as HTML for print and as an A4 PDF: tagged, the same bytes twice, nothing fetched."""

import contextlib
import ctypes.util
import gc
import io
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from operator import attrgetter
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from audit import charts, claims_page, plan_page, words
from audit.files import own
from audit.model import FEWEST_FOR_A_RATE, Disagreement, FunnelRow, Id, Lang, Level, ReportDocument, Text

if TYPE_CHECKING:
    from weasyprint.document import Document
    from weasyprint.urls import URLFetcher

VARIANT = "pdf/ua-1"  # accessible: tagged, titled, with alternative texts

ORIGIN = "https://shipped.invalid/"  # what relative addresses join; it never resolves
COVER = "cover.svg"

SHORT_WORDS = (
    "а|без|в|во|для|до|за|и|из|к|ко|на|не|ни|но|о|об|от|по|при|с|со|у|a|an|and|as|at|by|in|is|of|on|or|the|to"
)
UNPRINTABLE = re.compile(  # what XML forbids or what turns the direction of the text; people can paste it
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
GLUED = (  # where a line must not break
    re.compile(rf"(?<![\w-])({SHORT_WORDS}) (?=\S)", re.IGNORECASE),
    re.compile(r"([\d№]) (?=[\w%₽€])"),
    re.compile(r"(\S) (?=[–—] )"),
)


class PangoMissing(Exception):
    """The system libraries that set the text are not installed."""


def render(document: ReportDocument, lang: Lang) -> bytes:
    """The report as PDF/UA-1. Raises PangoMissing."""
    with _without_garbage_collection():
        return written(lay_out(document, lang))


def lay_out(document: ReportDocument, lang: Lang) -> "Document":
    """The pages, not yet written."""
    printable = html(document, lang)
    _import_weasyprint()
    from weasyprint import HTML

    return HTML(string=printable, base_url=ORIGIN, url_fetcher=fetcher()).render(pdf_variant=VARIANT)


def written(pages: "Document") -> bytes:
    return bytes(pages.write_pdf(pdf_variant=VARIANT))


def html(document: ReportDocument, lang: Lang) -> str:
    """The report as one page of HTML that the shipped stylesheet turns into paper."""
    spoken = _Words(lang, labels(), _nouns())
    template = _environment(lang).get_template("report.html.j2")
    return template.render(
        d=document,
        lang=lang,
        names=document.names,
        say=spoken.say,
        sections=[section for section, there in _sections(document).items() if there],
        rejected=_rejected(document),
        country=words.country_name(document.country, lang) if document.country else "",
        **_charts(document, spoken),
        **claims_page.shown(document, lang, spoken.say),
        **plan_page.shown(document, lang, spoken.say),
    )


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
        return _typeset(words.say(self.labels[label], self.nouns, **values).in_(self.lang))


def _typeset(text: str) -> str:
    for glued in GLUED:
        text = glued.sub(rf"\1{words.NBSP}", text)
    return text


def _printable(text: str) -> str:
    """Without what a PDF may not hold, and without the space at the end that makes WeasyPrint break badly."""
    return UNPRINTABLE.sub("", text).strip()


@cache
def _environment(lang: Lang) -> Environment:
    """Templates that print texts, numbers and dates in `lang`, and escape everything."""

    def printed(value: object) -> object:
        if value is None:
            raise TypeError("nothing to print")
        if isinstance(value, Text):
            return _printable(_typeset(value.in_(lang)))
        if type(value) is str:  # and no Markup, which is finished
            return _printable(value)
        if isinstance(value, date):
            return words.day(value, lang)
        return words.number(value, lang) if isinstance(value, int | float) else value

    environment = Environment(
        loader=PackageLoader("audit.report_templates", ""),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=printed,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["t"] = SimpleNamespace(**labels())
    environment.filters |= {"by": _by, "rate": _rate, "typeset": _typeset}
    environment.filters |= {"of": plan_page.of, "whole": plan_page.whole}
    environment.filters["fixed"] = lambda value, pattern: words.number(value, lang, pattern)
    return environment


def _by(items: Iterable[Any], *attributes: str) -> Iterable[tuple[Any, list[Any]]]:
    """Items grouped by one or more attributes, groups in order of appearance."""
    groups: dict[Any, list[Any]] = {}
    for item in items:
        groups.setdefault(attrgetter(*attributes)(item), []).append(item)
    return groups.items()


# --- what the charts show --------------------------------------------------------------------------


def _charts(document: ReportDocument, spoken: _Words) -> Mapping[str, Any]:
    levels = [_level_bar(level, document, spoken) for level in document.maturity]
    return {
        "maturity_chart": charts.maturity(levels),
        "gap_chart": charts.gaps(
            [bar for one in document.disagreements if (bar := _gap_bar(one, document, spoken))],
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
        passes = spoken.say("not_known") if rate is None else spoken.say("percent", n=rate * 100)
        yield charts.FunnelBar(row.step.in_(spoken.lang), share, _reached(row.entered, share, spoken), passes)
        share = None if share is None or rate is None else share * rate
    yield charts.FunnelBar(spoken.say("sale"), share, _reached(rows[-1].passed, share, spoken), "")


def _rate(row: FunnelRow) -> float | None:
    if row.percent is not None:
        return row.percent / 100
    few = (row.entered or 0) < FEWEST_FOR_A_RATE
    return None if few or row.passed is None else row.passed / (row.entered or 1)


def _reached(count: int | None, share: float | None, spoken: _Words) -> str:
    if count is not None:
        return words.number(count, spoken.lang)
    return spoken.say("not_known") if share is None else spoken.say("of_hundred", n=share * 100)


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


# --- paper -----------------------------------------------------------------------------------------


def _import_weasyprint() -> None:
    """Import it without its banner on standard output. Raises PangoMissing."""
    try:
        with contextlib.redirect_stdout(io.StringIO()), _without_library_search():
            import weasyprint  # noqa: F401
    except OSError as error:
        raise PangoMissing(str(error)) from error


@contextlib.contextmanager
def _without_library_search() -> Iterator[None]:
    """On Linux the libraries load by their full names; searching them first starts gcc 200 times."""
    search = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None  # noqa: ARG005
    try:
        yield
    finally:
        ctypes.util.find_library = search


@contextlib.contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """The objects of a layout live to its end; looking for dead ones takes an eighth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def fetcher() -> "URLFetcher":
    """Serves what is shipped for the page; any other address ends the rendering."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class Shipped(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:  # noqa: ARG002
            name = url.removeprefix(ORIGIN)
            if name not in shipped():
                raise FatalURLFetchingError(url)
            return URLFetcherResponse(url, content(name), {"Content-Type": kind(name)})

    return Shipped()


@cache
def shipped() -> frozenset[str]:
    fonts = files("audit.report_templates") / "fonts"
    return frozenset(
        {"report.css", COVER, *(f"fonts/{f.name}" for f in fonts.iterdir() if f.name.endswith(".ttf"))}
    )


def content(name: str) -> bytes:
    if name == COVER:
        return charts.cover().encode()
    return (files("audit.report_templates") / name).read_bytes()


def kind(name: str) -> str:
    return {"css": "text/css", "svg": "image/svg+xml", "ttf": "font/ttf"}[name.rpartition(".")[2]]
