"""Brands with templates of somebody else."""

from pathlib import Path

from audit.rendering import brand
from audit.rendering.brand import Brand


def branded(folder: Path, text: str, **files: str | bytes) -> Brand:
    """A brand.yaml with files beside it; double underscores in names stand for a folder's slash."""
    for name, content in files.items():
        path = folder / name.replace("__", "/").replace("_DOT_", ".")
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    (folder / "brand.yaml").write_text(text, "utf-8")
    return brand.load(folder / "brand.yaml")


def overridden(folder: Path, template: str, name: str = "section_method.html.j2") -> Brand:
    path = folder / "templates" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(template, "utf-8")
    return branded(folder, "templates: templates")
