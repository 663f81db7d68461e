"""Reports are delivered but not read, or no recent decision taken from them can be named."""

from audit.diagnosis.causes.scopes import there_is_a_report
from audit.diagnosis.evidence import counter, decisive

PER = "role"


@decisive
def no_recent_decision(last_decision: str | None) -> bool:
    return last_decision in {None, "none", "long_ago"}


@decisive
def not_opened(report_opened_by: str) -> bool:
    return report_opened_by in {"nobody", "author_only"}


@counter
def decided_recently(last_decision: str | None) -> bool:
    return last_decision == "recent"


SIGNALS = [there_is_a_report, no_recent_decision, not_opened, decided_recently]
