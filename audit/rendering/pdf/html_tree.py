"""The page's HTML as a tree for the typesetter: known elements only, white space as a browser sees it.

The contract between page and paper, all of it. `rendering/html` makes one page of HTML for paper and
screen, so that both say the same; templates of others may change it. Here it is read as a browser reads it
and becomes a tree of `Node`: a tag of PRINTED, its attributes, its children or text; what paper cannot show
raises `NotForPaper`, named. The tree goes to the typesetter as JSON, `{"tag": "p", "class": [...], "has":
{...}, "kids": [...]}`, kids being nodes, text or drawings as SVG, and `report_templates/paper.typ` has a
rule for each tag and class. Nothing else passes: no path, style or script.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from selectolax.lexbor import LexborHTMLParser, LexborNode

from audit.i18n import typography
from audit.i18n.notation import NBSP

BOXES = ("body", "section", "div", "figure")  # hold blocks; words of their own become a paragraph
ONLY: Mapping[str, Sequence[str]] = {  # hold these and nothing else
    "ul": ("li",),
    "ol": ("li",),
    "table": ("caption", "thead", "tbody"),
    "thead": ("tr",),
    "tbody": ("tr",),
    "tr": ("th", "td"),
}
IN_LINE = ("a", "b", "strong", "span", "br", "img")
HOLDERS = (*BOXES, "article", *ONLY)
PRINTED = (*HOLDERS, "h1", "h2", "h3", "p", "li", "figcaption", "caption", "th", "td", *IN_LINE, "svg")
SPANS = ("colspan", "rowspan")
WIDEST = 1000  # columns or rows of one cell, as in a browser; with 999,999,999 memory runs out (tested)
DEEPEST = 20  # nested elements; three calls of the typesetter each, which allows 80 (tested)
LEADS = re.compile(r"#|https?://|mailto:")  # where a link may lead

SPACE = re.compile(r"[ \t\r\n\f]+")  # what HTML folds into one; a space that must not break is none of them
MARKS = re.compile("[\u0300-\u036f]")  # loose ones: in a drawing no reader finds them as text
MOST_SAID = 16_000  # characters: a string of PDF/A has 32,767 bytes, two for each; ISO 19005
LONGEST = 22  # letters of a word that fits the narrowest column of text; our judgement
PIECE = LONGEST // 2
UNBROKEN = re.compile(rf"[^\s\u00ad]{{{LONGEST + 1},}}")
WITHIN = re.compile(r"\w\w")
GLUED = re.compile(rf"(?:[^ {NBSP}]*{NBSP}){{9,}}")  # no sentence of ours glues as many words; tested
BREAK = "\u200b"  # where a line may break
SOFT_HYPHEN = "\u00ad"


class NotForPaper(Exception):
    """`what` has no look on paper where it stands, or asks for a file; `allowed` would do there."""

    def __init__(self, what: str, allowed: Sequence[str] = PRINTED[2:]) -> None:
        super().__init__(what)
        self.what, self.allowed = what, ", ".join(f"<{tag}>" for tag in allowed)


@dataclass(frozen=True)
class Node:
    """An element, by HTML's names; an `svg` holds its drawing and its title as attributes."""

    tag: str
    attributes: Mapping[str, str]
    kids: "Sequence[Node | str]" = field(default_factory=list)

    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    def elements(self) -> "list[Node]":
        return [kid for kid in self.kids if isinstance(kid, Node)]

    def as_json(self) -> Mapping[str, object]:
        return {
            "tag": self.tag,
            "class": self.classes(),
            "has": self.attributes,
            "kids": [kid if isinstance(kid, str) else kid.as_json() for kid in self.kids],
        }


def tree(html: str, pictures: Collection[str] = ()) -> Node:
    """What is inside the body; of images only `pictures`. What is not refused, by NotForPaper, is printed."""
    body = LexborHTMLParser(html).body
    if body is None:
        raise NotForPaper("frameset")
    first = next((kid for kid in _kids(body) if not kid.is_text_node), None)
    cover = first.mem_id if first is not None and first.tag == "article" else None
    return _element(body, _Allowed(pictures, cover), 0)


@dataclass(frozen=True)
class _Allowed:
    """Images by name, and the one article, which is the cover."""

    pictures: Collection[str]
    cover: int | None


def _kids(node: LexborNode) -> Iterator[LexborNode]:
    kid = node.child
    while kid is not None:
        if not kid.is_comment_node:
            yield kid
        kid = kid.next


