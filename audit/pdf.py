"""The report on paper: the page's HTML set in type by Typst, tagged, archival, with its data inside."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from audit import charts, letters, markup, page, styles
from audit.brand import PLAIN, Brand
from audit.files import BadInput, Complaint
from audit.markup import Node
from audit.model import Lang, ReportDocument

if TYPE_CHECKING:
    from typst import Fonts, PDFStandard

STANDARDS: "list[PDFStandard]" = ["ua-1", "a-3a"]  # accessible; archival, with attachments
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
    try:
        tree = markup.tree(page.paper(document, lang, brand))
    except markup.NotForPaper as error:  # only a template of the user's has such
        raise BadInput(
            Complaint(
                "template_not_for_paper", brand.folder, value=str(error), more={"allowed": markup.ALLOWED}
            )
        ) from error
    inside = [_attachment(name, data, lang) for name, data in (attached or {}).items()]
    job = _job(document, lang, brand, tree)
    report = _typeset({**job, "tree": tree.as_json(), "attached": inside}, brand)
    return Printed(report, _typeset({**job, "tree": _summary(tree).as_json(), "attached": []}, brand))


def _summary(tree: Node) -> Node:
    """The page that can be printed alone."""
    return Node("body", {}, [part for part in tree.elements() if "summary" in part.classes()])


def _job(document: ReportDocument, lang: Lang, brand: Brand, tree: Node) -> Mapping[str, Any]:
    """What paper.typ is given beside the tree."""
    colours, day = styles.palette(brand.accent, brand.dark), document.as_of
    title = page.labels()["title"].in_(lang)
    cover = next(part for part in tree.elements() if part.tag == "article")
    return {
        "lang": lang,
        "title": letters.printable(f"{title}: {document.company}" if document.company else title),
        "author": document.made_by,
        "description": letters.printable(document.headline.in_(lang)),
        "date": {"year": day.year, "month": day.month, "day": day.day},
        "running": cover.attributes,
        "colours": colours,
        "cover": styles.drawn_in(charts.cover(), colours),
        "logo": _logo(brand),
    }


def _logo(brand: Brand) -> Mapping[str, Any] | None:
    if not brand.logo:
        return None
    kind = brand.logo.file.rpartition(".")[2]
    return {"data": list(brand.logo.data), "format": kind, "aspect": brand.logo.aspect}


def _attachment(name: str, data: bytes, lang: Lang) -> Mapping[str, Any]:
    kind = name.rpartition(".")[2]
    says = page.labels()[f"attached_{kind}"].in_(lang)
    return {"name": name, "data": list(data), "kind": KINDS[kind], "says": says}


def _typeset(job: Mapping[str, Any], brand: Brand) -> bytes:
    """Typst reads no file but its template, and nothing from the network."""
    from typst import Compiler, TypstError

    folder = Path(str(files("audit.report_templates")))
    setter = Compiler(
        folder / "paper.typ", root=folder, font_paths=fonts(), sys_inputs={"job": json.dumps(job)}
    )
    try:
        return cast("bytes", setter.compile(pdf_standards=STANDARDS))
    except TypstError as error:  # a heading left out, a link to nowhere
        if not brand.templates:
            raise
        raise BadInput(Complaint("template_broken", brand.folder, value=error.message[:200])) from error


@cache
def fonts() -> "Fonts":
    """The shipped faces alone: a system's would look, and measure, like nobody knows."""
    from typst import Fonts

    shipped = str(files("audit.report_templates") / "fonts")
    return Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[shipped])
