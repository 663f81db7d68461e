"""Files as people export them: text in any usual encoding, XLSX, Bitrix24's HTML ".xls", packed or not."""

import csv
import gzip
import hashlib
import io
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from audit.measure import sheets
from audit.measure.export_bytes import DAMAGED, HEAD, Row, encoding_of, refuse, unpacked

LONGEST_LINE = 1_000_000  # characters; an export of 300 full columns has 0.1 million; our judgement
MOST_COLUMNS = 2_000  # wider is no export of deals; our judgement
DELIMITERS = ";,\t|"


@dataclass(frozen=True)
class Export:
    """A file opened: its headings, its rows with their lines, and a digest to know it again."""

    name: str
    headers: tuple[str, ...]
    rows: Callable[[], Iterator[Row]]
    digest: str


def open_export(path: Path) -> Export:
    """The file as a table. Raises BadInput where it is none."""
    head = _head(path)
    if head.startswith(b"PK"):
        rows = sheets.xlsx(path)
    elif head.startswith(b"\xd0\xcf\x11\xe0"):
        refuse("export_old_excel", path)
    elif head.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<":
        rows = sheets.html(path, head)
    else:
        rows = _text(path, head)
    headers = next((row for _, row in rows() if any(str(cell or "").strip() for cell in row)), None)
    if headers is None:
        refuse("export_no_rows", path)
    if len(headers) > MOST_COLUMNS:
        refuse("export_too_wide", path, value=str(len(headers)))
    names = tuple(str(cell if cell is not None else "").strip() for cell in headers)
    return Export(str(path), names, lambda: _body(rows, len(names)), digest_of(path))


def _head(path: Path) -> bytes:
    try:
        if path.exists() and not path.is_file():
            refuse("file_is_folder" if path.is_dir() else "file_not_regular", path)
        with unpacked(path) as handle:
            head = handle.read(HEAD)
    except FileNotFoundError:
        refuse("file_missing", path)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        refuse("export_broken", path)
    except OSError as error:
        refuse("file_unreadable", path, value=error.strerror or str(error))
    if not head.strip():
        refuse("file_empty", path)
    return head


def digest_of(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _body(rows: Callable[[], Iterator[Row]], width: int) -> Iterator[Row]:
    """What follows the headings, every row as wide as they; a footer of a report is left to the reader."""
    body = (row for row in rows() if any(str(cell if cell is not None else "").strip() for cell in row[1]))
    next(body, None)
    for line, cells in body:
        yield line, [*cells[:width], *[None] * (width - len(cells))]


# --- text ------------------------------------------------------------------------------------------


def _text(path: Path, head: bytes) -> Callable[[], Iterator[Row]]:
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\x00" in head and not wide:
        refuse("export_binary", path)
    if len(head) == HEAD and b"\n" not in head and b"\r" not in head:
        refuse("export_one_line", path)
    encoding = "utf-16" if wide else encoding_of(path)
    text = head.decode(encoding, "ignore")
    delimiter = max(DELIMITERS, key=_first_line(text).count)

    def rows() -> Iterator[Row]:
        csv.field_size_limit(LONGEST_LINE)
        with unpacked(path) as raw, io.TextIOWrapper(raw, encoding, errors="replace", newline="") as handle:
            reader = csv.reader(_lines(handle, path), delimiter=delimiter)
            try:
                for row in reader:
                    yield reader.line_num, list(row)
            except csv.Error:
                refuse("export_quotes", path, value=str(reader.line_num))
            except DAMAGED:
                refuse("export_broken", path)

    return rows


def _lines(handle: io.TextIOWrapper, path: Path) -> Iterator[str]:
    """Line by line and none without end; NUL bytes become a mark that no number or date survives."""
    while line := handle.readline(LONGEST_LINE + 1):
        if len(line) > LONGEST_LINE:
            refuse("export_one_line", path)
        yield line.replace("\x00", "\ufffd")


def _first_line(text: str) -> str:
    """The first line without what stands in quotes."""
    plain = "".join(part for i, part in enumerate(text.lstrip("\r\n").split('"')) if i % 2 == 0)
    return next((line for line in plain.splitlines() if line), "")  # tabs alone are a line
