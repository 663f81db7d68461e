"""What may stand in what: HTML's rules for tags left out, and paper's for tables and lists."""

from collections.abc import Mapping, Sequence

BOXES = ("section", "div", "figure")  # hold blocks; words of their own become a paragraph
ONLY: Mapping[str, Sequence[str]] = {  # hold these and nothing else
    "ul": ("li",),
    "ol": ("li",),
    "table": ("caption", "thead", "tbody"),
    "thead": ("tr",),
    "tbody": ("tr",),
    "tr": ("th", "td"),
}
GROUPS = ("thead", "tbody")
ROWS = ("tr", *GROUPS)
CELLS = ("th", "td", *ROWS)
WALLS = ("article", *BOXES, "ul", "ol", "table")  # an end that is left out is never beyond these
ENDED_BY: Mapping[str, Sequence[str]] = {  # by which beginning, where the end is left out
    "p": ("article", *BOXES, *ONLY, "h1", "h2", "h3", "p", "li", "figcaption", "caption", "th", "td"),
    "li": ("li",),
    "caption": CELLS,
    "th": CELLS,
    "td": CELLS,
    "tr": ROWS,
    "thead": GROUPS,
    "tbody": GROUPS,
}


class Misplaced(Exception):
    """`what` stands within `holder`, where paper has no place for it."""

    def __init__(self, holder: str, what: str) -> None:
        super().__init__(holder, what)
        self.holder, self.what = holder, what
        self.allowed = ", ".join(f"<{tag}>" for tag in ONLY[holder])


def ended(opened: Sequence[str], tag: str) -> int:
    """How many of the open elements end where `tag` begins, the innermost first."""
    ends = 0
    for depth, outer in enumerate(reversed(opened), 1):
        if tag in ENDED_BY.get(outer, ()):
            ends = depth
        elif outer in WALLS:
            break
    return ends
