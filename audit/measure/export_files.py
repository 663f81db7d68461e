"""Files as people export them: text in any usual encoding, XLSX, Bitrix24's HTML ".xls", packed or not."""

import csv
import gzip
import hashlib
import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import IO, NoReturn

from audit.files.errors import BadInput, Complaint
from audit.measure.cell_values import Cell

Row = tuple[int, list[Cell]]  # the line in the file, and its cells

HEAD = 65_536  # bytes looked at to tell what a file is; our judgement
LONGEST_LINE = 1_000_000  # characters; an export of 300 full columns has 0.1 million; our judgement
MOST_UNPACKED = 1_000_000_000  # bytes of an .xlsx unpacked; Excel's million rows stay below; our judgement
MOST_PACKED_TIMES = 300  # unpacked against packed: sheets reach 50, bombs a thousand; our judgement
MOST_COLUMNS = 2_000  # wider is no export of deals; our judgement
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
    except EOFError:
        refuse("export_broken", path)
    except OSError as error:
        refuse("file_unreadable", path, value=error.strerror or str(error))
    if not head.strip():
        refuse("file_empty", path)
    return head


def unpacked(path: Path) -> IO[bytes]:
    """The file's bytes, through gzip where they are packed so."""
    with path.open("rb") as handle:
        packed = handle.read(2) == b"\x1f\x8b"
    return gzip.open(path) if packed else path.open("rb")  # type: ignore[return-value]


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
            except (OSError, EOFError):
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
    except (OSError, EOFError):
        refuse("export_broken", path)
    return "utf-8-sig"


def _first_line(text: str) -> str:
    """The first line without what stands in quotes."""
    plain = "".join(part for i, part in enumerate(text.lstrip("\r\n").split('"')) if i % 2 == 0)
    return next((line for line in plain.splitlines() if line), "")  # tabs alone are a line


# --- sheets ----------------------------------------------------------------------------------------


def _xlsx(path: Path) -> Callable[[], Iterator[Row]]:
    try:
        with zipfile.ZipFile(path) as packed:
            inside = packed.infolist()
    except zipfile.BadZipFile:
        refuse("export_broken", path)
    total = sum(part.file_size for part in inside)
    if total > MOST_UNPACKED or total > MOST_PACKED_TIMES * path.stat().st_size:
        refuse("export_bomb", path)

    def rows() -> Iterator[Row]:
        from python_calamine import CalamineError, CalamineWorkbook

        try:
            sheets = CalamineWorkbook.from_path(str(path))
            names = sheets.sheet_names
            first = max((sheets.get_sheet_by_index(i) for i in range(len(names))), key=lambda s: s.height)
            top = (first.start or (0, 0))[0]
            for index, row in enumerate(first.to_python(skip_empty_area=True)):
                yield top + index + 1, [_cell(cell) for cell in row]
        except (CalamineError, OSError, ValueError):
            refuse("export_broken", path)

    return rows


def _cell(cell: object) -> Cell:
    """Times of day and spans without a date are kept as their text."""
    return cell if isinstance(cell, str | int | float | datetime | date) else str(cell)


class _Table(HTMLParser):
    """The cells of an HTML table, row by row."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Row] = []
        self._cell: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        if tag == "tr":
            self.rows.append((self.getpos()[0], []))
        elif tag in ("td", "th"):
            self._cell = []
        elif tag == "br" and self._cell is not None:
            self._cell.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th") and self._cell is not None and self.rows:
            self.rows[-1][1].append("".join(self._cell).strip())
            self._cell = None

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)


def _html(path: Path, head: bytes) -> Callable[[], Iterator[Row]]:
    if b"<t" not in head.lower():
        refuse("export_no_table", path)

    def rows() -> Iterator[Row]:
        table = _Table()
        with (
            unpacked(path) as raw,
            io.TextIOWrapper(raw, _encoding(path), errors="replace") as handle,
        ):
            while part := handle.read(HEAD):
                table.feed(part)
                while len(table.rows) > 1:
                    yield table.rows.pop(0)
        table.close()
        yield from table.rows

    return rows
