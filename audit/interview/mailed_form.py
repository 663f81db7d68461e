"""A form that is filled in elsewhere and mailed back: an HTML file for a person, and its answers imported."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined

from audit.content.answer_values import MOST_NOTE, MOST_ROWS, MOST_TEXT, SALE, Mistake, share_of
from audit.content.loader import Content
from audit.content.relevance import concerns, keys_in_order
from audit.files.atomic_write import make_own_folder
from audit.files.errors import BadInput, Complaint, short
from audit.files.lock import locked
from audit.files.strict_yaml import Document, Tree, parse, text_of
from audit.interview import options
from audit.interview.opening import keep, open_audit, open_voice
from audit.interview.session import AskedQuestion, InterviewSession, meant_for
from audit.model import Answer, Id, Key, Lang, Question, split_key
from audit.storage.audit_folder import voice_file
from audit.storage.invitations import Link, find, load_links
from audit.storage.voice_file import may_stand, voice_from


def form(folder: Path, content: Content, link: Link, token: str, lang: Lang) -> str:
    """A self-contained page with every question that concerns the person or may come to."""
    talk = _talk(folder, content, link, lang)
    asked = list(_open(talk))
    sections = [
        (s.title.in_(lang), [a for a in asked if a.question.section == s.id]) for s in content.sections
    ]
    known = {"voice": link.voice, "role": link.role, "token": token}
    pages = Environment(
        loader=PackageLoader("audit.interview", "pages"),
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
        sheet=(files("audit.interview") / "pages" / "form.css").read_text("utf-8"),
        script=(files("audit.interview") / "pages" / "form.js").read_text("utf-8"),
        most_note=MOST_NOTE,
        most_text=MOST_TEXT,
    )


def _talk(folder: Path, content: Content, link: Link, lang: Lang) -> InterviewSession:
    audit = open_audit(folder, content, lang)
    voice = open_voice(folder, content, audit, link.voice, (link.role,))
    return InterviewSession(audit, voice, content.questions)


def _open(talk: InterviewSession) -> Iterator[AskedQuestion]:
    """What this person is asked now, and what another answer of the same form may bring up."""
    for question, place in keys_in_order(talk.questions, talk.audit, talk.lookup):
        arises = concerns(question, place, talk.questions, talk.audit, talk.lookup) is not False
        if (
            arises and meant_for(talk.voice, question) and not question.sets
        ):  # the audit's own file is the auditor's
            yield AskedQuestion(question, place)


def _shown(asked: AskedQuestion, talk: InterviewSession, content: Content, lang: Lang) -> Mapping[str, Any]:
    question = asked.question
    when = {needed: list(accepted) for needed, accepted in question.when.items()}
    steps = options.steps(content, talk, asked.place, set()) if question.kind == "steps" else []
    return {
        "key": asked.key,
        "place": asked.place or "",
        "asks": content.asks(asked.key).in_(lang),
        "why": question.why.in_(lang),
        "kind": question.kind,
        "options": [(o.id, o.text.in_(lang)) for o in options.options(content, talk, asked)],
        "steps": [(m.id, m.name.in_(lang)) for m in steps],
        "when": json.dumps(when),
    }


# --- mailed back -------------------------------------------------------------------------------------

MOST_ANSWERS = 1_000  # of a form; all our questions at all places are half of that; our judgement
STATES = ("given", "dont_know")  # what our form lets a person say; it claims no grade and hides nothing


class Taken(NamedTuple):
    """What became of a form: whose it was, which answers stand now, and which do not.

    `later`: answered elsewhere after the form; `not_asked`: what the person would not be asked today.
    """

    voice: Id
    answers: Mapping[Key, Answer]
    later: tuple[Key, ...]
    not_asked: tuple[Key, ...]


def take_in(folder: Path, content: Content, file: Path, at: datetime) -> Taken:
    """Import the answers of one form into its person's voice. Raises BadInput; then nothing was written."""
    return take_in_text(folder, content, text_of(file), str(file), at)


