"""The renderers' own words, in one language at a time."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from audit.files.compiled import compiled, shipped
from audit.files.strict_yaml import own
from audit.i18n import typography, wording
from audit.i18n.messages import Messages
from audit.model import Id, Lang, Text


@cache
def labels() -> Mapping[Id, Text]:
    """The renderer's own words."""
    return texts("labels.yaml")


@cache
def office_labels() -> Mapping[Id, Text]:
    """The fixed words of workbook, Word documents and task list."""
    return texts("office.yaml")


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


def report_messages(lang: Lang) -> Messages:
    """The report's labels, typeset."""
    return Messages(lang, labels().__getitem__, _nouns, typography.typeset)


class OfficeMessages(Messages):
    """The words of workbook, Word documents and task list."""

    def of(self, text: Text) -> str:
        """A text of the document, without characters no office program can store."""
        return wording.printable(text.in_(self.lang))


def office_messages(lang: Lang) -> OfficeMessages:
    """The office documents' words in one language."""
    return OfficeMessages(lang, office_labels().__getitem__)
