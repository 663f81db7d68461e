"""The server holds: against crowds, silence, double clicks, strange bytes and other people's pages."""

import asyncio
import gc
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import httpx2
import pytest
from starlette.responses import Response
from starlette.testclient import TestClient

from audit.content.loader import Content
from audit.model import Audit, Voice
from audit.storage import invitations
from audit.storage.audit_folder import load, save_audit, save_voice
from audit.storage.invitations import add, find, links_file, load_links
from audit.web import security, serve
from audit.web.app import make_app
from audit.web.library import Library
from audit.web.security import Repeats
from tests.browsing import HOST, KEY, Browser, begun
from tests.conftest import AUDIT

OWN = Voice(id="owner", roles=("consultant",))
TODAY = Audit.model_validate(AUDIT).as_of


@pytest.fixture
def browser(tmp_path: Path) -> Browser:
    return begun(tmp_path / "audit", Audit.model_validate(AUDIT), OWN)


def invited(browser: Browser, role: str = "seller") -> tuple[str, Browser]:
    """A personal link made on the page of people, and another browser that has not used it yet."""
    page = browser.get("/a/audit/people").send(do="link", role=role).page.text
    token = page.partition("/answer/enter/")[2].partition("?")[0]
    fresh = Browser(None, Path("nowhere"), key=None)
    fresh.client = TestClient(browser.app, base_url=HOST)
    return token, fresh


# --- invitations ---------------------------------------------------------------------------------------


def test_whose_answers_are_private_stays_so_without_a_list(browser: Browser, tmp_path: Path) -> None:
    token, seller = invited(browser)
    seller.get(f"/answer/enter/{token}").send(do="answer", value="no")
    (voice,) = (path.stem for path in (tmp_path / "audit" / "voices").glob("seller*.yaml"))
    links_file(tmp_path / "audit").unlink()
    assert browser.get(f"/a/audit/full/{voice}/").page.status_code == 404
    assert voice not in browser.get("/a/audit/people").page.text


def test_open_links_are_never_dropped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(invitations, "MOST_LINKS", 3)
    begun(tmp_path, Audit.model_validate(AUDIT), OWN)
    tokens = [add(tmp_path, "seller", "link", TODAY)[1] for _ in range(3)]
    with pytest.raises(invitations.BadInput, match="links_full"):
        add(tmp_path, "seller", "link", TODAY)
    assert all(find(load_links(tmp_path), token, "link") for token in tokens)
    invitations.revoke(tmp_path, "seller_1")
    add(tmp_path, "seller", "link", TODAY)  # one that is over makes room
    assert len(load_links(tmp_path)) == 3


def test_one_audits_broken_links_shut_out_nobody_of_another(tmp_path: Path) -> None:
    for name in ("a", "b"):
        save_audit(tmp_path / name, Audit.model_validate(AUDIT))
        save_voice(tmp_path / name, OWN)
    _, token = add(tmp_path / "b", "seller", "link", TODAY)
    links_file(tmp_path / "a").write_text("links: [{voice: 1}]\n", "utf-8")
    client = TestClient(make_app(Library(None, tmp_path), KEY, "ru", ()), base_url=HOST)
    assert client.get(f"/answer/enter/{token}").status_code == 200


def test_a_page_from_elsewhere_puts_nobody_into_another_seat(browser: Browser) -> None:
    first, second = invited(browser)[0], invited(browser)[0]
    seller = invited(browser)[1].get(f"/answer/enter/{first}")
    asked = seller.get(f"/answer/enter/{second}")
    assert asked.page.status_code == 200
    assert f"/answer/switch/{second}" in asked.page.text
    before = seller.client.cookies["seat_8765"]
    assert before == first
    seller.send(f"/answer/switch/{second}")
    assert seller.client.cookies["seat_8765"] == second


# --- crowds --------------------------------------------------------------------------------------------


def test_the_right_key_opens_after_any_number_of_wrong_ones(browser: Browser) -> None:
    for n in range(60):
        browser.client.get(f"/enter?key=wrong{n}", headers={"sec-fetch-site": "cross-site"})
    assert browser.get(f"/enter?key={KEY}").page.status_code == 200


def test_changing_cookies_or_invented_addresses_ask_no_more_often(tmp_path: Path) -> None:
    client = TestClient(make_app(Library(tmp_path, tmp_path), KEY, "ru", ()), base_url=HOST)
    for n in range(int(security.BURST) + 200):
        headers = {"cookie": f"a={n}", "x-forwarded-for": f"10.0.0.{n % 250}"}
        last = client.get("/enter", headers=headers).status_code
    assert last == 429


def test_twelve_clicks_make_one_audit(tmp_path: Path) -> None:
    client = TestClient(make_app(Library(None, tmp_path), KEY, "ru", ()), base_url=HOST)
    page = client.get(f"/enter?key={KEY}").text
    sent = {"csrf": page.partition('name="csrf" value="')[2][:64], "who": "owner", "depth": "quick"}
    with ThreadPoolExecutor(12) as clicks:
        answers = list(
            clicks.map(lambda _: client.post("/new", data=sent, follow_redirects=False), range(12))
        )
    assert {answer.status_code for answer in answers} == {303}
    assert [path.name for path in tmp_path.iterdir()] == ["audit-1"]


def test_a_mistake_is_not_repeated() -> None:
    repeats, tries = Repeats(), []

    def answer() -> Response:
        tries.append(1)
        if len(tries) == 1:
            raise LookupError
        return Response("done")

    with pytest.raises(LookupError):
        repeats.once("a", answer)
    assert repeats.once("a", answer) is repeats.once("a", answer)
    assert len(tries) == 2


# --- strange requests ----------------------------------------------------------------------------------


