"""The file as readers see it: its structure tree, its attachments, its syntax; needs tools from .ci/run."""

import io
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from audit.model import LANGS, Lang, ReportDocument
from tests.rendering.pages import both_languages, data, every_case, printed, rich

HEADINGS = ("/H1", "/H2", "/H3")


def opened(name: str, lang: Lang) -> Any:
    pikepdf = pytest.importorskip("pikepdf", reason="not for every Mac")
    return pikepdf.open(io.BytesIO(printed(name, lang)))


def elements(node: Any) -> Iterator[Any]:
    """The structure tree in reading order."""
    import pikepdf

    if isinstance(node, pikepdf.Array):
        for kid in node:
            yield from elements(kid)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from elements(node["/K"])


def owners(attributes: Any) -> list[Any]:
    """One dictionary of attributes, or one for each of their owners."""
    import pikepdf

    return list(attributes) if isinstance(attributes, pikepdf.Array) else [attributes]


@both_languages
def test_the_tree_has_what_a_screen_reader_needs(lang: Lang) -> None:
    with opened("rich", lang) as file:
        root = file.Root
        assert str(root.Lang) == lang
        assert root.MarkInfo.Marked
        assert root.ViewerPreferences.DisplayDocTitle
        kinds = [str(one.S) for one in elements(root.StructTreeRoot)]
        assert {"/Table", "/TR", "/TH", "/TD", "/L", "/LI", "/Figure", "/Link"} <= set(kinds)
        levels = [int(kind[2]) for kind in kinds if kind in HEADINGS]
        assert levels[0] == 1
        assert all(below - above <= 1 for above, below in pairwise(levels))


@both_languages
def test_every_chart_tells_its_numbers(lang: Lang) -> None:
    with opened("rich", lang) as file:
        figures = [one for one in elements(file.Root.StructTreeRoot) if str(one.S) == "/Figure"]
        spoken = [str(one.Alt) for one in figures]
    assert len(spoken) > 3
    assert all(re.search(r"\d", said) for said in spoken)


@both_languages
def test_every_cell_knows_its_heads(lang: Lang) -> None:
    with opened("rich", lang) as file:
        tree = list(elements(file.Root.StructTreeRoot))
        heads = {bytes(one.ID) for one in tree if str(one.S) == "/TH"}
        cells = [one for one in tree if str(one.S) == "/TD"]
        assert len(cells) > 99
        for cell in cells:
            named = {bytes(head) for owner in owners(cell.A) for head in owner.get("/Headers", [])}
            assert named
            assert named <= heads


@every_case
def test_the_data_inside_are_those_of_the_report(name: str, lang: Lang) -> None:
    with opened(name, lang) as file:
        assert list(file.attachments) == ["report.json"]
        inside = file.attachments["report.json"].get_file().read_bytes()
    assert inside == data(name)
    assert ReportDocument.model_validate(json.loads(inside)).as_of == rich().as_of


@pytest.mark.skipif(not shutil.which("qpdf"), reason="qpdf is not installed")
@every_case
def test_the_syntax_is_clean(name: str, lang: Lang, tmp_path: Path) -> None:
    (tmp_path / "report.pdf").write_bytes(printed(name, lang))
    done = subprocess.run(["qpdf", "--check", tmp_path / "report.pdf"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler-utils is not installed")
def test_no_word_is_broken_in_the_text(tmp_path: Path) -> None:
    for lang in LANGS:
        (tmp_path / "report.pdf").write_bytes(printed("rich", lang))
        text = subprocess.run(
            ["pdftotext", tmp_path / "report.pdf", "-"], capture_output=True, text=True
        ).stdout
        assert not re.search(r"\w[-\u00ad]\n\w", text)
        assert "\ufffd" not in text


@both_languages
def test_marked_text_holds_no_other(lang: Lang) -> None:
    """Readers lose what follows a mark within a mark; a face with one glyph for two characters makes such."""
    pikepdf = pytest.importorskip("pikepdf", reason="not for every Mac")

    with opened("rich", lang) as file:
        for one in file.pages:
            depth = 0
            for step in pikepdf.parse_content_stream(one):
                depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(str(step.operator), 0)
                assert depth <= 1, one.index