def take_in_text(folder: Path, content: Content, text: str, name: str, at: datetime) -> Taken:
    """The same for a file that has been read, at a time of our clock; an answer given later stays."""
    if text.lstrip().startswith("<"):
        raise BadInput(Complaint("form_empty", name))
    document = parse(text, name)
    link = _link_of(folder, document, at.date())
    make_own_folder(folder / "voices")
    with locked(voice_file(folder, link.voice)):
        audit = open_audit(folder, content, "ru")
        before = InterviewSession(
            audit, open_voice(folder, content, audit, link.voice, (link.role,)), content.questions
        )
        taken = _merged(_checked(document, before, link, at), before, at)
        voice = before.voice.model_copy(
            update={"answers": {**before.voice.answers, **taken.answers}, "private": True}
        )
        keep(folder, content, before, InterviewSession(audit, voice, content.questions))
    return taken


def _merged(sent: Mapping[Key, Answer], before: InterviewSession, at: datetime) -> Taken:
    """Which answers of a form stand now; what was said in confidence before stays so."""
    there = before.voice.answers
    later = {k for k, a in sent.items() if k in there and a.at < there[k].at <= at}  # no time yet to come
    newer = {
        k: a.model_copy(update={"auditor_only": k in there and there[k].auditor_only})
        for k, a in sent.items()
        if k not in later
    }
    voice = before.voice.model_copy(update={"answers": {**there, **newer}})
    asked = {one.key for one in _open(InterviewSession(before.audit, voice, before.questions))}
    return Taken(
        before.voice.id,
        {key: answer for key, answer in newer.items() if key in asked},
        tuple(key for key in sent if key in later),
        tuple(key for key in newer if key not in asked),
    )


def told_of(taken: Taken, content: Content, lang: Lang) -> str:
    """What became of a form, in sentences."""
    says = [content.say(content.messages["imported"], voice=taken.voice, n=len(taken.answers))]
    for label, keys in (("imported_later", taken.later), ("imported_not_asked", taken.not_asked)):
        if keys:
            says.append(content.say(content.messages[label], keys=", ".join(keys)))
    return " ".join(sentence.in_(lang) for sentence in says)


def _link_of(folder: Path, document: Document, today: date) -> Link:
    """Whose form it is: the token in it says so, and nothing else."""
    link = find(load_links(folder), str(document.tree.get("token", "")), "form")
    if link is None or link.revoked:
        raise BadInput(Complaint("form_foreign", document.name))
    if not link.open_on(today):
        raise BadInput(Complaint("form_expired", document.name, value=link.until.isoformat()))
    return link


def _wrong(document: Document, key: str, mistake: Mistake) -> Complaint:
    answer = f"answers.{key}"
    where = f"{answer}.{mistake.at}".rstrip(".")
    line = document.lines.get(where) or document.lines.get(answer)
    return Complaint(mistake.what, document.name, short(where), mistake.value, line, mistake.more)


def _checked(document: Document, talk: InterviewSession, link: Link, at: datetime) -> Mapping[Key, Answer]:
    """The answers as typed, by the checks that every voice file passes. Raises BadInput for all mistakes."""
    said = document.tree.get("answers")
    if not isinstance(said, dict):
        raise BadInput(Complaint("answers_not_mapping", document.name, "answers"))
    if len(said) > MOST_ANSWERS:
        raise BadInput(Complaint("too_many", document.name, "answers", more={"most": str(MOST_ANSWERS)}))
    filed: dict[str, Tree] = {}
    wrong: list[Complaint] = []
    known = {name: q for q in talk.questions.values() for name in (q.id, *q.formerly)}
    for key, answer in said.items():
        try:
            asked, place = split_key(key)
            if asked not in known or not may_stand(place, known[asked], talk.questions):
                raise Mistake("question_unknown")
            filed[key] = _as_filed(answer, known[asked], talk, link, at)
        except Mistake as mistake:
            wrong.append(_wrong(document, key, mistake))
    plain = Document(document.name, {"roles": list(talk.voice.roles), "answers": filed}, document.lines)
    try:
        sent = voice_from(plain, talk.questions, talk.audit.as_of, talk.voice.id)
    except BadInput as bad:
        wrong += bad.complaints
    if wrong:  # a form is taken in whole or not at all, and says so
        in_order = sorted(wrong, key=lambda one: one.line or 0)
        raise BadInput(Complaint("form_refused", document.name), *in_order)
    return sent.answers


