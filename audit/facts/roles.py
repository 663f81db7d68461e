"""Which role does which work, where a company splits it."""

from audit.facts.facts import Facts
from audit.model import STAGES, Id, Metric


def stages_of(role: Id, facts: Facts) -> tuple[Id, ...]:
    """The stages a role works; all of the company's while nobody said."""
    return facts.chosen("role_stages", role) or STAGES


def does(role: Id, metric: Metric, facts: Facts) -> bool:
    """Whether an action is this role's: by its stages and channels, and by the hand-over to a closer."""
    stages = set(stages_of(role, facts)) & set(facts.places["stage"])
    if metric.stage not in (*stages, "guard") or metric.channel not in (None, *facts.places["channel"]):
        return False
    handed_over = {"caller", "closer"} <= set(facts.places["role"])
    if metric.stage != "conversion" or not handed_over or role not in ("caller", "closer"):
        return True
    return role in metric.owners
