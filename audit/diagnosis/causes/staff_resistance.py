"""Observable refusal that load or uselessness of the form does not explain. Concluded last."""

from audit.diagnosis.causes.manual_burden import TOO_LONG
from audit.diagnosis.causes.scopes import there_is_a_report
from audit.diagnosis.evidence import counter, decisive, sign

PER = "role"

FILED_FEW = 6  # of the last ten reports due; sources: questions_D4


@decisive
def refuses_openly(sellers_react: str) -> bool:
    return sellers_react in {"refuse", "sabotage"}


@sign
def files_little(filed_of_ten: float) -> bool:
    return filed_of_ten <= FILED_FEW


@counter
def the_form_takes_too_long(report_minutes: float) -> bool:
    return report_minutes > TOO_LONG


@counter
def the_report_changes_nothing(last_decision: str | None) -> bool:
    return last_decision in {None, "none", "long_ago"}


SIGNALS = [
    there_is_a_report,
    refuses_openly,
    files_little,
    the_form_takes_too_long,
    the_report_changes_nothing,
]
