"""What programs are promised: the examples of docs/api.md run, schemas describe the files there are."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

import audit as package
from audit.cli import main
from audit.cli.schema import DOCUMENTS, schema_of
from audit.model import ReportDocument
from audit.storage.example import copy_to
from tests.conftest import ROOT

EXAMPLES = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "api.md").read_text("utf-8"), re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_the_examples_run(
    example: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    copy_to(tmp_path / "my-company")
    monkeypatch.chdir(tmp_path)
    exec(example, {})
    assert capsys.readouterr().out


@pytest.mark.parametrize("kind", ["html", "xlsx", "docx", "csv", "json", "pdf"])
def test_every_format_is_rendered(kind: str, tmp_path: Path) -> None:
    copy_to(tmp_path)
    document = package.make_report(package.load_audit(tmp_path))
    assert isinstance(document, ReportDocument)
    assert all(package.render(document, kind, "en").values())


def test_another_format_is_refused(tmp_path: Path) -> None:
    copy_to(tmp_path)
    with pytest.raises(ValueError, match="html, pdf"):
        package.render(package.make_report(package.load_audit(tmp_path)), "odt", "en")


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_schema_is_printed(document: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", document, "--lang", "en"]) == 0
    printed = json.loads(capsys.readouterr().out)
    jsonschema.Draft202012Validator.check_schema(printed)
    assert printed["description"]


def as_json(path: Path) -> Any:
    """As another program reads a YAML file."""
    return json.loads(json.dumps(yaml.safe_load(path.read_text("utf-8")), default=str))


def test_the_schemas_fit_the_files_there_are(tmp_path: Path) -> None:
    copy_to(tmp_path)
    report = json.loads(
        package.render(package.make_report(package.load_audit(tmp_path)), "json", "ru")["report.json"]
    )
    jsonschema.validate(report, schema_of("report"))
    jsonschema.validate(as_json(tmp_path / "audit.yaml"), schema_of("audit"))
    for voice in (tmp_path / "voices").glob("*.yaml"):
        jsonschema.validate(as_json(voice), schema_of("voice"))


@pytest.mark.parametrize(
    ("document", "wrong"),
    [
        ("audit", {"lang": "de", "as_of": "2026-11-24"}),
        ("audit", {"lang": "ru", "as_of": "2026-11-24", "voices": []}),
        ("voice", {"roles": ["king"]}),
        ("voice", {"roles": ["owner"], "answers": {"Not a key": "x"}, "moon": 1}),
    ],
)
def test_the_schemas_refuse_what_does_not_fit(document: str, wrong: Any) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, schema_of(document))
