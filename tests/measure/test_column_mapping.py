"""A mapping file with a mistake: what is wrong in it, where, and what would be right."""

from pathlib import Path

import pytest

from audit.cli import main

EXPORT = "lead_no,came,result\n1,2025-01-02,Bought\n2,2025-01-05,Left\n"
TABLE = "- table: deals\n  columns: {id: lead_no, created: came, outcome: result}\n"


@pytest.mark.parametrize(
    ("mapping", "says"),
    [
        (f"format: 2\ntables:\n{TABLE}", "written by a newer version (format 2)"),
        (
            "tables:\n- table: deals\n  columns: {id: lead_no, borned: came}\n",
            "line 3: tables.0.columns.borned",
        ),
        ("tables:\n- table: dealz\n  columns: {id: lead_no}\n", "there is no option “dealz”"),
        (
            f"tables:\n{TABLE}channels: {{google: moon}}\n",
            "line 4: channels.google: there is no option “moon”",
        ),
        (f"tables:\n{TABLE}metrics: {{New: dreams}}\n", "metrics.New: there is no option “dreams”"),
        (
            "tables:\n- table: deals\n  columns: {id: lead_nr, created: came}\n",
            "not here: lead_nr. The columns here: lead_no, came, result",
        ),
        (f"tables:\n{TABLE}  only: {{town: [Oslo]}}\n", "not here: town."),
        ("tables:\n- table: deals\n  columns: {id: nr, created: day}\n", "columns are not recognised"),
    ],
)
def test_a_mistake_in_a_mapping_file(
    mapping: str, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export, file = tmp_path / "export.csv", tmp_path / "mapping.yaml"
    export.write_text(EXPORT, "utf-8")
    file.write_text(mapping, "utf-8")
    assert main(["measure", str(export), "--mapping", str(file), "--json", "--lang", "en"]) == 2
    assert says in capsys.readouterr().err
