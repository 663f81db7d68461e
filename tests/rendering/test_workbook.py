"""The workbook, recalculated by LibreOffice and compared with the program's own figures."""

import io
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.cell import MergedCell
from openpyxl.workbook import Workbook

from audit.content.loader import Content
from audit.model import LANGS, Lang, ReportDocument, Step
from audit.rendering.word import render as word
from audit.rendering.workbook import PLAIN, render
from audit.rendering.workbook.funnel import actions_at, blocks
from audit.rendering.workbook.sheets import LOG_FIRST, PLAN_FIRST, SETUP_FIRST, Book
from audit.reporting.assemble import make_report
from audit.storage.audit_folder import load
from tests.conftest import ROOT, audit_of
from tests.stories import STORIES

OFFICE = shutil.which("soffice")
needs_office = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
SELLERS = ("Анна", "Борис", "Вера =1+1")


def recalculated(book: Workbook, tmp_path: Path) -> Workbook:
    """The workbook after LibreOffice calculated every formula anew: openpyxl keeps no results."""
    (tmp_path / "in").mkdir()
    book.save(tmp_path / "in" / "book.xlsx")
    profile = f"-env:UserInstallation={(tmp_path.parent / 'profile').as_uri()}"  # made once, it takes a while
    command = [str(OFFICE), profile, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path)]
    subprocess.run(
        [*command, str(tmp_path / "in" / "book.xlsx")], check=True, capture_output=True, timeout=120
    )
    return openpyxl.load_workbook(tmp_path / "book.xlsx", data_only=True)


def example(content: Content) -> ReportDocument:
    return make_report(load(ROOT / "questionnaires" / "example", content), content)


def two_roles(content: Content) -> ReportDocument:
    """A bank of calls with a closer: two roles, a percentage without counts, averages, a month's form."""
    answers: dict[str, Any] = {
        "sales_model": "b2b_long",
        "role_stages[caller]": ["leadgen", "conversion"],
        "role_stages[closer]": ["conversion", "repeat"],
        "sellers[caller]": 4,
        "sellers[closer]": 3,
        "target_kind": "new_sales",
        "target_value": 9,
        "target_period": "quarter",
        "working_days": 21,
        "lead_kinds": ["hot", "warm", "cold"],
        "systems": ["crm", "calendar"],
        "conversions_known": "measured",
        "funnel[cold_calls]": [
            {"metric": "cc_conversations", "percent": 4},
            {"metric": "meet_held", "entered": 80, "passed": 40},
            {"metric": "proposals", "entered": 40, "passed": 9},
            {"metric": "deals_won"},
        ],
        "base_clients[closer]": 60,
        "base_touches_month": 1,
    }
    places = {
        "stage": ["leadgen", "conversion", "repeat"],
        "channel": ["cold_calls"],
        "role": ["caller", "closer"],
    }
    return make_report(audit_of(content, answers, places=places), content)


CASES = {"example": example, "two_roles": two_roles}


def layout(document: ReportDocument, lang: Lang) -> Book:
    import xlsxwriter

    return Book(xlsxwriter.Workbook(io.BytesIO(), PLAIN), document, lang)


def opened(document: ReportDocument, lang: Lang, **more: Any) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(render(document, lang)), **more)


def formulas(book: Workbook) -> Iterator[tuple[str, str]]:
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    yield sheet.title, cell.coordinate


@needs_office
@pytest.mark.parametrize("case", CASES)
def test_every_stored_result_is_what_the_formula_gives(case: str, content: Content, tmp_path: Path) -> None:
    """Viewers and LibreOffice show the stored results of a file that nobody touched yet."""
    document = CASES[case](content)
    plain, stored = opened(document, "ru"), opened(document, "ru", data_only=True)
    fresh = recalculated(plain, tmp_path)
    wrong = {}
    for sheet, cell in formulas(plain):
        now, was = fresh[sheet][cell].value, stored[sheet][cell].value
        if not same(now, was):
            wrong[sheet, cell] = (now, was)
    assert not wrong
    plan_and_funnel_agree(document, fresh)


def same(now: object, was: object) -> bool:
    now, was = number(now), number(was)
    if isinstance(now, float) and isinstance(was, float):
        return now == pytest.approx(was, rel=1e-9, abs=1e-9)
    return (now or "") == (was or "")


def number(value: object) -> object:
    if isinstance(value, datetime):
        return float((value - datetime(1899, 12, 30)).days)
    return float(value) if isinstance(value, int | float) else value


