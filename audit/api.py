"""For programs: an audit read, a report made, files rendered; offered by `audit` itself."""

from collections.abc import Mapping
from pathlib import Path

from audit.content.loader import load
from audit.model import Audit, Lang, ReportDocument
from audit.publishing.libraries import others
from audit.reporting import assemble
from audit.storage import audit_folder

FORMATS = ("html", "pdf", "xlsx", "docx", "csv", "json")


def load_audit(folder: str | Path) -> Audit:
    """The audit in a folder, with its voices and measurement.

    Raises `audit.files.errors.BadInput` with every mistake found in its files: file, key, value, line.
    """
    return audit_folder.load_known(Path(folder), load())


def make_report(audit: Audit, earlier: Audit | None = None) -> ReportDocument:
    """Everything the outputs print: sentences in both languages, raw numbers. Same audit, same document.

    `earlier`: the audit before, with which this one is compared.
    """
    return assemble.make_report(audit, load(), earlier, others())


def render(document: ReportDocument, kind: str, lang: Lang) -> Mapping[str, bytes]:
    """Files by name, in one language: "html", "pdf", "xlsx", "docx" (three), "csv", "json".

    Nothing is written. Raises ValueError for another kind.
    """
    if kind == "html":
        from audit.rendering.html import screen

        return {f"report.{lang}.html": screen(document, lang).encode()}
    if kind == "pdf":
        from audit.rendering.pdf.render import render as printed

        made = printed(document, lang)
        return {f"report.{lang}.pdf": made.report, f"summary.{lang}.pdf": made.summary}
    if kind == "json":
        return {"report.json": (document.model_dump_json(indent=1) + "\n").encode()}
    if kind in FORMATS:
        from audit.publishing.formats import outputs

        return dict(outputs(document, (kind,), (lang,)))
    raise ValueError(f"format {kind!r}; there are: {', '.join(FORMATS)}")
