"""The browser's bars: first page, 30 people answering at once, and kills of the server without a lost answer.

    python -m compileall -q audit
    env -u PYTHONDONTWRITEBYTECODE python benchmarks/serve.py [--people 30] [--pause 0] [--kills 4]

Each person has a personal link and answers as fast as the server lets them. An answer counts as acknowledged
when the server redirected to the next page; at the end each must stand in its person's file.
"""

import argparse
import asyncio
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from audit.content.loader import load
from audit.interview.opening import now
from audit.model import Audit
from audit.storage.audit_folder import load as load_audit
from audit.storage.audit_folder import save_audit
from audit.storage.invitations import add

PLACES = {"stage": ("leadgen", "conversion", "repeat"), "channel": ("inbound",), "role": ("seller",)}


@dataclass
class Person:
    voice: str
    token: str
    given: dict[str, str] = field(default_factory=dict)
    times: list[float] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)


class Server:
    """The command itself, started and killed at will on one port."""

    def __init__(self, folder: Path, port: int) -> None:
        self.command = [
            sys.executable,
            "-m",
            "audit",
            "serve",
            str(folder),
            "--port",
            str(port),
            "--no-browser",
        ]
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> str:
        self.process = subprocess.Popen(self.command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout
        return self.process.stdout.readline().split(": ", 1)[1].strip()

    def kill(self) -> None:
        assert self.process
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


async def ask(port: int, method: str, path: str, token: str, body: bytes = b"") -> tuple[int, str, bytes]:
    """One request on a connection of its own: status, where to, body."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    kind = "Content-Type: application/x-www-form-urlencoded\r\n" if body else ""
    head = (
        f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: seat={token}\r\nConnection: close\r\n{kind}"
    )
    writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
    await writer.drain()
    raw = await reader.read()
    writer.close()
    top, _, rest = raw.partition(b"\r\n\r\n")
    lines = top.decode("latin-1").split("\r\n")
    to = next((line.split(": ", 1)[1] for line in lines if line.lower().startswith("location:")), "")
    return (int(lines[0].split()[1]) if lines[0] else 0), to, rest


async def patient(port: int, method: str, path: str, token: str, body: bytes = b"") -> tuple[int, str, bytes]:
    """As a person does: where nobody answers, the same again."""
    while True:
        try:
            answer = await ask(port, method, path, token, body)
            if answer[0]:
                return answer
        except OSError:
            pass
        await asyncio.sleep(0.05)


async def answering(port: int, person: Person, answers: int, pause: float) -> None:
    """Question after question; at the end of the talk from the beginning."""
    _, path, _ = await patient(port, "GET", "/answer/", person.token)
    while len(person.times) < answers:
        if "/question/" not in path:
            restart = "/answer/question/personal_contact" if path.endswith("/done") else "/answer/"
            status, to, _ = await patient(port, "GET", restart, person.token)
            path = to if status == 303 else restart
            continue
        begun = time.perf_counter()
        _, _, raw = await patient(port, "GET", path, person.token)
        person.pages.append(time.perf_counter() - begun)
        page = raw.decode("utf-8", "replace")
        csrf = re.search(r'name="csrf" value="(\w+)"', page)
        options = re.findall(r'type="(?:radio|checkbox)" id="value_\d+" name="value" value="(\w+)"', page)
        await asyncio.sleep(pause * (0.5 + (len(person.times) * 7 + len(person.token)) % 11 / 10))
        value = options[len(person.times) % len(options)] if options else "7"
        form = {"csrf": csrf[1] if csrf else "", "do": "answer", "value": value}
        begun = time.perf_counter()
        status, to, _ = await patient(port, "POST", path, person.token, urlencode(form).encode())
        person.times.append(time.perf_counter() - begun)
        if status == 303:
            question, _, place = path.removeprefix("/answer/question/").partition("/")
            person.given[f"{question}[{place}]" if place else question] = value
            path = to


async def killing(server: Server, people: list[Person], kills: int, answers: int) -> None:
    for n in range(1, kills + 1):
        while sum(len(p.times) for p in people) < n * len(people) * answers / (kills + 1):
            await asyncio.sleep(0.02)
        server.kill()
        server.start()


async def run(folder: Path, port: int, people: list[Person], kills: int, answers: int, pause: float) -> None:
    server = Server(folder, port)
    server.start()
    await patient(port, "GET", "/answer/", people[0].token)  # loads the content; measured from then on
    everyone = (answering(port, person, answers, pause) for person in people)
    await asyncio.gather(killing(server, people, kills, answers), *everyone)
    server.kill()


def percentile(times: list[float], share: float) -> float:
    return 1000 * sorted(times)[int(len(times) * share)]


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--people", type=int, default=30)
    arguments.add_argument("--answers", type=int, default=40)
    arguments.add_argument("--kills", type=int, default=0)
    arguments.add_argument("--pause", type=float, default=0, help="seconds a person thinks, on average")
    given = arguments.parse_args()
    folder, content = Path(tempfile.mkdtemp()) / "audit", load()
    save_audit(folder, Audit.model_validate({"lang": "en", "as_of": now().date(), "places": PLACES}))
    made = [add(folder, "seller", "link", now().date()) for _ in range(given.people)]
    people = [Person(link.voice, token) for link, token in made]
    begun = time.perf_counter()
    asyncio.run(run(folder, 8799, people, given.kills, given.answers, given.pause))
    took = time.perf_counter() - begun
    kept = {voice.id: voice.answers for voice in load_audit(folder, content).voices}
    lost = [(p.voice, k) for p in people for k in p.given if k not in kept.get(p.voice, {})]
    times, pages = ([t for p in people for t in getattr(p, what)] for what in ("times", "pages"))
    print(f"{given.people} people, {len(times)} answers, {given.kills} kills, {took:.1f} s")
    for name, of in (("answer", times), ("page", pages)):
        print(f"{name}: median {1000 * statistics.median(of):.1f} ms, p95 {percentile(of, 0.95):.1f} ms")
    print(f"acknowledged answers lost: {len(lost)}", *lost[:5])


if __name__ == "__main__":
    main()
