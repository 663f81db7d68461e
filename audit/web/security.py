"""What stands before every page: who may come in, how often, with how much; the headers of every answer."""

import hmac
from asyncio import wait_for
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Lock
from time import monotonic

from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

MOST_BODY = 400_000  # bytes of a form; the largest page with every note full is half of it; our judgement
BURST = 240.0  # requests of one sender at once; our judgement
PER_SECOND = 40.0  # ... and then for as long as it likes; a person needs one; our judgement
MOST_GUESSES = 20.0  # wrong tokens of one address at once; 128 bits need no more; our judgement
GUESSES_PER_SECOND = 0.2  # ... and afterwards; our judgement
SLOWEST_BODY = 20  # seconds between two pieces of a form; our judgement
SAME_CLICK = 1  # seconds in which the same form sent again is the same click; our judgement
MOST_SENDERS = 10_000  # remembered; our judgement

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
REPORT_POLICY = (  # the report holds its style and fonts itself and asks for nothing
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",  # a link's token stands in an address
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Robots-Tag": "noindex, nofollow",
}


def fingerprint(token: str) -> str:
    """What is kept of a token: nobody who reads it can come in with it."""
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def same(one: str, other: str) -> bool:
    """Compared in constant time, whatever characters somebody sent."""
    return hmac.compare_digest(*(said.encode("utf-8", "surrogatepass") for said in (one, other)))


def form_token(session: str) -> str:
    """Proves that a form was made for this session; another site cannot know it."""
    return hmac.new(session.encode("utf-8", "surrogatepass"), b"form", sha256).hexdigest()


@dataclass
class Buckets:
    """How much each sender may still ask for; refilled by the clock."""

    burst: float
    per_second: float
    clock: Callable[[], float] = monotonic
    left: dict[str, tuple[float, float]] = field(default_factory=dict)

    def allows(self, sender: str) -> bool:
        """Take one, if there is one to take."""
        then, rest = self.left.get(sender, (self.clock(), self.burst))
        now = self.clock()
        rest = min(self.burst, rest + (now - then) * self.per_second)
        if len(self.left) > MOST_SENDERS:
            self.left.clear()
        self.left[sender] = (now, rest - 1 if rest >= 1 else rest)
        return rest >= 1


class TooMuch(Exception):
    """The body of a request is larger than any form of ours."""


class TooLate(Exception):
    """The body of a request did not come."""


@dataclass
class Repeats:
    """A form sent twice by an impatient hand does what it does once."""

    clock: Callable[[], float] = monotonic
    lock: Lock = field(default_factory=Lock)
    known: dict[str, tuple[float, Future[Response]]] = field(default_factory=dict)

    def once(self, sent: str, answer: Callable[[], Response]) -> Response:
        """The answer to a form, or that to the same form sent a moment ago; mistakes are not kept."""
        with self.lock:
            now = self.clock()
            self.known = {key: (at, made) for key, (at, made) in self.known.items() if now - at < SAME_CLICK}
            first = sent not in self.known
            _, made = self.known.setdefault(sent, (now, Future[Response]()))
        if not first:
            return made.result()
        try:
            made.set_result(answer())
        except BaseException as error:
            made.set_exception(error)
            with self.lock:
                self.known.pop(sent, None)
        return made.result()


class Guard:
    """ASGI middleware: known hosts only, so that no foreign name can be pointed at this machine; limits."""

    def __init__(self, pages: Starlette, hosts: frozenset[str]) -> None:
        self.pages, self.hosts = pages, hosts
        self.requests = Buckets(BURST, PER_SECOND)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.pages(scope, receive, send)  # start and end; no page speaks through a web socket
            return
        headers = Headers(scope=scope)
        scope.setdefault("state", {})["refuse"] = self._refused(scope, headers)
        await self.pages(scope, _limited(receive), _with_headers(send, scope))

    def _refused(self, scope: Scope, headers: Headers) -> tuple[int, str] | None:
        host = headers.get("host", "").rpartition(":")[0] or headers.get("host", "")
        if self.hosts and host.strip("[]") not in self.hosts:
            return 421, "refused_host"
        client, site = scope.get("client") or ("", 0), headers.get("sec-fetch-site", "none")
        foreign = site not in ("same-origin", "none")  # pages of others do not use up what ours may ask for
        if not self.requests.allows(f"{client[0]} {foreign}"):
            return 429, "refused_often"
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > MOST_BODY:
            return 413, "refused_large"
        if scope["method"] == "POST" and foreign:
            return 403, "refused_form"
        return None


def _limited(receive: Receive) -> Receive:
    """The body, as long as it stays small and comes; a length may be missing or a lie."""
    seen, whole = 0, False

    async def counted() -> Message:
        nonlocal seen, whole
        if whole:  # what comes now is that the reader left, whenever that is
            return await receive()
        try:
            message = await wait_for(receive(), SLOWEST_BODY)
        except TimeoutError:
            raise TooLate from None
        seen += len(message.get("body", b""))
        whole = not message.get("more_body", False)
        if seen > MOST_BODY:
            raise TooMuch
        return message

    return counted


def _with_headers(send: Send, scope: Scope) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            if not scope["path"].startswith("/static/"):
                headers["Cache-Control"] = "no-store"
        await send(message)

    return sending
