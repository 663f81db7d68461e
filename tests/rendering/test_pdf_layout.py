"""The report on paper: what must be on it, what must never happen to it. The documents are made by hand."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from functools import cache
from html import unescape
from importlib.resources import files
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pypdf
import pypdfium2
import pytest

from audit.content.loader import Content
from audit.diagnosis.maturity import GATES
from audit.i18n import typography
from audit.i18n.notation import NBSP
from audit.model import (
    LANGS,
    AnswerRow,
    Claim,
    DocumentState,
    Estimate,
    FindingText,
    Form,
    FormLine,
    FunnelRow,
    Hours,
    Lang,
    Level,
    Measured,
    Metric,
    Plan,
    PlannedAction,
    Recommendation,
    RecommendedMetric,
    Remedy,
    ReportDocument,
    Review,
    Reviewed,
    Scheme,
    Shortage,
    Text,
)
from audit.planning import TARGET_KEYS
from audit.rendering import html as html_page
from audit.rendering.pdf import render
from audit.reporting.assemble import make_report
from audit.storage.audit_folder import load
from tests.conftest import ROOT
from tests.papers import NO_PAPERS, ROLL_OUT

POINTS = 72 / 25.4  # in a millimetre
LEFT, RIGHT, LOWEST = 20, 190, 275  # millimetres: the margins of paper.typ
BODY = (25, 276)  # millimetres: between the running lines
SLACK = 0.3  # millimetres that rounding may take
NEARLY_HALF = 26 + 249 * 0.45  # millimetres
LEAST_HEADING = 11  # points


# --- documents -------------------------------------------------------------------------------------


def both(ru: str, en: str) -> Text:
    return Text(ru=ru, en=en)


def talk(sentences: int) -> Text:
    """As long as real text is."""
    return both(
        "Внимание продавца рассеяно по всем строкам, и на главные его не хватает. " * sentences,
        "The seller's attention is spread over every line, and the main ones get too little. " * sentences,
    )


NAMES = {
    name: both(ru, en)
    for name, ru, en in (
        ("company", "компания в целом", "the whole company"),
        ("leadgen", "Лидогенерация", "Lead generation"),
        ("conversion", "Конверсия лидов", "Lead conversion"),
        ("repeat", "Повторные продажи", "Repeat sales"),
        ("guard", "Контроль качества данных", "Data quality"),
        ("warm", "тёплые", "warm"),
        ("cold_calls", "Холодные звонки", "Cold calls"),
        ("inbound", "Входящие обращения", "Inbound enquiries"),
        ("referrals", "Рекомендации", "Referrals"),
        ("caller", "Менеджер по обращениям и звонкам", "Call agent"),
        ("closer", "Менеджер по сделкам", "Closer"),
        ("owner", "собственник", "owner"),
        ("head", "руководитель продаж", "head of sales"),
        ("crm", "CRM", "CRM"),
        ("telephony", "телефония", "telephony"),
        ("high", "высокая", "high"),
        ("medium", "средняя", "medium"),
        ("low", "низкая", "low"),
        ("shown", "показано", "shown"),
        ("regulations", "Регламенты", "Regulations"),
        ("funnel", "Знание воронки", "Funnel knowledge"),
        ("reporting", "Отчётность", "Reporting"),
        ("day", "день", "day"),
        ("week", "неделя", "week"),
        ("month", "месяц", "month"),
        ("action", "действие", "action"),
        ("outcome", "результат", "outcome"),
        ("regulations_first", "сначала регламенты", "regulations first"),
        ("ready", "можно внедрять", "ready"),
    )
}

METRICS = {
    name: Metric.model_validate(
        {
            "id": name,
            "name": both(ru, en),
            "definition": talk(2),
            "kind": kind,
            "stage": stage,
            "channel": channel,
            "temperature": "warm" if name == "offers" else None,
            "unit": "contacts",
            "leads_to": both("лиды, встречи", "leads, meetings"),
            "gaming": both("держат на линии секретаря", "keeping secretaries on the line"),
            "check": both("Три случайные записи в неделю.", "Three random records a week."),
            "counted_by": ("crm",),
            "cadence": cadence,
            "fits": ("b2b",),
        }
    )
    for name, ru, en, stage, channel, kind, cadence in (
        ("dials", "Холодные наборы", "Cold dials", "leadgen", "cold_calls", "action", "day"),
        ("talks", "Состоявшиеся разговоры", "Conversations", "leadgen", "cold_calls", "action", "day"),
        ("asks", "Запросы рекомендаций", "Referral asks", "leadgen", "referrals", "action", "week"),
        ("answered", "Ответы за 15 минут", "Enquiries answered", "conversion", None, "action", "day"),
        ("offers", "Отправленные предложения", "Offers sent", "conversion", None, "action", "day"),
        ("follow_ups", "Касания после предложения", "Follow-ups", "conversion", None, "action", "day"),
        ("deals_won", "Продажи", "Sales won", "conversion", None, "outcome", "month"),
        ("base", "Касания базы", "Touches of the base", "repeat", None, "action", "week"),
        ("overdue", "Просроченные задачи", "Overdue tasks", "guard", None, "guard", "day"),
        ("posts", "Экспертные публикации", "Expert posts", "leadgen", "referrals", "action", "month"),
    )
}


def told(cause: str, where: str | None = None, **more: Any) -> FindingText:
    """A finding with the words every finding has."""
    plain: dict[str, Any] = {
        "cause": cause,
        "where": NAMES[where] if where else None,
        "name": both(f"Причина {cause}", f"Cause {cause}"),
        "verdict": "confirmed",
        "severity": "high",
        "seen": (talk(1), both("На продавца приходится 52 показателя.", "One seller has 52 figures.")),
        "against": (),
        "unknown": (),
        "harm": talk(2),
        "remedy": tuple(Remedy(do=talk(n), effort=effort) for n, effort in ((1, "hour"), (2, "week"))),
        "monday": talk(1),
        "mended_when": talk(2),
        "changes": talk(1),
        "source": (both("наше суждение", "our judgement"),),
    }
    return FindingText(**plain | more)


FINDINGS = (
    told("no_regulations", "leadgen"),
    told("no_regulations", "repeat", severity="medium", against=(talk(1),)),
    told("controls_everything", "closer", symptom_of=both("Системы продаж нет", "There is no sales system")),
    told("funnel_unknown", overridden=(both("Решение аудитора (Анна Белова)", "The auditor's decision"),)),
    told("manual_burden", "caller", severity="low"),
    told("staff_resistance", "closer", verdict="suspected", unknown=(talk(1),)),
    told("manual_burden", "closer", verdict="suspected", severity="low"),
)


def row(channel: str, step: str, *numbers: Any) -> FunnelRow:
    fields = dict(zip(("entered", "passed", "percent"), numbers, strict=True))
    return FunnelRow(channel=NAMES[channel], step=METRICS[step].name, **fields)


FUNNEL = (
    row("cold_calls", "dials", 4200, 1260, 30.0),
    row("cold_calls", "talks", 1260, 227, 18.0159),
    row("cold_calls", "offers", 227, 51, 22.467),
    row("inbound", "answered", None, None, 62.5),
    row("inbound", "offers", None, None, None),
    row("referrals", "asks", 40, None, None),
)


def line(name: str, role: str, system: str | None) -> RecommendedMetric:
    fields = METRICS[name].model_dump(include={"stage", "channel", "temperature", "kind", "cadence"})
    found = talk(1) if system == "crm" else None
    return RecommendedMetric(metric=name, role=role, system=system, found=found, reason=talk(1), **fields)


LINES = (
    line("dials", "caller", "telephony"),
    line("talks", "caller", "telephony"),
    line("asks", "closer", None),
    line("answered", "caller", "crm"),
    line("offers", "closer", "crm"),
    line("follow_ups", "closer", "crm"),
    line("deals_won", "closer", "crm"),
    line("base", "closer", None),
    line("overdue", "closer", "crm"),
)


def reviewed(verdict: str, column: str, minutes: float | None) -> Reviewed:
    fields = {"role": "closer", "report": "Ежедневный / Daily", "column": both(column, column)}
    return Reviewed.model_validate(
        {**fields, "verdict": verdict, "metric": None, "reason": talk(1), "minutes": minutes}
    )


REVIEW = Review(
    lines=(
        reviewed("keep", "Предложения / Offers", 0),
        reviewed("change", "Звонки / Calls", 3.4),
        reviewed("drop", "Новости рынка / Market news", 3.4),
        reviewed("add", "Касания базы / Touches of the base", -3.4),
    ),
    minutes={"closer": 3.4},
)

DOCUMENT_STATES = tuple(
    DocumentState(name=talk(1), stages=("conversion", "repeat"), state=talk(1), level=level)
    for level in (0, 1, 2, 3, 4, None)
)


def action(name: str, role: str, month: float, minutes: float | None) -> PlannedAction:
    fields = METRICS[name].model_dump(include={"stage", "channel", "temperature"})
    a_day = Estimate(point=month / 84)
    return PlannedAction(
        metric=name,
        role=role,
        per_period=Estimate(point=month),
        per_seller_per_day=a_day,
        minutes_per_day=minutes,
        **fields,
    )


PLAN = Plan(
    missing=("funnel[inbound]", "funnel[referrals]"),
    target_per_month=48,
    actions=(
        action("dials", "caller", 4201.58, 158.2),
        action("talks", "caller", 1260.47, 94.5),
        action("offers", "closer", 227.12, 67.6),
        action("follow_ups", "closer", 681.36, None),
        action("base", "closer", 560, 320.1),
    ),
    hours=(
        Hours(role="caller", needed=252.7, available=None),
        Hours(role="closer", needed=412, available=300),
    ),
    feasible=False,
    short_by=(Shortage(of="minutes", where="closer", amount=112, says=talk(1)),),
    assumptions=(talk(1), talk(1)),
)


def form_line(name: str, plan: float | None, by_hand: bool = False) -> FormLine:
    fields = METRICS[name].model_dump(include={"name", "definition", "check", "leads_to", "kind"})
    source = both("вводит продавец", "entered by the seller") if by_hand else NAMES["telephony"]
    return FormLine(metric=name, plan=plan, source=source, by_hand=by_hand, **fields)


def form(role: str, cadence: Any, *lines: FormLine) -> Form:
    return Form(role=role, cadence=cadence, lines=lines, read_by=NAMES["head"], decision=talk(1))


SCHEME = Scheme(
    forms=(
        form("caller", "day", form_line("dials", 51), form_line("talks", 15), form_line("answered", None)),
        form("closer", "day", form_line("offers", 3), form_line("follow_ups", 9), form_line("overdue", None)),
        form("closer", "week", form_line("asks", 2, True), form_line("base", 33, True)),
        form("closer", "month", form_line("deals_won", 13)),
    ),
    rules=(talk(2),) * 9,
    rhythm=(talk(1), talk(2)),
    automate_first=(both("CRM: предложения, продажи.", "CRM: offers, sales."),),
    warnings=(talk(3), talk(4)),
    first_steps=(talk(2),) * 5,
)


def said(
    section: str, *notes: str, answer: str = "Измеряют часть шагов / Some steps are measured"
) -> AnswerRow:
    return AnswerRow(
        section=NAMES[section],
        question=talk(1),
        answer=both(answer, answer),
        grade="shown",
        by=("owner", "head"),
        notes=notes,
    )


def claim(step: str, to: str, claimed: float, verdict: str) -> Claim:
    values = {"measured": 17.2, "low": 16.0, "high": 18.4, "cases": 2340, "unit": "percent"}
    names = {"channel": both("Звонки", "Calls"), "step": both(step, step), "to": both(to, to)}
    what = both(f"{step} → {to}", f"{step} → {to}")
    return Claim.model_validate(
        {"key": "funnel[cold_calls]", "what": what, "claimed": claimed, "verdict": verdict, **values, **names}
    )


CLAIMS = (
    claim("Касания", "Лиды", 20, "too_high"),
    claim("Лиды", "Встречи", 17, "holds"),
    claim("Встречи", "Сделки", 12.5, "too_low"),
    Claim(
        key="cycle_days",
        what=both("Дней до покупки", "Days to the sale"),
        claimed=24,
        measured=14,
        low=None,
        high=None,
        cases=None,
        unit="number",
        verdict="cannot_tell",
    ),
)


@cache
def rich() -> ReportDocument:
    """A company with everything: causes, gaps, a plan that cannot be met, forms, notes."""
    return ReportDocument(
        made_by="sales-audit 0.1.0",
        company="ООО «Северный Контур»",
        country="RU",
        as_of=date(2026, 11, 23),
        headline=both("Сначала регламенты, потом отчётность", "Regulations first, reporting second"),
        lead=talk(2),
        conclusions=(talk(2), talk(3), talk(2)),
        readiness="regulations_first",
        names=NAMES,
        maturity=(
            Level(dimension="regulations", where="leadgen", level=0, highest=0),
            Level(dimension="regulations", where="conversion", level=2, highest=4),
            Level(dimension="funnel", where=None, level=1, highest=2),
            Level(dimension="reporting", where="caller", level=3, highest=3),
            Level(dimension="reporting", where="closer", level=2, highest=3),
        ),
        documents=DOCUMENT_STATES,
        findings=FINDINGS,
        clear=tuple(both(f"Этого нет: {n}", f"Not here: {n}") for n in range(9)),
        not_told=(both("Скопированная схема", "A copied scheme"),),
        funnel=FUNNEL,
        funnel_guessed=False,
        recommendation=Recommendation(lines=LINES, rejected={"posts": talk(1)}),
        review=REVIEW,
        metrics=METRICS,
        papers=NO_PAPERS,
        roll_out=ROLL_OUT,
        plan=PLAN,
        scheme=SCHEME,
        counting_rules=(talk(1), talk(1)),
        method=(talk(2), talk(2)),
        limits=(talk(1),),
        claims=CLAIMS,
        measured=Measured(basis=talk(1), doubts=(talk(2), talk(1)), signs=(talk(1),), refused=(talk(1),)),
        answers=(
            *(said("regulations") for _ in range(9)),
            said("funnel", "По выгрузке за октябрь."),
            *(said("reporting") for _ in range(9)),
        ),
    )


@cache
def healthy() -> ReportDocument:
    """Nothing found, no channels, no plan yet, no forms, no name."""
    nothing = Scheme(forms=(), rules=(), rhythm=(), automate_first=(), warnings=(), first_steps=())
    return rich().model_copy(
        update={
            "company": "",
            "country": "",
            "readiness": "ready",
            "conclusions": (),
            "maturity": (),
            "documents": (),
            "review": Review(lines=(), minutes={}),
            "findings": (),
            "funnel": (),
            "recommendation": Recommendation(lines=(), rejected={}),
            "plan": Plan(no_plan_yet=talk(1), missing=("target_value", "sellers[closer]")),
            "scheme": nothing,
        }
    )


ATTACK = (
    "<script>alert(1)</script> {{ 7*7 }} {% raw %} file:///etc/passwd </style></title>\"'> "
    "<img src=file:///etc/passwd> <link rel=attachment href=file:///etc/passwd> \x07\u202e"
)
ENDLESS = "оченьдлинноеслово" * 118  # 2,006 characters without a space


@cache
def hostile() -> ReportDocument:
    """Code, addresses and endless words wherever a person can type."""
    attack = both(ATTACK, ATTACK)
    endless = both(ENDLESS, ENDLESS)
    findings = [told(f"cause_{n}", seen=(attack,)) for n in range(30)]
    return rich().model_copy(
        update={
            "company": (ATTACK[:50] + "Объединение" * 10)[:100],
            "findings": (told("first", seen=(attack,), overridden=(endless,)), *findings),
            "funnel": tuple(FUNNEL[n % 3].model_copy(update={"channel": talk(n // 3)}) for n in range(3, 45)),
            "plan": PLAN.model_copy(update={"actions": PLAN.actions * 9}),
            "answers": tuple(said("funnel", (ATTACK, ENDLESS)[n % 2], answer=ATTACK) for n in range(12)),
        }
    )


@cache
def large() -> ReportDocument:
    """Thirty findings, twelve channels, six roles, a name of two lines, a long summary."""
    channels = [
        both(f"Канал номер {n} с длинным названием", f"Channel number {n} of a long name") for n in range(12)
    ]
    levels = [
        Level(dimension="reporting", where=role, level=n % 4, highest=4)
        for n, role in enumerate(("caller", "closer", "head", "owner", "caller", "closer"))
    ]
    return rich().model_copy(
        update={
            "company": "Общество с ограниченной ответственностью «Северо-Западное объединение поставщиков»",
            "findings": tuple(told(f"cause_{n}", ("leadgen", None)[n % 2]) for n in range(30)),
            "funnel": tuple(
                FUNNEL[n % 3].model_copy(update={"channel": channels[n // 3]}) for n in range(36)
            ),
            "conclusions": (talk(3),) * 5,
            "maturity": (*rich().maturity, *levels),
        }
    )


@cache
def typed() -> ReportDocument:
    """One finding, one channel; names in scripts that the fonts do not have."""
    odd = "Кухни 🍋 «上海厨房» 👩🏽‍🍳 العربية Ελλάς"
    return rich().model_copy(
        update={
            "company": odd,
            "findings": (told("only", seen=(both(odd, odd),)),),
            "funnel": FUNNEL[:3],
            "answers": (said("funnel", odd, answer=odd),),
        }
    )


@cache
def unbroken() -> ReportDocument:
    """What no line breaks by itself, and letters with marks that fonts do not hold together."""
    address = "https://shop.example/" + "catalogue?item=1&of=" * 20
    runs = (
        address,
        NBSP.join(["слово"] * 90),
        "/" * 300,
        ".,;" * 90,
        "[?]" * 90,
        "тел.8(900)" * 30,
        "$_" * 200,
    )
    marked = both("замо\u0301к x\u0301\u0302", "x\u0301\u0302\u0303")
    return rich().model_copy(
        update={
            "names": {**NAMES, "caller": marked, "leadgen": marked},
            "findings": (told("only", seen=tuple(both(run, run) for run in runs)), *FINDINGS),
            "answers": tuple(said("funnel", run, answer=run[:200]) for run in runs),
        }
    )


DOCUMENTS = {
    "rich": rich,
    "healthy": healthy,
    "hostile": hostile,
    "large": large,
    "typed": typed,
    "unbroken": unbroken,
}


# --- how they are read -----------------------------------------------------------------------------


@cache
def both_files(name: str, lang: Lang) -> render.Printed:
    return render.render(DOCUMENTS[name](), lang, attached={"report.json": data(name)})


def printed(name: str, lang: Lang) -> bytes:
    return both_files(name, lang).report


def data(name: str) -> bytes:
    return DOCUMENTS[name]().model_dump_json().encode()


@cache
def read(name: str, lang: Lang) -> Any:
    return pypdf.PdfReader(io.BytesIO(printed(name, lang)))


def page_texts(name: str, lang: Lang) -> list[str]:
    return [" ".join(one.extract_text().split()) for one in read(name, lang).pages]


def words_of(name: str, lang: Lang) -> str:
    """The text of the HTML, without markup and charts."""
    body = re.sub(r"<svg\b.*?</svg>", "", html_page.paper(DOCUMENTS[name](), lang), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).replace(NBSP, " ").split())


class Piece(NamedTuple):
    """A run of text on a page: its box in millimetres from the page's upper left, its size in points."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float


