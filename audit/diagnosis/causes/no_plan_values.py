"""The report shows actuals and no figure in it has a plan."""

from audit.diagnosis.causes.scopes import there_is_a_report
from audit.diagnosis.evidence import decisive, sign

PER = "role"


@decisive
def no_figure_has_a_plan(plan_in_report: str) -> bool:
    return plan_in_report == "nowhere"


@sign
def actions_have_no_plan(plan_in_report: str, norms_origin: str) -> bool:
    return plan_in_report == "results_only" and norms_origin == "no_norms"


SIGNALS = [there_is_a_report, no_figure_has_a_plan, actions_have_no_plan]
