"""Files are whole or as they were; nothing is written through a link, nothing abandoned stays."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from audit.cli import main
from audit.files.atomic_write import make_own_folder, write
from audit.files.errors import BadInput
from audit.files.lock import locked
from audit.storage.example import copy_to


def test_a_link_is_replaced_and_what_it_points_to_stays(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("mine", "utf-8")
    (tmp_path / "report.json").symlink_to(tmp_path / "elsewhere")
    write(tmp_path / "report.json", b"new")
    assert (tmp_path / "elsewhere").read_text("utf-8") == "mine"
    assert not (tmp_path / "report.json").is_symlink()
    assert (tmp_path / "report.json").read_bytes() == b"new"


def test_a_link_at_a_temporary_name_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("mine", "utf-8")
    for pid in (os.getpid(), os.getppid()):
        (tmp_path / f".report.json.{pid}.tmp").symlink_to(tmp_path / "elsewhere")
    write(tmp_path / "report.json", b"new")
    assert (tmp_path / "elsewhere").read_text("utf-8") == "mine"


def test_a_link_at_the_lock_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("mine", "utf-8")
    (tmp_path / ".owner.yaml.lock").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(BadInput, match="file_unwritable"), locked(tmp_path / "owner.yaml"):
        pass
    assert (tmp_path / "elsewhere").read_text("utf-8") == "mine"


def test_a_linked_folder_of_voices_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy_to(tmp_path / "audit")
    (tmp_path / "audit" / "voices").rename(tmp_path / "elsewhere")
    (tmp_path / "audit" / "voices").symlink_to(tmp_path / "elsewhere")
    assert main(["check", str(tmp_path / "audit"), "--lang", "en"]) == 2
    assert "link to another place" in capsys.readouterr().err
    with pytest.raises(BadInput, match="folder_is_link"):
        make_own_folder(tmp_path / "audit" / "voices")


def test_what_a_killed_writer_left_is_cleared_and_a_living_one_is_let_alone(tmp_path: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    left, alive = (tmp_path / f".report.pdf.{pid}.abc.tmp" for pid in (dead.pid, os.getppid()))
    other = tmp_path / ".summary.pdf.1.tmp"
    for file in (left, alive, other):
        file.write_bytes(b"half")
    write(tmp_path / "report.pdf", b"whole")
    assert not left.exists()
    assert alive.exists()
    assert other.exists()


def test_a_second_writer_waits_for_nobody(tmp_path: Path) -> None:
    file, refused = tmp_path / "owner.yaml", pytest.raises(BadInput, match="file_locked")
    with locked(file), refused, locked(file):
        pass
    with locked(tmp_path / "owner.yaml"):
        pass