@cache
def pieces(name: str, lang: Lang) -> list[list[Piece]]:
    """What the body of each page prints, from top to bottom; the running lines left out."""
    file = pypdfium2.PdfDocument(printed(name, lang))
    return [list(_pieces(one)) for one in file]


def _pieces(one: Any) -> Iterator[Piece]:
    text, height = one.get_textpage(), one.get_height()
    found = []
    for index in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(index)
        size = pypdfium2.raw.FPDFText_GetFontSize(
            text, text.get_index((left + right) / 2, (top + bottom) / 2, 9, 9) or 0
        )
        box = (left, height - top, right, height - bottom)
        found.append(Piece(text.get_text_bounded(left, bottom, right, top), *(n / POINTS for n in box), size))
    body = [piece for piece in found if piece.text.strip() and BODY[0] < piece.top < BODY[1]]
    yield from sorted(body, key=lambda piece: piece.top)


@cache
def begins(name: str, lang: Lang) -> dict[str, int]:
    """The page, from 0, on which each part begins, by the name it has in the bookmarks."""
    reader = read(name, lang)
    tops = [one for one in reader.outline if not isinstance(one, list)]
    return {str(one.title): int(reader.get_destination_page_number(one)) for one in tops}


def part(label: str, lang: Lang) -> str:
    return html_page.labels()[label].in_(lang)


