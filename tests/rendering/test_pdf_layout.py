"""The report on paper: what must be on it, what must never happen to it. The documents are made by hand."""

import io
import re
import zipfile
from collections.abc import Iterator
from functools import cache
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
    Lang,
    ReportDocument,
)
from audit.planning import TARGET_KEYS
from audit.rendering import html as html_page
from audit.rendering.pdf import render
from audit.reporting.assemble import make_report
from audit.storage.audit_folder import load
from tests.conftest import ROOT
from tests.rendering.pages import (
    DOCUMENT_STATES,
    DOCUMENTS,
    FINDINGS,
    FUNNEL,
    METRICS,
    PLAN,
    REVIEW,
    action,
    both,
    both_files,
    both_languages,
    data,
    every_case,
    healthy,
    hostile,
    printed,
    reviewed,
    rich,
    said,
    told,
    typed,
    words_of,
)

POINTS = 72 / 25.4  # in a millimetre
LEFT, RIGHT, LOWEST = 20, 190, 275  # millimetres: the margins of paper.typ
BODY = (25, 276)  # millimetres: between the running lines
SLACK = 0.3  # millimetres that rounding may take
NEARLY_HALF = 26 + 249 * 0.45  # millimetres
LEAST_HEADING = 11  # points


# --- documents -------------------------------------------------------------------------------------


# --- how they are read -----------------------------------------------------------------------------


@cache
def read(name: str, lang: Lang) -> Any:
    return pypdf.PdfReader(io.BytesIO(printed(name, lang)))


def page_texts(name: str, lang: Lang) -> list[str]:
    return [" ".join(one.extract_text().split()) for one in read(name, lang).pages]


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