def plan_and_funnel_agree(document: ReportDocument, fresh: Workbook) -> None:
    """Every planned figure of the workbook is the program's own."""
    book = layout(document, "ru")
    plan, funnel = fresh[book.name("plan")], fresh[book.name("funnel")]
    rows = [row for team in book.teams for row in team.rows]
    assert [plan.cell(row.plan_row, 6).value for row in rows] == [row.line.plan for row in rows]
    assert [plan.cell(row.plan_row, 7).value for row in rows] == [row.line.plan for row in rows]
    first, _ = actions_at(book)
    assert document.plan.actions
    for n, action in enumerate(document.plan.actions):
        for month, day in ((4, 5), (6, 7)):
            assert funnel.cell(first + n, month).value == pytest.approx(action.per_period.point)
            assert funnel.cell(first + n, day).value == pytest.approx(action.per_seller_per_day.point)


def filled(document: ReportDocument, lang: Lang) -> tuple[Workbook, Mapping[tuple[str, int, date], float]]:
    """A fortnight of made-up days for three sellers; what was entered, by seller and column."""
    book, made = opened(document, lang), layout(document, lang)
    setup, log = book[made.name("setup")], book[made.name("log", made.teams[0])]
    for n, name in enumerate(SELLERS):
        setup.cell(SETUP_FIRST + n, 2).value = name
        setup.cell(SETUP_FIRST + n, 2).data_type = "s"
    columns = max(row.column for row in made.teams[0].rows) + 2
    entered, at = {}, LOG_FIRST
    for n in range(14):
        day = document.papers.starts + timedelta(days=n)
        if day.isoweekday() > 5:
            continue
        for who, name in enumerate(SELLERS):
            log.cell(at, 1).value, log.cell(at, 2).value = day, name
            log.cell(at, 2).data_type = "s"
            for column in range(3, columns):
                amount = (7 * n + 3 * who + column) % 9
                entered[name, column, day] = log.cell(at, column + 1).value = amount
            at += 1
    return book, entered


def compared(plan: float, done: float) -> Any:
    return pytest.approx([plan, done, done - plan, done / plan])


@needs_office
@pytest.mark.parametrize("lang", ["ru"])
def test_a_fortnight_of_three_sellers_adds_up(lang: Lang, content: Content, tmp_path: Path) -> None:
    document = example(content)
    book, entered = filled(document, lang)
    made = layout(document, lang)
    team = made.teams[0]
    fresh = recalculated(book, tmp_path)
    day, rollup = fresh[made.name("day")], fresh[made.name("rollup", team)]
    starts = document.papers.starts
    daily = [row for row in team.rows if row.cadence == "day"]
    for n, row in enumerate(daily, 10):
        done = sum(v for (_, column, at), v in entered.items() if (column, at) == (row.column, starts))
        shown = [day.cell(n, column).value for column in (2, 3, 4, 5)]
        if row.kind == "sum":
            assert shown == (compared(row.line.plan * 3, done) if row.line.plan else [None, done, None, None])
    for n, row in enumerate(team.rows):
        done = sum(v for (_, column, _), v in entered.items() if column == row.column)
        line = [rollup.cell(11 + n, column).value for column in (5, 6, 7, 8)]
        if row.kind == "ratio":
            of = sum(v for (_, column, _), v in entered.items() if column == row.column + 1)
            assert line[1] == pytest.approx(done / of)
            continue
        assert line[1] == done
        if row.line.plan:
            plan = row.line.plan * (10 if row.cadence == "day" else 2) * 3
            assert line == compared(plan, done)
        first = 11 + len(team.rows) + 5
        each = [rollup.cell(first + k, 4 + n).value for k in range(3)]
        assert each == [
            sum(v for (name, column, _), v in entered.items() if (name, column) == (who, row.column))
            for who in SELLERS
        ]


MEASURED = {  # channel -> step -> entered and passed in the weeks measured
    "partners": {"pt_touches": (100, 6)},
    "inbound": {"in_accepted": (60, 40), "measurements": (40, 5)},
}


def measured_twice(content: Content) -> tuple[ReportDocument, ReportDocument]:
    """The example, and the same with the counts of the weeks measured added; open deals would change too."""
    audit = load(ROOT / "questionnaires" / "example", content)
    voice = audit.voices[0]
    answers = {key: answer for key, answer in voice.answers.items() if key != "open_deals"}
    more: dict[str, Any] = {}
    for channel, steps in MEASURED.items():
        answer: Any = answers[f"funnel[{channel}]"]
        value = tuple(_more(step, *steps.get(step.metric, (0, 0))) for step in answer.value)
        more[f"funnel[{channel}]"] = answer.model_copy(update={"value": value})

    def report(said: Mapping[str, Any]) -> ReportDocument:
        heard = voice.model_copy(update={"answers": said})
        return make_report(audit.model_copy(update={"voices": (heard,)}), content)

    return report(answers), report({**answers, **more})


