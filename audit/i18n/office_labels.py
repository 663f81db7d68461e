"""The fixed words of workbook, Word documents and task list, spoken in one language."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from audit.i18n import wording
from audit.i18n.labels import texts
from audit.model import Id, Lang, Text

NOUNLESS: wording.Nouns = {}


@cache
def labels() -> Mapping[Id, Text]:
    return texts("office.yaml")


@cache
def report_labels() -> Mapping[Id, Text]:
    """The labels of the report on paper, which its editable copy shares."""
    return texts("labels.yaml")


@dataclass(frozen=True)
class Wording:
    lang: Lang

    def all(self) -> dict[Id, str]:
        return {label: text.in_(self.lang) for label, text in labels().items()}

    def say(self, label: Id, **values: object) -> str:
        return wording.say(labels()[label], NOUNLESS, **values).in_(self.lang)

    def of(self, text: Text) -> str:
        """A text of the document, without characters no office program can store."""
        return wording.printable(text.in_(self.lang))
