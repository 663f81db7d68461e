"""The auditor's pages: an audit's own page, and who is asked there."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from audit.facts.facts import is_seller
from audit.interview.opening import open_audit
from audit.model import Voice
from audit.storage.audit_folder import CRM, begin_from, load_audit, save_audit, save_voice
from audit.storage.invitations import load_links
from audit.web.library import EXAMPLE, Shelf
from audit.web.pages import content, page, refusal
from audit.web.question_pages import sections
from audit.web.respondent import Seat, audit_of
from audit.web.start import DEPTHS


def folder_of(request: Request) -> Path | None:
    """The folder of the audit in the address; None where there is no such audit."""
    shelf: Shelf = request.app.state.shelf
    return shelf.folders().get(request.path_params["name"])


def seat_at(request: Request) -> Seat | None:
    """The seat in the address, if audit and voice are there."""
    folder, path = folder_of(request), request.path_params
    if folder is None or path["depth"] not in DEPTHS:
        return None
    if path["voice"] not in voices_of(folder) or path["voice"] in private(folder):
        return None
    return _seat(request, folder, path["voice"], path["depth"])


def private(folder: Path) -> set[str]:
    """Who has a link or a form of their own: nobody else opens their answers here."""
    return {link.voice for link in load_links(folder)}


def voices_of(folder: Path) -> list[str]:
    """The voices that stand in the folder, by name."""
    there = (folder / "voices").glob("*.yaml")
    return sorted(path.stem for path in there if not path.name.startswith(".") and path.stem != CRM)


def _seat(request: Request, folder: Path, voice: str, depth: str) -> Seat:
    name = request.path_params["name"]
    return Seat(
        shelf=request.app.state.shelf,
        content=content(),
        name=name,
        folder=folder,
        voice=voice,
        roles=(),
        quick=depth == "quick",
        base=f"/a/{name}/{depth}/{voice}",
        auditor=True,
        lang=request.state.says.lang,
    )


def called(request: Request, folder: Path, voice: str) -> str:
    """Who answers: the roles, and the file's name where it tells more than they do."""
    roles = _seat(request, folder, voice, "full").talk().voice.roles
    names = ", ".join(request.state.says.name(role).lower() for role in roles)
    return names[:1].upper() + names[1:] + (f" · {voice}" if voice not in roles else "")


def home(request: Request) -> Response:
    """How far the audit is, and everything that can be had from it."""
    folder = folder_of(request)
    if folder is None:
        return refusal(request, 404, "not_found")
    says, name = request.state.says, request.path_params["name"]
    audit = audit_of(request.app.state.shelf, folder, content(), says.lang)
    people = []
    apart, sellers = private(folder), 0
    for voice in (v for v in voices_of(folder) if v not in apart):
        seat = _seat(request, folder, voice, "full")
        talk = seat.talk()
        if is_seller(talk.voice):
            sellers += 1
            continue
        people.append(
            {
                "who": ", ".join(says.name(role).lower() for role in talk.voice.roles),
                "progress": talk.progress(),
                "quick": _seat(request, folder, voice, "quick").base,
                "full": seat.base,
                "sections": sections(seat, talk, says),
            }
        )
    return page(
        request,
        "home",
        company=audit.company or says.word("company_unnamed"),
        as_of=audit.as_of,
        people=people,
        base=f"/a/{name}",
        sellers=sellers,
        own=len(apart),
        came=len(apart & set(voices_of(folder))),
        again=request.app.state.shelf.new() is not None,
        example=name == EXAMPLE,
        formats=request.app.state.formats,
        home="/",
    )


def again(request: Request) -> Response:
    """A new audit that begins from this one: its answers are offered, none is taken over."""
    shelf: Shelf = request.app.state.shelf
    folder, made = folder_of(request), shelf.new()
    if folder is None or made is None:
        return refusal(request, 404, "not_found")
    name, new = made
    voice = next((v for v in voices_of(folder) if v not in private(folder)), "owner")
    audit = load_audit(folder, content())
    begin_from(folder, new, content())
    fresh = open_audit(new, content(), audit.lang)
    save_audit(new, fresh)
    save_voice(new, Voice(id=voice, roles=_seat(request, folder, voice, "full").talk().voice.roles))
    return RedirectResponse(f"/a/{name}/full/{voice}/", 303)
