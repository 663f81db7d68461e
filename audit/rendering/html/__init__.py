"""The report document as HTML: for paper, where the typesetter makes pages of it, and for the screen."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from jinja2 import TemplateError
from markupsafe import Markup

from audit.files.errors import BadInput, Complaint
from audit.i18n import wording
from audit.i18n.labels import labels, report_messages
from audit.model import AnswerRow, Id, Lang, ReportDocument, Text
from audit.rendering import styles
from audit.rendering.brand import PLAIN, Brand
from audit.rendering.html import calendar, claims, funnel, maturity, plan
from audit.rendering.html.templates import environment_of
from audit.rendering.time_limit import Stopped, TooSlow, within

__all__ = ["labels", "paper", "screen"]

MOST_STEPS = 3  # in the summary, as many as a person holds in mind; our judgement
LONGEST_RENDERING = 10  # seconds with templates of others; ours take half of one; our judgement
PAGE_HEIGHT = 249  # millimetres between the margins of paper.typ; by design
SCREEN_STYLE = "screen.css"


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


def _filled(base: str, document: ReportDocument, lang: Lang, brand: Brand, **more: Markup) -> str:
    """Our own templates at once; where some are of others, in a process that can be stopped."""
    if not brand.templates:
        return _rendered(base, document, lang, brand, more)
    try:
        made = within(LONGEST_RENDERING, _rendered_or_not, base, document, lang, brand, more)
    except TooSlow as slow:
        named = (name for name in re.findall(r'File "([^"]+)"', slow.at_work) if name in brand.templates)
        at = "/".join((brand.folder, *islice(named, 1)))
        raise BadInput(Complaint("template_slow", at, value=str(LONGEST_RENDERING))) from None
    except Stopped:
        raise BadInput(Complaint("template_broken", brand.folder, value="MemoryError")) from None
    if isinstance(made, Complaint):
        raise BadInput(made)
    return made


def _rendered_or_not(
    base: str, document: ReportDocument, lang: Lang, brand: Brand, more: Mapping[str, Markup]
) -> str | Complaint:
    """The page, or what a template of the user's did wrong, whatever it was."""
    try:
        return _rendered(base, document, lang, brand, more)
    except Exception as error:
        return _mistake_of(error, brand)


def _rendered(
    base: str, document: ReportDocument, lang: Lang, brand: Brand, more: Mapping[str, Markup]
) -> str:
    spoken = report_messages(lang)
    template = environment_of(lang, brand).get_template(base)
    return template.render(
        d=document,
        lang=lang,
        brand=brand,
        names=document.names,
        say=spoken.say,
        sections=[section for section, there in _sections(document).items() if there],
        rejected=_rejected(document),
        screen=base == "screen.html.j2",
        country=wording.country_name(document.country, lang) if document.country else "",
        answers=_not_told_yet(document),
        usual=_usual_voices(document),
        **_summary(document, lang),
        **maturity.shown(document, spoken),
        **funnel.shown(spoken),
        **calendar.shown(document, spoken),
        **claims.shown(document, spoken),
        **plan.shown(document, spoken),
        **more,
    )


def _mistake_of(error: Exception, brand: Brand) -> Complaint:
    """What a template of the user's did wrong."""
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


def _not_told_yet(document: ReportDocument) -> Sequence[AnswerRow]:
    """The answers without those that the table of documents holds, and to which nothing is added."""
    usual = _usual_voices(document)
    shown = {(one.name, one.state) for one in document.documents}

    def adds(said: AnswerRow) -> bool:
        return said.grade != "told" or said.by != usual or bool(said.notes)

    return [said for said in document.answers if adds(said) or (said.question, said.answer) not in shown]


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
