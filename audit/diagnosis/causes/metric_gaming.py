"""The plan of actions is met while the next conversion falls: the figure has replaced the goal."""

from audit.diagnosis.causes.scopes import there_is_a_report
from audit.diagnosis.evidence import counter, decisive, sign

PER = "role"


@decisive
def next_step_falls(plan_met_next_step: str) -> bool:
    return plan_met_next_step == "fell"


@sign
def next_step_seems_to_fall(plan_met_next_step: str) -> bool:
    return plan_met_next_step == "seems_to_fall"


@sign
def anything_may_be_counted(definitions_written: str, figures_carry: str) -> bool:
    return definitions_written in {"no", "oral"} and figures_carry != "nothing"


@counter
def next_step_follows(plan_met_next_step: str) -> bool:
    return plan_met_next_step == "moved_together"


SIGNALS = [
    there_is_a_report,
    next_step_falls,
    next_step_seems_to_fall,
    anything_may_be_counted,
    next_step_follows,
]