ONE_LANGUAGE = ("hostile", "large", "typed", "unbroken")  # their text is the same in both
CASES = [(name, lang) for name in DOCUMENTS for lang in LANGS if lang == "ru" or name not in ONE_LANGUAGE]
every_case = pytest.mark.parametrize(("name", "lang"), CASES)
both_languages = pytest.mark.parametrize("lang", LANGS)


# --- the page --------------------------------------------------------------------------------------


@every_case
def test_nothing_runs_over_the_margins(name: str, lang: Lang) -> None:
    for one in pieces(name, lang)[1:]:
        for piece in one:
            assert piece.left >= LEFT - SLACK, piece
            assert piece.right <= RIGHT + SLACK, piece
            assert piece.bottom <= LOWEST + SLACK, piece


@every_case
def test_no_words_lie_on_others(name: str, lang: Lang) -> None:
    for one in pieces(name, lang)[1:]:
        for upper, lower in combinations(one, 2):
            across = min(upper.right, lower.right) - max(upper.left, lower.left)
            down = min(upper.bottom, lower.bottom) - max(upper.top, lower.top)
            assert across < SLACK or down < SLACK, (upper, lower)


@every_case
def test_no_page_is_empty_and_none_ends_with_a_heading(name: str, lang: Lang) -> None:
    for one in pieces(name, lang)[1:]:
        assert len(one) > 1
        assert max(one, key=lambda piece: piece.bottom).size < LEAST_HEADING, one[-1]


