"""A form that is filled in elsewhere and mailed back: an HTML file for a person, and its answers imported."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from audit import offers
from audit.content import Content
from audit.desk import keep, now, open_audit, open_voice
from audit.files import BadInput, Complaint, Document, Tree, locked, make_folder, read
from audit.folder import voice_file, voice_from
from audit.interview import Asked, Talk, meant_for
from audit.links import Link, find, load_links
from audit.model import Answer, Id, Key, Lang
from audit.relevance import concerns, keys_in_order
from audit.values import SALE, Mistake, share_of

MOST_NOTE = 5_000  # characters, as on the pages; our judgement


def form(folder: Path, content: Content, link: Link, token: str, lang: Lang) -> str:
    """A self-contained page with every question that concerns the person or may come to."""
    talk = _talk(folder, content, link, lang)
    asked = list(_open(talk))
    sections = [
        (s.title.in_(lang), [a for a in asked if a.question.section == s.id]) for s in content.sections
    ]
    known = {"voice": link.voice, "role": link.role, "token": token}
    pages = Environment(
        loader=PackageLoader("audit", "mail_pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return pages.get_template("form.html.j2").render(
        lang=lang,
        company=talk.audit.company,
        sections=[(t, [_shown(a, talk, content, lang) for a in asked]) for t, asked in sections if asked],
        known=json.dumps(known),
        t=lambda label: content.messages[label].in_(lang),
        say=lambda label, **values: content.say(content.messages[label], **values).in_(lang),
        until=link.until,
        sheet=(files("audit") / "mail_pages" / "form.css").read_text("utf-8"),
        script=(files("audit") / "mail_pages" / "form.js").read_text("utf-8"),
        most_note=MOST_NOTE,
    )


def _talk(folder: Path, content: Content, link: Link, lang: Lang) -> Talk:
    audit = open_audit(folder, content, lang)
    voice = open_voice(folder, content, audit, link.voice, (link.role,))
    return Talk(audit, voice, content.questions)


def _open(talk: Talk) -> Iterator[Asked]:
    """What this person is asked now, and what another answer of the same form may bring up."""
    for question, place in keys_in_order(talk.questions, talk.audit, talk.lookup):
        arises = concerns(question, place, talk.questions, talk.audit, talk.lookup) is not False
        if (
            arises and meant_for(talk.voice, question) and not question.sets
        ):  # the audit's own file is the auditor's
            yield Asked(question, place)


def _shown(asked: Asked, talk: Talk, content: Content, lang: Lang) -> Mapping[str, Any]:
    question = asked.question
    when = {needed: list(accepted) for needed, accepted in question.when.items()}
    steps = offers.steps(content, talk, asked.place, set()) if question.kind == "steps" else []
    return {
        "key": asked.key,
        "place": asked.place or "",
        "asks": content.asks(asked.key).in_(lang),
        "why": question.why.in_(lang),
        "kind": question.kind,
        "options": [(o.id, o.text.in_(lang)) for o in offers.options(content, talk, asked)],
        "steps": [(m.id, m.name.in_(lang)) for m in steps],
        "when": json.dumps(when),
    }


# --- mailed back -------------------------------------------------------------------------------------


def take_in(folder: Path, content: Content, file: Path, today: date) -> tuple[Id, int]:
    """Import the answers of one form into its person's voice. Raises BadInput; then nothing was written."""
    return take_in_read(folder, content, read(file), today)


def take_in_read(folder: Path, content: Content, document: Document, today: date) -> tuple[Id, int]:
    """The same for a file that has been read; an answer given later stays."""
    tree = dict(document.tree)
    link = _link_of(folder, document, tree, today)
    answers = {key: _as_filed(said, document, key) for key, said in _mapping(tree.get("answers")).items()}
    plain = Document(document.name, {"roles": [link.role], "answers": answers}, document.lines)
    make_folder(folder / "voices")
    with locked(voice_file(folder, link.voice)):
        audit = open_audit(folder, content, "ru")
        sent = voice_from(plain, content.questions, audit.as_of, link.voice)
        if sent.strangers:
            key = next(iter(sent.strangers))
            raise BadInput(Complaint("question_unknown", document.name, f"answers.{key}"))
        voice = open_voice(folder, content, audit, link.voice, (link.role,))
        before = Talk(audit, voice, content.questions)
        newer = {k: a for k, a in sent.answers.items() if _is_newer(a, before.voice.answers.get(k))}
        after = voice.model_copy(update={"answers": {**voice.answers, **newer}})
        keep(folder, content, before, Talk(audit, after, content.questions))
    return link.voice, len(sent.answers)


def _link_of(folder: Path, document: Document, tree: Mapping[str, Tree], today: date) -> Link:
    """Whose form it is: the token in it says so, and nothing else."""
    link = find(load_links(folder), str(tree.get("token", "")), "form")
    if link is None or link.revoked:
        raise BadInput(Complaint("form_foreign", document.name))
    if not link.open_on(today):
        raise BadInput(Complaint("form_expired", document.name, value=link.until.isoformat()))
    return link


def _mapping(said: Tree) -> Mapping[Key, Tree]:
    return said if isinstance(said, dict) else {}


def _as_filed(said: Tree, document: Document, key: Key) -> Tree:
    """A form's answer as a voice file has it: shares as typed become counts or percentages."""
    if not isinstance(said, dict):
        return said
    said = {**said, "note": str(said.get("note", ""))[:MOST_NOTE]}
    rows = said.pop("rows", None)
    if not isinstance(rows, list):
        return said
    try:
        steps = [
            share_of(str(row["metric"]), str(row.get("share", ""))) for row in rows if isinstance(row, dict)
        ]
    except (Mistake, KeyError) as wrong:
        raise BadInput(Complaint("not_steps", document.name, f"answers.{key}", str(wrong))) from None
    trees = [{k: str(v) for k, v in step.model_dump(exclude_none=True).items()} for step in steps]
    return {**said, "value": [*trees, {"metric": SALE}]}


def _is_newer(sent: Answer, there: Answer | None) -> bool:
    """What a form says is no later than now, whatever the clock of its machine said."""
    return there is None or min(sent.at, now()) >= there.at
