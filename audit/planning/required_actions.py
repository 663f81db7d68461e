"""How many of every action suffice for an even chance and for a safe one, and what a plan brings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from audit.content.answer_values import SALE
from audit.facts.funnels import Channel
from audit.model import Estimate, Id
from audit.planning.sources_of_sales import Base, Pipeline, Target
from audit.stats.conversion_odds import Source, atoms, attained, factors_needed, within

EVEN = 0.5  # suffices every second time; design


@dataclass(frozen=True)
class ActionsNeeded:
    """The plan's question to chance: a target, what comes anyway, what grows with the plan.

    `anyway`: base and open deals; `fixed`: these, and leads that come by themselves where sellers have to
    find more. `growing`: per channel, first steps in the whole period of the point plan, or of one like it.
    """

    target: Target
    fixed: tuple[Source, ...]
    anyway: tuple[Source, ...]
    channels: Mapping[Id, Channel]
    growing: Mapping[Id, float]
    known: dict[tuple[Id, Id], list[float]] = field(default_factory=dict, compare=False)

    def sources(self, begun: Mapping[Id, Id] | None = None) -> list[Source]:
        """What brings the target, with some channels begun at a later step."""
        at = {c: self.channels[c].steps[0].metric for c in self.growing} | dict(begun or {})
        return [*(self._source(c, metric) for c, metric in at.items()), *self.fixed]

    def _source(self, channel: Id, metric: Id) -> Source:
        odds = self.channels[channel].odds(metric)
        return Source(self.attempts(channel, metric), odds, True, self.target.worth, self.target.spread)

    def attempts(self, channel: Id, metric: Id) -> float:
        """Steps of a channel in the whole period while the plan does not grow."""
        known = self.channels[channel]
        return known.quantities(self.growing[channel] * known.chain)[metric]

    def needed(self, channel: Id, metric: Id, probability: float) -> float:
        """How many of a step of a growing channel, in the whole period, suffice with the probability."""
        if metric == SALE and len(self.growing) == 1 and not self.fixed and not self.target.spread:
            return self.target.total  # the sales themselves: as many as are wanted
        if (channel, metric) not in self.known:
            found = factors_needed(self.sources({channel: metric}), self.target.total)
            self.known[channel, metric] = found
        return self.attempts(channel, metric) * within(self.known[channel, metric], probability)


@dataclass(frozen=True)
class Ranges:
    """The even and the safe plan beside the point plan."""

    even: ActionsNeeded
    safe: ActionsNeeded
    probability: float

    def share(self, channel: Channel, metric: Id, point: float) -> Estimate:
        """A month's number of a step, three ways."""
        return Estimate(
            point=point,
            even=_a_month(self.even, channel, metric, EVEN),
            safe=_a_month(self.safe, channel, metric, self.probability),
        )


def _a_month(asked: ActionsNeeded, channel: Channel, metric: Id, probability: float) -> float:
    if channel.id in asked.growing:
        return asked.needed(channel.id, metric, probability) / asked.target.months
    return channel.quantities((channel.supply or 0) * channel.chain)[metric]


def anyway(target: Target, base: Base, pipeline: Pipeline) -> tuple[Source, ...]:
    """What the base and the open deals bring whatever the plan."""
    found = []
    if base.response:
        touches = sum(base.touches.values()) * target.months
        found.append(Source(touches, atoms(base.response), False, base.worth, target.spread))
    if pipeline.odds:
        found.append(Source(pipeline.deals, atoms(pipeline.odds), False, target.worth, target.spread))
    return tuple(found)


def ranges(
    target: Target,
    channels: Sequence[Channel],
    parts: Mapping[Id, float],
    known: tuple[Source, ...],
    probability: float,
) -> Ranges:
    """The two plans; one question to chance where both lean on the same channels."""
    even = _asked(target, channels, parts, known, EVEN)
    safe = _asked(target, channels, parts, known, probability)
    return Ranges(even, even if safe.growing == even.growing else safe, probability)


def _asked(
    target: Target,
    channels: Sequence[Channel],
    parts: Mapping[Id, float],
    known: tuple[Source, ...],
    probability: float,
) -> ActionsNeeded:
    """Who has to bring more when luck is bad: what comes by itself while it suffices, else the sellers."""
    by_id = {c.id: c for c in channels}
    leads = {c.id: c.supply * target.months for c in channels if c.supply}
    supply = ActionsNeeded(target, known, known, by_id, leads)
    if not parts or (supply.growing and attained(supply.sources(), target.total) >= probability):
        return supply
    whole = target.per_month * target.months
    growing = {c: whole * part / by_id[c].chain for c, part in parts.items() if part}
    came = tuple(replace(source, grows=False) for source in supply.sources())
    return ActionsNeeded(target, came, known, by_id, growing)
