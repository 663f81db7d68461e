"""The bytes of an export, through gzip where they are packed so, and what refuses one that is no table."""

import gzip
import io
import zlib
from pathlib import Path
from typing import IO, Any, NoReturn

from audit.files.errors import BadInput, Complaint
from audit.measure.cell_values import Cell

Row = tuple[int, list[Cell]]  # the line in the file, and its cells

HEAD = 65_536  # bytes looked at to tell what a file is; our judgement
MOST_UNPACKED = 1_000_000_000  # bytes of an .xlsx unpacked; Excel's million rows stay below; our judgement
MOST_PACKED_TIMES = 300  # unpacked against packed: sheets reach 50, bombs a thousand; our judgement
SMALL = 10_000_000  # bytes that are no bomb, however small they were packed; our judgement
DAMAGED = (OSError, EOFError, zlib.error)  # what reading a damaged file raises


def refuse(what: str, path: Path, **rest: str) -> NoReturn:
    raise BadInput(Complaint(what, str(path), value=rest.pop("value", ""), more=rest))


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


def encoding_of(path: Path) -> str:
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
