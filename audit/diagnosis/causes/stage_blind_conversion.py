"""Actions between lead and purchase matter here and nobody counts them."""

from audit.diagnosis.causes.scopes import some_action_is_counted, somebody_reports
from audit.diagnosis.evidence import decisive

PER = "role"


@decisive
def nobody_counts(lead_actions_counted: str) -> bool:
    return lead_actions_counted in {"only_results", "nobody"}


SIGNALS = [somebody_reports, some_action_is_counted, nobody_counts]
