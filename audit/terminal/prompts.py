"""How the terminal asks: arrow keys and check boxes where it can draw, numbered lines where it cannot.

Every prompt returns an answer or MENU ("?" was pressed: don't know, back, note ...).
Ctrl-C and a closed input come through as KeyboardInterrupt.
"""

import os
import shutil
import textwrap
from collections.abc import Callable, Sequence
from typing import Any, Final, Protocol, TypeVar
from unicodedata import category

from audit.model import Id

os.environ.setdefault(
    "PROMPT_TOOLKIT_NO_CPR", "1"
)  # a terminal that answers no cursor query costs 1 s a prompt


class Menu:
    """ "?" was pressed instead of an answer."""


MENU: Final = Menu()
Options = Sequence[tuple[Id, str]]
T = TypeVar("T")


class Prompts(Protocol):
    """What the conversation needs of a terminal. `check` returns a complaint, or None when all is well."""

    def say(self, text: str) -> None: ...

    def one(self, title: str, options: Options, default: Id | None, hint: str) -> Id | Menu: ...

    def many(
        self,
        title: str,
        options: Options,
        default: Sequence[Id],
        hint: str,
        check: Callable[[int], str | None],
    ) -> tuple[Id, ...] | Menu: ...

    def text(self, title: str, default: str, hint: str, check: Callable[[str], str | None]) -> str | Menu: ...


def _decoded(typed: str) -> str:
    """Without what no file could hold: bytes a terminal could not decode, keys that write no character."""
    readable = typed.encode("utf-8", "replace").decode()
    return "".join(" " if category(sign) == "Cc" and sign not in "\t\n\r" else sign for sign in readable)


def wrapped(text: str, indent: str = " ") -> str:
    """Lines that fit the terminal: prompts cut off what does not."""
    width = max(shutil.get_terminal_size().columns - len(indent) - 4, 30)
    lines = [
        textwrap.fill(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
        for line in text.split("\n")
    ]
    return "\n".join(lines)


class Drawn:
    """questionary, without its traps: no confirm, no search filter, no j/k, no English of its own."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say

    def say(self, text: str) -> None:
        self._say(wrapped(text, indent="    "))

    def one(self, title: str, options: Options, default: Id | None, hint: str) -> Id | Menu:
        import questionary

        choices = [questionary.Choice(wrapped(label, indent="     "), value) for value, label in options]
        known = default if default in dict(options) else None
        chosen: Id | Menu = self._asked(
            questionary.select(
                wrapped(title),
                choices,
                default=known,
                qmark="",
                instruction=f"\n{hint}",
                use_jk_keys=False,
                erase_when_done=True,
            )
        )
        return chosen

    def many(
        self,
        title: str,
        options: Options,
        default: Sequence[Id],
        hint: str,
        check: Callable[[int], str | None],
    ) -> tuple[Id, ...] | Menu:
        import questionary

        while True:
            choices = [
                questionary.Choice(wrapped(label, indent="       "), value, checked=value in default)
                for value, label in options
            ]
            chosen = self._asked(
                questionary.checkbox(
                    wrapped(title),
                    choices,
                    qmark="",
                    instruction=f"\n{hint}",
                    use_jk_keys=False,
                    erase_when_done=True,
                )
            )
            complaint = None if isinstance(chosen, Menu) else check(len(chosen))
            if complaint is None:
                return chosen if isinstance(chosen, Menu) else tuple(chosen)
            self.say(
                complaint
            )  # questionary's own place for it stays hidden where no cursor query is answered

    def text(self, title: str, default: str, hint: str, check: Callable[[str], str | None]) -> str | Menu:
        import questionary

        typed: str | Menu = self._asked(
            questionary.text(
                wrapped(title),
                default=default,
                validate=lambda typed: check(typed) or True,
                qmark="",
                instruction=f"\n{hint}\n",
                erase_when_done=True,
                validate_while_typing=False,
            ),
            untouched=default,
        )
        return typed if isinstance(typed, Menu) else _decoded(typed)

    def _asked(self, question: Any, untouched: str | None = None) -> Any:
        """`untouched`: the text before anything is typed; a question mark inside one's own text is text."""
        from prompt_toolkit.filters import Condition
        from prompt_toolkit.key_binding import KeyBindings, merge_key_bindings

        app = question.application
        keys = KeyBindings()
        fresh = Condition(lambda: untouched is None or app.current_buffer.text in ("", untouched))

        @keys.add("?", eager=True, filter=fresh)
        def _(event: Any) -> None:
            event.app.exit(result=MENU)

        app.key_bindings = merge_key_bindings([app.key_bindings, keys])
        try:
            return question.unsafe_ask()
        except EOFError:
            raise KeyboardInterrupt from None


class Plain:
    """Numbered lines that a screen reader follows, and any terminal can show."""

    def __init__(self, say: Callable[[str], None], wrong: str) -> None:
        self._say, self.wrong = say, wrong

    def say(self, text: str) -> None:
        self._say(wrapped(text, indent=""))

    def one(self, title: str, options: Options, default: Id | None, hint: str) -> Id | Menu:
        picked = self._picked(title, options, (default,) if default else (), hint, lambda n: n == 1)
        return picked if isinstance(picked, Menu) else picked[0]

    def many(
        self,
        title: str,
        options: Options,
        default: Sequence[Id],
        hint: str,
        check: Callable[[int], str | None],
    ) -> tuple[Id, ...] | Menu:
        return self._picked(title, options, default, hint, lambda n: check(n) is None)

    def text(self, title: str, default: str, hint: str, check: Callable[[str], str | None]) -> str | Menu:
        self.say(f"{title}\n{hint}")
        while True:
            typed = self._line(default) or default
            if typed == "?":
                return MENU
            complaint = check(typed)
            if complaint is None:
                return typed
            self.say(complaint)

    def _picked(
        self, title: str, options: Options, default: Sequence[Id], hint: str, enough: Callable[[int], bool]
    ) -> tuple[Id, ...] | Menu:
        self.say(f"{title}\n{hint}")
        numbers = {str(index): value for index, (value, _) in enumerate(options, 1)}
        for index, (_, label) in enumerate(options, 1):
            self.say(f"{index}. {label}")
        before = " ".join(n for n, value in numbers.items() if value in default)
        while True:
            typed = (self._line(before) or before).replace(",", " ").split()
            if typed == ["?"]:
                return MENU
            if all(t in numbers for t in typed) and enough(len(set(typed))):
                return tuple(value for n, value in numbers.items() if n in typed)
            self.say(self.wrong)

    def _line(self, default: str) -> str:
        while True:
            try:
                return _decoded(input(f"[{default}] > " if default else "> ").strip())
            except EOFError:
                raise KeyboardInterrupt from None
            except UnicodeDecodeError:
                self.say(self.wrong)
