"""What asks and takes in answers: `interview`, `check` of what is there, `import` of forms mailed back."""

from __future__ import annotations

import argparse
import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from audit.cli.shared import language, loaded, open_keys, said, takes_lines_only

if TYPE_CHECKING:
    from audit.content.loader import Content
    from audit.model import Audit, Lang


def interview(arguments: argparse.Namespace) -> int:
    from audit.terminal.run_interview import Sitting, sit

    gc.enable()
    if arguments.old:
        _begin_from(arguments.old, arguments.audit)
    sitting = Sitting(
        folder=arguments.audit,
        voice=arguments.voice,
        role=arguments.role,
        lang=arguments.lang,
        spoken=language(arguments.lang),
        plain=arguments.plain or takes_lines_only(),
        quick=arguments.quick,
        on_terminal=all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout)),
    )
    sit(sitting, print)
    if arguments.quick:
        audit, content = loaded(arguments.audit)
        _print_unknown(audit, content, arguments.lang or audit.lang)
    return 0


def _begin_from(old: Path, new: Path) -> None:
    from audit.content.loader import load
    from audit.storage.audit_folder import begin_from

    begin_from(old, new, load())


def check(arguments: argparse.Namespace) -> int:
    from audit.diagnosis.contradictions import contradictions
    from audit.facts.facts import make_facts

    audit, content = loaded(arguments.audit)
    lang = language(arguments.lang, audit)
    silent = open_keys(audit, content)
    print(said(content, "audit_gaps" if silent else "audit_complete", lang, n=len(silent)))
    for key in silent:
        print(f"  {key}  {content.asks(key).in_(lang)}")
    for one in contradictions(make_facts(audit, content.questions)):
        says = said(content, "contradicts", lang, says=content.messages[one.id])
        print(f"{says} {', '.join(one.keys)}")
    _print_unknown(audit, content, lang)
    return 0


def _print_unknown(audit: Audit, content: Content, lang: Lang) -> None:
    """The causes of which the answers so far cannot tell."""
    from audit.diagnosis.diagnose import diagnose
    from audit.facts.facts import make_facts
    from audit.terminal.prompts import wrapped

    found = diagnose(make_facts(audit, content.questions), content).findings
    causes = dict.fromkeys(f.cause for f in found if f.verdict == "unknown")
    if causes:
        names = ", ".join(content.causes[cause].name.in_(lang) for cause in causes)
        print(wrapped(said(content, "leaves_unknown", lang, causes=names)))


def take_in_forms(arguments: argparse.Namespace) -> int:
    from audit.files.errors import BadInput, Complaint
    from audit.interview.mailed_form import take_in, told_of
    from audit.interview.opening import now

    audit, content = loaded(arguments.audit)
    wrong: list[Complaint] = []
    for file in arguments.files:  # one that cannot be used keeps nobody else's out
        try:
            taken = take_in(arguments.audit, content, file, now())
        except BadInput as bad:
            wrong += bad.complaints
            continue
        print(told_of(taken, content, language(arguments.lang, audit)))
    if wrong:
        raise BadInput(*wrong)
    return 0
