"""What is compiled is used until it is stale, and where it cannot be kept it is made each time."""

import pickle
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from audit.content.loader import Content, read
from audit.files.compiled import compiled
from audit.i18n import labels


@pytest.fixture(autouse=True)
def _python_may_write_bytecode(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "words.yaml"
    path.write_text("one", "utf-8")
    return path


@pytest.fixture
def made(source: Path, tmp_path: Path) -> Callable[[], tuple[str, bool]]:
    """What the source says, and whether it had to be read for it."""

    def ask() -> tuple[str, bool]:
        asked = []
        kept = tmp_path / "__pycache__" / "words.pickle"
        said = compiled(kept, [source], lambda: asked.append(True) or source.read_text("utf-8"))
        return said, bool(asked)

    return ask


def test_a_source_is_read_once(made: Callable[[], tuple[str, bool]]) -> None:
    assert [made(), made()] == [("one", True), ("one", False)]


def test_a_changed_source_is_read_again(made: Callable[[], tuple[str, bool]], source: Path) -> None:
    made()
    source.write_text("two", "utf-8")
    assert [made(), made()] == [("two", True), ("two", False)]


@pytest.mark.parametrize("left", [0, 4, 12])
def test_a_damaged_file_is_made_anew(made: Callable[[], tuple[str, bool]], tmp_path: Path, left: int) -> None:
    made()
    kept = tmp_path / "__pycache__" / "words.pickle"
    kept.write_bytes(kept.read_bytes()[:left])
    assert [made(), made()] == [("one", True), ("one", False)]


def test_where_nothing_can_be_kept_it_is_read_each_time(
    made: Callable[[], tuple[str, bool]], tmp_path: Path
) -> None:
    (tmp_path / "__pycache__").write_text("a file where the folder would be", "utf-8")
    assert [made(), made()] == [("one", True), ("one", True)]


def test_nothing_is_kept_where_python_may_keep_no_bytecode(
    made: Callable[[], tuple[str, bool]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert made() == ("one", True)
    assert not (tmp_path / "__pycache__").exists()


def test_the_compiled_words_are_those_of_the_yaml(content: Content) -> None:
    assert pickle.loads(pickle.dumps(content)) == content == read()
    assert labels.labels() == labels._read("labels.yaml")
    assert labels.office_labels() == labels._read("office.yaml")
