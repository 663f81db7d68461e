"""The lock holds all that is installed, bounds are open at both ends, a report says when it left the lock."""

import importlib.metadata
import re
import tomllib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from audit.content.loader import Content
from audit.model import OtherVersion
from audit.publishing import libraries
from audit.rendering.html import screen
from audit.reporting.assemble import make_report
from tests.conftest import ROOT, audit_of

LOCKS = ("program", "dev", "engines")
OLD_BABEL = OtherVersion(library="babel", version="2.17.0", locked="2.19.0")


def pins(name: str) -> dict[str, str]:
    text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    return dict(re.findall(r"^([\w.-]+)==(\S+)", text, re.M))


def asked_for() -> list[Requirement]:
    """What pyproject.toml names itself, for program, extras and tests."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lines = [*project["dependencies"], *chain.from_iterable(project["optional-dependencies"].values())]
    return [Requirement(line) for line in lines if not line.startswith("sales-audit")]


@pytest.mark.parametrize("name", LOCKS)
def test_every_line_of_a_lock_has_version_and_hashes_and_names_no_host(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    for block in re.split(r"\n(?=\S)", text)[2:]:
        assert re.fullmatch(
            r"[\w.-]+==[\w.]+( ; [^\n]+)? \\(\n    --hash=sha256:[0-9a-f]{64}( \\)?)+\n?", block
        ), block


def test_all_locks_hold_the_same_versions() -> None:
    assert pins("program").items() <= pins("dev").items() <= pins("engines").items()


@pytest.mark.parametrize("asked", asked_for(), ids=lambda asked: asked.name)
def test_what_is_asked_for_is_open_at_both_ends_and_locked_between(asked: Requirement) -> None:
    assert sorted(one.operator for one in asked.specifier) == ["<", ">="]
    assert asked.specifier.contains(pins("engines")[asked.name.lower().replace("_", "-")])


def test_the_program_knows_what_it_is_locked_to() -> None:
    lines = Path(libraries.__file__).with_name("locked.txt").read_text("utf-8").split()
    assert dict(line.split("==") for line in lines).items() <= pins("program").items()


@pytest.fixture
def old_babel(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The lock's versions of everything, but for Babel."""
    installed = pins("program") | {"babel": "2.17.0"}
    monkeypatch.setattr(importlib.metadata, "version", installed.__getitem__)
    libraries.others.cache_clear()
    yield
    libraries.others.cache_clear()


@pytest.mark.usefixtures("old_babel")
def test_only_what_is_not_the_locks_is_found() -> None:
    (found,) = libraries.others()
    assert (found.library, found.version, found.locked) == ("babel", "2.17.0", pins("program")["babel"])


def test_a_report_with_other_libraries_says_so(content: Content) -> None:
    document = make_report(audit_of(content, {}), content, others=[OLD_BABEL])
    assert document.other_versions == (OLD_BABEL,)
    assert "babel 2.17.0 (проверена 2.19.0)" in screen(document, "ru")
    assert "babel 2.17.0 (tested: 2.19.0)" in screen(document, "en")


def test_a_report_with_the_lock_says_nothing_of_libraries(content: Content) -> None:
    document = make_report(audit_of(content, {}), content)
    assert document.other_versions == ()
    assert "babel" not in screen(document, "en")
