"""What puts the audit in a browser: `serve`."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from audit.cli.shared import language
from audit.cli.write import FORMATS

if TYPE_CHECKING:
    from audit.model import Lang

PORT = 8765  # of the browser's pages; our judgement


def serve(arguments: argparse.Namespace) -> int:
    from audit.files.errors import BadInput, Complaint

    try:
        from audit.web.serve import serve
    except ModuleNotFoundError as missing:
        raise BadInput(Complaint("no_web", "", value=missing.name or "")) from None

    lang = language(arguments.lang)

    def ready(address: str) -> None:
        print(_served_at(address, lang), flush=True)
        if not arguments.no_browser:
            _open_in_browser(address)

    serve(arguments.audit, arguments.host, arguments.port, arguments.lang, FORMATS, ready)
    return 0


def _served_at(address: str, lang: Lang) -> str:
    """Where the audit is; no content is loaded for it, so that the first page is there at once."""
    if lang == "ru":
        return f"Аудит в браузере: {address}\nЗакрыть: Ctrl-C. Все ответы сохраняются сразу."
    return f"The audit in a browser: {address}\nTo end: Ctrl-C. Every answer is saved at once."


def _open_in_browser(address: str) -> None:
    """In a thread: a browser that starts slowly must not keep the first page waiting."""
    import threading
    import webbrowser

    threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
