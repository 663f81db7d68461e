"""From the catalogue to the few metrics of this company, with the reason for each choice and rejection."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from audit.content.loader import Content
from audit.diagnosis.causes.crm_data_unreliable import SOUND
from audit.diagnosis.causes.manual_burden import REKEYED, TOO_LONG
from audit.diagnosis.causes.staff_resistance import FILED_FEW
from audit.facts.facts import FOLLOW_UP, Facts
from audit.facts.roles import does, stages_of
from audit.i18n.wording import joined
from audit.model import STAGES, TEMPERATURES, Id, Metric, Recommendation, RecommendedMetric, Stage, Text

MOST_LINES = 9  # one seller fills in or answers for; design rule
MOST_PER_STAGE = {
    1: 5,
    2: 4,
    3: 4,
}  # by stages worked, of the design's 3 to 5; own funnel steps; our judgement
ENOUGH_PER_STAGE = {1: 5, 2: 3, 3: 3}  # where other metrics join the own steps; our judgement
PASSED_BY: set[Id] = {"telephony", "messengers"}  # by contact on personal phones and in personal chats
NEIGHBOURS = 3  # rejected metrics of a stage that are told; more would bury the choice; our judgement
COUNTED: dict[Stage, Id] = {
    "leadgen": "first_touches_counted",
    "conversion": "lead_actions_counted",
    "repeat": "base_touches_counted",
}
ALWAYS_BESIDE: tuple[Id, ...] = ("deals_won", "repeat_orders")  # the results of conversion and of the base
BESIDE: Mapping[Id, Id] = {  # results a machine can set beside the action that brings them
    "productive_visits": "route_visits",
    "trial_activation": "pilots",
    "temp_up": "nurture",
    "stage_moves": "next_step",
    "react_returns": "react_attempts",
}
NOBODYS_NORM: frozenset[Id] = frozenset({"in_accepted"})  # what comes in by itself; sources: causes
PREFERRED: tuple[
    Id, ...
] = (  # where several fit: fast answer, next step, touches after an offer; lesson 5 to 7
    "in_sla",
    "appointments_set",
    "offer_touches",
    "proposals",
    "meet_held",
    "requal",
    "nurture",
    "next_step",
    "base_touches",
    "campaign_touches",
    "react_attempts",
    "g_call_quality",
    "g_crm_complete",
)


@dataclass(frozen=True)
class Need:
    """Something the set must cover: a channel of first touches, a temperature of leads, the base."""

    stage: Stage
    channel: Id | None = None
    temperature: Id | None = None

    def met_by(self, metric: Metric) -> bool:
        if metric.stage != self.stage or metric.kind != "action":
            return False
        if self.stage == "leadgen":
            return metric.channel == self.channel
        return self.temperature is None or metric.temperature in (self.temperature, "any")


@dataclass
class Chosen:
    """The set of one role while it grows."""

    role: Id
    metrics: list[Metric] = field(default_factory=list)

    def of(self, stage: str) -> int:
        return sum(m.stage == stage for m in self.metrics)

    def add(self, metric: Metric | None) -> None:
        if metric and metric not in self.metrics:
            self.metrics.append(metric)


def recommend(facts: Facts, content: Content) -> Recommendation:
    """The lines of every role; at most nine that a seller fills in or answers for."""
    lines: list[RecommendedMetric] = []
    rejected: dict[Id, Text] = {}
    for role in facts.places["role"]:
        chosen = _Chooser(facts, content, role).choose()
        lines += chosen.lines
        rejected |= chosen.rejected
    kept = {line.metric for line in lines}
    return Recommendation(
        lines=tuple(lines), rejected={m: why for m, why in rejected.items() if m not in kept}
    )


@dataclass(frozen=True)
class _Picked:
    lines: tuple[RecommendedMetric, ...]
    rejected: dict[Id, Text]


class _Chooser:
    """One role's choice: cover every need once, then strengthen along the company's own funnel."""

    def __init__(self, facts: Facts, content: Content, role: Id) -> None:
        self.facts, self.content, self.role = facts, content, role
        self.systems = set(facts.chosen("systems")) - self._blind_systems()
        self.own_steps = self._own_steps()
        self.named = {*facts.chosen("selling_actions", role), *facts.chosen("repeat_occasions")}
        self.stages = [s for s in STAGES if s in facts.places["stage"] and s in stages_of(role, facts)]
        fitting = [m for m in content.metrics.values() if self._fits(m)]
        self.order = sorted(fitting, key=self._rank)  # stable: the catalogue's order decides last

    def choose(self) -> _Picked:
        chosen = Chosen(self.role)
        needs = list(self._needs())
        for need in needs:
            self._cover(chosen, need)
        for stage in self.stages:
            self._strengthen(chosen, stage)
        chosen.add(self._guard())
        lines = [self._line(metric) for metric in chosen.metrics]
        lines += [self._line(metric) for metric in self._outcomes(chosen)]
        order = [*STAGES, "guard"]
        lines.sort(key=lambda line: order.index(line.stage))
        return _Picked(tuple(lines), self._rejected(chosen))

    def _blind_systems(self) -> set[Id]:
        """What cannot count while sellers use phones and chats of their own."""
        return PASSED_BY if self.facts.value("personal_contact") == "mostly" else set()

    def _own_steps(self) -> tuple[Id, ...]:
        """The actions the plan counts: funnel steps, base touches, touches after an offer."""
        steps = self.facts.places["action"]
        followed = any(self.facts.number("follow_ups", step) for step in steps)
        return (*steps, FOLLOW_UP) if followed else steps

    # --- what fits -----------------------------------------------------------------------------------

    def _fits(self, metric: Metric) -> bool:
        """Only stages, channels, temperatures and kinds of business this company has."""
        model = self.facts.value("sales_model")
        return (
            (model is None or model in metric.fits or metric.id in (*self.own_steps, *self.named))
            and metric.temperature in (None, "any", *(self._temperatures() or TEMPERATURES))
            and does(self.role, metric, self.facts)
        )

    def _temperatures(self) -> tuple[Id, ...]:
        return self.facts.chosen("lead_kinds")

    def _rank(self, metric: Metric) -> tuple[bool, bool, int, bool, bool, int]:
        """Own steps, what is done here, what usually moves leads, machines first, counts, the specific."""
        return (
            metric.id not in self.own_steps,
            metric.id not in self.named,
            PREFERRED.index(metric.id) if metric.id in PREFERRED else len(PREFERRED),
            self._system(metric) is None,
            metric.unit == "percent",
            len(metric.fits),
        )

    def _system(self, metric: Metric) -> Id | None:
        return next((system for system in metric.counted_by if system in self.systems), None)

    def _found(self, metric: Metric) -> Text | None:
        """Where this company's system holds the metric's trace."""
        system = self._system(metric)
        at = str(self.facts.value("crm_product")) if system == "crm" else system
        places = [self.content.sources[t].get(at or "") for t in metric.traces if t in self.content.sources]
        return next((place.text for place in places if place), None)

    # --- the choice ----------------------------------------------------------------------------------

    def _needs(self) -> Iterator[Need]:
        """One per channel, temperature and base; channels with a known funnel first."""
        if "leadgen" in self.stages:
            channels = self.facts.places["channel"]
            for channel in sorted(channels, key=lambda c: not self.facts.steps(c)):
                yield Need("leadgen", channel=channel)
        if "conversion" in self.stages:
            for temperature in self._temperatures() or (None,):
                yield Need("conversion", temperature=temperature)
        if "repeat" in self.stages:
            yield Need("repeat")

    def _cover(self, chosen: Chosen, need: Need) -> None:
        if chosen.of(need.stage) >= MOST_PER_STAGE[len(self.stages)]:
            return
        exact = [m for m in self.order if need.met_by(m) and m.temperature == need.temperature]
        chosen.add(next((m for m in exact or self.order if need.met_by(m) and m not in chosen.metrics), None))

    def _strengthen(self, chosen: Chosen, stage: Stage) -> None:
        """The company's own steps first, then others while there is room; one line is kept for a guard."""
        for metric in self.order:
            own = metric.id in self.own_steps or metric.id in self.named
            room = MOST_PER_STAGE if own else ENOUGH_PER_STAGE
            full = chosen.of(stage) >= room[len(self.stages)] or len(chosen.metrics) >= MOST_LINES - 1
            if not full and metric.stage == stage and metric.kind == "action":
                chosen.add(metric)

    def _guard(self) -> Metric | None:
        """One guard: what mends the data of this company, else what a machine already watches."""
        guards = {metric.id: metric for metric in self.order if metric.stage == "guard"}
        needed = next((guards[guard] for guard in self._weak_points() if guard in guards), None)
        return needed or next((metric for metric in guards.values() if self._system(metric)), None)

    def _weak_points(self) -> Iterator[Id]:
        """The guards this company's answers call for, the gravest first."""
        facts, role = self.facts, self.role
        if (facts.number("crm_sample") or SOUND) < SOUND:
            yield "g_crm_complete"
        filed = facts.number("filed_of_ten", role)
        if filed is not None and filed <= FILED_FEW:
            yield "g_report_time"
        if (facts.number("rekeyed_minutes", role) or 0) > REKEYED:
            yield "g_manual_share"
        if (facts.number("report_minutes", role) or 0) > TOO_LONG:
            yield "g_report_minutes"
        if facts.value("personal_contact") == "mostly":
            yield "g_overdue"

    def _outcomes(self, chosen: Chosen) -> list[Metric]:
        """Results that a machine counts stand beside their actions and cost nobody a minute."""
        ids = {metric.id for metric in chosen.metrics}
        touched = {metric.channel for metric in chosen.metrics if metric.stage == "leadgen"}

        def beside(metric: Metric) -> bool:
            if metric.stage == "leadgen":
                return metric.channel in touched
            return metric.id in ALWAYS_BESIDE or BESIDE.get(metric.id) in ids

        results = [m for m in self.order if m.kind == "outcome" and m.id not in NOBODYS_NORM]
        return [metric for metric in results if self._system(metric) and beside(metric)]

    # --- the reasons ---------------------------------------------------------------------------------

    def _line(self, metric: Metric) -> RecommendedMetric:
        return RecommendedMetric.model_validate(
            {
                "metric": metric.id,
                "role": self.role,
                "stage": metric.stage,
                "channel": metric.channel,
                "temperature": metric.temperature,
                "kind": metric.kind,
                "system": self._system(metric),
                "found": self._found(metric),
                "cadence": metric.cadence,
                "reason": self._reason(metric),
            }
        )

    def _reason(self, metric: Metric) -> Text:
        tell, named = self.content.tell, self.content.named
        reasons = []
        if metric.kind == "outcome":
            reasons.append(tell("reason_outcome"))
        elif metric.kind == "guard":
            reasons.append(
                tell(f"reason_{metric.id}" if metric.id in self._weak_points() else "reason_guard")
            )
        elif metric.id in self.own_steps:
            reasons.append(tell("reason_own_step"))
        elif metric.id in self.named:
            reasons.append(tell("reason_named"))
        elif metric.channel:
            reasons.append(tell("reason_channel", channel=named(metric.channel)))
        elif metric.temperature in ("hot", "warm", "cold"):
            reasons.append(tell(f"reason_{metric.temperature}"))
        else:
            reasons.append(tell("reason_leads_to", result=metric.leads_to))
        if metric.kind == "action" and self._nobody_counts(metric.stage):
            reasons.append(tell("reason_blind"))
        if not self.systems:
            reasons.append(tell("reason_systems_unknown"))
        return joined(reasons, " ") or metric.leads_to

    def _nobody_counts(self, stage: str) -> bool:
        question = next((q for s, q in COUNTED.items() if s == stage), None)
        return bool(question) and self.facts.value(str(question), self.role) in ("nobody", "only_results")

    def _rejected(self, chosen: Chosen) -> dict[Id, Text]:
        """The nearest neighbours of each stage, and why they were left out."""
        left = [m for m in self.order if m.kind == "action" and m not in chosen.metrics]
        nearest = [m for stage in self.stages for m in [x for x in left if x.stage == stage][:NEIGHBOURS]]
        by_hand, full = (self.content.tell(f"rejected_{why}") for why in ("by_hand", "set_is_full"))
        return {m.id: full if self._system(m) else by_hand for m in nearest}
