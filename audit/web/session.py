"""Who a request comes from: the auditor by the key, a respondent by a personal link; and their cookies."""

from collections.abc import Callable
from functools import partial
from typing import Literal

from starlette.requests import Request
from starlette.responses import Response

from audit.files.errors import BadInput
from audit.web.library import Library
from audit.web.pages import refusal
from audit.web.security import Repeats, fingerprint, form_token, same

Access = Literal["all", "desk", "seat"]


def set_cookie(request: Request, answer: Response, name: str, value: str, path: str) -> None:
    """A cookie no script reads and no other site sends along a form."""
    secure = request.url.scheme == "https"
    answer.set_cookie(_named(request, name), value, path=path, httponly=True, samesite="lax", secure=secure)


def cookie_of(request: Request, name: str) -> str:
    return request.cookies.get(_named(request, name), "")


def _named(request: Request, name: str) -> str:
    """Cookies know hosts but no ports: two servers on one machine keep theirs apart by name."""
    server = request.scope.get("server") or ("", 0)
    return f"{name}_{server[1]}"


def once(request: Request, does: str, answer: Callable[[], Response]) -> Response:
    """What a button does, once: pressed again within seconds, it gives the same answer."""
    repeats: Repeats = request.app.state.repeats
    return repeats.once(f"{request.url.path} {does}", answer)


def admitted(request: Request, access: Access) -> Response | None:
    """None where the session may come in; sets who it is."""
    if access == "seat":
        return let_in(request, cookie_of(request, "seat"))
    session = cookie_of(request, "desk")
    if not same(fingerprint(session), request.app.state.key):
        return wrong_guess(request, "refused_key") if session else refusal(request, 403, "refused_key")
    request.state.csrf = form_token(session)
    return _seated(request) if "voice" in request.path_params else None


def wrong_guess(request: Request, says: str) -> Response:
    """Only who guesses wrongly is slowed down: the right key opens at any time."""
    client = request.client.host if request.client else ""
    often = not request.app.state.guesses.allows(client)
    return refusal(request, 429 if often else 403, "refused_often" if often else says)


def let_in(request: Request, token: str) -> Response | None:
    """None where the token opens a personal link of one of the audits; sets the seat."""
    from audit.interview.opening import now
    from audit.storage.invitations import Link, find, links_file, load_links
    from audit.web.respondent import personal_seat

    library: Library = request.app.state.library
    for name, folder in library.folders().items() if token else ():
        file = links_file(folder)
        known: tuple[Link, ...] = ()
        if file.exists():
            try:
                known = library.kept(file, partial(load_links, folder))
            except BadInput:  # one audit's mistake shuts out nobody of the others; its own page says it
                continue
        if link := find(known, token, "link"):
            if not link.open_on(now().date()):
                return refusal(request, 410, "refused_expired")
            request.state.csrf = form_token(token)
            request.state.seat = personal_seat(request, name, folder, link)
            return None
    return wrong_guess(request, "refused_link")


def _seated(request: Request) -> Response | None:
    """The auditor asks somebody: the audit and the voice of the address must be there."""
    from audit.web.respondent import seat_at

    request.state.seat = seat_at(request)
    return refusal(request, 404, "not_found") if request.state.seat is None else None
