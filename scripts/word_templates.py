"""The shipped Word templates, drawn with python-docx; what they print stands in them as tags of docxtpl."""

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

TARGET = Path("report_templates")
FONT = "Arial"
INK, TEAL, GREY, RED = (RGBColor.from_string(c) for c in ("16233B", "0B6E6E", "5B6675", "9B2C1F"))


def child(parent: Any, name: str, **attributes: str) -> Any:
    made = OxmlElement(name)
    for attribute, value in attributes.items():
        made.set(qn(f"w:{attribute}"), value)
    parent.append(made)
    return made


def framed(style: Any, colour: str, fill: str, sides: Sequence[str] = ("left",)) -> None:
    properties = style.element.get_or_add_pPr()
    borders = child(properties, "w:pBdr")
    for side in ("top", "left", "bottom", "right"):
        if side in sides:
            child(borders, f"w:{side}", val="single", sz="18", space="6", color=colour)
    child(properties, "w:shd", val="clear", color="auto", fill=fill)


def new() -> Any:
    """A4, the styles every template shares, and a foot with company and page."""
    made = Document()
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin = section.bottom_margin = Cm(2)
    normal = made.styles["Normal"]
    normal.font.name, normal.font.size, normal.font.color.rgb = FONT, Pt(10), INK
    normal.element.rPr.rFonts.set(qn("w:cs"), FONT)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(5), 1.15
    for name, size, colour, before in (
        ("Title", 22, INK, 0),
        ("Heading 1", 15, INK, 16),
        ("Heading 2", 12, TEAL, 12),
        ("Heading 3", 10.5, INK, 8),
    ):
        style = made.styles[name]
        style.font.name, style.font.size, style.font.bold, style.font.italic = FONT, Pt(size), True, False
        style.font.color.rgb = colour
        for fonts in style.element.iter(qn("w:rFonts")):
            for attribute in list(fonts.attrib):
                del fonts.attrib[attribute]
            for attribute in ("ascii", "hAnsi", "cs", "eastAsia"):
                fonts.set(qn(f"w:{attribute}"), FONT)
        for border in style.element.findall(f".//{qn('w:pBdr')}"):
            border.getparent().remove(border)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(4)
        style.paragraph_format.keep_with_next = True
    for name, base in (
        ("Clause", "Normal"),
        ("Warning", "Normal"),
        ("Stamp", "Normal"),
        ("Source", "Normal"),
    ):
        made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = made.styles[base]
    made.styles["Clause"].paragraph_format.left_indent = Cm(1.1)
    made.styles["Clause"].paragraph_format.first_line_indent = Cm(-1.1)
    made.styles["Clause"].paragraph_format.tab_stops.add_tab_stop(Cm(1.1))
    quote = made.styles["Quote"]
    quote.font.italic, quote.font.color.rgb = True, GREY
    quote.paragraph_format.left_indent = Cm(0.6)
    framed(quote, "C9D2DC", "FFFFFF")
    warning = made.styles["Warning"]
    warning.paragraph_format.left_indent = warning.paragraph_format.right_indent = Cm(0.3)
    framed(warning, "C0392B", "FBEAE7")
    stamp = made.styles["Stamp"]
    stamp.font.bold, stamp.font.color.rgb, stamp.font.size = True, RED, Pt(11)
    framed(stamp, "C0392B", "FFFFFF", ("top", "left", "bottom", "right"))
    made.styles["Source"].font.size, made.styles["Source"].font.color.rgb = Pt(8.5), GREY
    foot = section.footer.paragraphs[0]
    foot.style = made.styles["Source"]
    foot.add_run("{{ company }} · {{ t.page }} ")
    run = foot.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        if kind:
            child(run._r, "w:fldChar", fldCharType=kind)
        else:
            child(run._r, "w:instrText").text = text
    return made


def lines(made: Any, *texts: str, style: str = "Normal") -> None:
    for text in texts:
        made.add_paragraph(text, style=style)


