"""HTML as the typesetter gets it: no word is lost or obeyed, and no slip of a template goes unsaid."""

import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from audit.files.errors import BadInput
from audit.i18n import typography
from audit.rendering.pdf import html_tree, render
from audit.rendering.pdf.html_tree import Node, NotForPaper
from tests.rendering.brands import overridden
from tests.rendering.pages import healthy

DRAWN = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'>{}<path d='M0 0h9v9z'/></svg>"


def words(node: Node | str) -> str:
    return node if isinstance(node, str) else "".join(map(words, node.kids))


def shape(node: Node | str) -> str:
    """The tree in one line: `p(words b(more))`."""
    if isinstance(node, str):
        return node.strip()
    inside = " ".join(filter(None, map(shape, node.kids)))
    return f"{node.tag}({inside})"


# --- what people type ------------------------------------------------------------------------------

ODD = st.sampled_from(
    [
        *(
            "<svg",
            "</svg>",
            "<title>",
            "</table>",
            "<!--",
            "-->",
            "<![CDATA[",
            "]]>",
            "<?",
            "<",
            ">",
            "&",
            '"',
        ),
        *("&#0;", "&#xd800;", "&lt;", "&am", "&nbsp", "#", "$", "\\", "{{ x }}", "{% raw %}", "#import"),
        *(
            "\u2028",
            "\u200d",
            "\u00ad",
            "\u00a0",
            "\u202f",
            "\u202e",
            "\ud800",
            "\ufffe",
            "\0",
            "\x1f",
            "\x85",
        ),
        *("\r", "\r\n", "\t", "e\u0301", "👩🏽‍🍳", "سلام", "слово" * 12),
    ]
)


@given(st.lists(st.one_of(st.text(max_size=8), ODD), max_size=12).map("".join))
def test_what_anybody_types_is_printed_and_nothing_else(typed: str) -> None:
    paragraph = html_tree.tree(f"<p>{escape(typography.clean(typed))}</p>").elements()[0]
    assert not paragraph.elements()
    as_browsers_fold = re.sub(r"[ \t\r\n\f]+", " ", typography.clean(typed))
    expected = typography.printable(as_browsers_fold).replace("\u00ad", "")
    assert re.sub("[\u00ad\u200b]", "", words(paragraph)) == expected


@given(st.lists(st.one_of(st.text(max_size=8), ODD), max_size=12).map("".join))
def test_whatever_a_template_makes_is_a_tree_or_refused(made: str) -> None:
    with suppress(NotForPaper):
        assert html_tree.tree(typography.clean(made)).tag == "body"


# --- what templates of others leave out ------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>one<p>two", "p(one) p(two)"),
        ("<p>one<b>two<p>three", "p(one b(two)) p(b(three))"),
        ("<p>one<table><tr><td>two</table>three", "p(one) table(tbody(tr(td(two)))) p(three)"),
        ("<ul><li>one<li><p>two<li>three</ul>", "ul(li(one) li(p(two)) li(three))"),
        ("<ul><li>one<ul><li>in</ul><li>two</ul>", "ul(li(one ul(li(in))) li(two))"),
        (
            "<table><caption>one<thead><tr><th>two<th>three<tbody><tr><td>four<tr><td>five</table>",
            "table(caption(one) thead(tr(th(two) th(three))) tbody(tr(td(four)) tr(td(five))))",
        ),
        ("<b><p>one</b>two</p>", "b() p(b(one) two)"),
        ("one <b>two</b> three<p>four</p>five", "p(one b(two) three) p(four) p(five)"),
        ("<div>one<p>two</p></div>", "div(p(one) p(two))"),
        ("<p>one</p></div></b></title></head>two", "p(one) p(two)"),
        ("<table>one<tr><td>two</table>", "p(one) table(tbody(tr(td(two))))"),
        ("<table></table><ul></ul><p>one</p>", "p(one)"),
        ("<table><tbody><tr></tr></tbody></table>", ""),
        ("<p>1 < 2 & 3</p>", "p(1 < 2 & 3)"),
        ("<p>&#0;&#xd800;&nosuch;</p>", "p([?]&nosuch;)"),
    ],
)
def test_slips_are_read_as_a_browser_reads_them(html: str, expected: str) -> None:
    assert shape(html_tree.tree(f"<!DOCTYPE html>{html}")) == f"body({expected})"


@pytest.mark.parametrize(
    ("html", "named"),
    [
        ("<p>x</p><title>all that follows", "<title>"),
        ("<p>x</p><meta>", "<meta>"),
        ("<p>x</p><article class=cover>", "<article>"),
        ("<ul>one<li>two</ul>", "<ul> one"),
        ("<ol><p>one</p></ol>", "<ol> <p>"),
        ("<frameset>", "frameset"),
        ("<table><tr><td colspan=0>", "td colspan=0"),
        ("<table><tr><td colspan=-1>", "td colspan=-1"),
        ("<table><tr><th rowspan=abc>", "th rowspan=abc"),
        ("<table><tr><td rowspan=999999999>", "td rowspan=999999999"),
        ("<table><tr><td rowspan=²>", "td rowspan=²"),
        ("<table><caption>x</caption></table>", "<table>, 0 × <tr>"),
        ("<svg><p>x</p>", "<svg>, 0 × <title>"),
        (DRAWN.format(""), "<svg>, 0 × <title>"),
        (DRAWN.format("<title> </title>"), "<svg>, 0 × <title>"),
    ],
)
def test_what_paper_cannot_show_is_named(html: str, named: str) -> None:
    with pytest.raises(NotForPaper, match=re.escape(named)):
        html_tree.tree(html)


# --- the same, on its way to paper -----------------------------------------------------------------

WRONG: Sequence[tuple[str, str]] = (
    ("<ul>one</ul>", "template_not_for_paper"),
    ("<p>one " + DRAWN.format("<title>x</title>") + "</p>", "template_broken"),  # the typesetter warns
    ("<p id=one>x</p><a href='#two'>x</a>", "template_broken"),
    ("<h2></h2>", "template_broken"),
    ("<h2 id=''>x</h2>", "template_broken"),
    ("<h2 id=a>x</h2><h2 id=a>y</h2><a href='#a'>z</a>", "template_broken"),
    ("<p><a href='http://x/" + "a" * 9000 + "'>x</a></p>", "template_broken"),
    ("<div class=row>x</div>", "template_broken"),
    ("{% for a in range(99999) %}<p>one two three four five</p>{% endfor %}", "template_large"),
)


@pytest.mark.parametrize(("html", "wrong"), WRONG, ids=range(len(WRONG)))
def test_a_template_that_cannot_be_printed_is_a_sentence(html: str, wrong: str, tmp_path: Path) -> None:
    signed = overridden(tmp_path, f'<h1 id="method">x</h1>{html}')
    with pytest.raises(BadInput) as caught:
        render.render(healthy(), "en", signed)
    assert [one.what for one in caught.value.complaints] == [wrong]


def test_a_slip_within_a_template_is_printed_whole(tmp_path: Path) -> None:
    slips = "loose <b>words<p>first<p>second<table><tr><td>cell<td>other</table>behind it"
    made = render.render(healthy(), "en", overridden(tmp_path, f'<h1 id="method">x</h1>{slips}'))
    assert made.report.startswith(b"%PDF")


def test_a_company_of_any_length_has_a_report() -> None:
    """A string of PDF/A ends at 32,767 bytes; the title is one."""
    assert render.render(healthy().model_copy(update={"company": "Ы" * 20_000}), "ru").report
