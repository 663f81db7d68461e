"""The routes, and what every page needs: a language, a session, a form made for it, mistakes told."""

import contextlib
import logging
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from inspect import isawaitable
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from audit.files.errors import BadInput
from audit.web import audit_pages, people_pages, question_pages, report_pages, start
from audit.web.library import Library
from audit.web.pages import PageMessages, messages_in, page, refusal, sheet, sheet_name
from audit.web.respondent import PERSONAL
from audit.web.security import (
    GUESSES_PER_SECOND,
    MOST_GUESSES,
    Buckets,
    Guard,
    Repeats,
    TooLate,
    TooMuch,
    fingerprint,
    same,
)
from audit.web.session import Access, admitted, cookie_of, set_cookie

if TYPE_CHECKING:
    from audit.model import Lang

LOG = logging.getLogger("sales-audit.web")
Handler = Callable[[Request], Response | Awaitable[Response]]
Endpoint = Callable[[Request], Awaitable[Response]]
YEAR = 365 * 86_400  # seconds a browser may keep what never changes; the calendar
MOST_FIELDS = 2_000  # of a form; a table of 200 rows has five each; our judgement
MOST_FILES = 20  # mailed back and imported at once; our judgement


def make_app(
    library: Library,
    key: str,
    lang: "Lang | None",
    formats: Sequence[str],
    hosts: frozenset[str] = frozenset(),
) -> Guard:
    """The pages of a library of audits. `key` opens the auditor's; `hosts`: our names, empty: any.

    `lang`: for readers who chose none; where the auditor named none either, the browser says it.
    """
    app = Starlette(
        routes=_routes(),
        lifespan=_lifespan,
        exception_handlers={HTTPException: _not_found, Exception: _broken},
    )
    app.state.library = library
    app.state.key = fingerprint(key)
    app.state.lang = lang
    app.state.formats = tuple(formats)
    app.state.guesses = Buckets(MOST_GUESSES, GUESSES_PER_SECOND)
    app.state.repeats = Repeats()
    return Guard(app, hosts)


@contextlib.asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    yield
    if app.state.library.example:
        app.state.library.example.cleanup()


def _routes() -> list[Route]:
    both = ["GET", "POST"]
    talk: list[tuple[str, Handler]] = [
        ("/", question_pages.here),
        ("/answers", question_pages.answers),
        ("/done", question_pages.done),
        ("/section/{section}", question_pages.section),
        ("/question/{question}", question_pages.question),
        ("/question/{question}/{place}", question_pages.question),
    ]
    spoken = "/a/{name}/{depth}/{voice}"
    return [
        Route(sheet_name(), _sheet),
        Route("/enter", _page(start.enter, "all")),
        Route("/", _page(start.start, "desk")),
        Route("/new", _page(start.new, "desk"), methods=["POST"]),
        Route("/example", _page(start.example, "desk"), methods=["POST"]),
        Route("/a/{name}/", _page(audit_pages.home, "desk")),
        Route("/a/{name}/people", _page(people_pages.people, "desk"), methods=both),
        Route("/a/{name}/again", _page(audit_pages.again, "desk"), methods=["POST"]),
        Route("/a/{name}/verdict", _page(report_pages.verdict, "desk")),
        Route("/a/{name}/report", _page(report_pages.report, "desk")),
        Route("/a/{name}/outputs/{format}/{lang}", _page(report_pages.output, "desk")),
        Route("/answer/enter/{token}", _page(people_pages.enter, "all")),
        Route("/answer/switch/{token}", _page(people_pages.switch, "seat"), methods=["POST"]),
        *(Route(f"{spoken}{path}", _page(does, "desk"), methods=both) for path, does in talk),
        *(Route(f"{PERSONAL}{path}", _page(does, "seat"), methods=both) for path, does in talk),
    ]


async def _sheet(request: Request) -> Response:  # noqa: ARG001
    return Response(sheet(), media_type="text/css", headers={"Cache-Control": f"max-age={YEAR}, immutable"})


def _page(handler: Handler, access: Access) -> Endpoint:
    """An endpoint for those who may come in; mistakes are told on a page."""

    async def served(request: Request) -> Response:
        _introduced(request)
        if refused := request.state.refuse:
            return refusal(request, *refused)
        try:
            return _in_this_language(request, await _served(request, handler, access))
        except BadInput as bad:
            says: PageMessages = request.state.says
            return page(request, "refusal", 409, said=[says.complaint(one) for one in bad.complaints])
        except TooMuch:
            return refusal(request, 413, "refused_large")
        except TooLate:
            return refusal(request, 408, "refused_slow")
        except ClientDisconnect:  # nobody is there to read an answer
            return Response(status_code=400)

    return served


def _introduced(request: Request) -> None:
    """In which language this reader is spoken to."""
    chosen = (request.query_params.get("lang"), cookie_of(request, "lang"), request.app.state.lang)
    asked = (*chosen, *preferred(request.headers.get("accept-language", "")), "en")
    lang: Lang = next("ru" if one == "ru" else "en" for one in asked if one in ("ru", "en"))
    request.state.says, request.state.csrf = messages_in(lang), ""


def preferred(header: str) -> list[str]:
    """The languages of an Accept-Language header, the most wanted first."""
    found = [one.partition(";") for one in header.replace(" ", "").lower().split(",")]
    weighed = [(_weight(rest), tag.partition("-")[0]) for tag, _, rest in found]
    return [tag for weight, tag in sorted(weighed, key=lambda one: -one[0]) if weight > 0]


def _weight(parameter: str) -> float:
    """Of `q=0.8`; nothing said is all, nonsense is nothing."""
    try:
        return float(parameter.removeprefix("q=") or 1)
    except ValueError:
        return 0


async def _served(request: Request, handler: Handler, access: Access) -> Response:
    if access != "all" and (denied := admitted(request, access)):
        return denied
    if request.method != "POST":
        answer = handler(request)
        return await answer if isawaitable(answer) else answer
    try:
        form = await request.form(max_files=MOST_FILES, max_fields=MOST_FIELDS)
    except (UnicodeError, LookupError):  # in a charset of nobody's
        return refusal(request, 400, "refused_charset")
    request.state.form = form
    try:
        if not same(str(form.get("csrf", "")), request.state.csrf):
            return refusal(request, 403, "refused_form")
        return await run_in_threadpool(_at_once, handler, request)  # it waits for the disk
    finally:
        await form.close()


def _at_once(handler: Handler, request: Request) -> Response:
    """What a form does; only pages to look at are made piece by piece."""
    answer = handler(request)
    if not isinstance(answer, Response):
        raise TypeError(f"{handler} is for looking at")
    return answer


def _in_this_language(request: Request, answer: Response) -> Response:
    """Remembers the language that was asked for."""
    if request.query_params.get("lang") in ("ru", "en"):
        set_cookie(request, answer, "lang", request.query_params["lang"], "/")
    return answer


async def _not_found(request: Request, error: Exception) -> Response:
    _introduced(request)
    status = error.status_code if isinstance(error, HTTPException) else 404
    return refusal(request, status, "not_found" if status in (404, 405) else "refused_large")


async def _broken(request: Request, error: Exception) -> Response:
    """A fault of ours: where it happened is logged, what somebody wrote is not."""
    at = traceback.extract_tb(error.__traceback__)[-1]
    route = getattr(request.scope.get("route"), "path", "")
    LOG.error("%s %s: %s in %s, line %s", request.method, route, type(error).__name__, at.filename, at.lineno)
    _introduced(request)
    return refusal(request, 500, "refused_broken")
