"""A real browser drives a whole audit to the downloaded PDF; skipped where there is no Chromium."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

playwright = pytest.importorskip("playwright.sync_api")
axe = pytest.importorskip("axe_playwright_python.sync_playwright")

CHROMIUM = Path("/usr/bin/chromium")
CALM = [  # nothing but our pages is fetched
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
PATIENCE = 120_000  # milliseconds; a busy machine is no failure

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium")


@contextmanager
def serving(folder: Path, lang: str) -> Iterator[str]:
    """The command itself in a process; yields the address it prints."""
    command = [sys.executable, "-m", "audit", "serve", "--port", "0", "--no-browser", "--lang", lang]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=folder) as process:
        try:
            assert process.stdout
            yield process.stdout.readline().split(": ", 1)[1].strip()
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=str(CHROMIUM), args=CALM)
        yield browser
        browser.close()


@contextmanager
def window(chromium: Any, address: str, size: dict[str, int], script: bool) -> Iterator[Any]:
    """A page in its own window that fails on anything fetched from elsewhere or refused by the policy."""
    context = chromium.new_context(viewport=size, java_script_enabled=script, accept_downloads=True)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    ours = re.match(r"http://[^/]+", address)
    assert ours
    strange: list[str] = []
    page.on("request", lambda r: None if r.url.startswith((ours[0], "data:")) else strange.append(r.url))
    page.on("console", lambda m: strange.append(m.text) if "Content Security Policy" in m.text else None)
    page.goto(address)
    yield page
    assert strange == []
    context.close()


def sound(page: Any) -> None:
    """No violation for axe, nothing wider than the window."""
    found = axe.Axe().run(page).response["violations"]
    assert not [(v["id"], [n["html"][:120] for n in v["nodes"]]) for v in found], page.url
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


def press(button: Any) -> None:
    """A click, and the page it leads to."""
    with button.page.expect_navigation():
        button.click()


def answer(page: Any) -> None:
    """The first choice, a number or a word; then save."""
    if page.locator("input[type=radio][name=value]").count():
        page.locator("input[type=radio][name=value]").last.check()
    elif page.locator("input[type=checkbox][name=value]").count():
        page.locator("input[type=checkbox][name=value]").first.check()
    elif page.locator("#value").count():
        country = page.url.endswith("/country")
        numeric = page.locator("#value[inputmode=decimal]").count()
        page.fill("#value", "Kazakhstan" if country else "5" if numeric else "Липа & Co")
    else:
        press(page.locator("button[value=dont_know]"))
        return
    press(page.locator("button[value=answer]"))


@pytest.mark.parametrize(
    ("lang", "size", "script"), [("ru", PHONE, False), ("en", DESK, True)], ids=["phone, no script", "desk"]
)
def test_from_the_first_page_to_the_pdf(
    lang: str, size: dict[str, int], script: bool, chromium: Any, tmp_path: Path
) -> None:
    with serving(tmp_path, lang) as address, window(chromium, address, size, script) as page:
        press(page.locator("form[action='/new'] button"))
        for _ in range(80):
            if page.url.endswith("/done"):
                break
            if "/section/" in page.url:
                press(page.locator("main .button"))
            else:
                answer(page)
        press(page.locator("main .button"))
        assert page.url.endswith("/verdict")
        press(page.locator("main .button"))
        assert page.locator("main section").count() > 5
        press(page.locator(".bar a"))
        with page.expect_download() as download:
            page.locator(f"a[href$='/outputs/pdf/{lang}']").click()
        assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("lang", ["ru", "en"])
def test_every_kind_of_page_is_accessible(
    lang: str, size: dict[str, int], chromium: Any, tmp_path: Path
) -> None:
    with serving(tmp_path, lang) as address, window(chromium, address, size, True) as page:
        sound(page)
        page.locator("form[action='/example'] button").click()
        base = page.url.rstrip("/")
        talk = f"{base}/full/owner"
        asked = ("rules/leadgen", "channels", "sellers/seller", "funnel/partners", "report_columns/seller")
        for path in (base + "/", f"{base}/verdict", f"{base}/report", f"{base}/people", f"{base}/nowhere"):
            page.goto(path)
            sound(page)
        for path in (*(f"question/{q}" for q in asked), "section/company", "answers", "done"):
            page.goto(f"{talk}/{path}")
            sound(page)
        page.goto(f"{talk}/question/sellers/seller")
        page.fill("#value", "пять")
        page.locator("button[value=answer]").click()
        assert page.locator("[role=alert]").count() == 1
        sound(page)


def test_a_question_is_answered_by_keyboard(chromium: Any, tmp_path: Path) -> None:
    with serving(tmp_path, "en") as address, window(chromium, address, DESK, True) as page:
        page.locator("form[action='/example'] button").click()
        talk = page.url + "full/owner"
        page.goto(f"{talk}/question/sellers/seller")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")  # the section's link
        page.keyboard.press("Tab")
        page.keyboard.press("Control+A")
        page.keyboard.type("7")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        page.goto(f"{talk}/section/company")
        assert page.locator("dd", has_text=re.compile(r"^\s*7\s*$")).count() == 1


def test_a_form_is_filled_in_without_a_server(chromium: Any, tmp_path: Path) -> None:
    """The mailed page alone: hidden questions appear, the saved file is taken in."""
    from audit.content.loader import load
    from audit.interview.mailed_form import form, take_in
    from audit.interview.opening import now
    from audit.model import Audit
    from audit.storage.audit_folder import save_audit
    from audit.storage.invitations import add
    from tests.conftest import AUDIT

    content, folder = load(), tmp_path / "audit"
    save_audit(folder, Audit.model_validate(AUDIT))
    link, token = add(folder, "seller", "form", now().date())
    file = tmp_path / "form.html"
    file.write_text(form(folder, content, link, token, "ru"), "utf-8")
    context = chromium.new_context(viewport=PHONE, accept_downloads=True)
    page = context.new_page()
    page.goto(file.as_uri())
    hidden = page.locator("[data-key='report_minutes[seller]']")
    assert hidden.is_hidden()
    page.check("[name='report_kind[seller]'][value=by_hand]")
    assert hidden.is_visible()
    number = hidden.locator("input[type=text]").first
    number.fill("минут 25")
    page.locator("button[type=submit]").click()  # nothing is saved
    assert number.evaluate("field => field.validity.patternMismatch && field.matches(':focus')")
    page.check("[name='report_kind[seller]'][value=none]")
    assert page.evaluate("form.checkValidity()")  # what is hidden keeps nobody from saving
    page.check("[name='report_kind[seller]'][value=by_hand]")
    number.fill("25")
    sound(page)
    with page.expect_download() as download:
        page.locator("button[type=submit]").click()
    sent = tmp_path / "sent.json"
    download.value.save_as(sent)
    assert take_in(folder, content, sent, now()).answers.keys() == {
        "report_kind[seller]",
        "report_minutes[seller]",
    }
    context.close()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_report_for_screens_fills_the_screen(chromium: Any, tmp_path: Path, size: dict[str, int]) -> None:
    from audit.content.loader import load
    from audit.rendering import html as pages
    from audit.reporting.assemble import make_report
    from audit.storage.audit_folder import load as load_audit
    from tests.conftest import ROOT

    content = load()
    document = make_report(load_audit(ROOT / "questionnaires" / "example", content), content)
    file = tmp_path / "report.html"
    file.write_text(pages.screen(document, "ru"), "utf-8")
    context = chromium.new_context(viewport=size)
    page = context.new_page()
    page.goto(file.as_uri())
    assert page.locator("main").bounding_box()["width"] > size["width"] * 0.8
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    context.close()
