"""How long a start takes, beside what it cannot do without: run with the environment's Python, quiet machine.

Whole processes, taken in turn so that all meet the same machine, each ratio to `import pydantic, json` in
the same Python. Bars: `plan --json` and `diagnose` 3 times that, `--help` and `--version` as fast as it.
Bytecode and words are compiled first, as pip does when it installs.
"""

import compileall
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

from plan import COUNTS, DRAWS, ENVIRONMENT, NUMPY, audit_in
from report import beside_chromium

RUNS = 15
ROOT = Path(__file__).parent.parent
PYTHON = sys.executable
PROGRAM = str(Path(sys.executable).with_name("sales-audit"))


def commands(plan: Path, demo: Path) -> Mapping[str, Sequence[str]]:
    """What is started; the yardstick comes first."""
    return {
        "import pydantic, json": (PYTHON, "-c", "import pydantic, json"),
        "Python alone": (PYTHON, "-c", "pass"),
        "one model of pydantic": (
            PYTHON,
            "-c",
            "from pydantic import BaseModel\nclass One(BaseModel): a: int\nOne(a=1)",
        ),
        "--version": (PROGRAM, "--version"),
        "--help": (PROGRAM, "--help"),
        "plan --json, three channels": (PROGRAM, "plan", str(plan), "--json"),
        "plan --json, demo": (PROGRAM, "plan", str(demo), "--json"),
        "diagnose, demo": (PROGRAM, "diagnose", str(demo)),
        "diagnose --json, demo": (PROGRAM, "diagnose", str(demo), "--json"),
        "NumPy Monte Carlo": (PYTHON, "-c", NUMPY.format(counts=COUNTS, draws=DRAWS)),
    }


def seconds(command: Sequence[str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=ENVIRONMENT)
    return time.perf_counter() - began


def starts(asked: Mapping[str, Sequence[str]]) -> Sequence[Mapping[str, float]]:
    """RUNS rounds of whole processes, in seconds."""
    for command in asked.values():
        seconds(command)  # compiles what was never compiled
    return [{name: seconds(command) for name, command in asked.items()} for _ in range(RUNS)]


def ratio(rounds: Sequence[Mapping[str, float]], ours: str, theirs: str) -> float:
    """The median of the rounds' ratios: what slows the machine down slows both."""
    return median(one[ours] / one[theirs] for one in rounds)


def main() -> None:
    from audit.storage.example import copy_to

    compileall.compile_dir(ROOT / "audit", quiet=2)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "plan").mkdir()
        copy_to(folder / "demo")
        rounds = starts(commands(audit_in(folder / "plan"), folder / "demo"))
        for what in rounds[0]:
            took = median(one[what] for one in rounds)
            print(f"{what:<28}{took:7.3f} s {ratio(rounds, what, 'import pydantic, json'):6.2f}")
        beside = ratio(rounds, "plan --json, three channels", "NumPy Monte Carlo")
        print(f"plan beside NumPy's Monte Carlo of it: {beside:.2f}\n")
        beside_chromium(folder / "demo", folder)


if __name__ == "__main__":
    main()
