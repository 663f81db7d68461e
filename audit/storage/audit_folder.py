"""The audit as a folder: `audit.yaml` and one file per voice, checked when read, saved whole or not."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from audit.content.loader import Content
from audit.files.atomic_write import make_own_folder, refuse_link, write
from audit.files.errors import BadInput, Complaint
from audit.files.strict_yaml import Document, dump, from_validation, read
from audit.i18n.wording import country_code
from audit.model import (
    FIRST_DAY,
    LAST_DAY,
    Answer,
    Audit,
    Column,
    Id,
    Measurement,
    Step,
    Voice,
    split_key,
)
from audit.storage.voice_file import check_format, refuse_fields, voice_from

MOST_COUNTED = 10**18  # of anything, money in hundredths among it; our judgement
NOWHERE = "ZZ"  # ISO 3166 keeps it for nobody
PRIVATE = 0o600
CRM: Id = "crm"  # the voice of `measure`, with which nobody talks


def audit_file(folder: Path) -> Path:
    return folder / "audit.yaml"


def voice_file(folder: Path, voice: Id) -> Path:
    return folder / "voices" / f"{voice}.yaml"


def load(folder: Path, content: Content) -> Audit:
    """The audit with all its voices. Raises BadInput with every mistake of every file at once."""
    complaints: list[Complaint] = []
    audit = None
    try:
        audit = load_audit(folder, content)
    except BadInput as bad:
        complaints += bad.complaints
    voices = []
    for path in _voice_files(folder, complaints):
        try:
            as_of = audit.as_of if audit else date.min
            voices.append(voice_from(read(path), content.questions, as_of, path.stem))
        except BadInput as bad:
            complaints += bad.complaints
    if complaints or audit is None:
        raise BadInput(*complaints)
    return audit.model_copy(update={"voices": tuple(voices), "measured": load_measured(folder)})


def measured_file(folder: Path) -> Path:
    return folder / "measured.json"


def load_measured(folder: Path) -> Measurement | None:
    """What exports showed, as `measure` wrote it; none where nothing was measured."""
    path = measured_file(folder)
    if not path.exists():
        return None
    try:
        found = Measurement.model_validate_json(path.read_bytes())
    except (ValidationError, OSError):
        raise BadInput(Complaint("measured_broken", str(path))) from None
    if not _is_counted(found.model_dump()):
        raise BadInput(Complaint("measured_broken", str(path)))
    return found


def _is_counted(tree: Any) -> bool:
    """Whether every number is one that something was counted to."""
    if isinstance(tree, Mapping):
        return all(map(_is_counted, tree.values()))
    if isinstance(tree, list | tuple):
        return all(map(_is_counted, tree))
    return not isinstance(tree, int | float) or abs(tree) <= MOST_COUNTED


def save_measured(folder: Path, measured: Measurement) -> None:
    write(measured_file(folder), (measured.model_dump_json(indent=1) + "\n").encode(), PRIVATE)


def _voice_files(folder: Path, complaints: list[Complaint]) -> list[Path]:
    refuse_link(folder / "voices")
    try:
        there = (folder / "voices").iterdir() if (folder / "voices").exists() else iter(())
        return sorted(path for path in there if path.suffix == ".yaml" and not path.name.startswith("."))
    except OSError as error:
        complaints.append(Complaint("voices_unreadable", str(folder / "voices"), value=error.strerror or ""))
        return []


def previous(folder: Path) -> Path:
    """Where the audit before stands, if this one began from it."""
    return folder / "previous"


def load_previous(folder: Path, content: Content) -> Audit | None:
    """The audit before this one, with its voices; None where there is none."""
    there = previous(folder)
    return load(there, content) if audit_file(there).exists() else None


def begin_from(old: Path, folder: Path, content: Content) -> None:
    """Lay an earlier audit beside a new one, as it stands; its answers are offered, not taken over."""
    load(old, content)
    if old.resolve() == folder.resolve():
        raise BadInput(Complaint("previous_same", str(folder)))
    files = [audit_file(old), *_voice_files(old, [])]
    for file in files:
        there = previous(folder) / file.relative_to(old)
        if there.exists() and there.read_bytes() != file.read_bytes():
            raise BadInput(Complaint("previous_taken", str(previous(folder))))
    make_own_folder(previous(folder))
    make_own_folder(previous(folder) / "voices")
    for file in files:
        write(previous(folder) / file.relative_to(old), file.read_bytes(), PRIVATE)


def load_audit(folder: Path, content: Content) -> Audit:
    """The audit's own file, without its voices."""
    return audit_from(read(audit_file(folder)), content)