@every_case
def test_no_page_is_half_empty(name: str, lang: Lang) -> None:
    """But the contents, the last one, and those before a part that begins on a new page."""
    opens = {
        begins(name, lang).get(part(label, lang)) for label in ("contents", "summary", "maturity", "findings")
    }
    pages = pieces(name, lang)
    for number, one in enumerate(pages[1:-1], 1):
        if number + 1 not in opens:
            lowest = max(piece.bottom for piece in one)
            assert lowest > NEARLY_HALF, f"page {number + 1}: {one[-1].text}"


def on_pages(document: ReportDocument, *patterns: str) -> list[list[int]]:
    """How often each pattern is found on each page."""
    reader = pypdf.PdfReader(io.BytesIO(render.render(document, "en").report))
    texts = [one.extract_text() for one in reader.pages]
    return [[len(re.findall(pattern, text)) for text in texts] for pattern in patterns]


@pytest.mark.parametrize("rows", [23, 24, 25, 50, 51, 52])  # one of them left a row alone
def test_no_row_of_a_table_stands_alone_on_a_page(rows: int) -> None:
    many = tuple(said("funnel", answer=f"Answer {n}.") for n in range(rows))
    (found,) = on_pages(healthy().model_copy(update={"answers": many}), r"Answer \d+\.")
    assert sum(found) == rows
    assert 1 not in found


