"""A voice file as a document: every answer checked by its question, every mistake told with its line."""

from datetime import UTC, date, datetime, time
from math import isfinite
from re import fullmatch
from typing import Any, get_args

from pydantic import ValidationError

from audit.content.answer_values import MOST_NOTE, Mistake, refuse_long, refuse_unprintable, value_of
from audit.content.relevance import BASE_ACTION, Questions
from audit.files.errors import BadInput, Complaint
from audit.files.strict_yaml import Document, Tree, from_validation
from audit.model import Answer, Grade, Id, Option, Question, Voice, split_key

FORMAT = 1
STATES = ("dont_know", "not_applicable")
INTERVAL = ("cases", "low", "high")  # of a measured number
ANSWER_FIELDS = {"state", "value", "note", "grade", "auditor_only", "at", *INTERVAL}


def voice_from(document: Document, questions: Questions, as_of: date, file_id: Id) -> Voice:
    """A voice file as a document. A bare value is short for a given answer, told on the audit's day."""
    tree = dict(document.tree)
    check_format(tree, document)
    refuse_fields(tree, document, "strangers")
    answers = tree.pop("answers", {})
    complaints: list[Complaint] = []
    if not isinstance(answers, dict):
        complaints.append(Complaint("answers_not_mapping", document.name, "answers"))
        answers = {}
    renamed = {old: q.id for q in questions.values() for old in q.formerly}
    known: dict[str, Answer] = {}
    strangers: dict[str, Tree] = {}
    for key, said in answers.items():
        question, place = split_key(key)
        question = renamed.get(question, question)
        if question not in questions or not may_stand(place, questions[question], questions):
            strangers[key] = said
            continue
        try:
            at = datetime.combine(as_of, time(), UTC)
            known[key.replace(split_key(key)[0], question, 1)] = _answer(said, questions[question], at)
        except Mistake as wrong:
            where = f"answers.{key}.{wrong.at}".rstrip(".")
            line = document.lines.get(where) or document.lines.get(f"answers.{key}")
            complaints.append(Complaint(wrong.what, document.name, where, wrong.value, line, wrong.more))
    voice = None
    try:
        voice = Voice.model_validate({"id": file_id, **tree, "answers": known, "strangers": strangers})
    except ValidationError as error:
        complaints += from_validation(document.name, document.lines, error.errors())
    if voice and voice.id != file_id:
        complaints.append(Complaint("voice_name", document.name, "id", voice.id, more={"expected": file_id}))
    if voice and not voice.roles:
        complaints.append(Complaint("field_empty", document.name, "roles", line=document.lines.get("roles")))
    if complaints or voice is None:
        raise BadInput(*complaints)
    return voice


def check_format(tree: dict[str, Tree], document: Document) -> None:
    """Takes the format out of a document's tree. Raises BadInput where a newer version wrote it."""
    said = tree.pop("format", str(FORMAT))
    if not (isinstance(said, str) and fullmatch("[1-9][0-9]{0,5}", said)):
        raise BadInput(Complaint("format_wrong", document.name, "format", str(said)[:20]))
    if int(said) > FORMAT:
        raise BadInput(Complaint("format_newer", document.name, "format", said))


def may_stand(place: Id | None, question: Question, questions: Questions) -> bool:
    """Whether a voice may answer the question there: an answer of no known place is a slip of the pen."""
    if question.sets or (place is None) != (question.per == "company"):
        return False
    known: dict[str, tuple[Option, ...]] = {q.sets: q.options for q in questions.values()}
    known["action"] = next(q.options for q in questions.values() if q.kind == "steps")
    return place is None or place in [o.id for o in known[question.per]] or place == BASE_ACTION


def _answer(said: Tree, question: Question, at: datetime) -> Answer:
    if isinstance(said, dict):
        fields = dict(said)
        if unknown := fields.keys() - ANSWER_FIELDS:
            raise Mistake("field_unknown", at=sorted(unknown)[0])
    else:
        fields = {"state": said} if said in STATES else {"value": said}
    state = fields.get("state", "given")
    if state not in ("given", *STATES):
        raise Mistake("option_unknown", str(state), "state", allowed=", ".join(("given", *STATES)))
    value = None
    if state == "given":
        if "value" not in fields:
            raise Mistake("field_missing", at="value")
        value = value_of(question, fields["value"])
    grade = fields.get("grade", "told")
    if grade not in get_args(Grade):
        raise Mistake("option_unknown", str(grade), "grade", allowed=", ".join(get_args(Grade)))
    if fields.get("auditor_only", "false") not in ("true", "false"):
        raise Mistake("option_unknown", str(fields["auditor_only"]), "auditor_only", allowed="true, false")
    if not isinstance(fields.get("note", ""), str):
        raise Mistake("not_text", at="note")
    refuse_long(fields.get("note", ""), "note", MOST_NOTE)
    refuse_unprintable(fields.get("note", ""), "note")
    return Answer(
        state=state,
        value=value,
        note=fields.get("note", ""),
        grade=grade,
        auditor_only=fields.get("auditor_only") == "true",
        at=_time(fields["at"]) if "at" in fields else at,
        **{name: _counted(name, fields[name]) for name in INTERVAL if name in fields},
    )


def _counted(name: str, said: Tree) -> Any:
    try:
        found = int(said) if name == "cases" else float(said)
    except (TypeError, ValueError):
        raise Mistake("not_number", str(said), name) from None
    if isinstance(found, float) and not isfinite(found):
        raise Mistake("not_number", str(said), name)
    return found


def _time(said: Tree) -> datetime:
    try:
        found = datetime.fromisoformat(said)
    except (TypeError, ValueError):
        raise Mistake("time_wrong", str(said), "at") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def refuse_fields(tree: Tree, document: Document, field: str) -> None:
    """What a document holds in memory only has no place in its file."""
    if field in tree:
        raise BadInput(Complaint("field_unknown", document.name, field, line=document.lines.get(field)))
