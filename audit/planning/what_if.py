"""While no conversion is known: what a guess would mean, marked as such, and what to count until then."""

from collections.abc import Iterable
from datetime import date, timedelta

from audit.content.answer_values import SALE
from audit.content.loader import Content
from audit.facts.facts import Facts
from audit.i18n.notation import out_of
from audit.model import CountingTask, Estimate, Id, WhatIf
from audit.planning.required_actions import EVEN
from audit.planning.sources_of_sales import target_of
from audit.planning.staff import Notes, staff
from audit.planning.working_days import DAY, Workdays, week_of
from audit.stats.conversion_odds import Source, atoms, factors_needed, opinion, within

SHORT_CYCLE = 7  # days: two weeks of counting see such sales through; our judgement
FEW_WEEKS, MORE_WEEKS = 2, 4  # of counting; two to four, our judgement


def what_if(facts: Facts, content: Content, probability: float) -> Iterable[WhatIf]:
    """The whole target through one channel, for each channel somebody guessed about."""
    notes = Notes(content)
    target, roles = target_of(facts, notes), staff(facts, notes)
    person_days = sum(role.person_days for role in roles.values())
    for channel in facts.places["channel"]:
        low, high = facts.number("guess_low", channel), facts.number("guess_high", channel)
        if not low or not high or low > high or not person_days:
            continue
        rate = (low + high) / 200
        width = max((high - low) / (high + low), 0.01)
        touches = target.per_month * target.months / rate
        source = Source(touches, atoms(opinion(rate, width)), True, target.worth, target.spread)
        factors = factors_needed([source], target.total)
        month = [
            touches * k / target.months for k in (1.0, within(factors, EVEN), within(factors, probability))
        ]
        yield WhatIf(
            channel=channel,
            low=low / 100,
            high=high / 100,
            per_period=Estimate(point=month[0], even=month[1], safe=month[2]),
            per_seller_per_day=Estimate(
                point=month[0] / person_days, even=month[1] / person_days, safe=month[2] / person_days
            ),
            says=content.tell(
                "what_if",
                channel=content.named(channel),
                low=low,
                high=high,
                even=month[1],
                safe=month[2],
                odds=_odds(content, probability),
            ),
        )


def _odds(content: Content, probability: float) -> object:
    n, of = out_of(probability)
    return content.tell("odds_ten" if of == 10 else "odds_hundred", n=n)  # 10 as `out_of` says, by definition


def tally(facts: Facts, content: Content, as_of: date, country: str) -> CountingTask:
    """What to count, for how long, and from when a plan is possible."""
    cycle = facts.number("cycle_days")
    weeks = FEW_WEEKS if cycle is not None and cycle <= SHORT_CYCLE else MORE_WEEKS
    days = Workdays(country, week_of(facts.number("working_days") or 0))
    starts = as_of + DAY * (-as_of.weekday() % 7)
    ready = starts + timedelta(weeks=weeks, days=round(cycle or 0))
    while not days.is_worked(ready):
        ready += DAY
    says = content.tell("tally_says", weeks=weeks, day=ready)
    if cycle is None:
        silent = content.tell("tally_no_cycle")
        says = content.say(type(says)(ru="{a} {b}", en="{a} {b}"), a=says, b=silent)
    steps = {channel: _steps(channel, facts, content) for channel in facts.places["channel"]}
    return CountingTask(weeks=weeks, starts=starts, possible_from=ready, steps=steps, says=says)


def _steps(channel: Id, facts: Facts, content: Content) -> tuple[Id, ...]:
    """The company's own steps; while it named none, the channel's first action and the sale."""
    own = tuple(step.metric for step in facts.steps(channel))
    if own:
        return own if own[-1] == SALE else (*own, SALE)
    first = (m.id for m in content.metrics.values() if m.channel == channel and m.kind == "action")
    return (*list(first)[:1], SALE)
