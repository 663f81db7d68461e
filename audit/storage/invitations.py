"""Personal links and forms: who may answer as whom, until when. Only a fingerprint of each token is kept."""

import hmac
import secrets
from collections.abc import Sequence
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from audit.files.atomic_write import write
from audit.files.errors import BadInput, Complaint
from audit.files.lock import locked
from audit.files.strict_yaml import dump, from_validation, read
from audit.model import Frozen, Id, Respondent
from audit.storage.audit_folder import PRIVATE

TOKEN_BYTES = 32  # 256 bits: nobody guesses one; our judgement: twice what the design asks for
DAYS = 30  # a link lives; a round of talks takes two weeks; our judgement
MOST_LINKS = 200  # of one audit; the largest department we met has 60 sellers; our judgement

Way = Literal["link", "form"]


class Link(Frozen):
    """A person's way in: a page on this server, or a file filled in elsewhere and mailed back."""

    voice: Id
    role: Respondent
    way: Way
    fingerprint: str
    until: date
    revoked: bool = False

    @property
    def made_on(self) -> date:
        """The day it was made, on our clock."""
        return self.until - timedelta(days=DAYS)

    def open_on(self, day: date) -> bool:
        return not self.revoked and day <= self.until


class Links(Frozen):
    """All links of an audit, in a file of their own."""

    format: Literal["1"] = "1"
    links: tuple[Link, ...] = ()


def links_file(folder: Path) -> Path:
    return folder / "links.yaml"


def load_links(folder: Path) -> tuple[Link, ...]:
    """The links of an audit; none where nobody made one."""
    path = links_file(folder)
    if not path.exists():
        return ()
    document = read(path)
    try:
        return Links.model_validate(document.tree).links
    except ValidationError as error:
        raise BadInput(*from_validation(document.name, document.lines, error.errors())) from None


def fingerprint(token: str) -> str:
    """What is kept of a token: who reads it cannot come in with it."""
    return sha256(token.encode("utf-8", "replace")).hexdigest()


def find(links: Sequence[Link], token: str, way: Way) -> Link | None:
    """The link a token opens; every one is compared, in constant time."""
    wanted = fingerprint(token)
    found = [one for one in links if hmac.compare_digest(one.fingerprint, wanted) and one.way == way]
    return found[0] if found else None


def add(folder: Path, role: Respondent, way: Way, today: date, voice: Id | None = None) -> tuple[Link, str]:
    """A new link and its token, which is shown once and kept nowhere."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with locked(links_file(folder)):
        there = load_links(folder)
        made = Link(
            voice=voice or _free(folder, role, there),
            role=role,
            way=way,
            fingerprint=fingerprint(token),
            until=today + timedelta(days=DAYS),
        )
        _save(folder, (*_room(folder, there, today), made))
    return made, token


def _room(folder: Path, there: tuple[Link, ...], today: date) -> tuple[Link, ...]:
    """The links there are; where they are many, without those that are over. Nobody's is taken away.

    Raises BadInput where still open ones fill the file.
    """
    if len(there) < MOST_LINKS:
        return there
    kept = tuple(one for one in there if one.open_on(today))
    if len(kept) >= MOST_LINKS:
        raise BadInput(Complaint("links_full", str(links_file(folder)), value=str(MOST_LINKS)))
    return kept


def revoke(folder: Path, voice: Id) -> None:
    """Every way in of a person ends; the answers stay."""
    with locked(links_file(folder)):
        there = load_links(folder)
        _save(folder, tuple(o.model_copy(update={"revoked": True}) if o.voice == voice else o for o in there))


def _free(folder: Path, role: Respondent, there: Sequence[Link]) -> Id:
    """The next name of a role that no voice and no link has; sellers are always numbered."""
    taken = {one.voice for one in there} | {path.stem for path in (folder / "voices").glob("*.yaml")}
    names = [f"{role}_{n}" for n in range(1, MOST_LINKS + len(taken) + 1)]
    return next(name for name in ([] if role == "seller" else [str(role)]) + names if name not in taken)


def _save(folder: Path, links: tuple[Link, ...]) -> None:
    write(links_file(folder), dump(Links(links=links).model_dump(mode="json")), PRIVATE)
