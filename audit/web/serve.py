"""The server: on this machine only unless told otherwise; prints and opens the link that lets one in."""

import contextlib
import secrets
import socket
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from uvicorn import Config, Server

from audit.files.errors import BadInput, Complaint
from audit.web.app import make_app
from audit.web.library import Shelf

if TYPE_CHECKING:
    from audit.model import Lang

HOME = Path("audits")  # where audits of the browser stand, if no folder was named
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
KEY_BYTES = 32  # 256 bits; our judgement: twice what is asked for
PATIENCE = 3  # seconds an open connection may take when the server ends; our judgement


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
        app = make_app(Shelf(folder, HOME), key, lang, formats, hosts)
        config = Config(
            app,
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=PATIENCE,
        )
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
