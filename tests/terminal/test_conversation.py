"""The interview: what comes next, the menu, leaving and resuming, keystrokes and plain text, kill -9."""

import os
import pty
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from audit.content.loader import Content, load
from audit.files.errors import BadInput
from audit.interview.opening import merged
from audit.interview.session import InterviewSession
from audit.model import Answer, Audit, Column, Lang, Step, Voice
from audit.storage.audit_folder import load as load_audit
from audit.storage.audit_folder import load_voice, save_audit, save_voice
from audit.terminal.conversation import Conversation
from audit.terminal.messages import messages_of
from audit.terminal.prompts import Drawn, Plain
from audit.terminal.run_interview import Sitting, sit
from tests.conftest import AUDIT
from tests.terminal.keys import DOWN, ENTER, NOW, Saved, menu, typing


def given(value: Any) -> Answer:
    return Answer(value=value, at=NOW)


@pytest.fixture
def talk(content: Content) -> InterviewSession:
    audit = Audit.model_validate(AUDIT)
    return InterviewSession(audit, Voice(id="owner", roles=("consultant",)), content.questions)


def keys(talk: InterviewSession) -> list[str]:
    return [asked.key for asked in talk.asked()]


def answering(talk: InterviewSession, key: str, value: Any) -> InterviewSession:
    asked = next(a for a in talk.asked() if a.key == key)
    return talk.with_answer(asked, given(value))


# --- as data -----------------------------------------------------------------------------------------


def test_without_a_report_nobody_is_asked_about_its_form(talk: InterviewSession) -> None:
    assert "figures_per_seller[seller]" not in keys(talk)
    assert "figures_per_seller[seller]" in keys(answering(talk, "report_kind[seller]", "by_hand"))
    assert "figures_per_seller[seller]" not in keys(answering(talk, "report_kind[seller]", "none"))


def test_a_changed_answer_withdraws_what_hung_on_it_without_deleting_it(talk: InterviewSession) -> None:
    talk = answering(talk, "report_kind[seller]", "by_hand")
    talk = answering(talk, "figures_per_seller[seller]", 12)
    talk = answering(talk, "report_kind[seller]", "none")
    assert "figures_per_seller[seller]" not in keys(talk)
    assert talk.voice.answers["figures_per_seller[seller]"].value == 12
    assert "figures_per_seller[seller]" in keys(answering(talk, "report_kind[seller]", "by_hand"))


def test_stages_and_channels_decide_what_is_asked(talk: InterviewSession) -> None:
    talk = answering(talk, "channels", ("walkin",))
    assert "funnel[walkin]" in keys(talk)
    assert "funnel[cold_calls]" not in keys(talk)


def test_after_the_last_answer_comes_the_first_gap(talk: InterviewSession) -> None:
    first = next(asked for asked in talk.asked() if asked.key == "sales_model")
    last = talk.asked()[-1]
    assert talk.after(last.key) == first
    assert talk.before(first.key) == talk.asked()[1]


def test_a_seller_is_asked_what_a_seller_sees(talk: InterviewSession) -> None:
    seller = replace(talk, voice=talk.voice.model_copy(update={"roles": ("seller",)}))
    assert "target_value" not in keys(seller)
    assert "sales_steps" in keys(seller)
    assert "target_value" in keys(talk)


def test_the_quick_interview_asks_the_essentials(talk: InterviewSession) -> None:
    quick = answering(replace(talk, quick=True), "report_kind[seller]", "by_hand")
    assert "figures_per_seller[seller]" in keys(quick)
    assert "target_value" not in keys(quick)


def test_why_comes_with_an_example(content: Content, talk: InterviewSession) -> None:
    asked = next(a for a in talk.asked() if a.key == "sales_model")
    leave = menu(content, asked, "leave")
    _, saved = run(content, talk.resting_at("sales_model"), menu(content, asked, "why") + leave)
    said = " ".join(" ".join(saved.said).split())
    assert content.questions["sales_model"].example.ru in said


def test_only_actions_of_the_trade_are_offered(content: Content) -> None:
    question = content.questions["selling_actions"]
    offered = {option.id for option in content.offered(question, "retail")}
    assert "tender_bids" not in offered
    assert "test_drives" in offered
    assert content.offered(question, None) == question.options


