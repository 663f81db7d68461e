"""Sheets of XLSX and tables of HTML, which Bitrix24 calls ".xls", row by row; nothing endless."""

import os
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

from audit.measure.cell_values import Cell
from audit.measure.export_bytes import (
    DAMAGED,
    HEAD,
    MOST_PACKED_TIMES,
    MOST_UNPACKED,
    Row,
    encoding_of,
    refuse,
    unpacked,
)

MOST_CELLS = 5_000_000  # of a sheet that is mostly empty; a full one has as many as it likes; our judgement
MOST_EMPTY = 30  # places of a sheet for each one filled; sparse reports have ten; our judgement
MOST_HTML = 60_000_000  # bytes; Bitrix24 writes 300 a deal; our judgement

CELL = re.compile(rb"\sr\s*=\s*[\"']([A-Z]{1,3})([0-9]{1,7})[\"']")  # where a cell says its place


def xlsx(path: Path) -> Callable[[], Iterator[Row]]:
    """The rows of the longest sheet. Raises BadInput for a damaged file, a bomb, a sheet of empty places."""
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


def html(path: Path, head: bytes) -> Callable[[], Iterator[Row]]:
    """The rows of a page's first table; `head`: how the file begins."""
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
        table = LexborHTMLParser(data.decode(encoding_of(path), "replace")).css_first("table")
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
