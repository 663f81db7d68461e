"""The report on a screen: one file that asks for nothing, runs nothing, and says what the paper says."""

import re
from html import unescape

import pytest

from audit.model import LANGS, Lang
from audit.rendering import html as html_page
from tests.rendering.pages import both_languages, healthy, hostile, large, rich, words_of


def said(html: str) -> str:
    body = re.sub(r"<(svg|style)\b.*?</\1>", "", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).replace("\u00a0", " ").split())


@pytest.mark.parametrize("document", [rich, healthy, hostile, large], ids=lambda d: d.__name__)
def test_it_asks_for_nothing_and_runs_nothing(document: object) -> None:
    html = html_page.screen(document(), "ru")  # type: ignore[operator]
    addresses = re.findall(r"""(?:src|href|action|data|poster)=["']([^"']+)|url\(([^)]+)\)""", html)
    found = {first or second for first, second in addresses}
    assert all(one.startswith(("#", "data:font/woff2", "url(#")) or one in ("#possible",) for one in found), (
        found
    )
    assert "<script" not in html
    assert not re.search(r"<[^>]+\son\w+=", html)
    assert "default-src 'none'" in html
    assert "@import" not in html


@both_languages
def test_it_says_what_the_paper_says(lang: Lang) -> None:
    shown = said(html_page.screen(rich(), lang))
    for section in ("findings", "metrics", "answers", "method"):
        assert html_page.labels()[section].in_(lang) in shown
    for told in rich().findings:
        for text in (told.name, told.harm, told.monday, told.mended_when):
            assert " ".join(text.in_(lang).split()) in words_of("rich", lang)
            assert " ".join(text.in_(lang).split()) in shown


def test_details_are_folded_and_the_conclusions_are_not() -> None:
    html = html_page.screen(rich(), "en")
    folded = "".join(re.findall(r"<details>.*?</details>", html, re.DOTALL))
    assert folded.count("<summary>") > 9
    assert rich().answers[0].question.en.split(". ")[0] in said(folded)
    assert rich().headline.en not in said(folded)


def test_anchors_are_unique_and_every_link_has_one() -> None:
    for lang in LANGS:
        html = html_page.screen(rich(), lang)
        anchors = re.findall(r'\sid="([^"]+)"', re.sub(r"<svg\b.*?</svg>", "", html, flags=re.DOTALL))
        assert len(anchors) == len(set(anchors))
        assert set(re.findall(r'href="#([^"]+)"', html)) <= set(anchors)


def test_it_is_the_same_every_time() -> None:
    assert html_page.screen(rich(), "ru") == html_page.screen(rich(), "ru")
    assert len(html_page.screen(rich(), "ru").encode()) < 1_000_000
