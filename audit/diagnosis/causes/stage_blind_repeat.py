"""The client base matters here and nobody counts repeat touches."""

from audit.diagnosis.causes.scopes import some_action_is_counted, somebody_reports
from audit.diagnosis.evidence import decisive

PER = "role"


@decisive
def nobody_counts(base_touches_counted: str) -> bool:
    return base_touches_counted in {"only_results", "nobody"}


SIGNALS = [somebody_reports, some_action_is_counted, nobody_counts]
