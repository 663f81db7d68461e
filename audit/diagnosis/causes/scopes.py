"""What a cause presupposes; where it does not hold the cause is not applicable."""

from collections.abc import Mapping

from audit.diagnosis.evidence import scope
from audit.model import Id

COUNTED = {"in_report", "elsewhere"}


@scope
def there_is_a_report(report_kind: str) -> bool:
    return report_kind != "none"


@scope
def somebody_reports(report_kind: Mapping[Id, str]) -> bool:
    return any(kind != "none" for kind in report_kind.values())


def all_stages_blind(*counts: Mapping[Id, str | None]) -> bool | None:
    """Whether no role counts its actions at any stage it works; None while that is not known."""
    said = [count for by_role in counts for count in by_role.values()]
    if COUNTED & {count for count in said if count}:
        return False
    return None if None in said or not said else True


@scope
def some_action_is_counted(
    first_touches_counted: Mapping[Id, str | None],
    lead_actions_counted: Mapping[Id, str | None],
    base_touches_counted: Mapping[Id, str | None],
) -> bool:
    """Else every stage is blind, and that is told as `lagging_only`."""
    return all_stages_blind(first_touches_counted, lead_actions_counted, base_touches_counted) is not True
