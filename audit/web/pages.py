"""The words of the pages in one language, and what renders them. Loads no content for a plain word."""

from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from audit.files.strict_yaml import own
from audit.i18n.messages import Messages
from audit.model import Lang, Text

if TYPE_CHECKING:
    from audit.content.loader import Content
    from audit.files.errors import Complaint


@cache
def texts() -> Mapping[str, Mapping[str, str]]:
    """The words that only the pages need, by label and language."""
    tree: Mapping[str, Mapping[str, str]] = own(files("audit.questionnaires") / "web.yaml")
    return tree


def content() -> "Content":
    """The content, loaded when it is first needed."""
    from audit.content.loader import load

    return load()


class PageMessages(Messages):
    """The pages' own words first, then the interview's; no content is loaded for a plain word."""

    def name(self, thing: str) -> str:
        """What an id is called."""
        return self.of(content().named(thing))

    def complaint(self, one: "Complaint") -> str:
        """A mistake in a file as a sentence; the page says no path beyond the file's name."""
        says = self.say(one.what, key=one.key[:80], value=one.value, file=_last(one.file), **one.more)
        return self.say("mistake_in", file=_last(one.file), says=says) if one.file else says


def messages_in(lang: Lang) -> PageMessages:
    """What the pages say, in one language."""
    return PageMessages(lang, _found, lambda: content().nouns)


def _found(label: str) -> Text:
    own_words = texts().get(label)
    return Text(**own_words) if own_words else content().messages[label]


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
    says: PageMessages = request.state.says
    rendered = (
        _environment()
        .get_template(f"{template}.html.j2")
        .render(
            lang=says.lang,
            t=says.word,
            say=says.say,
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
    says: PageMessages = request.state.says
    said = says.say(label, **values) if values else says.word(label)
    return page(request, "refusal", status, said=said)


def in_lang(text: "Text", request: Request) -> str:
    says: PageMessages = request.state.says
    return text.in_(says.lang)
