"""Brand, logo and templates of others: what they change, and what they can never reach."""

import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pypdf
import pytest

from audit.cli import main
from audit.files.errors import BadInput
from audit.rendering import brand, html, logo, time_limit
from audit.rendering.pdf import render
from audit.storage.example import copy_to
from tests.rendering.brands import branded, overridden
from tests.rendering.pages import healthy, rich

SECRET = "root:x:0:0"
PLAIN_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><path d="M0 0h40v20z" fill="#0b6e6e"/></svg>'
)


def complaints(folder: Path, text: str, **files: str | bytes) -> list[tuple[str, str]]:
    with pytest.raises(BadInput) as caught:
        branded(folder, text, **files)
    return [(one.what, one.key) for one in caught.value.complaints]


# --- what it changes -------------------------------------------------------------------------------


FULL = """
name: {ru: Консалтинговая группа «Опора», en: Opora Consulting}
logo: logo.svg
accent: "#7A1F5C"
dark: "#22103a"
contacts: ["+7 495 000-00-00", "audit@opora.example"]
footer: {ru: Опора · аудит № 7, en: Opora · audit no. 7}
confidential: {ru: Только для собственника, en: For the owner only}
"""


def test_a_brand_signs_paper_and_screen(tmp_path: Path) -> None:
    signed = branded(tmp_path, FULL, logo_DOT_svg=PLAIN_SVG)
    for made in (html.paper(rich(), "ru", signed), html.screen(rich(), "ru", signed)):
        for said in ("Консалтинговая группа «Опора»", "audit@opora.example", "аудит", "Только для"):
            assert said in made.replace("\u00a0", " ")
        assert 'fill="#7a1f5c"' in made
        assert 'fill="#0b6e6e"' not in made
    assert "#7a1f5c" in html.screen(rich(), "ru", signed)
    assert "#0b6e6e" not in html.screen(rich(), "ru", signed)
    shown = alternatives(render.render(healthy(), "ru", signed).report)
    assert "Консалтинговая группа «Опора»" in " ".join(shown).replace("\u00a0", " ")


def alternatives(file: bytes) -> list[str]:
    """What is read aloud in place of pictures."""
    reader = pypdf.PdfReader(io.BytesIO(file))
    objects = (reader.get_object(number) for number in range(1, int(reader.trailer["/Size"])))
    return [
        str(one["/Alt"])
        for one in objects
        if isinstance(one, pypdf.generic.DictionaryObject) and "/Alt" in one
    ]


def test_a_branded_report_is_still_accessible(tmp_path: Path) -> None:
    validator = pytest.importorskip("page", reason="pip install page-validation")
    signed = branded(tmp_path, FULL, logo_DOT_svg=PLAIN_SVG)
    (tmp_path / "report.pdf").write_bytes(render.render(healthy(), "ru", signed).report)
    assert "0 failed" in str(validator.validate_pdf(str(tmp_path / "report.pdf"), profile="ua1"))


def test_a_brand_lies_beside_the_audit_or_is_named(tmp_path: Path) -> None:
    assert brand.beside(tmp_path) is brand.PLAIN
    branded(tmp_path, "name: Опора")
    found = brand.beside(tmp_path)
    assert found.name
    assert found.name.en == "Опора"


def test_a_png_is_written_anew(tmp_path: Path) -> None:
    from PIL import Image, PngImagePlugin

    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", SECRET)
    target = io.BytesIO()
    Image.new("RGB", (40, 20), "#0b6e6e").save(target, "PNG", pnginfo=info)
    signed = branded(tmp_path, "logo: logo.png\nname: X", logo_DOT_png=target.getvalue() + SECRET.encode())
    assert signed.logo
    assert signed.logo.aspect == 2
    assert SECRET.encode() not in signed.logo.data


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("colour: red", ("brand_unknown", "colour")),
        ('accent: "red"', ("brand_colour", "accent")),
        ('accent: "#ffe066"', ("brand_contrast", "accent")),
        ('dark: "#888888"', ("brand_contrast", "dark")),
        (f"footer: {'a' * 121}", ("brand_text", "footer")),
        ("name: {ru: Опора}", ("brand_text", "name")),
        ("contacts: one", ("brand_contacts", "contacts")),
        ("logo: ../logo.svg", ("brand_outside", "logo")),
        ("logo: /etc/passwd", ("brand_outside", "logo")),
        ("templates: /etc", ("brand_outside", "templates")),
        ("templates: nowhere", ("brand_no_folder", "templates")),
        ("logo: nowhere.svg", ("brand_no_logo", "logo")),
        ('logo: "a\\0b.svg"', ("brand_outside", "logo")),
        ('templates: "a\\0b"', ("brand_outside", "templates")),
    ],
)
def test_mistakes_are_named(text: str, expected: tuple[str, str], tmp_path: Path) -> None:
    assert complaints(tmp_path, text) == [expected]


