"""The company's own funnels, as far as they are known: channels with every conversion to the sale."""

from dataclasses import dataclass
from math import exp, prod

from audit.content.answer_values import SALE
from audit.facts.facts import Facts
from audit.model import Id, Key, Step, key_of
from audit.stats.conversion_odds import Atoms, Beta, atoms, counted, opinion, path, within

LEAST_CHAIN = 1e-12  # sales per first step; a channel below sells nothing; our judgement
WIDTHS = {"tenth": 0.1, "quarter": 0.25, "half": 0.5}  # how far off, as answered; our judgement
MEASURED_WIDTH = 0.15  # ... of percentages somebody measured, without the counts; our judgement
GUESSED_WIDTH = 0.3  # ... of percentages named by feel; our judgement: people are surer than they should be
COUNTED = ("measured", "measured_partly", "once_long_ago")


@dataclass(frozen=True)
class Channel:
    """A channel whose every conversion is known. `supply`: leads a month that come by themselves.

    `width`: how far off a percentage without counts may be, as a part of it.
    """

    id: Id
    steps: tuple[Step, ...]
    supply: float | None
    width: float = MEASURED_WIDTH

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

    def within(self, step: Step) -> tuple[float, float]:
        """Between what the step's conversion lies in 8 cases of 10."""
        believed = atoms(self._belief(step))
        return exp(within(believed, 0.1)), exp(within(believed, 0.9))

    def odds(self, metric: Id) -> Atoms:
        """How likely a sale is from a step on, and how surely that is known."""
        at = [step.metric for step in self.steps].index(metric)
        return path(tuple(self._belief(step) for step in self.steps[at:] if step.metric != SALE))

    def _belief(self, step: Step) -> Beta:
        if step.passed is not None and step.entered:
            return counted(step.passed, step.entered)
        return opinion(step.rate or 0, self.width)

    def rests_on_opinion(self, metric: Id) -> bool:
        """Whether a conversion from the step on is a percentage without counts."""
        at = [step.metric for step in self.steps].index(metric)
        return any(step.passed is None for step in self.steps[at:] if step.metric != SALE)


def guessed(facts: Facts) -> bool:
    """Whether the company's conversions are its own guesses rather than counts.

    What stands behind a number is what was given with it: clients counted at a step are a count, whatever was
    said of conversions in general.
    """
    counted = any(_is_counted(facts, channel) for channel in facts.places["channel"])
    return _by_feel(facts) and not counted


def _by_feel(facts: Facts) -> bool:
    return facts.value("conversions_known") not in COUNTED


def _is_counted(facts: Facts, channel: Id) -> bool:
    fact = facts.get("funnel", channel)
    measured = fact is not None and fact.state == "given" and fact.grade == "measured"
    return measured or any(step.passed is not None for step in facts.steps(channel))


def width_of(facts: Facts) -> float:
    """How far off percentages without counts may be: as answered, else assumed."""
    said = WIDTHS.get(str(facts.value("share_error")))
    return said or (GUESSED_WIDTH if _by_feel(facts) else MEASURED_WIDTH)


def known_channels(facts: Facts) -> tuple[list[Channel], tuple[Key, ...]]:
    """Channels whose whole chain is known, and the keys of those whose chain is not."""
    known, unknown = [], []
    for channel in facts.places["channel"]:
        steps = facts.steps(channel)
        found = Channel(channel, steps, _supply(facts, channel), width_of(facts))
        if steps and found.chain > LEAST_CHAIN:
            known.append(found)
        else:
            unknown.append(key_of("funnel", channel))
    return known, tuple(unknown)


def _supply(facts: Facts, channel: Id) -> float | None:
    """Leads a month that come by themselves, in the season the plan is for."""
    supply = facts.number("supply", channel)
    return None if supply is None else supply * season(facts)


def season(facts: Facts) -> float:
    """Demand in the target's period as a part of an average month's; 1 while nobody said."""
    percent = facts.number("season_percent")
    return 1.0 if percent is None else percent / 100
