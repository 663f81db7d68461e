"""The routes, and what every page needs: a language, a session, a form made for it, mistakes told."""

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from importlib import import_module
from inspect import isawaitable
from typing import TYPE_CHECKING, Literal

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from audit.files.errors import BadInput
from audit.web.library import Shelf
from audit.web.pages import Says, page, refusal, sheet, sheet_name
from audit.web.security import (
    GUESSES_PER_SECOND,
    MOST_GUESSES,
    Buckets,
    Guard,
    TooMuch,
    fingerprint,
    form_token,
    same,
)

if TYPE_CHECKING:
    from audit.model import Lang

Access = Literal["all", "desk", "seat"]
Endpoint = Callable[[Request], Awaitable[Response]]
YEAR = 365 * 86_400  # seconds a browser may keep what never changes; the calendar
MOST_FIELDS = 2_000  # of a form; a table of 200 rows has five each; our judgement
MOST_FILES = 20  # mailed back and imported at once; our judgement


def make_app(
    shelf: Shelf, key: str, lang: "Lang | None", formats: Sequence[str], hosts: frozenset[str] = frozenset()
) -> Guard:
    """The pages of a shelf of audits. `key` opens the auditor's; `hosts`: our names, empty: any.

    `lang`: for readers who chose none; where the auditor named none either, the browser says it.
    """
    app = Starlette(routes=_routes(), lifespan=_lifespan, exception_handlers={HTTPException: _not_found})
    app.state.shelf = shelf
    app.state.key = fingerprint(key)
    app.state.lang = lang
    app.state.formats = tuple(formats)
    app.state.guesses = Buckets(MOST_GUESSES, GUESSES_PER_SECOND)
    return Guard(app, hosts)


@contextlib.asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    yield
    if app.state.shelf.example:
        app.state.shelf.example.cleanup()


def _routes() -> list[Route]:
    talk = [
        ("/", "question_pages.here"),
        ("/answers", "question_pages.answers"),
        ("/done", "question_pages.done"),
        ("/section/{section}", "question_pages.section"),
        ("/question/{question}", "question_pages.question"),
        ("/question/{question}/{place}", "question_pages.question"),
    ]
    return [
        Route(sheet_name(), _sheet),
        Route("/enter", _page("start.enter", "all")),
        Route("/", _page("start.start", "desk")),
        Route("/new", _page("start.new", "desk"), methods=["POST"]),
        Route("/example", _page("start.example", "desk"), methods=["POST"]),
        Route("/a/{name}/", _page("audit_pages.home", "desk")),
        Route("/a/{name}/people", _page("people_pages.people", "desk"), methods=["GET", "POST"]),
        Route("/a/{name}/again", _page("audit_pages.again", "desk"), methods=["POST"]),
        Route("/answer/enter/{token}", _page("people_pages.enter", "all")),
        Route("/a/{name}/verdict", _page("report_pages.verdict", "desk")),
        Route("/a/{name}/report", _page("report_pages.report", "desk")),
        Route("/a/{name}/outputs/{format}/{lang}", _page("report_pages.output", "desk")),
        *(
            Route(f"/a/{{name}}/{{depth}}/{{voice}}{path}", _page(does, "desk"), methods=["GET", "POST"])
            for path, does in talk
        ),
        *(Route(f"/answer{path}", _page(does, "seat"), methods=["GET", "POST"]) for path, does in talk),
    ]


async def _sheet(request: Request) -> Response:  # noqa: ARG001
    return Response(sheet(), media_type="text/css", headers={"Cache-Control": f"max-age={YEAR}, immutable"})


def _page(does: str, access: Access) -> Endpoint:
    """An endpoint that is imported when it is first asked for."""
    module, _, name = does.partition(".")

    async def served(request: Request) -> Response:
        _introduced(request)
        if refused := request.state.refuse:
            return refusal(request, *refused)
        try:
            return _in_this_language(request, await _served(request, module, name, access))
        except BadInput as bad:
            says: Says = request.state.says
            return page(request, "refusal", 409, said=[says.complaint(one) for one in bad.complaints])
        except TooMuch:
            return refusal(request, 413, "refused_large")

    return served


