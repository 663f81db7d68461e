"""What the tests of the pages share: a library of audits, a client that has its key, forms from answers."""

import re
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from audit.content.answer_values import SALE
from audit.interview.opening import now
from audit.model import Answer, Audit, Column, Lang, Question, Step, Voice
from audit.storage.audit_folder import save_audit, save_voice
from audit.web.app import make_app
from audit.web.library import ONLY, Library
from audit.web.security import Buckets

KEY = "k" * 43
HOST = "http://127.0.0.1:8765"
FORMATS = ("pdf", "json")


class Browser:
    """Somebody who follows links and sends forms, without JavaScript."""

    def __init__(
        self, folder: Path | None, home: Path, lang: Lang | None = "ru", key: str | None = KEY
    ) -> None:
        self.app = make_app(Library(folder, home), KEY, lang, FORMATS, frozenset({"127.0.0.1"}))
        self.app.requests = Buckets(1e6, 1e6)  # a test asks faster than any person
        self.app.pages.state.repeats.clock = partial(next, count(0, 10))  # ... and means every click
        self.client = TestClient(self.app, base_url=HOST)
        self.page = self.client.get(f"/enter?key={key}") if key else self.client.get("/")

    @property
    def path(self) -> str:
        return str(self.page.url.path)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", self.page.text))

    def get(self, path: str) -> "Browser":
        self.page = self.client.get(path)
        return self

    def send(self, path: str | None = None, **fields: Any) -> "Browser":
        """The form of the page, filled in."""
        found = re.search(r'name="csrf" value="(\w+)"', self.page.text)
        token = {"csrf": found.group(1)} if found else {}
        self.page = self.client.post(path or self.path, data={**token, **fields})
        return self


def begun(folder: Path, audit: Audit, voice: Voice, lang: Lang = "ru") -> Browser:
    """A browser at an audit that stands in a folder."""
    save_audit(folder, audit)
    save_voice(folder, voice)
    return Browser(folder, folder.parent, lang).get(f"/a/{ONLY}/full/{voice.id}/")


def filled(question: Question, answer: Answer) -> dict[str, Any]:
    """An answer as the fields of its form."""
    if answer.state == "dont_know":
        return {"do": "dont_know"}
    if answer.state == "not_applicable":
        return {"do": "not_applicable", "reason": "У нас такого нет"}
    if isinstance(answer.value, tuple):
        return _parts(question, answer.value)
    return {"do": "answer", "value": str(answer.value)}


def _parts(question: Question, value: tuple[Any, ...]) -> dict[str, Any]:
    if question.kind == "steps":
        steps = [s for s in value if isinstance(s, Step) and s.metric != SALE]
        shares = ["" if s.passed is None else f"{s.passed}/{s.entered}" for s in steps]
        rows = {f"metric_{i}": s.metric for i, s in enumerate(steps)}
        return {"do": "answer", **rows, **{f"share_{i}": share for i, share in enumerate(shares)}}
    if question.kind == "columns":
        names = [c.name for c in value if isinstance(c, Column)]
        return {"do": "answer", "report": "Отчёт", "headings": "; ".join(names)}
    return {"do": "answer", "value": list(value)}


def given(value: Any) -> Answer:
    return Answer(value=value, at=now())


def asked_at(path: str) -> str | None:
    """The key of the question on a page, by its address."""
    found = re.search(r"/question/(\w+)(?:/(\w+))?$", path)
    return None if not found else found[1] + (f"[{found[2]}]" if found[2] else "")
