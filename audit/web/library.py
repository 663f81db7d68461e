"""The audits this server may open: the one it was started for, or those of a folder; and the example.

A name from an address is looked up here and never joined to a path.
"""

import re
import tempfile
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TypeVar

ONLY = "audit"  # the address of the one audit a server was started for
EXAMPLE = "example"
PLAIN = re.compile(r"[\w][\w.-]{0,80}")  # a folder's name that can stand in an address

T = TypeVar("T")


@dataclass
class Library:
    """Folders by name. `only`: the audit asked for; else every audit in `home`."""

    only: Path | None
    home: Path
    example: tempfile.TemporaryDirectory[str] | None = None
    read: dict[Path, tuple[object, object]] = field(default_factory=dict)
    turns: dict[Path, threading.Lock] = field(default_factory=dict)

    def folders(self) -> Mapping[str, Path]:
        """The audits there are, newest name last."""
        if self.only:
            found = {ONLY: self.only} if (self.only / "audit.yaml").exists() else {}
        else:
            there = sorted(self.home.iterdir()) if self.home.is_dir() else []
            found = {f.name: f for f in there if PLAIN.fullmatch(f.name) and (f / "audit.yaml").exists()}
        return {**found, **({EXAMPLE: Path(self.example.name)} if self.example else {})}

    def new(self) -> tuple[str, Path] | None:
        """A place for a new audit; None where the one asked for is there already."""
        if self.only:
            return None if (self.only / "audit.yaml").exists() else (ONLY, self.only)
        name = next(name for n in count(1) if not (self.home / (name := f"audit-{n}")).exists())
        return name, self.home / name

    def shown_example(self) -> str:
        """The example company, laid out where it is gone when the server ends."""
        from audit.storage.example import copy_to

        if self.example is None:
            self.example = tempfile.TemporaryDirectory(prefix="sales-audit-example-")
        copy_to(Path(self.example.name))
        return EXAMPLE

    def turn(self, path: Path) -> threading.Lock:
        """Who writes a file waits for whoever of this server writes it now."""
        return self.turns.setdefault(path, threading.Lock())

    def kept(self, path: Path, load: Callable[[], T]) -> T:
        """What a file holds, read again only when the file has changed: the disk is the only truth."""
        stamp = _stamp(path)
        known = self.read.get(path)
        if known is None or known[0] != stamp:
            self.read[path] = known = (stamp, load())
        return known[1]  # type: ignore[return-value]

    def wrote(self, path: Path, what: object) -> None:
        """What was just written need not be read back. The caller holds the file's lock."""
        self.read[path] = (_stamp(path), what)


def _stamp(path: Path) -> tuple[int, int, int]:
    there = path.stat()
    return there.st_mtime_ns, there.st_size, there.st_ino
