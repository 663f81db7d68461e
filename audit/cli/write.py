"""What writes files: `report`, of one audit or many, and `demo`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from audit.cli.shared import bar, complain_of, language, loaded, open_keys, said

if TYPE_CHECKING:
    from audit.content.loader import Content
    from audit.model import Lang
    from audit.publishing import batch

FORMATS = ("pdf", "html", "json", "xlsx", "docx", "csv")


def demo(arguments: argparse.Namespace) -> int:
    from audit.model import LANGS
    from audit.publishing import write_outputs
    from audit.storage.example import copy_to

    copy_to(arguments.out)
    audit, content = loaded(arguments.out)
    signed = write_outputs.brand_of(arguments.out, None)
    wanted = write_outputs.Wanted(out=arguments.out, formats=FORMATS, langs=LANGS, brand=signed)
    written = write_outputs.write_all(audit, content, wanted)
    _print_written(written, write_outputs.count(FORMATS, LANGS), content, language(arguments.lang))
    return 0


def report(arguments: argparse.Namespace) -> int:
    formats = _formats(arguments.formats)
    if len(arguments.audits) > 1:
        return _report_many(arguments, formats)
    from audit.publishing import write_outputs
    from audit.storage.audit_folder import load_previous

    folder = arguments.audits[0]
    audit, content = loaded(folder)
    signed = write_outputs.brand_of(folder, arguments.brand)
    lang = language(arguments.lang, audit)
    templates = _word_templates(arguments.templates)
    out, earlier = arguments.out or folder, load_previous(folder, content)
    wanted = write_outputs.Wanted(out=out, formats=formats, langs=(lang,), brand=signed, templates=templates)
    written = write_outputs.write_all(audit, content, wanted, earlier)
    _print_written(written, write_outputs.count(formats, (lang,)), content, lang)
    if silent := open_keys(audit, content):
        print(said(content, "unfinished", lang, n=len(silent), folder=str(folder)), file=sys.stderr)
    return 0


def _word_templates(folder: Path | None) -> Path | None:
    from audit.files.errors import BadInput, Complaint

    if folder and not folder.is_dir():
        raise BadInput(Complaint("templates_missing", str(folder)))
    return folder


def _formats(typed: str) -> tuple[str, ...]:
    from audit.files.errors import BadInput, Complaint

    formats = tuple(part.strip() for part in typed.split(","))
    for part in formats:
        if part not in FORMATS:
            raise BadInput(Complaint("no_such_format", "", value=part, more={"allowed": ", ".join(FORMATS)}))
    return formats


def _report_many(arguments: argparse.Namespace, formats: tuple[str, ...]) -> int:
    """Every audit on every core; a bad one is said, and the others are printed all the same."""
    from audit.files.errors import BadInput
    from audit.publishing import batch

    content, lang = batch.words(), language(arguments.lang)
    jobs = _jobs(arguments, formats)
    code = 0
    with bar() as show:
        show(said(content, "renders", lang), 0, len(jobs))
        for count, done in enumerate(batch.run(jobs, arguments.jobs or os.cpu_count() or 1), 1):
            show("", 0, 0)
            for path in done.files:
                print(said(content, "written", lang, file=str(path)), flush=True)
            if done.complaints:
                code = 2
                complain_of(BadInput(*done.complaints), lang)
            show(said(content, "renders", lang), count, len(jobs))
    return code


def _jobs(arguments: argparse.Namespace, formats: tuple[str, ...]) -> list[batch.Job]:
    """With one folder for all, each audit has its own below it, under its own name."""
    from audit.files.errors import BadInput, Complaint
    from audit.publishing.batch import Job

    names = [folder.resolve().name for folder in arguments.audits]
    for name in names:
        if arguments.out and names.count(name) > 1:
            raise BadInput(Complaint("same_name", "", value=name))
    pairs = zip(arguments.audits, names, strict=True)
    outs = [(folder, arguments.out / name if arguments.out else folder) for folder, name in pairs]
    templates = _word_templates(arguments.templates)
    return [Job(folder, out, arguments.brand, formats, arguments.lang, templates) for folder, out in outs]


def _print_written(written: Iterator[Path], expected: int, content: Content, lang: Lang) -> None:
    """Each file as it is there, with a bar below while the next one is made."""
    with bar() as show:
        show(said(content, "renders", lang), 0, expected)
        for done, path in enumerate(written, 1):
            show("", 0, 0)
            print(said(content, "written", lang, file=str(path)), flush=True)
            show(said(content, "renders", lang), done, expected)
