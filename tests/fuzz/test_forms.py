"""Mailed forms as an attacker would send them: valid answers are taken or a sentence names the file."""

import json
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from audit.cli import main
from audit.content.loader import Content
from audit.content.relevance import keys_in_order
from audit.files.errors import BadInput
from audit.files.strict_yaml import LARGEST
from audit.interview.mailed_form import form, take_in
from audit.interview.opening import now, open_audit, open_voice
from audit.interview.session import InterviewSession, meant_for
from audit.model import Id, Question, Respondent, key_of
from audit.reporting.assemble import make_report
from audit.storage.audit_folder import load
from audit.storage.example import copy_to
from audit.storage.invitations import add
from tests.fuzz import how_many

FORMS = 300
ROLES: tuple[Respondent, ...] = ("seller", "head", "owner")
LONGEST = 3_000  # characters of a sentence; a metric's options are the longest we list

Tree = dict[str, Any]

# --- a form as its page writes it ------------------------------------------------------------------------


def answered(folder: Path, content: Content, role: Respondent, token: str, random: Random) -> Tree:
    """Every question this role may be asked, with an answer that is one."""
    audit = open_audit(folder, content, "ru")
    talk = InterviewSession(audit, open_voice(folder, content, audit, "someone", (role,)), content.questions)
    answers = {
        key_of(question.id, place): said(question, place, random)
        for question, place in keys_in_order(talk.questions, audit, talk.lookup)
        if meant_for(talk.voice, question) and not question.sets
    }
    return {"voice": "someone", "role": role, "token": token, "answers": answers}


def said(question: Question, place: Id | None, random: Random) -> Tree:
    about = {"note": "Заметка", "at": now().isoformat()}
    options = [option.id for option in question.options]
    match question.kind:
        case "one":
            return {"value": random.choice(options), **about}
        case "many":
            return {"value": random.sample(options, min(2, len(options))), **about}
        case "steps":
            metric = {"inbound": "in_accepted", "partners": "pt_touches"}.get(place or "", "rt_consult")
            rows = [{"metric": metric, "share": "3 из 10"}, {"metric": "measurements", "share": "40%"}]
            return {"rows": rows, **about}
        case "columns":
            return {"value": [{"name": "Звонки"}, {"name": "Дата"}], **about}
        case "text":
            return {"value": "Осенняя акция", **about}
    return {"value": str(int(max(question.least, 1))), **about}


# --- what an attacker makes of it -------------------------------------------------------------------------

VALUES: tuple[Any, ...] = (
    *("", " ", "nan", "inf", "-inf", "-1", "1e400", "1,000", "0x10", "１２", "9" * 5_000, "1_0", "null", "~"),
    *("\x00", "\x1b[2J", "a\x85b", "\ufffe", "\U0001ffff", "\u202eabc", "\ud800", "а" * 100_000, "{{ 7*7 }}"),
    *(None, True, 17, -0.0, 1e308, float("nan"), [], {}, [[]], [{}], {"": ""}, [" "], ["a"] * 300),
    *([{"name": " "}], [{"name": "\x07"}], [{"name": "a", "by_hand": "maybe"}], ["a", {"name": []}]),
    *([{"name": "a", "metric": "no_such"}], [{"name": "a", "stage": "moon"}], [{"name": "a" * 9_000}]),
    *([{"metric": "deals_won"}], [{"metric": "NO", "share": "1/2"}], [{"metric": "measurements"}] * 9),
    *([{"metric": "measurements", "share": s} for s in ("9/3", "nan", "1e-9", "0/0", "-1/-2", "1/2/3")],),
    *([{"metric": [], "share": {}}], [{"share": "1/2"}], [{"metric": "measurements", "entered": "nan"}]),
    json.loads("[" * 30 + "]" * 30),
    json.loads('{"a":' * 30 + "1" + "}" * 30),
)
FIELDS: tuple[tuple[str, Any], ...] = (
    *(("grade", grade) for grade in ("measured", "shown", "told", "king", [])),
    *(("state", state) for state in ("given", "dont_know", "not_applicable", "unanswered", {}, "")),
    *(("low", "nan"), ("high", "inf"), ("cases", "-1"), ("auditor_only", "true"), ("by", "system")),
    *(("at", at) for at in ("2099-01-01T00:00:00Z", "9999-12-31T23:59:59-14:00", "0001-01-01", "", [], 0)),
    *(("rows", rows) for rows in ("", [], {}, [[]], [{"metric": "measurements", "share": "5"}])),
)
KEYS = (
    *("", " ", "[]", "[", "sales_steps[", "sales_steps]", "sales_steps[seller]", "rules", "rules[moon]"),
    *(
        "rules[leadgen]]",
        "rules[leadgen][leadgen]",
        "company_name",
        "target_value",
        "roles",
        "../../etc",
        "<<",
    ),
    *("rules[leadgen]\n", "RULES[leadgen]", "__class__", "\x1b[2J", "а" * 10_000, "funnel[cold_calls]"),
)
TOP: tuple[tuple[str, Any], ...] = (
    *(
        ("answers", answers)
        for answers in ([], "", None, {}, [{}], {"a": "b"}, {str(n): n for n in range(2_000)})
    ),
    *(("token", token) for token in ("", None, [], {}, "x" * 43, "\x00", "é", "\ud800")),
    *(("role", "owner"), ("voice", "owner"), ("voice", "../x"), ("id", "owner"), ("roles", ["system"])),
    *(("format", "99"), ("strangers", {"a": "b"}), ("resume_at", "x"), ("more", "x" * 100_000)),
)


