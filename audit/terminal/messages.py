"""The conversation's words in one language: messages, hints for keys or plain lines, names of ids."""

from dataclasses import dataclass

from audit.content.loader import Content
from audit.i18n.messages import Messages
from audit.model import Id, Lang


@dataclass(frozen=True, kw_only=True)
class TerminalMessages(Messages):
    """The interview's messages; `plain`: for numbered lines instead of keys."""

    content: Content
    plain: bool

    def hint(self, message: Id) -> str:
        """What can be pressed or typed here."""
        return self.word(f"{message}_plain" if self.plain else message)

    def name(self, thing: Id) -> str:
        """What an id is called."""
        return self.of(self.content.named(thing))


def messages_of(content: Content, lang: Lang, plain: bool = False) -> TerminalMessages:
    """The content's messages in one language."""
    find = content.messages.__getitem__
    return TerminalMessages(lang, find, lambda: content.nouns, content=content, plain=plain)