def _introduced(request: Request) -> None:
    """In which language this reader is spoken to."""
    chosen = (request.query_params.get("lang"), request.cookies.get("lang"), request.app.state.lang)
    asked = (*chosen, *preferred(request.headers.get("accept-language", "")), "en")
    lang: Lang = next("ru" if one == "ru" else "en" for one in asked if one in ("ru", "en"))
    request.state.says, request.state.csrf = Says(lang), ""


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


async def _served(request: Request, module: str, name: str, access: Access) -> Response:
    if access != "all" and (denied := _admitted(request, access)):
        return denied
    if request.method != "POST":
        return await _handled(request, module, name)
    async with request.form(max_files=MOST_FILES, max_fields=MOST_FIELDS) as form:
        request.state.form = form
        if not same(str(form.get("csrf", "")), request.state.csrf):
            return refusal(request, 403, "refused_form")
        return await _handled(request, module, name)


async def _handled(request: Request, module: str, name: str) -> Response:
    handler = getattr(import_module(f"audit.web.{module}"), name)
    if request.method == "POST":  # writes wait for the disk, and nobody else should
        written: Response = await run_in_threadpool(handler, request)
        return written
    answer: Response | Awaitable[Response] = handler(request)
    return await answer if isawaitable(answer) else answer


def _admitted(request: Request, access: Access) -> Response | None:
    """None where the session may come in; sets who it is."""
    session = request.cookies.get(access, "")
    client = request.client.host if request.client else ""
    if access == "seat":
        return let_in(request, session)
    if not session or not same(fingerprint(session), request.app.state.key):
        if session and not request.app.state.guesses.allows(client):
            return refusal(request, 429, "refused_often")
        return refusal(request, 403, "refused_key")
    request.state.csrf = form_token(session)
    if "voice" in request.path_params:
        return _seated(request)
    return None


def let_in(request: Request, token: str) -> Response | None:
    """None where the token opens a personal link of one of the audits; sets the seat."""
    from audit.interview.opening import now
    from audit.storage.invitations import find, links_file, load_links
    from audit.web.people_pages import seat_of

    for name, folder in request.app.state.shelf.folders().items():
        if not token or not links_file(folder).exists():
            continue
        known = request.app.state.shelf.kept(links_file(folder), lambda there=folder: load_links(there))
        if link := find(known, token, "link"):
            if not link.open_on(now().date()):
                return refusal(request, 410, "refused_expired")
            request.state.csrf = form_token(token)
            request.state.seat = seat_of(request, name, folder, link)
            return None
    client = request.client.host if request.client else ""
    often = not request.app.state.guesses.allows(client)
    return refusal(request, 429 if often else 403, "refused_often" if often else "refused_link")


def _seated(request: Request) -> Response | None:
    """The auditor asks somebody: the audit and the voice of the address must be there."""
    from audit.web.audit_pages import seat_at

    request.state.seat = seat_at(request)
    return refusal(request, 404, "not_found") if request.state.seat is None else None


def _in_this_language(request: Request, answer: Response) -> Response:
    """Remembers the language that was asked for."""
    if request.query_params.get("lang") in ("ru", "en"):
        set_cookie(request, answer, "lang", request.query_params["lang"], "/")
    return answer


def set_cookie(request: Request, answer: Response, name: str, value: str, path: str) -> None:
    """A cookie no script reads and no other site sends along a form."""
    secure = request.url.scheme == "https"
    answer.set_cookie(name, value, path=path, httponly=True, samesite="lax", secure=secure)


async def _not_found(request: Request, error: Exception) -> Response:
    _introduced(request)
    status = error.status_code if isinstance(error, HTTPException) else 404
    return refusal(request, status, "not_found" if status in (404, 405) else "refused_large")
