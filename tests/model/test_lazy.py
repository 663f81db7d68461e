"""The model's parts are loaded when a name of theirs is asked for; a plan never loads those of a report."""

import subprocess
import sys
from pathlib import Path

import pytest

from audit import model
from audit.storage.example import copy_to

NOT_FOR_A_PLAN = (
    "audit.model.report",
    "audit.model.scheme",
    "audit.rendering",
    "audit.publishing",
    "holidays",
)
RUN = """
import sys
from audit.cli import main
main(["plan", sys.argv[1], "--json"])
print(*sys.modules)
"""


@pytest.mark.parametrize("name", model.__all__)
def test_every_name_is_there(name: str) -> None:
    assert getattr(model, name) is not None


def test_other_names_are_not() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        model.Nothing  # noqa: B018


def test_a_plan_loads_only_what_it_needs(tmp_path: Path) -> None:
    copy_to(tmp_path)
    (tmp_path / "audit.yaml").write_text(
        "".join(
            line
            for line in (tmp_path / "audit.yaml").read_text("utf-8").splitlines(keepends=True)
            if not line.startswith("country:")
        ),
        "utf-8",
    )
    command = [sys.executable, "-c", RUN, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    loaded = done.stdout.splitlines()[-1].split()
    assert "audit.planning.plan" in loaded
    assert not {name for name in NOT_FOR_A_PLAN if name in loaded}