def load_voice(folder: Path, content: Content, audit: Audit, voice: Id) -> Voice:
    return voice_from(read(voice_file(folder, voice)), content.questions, audit.as_of, voice)


def load_known(folder: Path, content: Content) -> Audit:
    """The audit; answers to questions this version does not know are refused, the interview keeps them."""
    audit = load(folder, content)
    strangers = [
        Complaint("question_unknown", str(voice_file(folder, voice.id)), f"answers.{key}")
        for voice in audit.voices
        for key in voice.strangers
    ]
    if strangers:
        raise BadInput(*strangers)
    return audit


def save_audit(folder: Path, audit: Audit) -> None:
    make_own_folder(folder / "voices")
    tree = audit.model_dump(mode="json", exclude={"voices", "measured"})
    write(audit_file(folder), dump(tree), PRIVATE)


def save_voice(folder: Path, voice: Voice) -> None:
    hidden = {"answers", "strangers", *(() if voice.private else ("private",))}
    tree = voice.model_dump(mode="json", exclude=hidden, exclude_none=True)
    tree["answers"] = {key: _answer_tree(answer) for key, answer in voice.answers.items()}
    tree["answers"].update(voice.strangers)
    write(voice_file(folder, voice.id), dump(tree), PRIVATE)


def _answer_tree(answer: Answer) -> dict[str, Any]:
    tree = answer.model_dump(mode="json", exclude_defaults=True)
    if isinstance(answer.value, tuple):
        tree["value"] = [v if isinstance(v, str) else _part_tree(v) for v in answer.value]
    return tree


def _part_tree(part: Step | Column) -> dict[str, Any]:
    tree = part.model_dump(exclude_none=True)
    return {k: str(v).lower() if isinstance(v, bool) else v for k, v in tree.items() if v != ""}


# --- reading ---------------------------------------------------------------------------------------


def audit_from(document: Document, content: Content) -> Audit:
    """`audit.yaml` as a document; its places and overrides must be known ones."""
    tree = dict(document.tree)
    check_format(tree, document)
    refuse_fields(tree, document, "voices")
    refuse_fields(tree, document, "measured")
    try:
        audit = Audit.model_validate(tree)
    except ValidationError as error:
        raise BadInput(*from_validation(document.name, document.lines, error.errors())) from None
    known: dict[str, list[Id]] = {
        q.sets: [o.id for o in q.options] for q in content.questions.values() if q.options and q.sets
    }
    complaints = [
        _unknown(document, f"places.{kind}.{index}", place, known.get(kind, []))
        for kind, places in audit.places.items()
        for index, place in enumerate(places)
        if place not in known.get(kind, [])
    ]
    complaints += [
        Complaint("place_twice", document.name, f"places.{kind}.{index}", place)
        for kind, places in audit.places.items()
        for index, place in enumerate(places)
        if place in places[:index]
    ]
    if not FIRST_DAY <= audit.as_of <= LAST_DAY:  # a calendar that ends in the plan helps nobody
        limits = {"least": FIRST_DAY.isoformat(), "most": LAST_DAY.isoformat()}
        at, said = document.lines.get("as_of"), audit.as_of.isoformat()
        complaints.append(Complaint("out_of_range", document.name, "as_of", said, at, limits))
    if audit.country and (audit.country == NOWHERE or not country_code(audit.country)):
        at = document.lines.get("country")
        complaints.append(Complaint("country_unknown", document.name, "country", audit.country, at))
    complaints += [
        _unknown(document, f"overrides.{index}.about", override.about, list(content.causes))
        for index, override in enumerate(audit.overrides)
        if split_key(override.about)[0] not in content.causes
    ]
    if complaints:
        raise BadInput(*complaints)
    return audit


def _unknown(document: Document, key: str, value: str, allowed: list[Id]) -> Complaint:
    line = document.lines.get(key)
    return Complaint("option_unknown", document.name, key, value, line, {"allowed": ", ".join(allowed)})
