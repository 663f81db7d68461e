"""Two audits of a company: better, worse, mended, new; and the new one that begins from the old."""

import json
from pathlib import Path
from typing import Any

import pytest

from audit.cli import main
from audit.content.loader import Content
from audit.files.errors import BadInput
from audit.interview.opening import earlier
from audit.interview.session import InterviewSession
from audit.model import LANGS, Audit, Changed, Comparison, Lang, Voice
from audit.rendering.html import paper as html
from audit.reporting.assemble import make_report
from audit.reporting.comparison import compare
from audit.result.audit_result import AuditResult
from audit.storage.audit_folder import begin_from, load, load_previous, save_audit, save_voice
from audit.terminal.conversation import Conversation
from audit.terminal.diagnosis_text import comparison_text
from audit.terminal.messages import messages_of
from audit.terminal.prompts import Drawn
from tests.conftest import ROOT, audit_of
from tests.terminal.keys import DOWN, ENTER, NOW, Saved, menu, typing

EXAMPLE = ROOT / "questionnaires" / "example"
FUNNEL = [{"metric": "cc_dials", "entered": 1000, "passed": 300}, {"metric": "deals_won"}]


def compared(content: Content, old: dict[str, Any], new: dict[str, Any], **rest: Any) -> Comparison:
    before = audit_of(content, old)
    after = audit_of(content, new, **{"as_of": "2027-05-24", **rest})
    return compare(AuditResult(before, content), AuditResult(after, content))


def one(changes: tuple[Changed, ...], of: str) -> Changed | None:
    return next((c for c in changes if c.id == of), None)


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        ("none", "usable", "mended"),
        ("usable", "none", "new"),
        ("none", "none", "same"),
        ("none", "dont_know", "unknown"),
        ("dont_know", "none", "known"),
        ("usable", "usable", None),
    ],
)
def test_what_became_of_a_cause(old: str, new: str, change: str | None, content: Content) -> None:
    found = compared(content, {"rules[leadgen]": old}, {"rules[leadgen]": new}).findings
    changed = one(found, "no_regulations[leadgen]")
    assert (changed.change if changed else None) == change


def test_mended_comes_first_and_what_stays_last(content: Content) -> None:
    old = {"rules[leadgen]": "none", "rules[conversion]": "none", "rules[repeat]": "usable"}
    new = {"rules[leadgen]": "none", "rules[conversion]": "usable", "rules[repeat]": "none"}
    changes = [c.change for c in compared(content, old, new).findings if c.id.startswith("no_regulations")]
    assert changes == ["mended", "new", "same"]


def test_answers_know_which_way_is_up(content: Content) -> None:
    old = {"rules[leadgen]": "oral", "cycle_days": 20, "sales_model": "retail", "working_days": "dont_know"}
    new = {"rules[leadgen]": "general", "cycle_days": 30, "sales_model": "services", "working_days": 21}
    answers = compared(content, old, new).answers
    changes = {c.id: c.change for c in answers}
    assert changes["rules[leadgen]"] == "better"
    assert changes["sales_model"] == "changed"
    assert changes["working_days"] == "known"


def test_maturity_goes_up_and_down(content: Content) -> None:
    found = compared(content, {"rules[leadgen]": "none"}, {"rules[leadgen]": "general"}).maturity
    changed = one(found, "regulations[leadgen]")
    assert changed
    assert (changed.change, changed.before and changed.before.en) == ("better", "0 of 4")


@pytest.mark.parametrize(
    ("passed", "change"), [(300, "same"), (310, "same"), (400, "better"), (200, "worse")]
)
def test_a_conversion_moves_by_more_than_chance(passed: int, change: str, content: Content) -> None:
    new = [{**FUNNEL[0], "passed": passed}, FUNNEL[1]]
    found = compared(content, {"funnel[cold_calls]": FUNNEL}, {"funnel[cold_calls]": new}).conversions
    changed = one(found, "cc_dials[cold_calls]")
    assert changed
    assert changed.change == change


def test_a_channel_that_is_new_is_told_among_the_answers(content: Content) -> None:
    places = {"stage": ["leadgen"], "channel": ["cold_calls", "inbound", "walkin"], "role": ["seller"]}
    found = compared(content, {}, {}, places=places)
    assert {c.id for c in found.answers} == {"stages", "channels"}


def test_the_plan_of_then_meets_what_is_done_now(content: Content) -> None:
    old = load(EXAMPLE, content)
    answers = {**old.voices[0].answers}
    answers["target_value"] = answers["target_value"].model_copy(update={"value": 90})
    new = old.model_copy(update={"voices": (old.voices[0].model_copy(update={"answers": answers}),)})
    found = compare(AuditResult(old, content), AuditResult(new, content)).plan
    target = one(found, "target")
    assert target
    assert target.change == "changed"
    enquiries = one(found, "in_accepted[inbound]")
    assert enquiries
    assert enquiries.after
    assert "145" in enquiries.after.en  # what the company says comes in a month


def test_another_company_is_said(content: Content) -> None:
    assert not compared(content, {}, {}, company="Другая").same_company


def test_the_same_audit_twice_changed_nothing(content: Content) -> None:
    audit = load(EXAMPLE, content)
    found = compare(AuditResult(audit, content), AuditResult(audit, content))
    assert (found.maturity, found.answers) == ((), ())
    assert {c.change for c in (*found.findings, *found.conversions)} == {"same"}


