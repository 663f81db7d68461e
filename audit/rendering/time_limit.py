"""A template of somebody else's ends in time, loops within loops too: a sentence, and nothing hangs."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from types import FrameType
from typing import Any

OF_OTHERS = "<template>"  # what Jinja calls the file of a template that was handed over as text


class TooSlow(Exception):
    """`template`: the one of theirs that was at work."""

    def __init__(self, template: str) -> None:
        super().__init__(template)
        self.template = template


@contextmanager
def patience(seconds: float) -> Iterator[None]:
    """Raises TooSlow from within what takes longer; looks at the clock at every line of their templates.

    The interpreter's own hook: it works in any thread and on every system, and a loop cannot evade it.
    """
    end, before = monotonic() + seconds, sys.gettrace()

    def look(frame: FrameType, event: str, argument: Any) -> Any:  # noqa: ARG001
        if monotonic() > end:
            raise TooSlow(_at_work(frame))
        return look if frame.f_code.co_filename == OF_OTHERS else None

    sys.settrace(look)
    try:
        yield
    finally:
        sys.settrace(before)


def _at_work(frame: FrameType | None) -> str:
    """The innermost of their templates; a compiled one has its name among its globals."""
    while frame:
        if frame.f_code.co_filename == OF_OTHERS:
            return str(frame.f_globals["name"])
        frame = frame.f_back
    return ""