def _more(step: Step, entered: int, passed: int) -> Step:
    if step.entered is None or step.passed is None:
        return step
    return step.model_copy(update={"entered": step.entered + entered, "passed": step.passed + passed})


@needs_office
def test_measured_conversions_make_the_plan_a_new_audit_would_make(content: Content, tmp_path: Path) -> None:
    """The forms take it once the measurement is over."""
    document, anew = measured_twice(content)
    made = layout(document, "en")
    book = opened(document, "en")
    funnel = book[made.name("funnel")]
    for block in blocks(made):
        for metric, counts in MEASURED.get(block.known.channel, {}).items():
            for column, count in zip((7, 8), counts, strict=True):
                funnel.cell(block.row_of(metric), column).value = count
    book[made.name("week")]["B5"].value = document.papers.starts + timedelta(days=28)
    book[made.name("setup")].cell(SETUP_FIRST, 2).value = "Anna"
    fresh = recalculated(book, tmp_path)
    first, _ = actions_at(made)
    for n, (was, now) in enumerate(zip(document.plan.actions, anew.plan.actions, strict=True), first):
        row = [fresh[made.name("funnel")].cell(n, column).value for column in (4, 5, 6, 7)]
        then, today = ((a.per_period.point, a.per_seller_per_day.point) for a in (was, now))
        assert row == pytest.approx([*then, *today])
    rows = made.teams[0].rows
    planned = {(line.metric): line.plan for form in anew.scheme.forms for line in form.lines}
    later = {row.line.metric: fresh[made.name("plan")].cell(row.plan_row, 7).value for row in rows}
    weekly = [row for row in rows if row.cadence == "week" and row.line.plan]
    assert {row.line.metric: later[row.line.metric] for row in weekly} == {
        row.line.metric: planned[row.line.metric] for row in weekly
    }
    for row in weekly:
        at = 10 + [r for r in rows if r.cadence == "week"].index(row)
        assert fresh[made.name("week")].cell(at, 2).value == later[row.line.metric]
    assert later["pt_touches"] > next(row.line.plan for row in rows if row.line.metric == "pt_touches")


@pytest.mark.parametrize(
    "story", ["vet_software", "truck_parts", "pumping_stations", "gravestones", "workwear"]
)
def test_every_kind_of_company_gets_its_papers(story: str, content: Content) -> None:
    case = next(case for case in STORIES if case.name == story)
    document = make_report(audit_of(content, case.answers, roles=case.roles, **case.audit), content)
    assert opened(document, "en")[layout(document, "en").name("funnel")]
    for kind in word.KINDS:
        assert word.render(document, "en", kind)


@pytest.mark.parametrize("lang", LANGS)
def test_only_yellow_cells_are_open(lang: Lang, content: Content) -> None:
    book = opened(example(content), lang)
    for sheet in book:
        assert sheet.protection.sheet
        assert not sheet.protection.password
        assert sheet.page_setup.paperSize == 9
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell, MergedCell):
                    continue
                yellow = cell.fill.fgColor.rgb == "FFFFF6C2"
                assert yellow is not cell.protection.locked, (sheet.title, cell.coordinate)


def test_the_same_bytes_twice(content: Content) -> None:
    document = example(content)
    assert render(document, "ru") == render(document, "ru")


@pytest.mark.parametrize(
    "company", ["=1+1", "+7 900", "-5", "@SUM(A1)", "{=1}", "https://example.org", "a\x00b"]
)
def test_what_people_wrote_stays_text(company: str, content: Content) -> None:
    document = example(content).model_copy(update={"company": company})
    cell = opened(document, "en")["Setup"]["B3"]
    assert cell.data_type == "s"
    assert not cell.hyperlink


NEW_FUNCTIONS = (
    "FILTER",
    "LET",
    "XLOOKUP",
    "UNIQUE",
    "SEQUENCE",
    "LAMBDA",
    "SORT",
    "INDIRECT",
    "OFFSET",
    "_xlfn",
)


def test_nothing_newer_than_every_office_program(content: Content) -> None:
    for case in CASES.values():
        book = opened(case(content), "ru")
        for sheet, cell in formulas(book):
            formula = book[sheet][cell].value
            assert not any(f"{new}(" in formula or f"{new}." in formula for new in NEW_FUNCTIONS), formula
            assert len(formula) < 8192  # Excel's limit


def test_no_answers_make_a_workbook_too(content: Content) -> None:
    for answers in ({}, {"report_kind[seller]": "none"}):
        document = make_report(audit_of(content, answers), content)
        for lang in LANGS:
            assert opened(document, lang)[layout(document, lang).name("how")]
    assert PLAN_FIRST > 8
