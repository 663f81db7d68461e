"""Values as people write them: typed in the interview or standing in a file, checked by their question."""

import re
from collections.abc import Mapping
from typing import Any

from audit.files import Tree
from audit.model import Id, Question, Step, Value


class Mistake(Exception):
    """A value that cannot be meant: `what` is a message id, `at` the place inside the answer."""

    def __init__(self, what: str, value: str = "", at: str = "", **more: str) -> None:
        super().__init__(what)
        self.what, self.value, self.at, self.more = what, value[:80], at, more


# a bare percentage, for shares typed outside any question
PERCENT = Question.model_construct(kind="percent", least=0, most=100)


def value_of(question: Question, said: Tree) -> Value:
    """A typed value from what stands in a file, as the question demands. Raises a complaint in waiting."""
    if question.kind == "steps":
        return _steps(said, question)
    if question.kind == "many":
        if not isinstance(said, list) or not all(isinstance(s, str) for s in said):
            raise Mistake("not_list", str(said), "value")
        return tuple(_option(question, s) for s in said)
    if not isinstance(said, str):
        raise Mistake("not_text", at="value")
    if question.kind == "one":
        return _option(question, said)
    if question.kind in ("text", "country"):
        return said
    return number_of(question, said)


def _option(question: Question, said: str) -> Id:
    allowed = [option.id for option in question.options]
    if said not in allowed:
        raise Mistake("option_unknown", said, "value", allowed=", ".join(allowed))
    return said


def number_of(question: Question, said: str) -> int | float:
    """A number as a person types it: decimal comma, spaces between thousands, a closing per cent sign."""
    plain = said.strip().removesuffix("%").replace("\u00a0", "").replace("\u202f", "").replace(" ", "")
    try:
        value = float(plain.replace(",", "."))
    except ValueError:
        raise Mistake("not_number", said, "value") from None
    most = 100 if question.kind == "percent" else question.most
    if not question.least <= value <= most:  # refuses nan as well
        raise Mistake("out_of_range", said, "value", least=f"{question.least:g}", most=f"{most:.0f}")
    if value.is_integer():
        return int(value)
    if question.kind == "count":
        raise Mistake("not_whole", said, "value")
    return value


def _steps(said: Tree, question: Question) -> tuple[Step, ...]:
    if not isinstance(said, list) or not said:
        raise Mistake("not_list", str(said), "value")
    return tuple(_step(step, question, f"value.{index}") for index, step in enumerate(said))


def _step(said: Tree, question: Question, at: str) -> Step:
    if not isinstance(said, Mapping) or "metric" not in said:
        raise Mistake("field_missing", at=f"{at}.metric")
    if unknown := said.keys() - set(Step.model_fields):
        raise Mistake("field_unknown", at=f"{at}.{sorted(unknown)[0]}")
    if said["metric"] not in {option.id for option in question.options}:
        raise Mistake("metric_unknown", str(said["metric"]), f"{at}.metric")
    numbers: dict[str, Any] = {}
    for field in ("entered", "passed", "percent"):
        if field not in said:
            continue
        try:
            kind = "percent" if field == "percent" else "count"
            limits = question.model_copy(update={"kind": kind, "least": 0, "most": 1_000_000_000})
            numbers[field] = number_of(limits, str(said[field]))
        except Mistake as wrong:
            raise Mistake(wrong.what, wrong.value, f"{at}.{field}", **wrong.more) from None
    if numbers.get("passed", 0) > numbers.get("entered", numbers.get("passed", 0)):
        raise Mistake(
            "passed_exceeds", str(numbers["passed"]), f"{at}.passed", entered=str(numbers["entered"])
        )
    return Step(metric=said["metric"], **numbers)


SHARE = re.compile(r"^(?P<passed>[\d\s]+)(?:/|из|of)(?P<entered>[\d\s]+)$", re.IGNORECASE)


def share_of(metric: Id, typed: str) -> Step:
    """A funnel step with its conversion as typed: "30%", "3 of 10", "3 из 10", "3/10"; nothing: not known."""
    plain = typed.strip().replace("\u00a0", " ")
    if not plain:
        return Step(metric=metric)
    if counts := SHARE.match(plain):
        passed, entered = (int(re.sub(r"\s", "", counts[name])) for name in ("passed", "entered"))
        if passed > entered:
            raise Mistake("passed_exceeds", str(passed), entered=str(entered))
        return Step(metric=metric, entered=entered, passed=passed)
    return Step(metric=metric, percent=number_of(PERCENT, plain))
