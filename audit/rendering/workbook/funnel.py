"""The funnel: the audit's conversions beside measured ones, and what the next period's plan takes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from math import prod
from typing import Any

from audit.model import FEWEST_FOR_A_RATE, ChannelSteps, Id, PlannedAction
from audit.rendering.workbook.sheets import Book, total, within

FIRST = 9  # row of the first channel's heading; layout, our judgement
MEASURED = 27  # days from the first to the last of four weeks; our judgement
FROM, TO = "$B$4", "$B$5"
HEADS = (
    "step",
    "audit_entered",
    "audit_passed",
    "audit_rate",
    "reports_entered",
    "reports_passed",
    "crm_entered",
    "crm_passed",
    "rate_in_force",
    "month_now",
    "month_next",
)


@dataclass(frozen=True)
class Block:
    """A channel's rows: its steps from `first` on, the sale below them. `sales` a month by the plan."""

    known: ChannelSteps
    first: int
    entered: float
    sales: float

    @property
    def sale(self) -> int:
        return self.first + len(self.known.steps)

    @property
    def own(self) -> bool:
        """Whether the sellers can touch more people; otherwise they come by themselves."""
        return self.known.supply is None

    def row_of(self, metric: Id) -> int:
        steps = [step.metric for step in self.known.steps]
        return self.first + steps.index(metric) if metric in steps else self.sale


def blocks(book: Book) -> tuple[Block, ...]:
    found, row = [], FIRST
    for known in book.document.papers.channels:
        entered = _planned(book, known.channel, known.steps[0].metric)
        chain = prod(step.rate or 0 for step in known.steps)
        found.append(Block(known, row + 2, entered, entered * chain))
        row += len(known.steps) + 4
    return tuple(found)


def _planned(book: Book, channel: Id, metric: Id) -> float:
    """A month of the whole department by the point plan, over all roles that do it."""
    of = [a for a in book.document.plan.actions if (a.channel, a.metric, a.step) == (channel, metric, None)]
    return sum(action.per_period.point for action in of)


def actions_at(book: Book) -> tuple[int, int]:
    """First and last row of the table of actions."""
    there = blocks(book)
    first = (there[-1].sale + 5) if there else FIRST + 3
    return first, first + max(len(book.document.plan.actions), 1) - 1


def funnel(book: Book) -> None:
    say, looks = book.say, book.looks
    sheet = book.sheet("funnel", say("funnel_title"), (40, 24, 24, 14, 14, 14, 14, 14, 14, 14, 14))
    book.text(sheet, 1, 0, say("funnel_lead", least=FEWEST_FOR_A_RATE), "lead")
    starts = book.document.papers.starts
    for row, label, day in (
        (3, "measured_from", starts),
        (4, "measured_to", starts + timedelta(days=MEASURED)),
    ):
        book.text(sheet, row, 0, say(label), "label")
        sheet.write_datetime(row, 1, day, looks["yellow_date"])
    book.text(sheet, 5, 0, say("count_by"), "label")
    sheet.write_string(5, 1, say("count_together"), looks["yellow"])
    both = [say("count_together"), say("count_measured")]
    sheet.data_validation(5, 1, 5, 1, {"validate": "list", "source": both})
    there = blocks(book)
    if not there:
        book.text(sheet, FIRST - 2, 0, say("funnel_unknown"), "lead")
    for block in there:
        _block(book, sheet, block, there)
    _actions(book, sheet, {block.known.channel: block for block in there})


def _block(book: Book, sheet: Any, block: Block, there: tuple[Block, ...]) -> None:
    """One channel: counts, conversions, and a month by them, up from the sale or down from the enquiry."""
    looks = book.looks
    name = book.named(block.known.channel)
    title = name if block.own else book.say("comes_by_itself", channel=name)
    book.text(sheet, block.first - 3, 0, title, "part")
    book.heads(sheet, block.first - 2, [book.say(head) for head in HEADS])
    for n in range(len(block.known.steps)):
        _step(book, sheet, block, n)
    at = block.sale
    book.text(sheet, at - 1, 0, book.say("sale"), "strong")
    for column in range(1, 9):
        sheet.write_blank(at - 1, column, None, looks["cell"])
    _month(book, sheet, block, there)


def _step(book: Book, sheet: Any, block: Block, n: int) -> None:
    step, at, looks = block.known.steps[n], block.first + n, book.looks
    after = block.known.steps[n + 1].metric if n + 1 < len(block.known.steps) else block.known.sale
    book.text(sheet, at - 1, 0, book.of(book.document.metrics[step.metric].name), "strong")
    counted = step.percent is None and step.entered is not None and step.passed is not None
    for column, count in ((1, step.entered), (2, step.passed)):
        if counted:
            sheet.write_number(at - 1, column, count, looks["whole"])
        else:
            sheet.write_blank(at - 1, column, None, looks["whole"])
    if counted:
        sheet.write_formula(at - 1, 3, f"=$C{at}/$B{at}", looks["rate"], step.rate)
    else:
        sheet.write_number(at - 1, 3, step.rate or 0, looks["rate"])
    for column, metric in ((4, step.metric), (5, after)):
        said = _reported(book, block.known.channel, metric)
        nothing = 0 if said.startswith("SUMIFS") else ""
        sheet.write_formula(at - 1, column, f"={said}", looks["whole"], nothing)
    for column in (6, 7):
        sheet.write_blank(at - 1, column, None, looks["yellow_whole"])
    sheet.write_formula(at - 1, 8, _rate(book, at), looks["rate"], step.rate)


