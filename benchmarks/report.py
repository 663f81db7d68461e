"""How fast the report is made, and beside what: run with the environment's Python, on a quiet machine.

Prints the share of each phase, the whole process against headless Chromium printing the same HTML in the
same run, the growth per page, the peak of memory, and reports a minute on every core. Bars: 0.6 times
Chromium, 0.1 s and 1.7 MiB a page, 120 MiB, 75 reports of 14 pages a minute on two cores.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 5
AUDITS = 40
LANG = "ru"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
CLEAN = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
MEBIBYTE = 1024

PHASES = """
import time; start = time.perf_counter(); marks = []
def mark(name): marks.append((name, time.perf_counter()))
import gc; gc.disable()
import io, json, sys, resource
from pathlib import Path
import pypdf
from audit.content.loader import load
from audit.publishing.formats import outputs
from audit.rendering import brand
from audit.rendering.pdf import render
from audit.storage.audit_folder import load_known
from audit.reporting.assemble import make_report
mark("imports")
content = load(); mark("content")
audit = load_known(Path(sys.argv[1]), content)
document = make_report(audit, content); mark("report document")
times = int(sys.argv[2])
more = [f.model_copy(update={"cause": f"{f.cause}_{n}"}) for n in range(times) for f in document.findings]
document = document.model_copy(update={"answers": document.answers * times, "findings": tuple(more)})
data = (document.model_dump_json(indent=1) + chr(10)).encode(); mark("report.json")
workbook = dict(outputs(document, ("xlsx",), ("ru",))); mark("workbook")
jobs = render.jobs(document, "ru", brand.PLAIN, {"report.json": data, **workbook}); mark("HTML, tree")
made = render.typeset(jobs[:1], brand.PLAIN)[0]; mark("typesetting")
render.typeset(jobs[1:], brand.PLAIN); mark("summary alone")
last, spent = start, {}
for name, at in marks: spent[name] = at - last; last = at
def peak(who): return resource.getrusage(who).ru_maxrss
pages = len(pypdf.PdfReader(io.BytesIO(made)).pages)
peaks = [peak(resource.RUSAGE_SELF), peak(resource.RUSAGE_CHILDREN)]
print(json.dumps({"spent": spent, "pages": pages, "bytes": len(made), "peaks": peaks}))
"""


def phases(audit: Path, times: int = 1) -> dict[str, object]:
    made = subprocess.run(
        [sys.executable, "-c", PHASES, str(audit), str(times)],
        env=CLEAN,
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(json.loads(made.stdout))


def seconds(*command: str) -> float:
    began = time.perf_counter()
    subprocess.run(command, env=CLEAN, capture_output=True, check=True)
    return time.perf_counter() - began


def for_chromium(audit: Path, folder: Path) -> Path:
    """The HTML that the typesetter is given, with the screen's stylesheet and fonts inside."""
    from audit.content import loader
    from audit.rendering import html as pages
    from audit.rendering import styles
    from audit.reporting import assemble
    from audit.storage import audit_folder

    document = assemble.make_report(audit_folder.load_known(audit, loader.load()), loader.load())
    css = styles.fonts_for_screen() + styles.shipped("screen.css")
    html = pages.paper(document, LANG).replace("</head>", f"<style>{css}</style></head>")
    (folder / "report.html").write_text(html, "utf-8")
    return folder / "report.html"


def beside_chromium(audit: Path, folder: Path) -> None:
    """In turn, so that both meet the same machine."""
    page = for_chromium(audit, folder)
    program = str(Path(sys.executable).with_name("sales-audit"))
    ours, theirs = [], []
    for _ in range(RUNS):
        ours.append(seconds(program, "report", str(audit), "--formats", "pdf", "--lang", LANG))
        if CHROMIUM:
            target = f"--print-to-pdf={folder / 'chromium.pdf'}"
            options = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
            theirs.append(
                seconds(CHROMIUM, *options, "--allow-file-access-from-files", target, page.as_uri())
            )
    print(f"whole process, median of {RUNS}: {statistics.median(ours):.2f} s (tagged, with attachment)")
    if theirs:
        ratio = statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
        print(f"Chromium, same HTML, in turn: {statistics.median(theirs):.2f} s; ratio {ratio:.2f} (bar 0.6)")
    else:
        print("Chromium is not installed: no ratio")


def show_phases(audit: Path) -> None:
    made = phases(audit)
    spent: dict[str, float] = made["spent"]  # type: ignore[assignment]
    whole = sum(spent.values())
    print(f"\n{made['pages']} pages, {int(str(made['bytes'])) // 1000} kB, {whole:.2f} s in process")
    for name, took in spent.items():
        print(f"  {name:<20}{took:6.2f} s {took / whole:6.0%}")


def show_growth(audit: Path) -> None:
    small, large = phases(audit), phases(audit, 6)
    pages = int(str(large["pages"])) - int(str(small["pages"]))
    took = sum(large["spent"].values()) - sum(small["spent"].values())  # type: ignore[attr-defined]
    ours, setter = (peak / MEBIBYTE for peak in small["peaks"])  # type: ignore[attr-defined]
    grown = (large["peaks"][1] / MEBIBYTE - setter) / pages  # type: ignore[index]
    print(f"\n{small['pages']} to {large['pages']} pages: {took / pages:.3f} s (bar 0.1)", end=" ")
    print(f"and {grown:.2f} MiB (bar 1.7) a page")
    print(f"peaks: {ours:.0f} MiB of the program, {setter:.0f} MiB of the typesetter (bar 120)")


def show_batch(audit: Path, folder: Path) -> None:
    audits = [folder / f"audit_{n}" for n in range(AUDITS)]
    for one in audits:
        shutil.copytree(audit, one)
    program = str(Path(sys.executable).with_name("sales-audit"))
    took = seconds(program, "report", *map(str, audits), "--formats", "pdf", "--lang", LANG)
    pages = int(str(phases(audit)["pages"]))
    a_minute = AUDITS / took * 60
    print(
        f"\n{AUDITS} audits on {os.cpu_count()} cores: {took:.0f} s, {a_minute:.0f} a minute of {pages} pages"
    )
    print(f"in reports of 14 pages: {a_minute * pages / 14:.0f} a minute (bar 75 on two cores)")


def main() -> None:
    from audit.storage.example import copy_to

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copy_to(folder / "audit")
        phases(folder / "audit")  # compiles what was never compiled
        beside_chromium(folder / "audit", folder)
        show_phases(folder / "audit")
        show_growth(folder / "audit")
        show_batch(folder / "audit", folder)


if __name__ == "__main__":
    main()
