"""The rooms stand in the order of the data's way: a package imports only from those before its own."""

import ast
import tomllib
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

AUDIT = Path(__file__).parent.parent / "audit"
ROOMS = (
    "model",
    "files",
    "i18n",
    "stats",
    "content",
    "storage",
    "facts",
    "interview",
    "diagnosis",
    "recommendation",
    "planning",
    "scheme",
    "result",
    "documents",
    "measure",
    "reporting",
    "rendering",
    "publishing",
    "terminal",
    "web",
    "cli",
)
LOOSE = {"__init__", "__main__", "api"}
RENDERING_KNOWS = {"audit", "model", "files", "i18n"}  # `audit` itself says its version
DOORS = {  # what of these packages others may import; "" is the package itself
    "diagnosis.causes": {
        "",
        "controls_everything",
        "crm_data_unreliable",
        "manual_burden",
        "staff_resistance",
    },
    "cli": {""},
    "measure": {"column_mapping", "export_files", "figures", "measure", "padding_signs", "sentences"},
    "model": {""},
    "planning": {"", "capacity", "working_days"},
    "rendering.html": {""},
    "rendering.workbook": {""},
    "web": {"serve"},
}
MODULES = {
    ".".join(path.relative_to(AUDIT.parent).with_suffix("").parts).removesuffix(".__init__"): path
    for path in AUDIT.rglob("*.py")
}


def imports(module: str) -> set[str]:
    """The modules of the program that one imports, wherever in it: an import inside a function counts too."""
    found = set()
    for node in ast.walk(ast.parse(MODULES[module].read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "audit":
            named = {f"{node.module}.{name.name}" for name in node.names if name.name != "__version__"}
            found |= {name if name in MODULES else node.module for name in named}
    return found - {module}


def room(module: str) -> str:
    return [*module.split("."), "audit"][1] if "." in module else "audit"


@pytest.mark.parametrize("module", sorted(MODULES))
def test_a_room_imports_only_from_rooms_before_it(module: str) -> None:
    if room(module) in ROOMS:
        before = {"audit", *ROOMS[: ROOMS.index(room(module)) + 1]}
        assert {room(imported) for imported in imports(module)} <= before


def test_every_module_has_its_room() -> None:
    assert {path.stem for path in AUDIT.glob("*.py")} == LOOSE
    assert {path.parent.name for path in AUDIT.glob("*/__init__.py")} == set(ROOMS)


def test_no_imports_go_in_a_circle() -> None:
    TopologicalSorter({module: imports(module) for module in MODULES}).prepare()


@pytest.mark.parametrize("package", DOORS)
def test_outsiders_enter_a_package_by_its_doors(package: str) -> None:
    inside = f"audit.{package}"
    for module in MODULES:
        if not f"{module}.".startswith(f"{inside}."):
            entered = {name for name in imports(module) if f"{name}.".startswith(f"{inside}.")}
            assert {name.removeprefix(inside).lstrip(".") for name in entered} <= DOORS[package], module


def test_rendering_knows_the_documents_alone() -> None:
    for module in MODULES:
        if room(module) == "rendering":
            assert {room(name) for name in imports(module)} <= RENDERING_KNOWS | {"rendering"}, module


def test_every_room_says_what_it_is_for() -> None:
    """A door of three lines: what comes in, what goes out, what the room never does."""
    for name in ROOMS:
        said = ast.get_docstring(ast.parse((AUDIT / name / "__init__.py").read_text("utf-8"))) or ""
        assert len(said.splitlines()) >= 3, name


def test_the_rooms_are_small() -> None:
    """Files a person reads in one sitting, functions seen at once, arguments told apart."""
    for module, path in MODULES.items():
        source = path.read_text("utf-8")
        assert len(source.splitlines()) <= 300, module
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
                names = [one.arg for one in given if one.arg not in ("self", "cls")]
                assert len(names) <= 6, f"{module}.{node.name}"
                assert (node.end_lineno or 0) - node.lineno < 40, f"{module}.{node.name}"


def test_tests_stand_where_their_rooms_do() -> None:
    tests = Path(__file__).parent
    for path in tests.glob("*/test_*.py"):
        assert path.parent.name in {*ROOMS, "fuzz"}, path


def test_every_shipped_file_is_in_the_package() -> None:
    root = AUDIT.parent
    setup = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
    packages = {".".join(path.parent.relative_to(root).parts) for path in AUDIT.rglob("__init__.py")}
    assert set(setup["packages"]) == packages | set(setup["package-dir"])
    for package, folder in setup["package-dir"].items():
        globs = setup["package-data"][package]
        packed = {path for pattern in globs for path in (root / folder).glob(pattern)}
        files = {path for path in (root / folder).rglob("*") if path.is_file() and path.suffix != ".py"}
        there = {path for path in files if path.parent.name != "__pycache__"}  # what Python and we compile
        assert packed == there, package


def test_only_the_command_line_reads_clock_and_environment() -> None:
    for module, path in MODULES.items():
        source = path.read_text("utf-8")
        if room(module) != "cli" and module not in ("audit.interview.opening", "audit.terminal.prompts"):
            assert "datetime.now" not in source, module
            assert "os.environ" not in source, module
