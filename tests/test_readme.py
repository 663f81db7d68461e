"""What the README shows is accepted as it stands."""

import re
from pathlib import Path

import pytest

from audit.cli import main
from tests.conftest import ROOT


@pytest.mark.parametrize("readme", ["README.md", "README.ru.md"])
def test_the_files_shown_are_an_audit(
    readme: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    audit, voice = re.findall(r"```yaml\n(.*?)```", (ROOT / readme).read_text("utf-8"), re.DOTALL)
    (tmp_path / "voices").mkdir()
    (tmp_path / "audit.yaml").write_text(audit, "utf-8")
    (tmp_path / "voices" / "head.yaml").write_text(voice, "utf-8")
    assert main(["check", str(tmp_path)]) == 0
    open_keys = [line.split()[0] for line in capsys.readouterr().out.splitlines() if line.startswith("  ")]
    assert open_keys
    assert not {"report_minutes[seller]", "last_decision[seller]", "cycle_days", "base_response"} & set(
        open_keys
    )
