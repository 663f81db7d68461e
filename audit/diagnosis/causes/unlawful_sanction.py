"""A fine, an unpaid day or a cancelled commission follows a missing report or figure."""

from audit.diagnosis.causes.scopes import there_is_a_report
from audit.diagnosis.evidence import decisive

PER = "role"


@decisive
def money_is_taken(after_missed_report: str) -> bool:
    return after_missed_report == "money_taken"


@decisive
def money_is_taken_for_the_plan(after_missed_plan: str) -> bool:
    return after_missed_plan == "money_taken"


SIGNALS = [there_is_a_report, money_is_taken, money_is_taken_for_the_plan]
