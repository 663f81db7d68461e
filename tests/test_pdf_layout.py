"""The report on paper: what must be on it, what must never happen to it. Documents are made by hand."""

import io
import logging
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pypdf
import pytest

from audit import pdf
from audit.maturity import GATES
from audit.model import (
    LANGS,
    FormLine,
    Form,
    FunnelRow,
    Hours,
    Lang,
    Level,
    Line,
    Metric,
    Override,
    Plan,
    PlannedAction,
    Recommendation,
    ReportDocument,
    Said,
    Scheme,
    Share,
    Shortage,
    Text,
    Told,
)
from audit.plan import TARGET_KEYS

A4_WIDTH = 210 / 25.4 * 96
MARGIN = 20 / 25.4 * 96


def both(ru: str, en: str) -> Text:
    return Text(ru=ru, en=en)


NAMES = {
    "company": both("компания в целом", "the whole company"),
    "leadgen": both("Лидогенерация", "Lead generation"),
    "conversion": both("Конверсия лидов", "Lead conversion"),
    "repeat": both("Повторные продажи", "Repeat sales"),
    "guard": both("Контроль качества данных", "Data quality"),
    "hot": both("горячие", "hot"),
    "warm": both("тёплые", "warm"),
    "any": both("все лиды", "all leads"),
    "cold_calls": both("Холодные звонки", "Cold calls"),
    "inbound": both("Входящие обращения", "Inbound enquiries"),
    "referrals": both("Рекомендации", "Referrals"),
    "caller": both("Менеджер по обращениям и звонкам", "Call agent"),
    "closer": both("Менеджер по сделкам", "Closer"),
    "owner": both("собственник", "owner"),
    "head": both("руководитель продаж", "head of sales"),
    "seller": both("продавец", "seller"),
    "system": both("система", "system"),
    "crm": both("CRM", "CRM"),
    "telephony": both("телефония", "telephony"),
    "high": both("высокая", "high"),
    "medium": both("средняя", "medium"),
    "low": both("низкая", "low"),
    "told": both("со слов", "told"),
    "shown": both("показано", "shown"),
    "measured": both("измерено", "measured"),
    "regulations": both("Регламенты", "Regulations"),
    "funnel": both("Знание воронки", "Funnel knowledge"),
    "reporting": both("Отчётность", "Reporting"),
    "day": both("день", "day"),
    "week": both("неделя", "week"),
    "month": both("месяц", "month"),
    "action": both("действие", "action"),
    "outcome": both("результат", "outcome"),
    "regulations_first": both("сначала регламенты", "regulations first"),
    "ready": both("можно внедрять", "ready"),
}


def told(cause: str, name: Text, where: str | None = None, **more: Any) -> Told:
    """A finding with the words every finding has."""
    plain: dict[str, Any] = {
        "cause": cause,
        "where": NAMES[where] if where else None,
        "name": name,
        "verdict": "confirmed",
        "severity": "high",
        "seen": (
            both(
                "На одного продавца во всех его отчётах приходится 52 показателя.",
                "One seller fills in or answers for 52 figures.",
            ),
            both(
                "За последний год показатели в отчёт только добавляли.",
                "In the past year figures were only ever added to the report.",
            ),
        ),
        "against": (),
        "unknown": (),
        "harm": both(
            "Внимание продавца и руководителя рассеяно по всем строкам, и на главные его не хватает. "
            "Отчёт отнимает время у продаж и раздражает людей.",
            "The attention of sellers and their head is spread over every line, and too little is left for "
            "the few that matter. The report takes time from selling and irritates people.",
        ),
        "remedy": (
            both(
                "Запишите один главный результат и этап, на котором теряется больше всего клиентов.",
                "Write down the one main result and the stage that loses the most clients.",
            ),
            both(
                "Вычеркните показатели, про которые никто не может сказать, что изменится в работе, если "
                "цифра окажется плохой.",
                "Strike out every figure for which nobody can say what would be done differently if it "
                "turned out badly.",
            ),
            both(
                "Оставьте на одного продавца не больше девяти показателей.",
                "Leave at most nine figures per seller.",
            ),
        ),
        "monday": both(
            "Соберите все отчёты одного продавца и напротив каждой графы запишите последнее решение, "
            "которое по ней приняли.",
            "Collect all the reports of one seller and beside each column write the last decision taken "
            "from it.",
        ),
        "mended_when": both(
            "На одного продавца приходится не больше девяти показателей, и о каждом руководитель может "
            "сказать, какое решение по нему принимает.",
            "One seller has at most nine figures, and for each of them the head can say what it decides.",
        ),
        "source": (
            both("урок «Отчётность продавцов», тезис 11", "the lesson “Sellers' reporting”, point 11"),
            both("наше суждение", "our judgement"),
        ),
    }
    return Told(**plain | more)