def test_actions_named_in_a_funnel_are_asked_for_their_minutes(talk: InterviewSession) -> None:
    steps = (Step(metric="cc_dials", percent=30), Step(metric="deals_won"))
    assert "action_minutes[cc_dials]" in keys(answering(talk, "funnel[cold_calls]", steps))


# --- keystrokes through a pipe -------------------------------------------------------------------------


def run(
    content: Content, talk: InterviewSession, keystrokes: str, lang: Lang = "ru"
) -> tuple[InterviewSession, Saved]:
    saved = Saved()
    with typing(keystrokes):
        conversation = Conversation(
            messages_of(content, lang), Drawn(saved.said.append), saved.save, lambda: NOW
        )
        talk = conversation.run(talk)
    return talk, saved


def fresh(content: Content) -> InterviewSession:
    audit = Audit(lang="ru", as_of=date(2026, 11, 24))
    return InterviewSession(audit, Voice(id="owner", roles=("consultant",)), content.questions)


def test_the_first_questions_make_the_audit_itself(content: Content) -> None:
    talk = fresh(content)
    leave = menu(content, talk.asked()[3], "leave")
    talk, saved = run(content, talk, "Ромашка" + ENTER + "Россия" + ENTER + DOWN + ENTER + leave)
    assert (talk.audit.company, talk.audit.country) == ("Ромашка", "RU")
    assert talk.voice.answers["sales_model"].value == "b2b_long"
    assert saved.states[-1] == talk
    assert talk.voice.resume_at == "stages"


def test_dont_know_note_and_grade_come_from_the_menu(content: Content, talk: InterviewSession) -> None:
    asked = next(a for a in talk.asked() if a.key == "sales_model")
    talk = talk.resting_at("sales_model")
    note = menu(content, asked, "note") + "видел сам" + ENTER
    leave = menu(content, asked, "leave")
    talk, _ = run(content, talk, note + menu(content, asked, "dont_know") + leave)
    answer = talk.voice.answers["sales_model"]
    assert (answer.state, answer.note) == ("dont_know", "видел сам")


def test_auditor_only_is_a_toggle(content: Content, talk: InterviewSession) -> None:
    asked = next(a for a in talk.asked() if a.key == "sales_model")
    talk = talk.resting_at("sales_model")
    talk, _ = run(content, talk, menu(content, asked, "auditor_only") + ENTER + menu(content, asked, "leave"))
    assert talk.voice.answers["sales_model"].auditor_only


def test_back_and_correct(content: Content, talk: InterviewSession) -> None:
    asked = next(a for a in talk.asked() if a.key == "sellers[seller]")
    talk = answering(talk, "sales_model", "retail").resting_at("sellers[seller]")
    back = menu(content, asked, "back") * 4  # roles, channels, stages, sales_model
    back = menu(content, asked, "back") + menu(content, talk.asked()[5], "back") * 3
    talk, _ = run(content, talk, back + DOWN + ENTER + menu(content, asked, "leave"))
    assert talk.voice.answers["sales_model"].value == "ecommerce"


def test_nothing_ticked_is_said(content: Content) -> None:
    talk = fresh(content)
    stages = talk.asked()[3]
    typed = "Ромашка" + ENTER + "Россия" + ENTER + ENTER + ENTER  # Enter at the stages ticks nothing
    talk, saved = run(content, talk, typed + menu(content, stages, "leave"))
    assert content.messages["wrong_none"].ru in saved.said
    assert "stage" not in talk.audit.places


def test_the_menu_opens_over_a_number_already_there(content: Content, talk: InterviewSession) -> None:
    asked = next(a for a in talk.asked() if a.key == "sellers[seller]")
    talk = answering(talk, "sellers[seller]", 4).resting_at("sellers[seller]")
    talk, _ = run(content, talk, menu(content, asked, "dont_know") + menu(content, asked, "leave"))
    assert talk.voice.answers["sellers[seller]"].state == "dont_know"


def test_a_wrong_number_is_refused_until_it_is_right(content: Content, talk: InterviewSession) -> None:
    asked = next(a for a in talk.asked() if a.key == "sellers[seller]")
    typed = "минус пять" + ENTER + "\x7f" * 10 + "5" + ENTER
    talk, _ = run(content, talk.resting_at("sellers[seller]"), typed + menu(content, asked, "leave"))
    assert talk.voice.answers["sellers[seller]"].value == 5


def test_a_question_mark_inside_a_text_is_a_question_mark(content: Content) -> None:
    talk = fresh(content)
    talk, _ = run(content, talk, "Кто там?" + ENTER + menu(content, talk.asked()[1], "leave"))
    assert talk.audit.company == "Кто там?"


