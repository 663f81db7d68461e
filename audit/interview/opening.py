"""Opening and saving an interview, for terminal and browser: the folder, the voice, the clock."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

from audit.content.loader import Content
from audit.files.lock import locked
from audit.interview.session import InterviewSession
from audit.model import Audit, Id, Lang, Respondent, Voice
from audit.storage.audit_folder import audit_file, load_audit, load_voice, save_audit, save_voice, voice_file

WHO: Mapping[Id, tuple[Respondent, ...]] = {  # a small firm's owner leads the sellers himself
    "owner": ("owner",),
    "owner_and_head": ("owner", "head"),
    "head": ("head",),
    "consultant": ("consultant",),
    "seller": ("seller",),
}


def now() -> datetime:
    """The time an answer is given at."""
    return datetime.now(UTC).replace(microsecond=0)


def open_audit(folder: Path, content: Content, lang: Lang) -> Audit:
    """The audit's own file, or a new one of today."""
    if audit_file(folder).exists():
        return load_audit(folder, content)
    return Audit(lang=lang, as_of=datetime.now().astimezone().date())


def open_voice(
    folder: Path, content: Content, audit: Audit, voice_id: Id, roles: tuple[Respondent, ...]
) -> Voice:
    """The voice as it stands, or a new one; its name says the role where nothing else does."""
    if voice_file(folder, voice_id).exists():
        return load_voice(folder, content, audit, voice_id)
    known: tuple[Respondent, ...] = get_args(Respondent)
    named: Respondent = next((r for r in known if voice_id.startswith(r)), "consultant")
    return Voice(id=voice_id, roles=roles or (named,))


def earlier(before: Audit | None, content: Content, voice: Voice) -> InterviewSession | None:
    """The same respondent in the audit before: by name, else by role."""
    if before is None:
        return None
    named = [v for v in before.voices if v.id == voice.id]
    alike = [v for v in before.voices if set(v.roles) & set(voice.roles) and not v.is_seller]
    silent = Voice(id=voice.id, roles=voice.roles)
    return InterviewSession(before, next(iter((*named, *alike)), silent), content.questions)


def keep(folder: Path, content: Content, before: InterviewSession, after: InterviewSession) -> None:
    """What changed, on disk. The caller holds the voice's lock."""
    if after.audit != before.audit:
        with locked(audit_file(folder)):
            save_audit(folder, merged(folder, content, before.audit, after.audit))
    save_voice(folder, after.voice)


def merged(folder: Path, content: Content, before: Audit, after: Audit) -> Audit:
    """What this sitting changed, upon what stands in the file: somebody else may have written since."""
    if not audit_file(folder).exists():
        return after
    there = load_audit(folder, content)
    fields = {f: getattr(after, f) for f in ("company", "country") if getattr(after, f) != getattr(before, f)}
    places = {k: v for k, v in after.places.items() if v != before.places.get(k)}
    return there.model_copy(update={**fields, "places": {**there.places, **places}})
