"""Regulation, letter and report as Word files, from templates a consultant can replace.

A template from outside is code: it runs in Jinja's sandbox, sees plain data only, and everything is escaped.
"""

import io
import zipfile
from collections.abc import Mapping
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from audit.files.errors import BadInput, Complaint
from audit.model import Lang, ReportDocument
from audit.rendering.time_limit import Stopped, TooSlow, within
from audit.rendering.word.template_values import Kind, parts, titles

KINDS: tuple[Kind, ...] = ("regulation", "letter", "report")
LONGEST_RENDERING = 20  # seconds with a template of others; ours take one; our judgement
LARGEST = 20_000_000  # bytes of a template with its logos; our judgement
LANGUAGES: Mapping[Lang, str] = {"ru": "ru-RU", "en": "en-GB"}
LANG = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}lang"
PROGRAM = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>sales-audit</Application></Properties>"
)
STAMP = (1980, 1, 1, 0, 0, 0)  # the first moment a zip can name; its law


def render(document: ReportDocument, lang: Lang, kind: Kind, templates: Path | None = None) -> bytes:
    """One document; from `templates`/KIND.docx if it is there. Raises BadInput for a broken template."""
    own = templates / f"{kind}.docx" if templates else None
    if own is None or not own.is_file():
        return _filled(_shipped(kind), document, lang, kind)
    try:
        made = within(LONGEST_RENDERING, _filled_or_not, _read(own), document, lang, kind)
    except TooSlow:
        raise BadInput(Complaint("template_slow", str(own), value=str(LONGEST_RENDERING))) from None
    except Stopped:
        made = "MemoryError"
    if isinstance(made, str):
        raise BadInput(Complaint("word_template_broken", str(own), value=made))
    return made


def _filled_or_not(template: bytes, document: ReportDocument, lang: Lang, kind: Kind) -> bytes | str:
    """The document, or in words what a template of somebody else did wrong, whatever it was."""
    try:
        return _filled(template, document, lang, kind)
    except Exception as error:
        return f"{type(error).__name__}: {error}"[:200]


def _shipped(kind: Kind) -> bytes:
    return (files("audit.report_templates") / f"{kind}.docx").read_bytes()


def _read(path: Path) -> bytes:
    if path.stat().st_size > LARGEST:
        raise BadInput(Complaint("word_template_broken", str(path), value=f"> {LARGEST} bytes"))
    return path.read_bytes()


def _filled(template: bytes, document: ReportDocument, lang: Lang, kind: Kind) -> bytes:
    from docxtpl import DocxTemplate
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    word = DocxTemplate(io.BytesIO(template))
    values = parts(document, lang)
    word.render(values, environment, autoescape=True)
    _properties(word, titles(document, lang)[kind], document, lang)
    written = io.BytesIO()
    word.save(written)
    return _timeless(written.getvalue())


def _properties(word: Any, title: str, document: ReportDocument, lang: Lang) -> None:
    """Title, author and day come from the document, never from the clock or the library that writes it."""
    core = word.docx.core_properties
    core.title, core.author, core.comments = title, document.made_by, ""
    core.last_modified_by, core.revision = document.made_by, 1
    core.language = LANGUAGES[lang]
    for spoken in word.docx.styles.element.iter(LANG):  # what the spelling is checked in
        spoken.set(LANG.replace("lang", "val"), LANGUAGES[lang])
    core.created = core.modified = datetime(document.as_of.year, document.as_of.month, document.as_of.day)


def _timeless(written: bytes) -> bytes:
    """The same bytes twice, for a zip keeps the time of every part; the program named is ours."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(written)) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            data = PROGRAM if name == "docProps/app.xml" else old.read(name)
            new.writestr(zipfile.ZipInfo(name, STAMP), data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
