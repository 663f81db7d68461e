"""Several voices: personal links, mailed forms, talks at one screen; everybody sees only their own."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from audit.cli import main
from audit.content.loader import Content
from audit.files.errors import BadInput
from audit.interview.mailed_form import form, take_in
from audit.interview.opening import now
from audit.model import Audit, Lang, Voice
from audit.storage.audit_folder import load
from audit.storage.example import copy_to
from audit.storage.invitations import DAYS, add, find, fingerprint, links_file, load_links, revoke
from tests.browsing import HOST, Browser, begun
from tests.conftest import AUDIT

OWN = Voice(id="owner", roles=("owner",))
TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)  # when a form comes back


@pytest.fixture
def browser(tmp_path: Path) -> Browser:
    return begun(tmp_path / "audit", Audit.model_validate(AUDIT), OWN)


def links_on(browser: Browser) -> list[str]:
    return re.findall(rf"{HOST}(/answer/enter/[\w-]+)", browser.page.text)


def person(folder: Path, address: str, lang: Lang = "ru") -> Browser:
    """Somebody else at another browser, who has nothing but a link."""
    somebody = Browser(folder, folder.parent, lang, key=None)
    return somebody.get(address)


# --- links -------------------------------------------------------------------------------------------------


def test_five_sellers_answer_apart(browser: Browser, tmp_path: Path, content: Content) -> None:
    folder = tmp_path / "audit"
    browser.get("/a/audit/people").send(do="link", role="seller", many="5")
    addresses = links_on(browser)
    assert len(addresses) == len(set(addresses)) == 5
    for address in addresses:
        seller = person(folder, address)
        assert seller.path == "/answer/question/personal_contact"
        seller.send(do="answer", value="no", note="Только для нас")
        assert seller.get("/answer/").path.endswith("/question/sales_steps")
        for other in ("/", "/a/audit/", "/a/audit/report", "/a/audit/full/owner/", "/a/audit/people"):
            assert seller.get(other).page.status_code == 403
        assert seller.get("/answer/question/target_value").page.status_code == 404  # for the leaders
    voices = load(folder, content).voices
    assert [v.id for v in voices] == ["owner", *(f"seller_{n}" for n in range(1, 6))]
    assert all(v.roles == ("seller",) for v in voices[1:])


def test_the_auditor_opens_nobodys_private_answers(browser: Browser, tmp_path: Path) -> None:
    browser.get("/a/audit/people").send(do="link", role="head")
    person(tmp_path / "audit", links_on(browser)[0]).send(do="answer", value="Тайна")
    for path in ("question/company_name", "answers", "section/company", ""):
        assert browser.get(f"/a/audit/full/head/{path}").page.status_code == 404
    assert "/full/head/" not in browser.get("/a/audit/").page.text


def test_a_closed_an_expired_and_a_forged_link_say_so(
    browser: Browser, tmp_path: Path, content: Content
) -> None:
    folder = tmp_path / "audit"
    browser.get("/a/audit/people").send(do="link", role="seller")
    seller = person(folder, links_on(browser)[0])
    seller.send(do="answer", value="no")
    before = load(folder, content)
    browser.get("/a/audit/people").send(do="revoke", voice="seller_1")
    assert seller.send(do="answer", value="no").page.status_code in (403, 410)
    assert seller.get("/answer/").page.status_code == 410
    _, token = add(folder, "seller", "link", now().date() - timedelta(days=DAYS + 1))
    assert person(folder, f"/answer/enter/{token}").page.status_code == 410
    for forged in ("x", "x" * 43, "%00", "é"):
        assert person(folder, f"/answer/enter/{forged}").page.status_code == 403
    assert load(folder, content) == before


def test_only_fingerprints_are_kept(tmp_path: Path) -> None:
    link, token = add(tmp_path, "seller", "link", TODAY)
    text = links_file(tmp_path).read_text("utf-8")
    assert token not in text
    assert len(token) * 6 >= 128
    assert link.fingerprint == fingerprint(token)
    assert links_file(tmp_path).stat().st_mode & 0o777 == 0o600
    assert find(load_links(tmp_path), token, "link") == link
    assert find(load_links(tmp_path), token, "form") is None
    revoke(tmp_path, link.voice)
    assert not load_links(tmp_path)[0].open_on(TODAY)


def test_five_talks_in_a_row(browser: Browser, tmp_path: Path, content: Content) -> None:
    for _ in range(5):
        browser.get("/a/audit/people").send(do="talk", role="seller")
        browser.send(do="answer", value="no")
    sellers = [v for v in load(tmp_path / "audit", content).voices if v.roles == ("seller",)]
    assert [len(v.answers) for v in sellers] == [1] * 5


@pytest.mark.parametrize(
    "sent", [{"do": "link", "role": "king"}, {"do": "form", "voice": "../x"}, {"do": "fly"}]
)
def test_what_cannot_be_meant_changes_nothing(sent: dict[str, str], browser: Browser, tmp_path: Path) -> None:
    assert browser.get("/a/audit/people").send(**sent).page.status_code == 400
    assert not links_file(tmp_path / "audit").exists()


@pytest.mark.parametrize(
    ("question", "sent"),
    [
        ("sales_steps", {"value": "different", "note": "a\x1b[2J"}),
        ("funnel/inbound", {"metric_0": "No Metric!", "share_0": "3/10"}),
        ("report_columns/seller", {"report": "r", "headings": "Звонки\x07"}),
    ],
)
def test_what_no_file_can_hold_is_refused_where_it_is_typed(
    question: str, sent: dict[str, str], tmp_path: Path, content: Content
) -> None:
    copy_to(tmp_path / "audit")
    before = load(tmp_path / "audit", content)
    browser = Browser(tmp_path / "audit", tmp_path)
    page = browser.get(f"/a/audit/full/owner/question/{question}").send(do="answer", **sent).page
    assert page.status_code == 422
    assert load(tmp_path / "audit", content) == before


# --- forms that are mailed ---------------------------------------------------------------------------


def mailed(
    folder: Path, content: Content, tmp_path: Path, said: dict[str, Any], made: date = TODAY, **other: Any
) -> Path:
    link, token = add(folder, "seller", "form", made)
    file = tmp_path / f"answers.{link.voice}.json"
    file.write_text(json.dumps({"voice": link.voice, "token": token, "answers": said, **other}), "utf-8")
    assert form(folder, content, link, token, "ru")
    return file


def test_a_form_comes_back(browser: Browser, tmp_path: Path, content: Content) -> None:
    assert browser.page.status_code == 200
    folder = tmp_path / "audit"
    answers = {
        "sales_steps": {"value": "different", "note": "да", "at": "2026-11-25T10:00:00.000Z"},
        "report_minutes[seller]": {"value": "25"},
        "rules[leadgen]": {"state": "dont_know"},
    }
    file = mailed(folder, content, tmp_path, answers, voice="owner", role="owner")
    taken = take_in(folder, content, file, NOW)
    assert (taken.voice, list(taken.answers)) == ("seller_1", list(answers))
    voice = next(v for v in load(folder, content).voices if v.id == "seller_1")
    assert (voice.roles, voice.answers["report_minutes[seller]"].value) == (("seller",), 25)
    today = mailed(folder, content, tmp_path, answers, now().date())
    assert main(["import", str(folder), str(today)]) == 0


@pytest.mark.parametrize(
    ("other", "what"),
    [
        ({"token": "forged"}, "form_foreign"),
        ({"answers": {"asked_in_2030": {"value": "x"}}}, "question_unknown"),
        ({"answers": {"sales_steps": {"value": "a_planet"}}}, "option_unknown"),
        ({"answers": {"report_minutes[seller]": {"value": "x"}}}, "not_number"),
        ({"answers": {"funnel[cold_calls]": {"rows": [{"metric": "cc_dials"}]}}}, "form_not_asked"),
    ],
)
def test_a_form_that_is_not_ours_is_refused_whole(
    other: dict[str, Any], what: str, browser: Browser, tmp_path: Path, content: Content
) -> None:
    folder = tmp_path / "audit"
    before = load(folder, content)
    file = mailed(folder, content, tmp_path, {}, **other)
    with pytest.raises(BadInput) as bad:
        take_in(folder, content, file, NOW)
    assert what in {complaint.what for complaint in bad.value.complaints}
    with pytest.raises(BadInput):
        take_in(folder, content, mailed(folder, content, tmp_path, {}), NOW + timedelta(days=DAYS))
    assert load(folder, content) == before
    assert browser.page.status_code == 200


def test_what_was_answered_later_stays(browser: Browser, tmp_path: Path, content: Content) -> None:
    folder = tmp_path / "audit"
    sent = {"sales_steps": {"value": "different", "at": "2026-11-25T10:00:00Z"}}
    file = mailed(folder, content, tmp_path, sent)
    take_in(folder, content, file, NOW)
    older = {"sales_steps": {"value": "same", "at": "2026-11-24T10:00:00Z"}}
    tree = {**json.loads(file.read_text("utf-8")), "answers": older}
    file.write_text(json.dumps(tree), "utf-8")
    assert take_in(folder, content, file, NOW).later == ("sales_steps",)
    voice = next(v for v in load(folder, content).voices if v.id == "seller_1")
    assert voice.answers["sales_steps"].value == "different"
    assert browser.page.status_code == 200


def test_the_pages_hand_out_forms_and_take_them_in(
    browser: Browser, tmp_path: Path, content: Content
) -> None:
    browser.get("/a/audit/people").send(do="link", role="seller")
    browser.get("/a/audit/people").send(do="form", voice="seller_1")
    made = browser.page
    assert made.headers["content-disposition"] == 'attachment; filename="form.seller_1.ru.html"'
    found = re.search(r'"token": "([\w-]+)"', made.text.replace("&#34;", '"'))
    assert found
    assert "Проба" in made.text
    back = json.dumps({"token": found[1], "answers": {"sales_steps": {"value": "different"}}})
    browser.get("/a/audit/people")
    token = re.search(r'name="csrf" value="(\w+)"', browser.page.text)
    assert token
    files = {"file": ("answers.json", back, "application/json")}
    page = browser.client.post("/a/audit/people", data={"csrf": token[1], "do": "import"}, files=files)
    assert page.status_code == 200
    assert [v.id for v in load(tmp_path / "audit", content).voices] == ["owner", "seller_1"]


# --- again ---------------------------------------------------------------------------------------------


def test_the_next_audit_offers_the_answers_of_this_one(tmp_path: Path, content: Content) -> None:
    browser = Browser(None, tmp_path).send("/new", who="owner", depth="full")
    browser.send(do="answer", value="Липа").send(do="answer", value="Россия")
    browser.get("/a/audit-1/").send("/a/audit-1/again")
    assert browser.path == "/a/audit-2/full/owner/question/company_name"
    assert 'value="Липа"' in browser.page.text
    assert "Ещё не подтверждено" in browser.text
    assert load(tmp_path / "audit-2", content).company == ""
    browser.send(do="answer", value="Липа")
    assert load(tmp_path / "audit-2", content).company == "Липа"
    assert browser.get("/a/audit-2/report").page.status_code == 200
