"""Imports go down only, and the steps of the way never import one another."""

import ast
import tomllib
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

AUDIT = Path(__file__).parent.parent / "audit"
LAYERS = (  # from the ground up; a module may import only from floors below its own
    {"__init__", "model"},
    {"files", "words", "charts", "chance", "intervals", "patience", "setter", "libraries"},
    {"content", "letters", "logo", "styles", "values", "wording"},
    {"brand", "markup"},
    {"page"},
    {"pdf", "tasklist", "word_parts", "workbook"},
    {"word"},
    {"outputs"},
    {"beliefs", "relevance"},
    {"columns", "facts", "tongue", "typed"},
    {"claims", "evidence", "folder", "funnels", "gaps", "interview", "roles"},
    {"causes", "contradictions", "prompts", "example", "workdays", "offers", "desk", "links"},
    {"measure", "maturity", "planning", "recommend", "review", "tables"},
    {"diagnose", "scheme", "talk", "mail"},
    {"counted", "rollout", "sitting", "told", "compare"},
    {"announce", "phases", "regulations", "tasks"},
    {"papers"},
    {"report"},
    {"publish"},
    {"batch"},
    {"warm"},
    {"explain", "terminal", "web"},
    {"cli"},
    {"__main__"},
)
FLOOR = {module: floor for floor, modules in enumerate(LAYERS) for module in modules}
RENDERERS_KNOW = {
    "__init__",
    "model",
    "files",
    "words",
    "charts",
    "letters",
    "markup",
    "styles",
    "brand",
    "page",
    "patience",
    "word_parts",
    "wording",
}
RENDERERS = ("pdf", "tasklist", "word", "word_parts", "wording")


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "audit":
            names = [node.module.split(".")[1]] if "." in node.module else [n.name for n in node.names]
            found.update("__init__" if name == "__version__" else name for name in names)
    return found


DOORS = {  # what of a package others may import; "" is the package itself
    "causes": {"", "controls_everything", "crm_data_unreliable", "manual_burden", "staff_resistance"},
    "cli": {""},
    "measure": {"asking", "command", "padding", "words"},
    "model": {""},
    "page": {""},
    "planning": {"", "lines"},
    "web": {"serve"},
    "workbook": {""},
}
PACKAGES = tuple(DOORS)
MODULES = [*AUDIT.glob("*.py"), *(path for package in PACKAGES for path in (AUDIT / package).glob("*.py"))]


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.stem)
def test_imports_go_down_only(path: Path) -> None:
    own = path.parent.name if path.parent.name in PACKAGES else path.stem
    for imported in imports(path) - {own}:
        assert FLOOR[imported] < FLOOR[own], f"{own} imports {imported}"


def test_every_module_has_its_floor() -> None:
    assert {p.stem for p in AUDIT.glob("*.py")} | set(PACKAGES) == set(FLOOR)


def within_packages(path: Path, at_once: bool = False) -> set[tuple[str, str]]:
    """Which modules of which packages a module imports; `at_once`: what it cannot be loaded without."""
    found = set()
    source = ast.parse(path.read_text("utf-8"))
    for node in source.body if at_once else ast.walk(source):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("audit"):
            for name in node.names:
                package, inner = [*node.module.split(".")[1:], name.name, ""][:2]
                if package in DOORS:
                    found.add((package, inner if (AUDIT / package / f"{inner}.py").exists() else ""))
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.stem)
def test_outsiders_enter_a_package_by_its_doors(path: Path) -> None:
    for package, inner in within_packages(path):
        assert path.parent.name == package or inner in DOORS[package], f"{package}.{inner}"


@pytest.mark.parametrize("package", PACKAGES)
def test_no_package_turns_in_a_circle(package: str) -> None:
    needs = {}
    for path in (AUDIT / package).glob("*.py"):
        found = within_packages(path, at_once=True)
        needs[path.stem] = {inner for of, inner in found if of == package and inner}
    needs.pop("__init__")  # the door imports them all
    TopologicalSorter(needs).prepare()


def test_the_renderers_know_the_model_alone() -> None:
    packages = (path for name in ("page", "workbook") for path in (AUDIT / name).glob("*.py"))
    for path in (*(AUDIT / f"{name}.py" for name in RENDERERS), *packages):
        assert imports(path) - {path.parent.name} <= RENDERERS_KNOW, path


def test_every_shipped_file_is_in_the_package() -> None:
    root = AUDIT.parent
    setup = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
    for package, folder in setup["package-dir"].items():
        globs = setup["package-data"][package]
        packed = {path for pattern in globs for path in (root / folder).glob(pattern)}
        there = {p for p in (root / folder).rglob("*") if p.is_file() and p.suffix not in (".py", ".pyc")}
        assert packed == there, package


def test_only_the_command_line_reads_clock_and_environment() -> None:
    for path in MODULES:
        source = path.read_text("utf-8")
        if path.parent.name != "cli" and path.stem not in ("desk", "prompts"):
            assert "datetime.now" not in source, path
            assert "os.environ" not in source, path