def metric(name: str, ru: str, en: str, stage: str, **more: Any) -> Metric:
    plain: dict[str, Any] = {
        "id": name,
        "name": both(ru, en),
        "definition": both(
            "Ответ человека, двусторонний разговор не короче порога, записан итог. Уникальных контактов за "
            "день.",
            "Answered by a person, two-way, at least as long as the threshold, outcome recorded; unique "
            "contacts per day.",
        ),
        "kind": "action",
        "stage": stage,
        "unit": "contacts",
        "leads_to": both("лиды, встречи", "leads, meetings"),
        "gaming": both("держат на линии секретаря", "keeping secretaries on the line"),
        "check": both(
            "Три случайные записи в неделю; распределение длительности около порога.",
            "Three random records a week; durations just above the threshold.",
        ),
        "counted_by": ("crm",),
        "cadence": "day",
        "fits": ("b2b",),
    }
    return Metric(**plain | more)


METRICS = {
    m.id: m
    for m in (
        metric("dials", "Холодные наборы", "Cold dials", "leadgen", channel="cold_calls"),
        metric(
            "conversations", "Состоявшиеся холодные разговоры", "Cold conversations", "leadgen",
            channel="cold_calls",
        ),
        metric("asks", "Запросы рекомендаций", "Referral asks", "leadgen", channel="referrals", cadence="week"),
        metric("first_answers", "Ответы на обращение за 15 минут", "Enquiries answered in 15 minutes", "conversion"),
        metric("offers", "Отправленные предложения", "Offers sent", "conversion", temperature="warm"),
        metric("follow_ups", "Повторные касания после предложения", "Follow-ups after the offer", "conversion"),
        metric("deals_won", "Продажи", "Sales won", "conversion", kind="outcome", cadence="month"),
        metric("base_touches", "Касания базы с новостью", "Touches of the base with news", "repeat", cadence="week"),
        metric("overdue", "Просроченные задачи", "Overdue tasks", "guard", kind="guard"),
        metric("posts", "Экспертные публикации", "Expert posts", "leadgen", channel="referrals"),
        metric("dm_talks", "Разговоры с лицом, принимающим решение", "Decision-maker conversations", "leadgen"),
    )
}  # fmt: skip

REASON = both(
    "Это шаг вашей воронки, из него считается план. Источник: телефония, вводить руками не нужно.",
    "It is a step of your funnel; the plan is counted from it. Source: telephony; nothing to type.",
)


def line(name: str, role: str, system: str | None = "telephony") -> Line:
    described = METRICS[name]
    kind = "action" if described.kind == "context" else described.kind
    return Line(
        metric=name, role=role, stage=described.stage, channel=described.channel,
        temperature=described.temperature, kind=kind, system=system, cadence=described.cadence, reason=REASON,
    )  # fmt: skip


def form_line(name: str, plan: float | None, by_hand: bool = False) -> FormLine:
    described = METRICS[name]
    source = both("вводит продавец", "entered by the seller") if by_hand else NAMES["telephony"]
    return FormLine(
        metric=name, name=described.name, definition=described.definition, plan=plan, source=source,
        by_hand=by_hand, check=described.check, leads_to=described.leads_to, kind="action",
    )  # fmt: skip


def form(role: str, cadence: Any, *lines: FormLine) -> Form:
    return Form(
        role=role, cadence=cadence, lines=lines, read_by=both("Руководитель продаж", "Head of sales"),
        decision=both("Кому помочь сегодня и чем", "Whom to help today, and how"),
    )  # fmt: skip


