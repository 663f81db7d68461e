"""What the commands share: the audit loaded, the language, sentences, complaints, a bar while one waits."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audit.content.loader import Content
    from audit.files.errors import BadInput
    from audit.model import Audit, Key, Lang

BAR = 30  # characters of a progress bar; our judgement
MOST_COMPLAINTS = 50  # what a person mends in one go; our judgement


def loaded(folder: Path) -> tuple[Audit, Content]:
    """The audit and the content; answers to unknown questions are refused here, the interview keeps them."""
    from audit.content.loader import load
    from audit.storage.audit_folder import load_known

    content = load()
    audit = load_known(folder, content)
    gc.freeze()
    gc.enable()
    return audit, content


def language(asked: Lang | None, audit: Audit | None = None) -> Lang:
    """By --lang, else by the audit, else by the locale."""
    if asked or audit:
        return asked or (audit.lang if audit else "en")
    locale = next((v for k in ("LC_ALL", "LC_MESSAGES", "LANG") if (v := os.environ.get(k))), "")
    return "ru" if locale.lower().startswith("ru") else "en"


def said(content: Content, message: str, lang: Lang, **values: object) -> str:
    return content.say(content.messages[message], **values).in_(lang)


def complain(message: str, lang: Lang, **values: object) -> None:
    from audit.content.loader import load

    print(said(load(), message, lang, **values), file=sys.stderr)


def complain_of(bad: BadInput, lang: Lang) -> None:
    """Every mistake on a line of its own: file, place, value, way out."""
    from audit.content.loader import load

    content = load()
    for one in bad.complaints[:MOST_COMPLAINTS]:
        values = {"key": one.key[:80], "value": one.value, "file": one.file, **one.more}
        says = said(content, one.what, lang, **values)
        if one.file:
            at = "mistake_at" if one.line else "mistake_in"
            says = said(content, at, lang, file=one.file, line=one.line, says=says)
        print(says, file=sys.stderr)
    if len(bad.complaints) > MOST_COMPLAINTS:
        print(said(content, "more_mistakes", lang, n=len(bad.complaints) - MOST_COMPLAINTS), file=sys.stderr)


def open_keys(audit: Audit, content: Content) -> list[Key]:
    """Questions that concern this company and nobody has answered yet."""
    from audit.facts.facts import asked_and_open, make_facts

    answered = {key for voice in audit.voices for key in voice.answers}  # some for the auditor only
    _, silent = asked_and_open(audit, content.questions, make_facts(audit, content.questions))
    return [key for key in silent if key not in answered]


def takes_lines_only() -> bool:
    """Whether the terminal cannot draw, so that questions are plain lines."""
    return os.environ.get("TERM", "dumb") == "dumb" and os.name != "nt"


@contextmanager
def bar() -> Iterator[Callable[[str, int, int], None]]:
    """A line on the terminal while something takes more than a moment; nothing when there is none."""
    there = bool(sys.stderr and sys.stderr.isatty())

    def show(says: str, done: int, of: int) -> None:
        """`of` nothing: nobody knows how much it is; no words: take the line away."""
        full = BAR * done // of if of else 0
        line = f"{says} [{'#' * full}{'.' * (BAR - full)}] {done}/{of}" if of else says
        if there:
            print(f"\r\033[K{line}", end="", file=sys.stderr, flush=True)

    try:
        yield show
    finally:
        show("", 0, 0)
