"""The interview on pages: one question each, saved before the next is shown; the interview decides which."""

from collections.abc import Iterator, Mapping
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from audit.content.answer_values import MOST_NOTE, Mistake, refuse_unprintable
from audit.diagnosis.contradictions import within
from audit.interview.opening import now
from audit.interview.session import AskedQuestion, InterviewSession
from audit.model import GRADES, Answer, Id, Key, key_of
from audit.web.form_fields import Fields, Form
from audit.web.pages import PageMessages, page, refusal
from audit.web.respondent import Seat


def here(request: Request) -> Response:
    """To where it stopped, or to the end."""
    seat: Seat = request.state.seat
    stopped = seat.talk().where_it_stopped()
    return _to(seat.address(stopped.key) if stopped else f"{seat.base}/done")


def question(request: Request) -> Response:
    """A question; with a form: its answer, saved, and on to what comes next."""
    seat: Seat = request.state.seat
    talk = seat.talk()
    key = key_of(request.path_params["question"], request.path_params.get("place"))
    asked = talk.at(key)
    if asked is None:
        return refusal(request, 404, "not_asked")
    if request.method == "POST":
        return _answered(request, seat, talk, asked)
    return _page(request, seat, talk, asked)


def _answered(request: Request, seat: Seat, talk: InterviewSession, asked: AskedQuestion) -> Response:
    typed: FormData = request.state.form
    does = typed.get("do", "answer")
    if does == "later":
        following = talk.after(asked.key)
        return _to(seat.address(following.key) if following else f"{seat.base}/done")
    if does == "more":
        return _page(request, seat, talk, asked, typed)
    try:
        answer = _answer(request, seat, talk, asked, typed, str(does))
    except Mistake as mistake:
        says: PageMessages = request.state.says
        wrong = says.say(f"wrong_{mistake.what}", **{"value": mistake.value, **mistake.more})
        return _page(request, seat, talk, asked, typed, wrong)
    return _saved(request, seat, asked, answer)


def _saved(request: Request, seat: Seat, asked: AskedQuestion, answer: Answer) -> Response:
    """The answer on disk and, where a section ends, a look back at it."""

    def change(talk: InterviewSession) -> InterviewSession:
        if talk.at(asked.key) is None:  # another answer withdrew it in the meantime
            raise LookupError(asked.key)
        answered = talk.with_answer(asked, answer)
        following = answered.after(asked.key)
        return answered.resting_at(following.key if following else None)

    try:
        talk = seat.change(change)
    except LookupError:
        return refusal(request, 409, "not_asked")
    following = talk.after(asked.key)
    if following is None or following.question.section != asked.question.section:
        return _to(seat.section(asked.question.section))
    return _to(seat.address(following.key))


def _answer(
    request: Request, seat: Seat, talk: InterviewSession, asked: AskedQuestion, typed: FormData, does: str
) -> Answer:
    """What the form says. Raises Mistake."""
    for _, said in typed.multi_items():
        refuse_unprintable(str(said), "value")
    free = not asked.question.sets  # the audit's own fields must be known, and everybody sees them
    note = str(typed.get("note", "")).strip() if free else ""
    reason = str(typed.get("reason", "")).strip()
    state, value = "given", None
    if does == "not_applicable" and free:
        if not reason:
            raise Mistake("no_reason")
        state, note = "not_applicable", reason
    elif does == "dont_know" and free:
        state = "dont_know"
    else:
        value = Form(seat.content, request.state.says.lang, talk, asked).value(typed)
    if len(note) > MOST_NOTE:
        raise Mistake("too_long", most=str(MOST_NOTE))
    grade = typed.get("grade", "told")
    return Answer.model_validate(
        {
            "state": state,
            "value": value,
            "note": note,
            "grade": grade if grade in GRADES and free else "told",
            "auditor_only": free and typed.get("auditor_only") == "true",
            "at": now(),
        }
    )


