"""The company's own funnels, as far as they are known: channels with every conversion to the sale."""

from dataclasses import dataclass
from math import prod

from audit.facts import Facts
from audit.model import Id, Key, Step, key_of
from audit.values import SALE

LEAST_CHAIN = 1e-12  # sales per first step; a channel below sells nothing; our judgement


@dataclass(frozen=True)
class Channel:
    """A channel whose every conversion is known. `supply`: leads a month that come by themselves."""

    id: Id
    steps: tuple[Step, ...]
    supply: float | None

    @property
    def rates(self) -> tuple[float, ...]:
        return tuple(step.rate or 0 for step in self.steps if step.metric != SALE)

    @property
    def chain(self) -> float:
        """Sales per first step."""
        return prod(self.rates)

    def quantities(self, sales: float) -> dict[Id, float]:
        """How many of each step that many sales take."""
        needed = {}
        for index, step in enumerate(self.steps):
            needed[step.metric] = sales / prod(self.rates[index:])
        return needed


def guessed(facts: Facts) -> bool:
    """Whether the company's conversions are its own guesses rather than counts."""
    return facts.value("conversions_known") not in ("measured", "measured_partly", "once_long_ago")


def known_channels(facts: Facts) -> tuple[list[Channel], tuple[Key, ...]]:
    """Channels whose whole chain is known, and the keys of those whose chain is not."""
    known, unknown = [], []
    for channel in facts.places["channel"]:
        steps = facts.steps(channel)
        found = Channel(channel, steps, facts.number("supply", channel))
        if steps and found.chain > LEAST_CHAIN:
            known.append(found)
        else:
            unknown.append(key_of("funnel", channel))
    return known, tuple(unknown)