@pytest.mark.parametrize("rows", [8, 29, 30, 31, 32])  # likewise its source
def test_a_table_keeps_its_source(rows: int) -> None:
    plan = PLAN.model_copy(update={"actions": (action("dials", "caller", 4000, None),) * rows})
    document = rich().model_copy(update={"plan": plan})
    named, source = on_pages(document, r"Cold\sdials", r"calculated\sby\sthe\sprogram")
    assert sum(source) == 1
    assert named[source.index(1)] > 1


@pytest.mark.parametrize("findings", [2, 7])
def test_a_finding_is_on_one_page(findings: int) -> None:
    many = tuple(told(f"cause_{n}", seen=(both(f"seen_{n}.", f"seen_{n}."),)) for n in range(findings))
    document = healthy().model_copy(update={"findings": many})
    names, harms = on_pages(document, r"Cause cause_\d+\n.*\n", "What would change")
    assert sum(harms) == findings
    assert [n for n in names if n] >= [n for n in harms if n]


@every_case
def test_the_summary_is_one_page(name: str, lang: Lang) -> None:
    parts = list(begins(name, lang).items())
    at = [title for title, _ in parts].index(part("summary", lang))
    assert parts[at + 1][1] - parts[at][1] in (0, 1)


@every_case
def test_the_summary_can_be_printed_alone(name: str, lang: Lang) -> None:
    alone = pypdf.PdfReader(io.BytesIO(both_files(name, lang).summary))
    assert len(alone.pages) == 1
    assert " ".join(rich().headline.in_(lang).split()) in " ".join(alone.pages[0].extract_text().split())


