"""The command line: start-up, languages, exit codes, the data that programs read."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from audit.cli import main
from audit.content.loader import Content
from audit.model import LANGS, Lang
from tests.conftest import ROOT

EXAMPLE = ROOT / "questionnaires" / "example"
HEAVY = (
    "xlsxwriter",
    "docxtpl",
    "pydantic",
    "yaml",
    "jinja2",
    "typst",
    "questionary",
    "prompt_toolkit",
    "babel",
)


@pytest.mark.parametrize("flag", ["--help", "--version"])
def test_help_and_version_load_no_content(flag: str) -> None:
    code = (
        "import sys; from audit.cli import main\n"
        f"try: main(['{flag}'])\nexcept SystemExit: pass\n"
        f"print([m for m in {HEAVY} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_diagnosis_as_data(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diagnose", str(EXAMPLE), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["readiness"] == "regulations_first"
    by_cause = {(f["cause"], f["where"]): f for f in found["findings"]}
    finding = by_cause["controls_everything", "seller"]
    assert finding["verdict"] == "confirmed"
    assert finding["evidence"][0]["answers"] == {"figures_per_seller[seller]": 23}
    assert {
        "cause",
        "where",
        "verdict",
        "severity",
        "evidence",
        "against",
        "unknown_because",
    } <= finding.keys()


def test_the_plan_as_data(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", str(EXAMPLE), "--json"]) == 0
    plan = json.loads(capsys.readouterr().out)
    action = plan["actions"][0]
    assert {"metric", "stage", "channel", "temperature", "role", "period", "minutes_per_day"} <= action.keys()
    assert action["per_period"].keys() == {"point", "even", "safe"}
    assert action["per_period"]["safe"] > action["per_period"]["even"]
    hours = plan["hours"]
    assert hours["available"] < hours["needed"] < hours["needed_safe"]  # the example's sellers cannot do it


@pytest.mark.parametrize(("lang", "word"), [("ru", "Подтверждено"), ("en", "Confirmed")])
def test_the_language_asked_for_is_spoken(lang: str, word: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diagnose", str(EXAMPLE), "--lang", lang]) == 0
    out = capsys.readouterr().out
    assert word in out
    assert main(["plan", str(EXAMPLE), "--lang", lang]) == 0
    assert capsys.readouterr().out


def test_without_lang_the_locale_decides_before_there_is_an_audit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", "ru_RU.UTF-8")
    assert main(["check", str(tmp_path)]) == 2
    assert "такого файла нет" in capsys.readouterr().err


def test_check_lists_gaps_and_what_they_leave_unknown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "audit.yaml").write_text(
        "lang: en\nas_of: 2026-11-24\nplaces: {stage: [conversion], channel: [inbound], role: [seller]}\n",
        "utf-8",
    )
    assert main(["check", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert "rules[conversion]" in out
    assert "No usable rules" in out or "unknown" in out


def test_the_demo_makes_an_audit_with_all_outputs_twice(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert main(["demo", "--out", str(out)]) == 0
    first = {p.name: p.read_bytes() for p in out.rglob("*") if p.is_file()}
    assert {"audit.yaml", "owner.yaml", "report.json", "report.ru.pdf", "report.en.pdf"} <= first.keys()
    assert main(["demo", "--out", str(out)]) == 0
    assert {p.name: p.read_bytes() for p in out.rglob("*") if p.is_file()} == first


def test_every_id_is_explained_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "--json"]) == 0
    ids = json.loads(capsys.readouterr().out)
    assert {"causes", "metrics", "questions"} == ids.keys()
    for lang in ("ru", "en"):
        for thing in [one for kind in ids.values() for one in kind]:
            assert main(["explain", thing, "--lang", lang]) == 0
            assert capsys.readouterr().out.strip()
    assert main(["explain", "nobody_reads_or_decides", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["severity"] == "high"
    assert main(["explain", "bad_luck", "--lang", "en"]) == 2
    assert "bad_luck" in capsys.readouterr().err


@pytest.mark.parametrize("lang", LANGS)
def test_without_an_id_there_is_a_list_to_read(
    lang: Lang, content: Content, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", "--lang", lang]) == 0
    out = capsys.readouterr().out
    assert content.messages["explain_causes"].in_(lang) in out.splitlines()
    for thing in ("no_period", "cc_dials"):
        name = {**content.causes, **content.metrics}[thing].name.in_(lang)
        assert re.search(rf"^  {thing} +{re.escape(name)}$", out, re.MULTILINE)
    assert "sales-audit explain" in out.splitlines()[-1]
    assert "{" not in out


# Latin that stays in Russian: what is typed as it stands, names of formats and programs
TYPED = r"(?<!\w)-{1,2}[\w-]+|\{[\w,]+\}|'[^']+'|\w+://\S*|spark:\S+|sales-audit( \w+)?|[A-Z]+\b|brand\.yaml"
SAID = r"owner, head, seller_1|pdf,html,json,xlsx,docx,csv|Parquet|Word|папке audits|выгрузкам CRM"
COMMANDS = ("demo", "interview", "check", "diagnose", "plan", "measure", "report", "import", "compare")
COMMANDS += ("serve", "explain", "schema")
WRONG: tuple[list[str], ...] = (
    *([command, "--help"] for command in ("", *COMMANDS)),
    ["nothing"],
    ["check"],
    ["check", "a", "b"],
    ["check", "a", "--lang"],
    ["serve", "--port", "many"],
    ["serve", "--no-browser=x"],
    ["measure", "--m", "x", "--s", "--d"],
    ["report", "--t"],
    ["interview", "a", "--role", "king"],
)


@pytest.mark.parametrize("typed", WRONG, ids=" ".join)
def test_help_and_mistakes_are_told_in_one_language(
    typed: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = [word for word in typed if word]
    for locale, strange in (("ru_RU.UTF-8", "[a-z]{2,}"), ("en_GB.UTF-8", "[а-яё]")):
        monkeypatch.setenv("LC_ALL", locale)
        with pytest.raises(SystemExit) as done:
            main(typed)
        assert done.value.code == (0 if "--help" in typed else 2)
        told = "".join(capsys.readouterr())
        if locale.startswith("ru"):
            for name in COMMANDS:
                told = re.sub(rf"^    {name}\b", "", told, flags=re.MULTILINE)
            told = re.sub(f"{TYPED}|{SAID}", "", told)
        assert not re.findall(strange, told), told


def test_help_is_told_in_the_language_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    for typed in (["--help", "--lang", "ru"], ["check", "--lang=ru", "--help"]):
        with pytest.raises(SystemExit):
            main(typed)
        assert "показать эту справку" in capsys.readouterr().out


def test_no_command_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "interview" in capsys.readouterr().out
