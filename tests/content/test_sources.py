"""Whatever the program rests on can be looked up: every reference has its line on the page of sources."""

import re
from pathlib import Path

import pytest

from audit.content.loader import Content
from audit.model import LANGS, Lang
from tests.conftest import ROOT

NAMED = re.compile(r"sources: ([A-Z]\d+|[a-z]+(?:_[A-Za-z0-9]+)?)\b(?!\[)")


def entries(lang: Lang) -> set[str]:
    page = (ROOT / "docs" / f"sources.{lang}.md").read_text("utf-8")
    return set(re.findall(r"^- \*\*(\w+)\*\*", page, re.MULTILINE))


@pytest.fixture(scope="module")
def used(content: Content) -> set[str]:
    """Named in the code and the content, and by the causes and warnings themselves."""
    files: list[Path] = [*(ROOT / "audit").rglob("*.py"), *(ROOT / "tests").rglob("*.py")]
    files += (ROOT / "questionnaires").rglob("*.yaml")
    found = {name for path in files for name in NAMED.findall(path.read_text("utf-8"))}
    found |= {source for cause in content.causes.values() for source in cause.source}
    warnings = (ROOT / "questionnaires" / "law.yaml").read_text("utf-8")
    return found | set(re.findall(r"\bW[1-9]\b", warnings))


@pytest.mark.parametrize("lang", LANGS)
def test_every_reference_can_be_looked_up(lang: Lang, used: set[str]) -> None:
    ours = {"our_judgement", "law"}  # said in words
    assert used - ours <= entries(lang)


@pytest.mark.parametrize("lang", LANGS)
def test_every_source_is_used(lang: Lang, used: set[str]) -> None:
    lesson = {f"lesson_{n}" for n in range(1, 15)}  # stands there whole
    assert entries(lang) - lesson <= used


def test_no_reference_leads_out_of_the_repository() -> None:
    for folder in ("audit", "questionnaires", "report_templates"):
        for path in (ROOT / folder).rglob("*.*"):
            if path.suffix in (".py", ".yaml", ".j2", ".typ", ".css"):
                for name in re.findall(r"(?<![\w/.])([a-z_]+\.md)", path.read_text("utf-8")):
                    assert (ROOT / "docs" / name).exists(), f"{path.name}: {name}"
