"""The report on A4: tagged, archival, with its own data inside, the same bytes twice, nothing fetched."""

import atexit
import contextlib
import ctypes.util
import gc
import io
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from audit import charts, page, styles
from audit.brand import PLAIN, Brand
from audit.files import BadInput, Complaint
from audit.model import Lang, ReportDocument

if TYPE_CHECKING:
    from weasyprint import CSS, Attachment
    from weasyprint.document import Document
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

VARIANT = "pdf/a-3a"  # archival, with attachments; `_finished` makes it PDF/UA-1 as well

ORIGIN = "https://shipped.invalid/"  # what relative addresses join; it never resolves
COVER = "cover.svg"
MOST_BRANDS = 4  # kept ready in one process; each holds six fonts; our judgement

UA_IN_XMP = b"""
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Indicates, which part of ISO 14289 standard is followed</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""


class PangoMissing(Exception):
    """The system libraries that set the text are not installed."""


@dataclass(frozen=True)
class Printed:
    """The whole report, and its summary page by itself."""

    report: bytes
    summary: bytes


def render(
    document: ReportDocument, lang: Lang, brand: Brand = PLAIN, attached: Mapping[str, bytes] | None = None
) -> Printed:
    """The report with `attached` files, by name, inside. Raises PangoMissing."""
    warm(brand)
    from weasyprint.urls import FatalURLFetchingError

    try:
        with _without_garbage_collection():
            pages = lay_out(document, lang, brand)
            report = written(pages, document, lang, attached or {})
            return Printed(report, written(_summary(pages), document, lang, {}))
    except FatalURLFetchingError as error:  # only a template of the user's can ask for something
        raise BadInput(Complaint("template_reaches_out", brand.folder, value=str(error)[:200])) from error


def lay_out(document: ReportDocument, lang: Lang, brand: Brand = PLAIN) -> "Document":
    """The pages, not yet written."""
    printable = page.paper(document, lang, brand)
    warm(brand)
    from weasyprint import HTML

    fonts, style = _type(brand)
    source = HTML(string=printable, base_url=ORIGIN, url_fetcher=fetcher(brand))
    return source.render(font_config=fonts, stylesheets=[style], pdf_variant=VARIANT)


def written(pages: "Document", document: ReportDocument, lang: Lang, attached: Mapping[str, bytes]) -> bytes:
    return bytes(
        pages.write_pdf(
            pdf_variant=VARIANT,
            finisher=_finished,
            attachments=[_attachment(name, data, document, lang) for name, data in attached.items()],
        )
    )


def _summary(pages: "Document") -> "Document":
    """The page that can be printed alone."""
    return pages.copy([one for one in pages.pages if "summary" in one.anchors])


def _attachment(name: str, data: bytes, document: ReportDocument, lang: Lang) -> "Attachment":
    """A file inside the PDF, dated like the audit: its bytes hang on nothing else."""
    from weasyprint import Attachment

    made = datetime.combine(document.as_of, time(), UTC)
    says = page.labels()[f"attached_{name.rpartition('.')[2]}"].in_(lang)
    return Attachment(
        file_obj=io.BytesIO(data),
        name=name,
        description=says,
        created=made,
        modified=made,
        relationship="Source",
    )


def _finished(_: "Document", pdf: Any) -> None:
    """One variant only can be asked for, so the archival file says of itself that it is PDF/UA-1 too."""
    for one in pdf.objects:
        if not isinstance(one, _stream()):
            continue
        if one.extra.get("Type") == "/Metadata":
            one.stream = [one.stream[0].replace(b"</rdf:RDF>", UA_IN_XMP + b"</rdf:RDF>")]
            one.compress = False  # archives read it without unpacking
        elif one.compress:
            _pack(one)


def _pack(stream: Any) -> None:
    """Compressed here once; pydyf would do it for the file and again for the file's identifier."""
    packed = stream.data.partition(b"\nstream\n")[2].removesuffix(b"\nendstream")
    stream.stream, stream.compress = [packed], False
    stream.extra["Filter"] = "/FlateDecode"


@cache
def _stream() -> Any:
    from pydyf import Stream

    return Stream


# --- WeasyPrint, loaded once --------------------------------------------------------------------------


def warm(brand: Brand = PLAIN) -> None:
    """Load the library, the fonts and the stylesheet; what a worker does once. Raises PangoMissing."""
    _import_weasyprint()
    _type(brand)


@lru_cache(maxsize=MOST_BRANDS)
def _type(brand: Brand) -> "tuple[FontConfiguration, CSS]":
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    atexit.register(_type.cache_clear)  # it cleans up after itself, which at the very end it no longer can
    fonts = FontConfiguration()
    css = page.style_of("report.css", brand)
    return fonts, CSS(string=css, base_url=ORIGIN, url_fetcher=fetcher(brand), font_config=fonts)


def _import_weasyprint() -> None:
    """Import it without its banner on standard output. Raises PangoMissing."""
    try:
        with contextlib.redirect_stdout(io.StringIO()), _without_library_search():
            import weasyprint  # noqa: F401
    except OSError as error:
        raise PangoMissing(str(error)) from error


@contextlib.contextmanager
def _without_library_search() -> Iterator[None]:
    """On Linux the libraries load by their full names; searching them first starts gcc 200 times."""
    search = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None  # noqa: ARG005
    try:
        yield
    finally:
        ctypes.util.find_library = search


@contextlib.contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """The objects of a layout live to its end; looking for dead ones takes an eighth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


# --- what may be fetched ------------------------------------------------------------------------------


def fetcher(brand: Brand = PLAIN) -> "URLFetcher":
    """Serves what is shipped for the page; any other address ends the rendering."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class Shipped(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:  # noqa: ARG002
            found = served(url.removeprefix(ORIGIN), brand)
            if found is None:
                raise FatalURLFetchingError(url)
            return URLFetcherResponse(url, found, {"Content-Type": kind(url)})

    return Shipped()


def served(name: str, brand: Brand = PLAIN) -> bytes | None:
    """What a page may use, by name; None for anything else."""
    if name == COVER:
        return styles.drawn_in(charts.cover(), styles.palette(brand.accent, brand.dark)).encode()
    if brand.logo and name == brand.logo.file:
        return brand.logo.data
    return (files("audit.report_templates") / name).read_bytes() if name in _fonts() else None


@cache
def _fonts() -> frozenset[str]:
    fonts = files("audit.report_templates") / "fonts"
    return frozenset(f"fonts/{f.name}" for f in fonts.iterdir() if f.name.endswith(".ttf"))


def kind(name: str) -> str:
    return {"css": "text/css", "svg": "image/svg+xml", "png": "image/png", "ttf": "font/ttf"}[
        name.rpartition(".")[2]
    ]
