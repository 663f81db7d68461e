"""Files as people export them: text in any usual encoding, XLSX, Bitrix24's HTML ".xls", packed or not."""

import csv
import gzip
import hashlib
import io
import os
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any, NoReturn

from audit.files.errors import BadInput, Complaint
from audit.measure.cell_values import Cell

Row = tuple[int, list[Cell]]  # the line in the file, and its cells

HEAD = 65_536  # bytes looked at to tell what a file is; our judgement
LONGEST_LINE = 1_000_000  # characters; an export of 300 full columns has 0.1 million; our judgement
MOST_UNPACKED = 1_000_000_000  # bytes of an .xlsx unpacked; Excel's million rows stay below; our judgement
MOST_PACKED_TIMES = 300  # unpacked against packed: sheets reach 50, bombs a thousand; our judgement
SMALL = 10_000_000  # bytes that are no bomb, however small they were packed; our judgement
MOST_COLUMNS = 2_000  # wider is no export of deals; our judgement
MOST_CELLS = 5_000_000  # of a sheet that is mostly empty; a full one has as many as it likes; our judgement
MOST_EMPTY = 30  # places of a sheet for each one filled; sparse reports have ten; our judgement
MOST_HTML = 60_000_000  # bytes; Bitrix24 writes 300 a deal; our judgement
DAMAGED = (OSError, EOFError, zlib.error)  # what reading a damaged file raises
DELIMITERS = ";,\t|"


@dataclass(frozen=True)
class Export:
    """A file opened: its headings, its rows with their lines, and a digest to know it again."""

    name: str
    headers: tuple[str, ...]
    rows: Callable[[], Iterator[Row]]
    digest: str


def refuse(what: str, path: Path, **rest: str) -> NoReturn:
    raise BadInput(Complaint(what, str(path), value=rest.pop("value", ""), more=rest))


def open_export(path: Path) -> Export:
    """The file as a table. Raises BadInput where it is none."""
    head = _head(path)
    if head.startswith(b"PK"):
        rows = _xlsx(path)
    elif head.startswith(b"\xd0\xcf\x11\xe0"):
        refuse("export_old_excel", path)
    elif head.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<":
        rows = _html(path, head)
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


def unpacked(path: Path) -> IO[bytes]:
    """The file's bytes, through gzip where they are packed so. Raises BadInput for a bomb, as it unfolds."""
    with path.open("rb") as handle:
        packed = handle.read(2) == b"\x1f\x8b"
    return io.BufferedReader(_Unpacked(path)) if packed else path.open("rb")


class _Unpacked(io.RawIOBase):
    """A gzip file that must not unfold into more than any table."""

    def __init__(self, path: Path) -> None:
        self.path, self.read_so_far = path, 0
        self.most = min(MOST_UNPACKED, max(MOST_PACKED_TIMES * path.stat().st_size, SMALL))
        self.file = gzip.GzipFile(path)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self.file.read(len(buffer))
        buffer[: len(data)] = data
        self.read_so_far += len(data)
        if self.read_so_far > self.most:
            refuse("export_bomb", self.path)
        return len(data)

    def close(self) -> None:
        self.file.close()
        super().close()


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
    encoding = "utf-16" if wide else _encoding(path)
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


def _encoding(path: Path) -> str:
    """UTF-8 if all of the file is, else the Russian code page."""
    try:
        with unpacked(path) as raw, io.TextIOWrapper(raw, "utf-8", newline="") as handle:
            while handle.read(HEAD):
                pass
    except UnicodeDecodeError:
        return "cp1251"
    except DAMAGED:
        refuse("export_broken", path)
    return "utf-8-sig"


def _first_line(text: str) -> str:
    """The first line without what stands in quotes."""
    plain = "".join(part for i, part in enumerate(text.lstrip("\r\n").split('"')) if i % 2 == 0)
    return next((line for line in plain.splitlines() if line), "")  # tabs alone are a line


# --- sheets ----------------------------------------------------------------------------------------


