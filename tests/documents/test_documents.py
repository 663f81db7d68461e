"""Regulation, letter, tasks: lawful in every country, complete, safe to open, the same bytes twice."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from audit.cli import main
from audit.content.lawful_words import FORBIDDEN
from audit.content.loader import Content
from audit.files.errors import BadInput
from audit.i18n.labels import office_labels
from audit.model import LANGS, Lang, ReportDocument, Text
from audit.planning.working_days import Workdays
from audit.rendering import task_csv
from audit.rendering.word import render
from audit.reporting.assemble import make_report
from audit.storage.audit_folder import load
from tests.conftest import ROOT, audit_of

EXAMPLE = ROOT / "questionnaires" / "example"
COUNTRIES = ("RU", "KZ", "BY", "US", "GB", "DE", "BR", "")
ENGAGED: tuple[list[str], ...] = (["employee"], ["civil_contract"], ["self_employed"], [])
EXEMPT = {"Quote", "Warning"}


@pytest.fixture(scope="module")
def example(content: Content) -> ReportDocument:
    return make_report(load(EXAMPLE, content), content)


def answered(content: Content, country: str, engaged: list[str], **more: Any) -> ReportDocument:
    answers = {"report_kind[seller]": "by_hand", "rules[leadgen]": "oral", **more}
    if engaged:
        answers["engagement"] = engaged
    return make_report(audit_of(content, answers, country=country), content)


def obliging(document: ReportDocument) -> Iterator[Text]:
    """Whatever the program obliges anybody to, or proposes."""
    papers = document.papers
    for chapter in (*papers.regulation.chapters, *papers.letter.chapters, *papers.letter.talk):
        yield chapter.title
        yield from (one.text for one in chapter.paragraphs if one.kind in ("clause", "note"))
    yield from (*papers.regulation.agenda, *papers.regulation.thresholds, *papers.regulation.skeleton_notes)
    for task in papers.tasks:
        yield from (task.what, task.shown_by)
    yield from (*document.scheme.rules, *document.scheme.rhythm, *document.scheme.first_steps)


@pytest.mark.parametrize("country", COUNTRIES)
def test_no_clause_holds_a_forbidden_word(country: str, content: Content) -> None:
    for engaged in ENGAGED:
        for practice in ("talk", "money_taken", "bonus_condition"):
            document = answered(content, country, engaged, **{"after_missed_report[seller]": practice})
            for text in obliging(document):
                assert not FORBIDDEN.search(text.ru), text.ru
                assert not FORBIDDEN.search(text.en), text.en


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("country", ["RU", "US"])
def test_no_paragraph_of_the_regulation_holds_one(country: str, lang: Lang, content: Content) -> None:
    """But quotations of what is practised today and warnings, which carry their styles."""
    document = answered(content, country, [], **{"after_missed_report[seller]": "money_taken"})
    made = opened(render.render(document, lang, "regulation"))
    styles = {p.style.name for p in made.paragraphs}
    assert styles >= EXEMPT
    said = [p.text for p in made.paragraphs if p.style.name not in EXEMPT]
    said += [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    assert len(said) > 60
    for text in said:
        assert not FORBIDDEN.search(text), text


def opened(made: bytes) -> Any:
    return Document(io.BytesIO(made))


def chapter(document: ReportDocument, wanted: str) -> list[tuple[str, str]]:
    found = next(c for c in document.papers.regulation.chapters if c.id == wanted)
    return [(one.kind, one.text.en) for one in found.paragraphs]


def test_every_branch_has_an_answer_and_a_lawful_form(content: Content) -> None:
    answers = {}
    for country in ("RU", "KZ", "BY", "US", "GB", "EU", "other"):
        document = answered(content, {"EU": "DE", "other": "BR"}.get(country, country), ["employee"])
        kinds = [kind for kind, _ in chapter(document, "may_i")]
        assert kinds == ["quote", "warning", "note", "warning"]
        answers[country] = chapter(document, "may_i")[1][1]
    assert len(set(answers.values())) == len(answers)


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_lawyers_warning_stands_in_every_regulation(country: str, content: Content) -> None:
    document = answered(content, country, [])
    assert any("not legal advice" in text for _, text in chapter(document, "warnings"))


def test_where_money_is_taken_there_is_a_red_box_and_no_clause_on_consequences(content: Content) -> None:
    lawful = chapter(answered(content, "RU", ["employee"]), "missing")
    assert any("additional monthly bonus" in text for _, text in lawful)
    document = answered(content, "RU", ["employee"], **{"after_missed_report[seller]": "money_taken"})
    found = chapter(document, "missing")
    assert [kind for kind, _ in found[:2]] == ["quote", "warning"]
    assert "Stop this now" in found[1][1]
    clauses = " ".join(text for kind, text in found if kind == "clause")
    assert "bonus" not in clauses
    assert "192" not in clauses


def test_clauses_follow_the_engagement(content: Content) -> None:
    def said(engaged: list[str]) -> str:
        document = answered(content, "RU", engaged)
        return " ".join(text for part in ("who", "missing") for _, text in chapter(document, part))

    assert "job description" in said(["employee"])
    assert "annex to that contract" not in said(["employee"])
    assert "annex to that contract" in said(["civil_contract"])
    assert "job description" not in said(["civil_contract"])
    assert "hours and method of work are the partner’s own" in said(["self_employed"])


def test_a_stage_without_rules_gets_a_page_and_the_regulation_waits(content: Content) -> None:
    document = answered(content, "RU", [], **{"rules[conversion]": "usable", "rules[repeat]": "dont_know"})
    regulation = document.papers.regulation
    assert [one.stage for one in regulation.skeletons] == ["leadgen", "repeat"]
    assert regulation.stamp
    assert regulation.stamp.en.startswith("Not before")
    assert sum(int(line.en.split()[0]) for line in regulation.agenda[1:]) == 120
    usable = {f"rules[{stage}]": "usable" for stage in ("leadgen", "conversion", "repeat")}
    ready = answered(content, "RU", [], **usable).papers.regulation
    assert not ready.stamp
    assert not ready.skeletons


def test_every_metric_has_its_way_to_be_counted(example: ReportDocument) -> None:
    rows = {(row.metric, row.role): row for row in example.papers.counted}
    for line in example.recommendation.lines:
        row = rows[line.metric, line.role]
        assert (row.where and row.first) if line.system else row.by_hand_because


def test_tasks_have_owner_week_and_what_shows_they_are_done(example: ReportDocument) -> None:
    tasks = example.papers.tasks
    assert [task.id for task in tasks] == [f"T{n:02}" for n in range(1, len(tasks) + 1)]
    assert all(task.starts <= task.due and task.starts > example.as_of for task in tasks)
    worked = Workdays(example.country, 5)
    assert all(worked.is_worked(day) for task in tasks for day in (task.starts, task.due))
    whats = {task.what.en for task in tasks}
    for told in example.findings:
        if told.verdict == "confirmed" and told.symptom_of is None:
            assert {told.monday.en, *(step.do.en for step in told.remedy)} <= whats


@pytest.mark.parametrize("lang", LANGS)
def test_the_task_list_reads_back(lang: Lang, example: ReportDocument) -> None:
    rows = list(csv.reader(io.StringIO(task_csv.render(example, lang).decode("utf-8-sig"))))
    assert len(rows) == len(example.papers.tasks) + 1
    assert {len(row) for row in rows} == {9}
    assert rows[1][5] == example.papers.tasks[0].starts.isoformat()


@pytest.mark.parametrize("cell", ["=1+1", "+7", "-5", "@SUM(A1)", "\t=1", "\r=1", " =1", "\ufeff=1"])
def test_a_cell_like_a_formula_is_text(cell: str) -> None:
    assert task_csv.plain(cell) == f"'{cell}"
    assert task_csv.plain("two = 2") == "two = 2"


HOSTILE = "ООО «Ромашка & Ко» <b> {{ 7*7 }} {% raw %} \x00\u0007"


@pytest.mark.parametrize("kind", render.KINDS)
@pytest.mark.parametrize("lang", LANGS)
def test_whatever_people_wrote_is_printed_as_it_is(kind: render.Kind, lang: Lang, content: Content) -> None:
    answers = {
        "company_name": HOSTILE.replace("\x00", "").replace("\u0007", ""),
        "campaigns": "<w:p> & {{ x }}",
    }
    document = make_report(audit_of(content, answers), content).model_copy(update={"company": HOSTILE})
    made = opened(render.render(document, lang, kind))
    text = "\n".join(p.text for p in made.paragraphs)
    assert "«Ромашка & Ко» <b> {{ 7*7 }} {% raw %}" in text
    assert "49" not in text.split("Ромашка")[1][:40]


@pytest.mark.parametrize("kind", render.KINDS)
def test_a_word_file_has_the_same_bytes_twice(kind: render.Kind, example: ReportDocument) -> None:
    made = render.render(example, "ru", kind)
    assert made == render.render(example, "ru", kind)
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        assert {part.date_time for part in parts.infolist()} == {render.STAMP}
    assert opened(made).core_properties.language == "ru-RU"
    assert str(opened(made).core_properties.created.date()) == str(example.as_of)


def test_a_word_file_carries_its_own_title_and_program(example: ReportDocument) -> None:
    titles = set()
    for kind in render.KINDS:
        made = render.render(example, "en", kind)
        properties = opened(made).core_properties
        titles.add(properties.title)
        assert properties.title.endswith(f": {example.company}")
        assert (properties.author, properties.comments) == (example.made_by, "")
        with zipfile.ZipFile(io.BytesIO(made)) as parts:
            assert b"<Application>sales-audit</Application>" in parts.read("docProps/app.xml")
            assert "docProps/thumbnail.jpeg" not in parts.namelist()
    assert len(titles) == len(render.KINDS)


def template(folder: Path, text: str, kind: str = "regulation") -> Path:
    made = Document()
    made.add_paragraph(text)
    made.save(str(folder / f"{kind}.docx"))
    return folder


def test_a_consultants_template_takes_the_place_of_ours(tmp_path: Path, example: ReportDocument) -> None:
    own = template(tmp_path, "Bureau X for {{ company }}: {{ chapters[0].title }}")
    made = opened(render.render(example, "en", "regulation", own))
    assert [p.text for p in made.paragraphs] == [f"Bureau X for {example.company}: Purpose"]
    assert len(opened(render.render(example, "en", "letter", own)).paragraphs) > 20


@pytest.mark.parametrize(
    "text",
    ["{{ 9 ** (9 ** 9) }}", "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"],
)
def test_a_template_without_an_end_is_stopped(
    text: str, tmp_path: Path, example: ReportDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(render, "LONGEST_RENDERING", 0.3)
    with pytest.raises(BadInput, match=r"regulation.docx: template_slow"):
        render.render(example, "en", "regulation", template(tmp_path, text))


@pytest.mark.parametrize(
    "text",
    [
        "{{ d.__class__.__mro__ }}",
        "{{ ''.__class__ }}",
        "{{ d.model_dump() }}",
        "{{ nothing }}",
        "{{ 1/0 }}",
        "{% for %}",
        "{{ cycler.__init__.__globals__ }}",
    ],
)
def test_a_template_may_not_reach_beyond_the_document(
    text: str, tmp_path: Path, example: ReportDocument
) -> None:
    with pytest.raises(BadInput, match="word_template_broken"):
        render.render(example, "en", "regulation", template(tmp_path, text))


def test_a_broken_template_is_said_and_nothing_written(tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.docx").write_bytes(b"no zip")
    out = tmp_path / "out"
    command = ["report", str(EXAMPLE), "--formats", "json,docx", "--out", str(out), "--templates"]
    assert main([*command, str(tmp_path / "mine")]) == 2
    assert "letter.docx" in capsys.readouterr().err
    assert not out.exists()
    assert main([*command, str(tmp_path / "none")]) == 2
    assert "none" in capsys.readouterr().err


def test_every_format_is_written(tmp_path: Path) -> None:
    command = ["report", str(EXAMPLE), "--formats", "json,xlsx,docx,csv", "--lang", "en", "--out"]
    assert main([*command, str(tmp_path)]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "letter.en.docx",
        "regulation.en.docx",
        "report.en.docx",
        "report.json",
        "scheme.en.xlsx",
        "tasks.en.csv",
    ]


def test_every_label_and_sentence_is_used() -> None:
    audit = ROOT / "audit"
    program = [
        *(
            path
            for room in ("scheme", "documents", "reporting", "rendering")
            for path in (audit / room).rglob("*.py")
        ),
        ROOT / "scripts" / "word_templates.py",
    ]
    source = "".join(path.read_text("utf-8") for path in program)
    composed = re.compile(
        r"(sheet|form|how|effort|paper_title|paper_deadline|paper_form|letter_title|letter_numbers|talk|agenda"
        r"|first_on|skeleton|task)_"
    )
    lines = (ROOT / "questionnaires" / "papers.yaml").read_text("utf-8").splitlines()
    sentences = [line.split(":")[0] for line in lines if line and line[0].isalpha()]
    for name in (*office_labels(), *sentences):
        assert composed.match(name) or re.search(rf"\b{name}\b", source), name
