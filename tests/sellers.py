"""Voices of sellers."""

from audit.content.loader import Content
from audit.files.strict_yaml import parse
from audit.model import Audit, Voice
from audit.storage.voice_file import voice_from


def seller(content: Content, name: str, audit: Audit, answers: str) -> Voice:
    text = f"roles: [seller]\nanswers:\n{answers}"
    return voice_from(parse(text, name), content.questions, audit.as_of, name)
