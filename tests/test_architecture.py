"""Imports go down only, and the steps of the way never import one another."""

import ast
import tomllib
from pathlib import Path

import pytest

AUDIT = Path(__file__).parent.parent / "audit"
LAYERS = (  # from the ground up; a module may import only from floors below its own
    {"__init__", "model"},
    {"files", "words", "charts", "chance", "intervals"},
    {
        "calendar_page",
        "claims_page",
        "content",
        "letters",
        "logo",
        "plan_page",
        "styles",
        "values",
        "wording",
    },
    {"brand"},
    {"page"},
    {"pdf", "sheets", "tasklist", "word_parts"},
    {"word"},
    {"workbook_forms", "workbook_funnel", "workbook_lists", "workbook_rollup", "workbook_trend"},
    {"workbook_entry"},
    {"workbook"},
    {"outputs"},
    {"beliefs"},
    {"columns", "facts", "tongue", "typed"},
    {"claims", "evidence", "folder", "funnels", "gaps", "interview", "roles"},
    {"causes", "contradictions", "prompts", "example", "staff", "workdays", "offers", "desk", "links"},
    {"schedule", "split"},
    {"capacity", "levers", "ranges"},
    {"outlook", "ways_out", "what_if"},
    {"measure", "maturity", "plan", "recommend", "review", "tables"},
    {"diagnose", "scheme", "talk", "mail"},
    {"counted", "rollout", "sitting", "compare"},
    {"announce", "phases", "regulations", "tasks"},
    {"papers"},
    {"report"},
    {"publish"},
    {"batch"},
    {"warm"},
    {"explain", "plan_lines", "terminal", "web"},
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
    "styles",
    "brand",
    "page",
    "calendar_page",
    "claims_page",
    "plan_page",
    "sheets",
    "word_parts",
    "wording",
}
RENDERERS = ("page", "pdf", "sheets", "tasklist", "word", "word_parts", "wording")


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "audit":
            names = [node.module.split(".")[1]] if "." in node.module else [n.name for n in node.names]
            found.update("__init__" if name == "__version__" else name for name in names)
    return found


PACKAGES = ("causes", "measure", "model", "web")
MODULES = [*AUDIT.glob("*.py"), *(path for package in PACKAGES for path in (AUDIT / package).glob("*.py"))]


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.stem)
def test_imports_go_down_only(path: Path) -> None:
    own = path.parent.name if path.parent.name in PACKAGES else path.stem
    for imported in imports(path) - {own}:
        assert FLOOR[imported] < FLOOR[own], f"{own} imports {imported}"


def test_every_module_has_its_floor() -> None:
    assert {p.stem for p in AUDIT.glob("*.py")} | set(PACKAGES) == set(FLOOR)


def test_the_renderers_know_the_model_alone() -> None:
    workbook = {path.stem for path in AUDIT.glob("workbook*.py")}
    for renderer in (*RENDERERS, *workbook):
        assert imports(AUDIT / f"{renderer}.py") <= RENDERERS_KNOW | workbook, renderer


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
        if path.stem not in ("cli", "desk", "prompts"):
            assert "datetime.now" not in source, path
            assert "os.environ" not in source, path
