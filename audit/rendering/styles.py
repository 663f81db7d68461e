"""Stylesheets and charts in a brand's two colours; contrast by WCAG 2.2."""

import base64
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from markupsafe import Markup

from audit.rendering import charts

ACCENT, DARK = charts.TEAL, charts.INK  # the colours a brand may replace
COVER = "#0f1c33"  # the dark of the cover
# as light as the shipped ones; our judgement
TINTS = {
    "#d8e9e7": 0.84,
    "#e3efee": 0.88,
    charts.LIGHT_TEAL: 0.52,
    "#7fd1c7": 0.48,
}  # of the accent, in white
SHADE = "#0b4a4a"  # the accent as text on its own tint
SHADE_OF_BLACK = 0.33  # as the shipped colours; our judgement
COVER_RULES = "#3b4d6b"
RULES_OF_WHITE = 0.2  # as the shipped colours; our judgement

SCREEN_FONTS = {  # the faces the design needs, unchanged but for WOFF2
    ("Golos Text", 400): "GolosText_400Regular",
    ("Golos Text", 600): "GolosText_600SemiBold",
    ("Source Serif 4", 600): "SourceSerif4_600SemiBold",
}


def contrast(one: str, other: str) -> float:
    """The ratio of two colours' luminances, 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [part / 255 for part in _parts(colour)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _parts(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


def mixed(colour: str, other: str, share: float) -> str:
    """A colour with a share of another in it."""
    pairs = zip(_parts(colour), _parts(other), strict=True)
    return "#" + "".join(f"{round(mine + (their - mine) * share):02x}" for mine, their in pairs)


@cache
def palette(accent: str, dark: str) -> Mapping[str, str]:
    """What becomes of the shipped colours; empty where they stay."""
    changed: dict[str, str] = {}
    if accent != ACCENT:
        changed = {ACCENT: accent, SHADE: mixed(accent, "#000000", SHADE_OF_BLACK)}
        changed |= {tint: mixed(accent, "#ffffff", share) for tint, share in TINTS.items()}
    if dark != DARK:
        changed |= {DARK: dark, COVER: dark, COVER_RULES: mixed(dark, "#ffffff", RULES_OF_WHITE)}
    return changed


def in_colours(css: str, colours: Mapping[str, str]) -> str:
    return re.sub(r"#[0-9a-f]{6}\b", lambda found: colours.get(found[0], found[0]), css) if colours else css


def drawn_in(drawing: Markup, colours: Mapping[str, str]) -> Markup:
    """A chart in other colours; only its attributes are touched, never words (quotes in them are escaped)."""
    if not colours:
        return drawing
    attribute = re.compile(r'((?:fill|stroke)=")(#[0-9a-f]{6})(?=")')
    return Markup(attribute.sub(lambda found: found[1] + colours.get(found[2], found[2]), str(drawing)))


def names() -> list[str]:
    """The shipped templates and stylesheets."""
    return [f.name for f in files("audit.report_templates").iterdir() if f.name.endswith((".j2", ".css"))]


@cache
def shipped(name: str) -> str:
    return (files("audit.report_templates") / name).read_text("utf-8")


@cache
def fonts_for_screen() -> str:
    """Three faces inside the page itself: the file asks for nothing."""
    faces = []
    for (family, weight), name in SCREEN_FONTS.items():
        data = (files("audit.report_templates") / "fonts" / f"{name}.woff2").read_bytes()
        source = f"data:font/woff2;base64,{base64.b64encode(data).decode()}"
        faces.append(f'@font-face{{font-family:"{family}";font-weight:{weight};src:url({source})}}')
    return "\n".join(faces)
