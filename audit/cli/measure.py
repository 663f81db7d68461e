"""What reads exports: `measure`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from audit.cli.shared import bar, language, loaded, said, takes_lines_only

if TYPE_CHECKING:
    from audit.content.loader import Content
    from audit.measure.measure import Ask
    from audit.model import Audit, Lang


def measure(arguments: argparse.Namespace) -> int:
    from audit.content.loader import load
    from audit.files.errors import BadInput, Complaint
    from audit.measure import measure as exports
    from audit.measure import sentences
    from audit.measure.padding_signs import numbered

    content = load()
    lang = language(arguments.lang)
    if arguments.template:
        audit = loaded(arguments.into)[0] if arguments.into else _new_audit(lang)
        exports.write_template(arguments.template, audit, content, language(arguments.lang, audit))
        print(said(content, "written", lang, file=str(arguments.template)))
        return 0
    if not arguments.exports or not (arguments.into or arguments.json):
        raise BadInput(Complaint("measure_nothing", ""))
    given = exports.mappings(arguments.mapping, arguments.into, arguments.dates or "", content)
    with bar() as show:

        def watch(file: str, rows: int) -> None:
            show(f"{file}: {rows:_}".replace("_", "\u00a0"), rows, 0)

        person = exports.Person(_asker(arguments.into, content, lang), watch)
        figures = exports.measure(arguments.exports, arguments.source, given, content, person, arguments.into)
    if not arguments.names:
        figures = numbered(figures)
    if arguments.into:
        audit = exports.keep(figures, arguments.into, content, _new_audit(lang))
        lang = language(arguments.lang, audit)
    if arguments.json:
        print(figures.model_dump_json(indent=1))
    else:
        print(sentences.told(figures, audit, content, lang))
        for path in exports.written(arguments.into):
            print(said(content, "written", lang, file=str(path)))
    return 0


def _new_audit(lang: Lang) -> Audit:
    from datetime import datetime

    from audit.model import Audit

    return Audit(lang=lang, as_of=datetime.now().astimezone().date())


def _asker(folder: Path | None, content: Content, lang: Lang) -> Ask | None:
    """Who asks what columns mean: a terminal, where there is one and a folder to keep the answer in."""
    if folder is None or not all(s is not None and s.isatty() for s in (sys.stdin, sys.stdout)):
        return None
    from audit.terminal.ask_mapping import asker

    return asker(folder, content, lang, takes_lines_only(), print)
