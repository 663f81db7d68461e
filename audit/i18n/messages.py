"""Labelled sentences in one language: of the report, the office documents, the terminal, the pages."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from audit.i18n import wording
from audit.model import Id, Lang, Text


def no_nouns() -> wording.Nouns:
    """For labels that count nothing."""
    return {}


@dataclass(frozen=True)
class Messages:
    """Speaks what `find` gives for a label. `nouns`: those that are counted; `finish`: the last touch."""

    lang: Lang
    find: Callable[[Id], Text]
    nouns: Callable[[], wording.Nouns] = no_nouns
    finish: Callable[[str], str] = str

    def word(self, label: Id) -> str:
        """As it stands."""
        return self.finish(self.find(label).in_(self.lang))

    def say(self, label: Id, **values: Any) -> str:
        """Filled: {n:figure} counts a noun, {x} is a number, {when} a date."""
        return self.finish(wording.say(self.find(label), self.nouns(), **values).in_(self.lang))

    def of(self, text: Text) -> str:
        """Any text in this language."""
        return self.finish(text.in_(self.lang))
