"""The task list as CSV, fit for import into a tracker and safe to open in a spreadsheet."""

import csv
import io
import re

from audit.i18n.labels import office_messages
from audit.model import Lang, ReportDocument

FORMULA = re.compile(r"[\s\ufeff]*[=+\-@\t\r]")  # what a spreadsheet would run; CWE-1236
HEADS = ("number", "task", "part_of", "owner", "week", "starts", "due", "effort", "shown_by")


def render(document: ReportDocument, lang: Lang) -> bytes:
    """Comma-separated UTF-8 with a mark, by which Excel knows it; days as ISO 8601."""
    words = office_messages(lang)
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\r\n")
    rows.writerow([words.say(head) for head in HEADS])
    for task in document.papers.tasks:
        texts = [task.id, words.of(task.what), words.of(task.part_of), words.of(task.owner)]
        days = [str(task.week), task.starts.isoformat(), task.due.isoformat()]
        rest = [words.say(f"effort_{task.effort}"), words.of(task.shown_by)]
        rows.writerow([plain(cell) for cell in (*texts, *days, *rest)])
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def plain(cell: str) -> str:
    """A cell that begins like a formula is marked as text."""
    return f"'{cell}" if FORMULA.match(cell) else cell
