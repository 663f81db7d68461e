"""The report cannot be tied to a date or period."""

from audit.diagnosis.causes.scopes import there_is_a_report
from audit.diagnosis.evidence import decisive

PER = "role"


@decisive
def undated(period_in_report: str) -> bool:
    return period_in_report in {"running_totals", "undated"}


SIGNALS = [there_is_a_report, undated]
