"""Nothing followed the last misses of the report or of the action plan, or only for some."""

from audit.diagnosis.causes.scopes import there_is_a_report
from audit.diagnosis.evidence import decisive

PER = "role"


@decisive
def nothing_followed_a_missed_report(after_missed_report: str) -> bool:
    return after_missed_report in {"nothing", "only_some"}


@decisive
def nothing_followed_a_missed_plan(after_missed_plan: str) -> bool:
    return after_missed_plan in {"nothing", "only_some"}


SIGNALS = [there_is_a_report, nothing_followed_a_missed_report, nothing_followed_a_missed_plan]
