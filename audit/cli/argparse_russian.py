"""argparse's own words in Russian, from a gettext catalogue; in English it speaks for itself."""

from __future__ import annotations

import gettext
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audit.model import Lang

DOMAIN = "sales-audit"
CATALOGUES = Path(__file__).with_name("locale")  # `scripts/docs` compiles them


def speak(lang: Lang) -> None:
    """From here on argparse speaks this language, as it provides: by gettext's own domain."""
    os.environ["LANGUAGE"] = lang
    gettext.bindtextdomain(DOMAIN, CATALOGUES)
    gettext.textdomain(DOMAIN)


def asked_for(given: Sequence[str]) -> Lang | None:
    """The language of --lang, wherever it stands: help and mistakes are told before it is read."""
    for one, following in zip(given, (*given[1:], ""), strict=False):
        said = following if one == "--lang" else one.removeprefix("--lang=")
        if said in ("ru", "en") and one.startswith("--lang"):
            return "ru" if said == "ru" else "en"
    return None
