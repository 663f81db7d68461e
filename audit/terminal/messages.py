"""The conversation's words in one language: messages, hints for keys or plain lines, names of ids."""

from dataclasses import dataclass
from typing import Any

from audit.content.loader import Content
from audit.model import Id, Lang


@dataclass(frozen=True)
class Tongue:
    """Speaks the content in one language; `plain`: to numbered lines instead of keys."""

    content: Content
    lang: Lang
    plain: bool = False

    def word(self, message: str) -> str:
        return self.content.messages[message].in_(self.lang)

    def hint(self, message: str) -> str:
        return self.word(f"{message}_plain" if self.plain else message)

    def text(self, message: str, **values: Any) -> str:
        return self.content.say(self.content.messages[message], **values).in_(self.lang)

    def name(self, thing: Id) -> str:
        return self.content.named(thing).in_(self.lang)