def _rate(book: Book, at: int) -> str:
    """The conversion in force: what people corrected comes before what the entries show."""
    entered = f'IF($G{at}<>"",$G{at},$E{at})'
    passed = f'IF($H{at}<>"",$H{at},$F{at})'
    enough = f"AND(ISNUMBER({entered}),ISNUMBER({passed}),N({entered})>={FEWEST_FOR_A_RATE})"
    alone = f'OR($B$6="{book.say("count_measured")}",$B{at}="")'
    measured = f"IF({alone},{passed}/{entered},($C{at}+{passed})/($B{at}+{entered}))"
    return f"=IF({enough},MIN(1,{measured}),$D{at})"


def _reported(book: Book, channel: Id, metric: Id) -> str:
    """What the daily entries hold of a step; nothing where nobody split a shared metric by channel."""
    users = [c.channel for c in book.document.papers.channels if metric in _metrics(c)]
    alone = users == [channel]
    parts = [(team, row) for team in book.teams for row in team.rows if row.line.metric == metric]
    parts = [(team, row) for team, row in parts if row.kind == "sum"]
    if not parts:
        return '""'
    if alone:
        return "+".join(total(book, team, row, within(book, team, FROM, TO)) for team, row in parts)
    name = book.named(channel)
    mine = [total(book, t, row, within(book, t, FROM, TO, channel=f'"{name}"')) for t, row in parts]
    split = [total(book, t, row, within(book, t, FROM, TO, channel='"?*"')) for t, row in parts]
    return f'IF({"+".join(split)}=0,"",{"+".join(mine)})'


def _metrics(known: ChannelSteps) -> tuple[Id, ...]:
    return (*(step.metric for step in known.steps), known.sale)


# --- a month -----------------------------------------------------------------------------------------


def _month(book: Book, sheet: Any, block: Block, there: tuple[Block, ...]) -> None:
    """J by the audit's conversions, K by those in force."""
    look = book.looks["tenths"]
    rows = range(block.first, block.sale)
    month = [_of_step(block, at) for at in range(block.first, block.sale + 1)]
    if block.own:
        sheet.write_number(block.sale - 1, 9, block.sales, look)
        sheet.write_formula(block.sale - 1, 10, _own_sales(block, there), look, block.sales)
        for n, at in enumerate(rows):
            sheet.write_formula(at - 1, 9, f"=$J{at + 1}/$D{at}", look, month[n])
            after = f'=IF(N($I{at})=0,"",N($K{at + 1})/$I{at})'
            sheet.write_formula(at - 1, 10, after, look, month[n])
        return
    sheet.write_number(block.first - 1, 9, block.entered, look)
    sheet.write_formula(block.first - 1, 10, _comes(block, there), look, block.entered)
    for n, at in enumerate(rows, 1):
        sheet.write_formula(at, 9, f"=$J{at}*$D{at}", look, month[n])
        sheet.write_formula(at, 10, f"=$K{at}*$I{at}", look, month[n])


def _own_sales(block: Block, there: tuple[Block, ...]) -> str:
    """What the other channels bring more or less is made up here, in proportion to the present shares."""
    others = [b for b in there if not b.own]
    mine = "+".join(f"$J${b.sale}" for b in there if b.own)
    if not others or not block.sales:
        return f"=$J{block.sale}"
    gap = "-".join(["+".join(f"$J${b.sale}" for b in others), *(f"$K${b.sale}" for b in others)])
    return f"=MAX(0,$J{block.sale}+({gap})*$J{block.sale}/({mine}))"


def _comes(block: Block, there: tuple[Block, ...]) -> str:
    """As many as come by themselves; where no other channel can make up, as many as the target takes."""
    if any(b.own and b.sales for b in there):
        return f"=$J{block.first}"
    others = [b for b in there if not b.own and b.sales]
    wanted = "+".join(f"$J${b.sale}" for b in others)
    brought = "+".join(f"$J${b.first}*PRODUCT($I${b.first}:$I${b.sale - 1})" for b in others)
    return f"=IFERROR($J{block.first}*({wanted})/({brought}),$J{block.first})" if others else "=0"


# --- the actions -------------------------------------------------------------------------------------


def _actions(book: Book, sheet: Any, by_channel: Mapping[Id, Block]) -> None:
    first, _ = actions_at(book)
    book.text(sheet, first - 3, 0, book.say("actions_title"), "part")
    heads = ("action", "channel", "role", "month_now", "day_now", "month_next", "day_next")
    book.heads(sheet, first - 2, [book.say(head) for head in heads], 44)
    for n, action in enumerate(book.document.plan.actions):
        _action(book, sheet, first + n, action, by_channel.get(action.channel or ""))


def _action(book: Book, sheet: Any, at: int, action: PlannedAction, block: Block | None) -> None:
    """A month of an action is its step's times its part in it; a day is a month over the days worked."""
    looks, month = book.looks, action.per_period.point
    day = action.per_seller_per_day.point
    book.text(sheet, at - 1, 0, book.of(book.document.metrics[action.metric].name), "strong")
    book.text(sheet, at - 1, 1, book.named(action.channel) if action.channel else "")
    book.text(sheet, at - 1, 2, book.named(action.role))
    step = block.row_of(action.step or action.metric) if block else 0
    whole = _of_step(block, step) if block else 0.0
    for column, source in ((3, "J"), (5, "K")):
        if block and whole:
            sheet.write_formula(
                at - 1, column, f"=N(${source}${step})*{month / whole!r}", looks["tenths"], month
            )
        else:
            sheet.write_number(at - 1, column, month, looks["tenths"])
        each = day / month if month else 0.0
        letter = "D" if column == 3 else "F"
        sheet.write_formula(at - 1, column + 1, f"=${letter}{at}*{each!r}", looks["hundredths"], day)


def _of_step(block: Block, row: int) -> float:
    """A month of a step by the plan."""
    rates = [step.rate or 0 for step in block.known.steps[: row - block.first]]
    return block.entered * prod(rates)
