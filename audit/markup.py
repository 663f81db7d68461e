"""The page's HTML as a tree for the typesetter: known elements only, white space as a browser sees it."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser

from audit import letters

SPACE = re.compile(r"[ \t\r\n\f]+")  # what HTML folds into one; a space that must not break is none of them
DRAWING = re.compile(r"(<svg\b.*?</svg>)", re.DOTALL)
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
VOID = ("br", "img", "meta")
UNPRINTED = ("head", "title", "meta")
HOLDERS = ("html", "body", "article", "section", "div", "figure", "ul", "ol", "table", "thead", "tbody", "tr")
PRINTED = (
    *HOLDERS,
    *("h1", "h2", "h3", "p", "li", "figcaption", "caption", "th", "td"),
    *("a", "b", "strong", "span", "br", "img", "svg"),
)
LEADS = re.compile(r"#|https?://|mailto:")  # where a link may lead
ALLOWED = ", ".join(f"<{tag}>" for tag in PRINTED[3:])
DEEPEST = 20  # nested elements; three calls of the typesetter each, which allows 80 (tested)
LONGEST = 22  # letters of a word that fits the narrowest column of text; our judgement
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
    """What is inside the body; of images only `pictures`. Raises NotForPaper, naming the element."""
    reader = _Reader(pictures)
    for piece in DRAWING.split(html):
        if piece.startswith("<svg"):
            reader.draw(piece)
        else:
            reader.feed(piece)
    reader.close()
    return reader.opened[0]


class _Reader(HTMLParser):
    def __init__(self, pictures: Collection[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.pictures = pictures
        self.opened = [Node("body", {})]
        self.unprinted = 0

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        if tag in UNPRINTED:
            self.unprinted += tag not in VOID
            return
        has = {name: letters.printable(value or "") for name, value in attrs}
        if tag not in PRINTED:
            raise NotForPaper(tag)
        if len(self.opened) > DEEPEST:
            raise NotForPaper(f"{tag}, {DEEPEST} deep")
        if tag == "img" and has.get("src") not in self.pictures:
            raise NotForPaper(f"img src={has.get('src')}")
        if tag == "a" and not LEADS.match(has.get("href", "")):
            raise NotForPaper(f"a href={has.get('href')}")
        if tag in ("html", "body"):
            return
        node = Node(tag, has)
        self.opened[-1].kids.append(node)
        if tag not in VOID:
            self.opened.append(node)

    def handle_endtag(self, tag: str) -> None:
        if tag in UNPRINTED:
            self.unprinted -= 1
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
            "drawing": letters.printable(drawing),
            "alt": letters.printable(unescape(title[1])) if title else "",
        }
        self.opened[-1].kids.append(Node("svg", has))


def breakable(text: str) -> str:
    """Words too long for a column may break, with a hyphen that is only there where they do."""
    return re.sub(
        rf"\w{{{LONGEST + 1},}}",
        lambda word: SOFT_HYPHEN.join(re.findall(rf".{{1,{LONGEST // 2}}}", word[0])),
        text,
    )