def saved(folder: Path, audit: Audit) -> Path:
    save_audit(folder, audit)
    for voice in audit.voices:
        save_voice(folder, voice)
    return folder


@pytest.fixture
def folders(tmp_path: Path, content: Content) -> tuple[Path, Path]:
    old = audit_of(content, {"rules[leadgen]": "none", "sales_model": "retail", "funnel[cold_calls]": FUNNEL})
    new = audit_of(content, {"rules[leadgen]": "usable"}, as_of="2027-05-24")
    return saved(tmp_path / "old", old), saved(tmp_path / "new", new)


@pytest.mark.parametrize(("lang", "word"), [("ru", "исправлено"), ("en", "mended")])
def test_the_command(
    lang: str, word: str, folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compare", *map(str, folders), "--lang", lang]) == 0
    assert word in capsys.readouterr().out
    assert main(["compare", *map(str, folders), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["findings"][0]["change"] == "mended"
    assert main(["compare", str(folders[0]), str(folders[0].parent / "none")]) == 2


@pytest.mark.parametrize("lang", LANGS)
def test_a_question_ends_with_one_mark(lang: Lang, content: Content) -> None:
    found = compared(content, {"rules[leadgen]": "dont_know"}, {"rules[leadgen]": "usable"})
    told = comparison_text(found, content, lang)
    assert {"ru": "стало известно: ", "en": "known now: "}[lang] in told
    assert {"ru": "? Было: ", "en": "? Then: "}[lang] in told
    assert "?." not in told


def test_the_new_report_tells_what_changed(folders: tuple[Path, Path], content: Content) -> None:
    old, new = folders
    begin_from(old, new, content)
    document = make_report(load(new, content), content, load_previous(new, content))
    for lang in ("ru", "en"):
        assert 'id="comparison"' in html(document, lang)
    assert main(["report", str(new), "--formats", "json"]) == 0
    assert json.loads((new / "report.json").read_text("utf-8"))["comparison"]["findings"]


def test_beginning_from_an_audit_takes_nothing_over(folders: tuple[Path, Path], content: Content) -> None:
    old, new = folders
    before = load(new, content)
    begin_from(old, new, content)
    begin_from(old, new, content)  # twice is once
    assert load(new, content) == before
    with pytest.raises(BadInput):
        begin_from(old, old, content)
    save_audit(old, load(old, content).model_copy(update={"company": "Другая"}))
    with pytest.raises(BadInput) as bad:
        begin_from(old, new, content)
    assert bad.value.complaints[0].what == "previous_taken"


def begun(folders: tuple[Path, Path], content: Content) -> InterviewSession:
    old, new = folders
    begin_from(old, new, content)
    audit = Audit.model_validate({"lang": "ru", "as_of": "2027-05-24"})
    voice = Voice(id="owner", roles=("owner",))
    return InterviewSession(
        audit, voice, content.questions, False, earlier(load_previous(new, content), content, voice)
    )


def test_last_answers_are_offered_until_they_are_confirmed(
    folders: tuple[Path, Path], content: Content
) -> None:
    talk = begun(folders, content)
    assert talk.progress()[0] == 0
    company = talk.last_time("company_name")
    assert company
    assert company.value == "ООО «Проба»"
    saved_ = Saved()
    leave = menu(content, talk.asked()[3], "leave")
    with typing(ENTER * 3 + leave):  # company, country and model as last time
        prompts = Drawn(saved_.said.append)
        talk = Conversation(messages_of(content, "ru"), prompts, saved_.save, lambda: NOW).run(talk)
    assert (talk.audit.company, talk.audit.country) == ("ООО «Проба»", "RU")
    assert talk.voice.answers["sales_model"].value == "retail"
    assert talk.last_time("company_name") is None
    assert any("Ещё не подтверждено" in " ".join(said.split()) for said in saved_.said)


def test_a_funnel_of_last_time_is_confirmed_or_told_anew(
    folders: tuple[Path, Path], content: Content
) -> None:
    talk = begun(folders, content)
    places = {"stage": ("leadgen",), "channel": ("cold_calls",), "role": ("seller",)}
    audit = talk.audit.model_copy(update={"places": places})
    voice = Voice(id="owner", roles=("consultant",))
    talk = InterviewSession(audit, voice, content.questions, False, talk.earlier).resting_at(
        "funnel[cold_calls]"
    )
    asked = talk.at("funnel[cold_calls]")
    assert asked
    saved_ = Saved()
    with typing(ENTER + menu(content, asked, "leave")):
        prompts = Drawn(saved_.said.append)
        done = Conversation(messages_of(content, "ru"), prompts, saved_.save, lambda: NOW).run(talk)
    steps = done.voice.answers["funnel[cold_calls]"].value
    assert isinstance(steps, tuple)
    assert steps[0] == talk.earlier.lookup("funnel[cold_calls]").value[0]  # type: ignore[union-attr,index]
    with typing(DOWN + ENTER + menu(content, asked, "leave")):
        prompts = Drawn(saved_.said.append)
        Conversation(messages_of(content, "ru"), prompts, saved_.save, lambda: NOW).run(talk)
