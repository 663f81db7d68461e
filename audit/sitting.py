"""One sitting of the interview: opens or makes the folder, holds the lock, talks, saves every answer."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from re import fullmatch
from typing import get_args

from audit.content import Content, load
from audit.files import BadInput, Complaint, locked, make_folder
from audit.folder import audit_file, load_audit, load_voice, save_audit, save_voice, voice_file
from audit.interview import Talk
from audit.model import Audit, Lang, Respondent, Voice
from audit.prompts import Drawn, Plain, Prompts
from audit.talk import Conversation

DEFAULT_VOICE: Respondent = "owner"
ASKED_ROLES: tuple[Respondent, ...] = ("owner", "head", "consultant", "seller")


def sit(
    folder: Path,
    voice_id: str | None,
    role: Respondent | None,
    asked_lang: Lang | None,
    spoken: Lang,
    plain: bool,
    on_terminal: bool,
    say: Callable[[str], None],
) -> int:
    """Ask, or go on where it stopped. `spoken` is the language where neither flag nor audit says one."""
    content = load()
    if not on_terminal:
        there = voice_file(folder, _voice_id(folder, voice_id) or DEFAULT_VOICE)
        raise BadInput(Complaint("no_terminal", "", more={"file": str(there)}))
    if (voice_id := _voice_id(folder, voice_id)) is None:
        role = role or _who(content, asked_lang or spoken, plain, say)
        voice_id = role
    make_folder(folder / "voices")
    with locked(voice_file(folder, voice_id)):
        audit = _audit(folder, content, asked_lang or spoken)
        voice = _voice(folder, content, audit, voice_id, role)
        lang = asked_lang or audit.lang
        prompts = _plain(content, lang, say) if plain else Drawn(say)
        if voice.strangers:
            message = content.messages["strangers_kept"]
            say(content.say(message, keys=", ".join(voice.strangers)).in_(lang))
        _converse(Talk(audit, voice, content.questions), folder, content, lang, prompts, plain)
    say(content.say(content.messages["next_command"], folder=str(folder)).in_(lang))
    return 0


def _converse(talk: Talk, folder: Path, content: Content, lang: Lang, prompts: Prompts, plain: bool) -> None:
    def save(before: Talk, after: Talk) -> None:
        if after.audit != before.audit:
            with locked(audit_file(folder)):
                save_audit(folder, merged(folder, content, before.audit, after.audit))
        save_voice(folder, after.voice)

    Conversation(content, lang, prompts, save, lambda: datetime.now(UTC).replace(microsecond=0), plain).run(
        talk
    )


def merged(folder: Path, content: Content, before: Audit, after: Audit) -> Audit:
    """What this sitting changed, upon what stands in the file: somebody else may have written since."""
    if not audit_file(folder).exists():
        return after
    there = load_audit(folder, content)
    fields = {f: getattr(after, f) for f in ("company", "country") if getattr(after, f) != getattr(before, f)}
    places = {k: v for k, v in after.places.items() if v != before.places.get(k)}
    return there.model_copy(update={**fields, "places": {**there.places, **places}})


def _who(content: Content, lang: Lang, plain: bool, say: Callable[[str], None]) -> Respondent:
    """Whose answers these will be; "?" means the owner."""
    prompts = _plain(content, lang, say) if plain else Drawn(say)
    options = [(role, content.named(role).in_(lang)) for role in ASKED_ROLES]
    hint = content.messages["hint_who"].in_(lang)
    picked = prompts.one(content.messages["who"].in_(lang), options, None, hint)
    return next((role for role in ASKED_ROLES if role == picked), DEFAULT_VOICE)


def _voice_id(folder: Path, asked: str | None) -> str | None:
    """The voice asked for, else the only one there is; None where it has to be asked."""
    if asked is None:
        there = sorted(path.stem for path in (folder / "voices").glob("*.yaml"))
        return there[0] if len(there) == 1 else None
    if not fullmatch("[a-z][a-z0-9_]*", asked):
        raise BadInput(Complaint("bad_voice", "", value=asked))
    return asked


def _audit(folder: Path, content: Content, lang: Lang) -> Audit:
    if audit_file(folder).exists():
        return load_audit(folder, content)
    return Audit(lang=lang, as_of=datetime.now().astimezone().date())


def _voice(folder: Path, content: Content, audit: Audit, voice_id: str, role: Respondent | None) -> Voice:
    if voice_file(folder, voice_id).exists():
        return load_voice(folder, content, audit, voice_id)
    roles: tuple[Respondent, ...] = get_args(Respondent)
    named: Respondent = next((r for r in roles if voice_id.startswith(r)), "consultant")
    return Voice(id=voice_id, roles=(role or named,))


def _plain(content: Content, lang: Lang, say: Callable[[str], None]) -> Plain:
    return Plain(say, content.messages["wrong_choice"].in_(lang))