def test_a_funnel_is_told_step_by_step(content: Content, talk: InterviewSession) -> None:
    asked = next(a for a in talk.asked() if a.key == "funnel[cold_calls]")
    talk = talk.resting_at(asked.key)
    first_step, sale = ENTER, ENTER  # once there is a step, «Продажа» stands first
    talk, _ = run(content, talk, first_step + sale + "3 из 10" + ENTER + menu(content, asked, "leave"))
    steps = talk.voice.answers["funnel[cold_calls]"].value
    assert isinstance(steps, tuple)
    assert [step.rate for step in steps if isinstance(step, Step)] == [pytest.approx(0.3), None]


def test_headings_are_pasted_recognised_and_corrected(content: Content, talk: InterviewSession) -> None:
    talk = answering(talk, "report_kind[seller]", "by_hand")
    asked = next(a for a in talk.asked() if a.key == "report_columns[seller]")
    pasted = ENTER + "Дата; Замеры; Погода" + ENTER  # the report keeps the name offered
    remove = DOWN * 4 + ENTER + DOWN * 1 + ENTER  # the third column, context: one down is "remove"
    talk, _ = run(
        content, talk.resting_at(asked.key), pasted + remove + ENTER + menu(content, asked, "leave")
    )
    columns = talk.voice.answers["report_columns[seller]"].value
    assert isinstance(columns, tuple)
    found = [(c.name, c.kind, c.metric, c.by_hand) for c in columns if isinstance(c, Column)]
    assert found == [("Дата", "context", None, True), ("Замеры", "action", "measurements", True)]


def test_ctrl_c_keeps_every_confirmed_answer(content: Content) -> None:
    saved = Saved()
    with typing("Ромашка" + ENTER + "Росс\x03"):
        conversation = Conversation(
            messages_of(content, "ru"), Drawn(saved.said.append), saved.save, lambda: NOW
        )
        with pytest.raises(KeyboardInterrupt):
            conversation.run(fresh(content))
    assert saved.states[-1].audit.company == "Ромашка"
    assert saved.states[-1].voice.resume_at == "country"


# --- plain text ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("lang", "country"), [("ru", "Казахстан"), ("en", "Kazakhstan")])
def test_plain_text_asks_the_same(
    content: Content, monkeypatch: pytest.MonkeyPatch, lang: Lang, country: str
) -> None:
    lines = iter(["Ромашка", country, "9", "2", "1 3", "?", "5"])
    monkeypatch.setattr("builtins.input", lambda _prompt: next(lines))
    saved = Saved()
    prompts = Plain(saved.said.append, content.messages["wrong_choice"].in_(lang))
    talk = Conversation(messages_of(content, lang, plain=True), prompts, saved.save, lambda: NOW).run(
        fresh(content)
    )
    assert talk.audit.country == "KZ"
    assert talk.voice.answers["sales_model"].value == "b2b_long"
    assert talk.audit.places["stage"] == ("leadgen", "repeat")
    assert content.messages["wrong_choice"].in_(lang) in saved.said  # there is no option 9


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_a_correction_is_no_second_end_of_the_section(
    content: Content, talk: InterviewSession, monkeypatch: pytest.MonkeyPatch, lang: Lang
) -> None:
    goal = [asked for asked in talk.asked() if asked.question.section == "goal"]
    for asked in goal[:-1]:
        talk = talk.with_answer(asked, Answer(state="dont_know", at=NOW))
    dont_know, correct_the_first, go_on, leave = ["?", "1"], ["2"], ["1"], ["?", "10"]
    lines = iter([*dont_know, *correct_the_first, *dont_know, *go_on, *leave])
    monkeypatch.setattr("builtins.input", lambda _prompt: next(lines))
    saved = Saved()
    prompts = Plain(saved.said.append, content.messages["wrong_choice"].in_(lang))
    Conversation(messages_of(content, lang, plain=True), prompts, saved.save, lambda: NOW).run(
        talk.resting_at(goal[-1].key)
    )
    told = " ".join(" ".join(saved.said).split())
    title = next(section.title.in_(lang) for section in content.sections if section.id == "goal")
    assert told.count(content.say(content.messages["section_done"], section=title).in_(lang)) == 1
    assert (
        told.count(f"[{title}: {len(goal) - 1}/{len(goal)}]") == 2
    )  # the last question, and the corrected one
    assert f"{len(goal)}/{len(goal)}]" not in told


