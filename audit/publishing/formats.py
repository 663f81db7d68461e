"""The files to start with, besides the report on paper: workbook, Word documents, task list."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from audit.model import Lang, ReportDocument


def outputs(
    document: ReportDocument, formats: Sequence[str], langs: Sequence[Lang], templates: Path | None = None
) -> Iterator[tuple[str, bytes]]:
    """Every file by its name; Word templates come from `templates` where they are there."""
    for lang in langs:
        if "xlsx" in formats:
            from audit.rendering import workbook

            yield f"scheme.{lang}.xlsx", workbook.render(document, lang)
        if "docx" in formats:
            from audit.rendering.word import render

            for kind in render.KINDS:
                yield f"{kind}.{lang}.docx", render.render(document, lang, kind, templates)
        if "csv" in formats:
            from audit.rendering import task_csv

            yield f"tasks.{lang}.csv", task_csv.render(document, lang)
