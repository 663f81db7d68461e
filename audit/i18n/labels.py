"""The renderer's own words, in one language at a time."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from audit.files.strict_yaml import own
from audit.i18n import typography, wording
from audit.model import Id, Lang, Text


@cache
def labels() -> Mapping[Id, Text]:
    """The renderer's own words; half of one does not load."""
    tree = own(files("audit.report_templates") / "labels.yaml")
    return {label: Text.model_validate(text) for label, text in tree.items()}


@cache
def _nouns() -> wording.Nouns:
    nouns: wording.Nouns = own(files("audit.report_templates") / "nouns.yaml")
    return nouns


@dataclass(frozen=True)
class Spoken:
    """The renderer's labels, spoken in one language."""

    lang: Lang

    def say(self, label: Id, **values: object) -> str:
        return typography.typeset(wording.say(labels()[label], _nouns(), **values).in_(self.lang))
