"""Regulation, letter and report as Word files, from templates a consultant can replace.

A template from outside is code: it runs in Jinja's sandbox, sees plain data only, and everything is escaped.
"""

import io
import zipfile
from collections.abc import Mapping
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from audit.files.atomic_write import BadInput, Complaint
from audit.model import Lang, ReportDocument
from audit.rendering.word.template_values import parts

Kind = Literal["regulation", "letter", "report"]
KINDS: tuple[Kind, ...] = ("regulation", "letter", "report")
LARGEST = 20_000_000  # bytes of a template with its logos; our judgement
LANGUAGES: Mapping[Lang, str] = {"ru": "ru-RU", "en": "en-GB"}
LANG = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}lang"
STAMP = (1980, 1, 1, 0, 0, 0)  # the first moment a zip can name; its law


def render(document: ReportDocument, lang: Lang, kind: Kind, templates: Path | None = None) -> bytes:
    """One document; from `templates`/KIND.docx if it is there. Raises BadInput for a broken template."""
    own = templates / f"{kind}.docx" if templates else None
    if own is None or not own.is_file():
        return _filled(_shipped(kind), document, lang)
    try:
        return _filled(_read(own), document, lang)
    except BadInput:
        raise
    except Exception as error:  # whatever a template of somebody else does wrong is the template's
        says = f"{type(error).__name__}: {error}"[:200]
        raise BadInput(Complaint("word_template_broken", str(own), value=says)) from error


def _shipped(kind: Kind) -> bytes:
    return (files("audit.report_templates") / f"{kind}.docx").read_bytes()


def _read(path: Path) -> bytes:
    if path.stat().st_size > LARGEST:
        raise BadInput(Complaint("word_template_broken", str(path), value=f"> {LARGEST} bytes"))
    return path.read_bytes()


def _filled(template: bytes, document: ReportDocument, lang: Lang) -> bytes:
    from docxtpl import DocxTemplate
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    word = DocxTemplate(io.BytesIO(template))
    values = parts(document, lang)
    word.render(values, environment, autoescape=True)
    _properties(word, values, document, lang)
    written = io.BytesIO()
    word.save(written)
    return _timeless(written.getvalue())


def _properties(word: Any, values: Mapping[str, Any], document: ReportDocument, lang: Lang) -> None:
    """Title, author and day come from the document, never from the clock."""
    core = word.docx.core_properties
    core.title, core.author = values["title"], document.made_by
    core.last_modified_by, core.revision = document.made_by, 1
    core.language = LANGUAGES[lang]
    for spoken in word.docx.styles.element.iter(LANG):  # what the spelling is checked in
        spoken.set(LANG.replace("lang", "val"), LANGUAGES[lang])
    core.created = core.modified = datetime(document.as_of.year, document.as_of.month, document.as_of.day)


def _timeless(written: bytes) -> bytes:
    """The same bytes twice: a zip keeps the time of every part."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(written)) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, STAMP), old.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
