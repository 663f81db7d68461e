"""The report on paper: the page's HTML set in type by Typst, tagged, archival, with its data inside."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from audit.files.errors import BadInput, Complaint
from audit.i18n import typography
from audit.model import Lang, ReportDocument
from audit.rendering import charts, styles
from audit.rendering import html as html_page
from audit.rendering.brand import PLAIN, Brand
from audit.rendering.pdf import html_tree
from audit.rendering.pdf.html_tree import Node

SETTER = Path(__file__).with_name("typst_worker.py")
LONGEST = 300  # seconds; a report of 1,000 pages takes half a minute; our judgement
STOPPED = (-9, -15)  # killed: by the system, short of memory, or by somebody; signal(7)
OUT_OF_MEMORY = (b"memory allocation of", b"MemoryError")  # Rust's words and Python's
LARGEST = 2_000_000  # characters of HTML with templates of others: tested, 1 GB to set it; ours have a tenth
KINDS = {
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class Printed:
    """The whole report, and its summary page by itself."""

    report: bytes
    summary: bytes


def render(
    document: ReportDocument, lang: Lang, brand: Brand = PLAIN, attached: Mapping[str, bytes] | None = None
) -> Printed:
    """The report with `attached` files, by name, inside."""
    with _setter() as setter:
        return Printed(*_typeset(setter, jobs(document, lang, brand, attached or {}), brand))


def jobs(
    document: ReportDocument, lang: Lang, brand: Brand, attached: Mapping[str, bytes]
) -> Sequence[Mapping[str, Any]]:
    """What paper.typ is given: for the report, then for its summary alone."""
    tree = _tree(html_page.paper(document, lang, brand), brand)
    same = _same_for_both(document, lang, brand, tree)
    inside = [_attachment(name, data, lang) for name, data in attached.items()]
    summary = Node("body", {}, [part for part in tree.elements() if "summary" in part.classes()])
    return (
        {**same, "tree": tree.as_json(), "attached": inside},
        {**same, "tree": summary.as_json(), "attached": []},
    )


def _tree(html: str, brand: Brand) -> Node:
    if brand.templates and len(html) > LARGEST:
        value, more = f"{len(html) / 1e6:.1f}", {"most": str(LARGEST // 1_000_000)}
        raise BadInput(Complaint("template_large", brand.folder, value=value, more=more))
    try:
        return html_tree.tree(html, [brand.logo.file] if brand.logo else [])
    except html_tree.NotForPaper as error:  # only a template of the user's has such
        value, more = error.what[:200], {"allowed": error.allowed}
        raise BadInput(Complaint("template_not_for_paper", brand.folder, value=value, more=more)) from error


def _same_for_both(document: ReportDocument, lang: Lang, brand: Brand, tree: Node) -> Mapping[str, Any]:
    """What stands outside the tree."""
    colours, day = styles.palette(brand.accent, brand.dark), document.as_of
    title = html_page.labels()["title"].in_(lang)
    cover = next(part for part in tree.elements() if part.tag == "article")
    return {
        "lang": lang,
        "title": _short(f"{title}: {document.company}" if document.company else title),
        "author": document.made_by,
        "description": _short(document.headline.in_(lang)),
        "date": {"year": day.year, "month": day.month, "day": day.day},
        "running": cover.attributes,
        "colours": colours,
        "cover": styles.drawn_in(charts.cover(), colours),
        "logo": _logo(brand),
    }


def _short(text: str) -> str:
    """What is said about a file, not in it."""
    return typography.printable(text)[: html_tree.MOST_SAID]


def _logo(brand: Brand) -> Mapping[str, Any] | None:
    if not brand.logo:
        return None
    kind = brand.logo.file.rpartition(".")[2]
    return {"data": list(brand.logo.data), "format": kind, "aspect": brand.logo.aspect}


def _attachment(name: str, data: bytes, lang: Lang) -> Mapping[str, Any]:
    kind = name.rpartition(".")[2]
    says = html_page.labels()[f"attached_{kind}"].in_(lang)
    held = data.decode() if kind == "json" else list(data)
    return {"name": name, "data": held, "kind": KINDS[kind], "says": says}


def typeset(jobs: Sequence[Mapping[str, Any]], brand: Brand) -> list[bytes]:
    """One file for each job. Typst reads nothing but its template and the shipped fonts."""
    with _setter() as setter:
        return _typeset(setter, jobs, brand)


@contextmanager
def _setter() -> Iterator[subprocess.Popen[bytes]]:
    """The typesetter's process; it loads while its work is made ready, and ends with the block."""
    command = [sys.executable, "-P", str(SETTER)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe) as process:
        try:
            yield process
        finally:
            process.kill()  # nothing, where it has ended


def _typeset(setter: subprocess.Popen[bytes], jobs: Sequence[Mapping[str, Any]], brand: Brand) -> list[bytes]:
    shipped = files("audit.report_templates")
    asked = {
        "template": str(shipped / "paper.typ"),
        "fonts": str(shipped / "fonts"),
        "jobs": [json.dumps(job) for job in jobs],
    }
    says, _, made = _answer(setter, json.dumps(asked).encode()).partition(b"\n")
    answer = json.loads(says)
    if "refused" in answer:  # a heading left out, a link to nowhere
        raise _refusal(answer["refused"], brand)
    ends = list(accumulate(answer["sizes"], initial=0))
    return [made[start:end] for start, end in pairwise(ends)]


def _answer(setter: subprocess.Popen[bytes], asked: bytes) -> bytes:
    try:
        answer, says = setter.communicate(asked, timeout=LONGEST)
    except subprocess.TimeoutExpired:
        raise BadInput(Complaint("paper_slow", "", value=str(LONGEST))) from None
    if setter.returncode in STOPPED or any(words in says for words in OUT_OF_MEMORY):
        raise BadInput(Complaint("paper_stopped", ""))
    if setter.returncode:
        raise RuntimeError(says.decode("utf-8", "replace"))
    return answer


def _refusal(why: str, brand: Brand) -> Exception:
    if not brand.templates:
        return ValueError(why)
    return BadInput(Complaint("template_broken", brand.folder, value=why[:200]))
