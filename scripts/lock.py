"""Locks versions and hashes in requirements/, for every system and Python, and says what moved.

The resolver is uv's universal one; what it writes, plain pip installs. Libraries named move alone.
"""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
LOCKS = {  # file: its extras; the widest first, so that the others hold the same versions
    "engines": ("dev", "data", "postgresql", "spark"),
    "dev": ("dev",),
    "program": (),
}
SHAPING = (  # libraries that decide how a report looks or what its files hold
    "babel",
    "docxtpl",
    "holidays",
    "jinja2",
    "lxml",
    "pillow",
    "pydantic",
    "python-docx",
    "selectolax",
    "typst",
    "xlsxwriter",
)


def lock(name: str, moving: list[str]) -> None:
    setup = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    options = ["--universal", "--fork-strategy", "fewest", "--generate-hashes"]
    options += ["--python-version", setup["project"]["requires-python"].removeprefix(">=")]
    options += [
        "--quiet",
        "--no-annotate",
        "--custom-compile-command",
        "scripts/lock",
        "--output-file",
        f"requirements/{name}.txt",
    ]
    options += [f"--extra={extra}" for extra in LOCKS[name]]
    options += moving if name == "engines" else ["--upgrade", "--constraints", "requirements/engines.txt"]
    command = [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "-", *options]
    subprocess.run(
        command, cwd=ROOT, input="\n".join(setup["build-system"]["requires"]), text=True, check=True
    )


def locked(name: str) -> dict[str, str]:
    """Every library of a lock with its version."""
    path = ROOT / "requirements" / f"{name}.txt"
    return dict(re.findall(r"^([\w.-]+)==(\S+)", path.read_text("utf-8"), re.M)) if path.exists() else {}


def moved(before: dict[str, str], after: dict[str, str]) -> list[str]:
    names = sorted(before.keys() | after.keys())
    pairs = [(name, before.get(name, "new"), after.get(name, "gone")) for name in names]
    return [f"{name} {old} -> {new}" for name, old, new in pairs if old != new]


if __name__ == "__main__":
    before = locked("engines")
    moving = [f"--upgrade-package={name}" for name in sys.argv[1:]] or ["--upgrade"]
    for name in LOCKS:
        lock(name, moving)
    program = locked("program")
    (ROOT / "audit" / "publishing" / "locked.txt").write_text(
        "".join(f"{one}=={program[one]}\n" for one in SHAPING), "utf-8"
    )
    print("\n".join(moved(before, locked("engines"))) or "Nothing moved.")
