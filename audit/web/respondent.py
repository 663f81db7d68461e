"""Who sits where: an audit, a voice, the address of its questions; whose answers are private."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from starlette.requests import Request

from audit.content.loader import Content
from audit.files.lock import locked
from audit.interview.opening import earlier, keep, open_audit, open_voice
from audit.interview.session import InterviewSession
from audit.model import Audit, Id, Key, Lang, Respondent, Voice, split_key
from audit.storage.audit_folder import CRM, audit_file, load_previous, previous, voice_file
from audit.storage.invitations import Link, load_links
from audit.web.library import Library
from audit.web.pages import content

DEPTHS = ("quick", "full")
PERSONAL = "/answer"  # where a person's own questions stand


@dataclass(frozen=True)
class Seat:
    """One respondent at one audit. `auditor`: the interviewer's own machine, not a personal link."""

    library: Library
    content: Content
    name: str
    folder: Path
    voice: Id
    roles: tuple[Respondent, ...]
    quick: bool
    base: str
    auditor: bool
    lang: Lang

    def talk(self) -> InterviewSession:
        """The interview as it stands on disk."""
        audit = audit_of(self.library, self.folder, self.content, self.lang)
        voice = self._voice(audit)
        there = audit_file(previous(self.folder))
        known = (
            self.library.kept(there, lambda: load_previous(self.folder, self.content))
            if there.exists()
            else None
        )
        return InterviewSession(
            audit, voice, self.content.questions, self.quick, earlier(known, self.content, voice)
        )

    def _voice(self, audit: Audit) -> Voice:
        path = voice_file(self.folder, self.voice)

        def load() -> Voice:
            return open_voice(self.folder, self.content, audit, self.voice, self.roles)

        return self.library.kept(path, load) if path.exists() else load()

    def change(self, change: Callable[[InterviewSession], InterviewSession]) -> InterviewSession:
        """The interview after a change that is on disk before this returns; one writer at a time."""
        path = voice_file(self.folder, self.voice)
        with self.library.turn(path), locked(path):
            before = self.talk()
            after = change(before)
            if not self.auditor:  # whoever answers by a link of their own is read by nobody else here
                after = replace(after, voice=after.voice.model_copy(update={"private": True}))
            if after.audit != before.audit:
                with self.library.turn(audit_file(self.folder)):
                    keep(self.folder, self.content, before, after)
            elif after != before:
                keep(self.folder, self.content, before, after)
            if after != before:
                self.library.wrote(path, after.voice)
        return after

    @property
    def home(self) -> str:
        """The audit's own page; a respondent has none but the interview."""
        return f"/a/{self.name}/" if self.auditor else f"{self.base}/answers"

    @property
    def whole(self) -> str:
        """The same respondent, all questions."""
        return self.base.replace("/quick/", "/full/")

    def address(self, key: Key) -> str:
        question, place = split_key(key)
        return f"{self.base}/question/{question}" + (f"/{place}" if place else "")

    def section(self, section: Id) -> str:
        return f"{self.base}/section/{section}"


def audit_of(library: Library, folder: Path, content: Content, lang: Lang) -> Audit:
    """The audit's own file, as it stands on disk."""
    path = audit_file(folder)

    def load() -> Audit:
        return open_audit(folder, content, lang)

    return library.kept(path, load) if path.exists() else load()


# --- seats of a request ----------------------------------------------------------------------------------


def folder_of(request: Request) -> Path | None:
    """The folder of the audit in the address; None where there is no such audit."""
    library: Library = request.app.state.library
    return library.folders().get(request.path_params["name"])


def seat_at(request: Request) -> Seat | None:
    """The auditor's seat in the address, if audit and voice are there and the voice is nobody's own."""
    folder, path = folder_of(request), request.path_params
    if folder is None or path["depth"] not in DEPTHS or path["voice"] not in voices_of(folder):
        return None
    if path["voice"] in private(request, folder):
        return None
    return auditors_seat(request, folder, path["voice"], path["depth"])


def voices_of(folder: Path) -> list[str]:
    """The voices that stand in the folder, by name."""
    there = (folder / "voices").glob("*.yaml")
    return sorted(path.stem for path in there if not path.name.startswith(".") and path.stem != CRM)


def private(request: Request, folder: Path) -> set[str]:
    """Who answers by a link or a form of their own: nobody else opens their answers here.

    The voice's own file says so for good; the list of links adds who has not answered yet.
    """
    own = {v for v in voices_of(folder) if auditors_seat(request, folder, v, "full").talk().voice.private}
    return own | {link.voice for link in load_links(folder)}


def auditors_seat(request: Request, folder: Path, voice: Id, depth: str) -> Seat:
    """The auditor, asking somebody at this machine."""
    name = request.path_params["name"]
    return _seat(request, name, folder, voice, f"/a/{name}/{depth}/{voice}")


def personal_seat(request: Request, name: str, folder: Path, link: Link) -> Seat:
    """A person's own seat: all questions for the role, nobody else's answers."""
    return _seat(request, name, folder, link.voice, PERSONAL, (link.role,))


def _seat(
    request: Request, name: str, folder: Path, voice: Id, base: str, roles: tuple[Respondent, ...] = ()
) -> Seat:
    return Seat(
        library=request.app.state.library,
        content=content(),
        name=name,
        folder=folder,
        voice=voice,
        roles=roles,
        quick="/quick/" in base,
        base=base,
        auditor=base != PERSONAL,
        lang=request.state.says.lang,
    )
