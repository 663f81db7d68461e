"""The fixed words of workbook, Word documents and task list, spoken in one language."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from audit.files.strict_yaml import own
from audit.i18n import wording
from audit.model import Id, Lang, Text

NOUNLESS: wording.Nouns = {}


@cache
def labels() -> dict[Id, Text]:
    tree = own(files("audit.report_templates") / "office.yaml")
    return {label: Text.model_validate(text) for label, text in tree.items()}


@cache
def report_labels() -> dict[Id, Text]:
    """The labels of the report on paper, which its editable copy shares."""
    tree = own(files("audit.report_templates") / "labels.yaml")
    return {label: Text.model_validate(text) for label, text in tree.items()}


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
