"""Bad input gets one clear sentence each: file, key, value, way out; exit 2; nothing overwritten."""

import os
from pathlib import Path

import pytest

from audit.cli import main
from audit.content.loader import Content
from audit.files.strict_yaml import LARGEST
from audit.storage.audit_folder import load
from tests.conftest import ROOT

EXAMPLE = ROOT / "questionnaires" / "example"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "audit"
    (folder / "voices").mkdir(parents=True)
    (folder / "audit.yaml").write_bytes((EXAMPLE / "audit.yaml").read_bytes())
    (folder / "voices" / "owner.yaml").write_bytes((EXAMPLE / "voices" / "owner.yaml").read_bytes())
    return folder


def voice(answers: str) -> str:
    return f"format: 1\nid: owner\nroles: [owner]\nanswers:\n{answers}"


def complaints(capsys: pytest.CaptureFixture[str], folder: Path, lang: str = "en") -> list[str]:
    before = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    assert main(["check", str(folder), "--lang", lang]) == 2
    assert {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()} == before
    out, err = capsys.readouterr()
    assert out == ""
    assert "Traceback" not in err
    return err.splitlines()


FILES: list[tuple[str | bytes, str]] = [
    ("", "empty"),
    (b"\x89PNG\r\n\x1a\n\x00\xff\xfe", "not UTF-8"),
    (b"\xd0\xbf\x00\x01", "not UTF-8"),
    ("answers: [1, 2", "not YAML"),
    ("a: 1\n\tb: 2", "not YAML"),
    ("- a\n- b", "key: value"),
    ("format: 1\nformat: 1\nroles: [owner]", "appears twice"),
    ("a: &a [x, x]\nb: *a", "aliases"),
    ("[" * 3000 + "]" * 3000, "nested"),
    (b"x" * (LARGEST + 1), "too large"),
    ("format: 2\nroles: [owner]", "newer version"),
    ("format: many\nroles: [owner]", "not a format number"),
    ("format: 1\nroles: [president]\nanswers: {}", "roles.0"),
    ("format: 1\nroles: []\nanswers: {}", "roles: there is nothing here"),
    ("format: 0\nroles: [owner]", "not a format number"),
    (f"format: {'9' * 5000}\nroles: [owner]", "not a format number"),
    ("format: 1\nroles: [owner]\nstrangers: {a: b}", "strangers is unknown"),
    (voice("  report_minutes[sellr]: 5"), "answers.report_minutes[sellr]"),
    (voice("  sellers[seller]: 1,000"), "read two ways"),
    (voice("  funnel[inbound]: [{metric: [a]}]"), "no metric"),
    (voice("  funnel[inbound]: []"), "funnel steps are needed"),
    (voice('  report_columns[seller]: [{name: " "}]'), "value.0.name: there is nothing here"),
    (voice('  report_columns[seller]: ["a\\x00"]'), "value.0.name: “a�” holds a character"),
    (voice('  sales_steps: {value: same, note: "a\\x1b[2J"}'), "note: “a�[2J” holds a character"),
    (voice("  funnel[inbound]: [{metric: deals_won}]"), "the sale itself"),
    (voice("  funnel[inbound]: [{metric: samples}, {metric: samples}]"), "in the funnel twice"),
    (voice("  funnel[inbound]: [{metric: samples, passed: 3}]"), "either percent, or entered"),
    (voice("  funnel[inbound]: [{metric: samples, percent: 1e-200}]"), "between 0.000001 and 100"),
    ("format: 1\nroles: [owner]\nanswers: [a]", "question: answer"),
    ("format: 1\nid: head\nroles: [owner]", "names must agree"),
    (voice("  asked_in_2030: yes"), "answers.asked_in_2030"),
    (voice("  key_actions: nobody"), "answers.key_actions.value: there is no option “nobody”"),
    (voice("  sellers[seller]: -5"), "between 1 and 10000"),
    (voice("  sellers[seller]: five"), "is not a number"),
    (voice("  sellers[seller]: 5.5"), "whole number"),
    (voice("  sellers[seller]: nan"), "out of range"),
    (voice("  sellers[seller]: [5]"), "one value"),
    (voice("  base_response: 140"), "between 0 and 100"),
    (voice("  lead_kinds: hot"), "a list is needed"),
    (voice("  key_actions: {value: each_own, grade: sworn}"), "answers.key_actions.grade"),
    (voice("  key_actions: {valeu: each_own}"), "answers.key_actions.valeu is unknown"),
    (voice("  key_actions: {value: each_own, at: yesterday}"), "is not a time"),
    (voice("  funnel[inbound]: [{metric: in_accepted, percent: 140}]"), "between 0 and 100"),
    (voice("  funnel[inbound]: [{metric: in_accepted, entered: 10, passed: 30}]"), "30 went on out of 10"),
    (voice("  funnel[inbound]: [{metric: magic, percent: 14}]"), "no metric “magic”"),
    (voice("  funnel[inbound]: [14]"), "metric is missing"),
]


