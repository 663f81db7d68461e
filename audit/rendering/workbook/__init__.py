"""The reporting workbook: entry, forms, roll-up, funnel and plan, all of it formulas; the same bytes twice.

English function names and nothing newer than 2010, so that Excel in any language, LibreOffice and Google
Sheets calculate alike.
"""

import io
from datetime import datetime

from audit.model import Lang, ReportDocument
from audit.rendering.workbook import entry, forms, funnel, lists, rollup, trend
from audit.rendering.workbook.sheets import Book

PLAIN = {  # what a user wrote is text, whatever it begins with
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def render(document: ReportDocument, lang: Lang) -> bytes:
    """The whole workbook in one language."""
    import xlsxwriter

    written = io.BytesIO()
    file = xlsxwriter.Workbook(written, PLAIN)
    book = Book(file, document, lang)
    _properties(book)
    entry.how_to(book)
    entry.setup(book)
    entry.logs(book)
    forms.forms(book)
    rollup.rollups(book)
    trend.trends(book)
    entry.plan(book)
    funnel.funnel(book)
    lists.metrics(book)
    lists.sources(book)
    lists.tasks(book)
    file.close()
    return written.getvalue()


def _properties(book: Book) -> None:
    at = book.document.as_of
    book.file.set_properties(
        {
            "title": book.say("how_title"),
            "author": book.document.made_by,
            "company": book.company,
            "created": datetime(at.year, at.month, at.day),  # never the clock: the same bytes twice
        }
    )
    book.file.set_calc_mode("auto")
