"""Somebody at a terminal: keys through a pipe, answers kept in memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from audit.content.loader import Content
from audit.interview.session import AskedQuestion, InterviewSession

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


ENTER, DOWN, SPACE = "\r", "\x1b[B", " "


class Saved:
    """A folder's stand-in: the states in the order in which they were saved."""

    def __init__(self) -> None:
        self.states: list[InterviewSession] = []
        self.said: list[str] = []

    def save(self, _before: InterviewSession, after: InterviewSession) -> None:
        self.states.append(after)


@contextmanager
def typing(keystrokes: str) -> Iterator[None]:
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_text(keystrokes)
        yield


def menu(content: Content, asked: AskedQuestion, entry: str) -> str:
    """The keys that open the menu and choose one of its entries."""
    short = ["why", "later", "back", "go_to", "leave", "return"]
    entries = (
        short
        if asked.question.sets
        else ["dont_know", "not_applicable", "note", "grade", "auditor_only", *short]
    )
    assert all(f"menu_{e}" in content.messages for e in entries)
    return "?" + DOWN * entries.index(entry) + ENTER
