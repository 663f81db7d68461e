"""Sentences filled with values, counted nouns and countries, by Babel: «52 графы», "52 figures"."""

import string
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import babel
from babel import Locale
from babel.plural import PluralRule

from audit.files.compiled import compiled
from audit.i18n.notation import NBSP, day, number
from audit.model import LANGS, Lang, Text

Nouns = Mapping[str, Mapping[str, Mapping[str, str]]]  # noun -> language -> plural form -> word


def counted(value: float, noun: str, lang: Lang, nouns: Nouns) -> str:
    """The number with its noun in the right plural, on one line."""
    return f"{number(value, lang)}{NBSP}{nouns[noun][lang][_by_babel()[lang][0](value)]}"


def printable(text: str) -> str:
    """One line without control characters or bytes nobody could decode: fit for a terminal."""
    readable = text.encode("utf-8", "replace").decode()
    return "".join(c if c.isprintable() or c == NBSP else " " for c in readable)


class _Speaker(string.Formatter):
    def __init__(self, lang: Lang, nouns: Nouns) -> None:
        self.lang, self.nouns = lang, nouns

    def format_field(self, value: Any, spec: str) -> str:
        if isinstance(value, Text):
            return value.in_(self.lang)
        if isinstance(value, date):
            return day(value, self.lang)
        if isinstance(value, str):
            return printable(value)
        if spec in self.nouns:
            return counted(value, spec, self.lang, self.nouns)
        return number(value, self.lang, spec or "#,##0.##")


def say(template: Text, nouns: Nouns, **values: Any) -> Text:
    """Fill a template in both languages: {n:figure} counts a noun, {x} is a number, {when} a date."""
    return Text(**{lang: _Speaker(lang, nouns).vformat(template.in_(lang), (), values) for lang in LANGS})


def country_code(name: str) -> str | None:
    """The ISO code of a country given as code, or by its Russian or English name; None if there is none."""
    wanted = name.strip().casefold()
    for lang in LANGS:
        for code, territory in _by_babel()[lang][1].items():
            if len(code) == 2 and code.isalpha() and wanted in {code.casefold(), territory.casefold()}:
                return code
    return {
        "сша": "US",
        "usa": "US",
        "uk": "GB",
        "england": "GB",
        "англия": "GB",
        "рф": "RU",
        "рб": "BY",
        "рк": "KZ",
    }.get(wanted)


def country_name(code: str, lang: Lang) -> str:
    return _by_babel()[lang][1].get(code, code)


@cache
def _by_babel() -> Mapping[Lang, tuple[PluralRule, Mapping[str, str]]]:
    """Each language's plural rule, and its names of countries by code.

    Babel takes 10 ms to load a language with all it knows, so what is asked of it here is compiled; it is
    stale when another Babel is installed, see `files/compiled.py`.
    """
    kept = Path(__file__).parent / "__pycache__" / "languages.pickle"
    return compiled(kept, [Path(__file__), Path(babel.__file__)], _ask_babel)


def _ask_babel() -> Mapping[Lang, tuple[PluralRule, Mapping[str, str]]]:
    return {lang: (Locale(lang).plural_form, dict(Locale(lang).territories)) for lang in LANGS}


def lowered(name: Text) -> Text:
    """A role's name inside a list or sentence, where a capital would look like a title."""
    return Text(**{lang: name.in_(lang).lower() for lang in LANGS})


def joined(parts: list[Text], by: str = ", ") -> Text | None:
    """Texts in a row; None when there are none."""
    if not parts:
        return None
    return Text(**{lang: by.join(part.in_(lang) for part in parts) for lang in LANGS})