def new_page(made: Any) -> None:
    made.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def table(
    made: Any, heads: Sequence[str], row: Sequence[str], loop: str, widths: Sequence[float], height: float = 0
) -> None:
    """A head, then one row per item of the loop; `height` where people write by hand."""
    drawn = made.add_table(rows=4, cols=len(heads))
    drawn.style = "Table Grid"
    drawn.autofit = False
    for column, width in zip(drawn.columns, widths, strict=True):
        column.width = Cm(width)
    if height:
        drawn.rows[2].height = Cm(height)
    together = not any(row)  # blanks to sign stay on one page
    drawn.rows[1].cells[0].text = "{%tr for " + loop + " %}"
    drawn.rows[3].cells[0].text = "{%tr endfor %}"
    for column, (head, text, width) in enumerate(zip(heads, row, widths, strict=True)):
        for at in range(4):
            drawn.rows[at].cells[column].width = Cm(width)
        for at, said in ((0, head), (2, text)):
            cell = drawn.rows[at].cells[column]
            cell.text = said
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
            paragraph.paragraph_format.line_spacing = 1.0
            paragraph.paragraph_format.keep_with_next = together or at == 0
            run = paragraph.runs[0] if paragraph.runs else paragraph.add_run()
            run.font.size, run.font.bold = Pt(8.5), at == 0 or (column == 0 and at == 2)
            if at == 0:
                run.font.color.rgb = RGBColor(255, 255, 255)
                child(cell._tc.get_or_add_tcPr(), "w:shd", val="clear", color="auto", fill="0F1C33")
    child(drawn.rows[0]._tr.get_or_add_trPr(), "w:tblHeader", val="true")
    for at in (0, 2):
        child(drawn.rows[at]._tr.get_or_add_trPr(), "w:cantSplit", val="true")
    for border in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders = drawn._tbl.tblPr.find(qn("w:tblBorders"))
        borders = child(drawn._tbl.tblPr, "w:tblBorders") if borders is None else borders
        child(borders, f"w:{border}", val="single", sz="4", space="0", color="C9D2DC")
    made.add_paragraph(style="Source")


def paragraphs(made: Any, of: str) -> None:
    """Clauses with numbers, quotations and warnings in the styles that are exempt from the word test."""
    lines(made, "{%p for x in " + of + " %}", '{%p if x.kind == "clause" %}')
    lines(made, "{{ x.number }}\t{{ x.text }}", style="Clause")
    lines(made, '{%p elif x.kind == "quote" %}')
    lines(made, "{{ x.text }}", style="Quote")
    lines(made, '{%p elif x.kind == "warning" %}')
    lines(made, "{{ x.text }}", style="Warning")
    lines(made, "{%p else %}")
    made.add_paragraph().add_run("{{ x.text }}").bold = True
    lines(made, "{%p endif %}", "{%p endfor %}")


