"""The report shows actuals and no figure in it has a plan."""

from audit.causes.scopes import there_is_a_report
from audit.evidence import decisive

PER = "role"


@decisive
def no_figure_has_a_plan(plan_in_report: str) -> bool:
    return plan_in_report == "nowhere"


SIGNALS = [there_is_a_report, no_figure_has_a_plan]
