"""The words of the pages in one language, and what renders them. Loads no content for a plain word."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from audit.files.strict_yaml import own

if TYPE_CHECKING:
    from audit.content.loader import Content
    from audit.files.errors import Complaint
    from audit.model import Lang, Text


@cache
def texts() -> Mapping[str, Mapping[str, str]]:
    """The words that only the pages need, by label and language."""
    tree: Mapping[str, Mapping[str, str]] = own(files("audit.questionnaires") / "web.yaml")
    return tree


def content() -> "Content":
    """The content, loaded when it is first needed."""
    from audit.content.loader import load

    return load()


@dataclass(frozen=True)
class Says:
    """Speaks in one language: the pages' own words first, then the interview's."""

    lang: "Lang"

    def word(self, label: str) -> str:
        if label in texts():
            return texts()[label][self.lang]
        return content().messages[label].in_(self.lang)

    def text(self, label: str, **values: Any) -> str:
        from audit.model import Text

        own_words = texts().get(label)
        template = Text(**own_words) if own_words else content().messages[label]
        return content().say(template, **values).in_(self.lang)

    def name(self, thing: str) -> str:
        return content().named(thing).in_(self.lang)

    def complaint(self, one: "Complaint") -> str:
        """A mistake in a file as a sentence; the page says no path beyond the file's name."""
        says = self.text(one.what, key=one.key[:80], value=one.value, file=_last(one.file), **one.more)
        return self.text("mistake_in", file=_last(one.file), says=says) if one.file else says


def _last(path: str) -> str:
    return path.replace("\\", "/").rpartition("/")[2]


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("audit.web", "assets"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def sheet() -> bytes:
    """The stylesheet of the pages."""
    return (files("audit.web") / "assets" / "web.css").read_bytes()


@cache
def sheet_name() -> str:
    """Its address changes with its bytes, so that a browser may keep it for ever."""
    return f"/static/web.{sha256(sheet()).hexdigest()[:12]}.css"


def page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page in the reader's language."""
    says: Says = request.state.says
    rendered = (
        _environment()
        .get_template(f"{template}.html.j2")
        .render(
            lang=says.lang,
            t=says.word,
            say=says.text,
            name=says.name,
            sheet=sheet_name(),
            path="/" + request.url.path.lstrip("/"),  # two slashes would name another host
            csrf=request.state.csrf,
            **values,
        )
    )
    return HTMLResponse(rendered, status)


def refusal(request: Request, status: int, label: str, **values: Any) -> HTMLResponse:
    """A page that says what happened and what to do."""
    says: Says = request.state.says
    said = says.text(label, **values) if values else says.word(label)
    return page(request, "refusal", status, said=said)


def in_lang(text: "Text", request: Request) -> str:
    says: Says = request.state.says
    return text.in_(says.lang)