@every_case
def test_heading_levels_never_skip(name: str, lang: Lang) -> None:
    levels = [int(level) for level in re.findall(r"<h([1-6])\b", html_page.paper(DOCUMENTS[name](), lang))]
    assert levels[0] == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))


@every_case
def test_links_hold_text_alone(name: str, lang: Lang) -> None:
    links = re.findall(r"<a\b[^>]*>(.*?)</a>", html_page.paper(DOCUMENTS[name](), lang), re.DOTALL)
    assert links
    assert not any("<" in link for link in links)


@every_case
def test_contents_lead_to_the_right_pages(name: str, lang: Lang) -> None:
    texts = page_texts(name, lang)
    answers = html_page.labels()["answers"].in_(lang)
    assert texts[int(re.findall(rf"{answers} (\d+)", " ".join(texts[1:3]))[0]) - 1].count(answers) >= 1


# --- the file --------------------------------------------------------------------------------------


@every_case
def test_the_file_is_accessible(name: str, lang: Lang, tmp_path: Path) -> None:
    validator = pytest.importorskip("page", reason="pip install page-validation")
    (tmp_path / "report.pdf").write_bytes(printed(name, lang))
    report = validator.validate_pdf(str(tmp_path / "report.pdf"), profile="ua1")
    assert "0 failed" in str(report), str(report)


