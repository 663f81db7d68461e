"""Values as people write them: typed in the interview or standing in a file, checked by their question."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from audit.files.errors import short
from audit.files.strict_yaml import Tree
from audit.model import Column, Id, Question, Step, Value


class Mistake(Exception):
    """A value that cannot be meant: `what` is a message id, `at` the place inside the answer."""

    def __init__(self, what: str, value: str = "", at: str = "", **more: str) -> None:
        super().__init__(what)
        self.what, self.value, self.at, self.more = what, short(value), at, more


# limits of what a person answers on a page or in a form
MOST_TEXT = 500  # characters of a name or text, a line of a page; our judgement
MOST_NOTE = 5_000  # characters of a note, two pages; our judgement
MOST_ROWS = 200  # of a table; the longest report we met has 60 columns; our judgement

SALE = "deals_won"  # the step that closes a funnel
LEAST_PERCENT = 0.000001  # one sale in a hundred million; less is a slip of the pen; our judgement
THOUSANDS = re.compile(r"^\d{1,3}(,\d{3})+$")  # 1,000 is one to a Russian and a thousand to an Englishman

# limits of the numbers inside a funnel, which stand outside any question of their own
PERCENT = Question.model_construct(kind="percent", least=0, most=100)
COUNT = Question.model_construct(kind="count", least=0, most=1_000_000_000)


def value_of(question: Question, said: Tree) -> Value:
    """A typed value from what stands in a file, as the question demands. Raises a complaint in waiting."""
    if question.kind == "steps":
        return _steps(said, question)
    if question.kind == "columns":
        return _columns(said)
    if question.kind == "many":
        if not isinstance(said, list) or not all(isinstance(s, str) for s in said):
            raise Mistake("not_list", str(said), "value")
        return tuple(dict.fromkeys(_option(question, s) for s in said))
    if not isinstance(said, str):
        raise Mistake("not_text", at="value")
    if question.kind == "one":
        return _option(question, said)
    if question.kind in ("text", "country"):
        return line_of(said, "value")
    return number_of(question, said)


def line_of(said: str, at: str) -> str:
    """A line a person wrote, without space around it; empty, endless or unprintable ones are refused."""
    if not said.strip():
        raise Mistake("field_empty", at=at)
    refuse_long(said, at, MOST_TEXT)
    refuse_unprintable(said, at)
    return said.strip()


def refuse_long(said: str, at: str, most: int) -> None:
    """More characters than a page of the report can bear."""
    if len(said) > most:
        raise Mistake("too_long", said, at, most=str(most))


def refuse_unprintable(said: str, at: str) -> None:
    """Characters no document can hold: control characters, halves of a character, code points of nobody."""
    for sign in said:
        unprintable = unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\t\n\r"
        if unprintable or ord(sign) & 0xFFFE == 0xFFFE:
            raise Mistake("not_printable", said, at)


def _option(question: Question, said: str) -> Id:
    """An option's id as it is written, or as another program wrote it who read `no` as false."""
    allowed = [option.id for option in question.options]
    if said.lower() in ("no", "false") and "no" in allowed:
        return "no"
    if said not in allowed:
        raise Mistake("option_unknown", said, "value", allowed=", ".join(allowed))
    return said


def number_of(question: Question, said: str) -> int | float:
    """A number as a person types it: decimal comma, spaces between thousands, a closing per cent sign."""
    plain = said.strip().removesuffix("%").replace("\u00a0", "").replace("\u202f", "").replace(" ", "")
    if THOUSANDS.match(plain):
        raise Mistake("number_ambiguous", said, "value", plain=plain.replace(",", ""))
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
        raise Mistake("not_steps", at="value")
    steps = tuple(_step(step, question, f"value.{index}") for index, step in enumerate(said))
    metrics = [step.metric for step in steps]
    for index, metric in enumerate(metrics):
        if metric in metrics[:index]:
            raise Mistake("metric_twice", metric, f"value.{index}.metric")
        if metric == SALE and (index == 0 or index < len(metrics) - 1):
            raise Mistake("sale_not_last", metric, f"value.{index}.metric")
    return steps


