"""The renderer's own words, in one language at a time."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from audit.files.compiled import compiled, shipped
from audit.files.strict_yaml import own
from audit.i18n import typography, wording
from audit.model import Id, Lang, Text


@cache
def labels() -> Mapping[Id, Text]:
    """The renderer's own words."""
    return texts("labels.yaml")


def texts(name: str) -> Mapping[Id, Text]:
    """The labels in a file of `report_templates`, compiled once; half of one does not load."""
    folder = shipped("audit.report_templates")
    code = (Path(__file__), shipped("audit.model") / "base.py")
    return compiled(folder / "__pycache__" / f"{name}.pickle", (folder / name, *code), lambda: _read(name))


def _read(name: str) -> Mapping[Id, Text]:
    tree = own(shipped("audit.report_templates") / name)
    return {label: Text.model_validate(text) for label, text in tree.items()}


@cache
def _nouns() -> wording.Nouns:
    nouns: wording.Nouns = own(shipped("audit.report_templates") / "nouns.yaml")
    return nouns


@dataclass(frozen=True)
class Spoken:
    """The renderer's labels, spoken in one language."""

    lang: Lang

    def say(self, label: Id, **values: object) -> str:
        return typography.typeset(wording.say(labels()[label], _nouns(), **values).in_(self.lang))