def other_value(random: Random, tree: Tree) -> None:
    """Numbers and tables are a third each of what is changed: most can go wrong there."""
    every = [a for a in tree["answers"].values() if isinstance(a, dict)]
    tables = [a for a in every if isinstance(a.get("rows", a.get("value")), list)]
    numbers = [a for a in every if str(a.get("value")).isdecimal()]
    answer = random.choice(random.choice([group for group in (every, tables, numbers) if group]))
    where = ["note", *["rows" if "rows" in answer else "value"] * 4]
    answer[random.choice(where)] = random.choice(VALUES)


def other_field(random: Random, tree: Tree) -> None:
    name, value = random.choice(FIELDS)
    random.choice([a for a in tree["answers"].values() if isinstance(a, dict)])[name] = value


def other_answer(random: Random, tree: Tree) -> None:
    tree["answers"][random.choice(list(tree["answers"]))] = random.choice(VALUES)


def other_key(random: Random, tree: Tree) -> None:
    tree["answers"][random.choice(KEYS)] = random.choice(list(tree["answers"].values()))


def fewer(random: Random, tree: Tree) -> None:
    kept = random.sample(list(tree["answers"]), min(random.randint(1, 5), len(tree["answers"])))
    tree["answers"] = {key: tree["answers"][key] for key in kept}


def other_top(random: Random, tree: Tree) -> None:
    name, value = random.choice(TOP)
    tree[name] = value


MUTATIONS: tuple[Callable[[Random, Tree], None], ...] = (other_value, other_field, other_key, fewer)
LAST: tuple[Callable[[Random, Tree], None], ...] = (other_answer, other_top)  # nothing can follow these
ENCODINGS: tuple[Callable[[Random, str], bytes], ...] = (
    lambda _, text: text.encode("utf-16"),
    lambda _, text: text.encode("cp1251", "replace"),
    lambda _, text: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(),
    lambda _, text: text.replace('"', "“").encode(),
    lambda _, text: text.replace("\n", "\n\t").encode(),
    lambda _, text: text.replace("{", '{"token": "x", ', 1).encode(),
    lambda _, text: b"<!DOCTYPE html><html>" + text.encode(),
    lambda random, text: text.encode()[: random.randint(0, len(text))],
    lambda random, text: _flipped(random, text.encode()),
    lambda _, text: text.encode() + b" " * LARGEST,
    lambda _, text: text.replace('"value"', '"value": &a [x], "other": *a, "value"', 1).encode(),
)


def _flipped(random: Random, data: bytes) -> bytes:
    """A few bytes of it changed."""
    changed = bytearray(data)
    for _ in range(random.randint(1, 5)):
        changed[random.randrange(len(changed))] = random.randrange(256)
    return bytes(changed)


def attacked(random: Random, tree: Tree) -> bytes:
    """The form after one to three changes; now and then the whole file in another shape."""
    for _ in range(random.randint(1, 3)):
        random.choice(MUTATIONS)(random, tree)
    if random.random() < 0.25:
        random.choice(LAST)(random, tree)
    escaped = random.random() < 0.3  # other programs write "\u0430" for a letter
    text = json.dumps(tree, ensure_ascii=escaped, indent=1).encode("utf-8", "replace").decode()
    return random.choice(ENCODINGS)(random, text) if random.random() < 0.25 else text.encode()


# --- what must hold --------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(how_many(FORMS)))
def test_a_form_is_taken_or_told(
    seed: int, tmp_path: Path, content: Content, capsys: pytest.CaptureFixture[str]
) -> None:
    random = Random(seed)
    folder, file = tmp_path / "audit", tmp_path / "answers.json"
    copy_to(folder)
    role = random.choice(ROLES)
    link, token = add(folder, role, "form", now().date())
    tree = answered(folder, content, role, token, random)
    file.write_bytes(attacked(random, tree))
    before = {path: path.read_bytes() for path in (folder / "voices").glob("*.yaml")}
    theirs = folder / "voices" / f"{link.voice}.yaml"
    refused = False
    try:
        taken = take_in(folder, content, file, now())
        claims_more = [a for a in taken.answers.values() if a.grade != "told" or a.at > now()]
        assert (taken.voice, claims_more) == (link.voice, [])
    except BadInput as bad:
        check_told(bad, file, content)
        refused = True
    assert not (refused and theirs.exists())
    others = {path: path.read_bytes() for path in (folder / "voices").glob("*.yaml") if path != theirs}
    assert others == before
    assert main(["check", str(folder)]) == 0
    assert "Traceback" not in capsys.readouterr().err
    assert make_report(load(folder, content), content)
    assert form(folder, content, link, token, "en")


def check_told(bad: BadInput, file: Path, content: Content) -> None:
    """Each mistake is a sentence in both languages, short, with nothing in it that a terminal obeys."""
    assert {one.file for one in bad.complaints} == {str(file)}
    for one in bad.complaints:
        values = {"key": one.key[:80], "value": one.value, "file": one.file, **one.more}
        says = content.say(content.messages[one.what], **values)
        for sentence in (says.ru, says.en):
            assert sentence.isprintable()
            assert len(sentence) < LONGEST


def test_the_form_nobody_changed_is_taken_whole(tmp_path: Path, content: Content) -> None:
    for role in ROLES:
        folder = tmp_path / role
        copy_to(folder)
        _, token = add(folder, role, "form", now().date())
        tree = answered(folder, content, role, token, Random(1))
        (folder / "answers.json").write_text(json.dumps(tree), "utf-8")
        taken = take_in(folder, content, folder / "answers.json", now())
        assert taken.answers.keys() | set(taken.not_asked) == tree["answers"].keys()
        assert len(taken.answers) > 10
        assert make_report(load(folder, content), content)