def action(name: str, role: str, month: float, minutes: float | None) -> PlannedAction:
    described = METRICS[name]
    return PlannedAction(
        metric=name, stage=described.stage if described.stage != "guard" else "conversion",
        channel=described.channel, temperature=described.temperature, role=role,
        per_period=Share(point=month), per_seller_per_day=Share(point=month / 4 / 21), minutes_per_day=minutes,
    )  # fmt: skip


def row(channel: str, step: str, *numbers: float | None) -> FunnelRow:
    entered, passed, percent = numbers
    return FunnelRow(
        channel=NAMES[channel], step=METRICS[step].name, entered=entered, passed=passed, percent=percent
    )


ASKED = (
    both("Откуда известно, какая доля клиентов переходит с шага на шаг?",
         "How is it known which share of clients passes from step to step?"),
    both("Когда конверсии пересчитывали в последний раз?", "When were the conversions last recalculated?"),
    both("Менеджер по сделкам: сколько показателей один человек заполняет или за сколько отвечает, во всех "
         "своих отчётах вместе?",
         "Closer: how many figures does one person fill in or answer for, all his reports together?"),
)  # fmt: skip
SECTIONS = (
    both("Регламенты", "Regulations"),
    both("Воронка", "The funnel"),
    both("Отчётность сегодня", "Reporting today"),
)


def said(section: int, asked: int, *notes: str) -> Said:
    return Said(
        section=SECTIONS[section], question=ASKED[asked],
        answer=both("Измеряют часть шагов или каналов", "Some steps or channels are measured"),
        grade="shown", by=("owner", "head"), notes=notes,
    )  # fmt: skip


