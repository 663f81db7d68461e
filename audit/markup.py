"""The page's HTML as a tree for the typesetter: known elements only, white space as a browser sees it."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from itertools import groupby, pairwise

from audit import letters, nesting
from audit.words import NBSP

SPACE = re.compile(r"[ \t\r\n\f]+")  # what HTML folds into one; a space that must not break is none of them
DRAWING = re.compile(r"(<svg\b.*?</svg>)", re.DOTALL)
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
MARKS = re.compile(
    "[\u0300-\u036f]"
)  # that no letter has taken in: in a drawing they are no text a reader finds
MOST_SAID = 16_000  # characters: a string of PDF/A has 32,767 bytes, two for each; ISO 19005
VOID = ("br", "img", "meta")
UNPRINTED = ("head", "title", "meta")
THE_PAGE = ("html", "body", "article")
IN_LINE = ("a", "b", "strong", "span", "br", "img")
HOLDERS = (*THE_PAGE, *nesting.BOXES, *nesting.ONLY)
PRINTED = (*HOLDERS, "h1", "h2", "h3", "p", "li", "figcaption", "caption", "th", "td", *IN_LINE, "svg")
SPANS = ("colspan", "rowspan")
WIDEST = 1000  # columns or rows of one cell, as in a browser; with 999,999,999 memory runs out (tested)
LEADS = re.compile(r"#|https?://|mailto:")  # where a link may lead
ALLOWED = ", ".join(f"<{tag}>" for tag in PRINTED[3:])
DEEPEST = 20  # nested elements; three calls of the typesetter each, which allows 80 (tested)
LONGEST = 22  # letters of a word that fits the narrowest column of text; our judgement
PIECE = LONGEST // 2
UNBROKEN = re.compile(rf"[^\s\u00ad]{{{LONGEST + 1},}}")
WITHIN = re.compile(r"\w\w")
GLUED = re.compile(rf"(?:[^ {NBSP}]*{NBSP}){{9,}}")  # no sentence of ours glues as many words; tested
BREAK = "\u200b"  # where a line may break
SOFT_HYPHEN = "\u00ad"


class NotForPaper(Exception):
    """An element that paper has no look for, or that asks for a file."""


@dataclass(frozen=True)
class Node:
    """An element, by HTML's names; an `svg` holds its drawing and its title as attributes."""

    tag: str
    attributes: Mapping[str, str]
    kids: "list[Node | str]" = field(default_factory=list)

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
    """What is inside the body; of images only `pictures`.

    Raises NotForPaper or nesting.Misplaced, naming the element: what is not refused is printed.
    """
    reader = _Reader(pictures)
    for piece in DRAWING.split(html):
        if DRAWING.fullmatch(piece):
            reader.draw(piece)
        else:
            reader.feed(piece)
    reader.close()
    return _whole(reader.opened[0])


def _whole(node: Node) -> Node:
    """Words between blocks are a paragraph; in tables and lists nothing stands but their parts."""
    whole = [kid if isinstance(kid, str) else _whole(kid) for kid in node.kids]
    kids = [kid for kid in whole if isinstance(kid, str) or kid.tag not in nesting.ONLY or kid.kids]
    if node.tag in ("body", *nesting.BOXES):
        kids = _paragraphs(kids)
    for kid in kids if node.tag in nesting.ONLY else ():
        what = kid.strip() if isinstance(kid, str) else kid.tag
        if isinstance(kid, str) or what not in nesting.ONLY[node.tag]:
            raise nesting.Misplaced(node.tag, what)
    if node.tag == "table" and kids and all(kid.tag == "caption" for kid in kids if isinstance(kid, Node)):
        raise NotForPaper("table, 0 × <tr>")
    return Node(node.tag, node.attributes, kids)


def _paragraphs(kids: Sequence[Node | str]) -> list[Node | str]:
    found: list[Node | str] = []
    for loose, run in groupby(kids, key=_in_line):
        together = list(run)
        found += [Node("p", {}, together)] if loose and any(map(_says, together)) else together
    return found


def _in_line(part: Node | str) -> bool:
    return isinstance(part, str) or (part.tag in IN_LINE and all(map(_in_line, part.kids)))


def _says(part: Node | str) -> bool:
    return bool(part.strip()) if isinstance(part, str) else any(map(_says, part.kids))


class _Reader(HTMLParser):
    def __init__(self, pictures: Collection[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.pictures = pictures
        self.opened = [Node("body", {})]
        self.unprinted = 0

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        if tag in (*UNPRINTED, *THE_PAGE) and self.opened[0].kids:
            raise NotForPaper(tag)  # within the page it would take what follows along
        if tag in UNPRINTED:
            self.unprinted += tag not in VOID
            return
        has = {name: letters.printable(value or "") for name, value in attrs}
        if tag not in PRINTED:
            raise NotForPaper(tag)
        if tag == "tr" and self.opened[-1].tag == "table":
            self.handle_starttag("tbody", ())
        if ends := nesting.ended([node.tag for node in self.opened], tag):
            del self.opened[-ends:]
        if len(self.opened) > DEEPEST:
            raise NotForPaper(f"{tag}, {DEEPEST} deep")
        if tag == "img" and has.get("src") not in self.pictures:
            raise NotForPaper(f"img src={has.get('src')}")
        if tag == "a" and not LEADS.match(has.get("href", "")):
            raise NotForPaper(f"a href={has.get('href')}")
        if wrong := next((name for name in SPANS if not _spans(has.get(name, "1"))), None):
            raise NotForPaper(f"{tag} {wrong}={has[wrong]}")
        if tag == "svg":  # one that ends is a drawing
            raise NotForPaper("svg, 0 × </svg>")
        if tag in ("html", "body"):
            return
        node = Node(tag, has)
        self.opened[-1].kids.append(node)
        if tag not in VOID:
            self.opened.append(node)

    def handle_endtag(self, tag: str) -> None:
        if tag in UNPRINTED:
            self.unprinted = max(0, self.unprinted - 1)
        elif any(node.tag == tag for node in self.opened[1:]):
            while self.opened.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        """Spaces at the ends stand alone: the typesetter drops them where a line begins or ends."""
        here, folded = self.opened[-1], SPACE.sub(" ", data)
        words = folded.strip(" ")
        if self.unprinted or (not words and here.tag in HOLDERS):
            return
        if words:
            parts = (
                " " * folded.startswith(" "),
                breakable(letters.printable(words)),
                " " * folded.endswith(" "),
            )
            here.kids.extend(filter(None, parts))
        elif folded:
            here.kids.append(" ")

    def draw(self, drawing: str) -> None:
        title = TITLE.search(drawing)
        has = {
            "drawing": MARKS.sub("", letters.printable(drawing)),
            "alt": letters.printable(unescape(title[1])).strip()[:MOST_SAID] if title else "",
        }
        if not has["alt"]:  # what is drawn is said too
            raise NotForPaper("svg, 0 × <title>")
        self.opened[-1].kids.append(Node("svg", has))


def _spans(number: str) -> bool:
    return number.isascii() and number.isdigit() and 0 < int(number[:9]) <= WIDEST


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