@pytest.mark.parametrize(("content_of_file", "says"), FILES, ids=[says for _, says in FILES])
def test_a_bad_voice_file(
    content_of_file: str | bytes, says: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    raw = content_of_file if isinstance(content_of_file, bytes) else content_of_file.encode()
    (folder / "voices" / "owner.yaml").write_bytes(raw)
    said = complaints(capsys, folder)
    assert len(said) == 1
    assert said[0].startswith(str(folder / "voices" / "owner.yaml"))
    assert says in said[0]


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_every_mistake_is_listed_at_once(folder: Path, capsys: pytest.CaptureFixture[str], lang: str) -> None:
    (folder / "voices" / "owner.yaml").write_text(
        voice("  sellers[seller]: -5\n  key_actions: nobody\n  cycle_days: soon"), "utf-8"
    )
    (folder / "audit.yaml").write_text("lang: de\nas_of: tomorrow\ncountry: Russia\n", "utf-8")
    said = complaints(capsys, folder, lang)
    assert len(said) == 6
    assert all(str(folder) in line for line in said)


def test_line_numbers_lead_to_the_mistake(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "voices" / "owner.yaml").write_text(
        voice("  key_actions: each_own\n  cycle_days: soon"), "utf-8"
    )
    assert "line 6" in complaints(capsys, folder)[0]


def test_places_and_overrides_must_be_known(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "audit.yaml").write_text(
        "lang: ru\nas_of: 2026-11-24\nplaces: {channel: [telepathy]}\n"
        "overrides: [{about: bad_luck, field: verdict, to: absent, by: A, reason: B}]\n",
        "utf-8",
    )
    said = complaints(capsys, folder)
    assert "telepathy" in said[0]
    assert "bad_luck" in said[1]


def test_an_override_must_name_a_verdict(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "audit.yaml").write_text(
        "lang: ru\nas_of: 2026-11-24\n"
        "overrides: [{about: no_period, field: verdict, to: maybe, by: A, reason: B}]\n",
        "utf-8",
    )
    said = complaints(capsys, folder)[0]
    assert "overrides.0.to" in said
    assert "“maybe”" in said
    assert "confirmed" in said


@pytest.mark.parametrize("day", ["0001-01-01", "1999-12-31", "2200-01-01", "9999-12-31"])
def test_a_day_no_plan_can_be_counted_from(
    day: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "audit.yaml").write_text(f"lang: ru\nas_of: {day}\n", "utf-8")
    (said,) = complaints(capsys, folder)
    assert "audit.yaml" in said
    assert f"as_of: {day} is out of range; choose between 2000-01-01 and 2199-12-31" in said


def test_an_option_no_is_read_as_written_and_as_other_programs_write_it(
    folder: Path, content: Content
) -> None:
    for written in ("no", "No", "false", "'no'", "{value: no}"):
        answers = f"  definitions_written: {written}\n"
        (folder / "voices" / "owner.yaml").write_text(voice(answers), "utf-8")
        (owner,) = load(folder, content).voices
        assert owner.answers["definitions_written"].value == "no", written


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        (f"  sales_model: {{value: services, note: {'a' * 5_001}}}\n", "longer than 5000 characters"),
        (f"  report_columns[seller]: [{'a' * 501}]\n", "longer than 500 characters"),
        (f"  report_columns[seller]: [{', '.join(['a'] * 201)}]\n", "more than 200 lines"),
        ("  funnel[inbound]: [{metric: dreams, percent: 5}]\n", "there is no metric “dreams”"),
    ],
)
def test_what_no_report_can_bear(
    answers: str, says: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "voices" / "owner.yaml").write_text(voice(answers), "utf-8")
    (said,) = complaints(capsys, folder)
    assert says in said
    assert len(said) < 300


