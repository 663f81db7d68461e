"""A form that came back says only what its page lets its person say, and what it says can be printed."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from audit.cli import main
from audit.content.loader import Content
from audit.files.errors import BadInput
from audit.interview.mailed_form import Taken, form, take_in_text
from audit.interview.opening import now
from audit.model import Answer, Audit, Voice
from audit.reporting.assemble import make_report
from audit.storage.audit_folder import load, load_voice, save_audit, save_voice, voice_file
from audit.storage.invitations import add
from tests.browsing import begun
from tests.conftest import AUDIT

MADE = date(2026, 11, 24)
BACK = datetime(2026, 11, 28, 12, tzinfo=UTC)
NAME = "answers.json"

Import = Callable[..., Taken]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    save_audit(tmp_path, Audit.model_validate(AUDIT))
    save_voice(tmp_path, Voice(id="owner", roles=("owner",)))
    return tmp_path


@pytest.fixture
def head(folder: Path, content: Content) -> Import:
    """Imports answers of the head's form, at a time of our clock."""
    _, token = add(folder, "head", "form", MADE)

    def back(said: dict[str, Any], at: datetime = BACK) -> Taken:
        return take_in_text(folder, content, json.dumps({"token": token, "answers": said}), NAME, at)

    return back


def answers(folder: Path, content: Content, voice: str = "head") -> dict[str, Answer]:
    return dict(next(v for v in load(folder, content).voices if v.id == voice).answers)


def refused(taking: Import, said: dict[str, Any]) -> set[tuple[str, str]]:
    with pytest.raises(BadInput) as bad:
        taking(said)
    first, *others = bad.value.complaints
    assert first.what == "form_refused"
    assert {one.file for one in bad.value.complaints} == {NAME}
    return {(one.what, one.key) for one in others}


GOOD = {"value": "30"}
NO_ANSWERS: list[tuple[str, Any, str, str]] = [
    ("report_minutes[seller]", {**GOOD, "low": "nan"}, "form_field", ".low"),
    ("report_minutes[seller]", {**GOOD, "high": "inf"}, "form_field", ".high"),
    ("report_minutes[seller]", {**GOOD, "cases": "9"}, "form_field", ".cases"),
    ("report_minutes[seller]", {**GOOD, "grade": "measured"}, "form_field", ".grade"),
    ("report_minutes[seller]", {**GOOD, "auditor_only": "true"}, "form_field", ".auditor_only"),
    ("report_minutes[seller]", {"state": "not_applicable"}, "option_unknown", ".state"),
    ("report_minutes[seller]", {"value": "nan"}, "out_of_range", ".value"),
    ("report_minutes[seller]", {"value": "9" * 400}, "out_of_range", ".value"),
    ("report_minutes[seller]", {"value": ["30"]}, "not_text", ".value"),
    ("report_minutes[seller]", {**GOOD, "note": ["a"]}, "not_text", ".note"),
    ("report_minutes[seller]", {**GOOD, "note": "a\x00"}, "not_printable", ".note"),
    ("report_minutes[seller]", {**GOOD, "note": "n" * 5_001}, "too_long", ".note"),
    ("report_minutes[seller]", "30", "form_field", ""),
    ("report_minutes[seller]", {"state": "given"}, "field_missing", ".value"),
    ("report_columns[seller]", {"value": [{"name": " "}]}, "field_empty", ".value.0.name"),
    ("report_columns[seller]", {"value": [{"name": "a\x1b[2J"}]}, "not_printable", ".value.0.name"),
    ("report_columns[seller]", {"value": [{"name": "a" * 501}]}, "too_long", ".value.0.name"),
    ("report_columns[seller]", {"value": [{"name": "a"}] * 201}, "too_many", ".value"),
    ("report_columns[seller]", {"value": [{"name": "a", "metric": "x"}]}, "form_field", ".value.0.metric"),
    ("report_columns[seller]", {"value": [{"name": ["a"]}]}, "field_missing", ".value.0.name"),
    ("funnel[inbound]", {"rows": [{"metric": "No Metric!"}]}, "metric_unknown", ".rows.0.metric"),
    ("funnel[inbound]", {"rows": [{"metric": "a_planet"}]}, "metric_unknown", ".value.0.metric"),
    ("funnel[inbound]", {"rows": [{"share": "3/10"}]}, "metric_unknown", ".rows.0.metric"),
    ("funnel[inbound]", {"rows": ["in_accepted"]}, "not_steps", ".rows.0"),
    ("funnel[inbound]", {"rows": []}, "not_steps", ".rows"),
    ("funnel[inbound]", {"value": [{"metric": "deals_won"}]}, "form_field", ".value"),
    ("report_minutes[planet]", GOOD, "question_unknown", ""),
    ("company_name", {"value": "Липа"}, "question_unknown", ""),
]


@pytest.mark.parametrize(("key", "said", "what", "at"), NO_ANSWERS)
def test_what_is_no_answer_reaches_no_file(
    key: str, said: Any, what: str, at: str, head: Import, folder: Path
) -> None:
    good = {"sales_steps": {"value": "different"}}
    assert refused(head, {**good, key: said}) == {(what, f"answers.{key}{at}")}
    assert not voice_file(folder, "head").exists()


def test_every_mistake_is_said_at_once(head: Import) -> None:
    said = {
        "report_minutes[seller]": {"value": "30", "grade": "shown"},
        "asked_in_2030": GOOD,
        "report_minutes[planet]": GOOD,
        "sales_steps": {"value": "a_planet"},
    }
    assert {what for what, _ in refused(head, said)} == {"form_field", "question_unknown", "option_unknown"}
    assert len(refused(head, said)) == len(said)


