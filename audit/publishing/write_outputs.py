"""An audit's outputs: made in memory, then written beside one another; which formats there are."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from audit.content.loader import Content
from audit.files.atomic_write import make_folder, write
from audit.model import Audit, Lang, ReportDocument
from audit.publishing.formats import outputs
from audit.rendering import brand
from audit.rendering.brand import PLAIN, Brand
from audit.storage.audit_folder import PRIVATE

FILES = {"html": 1, "pdf": 2, "xlsx": 1, "docx": 3, "csv": 1}  # for each language, tested


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which files, where: formats by name, languages, the brand that signs them, Word templates of others."""

    out: Path
    formats: Sequence[str]
    langs: Sequence[Lang]
    brand: Brand = PLAIN
    templates: Path | None = None


def write_all(audit: Audit, content: Content, wanted: Wanted, earlier: Audit | None = None) -> Iterator[Path]:
    """Nothing is written before every file but the PDFs is made; their mishaps cost nothing but them."""
    from audit.publishing.libraries import others
    from audit.reporting.assemble import make_report

    document = make_report(audit, content, earlier, others())
    formats, langs, signed = wanted.formats, wanted.langs, wanted.brand
    data = {"report.json": (document.model_dump_json(indent=1) + "\n").encode()}
    ready = data if "json" in formats else {}
    ready = ready | dict(_on_screen(document, signed, formats, langs))
    ready |= dict(outputs(document, formats, langs, wanted.templates))
    make_folder(wanted.out)
    papers = (made for lang in langs if "pdf" in formats for made in _on_paper(document, lang, signed, data))
    for name, made in chain(ready.items(), papers):
        write(wanted.out / name, made, PRIVATE)
        yield wanted.out / name


def count(formats: Sequence[str], langs: Sequence[Lang]) -> int:
    """How many files that makes."""
    return ("json" in formats) + len(langs) * sum(FILES.get(one, 0) for one in set(formats))


def brand_of(folder: Path, given: Path | None) -> Brand:
    return brand.load(given) if given else brand.beside(folder)


def _on_screen(
    document: ReportDocument, signed: Brand, formats: Sequence[str], langs: Sequence[Lang]
) -> Iterator[tuple[str, bytes]]:
    if "html" in formats:
        from audit.rendering import html

        for lang in langs:
            yield f"report.{lang}.html", html.screen(document, lang, signed).encode()


def _on_paper(
    document: ReportDocument, lang: Lang, signed: Brand, data: Mapping[str, bytes]
) -> Iterator[tuple[str, bytes]]:
    """The report with its data and its workbook inside, and the summary alone."""
    from audit.rendering.pdf import render

    workbook = dict(outputs(document, ("xlsx",), (lang,)))
    printed = render.render(document, lang, signed, {**data, **workbook})
    yield f"report.{lang}.pdf", printed.report
    yield f"summary.{lang}.pdf", printed.summary
