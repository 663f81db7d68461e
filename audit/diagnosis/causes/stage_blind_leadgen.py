"""Sellers make first touches themselves and nobody counts those actions."""

from audit.diagnosis.causes.scopes import some_action_is_counted, somebody_reports
from audit.diagnosis.evidence import decisive

PER = "role"


@decisive
def nobody_counts(first_touches_counted: str) -> bool:
    return first_touches_counted in {"only_results", "nobody"}


SIGNALS = [somebody_reports, some_action_is_counted, nobody_counts]