@pytest.mark.parametrize("charset", ["utf-7", "no-such", "utf-16", "idna"])
def test_a_strange_charset_is_no_fault_of_ours(charset: str, browser: Browser) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n\xed\xa0\x80\xff\r\n--x--\r\n'
    kind = f"multipart/form-data; boundary=x; charset={charset}"
    answer = browser.client.post("/new", content=body, headers={"content-type": kind})
    assert answer.status_code in (400, 403)


@pytest.mark.parametrize("field", ["do", "value", "note", "grade", "who", "csrf"])
def test_halves_of_characters_and_files_where_words_are_due(field: str, browser: Browser) -> None:
    question = "/a/audit/full/owner/question/sales_model"
    browser.get(question)
    for value in ("%ED%A0%80", "%FF%FE", "%00", "%F0%90%80"):
        csrf = browser.page.text.partition('name="csrf" value="')[2][:64]
        headers = {"content-type": "application/x-www-form-urlencoded"}
        answer = browser.client.post(question, content=f"csrf={csrf}&{field}={value}", headers=headers)
        assert answer.status_code < 500
    answer = browser.client.post(question, data={"csrf": csrf}, files={field: ("a.txt", b"x")})
    assert answer.status_code < 500


@pytest.mark.parametrize("wrong", ["as_of: 9999-12-31", "company: [a, b]", "lang: [ru]", "places: 7"])
def test_an_audit_that_is_broken_is_a_page(wrong: str, browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "audit" / "audit.yaml"
    key = wrong.partition(":")[0]
    kept = [
        line for line in file.read_text("utf-8").splitlines() if not line.startswith((f"{key}:", " ", "-"))
    ]
    file.write_text("\n".join([*kept, wrong]), "utf-8")
    for path in ("", "people", "verdict", "report", "full/owner/", "outputs/json/ru"):
        assert browser.get(f"/a/audit/{path}").page.status_code == 409
    assert browser.get("/").page.status_code == 200


def test_no_link_leads_to_another_host(browser: Browser) -> None:
    for path in ("//example.org/a", "///example.org"):
        page = browser.client.get(httpx2.URL(f"{HOST}{path}")).text
        assert 'href="//' not in page


def test_two_servers_on_one_machine_share_no_cookie(tmp_path: Path) -> None:
    client = TestClient(make_app(Library(tmp_path, tmp_path), KEY, "ru", ()), base_url="http://127.0.0.1:1")
    client.get(f"/enter?key={KEY}")
    assert set(client.cookies) == {"desk_1"}


def test_a_fault_of_ours_is_a_line_without_anybodys_words(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("Ромашка earns 5 million")

    monkeypatch.setattr("audit.web.audit_pages.audit_of", broken)
    browser.client = TestClient(browser.app, base_url=HOST, raise_server_exceptions=False)
    browser.get(f"/enter?key={KEY}")
    assert browser.get("/a/audit/").page.status_code == 500
    (line,) = (record.getMessage() for record in caplog.records if record.name == "sales-audit.web")
    assert "RuntimeError" in line
    assert "/a/{name}/" in line
    assert "Ромашка" not in line


# --- a real server -------------------------------------------------------------------------------------


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, int]]:
    """A server of its own with small limits; ends with the test."""
    monkeypatch.setattr(serve, "MOST_CONNECTIONS", 20)
    monkeypatch.setattr(serve, "SLOWEST_HEAD", 0.2)
    monkeypatch.setattr(security, "SLOWEST_BODY", 0.2)
    running: list[serve.Server] = []

    class Watched(serve.Server):
        def install_signal_handlers(self) -> None: ...

        def run(self, sockets: list[socket.socket] | None = None) -> None:
            running.append(self)
            asyncio.run(self.serve(sockets=sockets))

    monkeypatch.setattr(serve, "Server", Watched)
    ready = threading.Event()
    found: list[str] = []

    def told(where: str) -> None:
        found.append(where)
        ready.set()

    thread = threading.Thread(target=serve.serve, args=(tmp_path, "127.0.0.1", 0, "ru", ("json",), told))
    thread.start()
    assert ready.wait(30)
    host, _, port = found[0].removeprefix("http://").partition("/")[0].rpartition(":")
    yield host, int(port)
    running[0].should_exit = True
    thread.join(30)


def is_closed(connection: socket.socket) -> bool:
    try:
        return not connection.recv(1)
    except ConnectionError:
        return True


def test_silent_connections_and_unfinished_forms_keep_nobody_out(
    address: tuple[str, int], capfd: pytest.CaptureFixture[str]
) -> None:
    head = b"POST /new HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n"
    with ExitStack() as all_closed:
        silent = [all_closed.enter_context(socket.create_connection(address, 30)) for _ in range(100)]
        for one in silent[-10:]:
            one.sendall(head + b"Content-Type: text/plain\r\n\r\nhalf")
        for one in silent[:-10]:
            assert is_closed(one)  # beyond the limit at once, the rest soon
        for one in silent[-10:]:
            assert b"403" in one.recv(20)  # refused for want of a key, before its body is waited for
    with socket.create_connection(address, 30) as person:
        person.sendall(b"GET /enter HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        assert person.recv(20).startswith(b"HTTP/1.1 403")
    assert gc.isenabled()
    assert len(capfd.readouterr().err) < 1_000


def test_what_is_kept_is_read_again(browser: Browser, tmp_path: Path, content: Content) -> None:
    """A private voice is one after it was saved, too."""
    token, seller = invited(browser)
    seller.get(f"/answer/enter/{token}").send(do="answer", value="no")
    (own,) = [voice for voice in load(tmp_path / "audit", content).voices if voice.private]
    assert own.roles == ("seller",)
