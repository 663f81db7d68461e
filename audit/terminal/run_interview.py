"""One sitting of the interview: opens or makes the folder, holds the lock, talks, saves every answer."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from re import fullmatch

from audit.content.loader import load
from audit.files.atomic_write import make_own_folder
from audit.files.errors import BadInput, Complaint
from audit.files.lock import locked
from audit.interview.opening import WHO, earlier, keep, now, open_audit, open_voice
from audit.interview.session import InterviewSession
from audit.model import Lang, Respondent
from audit.storage.audit_folder import CRM, load_previous, voice_file
from audit.terminal.conversation import Conversation
from audit.terminal.messages import TerminalMessages, messages_of
from audit.terminal.prompts import Drawn, Menu, Plain, Prompts

DEFAULT_VOICE: Respondent = "owner"


@dataclass(frozen=True, kw_only=True)
class Sitting:
    """Who sits down to which audit, and how: `spoken` is the language where neither flag nor audit says one.

    `voice` and `role`: as asked for, if at all. `plain`: lines, not keys. `on_terminal`: somebody is there.
    """

    folder: Path
    voice: str | None = None
    role: Respondent | None = None
    lang: Lang | None = None
    spoken: Lang
    plain: bool = False
    quick: bool = False
    on_terminal: bool = True


def sit(sitting: Sitting, say: Callable[[str], None]) -> None:
    """Ask, or go on where it stopped. Raises BadInput where nobody can be asked, or the files are wrong."""
    content, folder = load(), sitting.folder
    if not sitting.on_terminal:
        there = voice_file(folder, _voice_id(folder, sitting.voice) or DEFAULT_VOICE)
        raise BadInput(Complaint("no_terminal", "", more={"file": str(there)}))
    lang = sitting.lang or sitting.spoken
    roles: tuple[Respondent, ...] = (sitting.role,) if sitting.role else ()
    if (voice_id := _voice_id(folder, sitting.voice)) is None:
        roles = roles or _who(messages_of(content, lang, sitting.plain), say)
        voice_id = roles[0]
    make_own_folder(folder / "voices")
    with locked(voice_file(folder, voice_id)):
        audit = open_audit(folder, content, lang)
        voice = open_voice(folder, content, audit, voice_id, roles)
        messages = messages_of(content, sitting.lang or audit.lang, sitting.plain)
        if voice.strangers:
            say(messages.say("strangers_kept", keys=", ".join(voice.strangers)))
        before = earlier(load_previous(folder, content), content, voice)
        prompts = _prompts(messages, say)
        talk = InterviewSession(audit, voice, content.questions, sitting.quick, before)
        _converse(talk, folder, messages, prompts)
    following = "next_command_quick" if sitting.quick else "next_command"
    prompts.say(messages.say("thanks" if voice.roles == ("seller",) else following, folder=str(folder)))


def _converse(talk: InterviewSession, folder: Path, messages: TerminalMessages, prompts: Prompts) -> None:
    def save(before: InterviewSession, after: InterviewSession) -> None:
        keep(folder, messages.content, before, after)

    Conversation(messages, prompts, save, now).run(talk)


def _who(messages: TerminalMessages, say: Callable[[str], None]) -> tuple[Respondent, ...]:
    """Whose answers these will be; "?" means the owner."""
    names = {who: messages.name(who) for who in WHO}
    options = [(who, name[:1].upper() + name[1:]) for who, name in names.items()]
    picked = _prompts(messages, say).one(messages.word("who"), options, None, messages.word("hint_who"))
    return WHO[DEFAULT_VOICE] if isinstance(picked, Menu) else WHO[picked]


def _voice_id(folder: Path, asked: str | None) -> str | None:
    """The voice asked for, else the only one there is; None where it has to be asked."""
    if asked is None:
        there = sorted(path.stem for path in (folder / "voices").glob("*.yaml") if path.stem != CRM)
        return there[0] if len(there) == 1 else None
    if not fullmatch("[a-z][a-z0-9_]*", asked):
        raise BadInput(Complaint("bad_voice", "", value=asked))
    return asked


def _prompts(messages: TerminalMessages, say: Callable[[str], None]) -> Prompts:
    return Plain(say, messages.word("wrong_choice")) if messages.plain else Drawn(say)