CELL = re.compile(rb"\sr\s*=\s*[\"']([A-Z]{1,3})([0-9]{1,7})[\"']")  # where a cell says its place


def _xlsx(path: Path) -> Callable[[], Iterator[Row]]:
    try:
        with zipfile.ZipFile(path) as packed:
            inside = packed.infolist()
            total = sum(part.file_size for part in inside)
            if total > MOST_UNPACKED or total > MOST_PACKED_TIMES * path.stat().st_size:
                refuse("export_bomb", path)
            for part in inside:
                if part.filename.startswith("xl/worksheets/"):
                    with packed.open(part) as sheet:
                        _refuse_empty(sheet, path)
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        RuntimeError,
        ValueError,
        *DAMAGED,
    ):  # odd versions, locked
        refuse("export_broken", path)

    def rows() -> Iterator[Row]:
        from python_calamine import CalamineError, CalamineWorkbook

        try:
            with _hushed():
                sheets = CalamineWorkbook.from_path(str(path))
                names = sheets.sheet_names
                first = max((sheets.get_sheet_by_index(i) for i in range(len(names))), key=lambda s: s.height)
                top, cells = (first.start or (0, 0))[0], first.to_python(skip_empty_area=True)
        except (CalamineError, OSError, ValueError, OverflowError):
            refuse("export_broken", path)
        except BaseException as error:
            if type(error).__name__ != "PanicException":  # the reader's own despair, no exception of Python's
                raise
            refuse("export_broken", path)
        for index, row in enumerate(cells):
            yield top + index + 1, [_cell(cell) for cell in row]

    return rows


@contextmanager
def _hushed() -> Iterator[None]:
    """Without what the reader's own runtime writes to the terminal when a date is beyond its calendar."""
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _refuse_empty(sheet: IO[bytes], path: Path) -> None:
    """A cell at the end of an empty sheet: the reader would make every place before it, gigabytes of them."""
    rest, filled, last_row, last_column = b"", 0, 0, 0
    columns: set[bytes] = set()
    while part := sheet.read(HEAD * 16):
        text = rest + part
        rest = text[-20:]
        found = CELL.findall(text)
        filled += len(found)
        columns |= {column for column, _ in found}
        last_row = max(last_row, max((int(row) for _, row in found), default=0))
    last_column = max((_number_of(column) for column in columns), default=0)
    places = last_row * last_column
    if places > MOST_CELLS and places > MOST_EMPTY * filled:
        refuse("export_empty_sheet", path, value=f"{filled}", last=f"{last_row} × {last_column}")


def _number_of(column: bytes) -> int:
    """A is 1, Z 26, AA 27."""
    number = 0
    for letter in column:
        number = number * 26 + letter - 64
    return number


def _cell(cell: object) -> Cell:
    """Times of day and spans without a date are kept as their text."""
    return cell if isinstance(cell, str | int | float | datetime | date) else str(cell)


def _html(path: Path, head: bytes) -> Callable[[], Iterator[Row]]:
    if b"<t" not in head.lower():
        refuse("export_no_table", path)

    def rows() -> Iterator[Row]:
        from selectolax.lexbor import LexborHTMLParser

        with unpacked(path) as raw:
            try:
                data = raw.read(MOST_HTML + 1)
            except DAMAGED:
                refuse("export_broken", path)
        if len(data) > MOST_HTML:
            refuse("export_large_html", path, value=str(MOST_HTML // 1_000_000))
        table = LexborHTMLParser(data.decode(_encoding(path), "replace")).css_first("table")
        for number, row in enumerate(table.css("tr") if table else (), 1):
            yield number, [_words(cell) for cell in row.iter() if cell.tag in ("td", "th")]

    return rows


def _words(cell: Any) -> Cell:
    """A cell's text; a table within it stays out, for it would be told as often as it is deep."""
    if cell.css_first("table"):
        return ""
    for end in cell.css("br"):
        end.replace_with(" ")
    return str(cell.text()).strip()
