"""The companies told as stories in tests/cases, with what an expert expects."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.conftest import CASES


@dataclass(frozen=True)
class Case:
    """One story with what the expert expects of it."""

    name: str
    audit: dict[str, Any]
    roles: tuple[str, ...]
    answers: dict[str, Any]
    expected: dict[str, Any]


def read(path: Path) -> Case:
    tree = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)
    return Case(path.stem, tree["audit"], tuple(tree["voice"]["roles"]), tree["answers"], tree["expected"])


STORIES = [read(path) for path in sorted(CASES.glob("*.yaml"))]
