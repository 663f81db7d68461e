"""Files written so that a kill at any moment loses nothing already saved, and never through a link."""

import contextlib
import os
import secrets
from pathlib import Path
from time import time

from audit.files.errors import refuse

ABANDONED = 3600  # seconds after which nobody is writing any more; our judgement


def write(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Replace `path` wholly or not at all: write beside, fsync, rename, fsync the folder.

    A symbolic link at `path` is replaced, not followed: what it pointed to stays as it was. What a killed
    writer left beside the file is cleared. Raises BadInput where the file cannot be written.
    """
    clear_abandoned(path)
    beside = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}.tmp")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as handle:
            handle.write(data)
            handle.flush()
            os.fsync(handle.fileno())
        beside.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        refuse("file_unwritable", str(path), value=error.strerror or str(error))


def clear_abandoned(path: Path) -> None:
    """Remove what earlier writers of a file left when they were killed; never what somebody still writes."""
    for left in path.parent.glob(f".{path.name}.*.tmp"):
        pid = left.name.removeprefix(f".{path.name}.").partition(".")[0]
        with contextlib.suppress(OSError):
            if not _is_alive(pid) or left.lstat().st_mtime < time() - ABANDONED:
                left.unlink()


def _is_alive(pid: str) -> bool:
    """Whether the process may still be at work; on Windows nobody can ask without harm."""
    if os.name == "nt" or not pid.isdecimal() or int(pid) == os.getpid():
        return True
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # another's process, or no number of one
        return True
    return True


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows cannot open a folder to sync it
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(path: Path) -> None:
    """Make a folder with those above it; a link to one will do, for its owner named it."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        refuse("folder_unwritable", str(path), value=error.strerror or str(error))


def make_own_folder(path: Path) -> None:
    """Make a folder that is the program's own, inside one the user named; a link there leads elsewhere."""
    refuse_link(path)
    make_folder(path)


def refuse_link(path: Path) -> None:
    if path.is_symlink():
        refuse("folder_is_link", str(path))
