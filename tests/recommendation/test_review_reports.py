"""Headings of today's reports: what they are taken for, and what becomes of each."""

from collections.abc import Callable
from typing import Any

import pytest

from audit.content.loader import Content
from audit.content.report_headings import recognised, split_headings
from audit.facts.facts import Facts
from audit.facts.roles import does
from audit.model import Column, Reviewed
from audit.recommendation.choose_metrics import recommend
from audit.recommendation.review_reports import review

WINDOWS: dict[str, Any] = {  # sellers of windows: enquiries come in, a form of eight columns every evening
    "sales_model": "services",
    "role_stages[seller]": ["conversion"],
    "systems": ["crm", "telephony"],
    "crm_product": "amocrm",
    "report_kind[seller]": "by_hand",
    "report_every[seller]": "day",
    "report_minutes[seller]": 24,
    "selling_actions[seller]": ["in_sla", "measurements", "offer_touches"],
}
FORM = [
    "Дата",
    "Звонки",
    "Замеры",
    "Повторные звонки после расчёта",
    "Сумма договоров",
    "Погода",
    "Выставки",
    "КП",
]


@pytest.fixture
def windows(facts: Callable[..., Facts]) -> Facts:
    places = {"stage": ["conversion"], "channel": ["inbound"], "role": ["seller"]}
    return facts({**WINDOWS, "report_columns[seller]": FORM}, places=places)


def taken_for(name: str, facts: Facts, content: Content) -> Column:
    return recognised([Column(name=name)], content, lambda m: does("seller", m, facts), True)[0]


@pytest.mark.parametrize(
    ("heading", "kind", "metric"),
    [
        ("Замеры", "action", "measurements"),
        ("Measurements done", "action", "measurements"),
        ("Отправлено КП", "action", "proposals"),
        ("Quotes sent", "action", "proposals"),
        ("Сумма договоров, руб.", "result", None),
        ("Revenue", "result", None),
        ("Договоры", "result", "deals_won"),
        ("Лиды с холодных звонков", "action", "cc_dials"),
        ("Конверсия, %", "objective", None),
        ("Новости рынка", "context", None),
        ("ФИО менеджера", "context", None),
        ("Ы", "context", None),
    ],
)
def test_a_heading_is_taken_for(
    heading: str, kind: str, metric: str | None, windows: Facts, content: Content
) -> None:
    column = taken_for(heading, windows, content)
    assert (column.kind, column.metric) == (kind, metric)


def test_the_same_word_means_what_the_company_does(facts: Callable[..., Facts], content: Content) -> None:
    cold = facts({}, places={"stage": ["leadgen"], "channel": ["cold_calls"], "role": ["seller"]})
    base = facts({}, places={"stage": ["repeat"], "channel": ["referrals"], "role": ["seller"]})
    assert taken_for("Звонки", cold, content).metric == "cc_dials"
    assert taken_for("Звонки", base, content).metric == "base_touches"


def test_a_plain_heading_gives_way_to_a_precise_one(windows: Facts, content: Content) -> None:
    names = [Column(name=name) for name in ("Звонки", "Повторные звонки после расчёта")]
    plain, precise = recognised(names, content, lambda m: does("seller", m, windows), True)
    assert precise.metric == "offer_touches"
    assert plain.metric != "offer_touches"


def test_what_the_user_said_of_a_column_stands(windows: Facts, content: Content) -> None:
    said = Column(name="Звонки", kind="context", by_hand=False)
    (column,) = recognised([said], content, lambda m: does("seller", m, windows), True)
    assert (column.kind, column.metric, column.by_hand) == ("context", None, False)


@pytest.mark.parametrize(
    ("pasted", "headings"),
    [
        ("Дата; Звонки; Встречи", ("Дата", "Звонки", "Встречи")),
        ("Date\tCalls\tMeetings\n", ("Date", "Calls", "Meetings")),
        ("Date, Calls, Calls", ("Date", "Calls")),
        ("Чек, руб; Доля 0,5", ("Чек", "руб", "Доля 0,5")),
        (" ; ", ()),
    ],
)
def test_a_pasted_row_is_split(pasted: str, headings: tuple[str, ...]) -> None:
    assert split_headings(pasted) == headings


# --- keep, change, drop, add ---------------------------------------------------------------------------


def verdicts(facts: Facts, content: Content) -> dict[str, Reviewed]:
    return {line.column.ru: line for line in review(facts, content, recommend(facts, content)).lines}


def test_every_column_gets_its_verdict(windows: Facts, content: Content) -> None:
    found = verdicts(windows, content)
    assert found["Дата"].verdict == "keep"
    assert found["Замеры"].verdict == "change"  # needed, and the CRM already counts it
    assert found["Сумма договоров"].verdict == "change"
    assert found["Погода"].verdict == "drop"
    assert found["Выставки"].verdict == "drop"  # no such channel here
    assert "in_sla" in {line.metric for line in found.values() if line.verdict in ("add", "change")}
    assert all(line.reason.ru and line.reason.en for line in found.values())


def test_minutes_are_the_companys_own(windows: Facts, content: Content) -> None:
    found = verdicts(windows, content)
    assert found["Погода"].minutes == pytest.approx(24 / 8)  # eight columns by hand, 24 minutes
    assert found["Замеры"].minutes == pytest.approx(3)
    assert found["Дата"].minutes == 0
    total = review(windows, content, recommend(windows, content)).minutes["seller"]
    assert total == pytest.approx(sum(line.minutes or 0 for line in found.values()))


def test_without_the_time_it_takes_no_minutes_are_promised(
    facts: Callable[..., Facts], content: Content
) -> None:
    answers = {**WINDOWS, "report_minutes[seller]": "dont_know", "report_columns[seller]": FORM}
    found = review(facts(answers), content, recommend(facts(answers), content))
    assert found.minutes == {}


def test_without_columns_there_is_nothing_to_review(facts: Callable[..., Facts], content: Content) -> None:
    assert review(facts(WINDOWS), content, recommend(facts(WINDOWS), content)).lines == ()