def _step(said: Tree, question: Question, at: str) -> Step:
    if not isinstance(said, Mapping) or "metric" not in said:
        raise Mistake("field_missing", at=f"{at}.metric")
    if unknown := said.keys() - set(Step.model_fields):
        raise Mistake("field_unknown", at=f"{at}.{sorted(unknown)[0]}")
    if said["metric"] not in [option.id for option in question.options]:
        raise Mistake("metric_unknown", str(said["metric"]), f"{at}.metric")
    if ("entered" in said) != ("passed" in said) or {"percent", "passed"} <= said.keys():
        raise Mistake("counts_or_percent", at=at)
    try:
        return _counted(said["metric"], said)
    except Mistake as mistake:
        raise Mistake(mistake.what, mistake.value, f"{at}.{mistake.at}", **mistake.more) from None


def _counted(metric: Id, said: Mapping[str, Any]) -> Step:
    """A step with both counts, a percentage, or nothing known."""
    if "passed" in said:
        entered, passed = (_number_at(name, COUNT, said[name]) for name in ("entered", "passed"))
        if passed > entered:
            raise Mistake("passed_exceeds", str(passed), "passed", entered=str(entered))
        return Step(metric=metric, entered=int(entered), passed=int(passed))
    if "percent" in said:
        percent = _number_at("percent", PERCENT, said["percent"])
        if 0 < percent < LEAST_PERCENT:
            raise Mistake("out_of_range", str(said["percent"]), "percent", least="0.000001", most="100")
        return Step(metric=metric, percent=percent)
    return Step(metric=metric)


def _number_at(name: str, limits: Question, said: Tree) -> float:
    try:
        return number_of(limits, str(said))
    except Mistake as mistake:
        raise Mistake(mistake.what, mistake.value, name, **mistake.more) from None


def _columns(said: Tree) -> tuple[Column, ...]:
    """Columns of today's reports; a bare heading is short for a column with nothing but its name."""
    if not isinstance(said, list) or not said:
        raise Mistake("not_columns", at="value")
    if len(said) > MOST_ROWS:
        raise Mistake("too_many", at="value", most=str(MOST_ROWS))
    return tuple(_column(one, f"value.{index}") for index, one in enumerate(said))


def _column(said: Tree, at: str) -> Column:
    fields = {"name": said} if isinstance(said, str) else said
    if not isinstance(fields, Mapping):
        raise Mistake("not_columns", at=at)
    if unknown := fields.keys() - set(Column.model_fields):
        raise Mistake("field_unknown", at=f"{at}.{sorted(unknown)[0]}")
    name = fields.get("name")
    if not isinstance(name, str):
        raise Mistake("field_missing", at=f"{at}.name")
    fields = {**fields, "name": line_of(name, f"{at}.name")}
    refuse_long(str(fields.get("report", "")), f"{at}.report", MOST_TEXT)
    refuse_unprintable(str(fields.get("report", "")), f"{at}.report")
    by_hand = fields.get("by_hand")
    if by_hand not in (None, "true", "false"):
        raise Mistake("option_unknown", str(by_hand), f"{at}.by_hand", allowed="true, false")
    try:
        return Column.model_validate({**fields, "by_hand": None if by_hand is None else by_hand == "true"})
    except ValidationError as error:
        wrong = error.errors()[0]
        where = ".".join([at, *map(str, wrong["loc"])])
        allowed = str(wrong.get("ctx", {}).get("expected", "")).replace("'", "").replace(" or ", ", ")
        raise Mistake("option_unknown", str(wrong["input"]), where, allowed=allowed) from None


METRIC = re.compile(r"[a-z][a-z0-9_]*")
SHARE = re.compile(r"^(?P<passed>[\d\s]+)(?:/|из|of)(?P<entered>[\d\s]+)$", re.IGNORECASE)


def share_of(metric: Id, typed: str) -> Step:
    """A funnel step with its conversion as typed: "30%", "3 of 10", "3 из 10", "3/10"; nothing: not known.

    Raises Mistake for a share that cannot be meant, and for a metric that is no id of any catalogue.
    """
    if not METRIC.fullmatch(metric):
        raise Mistake("metric_unknown", metric, "metric")
    plain = typed.strip().replace("\u00a0", " ")
    if not plain:
        return Step(metric=metric)
    counts = SHARE.match(plain)
    return _counted(metric, counts.groupdict() if counts else {"percent": plain})
