"""The server: on this machine only unless told otherwise; prints and opens the link that lets one in."""

import asyncio
import contextlib
import gc
import secrets
import socket
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from uvicorn import Config, Server
from uvicorn.protocols.http.h11_impl import H11Protocol

from audit.files.errors import BadInput, Complaint
from audit.web.app import make_app
from audit.web.library import Library

if TYPE_CHECKING:
    from audit.model import Lang

HOME = Path("audits")  # where audits of the browser stand, if no folder was named
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
KEY_BYTES = 32  # 256 bits; our judgement: twice what is asked for
LARGEST_HEAD = 16_384  # bytes of a request before its body; browsers send two thousand; our judgement
MOST_CONNECTIONS = 400  # at once: sixty people with six each; our judgement
SLOWEST_HEAD = 10  # seconds from a connection, or from a first byte, to a whole request; our judgement
PATIENCE = 3  # seconds an open connection may take when the server ends; our judgement


class Patient(H11Protocol):
    """A connection that has to say something soon; where there are too many, the longest silent one ends.

    Thousands of silent connections would use up the files a process may open, and nobody else would come in.
    """

    closing: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._expect_request()
        if len(self.connections) > MOST_CONNECTIONS:
            self._make_room()

    def data_received(self, data: bytes) -> None:
        if self.closing is None and (self.cycle is None or self.cycle.response_complete):
            self._expect_request()
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._came()

    def connection_lost(self, exc: Exception | None) -> None:
        self._came()
        super().connection_lost(exc)

    def _make_room(self) -> None:
        others = [one for one in self.connections if isinstance(one, Patient)]
        silent = [(one.closing.when(), id(one), one) for one in others if one.closing]
        min(silent)[-1].transport.abort()  # the newest is among them, if only itself

    def _expect_request(self) -> None:
        self.closing = self.loop.call_later(SLOWEST_HEAD, self.transport.close)

    def _came(self) -> None:
        if self.closing:
            self.closing.cancel()
            self.closing = None


def serve(
    folder: Path | None,
    host: str,
    port: int,
    lang: "Lang | None",
    formats: Sequence[str],
    ready: Callable[[str], None],
) -> None:
    """Serve until interrupted. `ready` receives the address to open."""
    key = secrets.token_urlsafe(KEY_BYTES)
    with contextlib.closing(_socket(host, port)) as listening:
        port = listening.getsockname()[1]
        hosts = LOOPBACK if host in LOOPBACK else frozenset[str]()
        app = make_app(Library(folder, HOME), key, lang, formats, hosts)
        config = Config(
            app,
            http=Patient,
            ws="none",  # no page of ours speaks through one
            log_level="critical",  # the pages log what goes wrong, in a line, without anybody's data
            access_log=False,
            server_header=False,
            proxy_headers=False,  # anybody can write them
            h11_max_incomplete_event_size=LARGEST_HEAD,
            timeout_graceful_shutdown=PATIENCE,
        )
        gc.enable()  # the command line switched it off, for other commands end soon
        shown = "127.0.0.1" if host in ("0.0.0.0", "::") else host
        ready(f"http://{f'[{shown}]' if ':' in shown else shown}:{port}/enter?key={key}")
        Server(config).run(sockets=[listening])


def _socket(host: str, port: int) -> socket.socket:
    """Listening already, so that a browser opened now finds somebody."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen()
    except (OSError, OverflowError) as error:
        listening.close()
        why = getattr(error, "strerror", None) or str(error)
        raise BadInput(Complaint("port_taken", "", f"{host}:{port}", why)) from None
    return listening