@every_case
def test_only_shipped_fonts_are_embedded(name: str, lang: Lang) -> None:
    shipped = {"GolosText", "SourceSerif4"}
    found = set()
    for one in read(name, lang).pages:
        for font in one["/Resources"].get("/Font", {}).values():
            found.add(font.get_object()["/BaseFont"].partition("+")[2].replace("-", "").rstrip(","))
    assert found
    assert {re.sub(r"(Regular|Medium|SemiBold|Bold)$", "", font) for font in found} <= shipped


@both_languages
def test_the_file_says_what_it_is(lang: Lang) -> None:
    reader = read("rich", lang)
    assert reader.metadata.title == f"{html_page.labels()['title'].in_(lang)}: ООО «Северный Контур»"
    assert reader.metadata.author == "sales-audit 0.1.0"
    assert str(reader.metadata.creation_date_raw).startswith("D:20261123")
    assert reader.trailer["/Root"]["/Lang"] == lang
    assert len(reader.outline) > 9


def test_the_same_document_gives_the_same_bytes() -> None:
    again = render.render(healthy(), "ru", attached={"report.json": data("healthy")})
    assert again.report == printed("healthy", "ru")


# --- characters ------------------------------------------------------------------------------------


def test_the_covered_characters_are_those_of_the_fonts() -> None:
    from fontTools.ttLib import TTFont

    fonts = files("audit.report_templates") / "fonts"
    faces = [TTFont(str(face)) for face in fonts.iterdir() if face.name.endswith(".ttf")]
    common = set.intersection(*(set(face.getBestCmap()) for face in faces))
    covered = {code for code in range(0x11_0000) if not typography.STRANGE.match(chr(code))} - {9, 10}
    assert covered == common


def test_our_own_words_need_no_other_characters(content: Content) -> None:
    document = make_report(load(ROOT / "questionnaires" / "example", content), content)
    texts = [
        document.model_dump_json(),
        content.causes,
        content.metrics,
        content.questions,
        html_page.labels(),
    ]
    for text in texts:
        assert not typography.STRANGE.search(typography.INVISIBLE.sub("", str(text)).replace("\\u", ""))


def test_what_the_fonts_do_not_have_is_a_visible_sign_on_paper_and_itself_on_a_screen() -> None:
    assert typography.printable("Кухни 🍋 «上海厨房» 👩🏽‍🍳 é") == "Кухни [?] «[?]» [?] é"
    assert "Кухни [?] «[?]»" in " ".join(page_texts("typed", "ru"))
    assert "上海厨房" in html_page.screen(typed(), "ru")


# --- what it says ----------------------------------------------------------------------------------


@both_languages
def test_everything_the_document_says_is_printed(lang: Lang) -> None:
    says = words_of("rich", lang)
    d = rich()
    texts = [d.headline, d.lead, *d.clear, *d.not_told, *d.scheme.warnings, *d.limits, *d.method]
    texts += [metric.name for metric in METRICS.values()]
    texts += [text for told in FINDINGS for text in (told.name, *told.overridden, told.symptom_of) if text]
    for text in texts:
        assert " ".join(text.in_(lang).split()) in says


def test_places_with_the_same_evidence_share_a_block() -> None:
    one = told("no_regulations", "leadgen")
    document = rich().model_copy(update={"findings": (one, told("no_regulations", "conversion"))})
    html = html_page.paper(document, "ru")
    assert html.count('class="finding"') == 1
    assert "Лидогенерация, Конверсия лидов · " in html


