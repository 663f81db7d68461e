"""What a user gave and cannot be used, as data.

A `Complaint` names the file, the place in it, the value and, by its id, whose words live in
`questionnaires/messages.yaml`, the way out. Only terminal and pages turn them into sentences.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

MOST_SHOWN = 80  # characters of a wrong value that a sentence repeats; our judgement


def short(text: str) -> str:
    """A wrong value as a sentence may repeat it: cut, and nothing in it that a terminal would obey."""
    return "".join(c if c.isprintable() else "�" for c in text[:MOST_SHOWN])


@dataclass(frozen=True)
class Complaint:
    """One mistake: `what` is a message id, the rest fills its sentence."""

    what: str
    file: str
    key: str = ""
    value: str = ""
    line: int | None = None
    more: Mapping[str, str] = field(default_factory=dict)


class BadInput(Exception):
    """What a user gave cannot be used; every mistake found, at once."""

    def __init__(self, *complaints: Complaint) -> None:
        super().__init__("; ".join(f"{c.file}: {c.what} {c.key} {c.value}".strip() for c in complaints))
        self.complaints = complaints


def refuse(what: str, name: str, **rest: Any) -> NoReturn:
    """Raises BadInput with a single complaint about a file."""
    raise BadInput(Complaint(what, name, **rest))
