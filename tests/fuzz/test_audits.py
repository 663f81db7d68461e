"""Audits as an attacker would write them: either a sentence names the file, or everything after it works."""

from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from audit.cli import main
from audit.content.loader import Content
from audit.files.strict_yaml import dump, read
from audit.rendering.html import screen
from audit.reporting.assemble import make_report
from audit.storage.audit_folder import audit_file, load, save_audit, save_voice, voice_file
from audit.storage.example import copy_to
from tests.fuzz import how_many

AUDITS = 500
LONGEST = 3_000  # characters of a sentence; a metric's options are the longest we list

Tree = dict[str, Any]

VALUES: tuple[Any, ...] = (
    *("", " ", "no", "false", "nan", "inf", "-inf", "-1", "0", "1e400", "1e308", "1,000", "0x10", "１２"),
    *("9" * 400, "1_0", "~", "0001-01-01", "9999-12-31", "10000-01-01", "2026-02-30", "а" * 100_000),
    *(
        "\x00",
        "\x1b[2J",
        "a\x85b",
        "\ufffe",
        "\u202eabc",
        "{{ 7*7 }}",
        "<b>",
        "../../etc",
        "measured",
        "given",
    ),
    *([], {}, [[]], [{}], [""], ["a"] * 300, {"": ""}, {"value": []}, {"value": {"value": "1"}}),
    *(
        [{"name": " "}],
        [{"name": "\x07"}],
        [{"name": "a", "by_hand": "maybe"}],
        [{"name": "a", "metric": "x"}],
    ),
    *([{"metric": "deals_won"}], [{"metric": "NO", "percent": "5"}], [{"metric": "measurements"}] * 9),
    *([{"metric": "measurements", "percent": p}, {"metric": "deals_won"}] for p in ("nan", "1e-300", "101")),
    *([{"metric": "measurements", "entered": e, "passed": "9"}] for e in ("inf", "8", "1e9", "9" * 30)),
)
FIELDS = ("value", "grade", "state", "note", "at", "low", "high", "cases", "auditor_only", "by", "")
KEYS = ("", "rules", "rules[moon]", "rules[leadgen]]", "target_value", "__class__", "а", "funnel[cold_calls]")
PLACES = ("leadgen", "inbound", "seller", "head", "moon", "")


def somewhere(random: Random, tree: Any) -> tuple[Any, Any]:
    """A mapping or list of the tree, however deep, with one of its keys."""
    inside = list(tree) if isinstance(tree, dict) else list(range(len(tree)))
    if not inside:
        return tree, "x" if isinstance(tree, dict) else None
    key = random.choice(inside)
    if isinstance(tree[key], dict | list) and tree[key] and random.random() < 0.8:
        return somewhere(random, tree[key])
    return tree, key


def other_value(random: Random, tree: Tree) -> None:
    at, key = somewhere(random, tree)
    if key is not None:
        at[key] = random.choice(VALUES)


def other_answer(random: Random, tree: Tree) -> None:
    answers = tree.get("answers")
    if not isinstance(answers, dict):
        return
    key = random.choice([*answers, *KEYS])
    known = answers.get(key, "1")
    fields = dict(known) if isinstance(known, dict) else {"value": known}
    fields[random.choice(FIELDS)] = random.choice(VALUES)
    answers[key] = fields


def other_place(random: Random, tree: Tree) -> None:
    kinds = ("stage", "channel", "role", "action", "moon")
    tree["places"] = {
        kind: random.choices(PLACES, k=random.randint(0, 3)) for kind in random.sample(kinds, 3)
    }


def other_override(random: Random, tree: Tree) -> None:
    about = random.choice(("no_period", "no_period[seller]", "no_period[moon]", "bad_luck", "", "[]"))
    field, to = (
        random.choice(("verdict", "severity", "mood")),
        random.choice(("absent", "high", "unknown", "")),
    )
    tree["overrides"] = [{"about": about, "field": field, "to": to, "by": "A", "reason": random.choice("B ")}]


def cut(random: Random, tree: Tree) -> None:
    at, key = somewhere(random, tree)
    if isinstance(at, dict):
        at.pop(key, None)


MUTATIONS: dict[str, tuple[Callable[[Random, Tree], None], ...]] = {
    "audit": (other_value, other_place, other_override, cut),
    "owner": (other_value, other_value, other_answer, other_answer, cut),
}


def attacked(seed: int, folder: Path) -> None:
    """The example with one to three things changed in one of its files; now and then its bytes too."""
    random = Random(seed)
    name = random.choice(list(MUTATIONS))
    file = audit_file(folder) if name == "audit" else voice_file(folder, name)
    tree = read(file).tree
    for _ in range(random.randint(1, 3)):
        random.choice(MUTATIONS[name])(random, tree)
    written = bytearray(dump(tree))
    if random.random() < 0.1:
        written[random.randrange(len(written))] = random.randrange(256)
    file.write_bytes(written)


@pytest.mark.parametrize("seed", range(how_many(AUDITS)))
def test_an_audit_is_refused_in_a_sentence_or_wholly_works(
    seed: int, tmp_path: Path, content: Content, capsys: pytest.CaptureFixture[str]
) -> None:
    copy_to(tmp_path)
    attacked(seed, tmp_path)
    code = main(["check", str(tmp_path), "--lang", "en"])
    said = capsys.readouterr().err
    assert "Traceback" not in said
    if code == 2:
        assert said.strip()
        assert all(len(line) < LONGEST for line in said.splitlines())
        return
    assert code == 0
    audit = load(tmp_path, content)
    save_audit(tmp_path, audit)  # what is accepted can be saved and read again
    for voice in audit.voices:
        save_voice(tmp_path, voice)
    assert load(tmp_path, content) == audit
    document = make_report(audit, content)
    screen(document, "ru")
    assert main(["plan", str(tmp_path), "--json"]) == 0
    assert main(["diagnose", str(tmp_path), "--json"]) == 0
    printed = capsys.readouterr().out
    assert "NaN" not in printed
    assert "Infinity" not in printed
