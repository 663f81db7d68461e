"""Report documents made by hand, one for each thing that can go wrong on a page, and what a file shows."""

import re
from datetime import date
from functools import cache
from html import unescape
from typing import Any

import pytest

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
from audit.rendering import html as html_page
from audit.rendering.pdf import render
from tests.papers import NO_PAPERS, ROLL_OUT


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
        "remedy": (Remedy(do=talk(1), effort="hour"), Remedy(do=talk(2), effort="week")),
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


@cache
def both_files(name: str, lang: Lang) -> render.Printed:
    return render.render(DOCUMENTS[name](), lang, attached={"report.json": data(name)})


def printed(name: str, lang: Lang) -> bytes:
    return both_files(name, lang).report


def data(name: str) -> bytes:
    return DOCUMENTS[name]().model_dump_json().encode()


def words_of(name: str, lang: Lang) -> str:
    """The text of the HTML, without markup and charts."""
    body = re.sub(r"<svg\b.*?</svg>", "", html_page.paper(DOCUMENTS[name](), lang), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).replace(NBSP, " ").split())


ONE_LANGUAGE = ("hostile", "large", "typed", "unbroken")  # their text is the same in both


CASES = [(name, lang) for name in DOCUMENTS for lang in LANGS if lang == "ru" or name not in ONE_LANGUAGE]


every_case = pytest.mark.parametrize(("name", "lang"), CASES)


both_languages = pytest.mark.parametrize("lang", LANGS)
