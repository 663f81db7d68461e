"""What today's activity is likely to bring, and the calculation in one line."""

from collections.abc import Mapping, Sequence

from audit.content.answer_values import SALE
from audit.facts.facts import Facts
from audit.facts.funnels import Channel
from audit.i18n import notation
from audit.i18n.wording import joined
from audit.model import Id, Likely, Text
from audit.planning.required_actions import ActionsNeeded
from audit.planning.sources_of_sales import Base, Pipeline, Target
from audit.planning.staff import Notes
from audit.stats.conversion_odds import Source, attained

HOPELESS = 0.01  # printed as fewer than one case in a hundred; our judgement


def today_of(channel: Channel, metric: Id, facts: Facts) -> float | None:
    """What the department does of a step in a month now; None: nobody knows."""
    if metric == channel.steps[0].metric:
        said = facts.number("touches_month", channel.id)
        if said is not None or channel.supply is not None:
            return said if said is not None else channel.supply
    months = facts.number("funnel_months")
    entered = next((step.entered for step in channel.steps if step.metric == metric), None)
    if metric == SALE and len(channel.steps) > 1:
        entered = channel.steps[-2].passed
    return None if not months or entered is None else entered / months


def today(asked: ActionsNeeded, channels: Sequence[Channel], facts: Facts, notes: Notes) -> Likely | None:
    """How likely today's first touches reach the target; None where some channel's are not known."""
    touches = {c.id: today_of(c, c.steps[0].metric, facts) for c in channels}
    if None in touches.values():
        return None
    target = asked.target
    made = [
        Source(
            (touches[c.id] or 0) * target.months, c.odds(c.steps[0].metric), True, target.worth, target.spread
        )
        for c in channels
    ]
    sure = attained([*made, *asked.anyway], target.total)
    says = "today_hopeless" if sure < HOPELESS else "today_sure" if sure > 1 - HOPELESS else "today_reaches"
    return Likely(probability=sure, says=notes.content.tell(says, percent=sure * 100))


def chain(
    target: Target,
    base: Base,
    pipeline: Pipeline,
    channels: Sequence[Channel],
    sales: Mapping[Id, float],
    notes: Notes,
) -> tuple[Text, ...]:
    """The point plan as a calculation anybody can repeat: the target, then every channel backwards."""
    tell = notes.content.tell
    repeat, opened = base.sales(target), pipeline.deals * pipeline.rate / target.months
    head = [tell("chain_target", target=target.per_month)]
    head += [tell("chain_base", n=repeat)] if repeat else []
    head += [tell("chain_open", n=opened)] if opened else []
    head += [tell("chain_left", n=max(target.per_month - repeat - opened, 0))] if repeat or opened else []
    lines = [joined(head, "")]
    lines += [_chain_of(c, sales[c.id], notes) for c in channels if sales[c.id]]
    return tuple(line for line in lines if line)


def _chain_of(channel: Channel, sales: float, notes: Notes) -> Text:
    named, amounts = notes.content.named, channel.quantities(sales)
    steps = [
        notes.content.tell(
            "chain_step", rate=(s.rate or 0) * 100, n=notation.whole(amounts[s.metric]), step=named(s.metric)
        )
        for s in reversed(channel.steps)
        if s.metric != SALE
    ]
    return notes.content.tell(
        "chain_channel", channel=named(channel.id), n=sales, sale=named(SALE), steps=joined(steps, "") or ""
    )