def _as_filed(said: Tree, question: Question, talk: InterviewSession, link: Link, at: datetime) -> Tree:
    """One answer of a form as a voice file has it. Raises Mistake for what our form cannot have written."""
    if not meant_for(talk.voice, question):
        raise Mistake("form_not_asked")
    what = "rows" if question.kind == "steps" else "value"
    if not isinstance(said, dict):
        raise Mistake("form_field")
    if unknown := said.keys() - {"state", what, "note", "at"}:
        raise Mistake("form_field", at=min(unknown))
    state = said.get("state", "given")
    if state not in STATES:
        raise Mistake("option_unknown", str(state), "state", allowed=", ".join(STATES))
    note = said.get("note", "")
    if len(note) > MOST_NOTE:
        raise Mistake("too_long", str(note), "note", most=str(MOST_NOTE))
    answer = {"state": state, "note": note, "at": _given_at(said.get("at"), link, at).isoformat()}
    if state != "given" or what not in said:
        return answer  # what is missing is said where every voice is checked
    _refuse_large(said[what], what)
    if what == "rows":
        return {**answer, "value": _steps(said["rows"])}
    if question.kind == "columns":
        _refuse_all_but_names(said["value"])
    return {**answer, "value": said["value"]}


def _refuse_large(said: Tree, at: str) -> None:
    """The limits of a page, which a form shares."""
    if isinstance(said, str):
        if len(said) > MOST_TEXT:
            raise Mistake("too_long", said, at, most=str(MOST_TEXT))
        return
    if len(said) > MOST_ROWS:
        raise Mistake("too_many", at=at, most=str(MOST_ROWS))
    for name, part in said.items() if isinstance(said, dict) else enumerate(said):
        _refuse_large(part, f"{at}.{name}")


def _steps(rows: Tree) -> list[Tree]:
    """The rows of a funnel, the sale at the end."""
    trees: list[Tree] = []
    for index, row in enumerate(rows if isinstance(rows, list) else []):
        at = f"rows.{index}"
        if not isinstance(row, dict) or not all(isinstance(part, str) for part in row.values()):
            raise Mistake("not_steps", at=at)
        if unknown := row.keys() - {"metric", "share"}:
            raise Mistake("form_field", at=f"{at}.{min(unknown)}")
        try:
            step = share_of(row.get("metric", ""), row.get("share", ""))
        except Mistake as mistake:
            part = "metric" if mistake.at == "metric" else "share"
            raise Mistake(mistake.what, mistake.value, f"{at}.{part}", **mistake.more) from None
        trees.append({name: str(part) for name, part in step.model_dump(exclude_none=True).items()})
    if not trees:
        raise Mistake("not_steps", at="rows")
    return [*trees, {"metric": SALE}]


def _refuse_all_but_names(columns: Tree) -> None:
    """A form names columns; what they hold the program recognises or the auditor says."""
    for index, column in enumerate(columns if isinstance(columns, list) else []):
        if isinstance(column, dict) and (unknown := column.keys() - {"name"}):
            raise Mistake("form_field", at=f"value.{index}.{min(unknown)}")


def _given_at(said: Tree, link: Link, at: datetime) -> datetime:
    """When an answer was given: its own clock orders one person's answers where it can be right.

    Before the form was made or after it came back it cannot: then the answer counts from the form's first
    day, so that it replaces nothing that was said since.
    """
    made = min(datetime.combine(link.made_on, time(), UTC), at)
    try:
        given = datetime.fromisoformat(str(said))
    except ValueError:
        return made
    return given if given.tzinfo and made <= given <= at else made
