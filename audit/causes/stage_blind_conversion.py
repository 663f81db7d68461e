"""Actions between lead and purchase matter here and nobody counts them."""

from collections.abc import Mapping

from audit.causes.lagging_only import no_action_at_any_stage, somebody_reports
from audit.evidence import decisive, scope
from audit.model import Id

PER = "role"


@scope
def some_action_is_counted(
    first_touches_counted: Mapping[Id, str | None],
    lead_actions_counted: Mapping[Id, str | None],
    base_touches_counted: Mapping[Id, str | None],
) -> bool:
    blind = no_action_at_any_stage.holds(first_touches_counted, lead_actions_counted, base_touches_counted)
    return blind is not True


@decisive
def nobody_counts(lead_actions_counted: str) -> bool:
    return lead_actions_counted in {"only_results", "nobody"}


SIGNALS = [somebody_reports, some_action_is_counted, nobody_counts]