def test_a_wrong_value_is_repeated_short_and_harmless(head: Import) -> None:
    with pytest.raises(BadInput) as bad:
        head({"report_minutes[seller]": {"value": "\x1b[2J" + "9" * 400}, "\x1b[2J" * 100: GOOD})
    for one in bad.value.complaints:
        assert (one.key + one.value).isprintable()
        assert len(one.key) <= 80
        assert len(one.value) <= 80


def test_a_seller_answers_only_what_a_seller_is_asked(folder: Path, content: Content) -> None:
    _, token = add(folder, "seller", "form", MADE)

    def seller(said: dict[str, Any]) -> Taken:
        return take_in_text(folder, content, json.dumps({"token": token, "answers": said}), NAME, BACK)

    assert refused(seller, {"target_value": {"value": "100"}}) == {("form_not_asked", "answers.target_value")}
    taken = seller({"sales_steps": {"value": "different"}, "report_minutes[closer]": GOOD})
    assert list(taken.answers) == ["sales_steps"]
    assert taken.not_asked == ("report_minutes[closer]",)  # no such role in this company
    assert list(answers(folder, content, "seller_1")) == ["sales_steps"]


@pytest.mark.parametrize("given", ["2099-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "yesterday", ["x"]])
def test_a_date_that_cannot_be_right_has_no_effect(
    given: Any, head: Import, folder: Path, content: Content
) -> None:
    said = {"sales_steps": {"value": "different", "at": given}}
    head(said)
    audit = load(folder, content)
    voice = load_voice(folder, content, audit, "head")
    assert voice.answers["sales_steps"].at <= BACK
    corrected = Answer(value="same", at=BACK + timedelta(hours=1))
    save_voice(folder, voice.model_copy(update={"answers": {"sales_steps": corrected}}))
    assert head(said, BACK + timedelta(days=3)).later == ("sales_steps",)
    assert answers(folder, content)["sales_steps"] == corrected


def test_a_form_filled_in_again_counts_and_a_time_to_come_does_not(
    head: Import, folder: Path, content: Content
) -> None:
    far = Answer(value="same", at=datetime(2099, 1, 1, tzinfo=UTC), auditor_only=True)
    save_voice(folder, Voice(id="head", roles=("head",), answers={"sales_steps": far}))
    head({"sales_steps": {"value": "different", "at": "2026-11-25T09:00:00Z"}})
    stands = answers(folder, content)["sales_steps"]
    assert (stands.value, stands.auditor_only) == ("different", True)  # said in confidence, and stays so
    head({"sales_steps": {"value": "same", "at": "2026-11-26T09:00:00Z"}})
    assert answers(folder, content)["sales_steps"].value == "same"


def test_what_the_form_takes_can_be_printed(head: Import, folder: Path, content: Content) -> None:
    head(
        {
            "report_columns[seller]": {
                "value": [{"name": " Звонки "}, {"name": "Дата"}],
                "note": "две\nстроки",
            },
            "funnel[inbound]": {"rows": [{"metric": "in_accepted", "share": "3 из 10"}]},
        }
    )
    audit = load(folder, content)
    assert [column.name for column in audit.voices[0].answers["report_columns[seller]"].value] == [  # type: ignore[union-attr]
        "Звонки",
        "Дата",
    ]
    assert make_report(audit, content)


def test_the_form_itself_mailed_back_says_so(folder: Path, content: Content) -> None:
    link, token = add(folder, "head", "form", MADE)
    with pytest.raises(BadInput) as bad:
        take_in_text(folder, content, form(folder, content, link, token, "ru"), "form.html", BACK)
    assert [one.what for one in bad.value.complaints] == ["form_empty"]


@pytest.mark.parametrize("said", ["[]", '{"a": 1}', "null", '"text"'])
def test_answers_that_are_no_answers(said: str, folder: Path, content: Content) -> None:
    _, token = add(folder, "head", "form", MADE)
    with pytest.raises(BadInput) as bad:
        take_in_text(folder, content, f'{{"token": "{token}", "answers": {said}}}', NAME, BACK)
    assert bad.value.complaints[0].what in ("answers_not_mapping", "form_refused")


# --- several at once -----------------------------------------------------------------------------------


def two(folder: Path) -> tuple[Path, Path]:
    """A form that cannot be used, and behind it one that can."""
    files = []
    for value in ("a_planet", "different"):
        link, token = add(folder, "seller", "form", now().date())
        files.append(folder / f"answers.{link.voice}.json")
        files[-1].write_text(json.dumps({"token": token, "answers": {"sales_steps": {"value": value}}}))
    return files[0], files[1]


def test_a_form_that_cannot_be_used_keeps_no_other_out(
    folder: Path, content: Content, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong, good = two(folder)
    assert main(["import", str(folder), str(wrong), str(good), "--lang", "en"]) == 2
    out, err = capsys.readouterr()
    assert "Answers taken in: 1 (seller_2)." in out
    assert err.splitlines()[0].startswith(f"{wrong}: nothing of this form was taken in")
    assert "a_planet" in err
    assert "sales_steps" in answers(folder, content, "seller_2")


def test_the_page_takes_the_others_in_as_well(tmp_path: Path, content: Content) -> None:
    folder = tmp_path / "audit"
    browser = begun(folder, Audit.model_validate(AUDIT), Voice(id="owner", roles=("owner",)), "en")
    files = [("file", (path.name, path.read_bytes())) for path in two(folder)]
    page = browser.get("/a/audit/people").page
    csrf = page.text.split('name="csrf" value="')[1].split('"')[0]
    told = browser.client.post("/a/audit/people", data={"csrf": csrf, "do": "import"}, files=files).text
    assert "Answers taken in: 1 (seller_2)." in told
    assert "answers.seller_1.json: nothing of this form was taken in" in told
    assert "sales_steps" in answers(folder, content, "seller_2")
