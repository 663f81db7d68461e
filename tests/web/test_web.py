"""The pages: the same questions as the terminal, all without JavaScript; nothing lost, nobody let in."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random
from string import Formatter
from typing import Any

import pytest
from starlette.testclient import TestClient

from audit.content.loader import Content
from audit.files.errors import BadInput, Complaint
from audit.files.lock import locked
from audit.interview.session import AskedQuestion, InterviewSession
from audit.model import Answer, Audit, Lang, Voice, split_key
from audit.storage.audit_folder import load as load_audit
from audit.storage.audit_folder import load_voice, save_voice, voice_file
from audit.terminal.conversation import Conversation
from audit.terminal.messages import messages_of
from audit.terminal.prompts import Menu, Options
from audit.web.app import make_app
from audit.web.library import Library
from audit.web.pages import texts
from audit.web.security import MOST_BODY, Buckets
from tests import generated
from tests.browsing import HOST, KEY, Browser, asked_at, begun, filled, given
from tests.conftest import AUDIT, ROOT

OWN = Voice(id="owner", roles=("consultant",))


@pytest.fixture
def browser(tmp_path: Path) -> Browser:
    """At the first question of an audit whose places are known."""
    return begun(tmp_path / "audit", Audit.model_validate(AUDIT), OWN)


def at(browser: Browser, key: str) -> Browser:
    question, place = split_key(key)
    return browser.get(f"/a/audit/full/owner/question/{question}" + (f"/{place}" if place else ""))


def said(folder: Path, content: Content, key: str) -> Answer | None:
    audit = load_audit(folder, content)
    return audit.voices[0].answers.get(key)


# --- the same interview --------------------------------------------------------------------------------


class Silent:
    """A terminal at which nobody says more than "go on"."""

    def say(self, text: str) -> None: ...

    def one(self, title: str, options: Options, default: str | None, hint: str) -> str | Menu:  # noqa: ARG002
        return "continue"

    def many(self, *asked: Any) -> tuple[str, ...] | Menu:
        raise AssertionError(asked)

    def text(self, *asked: Any) -> str | Menu:
        raise AssertionError(asked)


@dataclass
class Respondent:
    """Answers by the key and how often it was asked; now and then puts a question off."""

    content: Content
    seed: int
    asked: list[str] = field(default_factory=list)

    def answer(self, here: AskedQuestion) -> Answer | None:
        random = Random(f"{self.seed} {here.key} {self.asked.count(here.key)}")
        self.asked.append(here.key)
        if here.question.sets in ("company", "country"):
            return given("Проба" if here.question.sets == "company" else "RU")
        if here.question.sets:
            return given(generated._some(random, here.question) or (here.question.options[0].id,))
        answer = generated._answer(random, here.question, here.place, self.content)
        return Answer(state="dont_know", at=answer.at) if answer and answer.value == () else answer


@dataclass(frozen=True)
class AtTheTerminal(Conversation):
    respondent: Respondent | None = None

    def _open(self, talk: InterviewSession, here: AskedQuestion) -> Answer | None:  # noqa: ARG002
        assert self.respondent
        return self.respondent.answer(here)


@pytest.mark.parametrize(("seed", "lang"), [(1, "ru"), (2, "en"), (3, "ru")])
def test_terminal_and_browser_ask_the_same(seed: int, lang: Lang, tmp_path: Path, content: Content) -> None:
    audit = Audit(lang=lang, as_of=date(2026, 11, 24))
    typed = Respondent(content, seed)
    nothing: Callable[[InterviewSession, InterviewSession], None] = lambda _before, _after: None  # noqa: E731
    AtTheTerminal(messages_of(content, lang), Silent(), nothing, lambda: given(1).at, typed).run(
        InterviewSession(audit, OWN, content.questions)
    )
    browser, clicked = begun(tmp_path / "audit", audit, OWN, lang), Respondent(content, seed)
    while not browser.path.endswith("/done"):
        assert browser.page.status_code == 200, browser.text
        key = asked_at(browser.path)
        if key is None:
            assert "/section/" in browser.path
            browser.get("/a/audit/full/owner/")
            continue
        question, place = split_key(key)
        here = AskedQuestion(content.questions[question], place)
        answer = clicked.answer(here)
        browser.send(**(filled(here.question, answer) if answer else {"do": "later"}))
    assert clicked.asked == typed.asked
    assert load_audit(tmp_path / "audit", content).company == "Проба"


def test_what_is_typed_is_what_is_saved(browser: Browser, tmp_path: Path, content: Content) -> None:
    """Every kind of question by its form alone, with note, evidence and visibility."""
    extra = {"note": "видел сам <b>", "grade": "shown", "auditor_only": "true"}
    at(browser, "sales_model").send(value="retail", do="answer", **extra)
    at(browser, "lead_kinds").send(value=["hot", "warm"], do="answer")
    at(browser, "sellers[seller]").send(value="1 250", do="answer")
    at(browser, "campaigns").send(value="Осень", do="answer")
    steps = {"metric_0": "cc_dials", "share_0": "3 из 10", "metric_1": "meet_held", "share_1": "40%"}
    at(browser, "funnel[cold_calls]").send(do="answer", **steps)
    at(browser, "vacancies[seller]").send(do="dont_know")
    at(browser, "newcomers[seller]").send(do="not_applicable", reason="Новичков нет")
    folder = tmp_path / "audit"
    model = said(folder, content, "sales_model")
    assert model
    assert (model.value, model.note, model.grade, model.auditor_only) == (
        "retail",
        "видел сам <b>",
        "shown",
        True,
    )
    kinds, sellers = said(folder, content, "lead_kinds"), said(folder, content, "sellers[seller]")
    assert kinds
    assert kinds.value == ("hot", "warm")
    assert sellers
    assert sellers.value == 1250
    funnel = said(folder, content, "funnel[cold_calls]")
    assert funnel
    assert isinstance(funnel.value, tuple)
    assert [(s.metric, s.rate) for s in funnel.value] == [
        ("cc_dials", 0.3),
        ("meet_held", 0.4),
        ("deals_won", None),
    ]
    absent = said(folder, content, "newcomers[seller]")
    assert absent
    assert (absent.state, absent.note) == ("not_applicable", "Новичков нет")
    assert "видел сам &lt;b&gt;" in at(browser, "sales_model").page.text


def test_columns_are_pasted_recognised_and_corrected(
    browser: Browser, tmp_path: Path, content: Content
) -> None:
    at(browser, "report_kind[seller]").send(value="by_hand", do="answer")
    at(browser, "report_columns[seller]").send(do="more", report="За день", headings="Дата; Замеры; Погода")
    assert said(tmp_path / "audit", content, "report_columns[seller]") is None  # shown, not yet confirmed
    rows = {f"name_{i}": name for i, name in enumerate(("Дата", "Замеры", "Погода"))}
    browser.send(
        do="answer",
        report="",
        headings="",
        drop_2="true",
        kind_1="action",
        metric_1="measurements",
        hand_1="by_hand",
        **rows,
    )
    answer = said(tmp_path / "audit", content, "report_columns[seller]")
    assert answer
    assert isinstance(answer.value, tuple)
    assert [(c.name, c.metric) for c in answer.value] == [("Дата", None), ("Замеры", "measurements")]


@pytest.mark.parametrize(
    ("key", "fields"),
    [
        ("sellers[seller]", {"value": "пять"}),
        ("sellers[seller]", {"value": "2,5"}),
        ("sales_model", {}),
        ("sales_model", {"value": "a_planet"}),
        ("lead_kinds", {}),
        ("country", {"value": "Нигде"}),
        ("campaigns", {"value": "я" * 501}),
        ("sales_model", {"value": "retail", "note": "я" * 5001}),
        ("newcomers[seller]", {"do": "not_applicable", "reason": " "}),
        ("funnel[cold_calls]", {}),
        ("funnel[cold_calls]", {"metric_0": "cc_dials", "share_0": "11/10"}),
        ("funnel[cold_calls]", {"metric_0": "cc_dials", "metric_1": "cc_dials"}),
        ("funnel[cold_calls]", {"metric_0": "deals_won", "metric_1": "cc_dials"}),
        ("funnel[cold_calls]", {"metric_0": "no_such"}),
        ("funnel[cold_calls]", {"metric_0": "", "share_0": "3/10"}),
    ],
)
@pytest.mark.parametrize("lang", ["ru", "en"])
def test_a_wrong_answer_is_told_and_not_saved(
    key: str, fields: dict[str, str], lang: Lang, browser: Browser, tmp_path: Path, content: Content
) -> None:
    before = load_audit(tmp_path / "audit", content)
    browser.get(f"/?lang={lang}")
    at(browser, key).send(**{"do": "answer", **fields})
    assert browser.page.status_code == 422
    assert 'role="alert"' in browser.page.text
    for value in fields.values():
        assert value.strip() in browser.page.text or "do" in fields or value == "a_planet"
    assert load_audit(tmp_path / "audit", content) == before


def test_a_new_audit_begins_and_goes_on_where_it_stopped(tmp_path: Path, content: Content) -> None:
    browser = Browser(None, tmp_path)
    browser.send("/new", who="owner_and_head", depth="quick")
    assert browser.path.endswith("/quick/owner/question/company_name")
    browser.send(value="Тихий паркет", do="answer")
    folder = next(path.parent for path in tmp_path.glob("*/audit.yaml"))
    assert load_audit(folder, content).voices[0].roles == ("owner", "head")
    again = Browser(None, tmp_path)
    assert "Тихий паркет" in again.text
    assert again.get(f"/a/{folder.name}/quick/owner/").path.endswith("/country")


def test_the_example_has_verdict_report_and_outputs(tmp_path: Path) -> None:
    browser = Browser(None, tmp_path, "en")
    with browser.client:
        browser.send("/example")
        for page in ("", "verdict", "report"):
            assert browser.get(f"/a/example/{page}").page.status_code == 200
        made = browser.get("/a/example/outputs/json/en").page
        assert made.headers["content-disposition"] == 'attachment; filename="report.json"'
        assert made.json()["company"]
        assert browser.get("/a/example/outputs/exe/en").page.status_code == 404


# --- in the reader's language ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("server", "browser", "title"),
    [
        (None, "ru-RU,ru;q=0.9,en-US;q=0.8,en;q=0.7", "Новый аудит"),
        (None, "de, en;q=0.7, ru;q=0.9", "Новый аудит"),
        (None, "en-GB,en;q=0.9,ru;q=0.8", "A new audit"),
        (None, "ru;q=0, de", "A new audit"),
        (None, "ru;q=x;;,", "A new audit"),
        (None, "", "A new audit"),
        ("en", "ru", "A new audit"),  # who started the program said which
        ("ru", "en", "Новый аудит"),
    ],
)
def test_the_first_page_greets_in_the_readers_language(
    server: Lang | None, browser: str, title: str, tmp_path: Path
) -> None:
    reader = Browser(None, tmp_path, server)
    reader.client.headers["accept-language"] = browser
    assert title in reader.get("/").text


def test_a_chosen_language_stays(tmp_path: Path) -> None:
    reader = Browser(None, tmp_path, None)
    reader.client.headers["accept-language"] = "ru"
    assert "A new audit" in reader.get("/?lang=en").text
    assert "A new audit" in reader.get("/").text


def test_the_report_on_screen_shows_every_script_and_unfolds(tmp_path: Path) -> None:
    audit = Audit.model_validate({**AUDIT, "company": "Липа 🍋 漢字"})
    shown = begun(tmp_path / "audit", audit, OWN).get("/a/audit/report").page.text
    assert "Липа 🍋 漢字" in shown
    assert "[?]" not in shown
    assert "<details" in shown
    assert '<a href="/a/audit/">К странице аудита</a>' in shown


def test_people_are_called_by_their_roles(browser: Browser, tmp_path: Path) -> None:
    save_voice(tmp_path / "audit", Voice(id="owner", roles=("owner", "head")))
    save_voice(tmp_path / "audit", Voice(id="seller_2", roles=("seller",)))
    shown = browser.get("/a/audit/people").text
    assert "Собственник, руководитель продаж" in shown
    assert "Менеджер по продажам · seller_2" in shown
    assert " owner " not in shown


# --- nobody is let in, nothing is lost -----------------------------------------------------------------


def test_every_answer_carries_the_headers(browser: Browser) -> None:
    for path in ("/", "/nowhere", "/enter?key=wrong", "/a/audit/verdict"):
        headers = browser.get(path).page.headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "script-src" not in policy  # none at all
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "no-referrer"
    assert browser.get("/").page.headers["cache-control"] == "no-store"


def test_no_page_fetches_or_runs_anything(browser: Browser) -> None:
    paths = ["/", "/a/audit/", "/a/audit/report", "/a/audit/verdict", "/a/audit/full/owner/answers"]
    for path in [*paths, "/a/audit/full/owner/question/sales_model"]:
        text = browser.get(path).page.text
        assert browser.page.status_code == 200, path
        assert "<script" not in text
        if path.endswith("/report"):  # one file that holds all it needs
            text = re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)
            assert "script-src" not in browser.page.headers["content-security-policy"]
            assert "default-src 'none'" in browser.page.headers["content-security-policy"]
        assert " style=" not in text
        assert "<style" not in text
        assert "//" not in text.replace("http://www.w3.org/2000/svg", "").replace("<!DOCTYPE", "")


def test_without_the_key_there_is_nothing_to_see(tmp_path: Path, browser: Browser) -> None:
    for key in (None, "", "wrong", KEY[:-1], "é"):
        stranger = Browser(tmp_path / "audit", tmp_path, key=key)
        for path in ("/", "/a/audit/", "/a/audit/report", "/a/audit/full/owner/question/sales_model"):
            assert stranger.get(path).page.status_code == 403
            assert "Проба" not in stranger.page.text
    cookie = browser.client.cookies.jar
    flags = {c.name: (c.has_nonstandard_attr("HttpOnly"), c.get_nonstandard_attr("SameSite")) for c in cookie}
    assert flags["desk_8765"] == (True, "lax")


def test_guessing_keys_ends_soon(tmp_path: Path) -> None:
    stranger = Browser(tmp_path, tmp_path, key="wrong")
    answers = [stranger.get(f"/enter?key={n}").page.status_code for n in range(30)]
    assert answers[-1] == 429


def test_a_bucket_refills_with_time() -> None:
    clock = [0.0]
    buckets = Buckets(2, 1, lambda: clock[0])
    assert [buckets.allows("a") for _ in range(3)] == [True, True, False]
    assert buckets.allows("b")
    clock[0] = 1
    assert [buckets.allows("a") for _ in range(2)] == [True, False]


@pytest.mark.parametrize("token", ["", "0" * 64, "é"])
def test_a_form_from_elsewhere_changes_nothing(
    token: str, browser: Browser, tmp_path: Path, content: Content
) -> None:
    path = "/a/audit/full/owner/question/sales_model"
    page = browser.client.post(path, data={"csrf": token, "value": "retail", "do": "answer"})
    assert page.status_code == 403
    browser.get(path)
    page = browser.client.post(path, data={"value": "retail"}, headers={"sec-fetch-site": "cross-site"})
    assert page.status_code == 403
    assert said(tmp_path / "audit", content, "sales_model") is None


def test_another_name_for_this_machine_is_refused(browser: Browser) -> None:
    assert browser.client.get("/", headers={"host": "rebound.example:8765"}).status_code == 421
    assert browser.client.get("/", headers={"host": "127.0.0.1:8765"}).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/a/../audit/",
        "/a/%2e%2e%2faudit/",
        "/a/audit/full/..%2f..%2fetc/",
        "/a/audit/full/owner%00/",
        "/a/audit/full/nobody/",
        "/a/audit/slow/owner/",
        "/a/other/",
        "/a/audit/outputs/pdf/..%2f",
        "/a/audit/full/owner/section/nowhere",
        "/a/audit/full/owner/question/nothing",
        "/a/audit/full/owner/question/rules/..%2f",
        "/static/..%2f..%2fpyproject.toml",
        "/static/../app.py",
    ],
)
def test_an_address_leads_nowhere_but_to_pages(path: str, browser: Browser) -> None:
    assert browser.get(path).page.status_code == 404


def test_too_much_is_refused_before_it_is_read(browser: Browser, tmp_path: Path, content: Content) -> None:
    at(browser, "sales_model").send(value="retail", do="answer", note="я" * MOST_BODY)
    assert browser.page.status_code == 413

    def in_pieces() -> Any:
        for _ in range(20):
            yield b"note=" + b"x" * (MOST_BODY // 10) + b"&"

    kind = {"content-type": "application/x-www-form-urlencoded"}
    path = "/a/audit/full/owner/question/sales_model"
    assert browser.client.post(path, content=in_pieces(), headers=kind).status_code == 413
    many = "&".join(f"metric_{i}=x" for i in range(5000))
    assert browser.client.post(path, content=many, headers=kind).status_code in (400, 403, 413)
    assert said(tmp_path / "audit", content, "sales_model") is None


def test_a_question_not_asked_takes_no_answer(browser: Browser, tmp_path: Path, content: Content) -> None:
    at(browser, "report_kind[seller]").send(value="by_hand", do="answer")
    at(browser, "figures_per_seller[seller]")
    other = at(Browser(tmp_path / "audit", tmp_path), "report_kind[seller]")
    other.send(value="none", do="answer")
    browser.send(value="12", do="answer")
    assert browser.page.status_code == 404
    assert said(tmp_path / "audit", content, "figures_per_seller[seller]") is None


def test_sent_twice_is_saved_once(browser: Browser, tmp_path: Path, content: Content) -> None:
    for _ in range(2):
        at(browser, "sales_model").send(value="retail", do="answer")
        assert browser.path.endswith("/lead_kinds") or "/question/" in browser.path
    answer = said(tmp_path / "audit", content, "sales_model")
    assert answer
    assert answer.value == "retail"


def test_two_browsers_lose_nothing(browser: Browser, tmp_path: Path, content: Content) -> None:
    """Both have the old page open; each answers something else, of the voice and of the audit itself."""
    other = Browser(tmp_path / "audit", tmp_path)
    at(browser, "sales_model")
    at(other, "lead_kinds")
    browser.send(value="retail", do="answer")
    other.send(value=["hot"], do="answer")
    at(browser, "company_name")
    at(other, "country")
    browser.send(value="Липа", do="answer")
    other.send(value="KZ", do="answer")
    audit = load_audit(tmp_path / "audit", content)
    assert {"sales_model", "lead_kinds"} <= audit.voices[0].answers.keys()
    assert (audit.company, audit.country) == ("Липа", "KZ")


def test_an_answer_given_in_the_terminal_meanwhile_is_seen(
    browser: Browser, tmp_path: Path, content: Content
) -> None:
    at(browser, "sales_model")
    path = voice_file(tmp_path / "audit", "owner")
    path.write_text(path.read_text("utf-8").replace("answers: {}", "answers: {working_days: 20}"), "utf-8")
    browser.send(value="retail", do="answer")
    voice = load_voice(tmp_path / "audit", content, Audit.model_validate(AUDIT), "owner")
    assert {"sales_model", "working_days"} <= voice.answers.keys()


def test_a_voice_open_elsewhere_is_told(browser: Browser, tmp_path: Path, content: Content) -> None:
    at(browser, "sales_model")
    with locked(voice_file(tmp_path / "audit", "owner")):
        browser.send(value="retail", do="answer")
    assert browser.page.status_code == 409
    assert "owner.yaml" in browser.text
    assert str(tmp_path) not in browser.text
    assert said(tmp_path / "audit", content, "sales_model") is None


def test_a_full_disk_is_told_and_what_was_saved_stays(
    browser: Browser, tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(browser, "sales_model").send(value="retail", do="answer")
    at(browser, "lead_kinds")

    def full(path: Path, data: bytes, mode: int = 0o644) -> None:  # noqa: ARG001
        raise BadInput(Complaint("file_unwritable", str(path), value="No space left on device"))

    monkeypatch.setattr("audit.storage.audit_folder.write", full)
    browser.send(value=["hot"], do="answer")
    assert browser.page.status_code == 409
    assert "No space left" in browser.text
    monkeypatch.undo()
    assert said(tmp_path / "audit", content, "sales_model")


def test_a_folder_that_vanished_is_told(browser: Browser, tmp_path: Path) -> None:
    at(browser, "sales_model")
    (tmp_path / "audit").rename(tmp_path / "gone")
    browser.send(value="retail", do="answer")
    assert browser.page.status_code == 404
    assert not (tmp_path / "audit" / "audit.yaml").exists()


def test_a_broken_file_is_told_with_its_line(browser: Browser, tmp_path: Path) -> None:
    voice_file(tmp_path / "audit", "owner").write_text("roles: [owner\n", "utf-8")
    at(browser, "sales_model")
    assert browser.page.status_code == 409
    assert "owner.yaml" in browser.text


def test_user_text_is_text(tmp_path: Path) -> None:
    audit = Audit.model_validate({**AUDIT, "company": "<img src=x onerror=alert(1)> & {{ 7*7 }}"})
    browser = begun(tmp_path / "audit", audit, OWN)
    for path in ("/", "/a/audit/", "/a/audit/report", "/a/audit/full/owner/section/company"):
        text = browser.get(path).page.text
        assert "<img" not in text
        assert "&lt;img" in text
        assert "49" not in browser.text.split("{{")[0][-5:]


def test_the_pages_speak_both_languages_and_remember(browser: Browser) -> None:
    assert 'lang="ru"' in browser.get("/").page.text
    assert '<html lang="en">' in browser.get("/?lang=en").page.text
    assert '<html lang="en">' in browser.get("/a/audit/").page.text
    assert '<html lang="en">' in browser.get("/?lang=xx").page.text


def test_the_example_is_gone_with_the_server(tmp_path: Path) -> None:
    """It is laid out where it disappears."""
    library = Library(None, tmp_path)
    with TestClient(make_app(library, KEY, "ru", ("json",)), base_url=HOST):
        library.shown_example()
        assert library.example
        there = Path(library.example.name)
    assert not there.exists()


def test_the_web_words_are_whole_and_used() -> None:
    pages = "".join(
        p.read_text("utf-8") for p in (ROOT / "audit" / "web").rglob("*") if p.suffix in (".py", ".j2")
    )
    for label, text in texts().items():
        ru, en = (sorted(n for _, n, _, _ in Formatter().parse(text[lang]) if n) for lang in ("ru", "en"))
        assert ru == en, label
        built = label.startswith(("wrong_", "format_", "who_", "port_taken", "audit_there"))
        assert built or f'"{label}"' in pages, label
