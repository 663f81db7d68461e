"""How a consultancy signs its reports: `brand.yaml` beside the audit, or shared by many."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from audit.files.errors import BadInput, Complaint, short
from audit.files.strict_yaml import Document, read
from audit.model import LANGS, Text
from audit.rendering import logo, styles
from audit.rendering.logo import Logo

FILE = "brand.yaml"
FIELDS = ("name", "logo", "accent", "dark", "contacts", "footer", "confidential", "templates")
LONGEST = 120  # characters that one line of the cover or the foot holds; our judgement
MOST_CONTACTS = 5  # lines the cover holds; our judgement
MOST_TEMPLATES = 40  # files; twice as many as are shipped; our judgement
LARGEST_TEMPLATE = 200_000  # bytes; the largest shipped one has 15 KB
LEAST_CONTRAST = {"accent": 4.5, "dark": 7.0}  # against white; WCAG 2.2, 1.4.3 and 1.4.6
WHITE = "#ffffff"
BASES = ("report.html.j2", "screen.html.j2")  # they hold language, title and policy: not for others


@dataclass(frozen=True, eq=False)
class Brand:
    """Checked and loaded whole: at rendering no file is read any more. `templates`: by name, their text."""

    name: Text | None = None
    logo: Logo | None = None
    accent: str = styles.ACCENT
    dark: str = styles.DARK
    contacts: tuple[Text, ...] = ()
    footer: Text | None = None
    confidential: Text | None = None
    folder: str = ""
    templates: Mapping[str, str] = field(default_factory=dict)


PLAIN = Brand()


def beside(audit: Path) -> Brand:
    """The brand in the audit's folder, if it has one."""
    path = audit / FILE
    return load(path) if path.exists() else PLAIN


def load(path: Path) -> Brand:
    """Raises BadInput with every mistake found, at once."""
    document = read(path)
    reader = _Reader(document, path.parent)
    made = Brand(
        name=reader.text("name"),
        logo=reader.logo(),
        accent=reader.colour("accent", styles.ACCENT),
        dark=reader.colour("dark", styles.DARK),
        contacts=reader.texts("contacts"),
        footer=reader.text("footer"),
        confidential=reader.text("confidential"),
        folder=str(path.parent / short(str(document.tree.get("templates", "")))),
        templates=reader.templates(),
    )
    reader.strangers()
    if reader.complaints:
        raise BadInput(*reader.complaints)
    return made


class _Reader:
    """Reads one brand.yaml field by field and collects what is wrong."""

    def __init__(self, document: Document, folder: Path) -> None:
        self.document, self.folder = document, folder
        self.complaints: list[Complaint] = []

    def _complain(self, what: str, key: str, value: object = "", **more: str) -> None:
        line = self.document.lines.get(key)
        self.complaints.append(Complaint(what, self.document.name, key, str(value)[:80], line, more))

    def strangers(self) -> None:
        for key in self.document.tree:
            if key not in FIELDS:
                self._complain("brand_unknown", key, allowed=", ".join(FIELDS))

    def text(self, key: str) -> Text | None:
        return self._text(key, self.document.tree[key]) if key in self.document.tree else None

    def texts(self, key: str) -> tuple[Text, ...]:
        lines = self.document.tree.get(key, [])
        if not isinstance(lines, list) or len(lines) > MOST_CONTACTS:
            self._complain("brand_contacts", key, most=str(MOST_CONTACTS))
            return ()
        said = [self._text(f"{key}.{at}", line) for at, line in enumerate(lines)]
        return tuple(line for line in said if line)

    def _text(self, key: str, given: Any) -> Text | None:
        """One line for both languages, or one for each."""
        halves = given if isinstance(given, dict) else dict.fromkeys(LANGS, given)
        right = set(halves) == set(LANGS) and all(isinstance(h, str) and h.strip() for h in halves.values())
        if not right or max(map(len, halves.values())) > LONGEST:
            self._complain("brand_text", key, most=str(LONGEST))
            return None
        return Text(**{lang: str(half).strip() for lang, half in halves.items()})

    def colour(self, key: str, otherwise: str) -> str:
        given = self.document.tree.get(key, otherwise)
        if not isinstance(given, str) or not re.fullmatch(r"#[0-9a-fA-F]{6}", given):
            self._complain("brand_colour", key, given)
            return otherwise
        ratio = styles.contrast(given.lower(), WHITE)
        if ratio < LEAST_CONTRAST[key]:
            self._complain(
                "brand_contrast", key, given, ratio=f"{ratio:.1f}", least=f"{LEAST_CONTRAST[key]:.1f}"
            )
        return given.lower()

    def logo(self) -> Logo | None:
        path = self._inside("logo")
        if path and not path.exists():
            self._complain("brand_no_logo", "logo", path)
            return None
        try:
            return logo.load(path) if path else None
        except BadInput as bad:
            self.complaints += bad.complaints
            return None

    def templates(self) -> Mapping[str, str]:
        """Read now and checked: regular files of known names inside the folder, no links out of it."""
        folder = self._inside("templates")
        if not folder:
            return {}
        if not folder.is_dir():
            self._complain("brand_no_folder", "templates", folder)
            return {}
        found = sorted(folder.iterdir())[: MOST_TEMPLATES + 1]
        return {path.name: self._template(path) for path in found if not path.name.startswith(".")}

    def _template(self, path: Path) -> str:
        if path.name not in overridable():
            self._complain(
                "template_unknown", "templates", path.name, allowed=", ".join(sorted(overridable()))
            )
        elif path.is_symlink() or not path.is_file() or path.stat().st_size > LARGEST_TEMPLATE:
            self._complain("template_no_file", "templates", path.name)
        else:
            return self._read(path)
        return ""

    def _read(self, path: Path) -> str:
        try:
            text = path.read_text("utf-8-sig")
        except (OSError, UnicodeDecodeError):
            self._complain("template_no_file", "templates", path.name)
            return ""
        if path.suffix == ".css" and "</" in text:  # it would end the style in the page for the screen
            self._complain("template_no_file", "templates", path.name)
        return text

    def _inside(self, key: str) -> Path | None:
        """A path below brand.yaml's own folder, wherever links lead."""
        given = self.document.tree.get(key)
        if given is None:
            return None
        path = self.folder / str(given)
        named = (
            isinstance(given, str) and given.isprintable()
        )  # a NUL ends a path, and is none of its letters
        if not named or not path.resolve().is_relative_to(self.folder.resolve()):
            self._complain("brand_outside", key, short(str(given)))
            return None
        return path


def overridable() -> frozenset[str]:
    """The shipped templates and stylesheets that a brand may replace."""
    return frozenset(styles.names()) - frozenset(BASES)
