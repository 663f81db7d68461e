"""The report holds only outcomes, not one thing a seller can decide to do, at any stage."""

from collections.abc import Mapping

from audit.evidence import decisive, scope
from audit.model import Id

PER = "company"

COUNTED = {"in_report", "elsewhere"}


@scope
def somebody_reports(report_kind: Mapping[Id, str]) -> bool:
    return any(kind != "none" for kind in report_kind.values())


@decisive
def no_action_at_any_stage(
    first_touches_counted: Mapping[Id, str | None],
    lead_actions_counted: Mapping[Id, str | None],
    base_touches_counted: Mapping[Id, str | None],
) -> bool | None:
    counts = [*first_touches_counted.values(), *lead_actions_counted.values(), *base_touches_counted.values()]
    if COUNTED & {count for count in counts if count}:
        return False
    return None if None in counts or not counts else True


SIGNALS = [somebody_reports, no_action_at_any_stage]
