"""What comes of the answers: the one-page verdict, the report on screen, every output to download."""

import asyncio
import shutil
import tempfile
import zipfile
from pathlib import Path

from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response

from audit.files.errors import Complaint
from audit.model import LANGS, Lang, ReportDocument
from audit.publishing.batch import Job, run
from audit.publishing.libraries import others
from audit.rendering import brand
from audit.rendering import html as pages
from audit.reporting.assemble import make_report
from audit.storage.audit_folder import load_known, load_previous
from audit.web.pages import PageMessages, content, page, refusal
from audit.web.respondent import folder_of
from audit.web.security import REPORT_POLICY

LONGEST = 120  # seconds for one output; a report takes two; our judgement


async def verdict(request: Request) -> Response:
    """The report's first page: what stands in the way, what to do first, what could not be told."""
    folder = folder_of(request)
    if folder is None:
        return refusal(request, 404, "not_found")
    document = await run_in_threadpool(_document, folder)
    base = f"/a/{request.path_params['name']}"
    lang = request.state.says.lang
    return page(
        request,
        "verdict",
        d=document,
        text=lambda one: one.in_(lang),
        base=base,
        home=f"{base}/",
        nothing=not document.answers,
    )


async def report(request: Request) -> Response:
    """The whole report for screens: the same page as the file to download, and a way back."""
    folder = folder_of(request)
    if folder is None:
        return refusal(request, 404, "not_found")
    says: PageMessages = request.state.says
    document = await run_in_threadpool(_document, folder)
    shown = await run_in_threadpool(_on_screen, document, folder, says.lang)
    back = f'<a href="/a/{request.path_params["name"]}/">{says.word("to_the_audit")}</a>'
    bar = f'<nav class="bar" aria-label="{says.word("way_back")}">{back}</nav>'
    headers = {"Content-Security-Policy": REPORT_POLICY}
    return HTMLResponse(shown.replace("<header>", f"{bar}<header>", 1), headers=headers)


def _document(folder: Path) -> ReportDocument:
    return make_report(load_known(folder, content()), content(), load_previous(folder, content()), others())


def _on_screen(document: ReportDocument, folder: Path, lang: Lang) -> str:
    return pages.screen(document, lang, brand.beside(folder))


async def output(request: Request) -> Response:
    """One format in one language, made as the terminal makes it, in a process of its own."""
    folder, asked = folder_of(request), request.path_params
    if folder is None or asked["format"] not in request.app.state.formats or asked["lang"] not in LANGS:
        return refusal(request, 404, "not_found")
    made = Path(await run_in_threadpool(tempfile.mkdtemp, prefix="sales-audit-"))
    job = Job(folder.resolve(), made, None, (asked["format"],), asked["lang"])
    try:
        done = await asyncio.wait_for(run_in_threadpool(lambda: next(run([job], 1))), LONGEST)
        complaints = done.complaints
    except TimeoutError:
        complaints = (Complaint("paper_slow", "", value=str(LONGEST)),)
    files = sorted(path for path in made.iterdir() if path.is_file() and path.name[0] != ".")
    files = [path for path in files if not path.name.startswith("summary.")]  # a page of the report beside it
    if complaints or not files:
        shutil.rmtree(made, ignore_errors=True)
        says: PageMessages = request.state.says
        said = " ".join(says.complaint(one) for one in complaints)
        return refusal(request, 409, "output_failed", says=said)
    file = files[0] if len(files) == 1 else await run_in_threadpool(_zipped, made, files)
    gone = BackgroundTask(shutil.rmtree, made, ignore_errors=True)
    return FileResponse(file, filename=file.name, background=gone)


def _zipped(made: Path, files: list[Path]) -> Path:
    together = made / "outputs.zip"
    with zipfile.ZipFile(together, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.write(file, file.name)
    return together