def regulation() -> Any:
    made = new()
    lines(made, "{%p if stamp %}")
    lines(made, "{{ stamp }}", style="Stamp")
    lines(made, "{%p endif %}")
    lines(made, "{{ t.regulation_title }}", style="Title")
    lines(made, "{%p if company %}", "{{ company }}", "{%p endif %}")
    lines(made, "{{ draft_of }}{% if country %} {{ country_branch }}.{% endif %}", style="Source")
    lines(made, "{{ warnings.title }}", style="Heading 2")
    paragraphs(made, "warnings.paragraphs")
    lines(made, "{%p for c in chapters %}")
    lines(made, "{{ c.number }}. {{ c.title }}", style="Heading 1")
    paragraphs(made, "c.paragraphs")
    lines(made, '{%p if c.id == "definitions" %}')
    table(
        made,
        ("{{ t.metric }}", "{{ t.definition }}", "{{ t.unit }}", "{{ t.check }}"),
        ("{{ x.name }}", "{{ x.definition }}", "{{ x.unit }}", "{{ x.check }}"),
        "x in metrics",
        (3.6, 6.6, 2, 4.4),
    )
    lines(made, '{%p elif c.id == "forms" %}', "{%p for form in forms %}")
    lines(made, "{{ form.title }}", style="Heading 3")
    table(
        made,
        ("{{ t.metric }}", "{{ t.plan_each }}", "{{ t.source }}"),
        ("{{ x.name }}", "{{ x.plan }}", "{{ x.source }}"),
        "x in form.lines",
        (8.6, 4, 4),
    )
    lines(made, "{%p endfor %}", '{%p elif c.id == "sources" %}')
    table(
        made,
        ("{{ t.metric }}", "{{ t.system }}", "{{ t.where }}", "{{ t.switch_on }} / {{ t.why_by_hand }}"),
        ("{{ x.name }}", "{{ x.system }}", "{{ x.where }}", "{{ x.rest }}"),
        "x in counted",
        (3.6, 2.2, 6, 4.8),
    )
    lines(made, "{%p endif %}", "{%p endfor %}")
    lines(made, "{{ may_i.title }}", style="Heading 2")
    paragraphs(made, "may_i.paragraphs")
    lines(made, "{{ t.read_and_signed }}", style="Heading 2")
    table(
        made,
        ("{{ t.full_name }}", "{{ t.date }}", "{{ t.signature }}"),
        ("", "", ""),
        "x in blanks",
        (8.6, 4, 4),
        0.9,
    )
    lines(made, "{%p if skeletons %}")
    new_page(made)
    lines(made, "{{ t.appendix_rules }}", style="Heading 1")
    lines(made, "{{ stamp }}", style="Stamp")
    lines(made, "{{ t.agenda_title }}", style="Heading 2")
    lines(made, "{%p for x in agenda %}")
    lines(made, "{{ x }}", style="List Bullet")
    lines(made, "{%p endfor %}", "{%p for s in skeletons %}")
    new_page(made)
    lines(made, "{{ s.title }}", style="Heading 1")
    lines(made, "{%p if s.today %}")
    lines(made, "{{ s.today }}", style="Quote")
    lines(made, "{%p endif %}", "{%p for x in skeleton_notes %}", "{{ x }}", "{%p endfor %}")
    table(
        made,
        (
            "{{ t.rules_where }}",
            "{{ t.rules_action }}",
            "{{ t.rules_count }}",
            "{{ t.rules_deadline }}",
            "{{ t.rules_exit }}",
        ),
        ("{{ x.where }}", "{{ x.action }}", "", "", ""),
        "x in s.rows",
        (3, 4.6, 2.4, 2.4, 4.2),
        2.2,
    )
    lines(made, '{%p if s.stage != "repeat" %}')
    lines(made, "{{ t.thresholds_title }}", style="Heading 3")
    lines(made, "{%p for x in thresholds %}", "{{ x }}", "{%p endfor %}", "{%p endif %}")
    lines(made, "{{ t.adopted }}", "{%p endfor %}")
    lines(made, "{%p endif %}")
    return made


def letter() -> Any:
    made = new()
    lines(made, "{{ t.letter_title }}", style="Title")
    lines(made, "{%p if company %}", "{{ company }}", "{%p endif %}")
    lines(made, "{{ t.letter_note }}", style="Source")
    lines(made, "{{ t.colleagues }}", "{%p for c in letter %}")
    lines(made, "{{ c.title }}", style="Heading 2")
    lines(made, "{%p for x in c.paragraphs %}", "{{ x.text }}", "{%p endfor %}", "{%p endfor %}")
    new_page(made)
    lines(made, "{%p for c in talk %}")
    lines(made, "{{ c.title }}", style="Heading 1")
    lines(made, "{%p for x in c.paragraphs %}")
    lines(made, "{{ x.text }}", style="List Bullet")
    lines(made, "{%p endfor %}", "{%p endfor %}")
    return made


def bullets(made: Any, of: str, style: str = "List Bullet") -> None:
    lines(made, "{%p for x in " + of + " %}")
    lines(made, "{{ x }}", style=style)
    lines(made, "{%p endfor %}")


