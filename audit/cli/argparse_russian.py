"""argparse's own words in Russian; in English it speaks for itself."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audit.model import Lang

RUSSIAN: Mapping[str, str] = {
    "usage: ": "вызов: ",
    "positional arguments": "что указать",
    "options": "ключи",
    "show this help message and exit": "показать эту справку",
    "%(prog)s: error: %(message)s\n": "%(prog)s: ошибка: %(message)s\n",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
    "unrecognized arguments: %s": "непонятно, что значит: %s",
    "the following arguments are required: %s": "не указано: %s",
    "expected one argument": "здесь нужно одно значение",
    "expected at most one argument": "здесь нужно не больше одного значения",
    "expected at least one argument": "здесь нужно хотя бы одно значение",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s можно понять по-разному: %(matches)s",
    "ignored explicit argument %r": "значение здесь лишнее: %r",
    "invalid %(type)s value: %(value)r": "нужно целое число, а не %(value)r",  # the only type that refuses
    "invalid choice: %(value)r (choose from %(choices)s)": "нет такого: %(value)r; есть: %(choices)s",
}


def speak(lang: Lang) -> None:
    """From here on argparse speaks this language: the function that looks its words up is replaced."""
    words = RUSSIAN if lang == "ru" else {}
    argparse.__dict__["_"] = lambda word: words.get(word, word)


def asked_for(given: Sequence[str]) -> Lang | None:
    """The language of --lang, wherever it stands: help and mistakes are told before it is read."""
    for one, following in zip(given, (*given[1:], ""), strict=False):
        said = following if one == "--lang" else one.removeprefix("--lang=")
        if said in ("ru", "en") and one.startswith("--lang"):
            return "ru" if said == "ru" else "en"
    return None
