"""The typesetter's own process, and what becomes of a report when it ends before its time."""

import os
import subprocess
import sys
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from audit.cli import main
from audit.files.errors import BadInput
from audit.publishing import batch
from audit.rendering.pdf import render
from audit.storage.example import copy_to
from tests.rendering.pages import healthy

ENDS = {
    "killed": ("import os; os.kill(os.getpid(), 9)", "paper_stopped"),
    "ended": ("import os; os.kill(os.getpid(), 15)", "paper_stopped"),
    "no_memory": (
        "import os; os.write(2, b'memory allocation of 128 bytes failed'); os.abort()",
        "paper_stopped",
    ),
    "no_memory_for_python": ("raise MemoryError", "paper_stopped"),
}


def setter(says: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "setter.py").write_text(says, "utf-8")
    monkeypatch.setattr(render, "SETTER", folder / "setter.py")


@pytest.mark.skipif(os.name == "nt", reason="signals")
@pytest.mark.parametrize("name", ENDS)
def test_a_setter_that_is_stopped_is_a_sentence(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    says, wrong = ENDS[name]
    setter(says, tmp_path, monkeypatch)
    with pytest.raises(BadInput) as caught:
        render.render(healthy(), "en")
    assert [one.what for one in caught.value.complaints] == [wrong]


def test_a_setter_that_takes_for_ever_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(render, "LONGEST", 0)
    with pytest.raises(BadInput) as caught:
        render.render(healthy(), "en")
    assert caught.value.complaints[0].what == "paper_slow"


def test_a_mistake_of_ours_stays_a_traceback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    setter("1 / 0", tmp_path, monkeypatch)
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        render.render(healthy(), "en")


def test_what_was_printed_before_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    copy_to(tmp_path / "demo")
    (tmp_path / "demo" / "report.ru.pdf").write_bytes(b"before")
    setter("raise MemoryError", tmp_path, monkeypatch)
    assert main(["report", str(tmp_path / "demo"), "--formats", "pdf", "--lang", "ru"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert (tmp_path / "demo" / "report.ru.pdf").read_bytes() == b"before"
    assert not list((tmp_path / "demo").glob(".*"))


def test_a_batch_whose_worker_is_killed_names_every_audit_it_lost(tmp_path: Path) -> None:
    lost = Future[batch.Done]()
    lost.set_exception(BrokenProcessPool())
    done = batch._done(lost, batch.Job(tmp_path, tmp_path, None, ("json",), None))
    assert [(one.what, one.file) for one in done.complaints] == [("worker_stopped", str(tmp_path))]


def test_modules_that_lie_where_the_audits_are_do_not_run(tmp_path: Path) -> None:
    here = tmp_path / "audits of «Опора» 'x'"
    here.mkdir()
    for name in ("one", "two"):
        copy_to(here / name)
    for module in ("multiprocessing", "json", "typst", "selectors", "audit", "sitecustomize"):
        (here / f"{module}.py").write_text("open('ran', 'a').write(__name__)", "utf-8")
    command = [Path(sys.executable).with_name("sales-audit"), "report", "one", "two"]
    done = subprocess.run(
        [*command, "--formats", "pdf", "--jobs", "2"], cwd=here, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert (here / "two" / "report.ru.pdf").exists()
    assert not (here / "ran").exists()
