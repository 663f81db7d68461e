"""The auditor's pages: an audit's own page, and who is asked there."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from audit.interview.opening import open_audit
from audit.model import Voice
from audit.storage.audit_folder import begin_from, load_audit, save_audit, save_voice
from audit.web.library import EXAMPLE, Library
from audit.web.pages import content, page, refusal
from audit.web.question_pages import sections
from audit.web.respondent import audit_of, auditors_seat, folder_of, private, voices_of
from audit.web.session import once


def called(request: Request, folder: Path, voice: str) -> str:
    """Who answers: the roles, and the file's name where it tells more than they do."""
    roles = auditors_seat(request, folder, voice, "full").talk().voice.roles
    names = ", ".join(request.state.says.name(role).lower() for role in roles)
    return names[:1].upper() + names[1:] + (f" · {voice}" if voice not in roles else "")


def home(request: Request) -> Response:
    """How far the audit is, and everything that can be had from it."""
    folder = folder_of(request)
    if folder is None:
        return refusal(request, 404, "not_found")
    says, name = request.state.says, request.path_params["name"]
    audit = audit_of(request.app.state.library, folder, content(), says.lang)
    people = []
    apart, sellers = private(request, folder), 0
    for voice in (v for v in voices_of(folder) if v not in apart):
        seat = auditors_seat(request, folder, voice, "full")
        talk = seat.talk()
        if talk.voice.is_seller:
            sellers += 1
            continue
        people.append(
            {
                "who": ", ".join(says.name(role).lower() for role in talk.voice.roles),
                "progress": talk.progress(),
                "quick": auditors_seat(request, folder, voice, "quick").base,
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
        again=request.app.state.library.new() is not None,
        example=name == EXAMPLE,
        formats=request.app.state.formats,
        home="/",
    )


def again(request: Request) -> Response:
    """A new audit that begins from this one: its answers are offered, none is taken over."""
    return once(request, "again", lambda: _begun_again(request))


def _begun_again(request: Request) -> Response:
    library: Library = request.app.state.library
    with library.turn(library.home):  # two at once must not take the same name
        folder, made = folder_of(request), library.new()
        if folder is None or made is None:
            return refusal(request, 404, "not_found")
        name, new = made
        voice = next((v for v in voices_of(folder) if v not in private(request, folder)), "owner")
        audit = load_audit(folder, content())
        begin_from(folder, new, content())
        save_audit(new, open_audit(new, content(), audit.lang))
        roles = auditors_seat(request, folder, voice, "full").talk().voice.roles
        save_voice(new, Voice(id=voice, roles=roles))
    return RedirectResponse(f"/a/{name}/full/{voice}/", 303)
