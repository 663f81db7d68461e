"""No sentence of ours obliges anybody to what labour law forbids; one that does is not loaded."""

import pytest

from audit.content import loader
from audit.content.lawful_words import unlawful
from audit.content.loader import Content, ContentError
from audit.model import Text


def test_no_shipped_sentence_holds_a_forbidden_word(content: Content) -> None:
    assert list(unlawful(content.causes, content.law, content.prose)) == []


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("rule_sample", Text(ru="За опоздание — штраф.", en="Be on time.")),
        ("paper_by_hand", Text(ru="Отчёт сдают вовремя.", en="Whoever is late pays a fine.")),
        ("letter_why", Text(ru="Премии можно лишить.", en="Be on time.")),
    ],
)
def test_a_forbidden_word_is_found_in_either_language(sentence: str, text: Text, content: Content) -> None:
    assert [at for at, _ in unlawful({}, content.law, {sentence: text})] == [f"prose.yaml: {sentence}"]


def test_a_warning_may_name_it(content: Content) -> None:
    said = {"warning_money": Text(ru="Штраф незаконен.", en="A fine is unlawful.")}
    assert list(unlawful({}, content.law, said)) == []


def test_such_content_does_not_load(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loader, "unlawful", lambda *_: iter([("papers.yaml: paper_who", "fine")]))
    with pytest.raises(ContentError, match="paper_who"):
        loader.read()