def _page(
    request: Request,
    seat: Seat,
    talk: InterviewSession,
    asked: AskedQuestion,
    typed: FormData | None = None,
    wrong: str = "",
) -> Response:
    says: PageMessages = request.state.says
    known = talk.lookup(asked.key)
    before = known if isinstance(known, Answer) else None
    last = talk.last_time(asked.key)
    stands = before or last
    fields = Form(seat.content, says.lang, talk, asked).fields(stands.value if stands else None, typed)
    return page(
        request,
        "question",
        422 if wrong else 200,
        seat=seat,
        asks=seat.content.asks(asked.key).in_(says.lang),
        question=asked.question,
        why=asked.question.why.in_(says.lang),
        example=asked.question.example.in_(says.lang),
        f=fields,
        note=_note(before, typed),
        before=before,
        said=_said(seat, asked, before, says) if before else "",
        last=_said(seat, asked, last, says) if last else "",
        wrong=wrong,
        wrong_at=_wrong_at(fields),
        back=_back(seat, talk, asked.key),
        title=_title(seat, asked.question.section, says),
        progress=_progress(talk, asked.question.section),
        grades=GRADES,
        longest_note=MOST_NOTE,
    )


def _wrong_at(fields: Fields) -> str:
    return {"steps": "metric_0", "columns": "headings", "one": "value_0", "many": "value_0"}.get(
        fields.kind, "value"
    )


def _note(before: Answer | None, typed: FormData | None) -> Mapping[str, Any]:
    """What surrounds the value, as typed or as confirmed."""
    if typed:
        return {
            "text": str(typed.get("note", "")),
            "reason": str(typed.get("reason", "")),
            "grade": str(typed.get("grade", "told")),
            "auditor_only": typed.get("auditor_only") == "true",
        }
    absent = before is not None and before.state == "not_applicable"
    note = before.note if before else ""
    return {
        "text": "" if absent else note,
        "reason": note if absent else "",
        "grade": before.grade if before else "told",
        "auditor_only": bool(before and before.auditor_only),
    }


def _back(seat: Seat, talk: InterviewSession, key: Key) -> str:
    earlier = talk.before(key)
    return seat.address(earlier.key) if earlier else f"{seat.base}/answers"


def _progress(talk: InterviewSession, section: Id) -> Mapping[str, int]:
    answered, asked = talk.progress(section)
    return {"answered": answered, "asked": asked}


def _title(seat: Seat, section: Id, says: PageMessages) -> str:
    return next(s.title for s in seat.content.sections if s.id == section).in_(says.lang)


def _said(seat: Seat, asked: AskedQuestion, answer: Answer, says: PageMessages) -> str:
    return seat.content.spoken(asked.question, answer.state, answer.value).in_(says.lang)


# --- looking back ------------------------------------------------------------------------------------


def section(request: Request) -> Response:
    """A section's answers on one page, each to be corrected, before going on."""
    seat: Seat = request.state.seat
    talk, says = seat.talk(), request.state.says
    wanted = request.path_params["section"]
    if wanted not in {s.id for s in seat.content.sections}:
        return refusal(request, 404, "not_found")
    rows = list(_rows(seat, talk, says, wanted))
    title = _title(seat, wanted, says)
    odd = [seat.content.messages[one.id].in_(says.lang) for one in within(talk, wanted)]
    return page(request, "section", seat=seat, title=title, rows=rows, section=wanted, odd=odd)


def answers(request: Request) -> Response:
    """Every section with how far it is."""
    seat: Seat = request.state.seat
    return page(request, "answers", seat=seat, sections=sections(seat, seat.talk(), request.state.says))


def done(request: Request) -> Response:
    """The end: what was answered, and what can be done now."""
    seat: Seat = request.state.seat
    talk = seat.talk()
    answered, asked = talk.progress()
    left = sections(seat, talk, request.state.says) if answered < asked else []
    return page(request, "done", seat=seat, answered=answered, asked=asked, sections=left)


def sections(seat: Seat, talk: InterviewSession, says: PageMessages) -> list[Mapping[str, Any]]:
    return [
        {
            "title": s.title.in_(says.lang),
            "address": seat.section(s.id),
            "answered": talk.progress(s.id)[0],
            "asked": talk.progress(s.id)[1],
        }
        for s in seat.content.sections
        if talk.progress(s.id)[1]
    ]


def _rows(seat: Seat, talk: InterviewSession, says: PageMessages, wanted: Id) -> Iterator[Mapping[str, str]]:
    for one in talk.asked():
        if one.question.section != wanted:
            continue
        answer = talk.lookup(one.key)
        yield {
            "asks": seat.content.asks(one.key).in_(says.lang),
            "said": _said(seat, one, answer, says) if isinstance(answer, Answer) else says.word("no_answer"),
            "note": answer.note if isinstance(answer, Answer) else "",
            "address": seat.address(one.key),
        }


def _to(address: str) -> Response:
    return RedirectResponse(address, 303)
