"""A value as a person sees and types it, the same in terminal and browser."""

from audit.content.answer_values import Mistake, number_of, refuse_unprintable
from audit.i18n import notation, wording
from audit.model import Lang, Question, Value


def shown(question: Question, value: Value, lang: Lang) -> str:
    """The value as the text of an input field; empty where there is none."""
    if question.kind == "country" and isinstance(value, str):
        return wording.country_name(value, lang)
    if isinstance(value, int | float):
        return notation.number(value, lang, "0.######")
    return value if isinstance(value, str) else ""


def meant(question: Question, typed: str) -> Value:
    """What was typed into a text, country or number field. Raises Mistake."""
    refuse_unprintable(typed, "value")
    if question.kind == "text":
        value: Value = typed.strip() or None
    elif question.kind == "country":
        value = wording.country_code(typed)
    else:
        return number_of(question, typed)
    if value is None:
        raise Mistake(question.kind)
    return value
