"""The reporting period fits neither the sales cycle nor the frequency of the action."""

from audit.diagnosis.causes.scopes import there_is_a_report
from audit.diagnosis.evidence import decisive, sign

PER = "role"

PERIOD = {"day": 1, "week": 7, "month": 30, "quarter": 91, "year": 365}  # days; our judgement
LONG_CYCLE = 90  # days; daily figures then need a reason; sources: F15
VERY_LONG_CYCLE = 180  # days; daily counts of deal steps are then mostly zeros; our judgement
CYCLES_TOO_LATE = 4  # whole sales cycles inside one reporting period: decisive; our judgement
CYCLES_LATE = 2  # a sign; our judgement


@decisive
def daily_in_a_very_long_cycle(report_every: str, cycle_days: float) -> bool:
    return report_every == "day" and cycle_days >= VERY_LONG_CYCLE


@decisive
def many_cycles_in_one_period(report_every: str, cycle_days: float) -> bool:
    return _cycles_in(report_every, cycle_days) >= CYCLES_TOO_LATE


@sign
def daily_in_a_long_cycle(report_every: str, cycle_days: float) -> bool:
    return report_every == "day" and LONG_CYCLE <= cycle_days < VERY_LONG_CYCLE


@sign
def some_cycles_in_one_period(report_every: str, cycle_days: float) -> bool:
    return CYCLES_LATE <= _cycles_in(report_every, cycle_days) < CYCLES_TOO_LATE


@sign
def cells_are_mostly_empty(report_cells: str) -> bool:
    return report_cells == "mostly_zeros"


@sign
def deviation_seen_too_late(report_cells: str) -> bool:
    return report_cells == "too_late"


def _cycles_in(report_every: str, cycle_days: float) -> float:
    return PERIOD.get(report_every, 0) / max(cycle_days, 1)


SIGNALS = [
    there_is_a_report,
    daily_in_a_very_long_cycle,
    many_cycles_in_one_period,
    daily_in_a_long_cycle,
    some_cycles_in_one_period,
    cells_are_mostly_empty,
    deviation_seen_too_late,
]
