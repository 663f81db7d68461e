"""One sitting of the interview: opens or makes the folder, holds the lock, talks, saves every answer."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from re import fullmatch
from typing import get_args

from audit.content import Content, load
from audit.files import BadInput, Complaint, locked, make_folder
from audit.folder import audit_file, load_audit, load_voice, save_audit, save_voice, voice_file
from audit.interview import Talk
from audit.model import Audit, Id, Lang, Respondent, Voice
from audit.prompts import Drawn, Menu, Plain, Prompts
from audit.talk import Conversation
from audit.tongue import Tongue

DEFAULT_VOICE: Respondent = "owner"
CRM = "crm"  # the voice of `measure`, with which nobody talks
WHO: Mapping[Id, tuple[Respondent, ...]] = {  # a small firm's owner leads the sellers himself
    "owner": ("owner",),
    "owner_and_head": ("owner", "head"),
    "head": ("head",),
    "consultant": ("consultant",),
    "seller": ("seller",),
}


def sit(
    folder: Path,
    voice_id: str | None,
    role: Respondent | None,
    asked_lang: Lang | None,
    spoken: Lang,
    plain: bool,
    quick: bool,
    on_terminal: bool,
    say: Callable[[str], None],
) -> None:
    """Ask, or go on where it stopped. `spoken` is the language where neither flag nor audit says one."""
    content = load()
    if not on_terminal:
        there = voice_file(folder, _voice_id(folder, voice_id) or DEFAULT_VOICE)
        raise BadInput(Complaint("no_terminal", "", more={"file": str(there)}))
    roles: tuple[Respondent, ...] = (role,) if role else ()
    if (voice_id := _voice_id(folder, voice_id)) is None:
        roles = roles or _who(Tongue(content, asked_lang or spoken, plain), say)
        voice_id = roles[0]
    make_folder(folder / "voices")
    with locked(voice_file(folder, voice_id)):
        audit = _audit(folder, content, asked_lang or spoken)
        voice = _voice(folder, content, audit, voice_id, roles)
        tongue = Tongue(content, asked_lang or audit.lang, plain)
        if voice.strangers:
            say(tongue.text("strangers_kept", keys=", ".join(voice.strangers)))
        prompts = _prompts(tongue, say)
        _converse(Talk(audit, voice, content.questions, quick), folder, tongue, prompts)
    following = "next_command_quick" if quick else "next_command"
    prompts.say(tongue.text("thanks" if voice.roles == ("seller",) else following, folder=str(folder)))


def _converse(talk: Talk, folder: Path, tongue: Tongue, prompts: Prompts) -> None:
    def save(before: Talk, after: Talk) -> None:
        if after.audit != before.audit:
            with locked(audit_file(folder)):
                save_audit(folder, merged(folder, tongue.content, before.audit, after.audit))
        save_voice(folder, after.voice)

    Conversation(tongue, prompts, save, lambda: datetime.now(UTC).replace(microsecond=0)).run(talk)


def merged(folder: Path, content: Content, before: Audit, after: Audit) -> Audit:
    """What this sitting changed, upon what stands in the file: somebody else may have written since."""
    if not audit_file(folder).exists():
        return after
    there = load_audit(folder, content)
    fields = {f: getattr(after, f) for f in ("company", "country") if getattr(after, f) != getattr(before, f)}
    places = {k: v for k, v in after.places.items() if v != before.places.get(k)}
    return there.model_copy(update={**fields, "places": {**there.places, **places}})


def _who(tongue: Tongue, say: Callable[[str], None]) -> tuple[Respondent, ...]:
    """Whose answers these will be; "?" means the owner."""
    names = {who: tongue.name(who) for who in WHO}
    options = [(who, name[:1].upper() + name[1:]) for who, name in names.items()]
    picked = _prompts(tongue, say).one(tongue.word("who"), options, None, tongue.word("hint_who"))
    return WHO[DEFAULT_VOICE] if isinstance(picked, Menu) else WHO[picked]


def _voice_id(folder: Path, asked: str | None) -> str | None:
    """The voice asked for, else the only one there is; None where it has to be asked."""
    if asked is None:
        there = sorted(path.stem for path in (folder / "voices").glob("*.yaml") if path.stem != CRM)
        return there[0] if len(there) == 1 else None
    if not fullmatch("[a-z][a-z0-9_]*", asked):
        raise BadInput(Complaint("bad_voice", "", value=asked))
    return asked


def _audit(folder: Path, content: Content, lang: Lang) -> Audit:
    if audit_file(folder).exists():
        return load_audit(folder, content)
    return Audit(lang=lang, as_of=datetime.now().astimezone().date())


def _voice(
    folder: Path, content: Content, audit: Audit, voice_id: Id, roles: tuple[Respondent, ...]
) -> Voice:
    if voice_file(folder, voice_id).exists():
        return load_voice(folder, content, audit, voice_id)
    known: tuple[Respondent, ...] = get_args(Respondent)
    named: Respondent = next((r for r in known if voice_id.startswith(r)), "consultant")
    return Voice(id=voice_id, roles=roles or (named,))


def _prompts(tongue: Tongue, say: Callable[[str], None]) -> Prompts:
    return Plain(say, tongue.word("wrong_choice")) if tongue.plain else Drawn(say)
