"""What tells on the terminal: `diagnose`, `plan`, `compare`, `explain`."""

from __future__ import annotations

import argparse

from audit.cli.says import language, loaded


def diagnose(arguments: argparse.Namespace) -> int:
    from audit import terminal
    from audit.report import make_report

    audit, content = loaded(arguments.audit)
    lang = language(arguments.lang, audit)
    if arguments.json:
        print(terminal.diagnosis_json(audit, content, lang))
    else:
        print(terminal.diagnosis_text(make_report(audit, content), content, lang))
    return 0


def plan(arguments: argparse.Namespace) -> int:
    from audit.facts import make_facts
    from audit.planning import lines, make_plan

    audit, content = loaded(arguments.audit)
    lang = language(arguments.lang, audit)
    facts, sure = make_facts(audit, content.questions), _probability(arguments.probability)
    plan = make_plan(facts, content, audit.as_of, audit.country, sure)
    print(lines.data(plan, lang) if arguments.json else lines.lines(plan, content, lang))
    return 0


def _probability(typed: str | None) -> float:
    """How sure the plan is to be: 0.8, 80 and 80% are the same; a sentence where it is no probability."""
    from audit.files import BadInput, Complaint
    from audit.planning import MOST_SURE, SAFE

    if typed is None:
        return SAFE
    try:
        value = float(typed.replace(",", ".").rstrip("%"))
    except ValueError:
        value = 0
    value = value / 100 if value >= 1 else value
    if not 1 - MOST_SURE <= value <= MOST_SURE:
        raise BadInput(Complaint("no_probability", "", value=typed))
    return value


def compare(arguments: argparse.Namespace) -> int:
    from audit import terminal
    from audit.compare import compare

    old, content = loaded(arguments.old)
    new, _ = loaded(arguments.new)
    found = compare(old, new, content)
    if arguments.json:
        print(found.model_dump_json(indent=1))
    else:
        print(terminal.comparison_text(found, content, language(arguments.lang, new)))
    return 0


def explain(arguments: argparse.Namespace) -> int:
    from audit import explain
    from audit.content import load
    from audit.files import BadInput, Complaint

    content, lang = load(), language(arguments.lang)
    if arguments.id is None:
        print(explain.listed_json(content) if arguments.json else explain.listed(content, lang))
    elif not any(arguments.id in known for known in explain.all_ids(content).values()):
        raise BadInput(Complaint("id_unknown", "", value=arguments.id))
    elif arguments.json:
        print(explain.explained_json(arguments.id, content))
    else:
        print(explain.explained(arguments.id, content, lang))
    return 0
