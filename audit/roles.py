"""Which role does which work, where a company splits it."""

from audit.facts import Facts
from audit.model import STAGES, Id, Metric

BEFORE_THE_HAND_OVER: frozenset[Id] = (
    frozenset(  # a call agent's part of lead conversion; the rest is the closer's
        {"appointments_set", "meet_booked", "qual_calls", "noshow", "requal", "nurture"}
    )
)


def stages_of(role: Id, facts: Facts) -> tuple[Id, ...]:
    """The stages a role works; all of the company's while nobody said."""
    return facts.chosen("role_stages", role) or STAGES


def does(role: Id, metric: Metric, facts: Facts) -> bool:
    """Whether an action is this role's: by its stages, and by the hand-over between call agent and closer."""
    if metric.stage not in (*stages_of(role, facts), "guard"):
        return False
    handed_over = {"caller", "closer"} <= set(facts.places["role"])
    if metric.stage != "conversion" or not handed_over or role not in ("caller", "closer"):
        return True
    before = metric.channel == "inbound" or metric.id in BEFORE_THE_HAND_OVER
    return before == (role == "caller")
