"""What the command line complains of has its words, and a report says what it could not rest on."""

import re
import socket
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from audit.cli import main
from audit.cli.argparse_russian import CATALOGUES, DOMAIN
from audit.content.loader import Content
from audit.model import LANGS, Lang, ReportDocument
from audit.storage.example import copy_to
from tests.conftest import ROOT

OF_THE_PAGES = {"audit_there"}  # said in the browser alone, in web.yaml


def test_every_complaint_has_its_words(content: Content) -> None:
    named: set[str] = set()
    for path in (ROOT / "audit").rglob("*.py"):
        named |= set(re.findall(r'(?:Complaint|_?refuse)\(\s*"(\w+)"', path.read_text("utf-8")))
    assert len(named) > 50
    assert named - OF_THE_PAGES <= set(content.messages)


def test_the_catalogue_of_argparses_words_is_compiled() -> None:
    """Otherwise run scripts/docs."""
    words = CATALOGUES / "ru" / "LC_MESSAGES" / DOMAIN
    with words.with_suffix(".po").open("rb") as told, words.with_suffix(".mo").open("rb") as compiled:
        written, shipped = (
            {m.id: m.string for m in kind if m.id} for kind in (read_po(told), read_mo(compiled))
        )
    assert written == shipped


@pytest.mark.parametrize("lang", LANGS)
def test_a_port_that_is_taken_is_a_sentence(
    lang: Lang, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("starlette", reason="pip install '.[web]'")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        for given in (port, "80000"):
            assert main(["serve", str(tmp_path), "--port", given, "--no-browser", "--lang", lang]) == 2
            assert f"127.0.0.1:{given}" in capsys.readouterr().err


def test_a_report_of_an_unfinished_audit_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy_to(tmp_path)
    for voice in (tmp_path / "voices").glob("*.yaml"):
        if voice.stem != "owner":
            voice.unlink()
    assert main(["report", str(tmp_path), "--formats", "json", "--lang", "en"]) == 0
    said = capsys.readouterr().err
    assert f"sales-audit interview {tmp_path}" in said
    assert main(["check", str(tmp_path), "--lang", "en"]) == 0
    still_open = [line for line in capsys.readouterr().out.splitlines() if line.startswith("  ")]
    limit = ReportDocument.model_validate_json((tmp_path / "report.json").read_text("utf-8")).limits[0].en
    asked, answered = map(int, re.findall(r"\d+", limit)[:2])
    assert f"{len(still_open)}\u00a0questions" in said  # check, report and its cover count the same
    assert asked - answered == len(still_open) > 1
