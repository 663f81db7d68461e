"""Manual reporting costs too much selling time, or re-keys what a system already holds."""

from audit.diagnosis.causes.scopes import there_is_a_report
from audit.diagnosis.evidence import decisive, severity
from audit.model import Severity

PER = "role"

TOO_LONG = 15  # minutes per seller and reporting day; sources: causes
REKEYED = 5  # minutes of it spent copying what a system holds; sources: causes
HALF_AN_HOUR = 30  # from here it costs a substantial part of the selling day: severity high; our judgement


@decisive
def takes_too_long(report_minutes: float) -> bool:
    return report_minutes > TOO_LONG


@decisive
def copies_what_systems_hold(rekeyed_minutes: float) -> bool:
    return rekeyed_minutes > REKEYED


@severity
def by_the_time_it_costs(report_minutes: float) -> Severity:
    return "high" if report_minutes >= HALF_AN_HOUR else "medium"


SIGNALS = [there_is_a_report, takes_too_long, copies_what_systems_hold, by_the_time_it_costs]