# --- the folder ------------------------------------------------------------------------------------------


def test_without_a_terminal_the_way_out_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as bad:
        sit(Sitting(folder=tmp_path / "audit", spoken="ru", on_terminal=False), print)
    assert bad.value.complaints[0].what == "no_terminal"
    assert not (tmp_path / "audit").exists()


def test_what_is_saved_is_read_back(tmp_path: Path, content: Content, audit: Callable[..., Audit]) -> None:
    made = audit({"report_minutes[seller]": {"value": 45, "note": "«да»: нет\n# и\t" + "я" * 200}})
    save_audit(tmp_path, made)
    save_voice(tmp_path, made.voices[0])
    assert load_audit(tmp_path, content) == made


def test_answers_of_a_newer_questionnaire_survive_a_save(
    tmp_path: Path, content: Content, audit: Callable[..., Audit]
) -> None:
    made = audit({"asked_in_2030": {"value": ["a", {"b": "no"}]}, "key_actions": "each_own"})
    save_audit(tmp_path, made)
    save_voice(tmp_path, made.voices[0])
    voice = load_voice(tmp_path, content, made, "owner")
    assert voice.strangers == {"asked_in_2030": {"value": ["a", {"b": "no"}]}}


def test_files_are_private(tmp_path: Path, audit: Callable[..., Audit]) -> None:
    save_audit(tmp_path, audit({}))
    save_voice(tmp_path, audit({}).voices[0])
    assert (tmp_path / "audit.yaml").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "voices" / "owner.yaml").stat().st_mode & 0o777 == 0o600


def test_two_sittings_do_not_undo_each_other(tmp_path: Path, content: Content) -> None:
    before = fresh(content).audit
    ours = before.model_copy(update={"places": {"stage": ("leadgen",)}})
    theirs = before.model_copy(
        update={"company": "Ромашка", "country": "KZ", "places": {"role": ("seller",)}}
    )
    save_audit(tmp_path, theirs)
    both = merged(tmp_path, content, before, ours)
    assert (both.company, both.country) == ("Ромашка", "KZ")
    assert both.places == {"role": ("seller",), "stage": ("leadgen",)}


def test_what_no_file_can_hold_does_not_spoil_the_file(
    tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = iter(["Caf\udce9\x07", "?", "5"])
    monkeypatch.setattr("builtins.input", lambda _prompt: next(lines))
    saved = Saved()
    prompts = Plain(saved.said.append, "?")
    talk = Conversation(messages_of(content, "en", plain=True), prompts, saved.save, lambda: NOW).run(
        fresh(content)
    )
    save_audit(tmp_path, talk.audit)
    save_voice(tmp_path, talk.voice)
    assert load_audit(tmp_path, content).company == "Caf?"


# --- a real process on a real terminal ---------------------------------------------------------------------


class Terminal:
    """The interview as a process on a pseudo-terminal, in plain text."""

    def __init__(self, folder: Path) -> None:
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            command = [sys.executable, "-m", "audit", "interview", str(folder), "--plain", "--lang", "en"]
            os.execv(sys.executable, command)
        self.seen = ""

    def until(self, awaited: str) -> str:
        start = len(self.seen)
        while awaited not in self.seen[start:]:
            self.seen += os.read(self.fd, 4096).decode("utf-8", "replace")
        return self.seen[start:]

    def answer(self, line: str) -> str:
        os.write(self.fd, line.encode() + b"\n")
        return self.until("> ")

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)


@pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals")
def test_kill_9_loses_at_most_the_answer_being_typed(tmp_path: Path) -> None:
    folder = tmp_path / "audit"
    terminal = Terminal(folder)
    assert "Who is answering?" in terminal.until("> ")
    terminal.answer("3")
    terminal.answer("Ромашка")
    terminal.answer("Kazakhstan")
    terminal.answer("2")
    os.write(terminal.fd, b"1 2")  # typed, not confirmed
    terminal.kill()

    again = Terminal(folder)
    opening = again.until("> ")
    again.kill()
    assert "at least a tenth of sales" in " ".join(opening.split())
    audit = load_audit(folder, load())
    assert (audit.company, audit.country) == ("Ромашка", "KZ")
    assert audit.voices[0].answers["sales_model"].value == "b2b_long"
    assert audit.voices[0].roles == ("head",)
