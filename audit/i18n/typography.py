"""What the report's fonts can print, and where its lines must not break."""

import re
import unicodedata

from audit.i18n.notation import NBSP

SHORT_WORDS = (
    "а|без|в|во|для|до|за|и|из|к|ко|на|не|ни|но|о|об|от|по|при|с|со|у|a|an|and|as|at|by|in|is|of|on|or|the|to"
)
GLUED = (  # where a line must not break
    re.compile(rf"(?<![\w-])({SHORT_WORDS}) (?=\S)", re.IGNORECASE),
    re.compile(r"([\d№]) (?=[\w%₽€])"),
    re.compile(r"(\S) (?=[–—] )"),
    re.compile(r"(?<=.{40})(\S{3}) (?=\S{1,5}$)"),  # no last line of one short word
)

UNPRINTABLE = re.compile(  # what XML forbids or what turns the direction of the text; people can paste it
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
INVISIBLE = re.compile("[\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\U000e0000-\U000e0fff]")  # joiners, selectors
COVERED = (  # the characters that every shipped face has; a test compares them with the fonts
    " -~\u00a0-\u0107\u010a-\u0113\u0116-\u011b\u011e-\u0123\u0126-\u0127\u012a-\u012b\u012e-\u0131"
    "\u0136-\u0137\u0139-\u013e\u0141-\u0148\u014a-\u014d\u0150-\u015b\u015e-\u0161\u0164-\u0165"
    "\u016a-\u017e\u0192\u0218-\u021b\u0237\u02bc\u02c6-\u02c7\u02d8-\u02dd\u0300-\u0304\u0306-\u0308"
    "\u030a-\u030c\u0326-\u0328\u0401-\u040c\u040e-\u044f\u0451-\u045c\u045e-\u045f\u0490-\u0493"
    "\u0496-\u049b\u04a0-\u04a3\u04aa-\u04ab\u04ae-\u04b3\u04b6-\u04b7\u04ba-\u04bb\u04c0"
    "\u04cf-\u04d1\u04d4-\u04d9\u04e2-\u04e3\u04e6-\u04e9\u04ee-\u04ef\u04f2-\u04f3\u1e80-\u1e85"
    "\u1e9e\u1ef2-\u1ef3\u2009\u2010\u2012-\u2014\u2018-\u201a\u201c-\u201e\u2020-\u2022\u2026"
    "\u202f-\u2030\u2039-\u203a\u2044\u2074\u2081-\u2084\u20ac\u20b4\u20b8\u20bd\u2116\u2122"
    "\u2190-\u2193\u2196-\u2199\u2206\u2212\u2215\u221a\u2248\u2264-\u2265"
)
STRANGE = re.compile(rf"[^\n\t{COVERED}]+")
SIGN = (
    "[?]"  # stands where the fonts have nothing: a system's font would look, and measure, like nobody knows
)


def typeset(text: str) -> str:
    for glued in GLUED:
        text = glued.sub(rf"\1{NBSP}", text)
    return text


def clean(text: str) -> str:
    """Without what HTML may not hold."""
    return UNPRINTABLE.sub("", text)


def printable(text: str) -> str:
    """Only what the shipped fonts have; emoji, hieroglyphs and other scripts become a visible sign."""
    plain = INVISIBLE.sub("", unicodedata.normalize("NFC", clean(text)))
    return STRANGE.sub(SIGN, plain)
