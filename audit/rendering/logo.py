"""A logo from outside: SVG rebuilt from a short list of shapes, PNG decoded and written anew, or refused."""

import base64
import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn
from xml.etree import ElementTree

from audit.files.errors import BadInput, Complaint

LARGEST_LOGO = 300_000  # bytes, ten times what plain shapes take; our judgement
MOST_ASPECT = 50  # as wide as it is high, or the reverse; longer ones nobody sees in a head; our judgement
MOST_PIXELS = 4000  # a side: 100 mm at 1000 dpi; our judgement
MOST_SHAPES = 2000  # a logo with more is a drawing; our judgement
DEEPEST = 40  # nested groups; our judgement

SVG = "{http://www.w3.org/2000/svg}"
SHAPES = frozenset(
    [
        "svg",
        "g",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "defs",
        "linearGradient",
        "radialGradient",
        "stop",
        "clipPath",
    ]
)
DROPPED = frozenset(("metadata", "title", "desc"))  # says nothing to the eye
ATTRIBUTES = frozenset(
    [
        "viewBox",
        "width",
        "height",
        "x",
        "y",
        "x1",
        "y1",
        "x2",
        "y2",
        "cx",
        "cy",
        "r",
        "rx",
        "ry",
        "fx",
        "fy",
        "d",
        "points",
        "transform",
        "id",
        "offset",
        "gradientUnits",
        "gradientTransform",
        "spreadMethod",
        "fill",
        "fill-rule",
        "fill-opacity",
        "stroke",
        "stroke-width",
        "stroke-linecap",
        "stroke-linejoin",
        "stroke-miterlimit",
        "stroke-opacity",
        "stroke-dasharray",
        "opacity",
        "clip-path",
        "clip-rule",
        "clipPathUnits",
        "stop-color",
        "stop-opacity",
        "preserveAspectRatio",
        "style",
        "class",
    ]
)
PLAIN_VALUE = re.compile(
    r"(?!.*(?:url\((?!#)|[<>&@\\{}\"']|expression|javascript)).*", re.IGNORECASE | re.DOTALL
)
PLAIN_STYLE = re.compile(  # rules for classes, as drawing programs write them
    r"(?!.*(?:url\((?!#)|[<>&@\\]|expression|javascript))[\w\s.#{}:;,%()\-]*", re.IGNORECASE | re.DOTALL
)


@dataclass(frozen=True)
class Logo:
    """A picture nothing can hide in, and how wide it is for its height."""

    data: bytes
    kind: str
    aspect: float

    @property
    def file(self) -> str:
        return "logo.png" if self.kind == "image/png" else "logo.svg"

    def address(self) -> str:
        return f"data:{self.kind};base64,{base64.b64encode(self.data).decode()}"


def load(path: Path) -> Logo:
    """Raises BadInput for anything that is no plain picture."""
    try:
        if not path.is_file():
            _refuse("file_missing", path)
        with path.open("rb") as handle:
            data = handle.read(LARGEST_LOGO + 1)
    except OSError as error:
        raise BadInput(Complaint("file_unreadable", str(path), value=error.strerror or "")) from error
    if len(data) > LARGEST_LOGO:
        _refuse("logo_too_large", path, f"{LARGEST_LOGO // 1000}")
    made = _png(path, data) if data.startswith(b"\x89PNG\r\n") else _svg(path, data)
    if not 1 / MOST_ASPECT <= made.aspect <= MOST_ASPECT:
        _refuse("logo_shape", path, str(MOST_ASPECT))
    return made


def _refuse(what: str, path: Path, value: str = "") -> NoReturn:
    raise BadInput(Complaint(what, str(path), value=value))


def _png(path: Path, data: bytes) -> Logo:
    """Decoded and encoded again: whatever else the file held stays behind."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=("PNG",)) as image:
            if max(image.size) > MOST_PIXELS:
                _refuse("logo_too_large", path, f"{MOST_PIXELS} px")
            plain = image.convert("RGBA")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        _refuse("logo_broken", path)
    target = io.BytesIO()
    plain.save(target, "PNG")
    return Logo(target.getvalue(), "image/png", plain.width / plain.height)


def _svg(path: Path, data: bytes) -> Logo:
    root = _parsed(path, data)
    if root.tag != f"{SVG}svg":
        _refuse("logo_broken", path)
    if sum(1 for _ in root.iter()) > MOST_SHAPES:
        _refuse("logo_too_large", path, f"{MOST_SHAPES} elements")
    plain = _rebuilt(path, root)
    aspect = _aspect(plain)
    if aspect is None:
        _refuse("logo_no_size", path)
    for size in ("width", "height"):
        plain.attrib.pop(size, None)
    ElementTree.register_namespace("", SVG.strip("{}"))
    return Logo(ElementTree.tostring(plain, encoding="utf-8"), "image/svg+xml", aspect)


def _parsed(path: Path, data: bytes) -> ElementTree.Element:
    """Without a document type: entities are how a small file becomes a large one, or another file."""
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data or b"\0" in data:
        _refuse("logo_refused", path, "<!DOCTYPE>")
    try:
        data.decode("utf-8")
        return ElementTree.fromstring(data)
    except (ElementTree.ParseError, UnicodeDecodeError, ValueError, LookupError):
        _refuse("logo_broken", path)


def _rebuilt(path: Path, element: ElementTree.Element, depth: int = 0) -> ElementTree.Element:
    """The element with what is known to be harmless; foreign marks are left out, live parts refused."""
    name = element.tag.removeprefix(SVG)
    made = ElementTree.Element(element.tag)
    if depth > DEEPEST:
        _refuse("logo_too_large", path, f"{DEEPEST} levels")
    if name == "style":
        if not PLAIN_STYLE.fullmatch(element.text or ""):
            _refuse("logo_refused", path, "<style>")
        made.text = element.text
        return made
    if name not in SHAPES:
        _refuse("logo_refused", path, f"<{name}>")
    for attribute, value in element.items():
        if attribute in ATTRIBUTES:
            if not PLAIN_VALUE.fullmatch(value):
                _refuse("logo_refused", path, attribute)
            made.set(attribute, value)
    children = (c for c in element if isinstance(c.tag, str) and (c.tag.startswith(SVG) or "}" not in c.tag))
    kept = (child for child in children if child.tag.removeprefix(SVG) not in DROPPED)
    made.extend([_rebuilt(path, child, depth + 1) for child in kept])
    return made


def _aspect(svg: ElementTree.Element) -> float | None:
    """Width by height, from the view box or, without one, from the sizes (which then become it)."""
    box = re.findall(r"-?[\d.]+", svg.get("viewBox", ""))
    if len(box) != 4:
        sizes = [re.match(r"[\d.]+", svg.get(size, "")) for size in ("width", "height")]
        if not all(sizes):
            return None
        box = ["0", "0", *(size[0] for size in sizes if size)]
        svg.set("viewBox", " ".join(box))
    try:
        wide, high = float(box[2]), float(box[3])
    except ValueError:
        return None
    return wide / high if wide > 0 and high > 0 else None
