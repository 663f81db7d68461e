"""Many audits at once: each gets its files, a bad one is said and stops nobody."""

from pathlib import Path

import pytest

from audit.cli import main
from audit.publishing.batch import Job, run
from audit.storage.example import copy_to


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    made = [tmp_path / name for name in ("one", "two", "three")]
    for folder in made:
        copy_to(folder)
    (made[1] / "audit.yaml").write_text("format: 99\n", "utf-8")
    return made


def test_a_bad_audit_stops_nobody(
    folders: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    given = [*map(str, folders), "--formats", "json,html", "--out", str(out), "--jobs", "2", "--lang", "en"]
    assert main(["report", *given]) == 2
    said = capsys.readouterr()
    assert {p.relative_to(out).as_posix() for p in out.rglob("*.*")} == {
        f"{name}/report.{ext}" for name in ("one", "three") for ext in ("json", "en.html")
    }
    assert "two" in said.err
    assert said.out.count("Written") == 4
    assert (out / "one" / "report.en.html").read_bytes() == (out / "three" / "report.en.html").read_bytes()


def test_without_one_folder_for_all_each_lies_with_its_audit(folders: list[Path]) -> None:
    jobs = [Job(folder, folder, None, ("json",), None) for folder in folders]
    done = {one.folder: one for one in run(jobs, workers=9)}
    assert done[folders[0]].files == (folders[0] / "report.json",)
    assert done[folders[1]].complaints


def test_two_of_a_name_need_two_folders(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pair = [str(tmp_path / side / "audit") for side in ("left", "right")]
    assert main(["report", *pair, "--out", str(tmp_path), "--lang", "en"]) == 2
    assert "“audit”" in capsys.readouterr().err
