"""Several voices made one fact: the best evidence wins, equals may be disputed, sellers speak as one."""

from statistics import median

from audit.facts.claim_checks import spliced
from audit.model import GRADES, Answer, Audit, Fact, Key, Question, Respondent, Side, Step, Value

FEWEST_SELLERS = 3  # below that an aggregate would point at a person; design rule


def said_of(key: Key, question: Question, audit: Audit) -> Fact | None:
    """What the voices say to a question, as one fact; None where nobody the client may hear said anything."""
    alone: list[tuple[Answer, tuple[Respondent, ...]]] = []
    sellers: list[Answer] = []
    for voice in audit.voices:
        answer = voice.answers.get(key)
        if answer is None or answer.auditor_only:
            continue
        if voice.is_seller:
            sellers.append(answer)
        else:
            alone.append((answer, voice.roles))
    if len(sellers) >= FEWEST_SELLERS and (together := _as_one(sellers)):
        alone.append((together, ("seller",)))
    return _agreed(key, question, alone) if alone else None


def _as_one(sellers: list[Answer]) -> Answer | None:
    """What most of the sellers said, three at least: the median of numbers, the majority of options."""
    states = [answer.state for answer in sellers]
    state = max(sorted(set(states)), key=states.count)
    if states.count(state) < FEWEST_SELLERS or 2 * states.count(state) <= len(states):
        return None
    if state != "given":
        return Answer(state=state, at=max(a.at for a in sellers))
    given = [a.value for a in sellers if a.state == "given"]
    numbers = [v for v in given if isinstance(v, int | float)]
    value: Value
    if len(numbers) == len(given):
        value = float(median(numbers))
    else:
        most = max(sorted(set(given), key=repr), key=given.count)
        if 2 * given.count(most) <= len(given):
            return None
        value = most
    return Answer(value=value, grade="told", at=max(a.at for a in sellers))


def _agreed(key: Key, question: Question, said: list[tuple[Answer, tuple[Respondent, ...]]]) -> Fact:
    given = [(a, roles) for a, roles in said if a.state == "given"]
    everyone = tuple(dict.fromkeys(role for _, roles in said for role in roles))
    if not given:
        unknown = any(a.state == "dont_know" for a, _ in said)
        return Fact(
            key=key,
            state="dont_know" if unknown else "not_applicable",
            observable=question.observable,
            by=everyone,
        )
    best = max(GRADES.index(a.grade) for a, _ in given)
    heard = [(a, roles) for a, roles in given if GRADES.index(a.grade) == best]
    heard = [(a, roles) for a, roles in heard if "system" in roles] or heard  # it counted, they say so
    differ = any(a.value != heard[0][0].value for a, _ in heard)
    by = tuple(dict.fromkeys(role for _, roles in heard for role in roles))
    value = heard[0][0].value
    if question.kind == "steps" and "system" in by:
        value = _whole_funnel(value, [answer for answer, roles in given if "system" not in roles])
    sides = [Side(by=roles, value=a.value, grade=a.grade) for a, roles in given]
    return Fact(
        key=key,
        state="disputed" if differ else "given",
        value=None if differ else value,
        observable=question.observable or best > GRADES.index("told"),
        grade=GRADES[best],
        by=by,
        sides=tuple(sides) if len(sides) > 1 else (),
    )


def _whole_funnel(measured: Value, told: list[Answer]) -> Value:
    """A measured funnel with the steps before it that only people know of."""
    if not told or any(answer.value != told[0].value for answer in told):
        return measured
    believed, counted = (
        tuple(part for part in value if isinstance(part, Step)) if isinstance(value, tuple) else ()
        for value in (told[0].value, measured)
    )
    return spliced(believed, counted)
