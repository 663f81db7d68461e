"""An audit's outputs: made in memory, then written beside one another; which formats there are."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from audit import brand
from audit.brand import Brand
from audit.content import Content
from audit.files import BadInput, make_folder, write
from audit.folder import PRIVATE, strangers_of
from audit.folder import load as load_audit
from audit.model import Audit, Lang, ReportDocument
from audit.report import make_report

FORMATS = ("pdf", "html", "json")


def loaded(folder: Path, content: Content) -> Audit:
    """The audit; answers to unknown questions are refused here, the interview keeps them."""
    audit = load_audit(folder, content)
    strangers = strangers_of(audit, folder)
    if strangers:
        raise BadInput(*strangers)
    return audit


def write_all(
    audit: Audit, content: Content, signed: Brand, out: Path, formats: Sequence[str], langs: Sequence[Lang]
) -> Iterator[Path]:
    """Every output as soon as it is there; data first: a missing library costs nothing but the PDF."""
    make_folder(out)
    for name, data in _made(make_report(audit, content), signed, formats, langs):
        write(out / name, data, PRIVATE)
        yield out / name


def count(formats: Sequence[str], langs: Sequence[Lang]) -> int:
    """How many files that makes; paper is the report and its summary."""
    return ("json" in formats) + len(langs) * (("html" in formats) + 2 * ("pdf" in formats))


def brand_of(folder: Path, given: Path | None) -> Brand:
    return brand.load(given) if given else brand.beside(folder)


def _made(
    document: ReportDocument, signed: Brand, formats: Sequence[str], langs: Sequence[Lang]
) -> Iterator[tuple[str, bytes]]:
    data = {"report.json": (document.model_dump_json(indent=1) + "\n").encode()}
    if "json" in formats:
        yield from data.items()
    for lang in langs:
        if "html" in formats:
            from audit import page

            yield f"report.{lang}.html", page.screen(document, lang, signed).encode()
        if "pdf" in formats:
            yield from _on_paper(document, lang, signed, data)


def _on_paper(
    document: ReportDocument, lang: Lang, signed: Brand, attached: Mapping[str, bytes]
) -> Iterator[tuple[str, bytes]]:
    from audit import pdf

    printed = pdf.render(document, lang, signed, attached)
    yield f"report.{lang}.pdf", printed.report
    yield f"summary.{lang}.pdf", printed.summary
