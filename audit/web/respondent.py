"""Who sits where: an audit, a voice, and the address under which its questions stand."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from audit.content.loader import Content
from audit.files.lock import locked
from audit.interview.opening import earlier, keep, open_audit, open_voice
from audit.interview.session import InterviewSession
from audit.model import Audit, Id, Key, Lang, Respondent, Voice, split_key
from audit.storage.audit_folder import audit_file, load_previous, previous, voice_file
from audit.web.library import Shelf


@dataclass(frozen=True)
class Seat:
    """One respondent at one audit. `auditor`: the interviewer's own machine, not a personal link."""

    shelf: Shelf
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
        audit = audit_of(self.shelf, self.folder, self.content, self.lang)
        voice = self._voice(audit)
        there = audit_file(previous(self.folder))
        known = (
            self.shelf.kept(there, lambda: load_previous(self.folder, self.content))
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

        return self.shelf.kept(path, load) if path.exists() else load()

    def change(self, change: Callable[[InterviewSession], InterviewSession]) -> InterviewSession:
        """The interview after a change that is on disk before this returns; one writer at a time."""
        path = voice_file(self.folder, self.voice)
        with self.shelf.turn(path), locked(path):
            before = self.talk()
            after = change(before)
            if after.audit != before.audit:
                with self.shelf.turn(audit_file(self.folder)):
                    keep(self.folder, self.content, before, after)
            elif after != before:
                keep(self.folder, self.content, before, after)
            if after != before:
                self.shelf.wrote(path, after.voice)
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


def audit_of(shelf: Shelf, folder: Path, content: Content, lang: Lang) -> Audit:
    """The audit's own file, as it stands on disk."""
    path = audit_file(folder)

    def load() -> Audit:
        return open_audit(folder, content, lang)

    return shelf.kept(path, load) if path.exists() else load()
