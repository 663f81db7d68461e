"""The first page: a new audit, an audit to go on with, an example. It loads no content."""

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from audit.web.library import EXAMPLE, Library
from audit.web.pages import content, page, refusal
from audit.web.security import fingerprint, same
from audit.web.session import once, set_cookie, wrong_guess

WHO = ("owner", "owner_and_head", "head", "consultant")  # a seller comes by a link


def enter(request: Request) -> Response:
    """The link that the command prints: its key becomes a cookie and leaves the address."""
    key = request.query_params.get("key", "")
    if not same(fingerprint(key), request.app.state.key):
        return wrong_guess(request, "refused_key")
    answer = RedirectResponse("/", 303)
    set_cookie(request, answer, "desk", key, "/")
    return answer


def start(request: Request) -> Response:
    """What can be done here."""
    library: Library = request.app.state.library
    audits = [(name, _company(folder, name)) for name, folder in library.folders().items() if name != EXAMPLE]
    new = library.new() is not None
    answer = page(request, "start", audits=audits, new=new, who=WHO, home="/")
    answer.background = BackgroundTask(content)  # while the reader reads, what the next page needs is loaded
    return answer


def _company(folder: object, name: str) -> str:
    """What the audit is called, without loading what it takes to understand it."""
    from pathlib import Path

    from audit.files.errors import BadInput
    from audit.files.strict_yaml import read

    try:
        company = read(Path(str(folder)) / "audit.yaml").tree.get("company", "")
    except BadInput:
        return name
    return company if isinstance(company, str) and company else name


def new(request: Request) -> Response:
    """A new audit with its first respondent, saved; then the first question."""
    from audit.files.errors import BadInput, Complaint
    from audit.interview.opening import WHO as ROLES
    from audit.interview.opening import open_audit
    from audit.model import Voice
    from audit.storage.audit_folder import save_audit, save_voice
    from audit.web.respondent import DEPTHS

    library: Library = request.app.state.library
    who, depth = str(request.state.form.get("who", "")), str(request.state.form.get("depth", ""))
    if who not in WHO or depth not in DEPTHS:
        return refusal(request, 400, "start_choose")

    def begun() -> Response:
        with library.turn(library.home):  # two at once must not take the same name
            made = library.new()
            if made is None:
                raise BadInput(Complaint("audit_there", ""))
            name, folder = made
            save_audit(folder, open_audit(folder, content(), request.state.says.lang))
            save_voice(folder, Voice(id=ROLES[who][0], roles=ROLES[who]))
        return RedirectResponse(f"/a/{name}/{depth}/{ROLES[who][0]}/", 303)

    return once(request, f"{who} {depth}", begun)


def example(request: Request) -> Response:
    """The example company's audit, to look at and to play with."""
    library: Library = request.app.state.library
    return RedirectResponse(f"/a/{library.shown_example()}/", 303)
