"""Shared: the content, loaded once, and audits built from short hand-written answers."""

import gc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from audit.content.loader import Content, load
from audit.facts.facts import Facts, make_facts
from audit.files.strict_yaml import dump, parse
from audit.model import Audit
from audit.storage.audit_folder import audit_from
from audit.storage.voice_file import voice_from

settings.register_profile("ours", deadline=None)  # a busy machine proves nothing
settings.load_profile("ours")

ROOT = Path(__file__).parent.parent
CASES = Path(__file__).parent / "cases"

AUDIT = {
    "company": "ООО «Проба»",
    "country": "RU",
    "lang": "ru",
    "as_of": "2026-11-24",
    "places": {
        "stage": ["leadgen", "conversion", "repeat"],
        "channel": ["cold_calls", "inbound"],
        "role": ["seller"],
    },
}


def audit_of(
    content: Content, answers: dict[str, Any], *, roles: tuple[str, ...] = ("owner",), **audit: Any
) -> Audit:
    """An audit with one voice, read the way files are read."""
    made = audit_from(parse(dump({**AUDIT, **audit}).decode(), "audit.yaml"), content)
    voice = voice_from(
        parse(dump({"roles": list(roles), "answers": answers}).decode(), "owner.yaml"),
        content.questions,
        made.as_of,
        "owner",
    )
    return made.model_copy(update={"voices": (voice,)})


@pytest.fixture(scope="session")
def content() -> Content:
    return load()


@pytest.fixture
def audit(content: Content) -> Callable[..., Audit]:
    return lambda answers, **rest: audit_of(content, answers, **rest)


@pytest.fixture
def facts(content: Content) -> Callable[..., Facts]:
    return lambda answers, **rest: make_facts(audit_of(content, answers, **rest), content.questions)


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    """The command line switches off garbage collection, for its process ends soon; this one goes on."""
    yield
    gc.unfreeze()
    gc.enable()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-snapshots", action="store_true", help="write the snapshots anew")