def _element(node: LexborNode, allowed: _Allowed, depth: int) -> Node:
    tag = str(node.tag)
    if depth > DEEPEST:
        raise NotForPaper(f"<{tag}>, {DEEPEST} deep")
    if tag == "svg":
        return _drawing(node)
    has = {name: typography.printable(value or "") for name, value in node.attributes.items()}
    _check(tag, has, node, allowed)
    kids: list[Node | str] = []
    for kid in _kids(node):
        kids += _said(kid, tag) if kid.is_text_node else [_element(kid, allowed, depth + 1)]
    kids = [kid for kid in kids if isinstance(kid, str) or kid.tag not in ONLY or kid.kids]
    _check_parts(tag, kids)
    return Node(tag, has, _paragraphs(kids) if tag in BOXES else kids)


def _check(tag: str, has: Mapping[str, str], node: LexborNode, allowed: _Allowed) -> None:
    if tag not in PRINTED or (tag == "article" and node.mem_id != allowed.cover):
        raise NotForPaper(f"<{tag}>")
    if tag == "img" and has.get("src") not in allowed.pictures:
        raise NotForPaper(f"<img src={has.get('src')}>")
    if tag == "a" and not LEADS.match(has.get("href", "")):
        raise NotForPaper(f"<a href={has.get('href')}>")
    for name in SPANS:
        number = has.get(name, "1")
        if not (number.isascii() and number.isdigit() and 0 < int(number[:9]) <= WIDEST):
            raise NotForPaper(f"<{tag} {name}={number}>")


def _check_parts(tag: str, kids: Sequence[Node | str]) -> None:
    """In tables and lists nothing stands but their parts; a table has rows."""
    for kid in kids if tag in ONLY else ():
        if isinstance(kid, str):
            raise NotForPaper(f"<{tag}> {kid}", ONLY[tag])
        if kid.tag not in ONLY[tag]:
            raise NotForPaper(f"<{tag}> <{kid.tag}>", ONLY[tag])
    if tag == "table" and kids and all(kid.tag == "caption" for kid in kids if isinstance(kid, Node)):
        raise NotForPaper("<table>, 0 × <tr>", ("tr",))


def _paragraphs(kids: Sequence[Node | str]) -> list[Node | str]:
    """Words between blocks are a paragraph."""
    found: list[Node | str] = []
    for loose, run in groupby(kids, key=_in_line):
        together = list(run)
        found += [Node("p", {}, together)] if loose and any(map(_says, together)) else together
    return found


def _in_line(part: Node | str) -> bool:
    return isinstance(part, str) or (part.tag in IN_LINE and all(map(_in_line, part.kids)))


def _says(part: Node | str) -> bool:
    return bool(part.strip()) if isinstance(part, str) else any(map(_says, part.kids))


def _said(node: LexborNode, holder: str) -> list[str]:
    """Spaces at the ends stand alone: the typesetter drops them where a line begins or ends."""
    folded = SPACE.sub(" ", node.text_content or "")
    words = folded.strip(" ")
    if not words:
        return [" "] if folded and holder not in HOLDERS else []
    parts = (" " * folded.startswith(" "), breakable(typography.printable(words)), " " * folded.endswith(" "))
    return [part for part in parts if part]


def _drawing(node: LexborNode) -> Node:
    title = next((kid for kid in _kids(node) if kid.tag == "title"), None)
    said = typography.printable(title.text() if title else "").strip()[:MOST_SAID]
    if not said:  # what is drawn is said too
        raise NotForPaper("<svg>, 0 × <title>", ("title",))
    drawn = (node.html or "").replace("&nbsp;", NBSP)  # HTML's own name, unknown to XML
    return Node("svg", {"drawing": MARKS.sub("", typography.printable(drawn)), "alt": said})


def breakable(text: str) -> str:
    """What is too long for a column may break: a word with a hyphen that is only there where it does."""
    text = UNBROKEN.sub(lambda run: "".join(_in_pieces(run[0])), text)
    return GLUED.sub(lambda run: run[0].replace(NBSP, NBSP + BREAK), text)


def _in_pieces(run: str) -> Iterator[str]:
    pieces = [run[at : at + PIECE] for at in range(0, len(run), PIECE)]
    for piece, following in pairwise(pieces):
        within_a_word = WITHIN.fullmatch(piece[-1] + following[0])
        yield piece + (SOFT_HYPHEN if within_a_word else BREAK)
    yield pieces[-1]