def numbered(made: Any, of: str) -> None:
    """Numbers of its own: a list of Word would go on where the one before it ended."""
    lines(made, "{%p for x in " + of + " %}")
    lines(made, "{{ loop.index }}.\t{{ x }}", style="Clause")
    lines(made, "{%p endfor %}")


def part(made: Any, condition: str, label: str) -> None:
    lines(made, "{%p if " + condition + " %}")
    lines(made, "{{ r." + label + " }}", style="Heading 1")


def report() -> Any:
    made = new()
    lines(made, "{{ r.title }}", style="Title")
    lines(made, "{%p if company %}", "{{ company }}", "{%p endif %}")
    lines(made, "{{ as_of }}{% if country %} · {{ country }}{% endif %} · {{ d.made_by }}", style="Source")
    lines(made, "{{ t.auditor }}", style="Source")
    lines(made, "{{ d.headline }}", style="Heading 1")
    lines(made, "{{ d.lead }}")
    numbered(made, "d.conclusions")
    part(made, "levels", "maturity")
    table(
        made,
        ("{{ r.maturity }}", "{{ r.place }}", "{{ r.state }}"),
        ("{{ x.dimension }}", "{{ x.where }}", "{{ x.says }}"),
        "x in levels",
        (6, 6, 4.6),
    )
    lines(made, "{%p endif %}")
    part(made, "d.documents", "documents")
    table(
        made,
        ("{{ r.document }}", "{{ r.state }}"),
        ("{{ x.name }}", "{{ x.state }}"),
        "x in d.documents",
        (8, 8.6),
    )
    lines(made, "{%p endif %}", "{{ r.findings }}")
    made.paragraphs[-1].style = made.styles["Heading 1"]
    lines(made, "{%p for f in findings %}")
    lines(made, "{{ f.name }}", style="Heading 2")
    lines(
        made, "{{ f.verdict }}{% if f.where %} · {{ f.where }}{% endif %} · {{ f.severity }}", style="Source"
    )
    lines(made, "{%p for x in f.overridden %}")
    lines(made, "{{ x }}", style="Quote")
    lines(made, "{%p endfor %}")
    for label in ("seen", "against", "unknown"):
        lines(made, "{%p if f." + label + " %}")
        lines(made, "{{ r." + label + " }}", style="Heading 3")
        bullets(made, "f." + label)
        lines(made, "{%p endif %}")
    for label in ("harm", "monday", "mended_when", "changes"):
        if label == "monday":
            lines(made, "{{ r.remedy }}", style="Heading 3")
            bullets(made, "f.remedy", "List Bullet")
        lines(made, "{{ r." + label + " }}", style="Heading 3")
        lines(made, "{{ f." + label + " }}")
    lines(made, "{{ r.source }}: {{ f.source }}", style="Source")
    lines(made, "{%p endfor %}")
    for label in ("clear", "not_told"):
        lines(made, "{%p if d." + label + " %}")
        lines(made, "{{ r." + label + " }}", style="Heading 2")
        bullets(made, "d." + label)
        lines(made, "{%p endif %}")
    part(made, "d.funnel", "funnel")
    table(
        made,
        ("{{ t.channel }}", "{{ r.step }}", "{{ r.entered }}", "{{ r.passed }}", "{{ r.conversion }}"),
        ("{{ x.channel }}", "{{ x.step }}", "{{ x.entered }}", "{{ x.passed }}", "{{ x.rate }}"),
        "x in funnel",
        (3.6, 5, 2.4, 2.6, 3),
    )
    lines(made, "{%p endif %}")
    part(made, "metrics", "metrics")
    table(
        made,
        ("{{ r.metric }}", "{{ r.definition }}", "{{ r.why }}"),
        ("{{ x.name }}", "{{ x.definition }}", "{{ x.reason }}"),
        "x in metrics",
        (3.8, 7.4, 5.4),
    )
    bullets(made, "d.counting_rules")
    lines(made, "{%p endif %}")
    part(made, "d.review.lines", "review")
    table(
        made,
        ("{{ r.review_column }}", "{{ r.review_verdict }}", "{{ r.review_why }}"),
        ("{{ x.column }}", "{{ x.verdict }}", "{{ x.reason }}"),
        "x in review",
        (4.6, 2.6, 9.4),
    )
    lines(made, "{%p endif %}", "{{ r.plan }}")
    made.paragraphs[-1].style = made.styles["Heading 1"]
    lines(made, "{%p if d.plan.no_plan_yet %}", "{{ d.plan.no_plan_yet }}", "{%p else %}")
    lines(made, "{%p for x in d.plan.hours if x.says %}", "{{ x.says }}", "{%p endfor %}")
    lines(made, "{%p for x in d.plan.short_by %}")
    lines(made, "{{ x.says }}", style="Warning")
    lines(made, "{%p endfor %}")
    table(
        made,
        (
            "{{ r.action }}",
            "{{ r.who }}",
            "{{ t.month_point }}",
            "{{ t.month_even }}",
            "{{ t.month_safe }}",
            "{{ t.day_point }}",
        ),
        ("{{ x.name }}", "{{ x.role }}", "{{ x.point }}", "{{ x.even }}", "{{ x.safe }}", "{{ x.day }}"),
        "x in actions",
        (5, 3, 2.2, 2.1, 2.2, 2.1),
    )
    bullets(made, "d.plan.assumptions")
    lines(made, "{%p endif %}")
    part(made, "forms", "scheme")
    lines(made, "{%p for form in forms %}")
    lines(made, "{{ form.title }}", style="Heading 2")
    table(
        made,
        ("{{ t.metric }}", "{{ t.planned }}", "{{ t.actual }}", "{{ t.deviation }}", "{{ t.source }}"),
        ("{{ x.name }}", "{{ x.plan }}", "", "", "{{ x.source }}"),
        "x in form.lines",
        (6, 2.6, 2.4, 2.6, 3),
    )
    lines(made, "{{ t.read_by }}: {{ form.read_by }}. {{ t.decision }}: {{ form.decision }}", style="Source")
    lines(made, "{%p endfor %}")
    for label in ("rhythm", "rules", "automate_first"):
        lines(made, "{%p if d.scheme." + label + " %}")
        lines(made, "{{ r." + label + " }}", style="Heading 2")
        bullets(made, "d.scheme." + label)
        lines(made, "{%p endif %}")
    lines(made, "{{ r.warnings }}", style="Heading 2")
    bullets(made, "d.scheme.warnings", "Warning")
    lines(made, "{%p endif %}")
    part(made, "d.scheme.first_steps", "first_steps")
    numbered(made, "d.scheme.first_steps")
    lines(made, "{%p endif %}")
    part(made, "d.answers", "answers")
    table(
        made,
        ("{{ r.question }}", "{{ r.answer }}", "{{ r.evidence }}"),
        ("{{ x.question }}", "{{ x.answer }}", "{{ x.grade }}"),
        "x in answers",
        (7, 7, 2.6),
    )
    lines(made, "{%p endif %}", "{{ r.method }}")
    made.paragraphs[-1].style = made.styles["Heading 1"]
    bullets(made, "d.method")
    lines(made, "{{ r.limits }}", style="Heading 2")
    bullets(made, "d.limits")
    return made


def saved(made: Any, path: Path) -> None:
    """The same bytes twice: a zip keeps the time of its parts. The library's own picture stays behind."""
    written = io.BytesIO()
    made.core_properties.author, made.core_properties.title = "", ""
    package = made.part.package
    for at, one in list(package.rels.items()):
        if one.reltype.endswith("/thumbnail"):
            del package.rels[at]
    made.save(written)
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new_file:
        for name in sorted(old.namelist()):
            new_file.writestr(zipfile.ZipInfo(name), old.read(name), zipfile.ZIP_DEFLATED)


if __name__ == "__main__":
    for name, draw in (("regulation", regulation), ("letter", letter), ("report", report)):
        saved(draw(), TARGET / f"{name}.docx")