@pytest.mark.parametrize("number", ["nan", ".inf", "1e400", "-inf"])
def test_an_interval_without_bounds(number: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = f"  newcomer_percent: {{value: 5, low: {number}}}\n"
    (folder / "voices" / "owner.yaml").write_text(voice(said), "utf-8")
    assert "is not a number" in complaints(capsys, folder)[0]


def test_a_folder_where_a_file_is_needed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "audit.yaml").unlink()
    (folder / "audit.yaml").mkdir()
    assert "is a folder" in complaints(capsys, folder)[0]


def test_no_audit_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "no such file" in complaints(capsys, tmp_path)[0]


def test_output_that_cannot_be_written(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "taken").write_text("mine", "utf-8")
    assert (
        main(["report", str(folder), "--formats", "json", "--out", str(folder / "taken"), "--lang", "en"])
        == 2
    )
    assert "cannot be made" in capsys.readouterr().err
    assert (folder / "taken").read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("places: {role: [seller, seller]}", "appears twice"),
        ("country: ZZ", "no country with the code ZZ"),
        ("country: Russia", "two capital Latin letters"),
        (f"company: {'a' * 501}", "is longer than 500 characters"),
        ("overrides: [{about: no_period, field: verdict, to: absent, by: '', reason: B}]", "fill it in"),
    ],
)
def test_a_bad_line_in_the_audit(
    line: str, says: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "audit.yaml").write_text(f"lang: ru\nas_of: 2026-11-24\n{line}\n", "utf-8")
    said = complaints(capsys, folder)
    assert len(said) == 1
    assert says in said[0]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes")
def test_a_pipe_is_no_audit(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "audit.yaml").unlink()
    os.mkfifo(folder / "audit.yaml")
    assert main(["check", str(folder), "--lang", "en"]) == 2
    assert "not an ordinary file" in capsys.readouterr().err


def test_voices_that_are_no_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "voices" / "owner.yaml").unlink()
    (folder / "voices").rmdir()
    (folder / "voices").write_text("hm", "utf-8")
    assert "cannot be read" in complaints(capsys, folder)[0]


def test_a_name_no_file_system_takes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(tmp_path / ("x" * 300)), "--lang", "en"]) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_what_is_printed_cannot_steer_the_terminal(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "voices" / "owner.yaml").write_text(voice('  cycle_days: "a\\e[31m\\nb"'), "utf-8")
    said = complaints(capsys, folder)
    assert len(said) == 1
    assert "\x1b" not in said[0]


def test_the_demo_keeps_answers_somebody_wrote(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mine = folder / "voices" / "owner.yaml"
    mine.write_text(mine.read_text("utf-8") + "# mine\n", "utf-8")
    assert main(["demo", "--out", str(folder), "--lang", "en"]) == 2
    assert "# mine" in mine.read_text("utf-8")
    assert capsys.readouterr().err


def test_no_roles_and_no_supply_give_no_plan(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "audit.yaml").write_text(
        "lang: ru\nas_of: 2026-11-24\nplaces: {stage: [conversion], channel: [inbound], role: []}\n", "utf-8"
    )
    assert main(["plan", str(folder), "--json"]) == 0
    assert "no_plan_yet" in capsys.readouterr().out


def test_a_format_that_does_not_exist(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", str(folder), "--formats", "doc", "--lang", "en"]) == 2
    assert "pdf, html, json" in capsys.readouterr().err


def test_the_demo_does_not_touch_another_audit(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "audit.yaml").write_text("lang: ru\nas_of: 2026-11-24\ncompany: Моя\n", "utf-8")
    assert main(["demo", "--out", str(folder), "--lang", "ru"]) == 2
    assert "другой аудит" in capsys.readouterr().err
    assert "Моя" in (folder / "audit.yaml").read_text("utf-8")


def test_a_voice_name_is_no_path(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["interview", str(folder), "--voice", "../../etc/passwd", "--lang", "en"]) == 2
    assert "cannot name a voice" in capsys.readouterr().err
