"""What tells on the terminal: `diagnose`, `plan`, `compare`, `explain`."""

from __future__ import annotations

import argparse

from audit.cli.shared import language, loaded


def diagnose(arguments: argparse.Namespace) -> int:
    from audit.result.audit_result import AuditResult
    from audit.terminal.diagnosis_text import diagnosis_json, diagnosis_text

    audit, content = loaded(arguments.audit)
    tell = diagnosis_json if arguments.json else diagnosis_text
    print(tell(AuditResult(audit, content), language(arguments.lang, audit)))
    return 0


def plan(arguments: argparse.Namespace) -> int:
    from audit.facts.facts import make_facts
    from audit.planning import make_plan
    from audit.terminal import plan_text

    audit, content = loaded(arguments.audit)
    lang = language(arguments.lang, audit)
    facts, sure = make_facts(audit, content.questions), _probability(arguments.probability)
    plan = make_plan(facts, content, audit.as_of, audit.country, sure)
    print(plan_text.data(plan, lang) if arguments.json else plan_text.lines(plan, content, lang))
    return 0


def _probability(typed: str | None) -> float:
    """How sure the plan is to be: 0.8, 80 and 80% are the same; a sentence where it is no probability."""
    from audit.files.errors import BadInput, Complaint
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
    from audit.reporting.comparison import compare
    from audit.result.audit_result import AuditResult
    from audit.terminal import diagnosis_text

    old, content = loaded(arguments.old)
    new, _ = loaded(arguments.new)
    found = compare(AuditResult(old, content), AuditResult(new, content))
    if arguments.json:
        print(found.model_dump_json(indent=1))
    else:
        print(diagnosis_text.comparison_text(found, content, language(arguments.lang, new)))
    return 0


def explain(arguments: argparse.Namespace) -> int:
    from audit.content.loader import load
    from audit.files.errors import BadInput, Complaint
    from audit.reporting import glossary

    content, lang = load(), language(arguments.lang)
    if arguments.id is None:
        print(glossary.listed_json(content) if arguments.json else glossary.listed(content, lang))
    elif not any(arguments.id in known for known in glossary.all_ids(content).values()):
        raise BadInput(Complaint("id_unknown", "", value=arguments.id))
    elif arguments.json:
        print(glossary.explained_json(arguments.id, content))
    else:
        print(glossary.explained(arguments.id, content, lang))
    return 0
