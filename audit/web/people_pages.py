"""The people of an audit: personal links, forms to mail, talks one after another, answers that came back."""

from pathlib import Path
from typing import Any, get_args

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from audit.files.atomic_write import make_own_folder
from audit.files.errors import BadInput, Complaint
from audit.files.strict_yaml import LARGEST
from audit.interview.mailed_form import form, take_in_text, told_of
from audit.interview.opening import now
from audit.model import Id, Respondent, Voice
from audit.storage.audit_folder import save_voice, voice_file
from audit.storage.invitations import Link, add, load_links, revoke
from audit.web.audit_pages import called
from audit.web.pages import PageMessages, content, page, refusal
from audit.web.respondent import folder_of, private, voices_of
from audit.web.session import cookie_of, let_in, once, set_cookie

ROLES: tuple[Respondent, ...] = ("owner", "head", "seller", "consultant")
MOST_COMPLAINTS = 50  # of one file that a page repeats; our judgement
MOST_AT_ONCE = 30  # people of one role added in one go; our judgement


def people(request: Request) -> Response:
    """Who is asked and how; with a form: somebody is added, let in, shut out or asked now."""
    folder = folder_of(request)
    if folder is None:
        return refusal(request, 404, "not_found")
    made: list[tuple[str, str]] = []
    told = ""
    if request.method == "POST":
        done = _done(request, folder, made)
        if isinstance(done, Response):
            return done
        told = done
    own = private(request, folder)
    return page(
        request,
        "people",
        base=f"/a/{request.path_params['name']}",
        home=f"/a/{request.path_params['name']}/",
        roles=ROLES,
        people=_listed(folder),
        talks=[(voice, called(request, folder, voice)) for voice in voices_of(folder) if voice not in own],
        made=made,
        told=told,
        most=MOST_AT_ONCE,
    )


def _done(request: Request, folder: Path, made: list[tuple[str, str]]) -> Response | str:
    """What the button says; a page to go to, or a line to show."""
    sent, says = request.state.form, request.state.says
    role = str(sent.get("role", ""))
    voice = str(sent.get("voice", ""))
    match str(sent.get("do", "")):
        case "link" if role in get_args(Respondent):
            many = str(sent.get("many", "1"))
            for _ in range(min(int(many), MOST_AT_ONCE) if many.isdecimal() else 1):
                link, token = add(folder, _role(role), "link", now().date())
                made.append((link.voice, f"{request.base_url}answer/enter/{token}?lang={says.lang}"))
            return str(says.word("people_made"))
        case "talk" if role in ROLES:
            return once(request, f"talk {role}", lambda: _talk(request, folder, _role(role)))
        case "form" if voice in {link.voice for link in load_links(folder)}:
            return _form(folder, voice, says)
        case "revoke":
            revoke(folder, voice)
            return str(says.word("people_revoked"))
        case "import":
            return _imported(request, folder)
    return refusal(request, 400, "people_choose")


def _role(role: str) -> Respondent:
    return next(known for known in ROLES if known == role)


def _talk(request: Request, folder: Path, role: Respondent) -> Response:
    """A talk at this machine: a new voice, and its first question."""
    taken = {*voices_of(folder), *(link.voice for link in load_links(folder))}
    voice = next(name for n in range(1, len(taken) + 2) if (name := f"{role}_{n}") not in taken)
    make_own_folder(folder / "voices")
    save_voice(folder, Voice(id=voice, roles=(role,)))
    return RedirectResponse(f"/a/{request.path_params['name']}/full/{voice}/", 303)


def _form(folder: Path, voice: Id, says: PageMessages) -> Response:
    """The person's form as a file; its token is in it and nowhere else."""
    role = next(link.role for link in load_links(folder) if link.voice == voice)
    link, token = add(folder, role, "form", now().date(), voice)
    made = form(folder, content(), link, token, says.lang)
    headers = {"Content-Disposition": f'attachment; filename="form.{voice}.{says.lang}.html"'}
    return Response(made, media_type="text/html", headers=headers)


def _imported(request: Request, folder: Path) -> str:
    """Every file that was mailed back; one that cannot be used is told and keeps nobody else's out."""
    says: PageMessages = request.state.says
    told: list[str] = []
    wrong: list[Complaint] = []
    for file in request.state.form.getlist("file"):
        if not isinstance(file, UploadFile) or not file.filename:
            continue
        try:
            taken = take_in_text(folder, content(), _text_of(file), file.filename, now())
            told.append(told_of(taken, content(), says.lang))
        except BadInput as bad:
            wrong += bad.complaints[:MOST_COMPLAINTS]
    if wrong and not told:
        raise BadInput(*wrong)
    return " ".join([*told, *map(says.complaint, wrong)]) or says.word("people_no_file")


def _text_of(file: UploadFile) -> str:
    try:
        return file.file.read(LARGEST + 1).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(Complaint("file_not_text", str(file.filename))) from None


def _listed(folder: Path) -> list[dict[str, Any]]:
    """Everybody who has a way in or a file: how long it is open, whether anything has come."""
    today = now().date()
    links: dict[Id, list[Link]] = {}
    for link in load_links(folder):
        links.setdefault(link.voice, []).append(link)
    return [
        {
            "voice": voice,
            "role": known[0].role,
            "open": any(link.open_on(today) for link in known),
            "until": max(link.until for link in known),
            "answered": voice_file(folder, voice).exists(),
        }
        for voice, known in sorted(links.items())
    ]


def enter(request: Request) -> Response:
    """A personal link: its token becomes a cookie and leaves the address.

    Whoever answers here already is asked first: a page from elsewhere must not put one into another's seat.
    """
    token, before = request.path_params["token"], cookie_of(request, "seat")
    if before and before != token and let_in(request, before) is None:
        return page(request, "enter", seat=request.state.seat, token=token)
    return switch(request)


def switch(request: Request) -> Response:
    """Into the seat of the link in the address, from whichever one."""
    token = request.path_params["token"]
    refused = let_in(request, token)
    if refused:
        return refused
    lang = request.query_params.get("lang")
    answer = RedirectResponse("/answer/" + (f"?lang={lang}" if lang in ("ru", "en") else ""), 303)
    set_cookie(request, answer, "seat", token, "/answer")
    return answer
