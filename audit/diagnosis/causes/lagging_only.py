"""The report holds only outcomes, not one thing a seller can decide to do, at any stage."""

from collections.abc import Mapping

from audit.diagnosis.causes.scopes import all_stages_blind, somebody_reports
from audit.diagnosis.evidence import decisive
from audit.model import Id

PER = "company"


@decisive
def no_action_at_any_stage(
    first_touches_counted: Mapping[Id, str | None],
    lead_actions_counted: Mapping[Id, str | None],
    base_touches_counted: Mapping[Id, str | None],
) -> bool | None:
    return all_stages_blind(first_touches_counted, lead_actions_counted, base_touches_counted)


SIGNALS = [somebody_reports, no_action_at_any_stage]