@cache
def rich() -> ReportDocument:
    """A company with everything: causes, gaps, an infeasible plan, six forms, notes."""
    return ReportDocument(
        made_by="sales-audit 0.1.0",
        company="ООО «Северный Контур»",
        country="RU",
        as_of=date(2026, 11, 23),
        headline=both("Сначала регламенты, потом отчётность", "Regulations first, reporting second"),
        lead=both(
            "Подтверждено: 4 причины. Проверить: 2 причины. Сказать нельзя: 3 причины. Каждый вывод "
            "опирается на ответы, которые стоят рядом с ним.",
            "Confirmed: 4 causes. To check: 2 causes. Cannot be said: 3 causes. Every finding rests on the "
            "answers printed with it.",
        ),
        conclusions=(
            both("У этапа нет рабочих правил (Лидогенерация). Письменных правил для этого этапа нет.",
                 "A stage without usable rules (Lead generation). There are no written rules for this stage."),
            both("Контролируют всё подряд (Менеджер по сделкам). На одного продавца во всех его отчётах "
                 "приходится 52 показателя.",
                 "Everything is controlled (Closer). One seller fills in or answers for 52 figures."),
            both("План по действиям невыполним. Менеджер по сделкам: план требует 412 минут в день на человека, "
                 "на продажи есть 300 минут. Не хватает: 112 минут.",
                 "The plan of actions cannot be met. Closer: the plan needs 412 minutes a day per person, 300 "
                 "minutes are there for selling. Lacking: 112 minutes."),
        ),
        readiness="regulations_first",
        names=NAMES,
        maturity=(
            Level(dimension="regulations", where="leadgen", level=0, highest=0),
            Level(dimension="regulations", where="conversion", level=2, highest=4),
            Level(dimension="regulations", where="repeat", level=1, highest=1),
            Level(dimension="funnel", where=None, level=1, highest=2),
            Level(dimension="reporting", where="caller", level=3, highest=3),
            Level(dimension="reporting", where="closer", level=2, highest=3),
        ),
        findings=(
            told("no_regulations", both("У этапа нет рабочих правил", "A stage without usable rules"), "leadgen"),
            told("no_regulations", both("У этапа нет рабочих правил", "A stage without usable rules"), "repeat",
                 severity="medium",
                 against=(both("Правила для новичка есть.", "There are rules for newcomers."),)),
            told("controls_everything", both("Контролируют всё подряд", "Everything is controlled"), "closer",
                 symptom_of=both("Системы продаж нет", "There is no sales system"),
                 overridden=both("Решение аудитора (Анна Белова): высокая. Основание: видела формы.",
                                 "The auditor's decision (Anna Belova): high. Reason: saw the forms.")),
            told("funnel_unknown", both("Воронку не знают", "The funnel is not known"), severity="medium"),
            told("manual_burden", both("Отчёт заполняют руками", "The report is filled in by hand"), "caller",
                 severity="low"),
            told("staff_resistance", both("Сопротивление продавцов", "Sellers resist"), "closer",
                 verdict="suspected", severity="medium",
                 unknown=(both("Нет ответа: сколько отчётов за последние четыре недели сдано вовремя?",
                               "Not answered: how many reports of the last four weeks were filed in time?"),)),
            told("cheating_risk", both("Цифры можно нарисовать", "Figures can be made up"), "caller",
                 verdict="suspected", severity="low"),
        ),
        clear=tuple(both(f"Причина, которой здесь нет, номер {n}", f"A cause absent here, number {n}") for n in range(9)),
        not_told=(both("Скопированная схема", "A copied scheme"), both("Неверный период", "A wrong cadence")),
        funnel=(
            row("cold_calls", "dials", 4200, 1260, 30.0),
            row("cold_calls", "conversations", 1260, 227, 18.0159),
            row("cold_calls", "offers", 227, 51, 22.467),
            row("inbound", "first_answers", None, None, 62.5),
            row("inbound", "offers", None, None, None),
            row("referrals", "asks", 40, None, None),
        ),
        recommendation=Recommendation(
            lines=(
                line("dials", "caller"), line("conversations", "caller"), line("asks", "closer", None),
                line("first_answers", "caller", "crm"), line("offers", "closer", "crm"),
                line("follow_ups", "closer", "crm"), line("deals_won", "closer", "crm"),
                line("base_touches", "closer", None), line("overdue", "closer", "crm"),
            ),
            rejected={
                "posts": both("Подходит, но считать пришлось бы руками.",
                              "It fits, but would have to be counted by hand."),
                "dm_talks": both("Подходит, но набор полон: войдёт только вместо другого.",
                                 "It fits, but the set is full: one in, one out."),
            },
        ),
        metrics=METRICS,
        plan=Plan(
            missing=("funnel[inbound]", "funnel[referrals]"),
            target_per_month=48,
            actions=(
                action("dials", "caller", 4201.58, 158.2), action("conversations", "caller", 1260.47, 94.5),
                action("offers", "closer", 227.12, 67.6), action("follow_ups", "closer", 681.36, None),
                action("deals_won", "closer", 51, 24.3), action("base_touches", "closer", 560, 320.1),
            ),
            hours=(
                Hours(role="caller", needed=252.7, available=300),
                Hours(role="closer", needed=412, available=300),
            ),
            feasible=False,
            short_by=(
                Shortage(of="minutes", where="closer", amount=112, says=both(
                    "Менеджер по сделкам: план требует 412 минут в день на человека, на продажи есть "
                    "300 минут. Не хватает: 112 минут.",
                    "Closer: the plan needs 412 minutes a day per person, 300 minutes are there for selling. "
                    "Lacking: 112 minutes.")),
            ),
            assumptions=(
                both("Новые продажи поделены между активными каналами поровну: доли не названы.",
                     "New sales are split evenly between the active channels: no shares were given."),
                both("«Отправленные предложения»: 3 касания после него взяты со слов, регламента на них нет.",
                     "“Offers sent”: the 3 touches after it are taken as told, no regulation asks for them."),
            ),
        ),
        scheme=Scheme(
            forms=(
                form("caller", "day", form_line("dials", 51), form_line("conversations", 15),
                     form_line("first_answers", None)),
                form("closer", "day", form_line("offers", 3), form_line("follow_ups", 9),
                     form_line("overdue", None)),
                form("closer", "week", form_line("asks", 2, True), form_line("base_touches", 33, True)),
                form("closer", "month", form_line("deals_won", 13)),
            ),
            rules=tuple(both(
                f"Правило {n}: запись выполненных действий входит в обязанности продавца и названа в должностной "
                "инструкции.",
                f"Rule {n}: recording completed actions is a duty of the role and is named in the job "
                "description.") for n in range(1, 8)),
            rhythm=(
                both("Каждое утро, десять минут: вчерашний план и факт по действиям, кому нужна помощь сегодня.",
                     "Every morning, ten minutes: yesterday's plan and actual of the actions, who needs help."),
                both("Раз в неделю, пятнадцать минут: одно отклонение, его причина, одно действие.",
                     "Once a week, fifteen minutes: one deviation, its cause, one action."),
            ),
            automate_first=(both("CRM: Отправленные предложения, Продажи.", "CRM: Offers sent, Sales won."),),
            warnings=(
                both("Это не юридическая консультация. Правила о премиях и последствиях покажите юристу по "
                     "трудовому праву вашей страны.",
                     "This is not legal advice. Have a labour lawyer of your country check the rules on bonuses "
                     "and consequences."),
                both("Россия: вычеты из зарплаты — только в случаях статьи 137 ТК РФ, взыскания — только из "
                     "статьи 192.",
                     "Russia: deductions from wages only in the cases of article 137 of the Labour Code, "
                     "penalties only those of article 192."),
            ),
            first_steps=tuple(both(
                "До всякой отчётности соберите на два часа лучших продавцов и разложите путь десяти последних "
                f"выигранных и десяти проигранных сделок: это черновик регламента {n}.",
                "Before any reporting, take two hours with the best sellers and lay out the path of the last ten "
                f"won and ten lost deals: that is draft regulation {n}.") for n in range(1, 6)),
        ),
        counting_rules=(
            both("Действие считается в тот день, когда сделано, а не запланировано.",
                 "An action counts on the day it is done, not planned."),
            both("Один клиент в день считается один раз, если в определении не сказано иное.",
                 "One client counts once a day unless the definition says otherwise."),
        ),
        method=(
            both("Аудит опирается на ответы, показанные документы и подсчёты.",
                 "The audit rests on answers, documents shown and counts."),
        ),
        limits=(
            both("«Неизвестно» значит, что ответа нет. Это не означает, что всё хорошо.",
                 "“Unknown” means there is no answer. It does not mean that all is well."),
        ),
        answers=tuple(said(n // 8, n % 3, *(["По выгрузке за октябрь."] if n == 4 else [])) for n in range(24)),
    )  # fmt: skip


@cache
def healthy() -> ReportDocument:
    """Nothing found, no channels, no plan yet, no forms."""
    return rich().model_copy(
        update={
            "headline": both(
                "Система работает: перестраивать её не нужно", "The system works: nothing to rebuild"
            ),
            "readiness": "ready",
            "conclusions": (),
            "maturity": (),
            "findings": (),
            "not_told": (),
            "funnel": (),
            "recommendation": Recommendation(lines=(), rejected={}),
            "plan": Plan(
                no_plan_yet=both("Плана действий пока нет: не названа цель.", "No plan yet: no target."),
                missing=("target_value", "sellers[closer]"),
            ),
            "scheme": Scheme(forms=(), rules=(), rhythm=(), automate_first=(), warnings=(), first_steps=()),
            "counting_rules": (),
            "country": "",
            "company": "",
        }
    )


ATTACK = (
    "<script>alert(1)</script> {{ 7*7 }} {% raw %} file:///etc/passwd </style></title>\"'> "
    "<img src=file:///etc/passwd> <link rel=attachment href=file:///etc/passwd>"
)
ENDLESS = "оченьдлинноеслово" * 118  # 2,006 characters without a space


@cache
def hostile() -> ReportDocument:
    """Code, addresses and endless words wherever a person can type."""
    attack = both(ATTACK, ATTACK)
    findings = [told(f"cause_{n}", both(f"Причина {n}", f"Cause {n}"), seen=(attack,)) for n in range(30)]
    findings[0] = findings[0].model_copy(update={"overridden": both(ENDLESS, ENDLESS)})
    answers = [said(n // 8, n % 3, ENDLESS if n % 2 else ATTACK).model_copy(update={"answer": attack}) for n in range(12)]
    return rich().model_copy(
        update={
            "company": (ATTACK[:50] + "Объединение" * 10)[:100],
            "findings": tuple(findings),
            "answers": tuple(answers),
        }
    )