def test_all_mistakes_are_said_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "brand.yaml").write_text('accent: "#ffff00"\ndark: "#999999"\nx: y\n', "utf-8")
    copy_to(tmp_path / "demo")
    assert main(["report", str(tmp_path / "demo"), "--brand", str(tmp_path / "brand.yaml")]) == 2
    said = capsys.readouterr().err
    assert said.count("brand.yaml") == 3
    assert "1.1" in said


# --- hostile logos ---------------------------------------------------------------------------------

SVG = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9"'
REFUSED = {
    "script": f"<svg {SVG}><script>alert(1)</script></svg>",
    "image": f'<svg {SVG}><image href="file:///etc/passwd"/></svg>',
    "image_old": f'<svg {SVG}><image xlink:href="http://example.org/a.png"/></svg>',
    "use": f'<svg {SVG}><use href="http://example.org/a.svg#x"/></svg>',
    "foreign": f"<svg {SVG}><foreignObject><body/></foreignObject></svg>",
    "link": f'<svg {SVG}><a href="http://example.org"><path d="M0 0"/></a></svg>',
    "text": f"<svg {SVG}><text>Опора</text></svg>",
    "animate": f'<svg {SVG}><animate attributeName="href"/></svg>',
    "filter": f'<svg {SVG}><filter id="f"/></svg>',
    "import": f"<svg {SVG}><style>@import 'http://example.org/a.css';</style></svg>",
    "style_url": f"<svg {SVG}><style>.a{{fill:url(http://example.org)}}</style></svg>",
    "style_escape": f"<svg {SVG}><style>.a{{fill:u\\72l(http://example.org)}}</style></svg>",
    "fill_url": f'<svg {SVG}><path d="M0 0" fill="url(http://example.org/a#b)"/></svg>',
    "attribute_style": f'<svg {SVG}><path d="M0 0" style="fill:url(file:///etc/passwd)"/></svg>',
    "image_set": f'<svg {SVG}><path d="M0 0" style="fill:image-set(\'http://example.org/a\' 1x)"/></svg>',
    "entities": f'<!DOCTYPE svg [<!ENTITY a "b">]><svg {SVG}>&a;</svg>',
    "xxe": f'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg {SVG}>&a;</svg>',
    "utf16": f'<!DOCTYPE svg [<!ENTITY a "b">]><svg {SVG}>&a;</svg>'.encode("utf-16"),
    "no_size": '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>',
    "html": "<html><script>alert(1)</script></html>",
    "not_xml": "GIF89a",
    "truncated_png": b"\x89PNG\r\n\x1a\n\0\0\0",
    "many": f"<svg {SVG}>{'<g/>' * 3000}</svg>",
    "deep": f"<svg {SVG}>{'<g>' * 1500}{'</g>' * 1500}</svg>",
    "endless": f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {"9" * 400} 1"><path d="M0 0"/></svg>',
    "long": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 1"><path d="M0 0"/></svg>',
    "large": f"<svg {SVG}><path d='{'M0 0' * 90_000}'/></svg>",
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_logo_is_refused(name: str, tmp_path: Path) -> None:
    data = REFUSED[name]
    found = complaints(tmp_path, "logo: logo.svg", logo_DOT_svg=data)
    assert len(found) == 1
    assert found[0][0].startswith("logo_")


def test_what_editors_leave_in_a_logo_is_left_out(tmp_path: Path) -> None:
    drawn = (
        '<?xml version="1.0"?><!-- made by hand --><svg xmlns="http://www.w3.org/2000/svg" '
        'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" width="40mm" height="20mm" '
        'onload="alert(1)" inkscape:version="1"><metadata>x</metadata><inkscape:grid/>'
        '<style>.a{fill:#0b6e6e}</style><path class="a" d="M0 0h40v20z" onclick="alert(2)"/></svg>'
    )
    (tmp_path / "logo.svg").write_text(drawn, "utf-8")
    made = logo.load(tmp_path / "logo.svg")
    assert made.aspect == 2
    for gone in (b"alert", b"inkscape", b"metadata", b"made by hand"):
        assert gone not in made.data
    assert b'viewBox="0 0 40 20"' in made.data


def test_a_link_out_of_the_folder_is_no_logo(tmp_path: Path) -> None:
    (tmp_path / "inside").mkdir()
    (tmp_path / "outside.svg").write_text(PLAIN_SVG, "utf-8")
    (tmp_path / "inside" / "logo.svg").symlink_to(tmp_path / "outside.svg")
    assert complaints(tmp_path / "inside", "logo: logo.svg") == [("brand_outside", "logo")]


# --- templates of others ---------------------------------------------------------------------------


def test_a_template_of_the_brand_replaces_one_of_ours(tmp_path: Path) -> None:
    signed = overridden(
        tmp_path, '{{ m.head("method", "Ours") }}{% for line in d.limits %}<p>{{ line }}</p>{% endfor %}'
    )
    assert "<h1 " in html.paper(rich(), "en", signed)
    assert ">Ours</h1>" in html.paper(rich(), "en", signed)
    assert ">Ours</h1>" in html.screen(rich(), "en", signed)
    assert render.render(healthy(), "en", signed).report


ATTACKS = {
    "class": '{{ "".__class__.__mro__[1].__subclasses__() }}',
    "globals": "{{ lipsum.__globals__['os'].popen('id').read() }}",
    "cycler": "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "self": "{{ self.__init__.__globals__ }}",
    "attr": '{{ d | attr("__class__") }}',
    "by": '{{ [d] | by("__class__") | list }}',
    "by_deep": '{{ [d] | by("__class__.__init__.__globals__") | list }}',
    "map": '{{ [d] | map(attribute="__class__") | first }}',
    "parse_file": "{{ d.parse_file('/etc/passwd') }}",
    "parse_pickle": "{{ d.parse_raw(b'', proto='pickle', allow_pickle=True) }}",
    "construct": "{{ d.model_construct() }}",
    "fields": "{{ d.model_fields }}",
    "function": "{{ say.__func__.__globals__ }}",
    "chart": "{{ funnel_chart.__globals__ }}",
    "macro": "{{ m.head._func.__globals__ }}",
    "format": "{{ '{0.__class__.__init__.__globals__}'.format(d) }}",
    "format_map": "{{ '{a.__class__.__mro__}'.format_map({'a': d}) }}",
    "include": "{% include '/etc/passwd' %}",
    "include_up": "{% include '../brand.yaml' %}",
    "huge": "{% for a in range(999999999) %}{% endfor %}",
    "change": "{% set _ = d.names.update({}) %}",
    "labels": "{{ t.__class__ }}",
    "brand": "{{ brand.__class__.__init__.__globals__ }}",
    "zero": "{{ 1 // 0 }}",
    "syntax": "{% for %}",
    "unknown": "{{ nobody }}",
}


@pytest.mark.parametrize("name", ATTACKS)
def test_a_template_reaches_nothing_but_the_document(name: str, tmp_path: Path) -> None:
    signed = overridden(tmp_path, ATTACKS[name])
    with pytest.raises(BadInput) as caught:
        html.paper(rich(), "en", signed)
    assert caught.value.complaints[0].what == "template_broken"
    assert SECRET not in str(caught.value)


LOOPS = {
    "nested": "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
    "kept": "{% set r = range(99999) %}{% for a in r %}{% for b in r %}{% endfor %}{% endfor %}",
    "macro": "{% macro f() %}{% for a in range(99999) %}{{ a }}{% endfor %}{% endmacro %}"
    "{% for b in range(99999) %}{{ f() }}{% endfor %}",
    "recursive": "{% set r = range(99) %}{% for a in r recursive %}"
    "{% if loop.depth < 9 %}{{ loop(r) }}{% endif %}{% endfor %}",
    "power": "{{ 9 ** (9 ** 9) }}",
    "wordwrap": "{{ ('a ' * 9999999) | wordwrap(1) | wordwrap(2) | length }}",
    "filters": "{% for a in range(99999) %}{{ range(99999) | map('string') | list | length }}{% endfor %}",
}


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Less time than anybody else has."""
    monkeypatch.setattr(html, "LONGEST_RENDERING", 0.8)


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("name", LOOPS)
def test_a_template_without_an_end_is_stopped(name: str, tmp_path: Path) -> None:
    """In a thread, as in the browser's pages."""
    signed = overridden(tmp_path, LOOPS[name])
    with ThreadPoolExecutor(1) as pool, pytest.raises(BadInput) as caught:
        pool.submit(html.screen, healthy(), "en", signed).result()
    assert caught.value.complaints[0].what == "template_slow"


@pytest.mark.parametrize(
    ("lang", "words"), [("ru", "не уложился в 4 секунд"), ("en", "not done within 4 seconds")]
)
def test_the_template_without_an_end_is_named(
    lang: str,
    words: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(html, "LONGEST_RENDERING", 4)  # enough to reach it on a busy machine
    copy_to(tmp_path)
    overridden(tmp_path, LOOPS["kept"])
    assert main(["report", str(tmp_path), "--formats", "html", "--lang", lang]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "section_method.html.j2" in said
    assert words in said


def test_a_template_that_ends_is_let_be(tmp_path: Path) -> None:
    assert html.paper(rich(), "en", overridden(tmp_path, "{% for a in range(999) %}{{ a }}{% endfor %}"))


def test_our_own_templates_are_not_watched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time_limit.subprocess, "run", lambda *_, **__: pytest.fail("no process of its own"))
    assert html.paper(rich(), "en")


REACHING = {
    "attachment": "<link rel=attachment href=file:///etc/passwd>",
    "image": "<img src=file:///etc/passwd alt=x>",
    "image_http": "<img src=http://127.0.0.1:9/ alt=x>",
    "object": "<object data=file:///etc/passwd></object>",
    "style": "<link rel=stylesheet href=http://127.0.0.1:9/a.css>",
    "import": "<style>@import url(http://127.0.0.1:9/a.css)</style>",
    "content": "<style>p::after{content:url(file:///etc/passwd)}</style>",
    "data": "<img src='data:image/png;base64,AAAA' alt=x>",
    "base": "<base href=file:///etc/><img src=passwd alt=x>",
    "anchor": "<a rel=attachment href=file:///etc/passwd>x</a>",
    "deep": "<div>" * 2000,
    "script_link": "<a href=javascript:alert(1)>x</a>",
    "drawing": "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><title>x</title>"
    "<image href='file:///etc/passwd' width='9' height='9'/></svg>",
    "drawing_http": "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><title>x</title>"
    "<image href='http://127.0.0.1:9/' width='9' height='9'/></svg>",
    "drawing_up": "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><title>x</title>"
    "<image href='../pyproject.toml' width='9' height='9'/></svg>",
}


@pytest.mark.parametrize("name", REACHING)
def test_a_template_cannot_fetch(name: str, tmp_path: Path) -> None:
    signed = overridden(tmp_path, f'<h1 id="method">x</h1>{REACHING[name]}')
    with pytest.raises(BadInput) as caught:
        render.render(healthy(), "en", signed)
    wrong = caught.value.complaints[0].what
    assert wrong == ("template_broken" if name.startswith("drawing") else "template_not_for_paper")


def test_a_template_cannot_open_the_screens_policy(tmp_path: Path) -> None:
    made = html.screen(rich(), "en", overridden(tmp_path, "<script src=http://example.org/a.js></script>"))
    assert made.index("default-src 'none'") < made.index("<style>") < made.index("example.org")
    assert ("template_unknown", "templates") in complaints_of_base(tmp_path)


def complaints_of_base(folder: Path) -> list[Any]:
    with pytest.raises(BadInput) as caught:
        overridden(folder, "<html></html>", "screen.html.j2")
    return [(one.what, one.key) for one in caught.value.complaints]


def test_a_style_cannot_end_itself(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        overridden(tmp_path, "</style><script>alert(1)</script>", "screen.css")


def test_a_template_is_no_link(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "section_method.html.j2").symlink_to("/etc/passwd")
    assert complaints(tmp_path, "templates: templates") == [("template_no_file", "templates")]