@both_languages
def test_the_unknown_is_never_zero(lang: Lang) -> None:
    unknown = html_page.labels()["not_known"].in_(lang)
    html = html_page.screen(rich(), lang)
    cells = re.findall(r'<td class="num">(.*?)</td>', html[html.index('class="t steps"') :])
    of_step = [cells[start : start + 3] for start in range(0, 4 * len(FUNNEL), 4)]
    assert of_step[3] == [unknown, unknown, f"62,5{NBSP}%" if lang == "ru" else "62.5%"]
    assert of_step[4] == [unknown] * 3
    assert of_step[5] == ["40", unknown, unknown]


def test_what_the_table_of_documents_holds_is_not_told_twice() -> None:
    shown = DOCUMENT_STATES[0]
    plain = said("regulations").model_copy(
        update={"question": shown.name, "answer": both("Папка", "Folder"), "grade": "told"}
    )
    state = shown.model_copy(update={"state": plain.answer})
    noted = plain.model_copy(update={"answer": both("Полка", "Shelf"), "notes": ("Seen on site",)})
    document = rich().model_copy(
        update={
            "documents": (state, state.model_copy(update={"state": noted.answer})),
            "answers": (plain, noted),
        }
    )
    html = html_page.paper(document, "en")
    assert html.count("Folder") == 1
    assert html.count("Shelf") == 2


def test_columns_with_the_same_fate_and_reason_share_a_row() -> None:
    lines = (*REVIEW.lines, reviewed("drop", "Погода / Weather", 3.4))
    document = rich().model_copy(update={"review": REVIEW.model_copy(update={"lines": lines})})
    table = html_page.paper(document, "en").partition('class="t review"')[2].partition("</table>")[0]
    assert table.count('class="drop"') == 1
    assert "Market news" in table
    assert "Weather" in table
    assert "+6.8" in table


@both_languages
def test_a_funnel_says_between_what_a_conversion_lies(lang: Lang) -> None:
    rows = (FUNNEL[0].model_copy(update={"low": 28.8, "high": 31.2}),)
    html = html_page.paper(rich().model_copy(update={"funnel": rows}), lang)
    assert "(28,8–31,2" in html if lang == "ru" else "(28.8–31.2" in html


@both_languages
def test_the_plan_is_printed_as_the_language_writes_numbers(lang: Lang) -> None:
    says = words_of("rich", lang)
    for number in ("4 202", "50,02") if lang == "ru" else ("4,202", "50.02"):
        assert number in says


@both_languages
def test_what_is_missing_for_a_plan_is_named(lang: Lang) -> None:
    says = words_of("healthy", lang)
    for key in ("missing_target_value", "missing_sellers"):
        assert html_page.labels()[key].in_(lang) in says


def test_what_people_type_is_text() -> None:
    html = html_page.paper(hostile(), "ru")
    assert "<script" not in html
    assert "file:///etc/passwd" in html
    assert not re.search(r"<(img|link)\b[^>]*passwd", html)
    assert "\x07" not in html
    assert "\u202e" not in html
    said_there = " ".join(page_texts("hostile", "ru"))
    assert "{{ 7*7 }} {% raw %}" in said_there
    assert "49 {% raw" not in said_there
    assert list(read("hostile", "ru").attachments) == ["report.json"]


# --- labels ----------------------------------------------------------------------------------------


def test_every_label_is_used() -> None:
    templates = [f for f in files("audit.report_templates").iterdir() if f.name.endswith(".j2")]
    source = "".join(
        f.read_text("utf-8") for f in (*templates, *(ROOT / "audit" / "rendering" / "html").glob("*.py"))
    )
    for word in (ROOT / "report_templates").glob("*.docx"):  # it speaks them too
        source += zipfile.ZipFile(word).read("word/document.xml").decode()
    composed = re.compile(
        r"^(missing|form|regulations|funnel|reporting|effort|review|attached|comparison|change|verdict)_|^(clear|not_told)_lead$"
    )
    for label in html_page.labels():
        assert composed.match(label) or re.search(rf"\b{label}\b", source), label


def test_labels_keep_in_step_with_maturity_and_plan() -> None:
    for dimension, gates in GATES.items():
        assert {f"{dimension}_{level}" for level in range(1, len(gates) + 1)} <= set(html_page.labels())
    for key in (*TARGET_KEYS, "sellers", "average_sale", "funnel"):
        assert f"missing_{key}" in html_page.labels()
