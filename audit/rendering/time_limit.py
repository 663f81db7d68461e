"""Templates of somebody else end in time: they are filled in a process of their own, which can be stopped."""

import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

WORKER = Path(__file__).with_name("template_worker.py")
MOST_MEMORY = 2_000_000_000  # bytes, where a process can be held to them; ours take a tenth; our judgement
START = 30  # seconds a process may take to start on a slow machine; our judgement
OUT_OF_TIME = b"Timeout ("  # how Python begins what it says of a process that took too long

P = ParamSpec("P")
T = TypeVar("T")


class TooSlow(Exception):
    """`at_work`: the lines that were at work, innermost first, as Python's tracebacks name them."""

    def __init__(self, at_work: str) -> None:
        super().__init__("too slow")
        self.at_work = at_work


class Stopped(Exception):
    """The process ended by itself: short of memory, mostly."""


def within(seconds: float, function: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
    """What a function of a module gives, made in a process of its own. Raises TooSlow or Stopped.

    No loop, power or wordwrap of a template evades it, and debuggers and other threads are let alone.
    """
    asked = pickle.dumps((seconds, MOST_MEMORY, function, arguments, named))
    command = [sys.executable, "-P", str(WORKER)]
    try:
        done = subprocess.run(command, input=asked, capture_output=True, timeout=seconds + START, check=False)
    except subprocess.TimeoutExpired as late:
        raise TooSlow((late.stderr or b"").decode("utf-8", "replace")) from None
    if done.returncode and OUT_OF_TIME in done.stderr:
        raise TooSlow(done.stderr.decode("utf-8", "replace"))
    if done.returncode:
        raise Stopped(done.stderr.decode("utf-8", "replace")[-200:])
    made: T = pickle.loads(done.stdout)  # from a process of ours
    return made
