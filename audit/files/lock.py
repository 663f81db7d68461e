"""One writer at a time: a file is locked while it is changed."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from audit.files.atomic_write import clear_abandoned
from audit.files.errors import refuse


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold `path` as its only writer; the system lets go of it when the process ends, however it ends.

    Raises BadInput where somebody else holds it.
    """
    from filelock import FileLock, Timeout  # loads asyncio, which only writers wait for

    lock = FileLock(path.with_name(f".{path.name}.lock"), timeout=0)
    try:
        lock.acquire()
    except Timeout:
        refuse("file_locked", str(path))
    except OSError as error:
        refuse("file_unwritable", str(path), value=error.strerror or str(error))
    try:
        clear_abandoned(path)
        yield
    finally:
        lock.release()
