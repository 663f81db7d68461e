"""Gives what is made of the program's own sources, made once and kept beside them as Python keeps bytecode.

A file is trusted as far as the `.pyc` files around it. It is stale when a byte of what it was made of, of
the code in this room that reads it, or the version of pydantic is another than when it was made; then it is
made anew. Where it may not be written, or `PYTHONDONTWRITEBYTECODE` forbids it, all is made each time.
"""

import pickle
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import source_hash
from pathlib import Path
from typing import TypeVar

from pydantic import VERSION

from audit.files.atomic_write import make_folder, write
from audit.files.errors import BadInput

STAMP = 8  # bytes of the digest that Python's own hash-checked .pyc files use, PEP 552

T = TypeVar("T")


def shipped(package: str) -> Path:
    """The folder of a package of the program, with the files that came along in it."""
    return Path(import_module(package).__path__[0])


def compiled(kept: Path, sources: Sequence[Path], make: Callable[[], T]) -> T:
    """What `make` gives of `sources`, the files that shape it; from `kept`, a pickle, unless it is stale."""
    stamp = _stamp(sources)
    try:
        raw = kept.read_bytes()
        if raw[:STAMP] == stamp:
            return pickle.loads(raw[STAMP:])  # type: ignore[no-any-return]
    except Exception:  # a damaged pickle raises whatever it likes: it is made anew
        pass
    made = make()
    if not sys.dont_write_bytecode:
        try:
            make_folder(kept.parent)
            write(kept, stamp + pickle.dumps(made))
        except BadInput:  # nobody's mistake: the folder is somebody else's
            pass
    return made


def _stamp(sources: Sequence[Path]) -> bytes:
    read = [*sources, *sorted(Path(__file__).parent.glob("*.py"))]
    said = [f"{path.name} {len(text)}\n".encode() + text for path in read for text in [path.read_bytes()]]
    return source_hash(b"".join([VERSION.encode(), *said]))
