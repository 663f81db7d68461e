"""Nobody is in charge of the form and the method, or the reporting hangs on one person."""

from audit.diagnosis.causes.scopes import somebody_reports
from audit.diagnosis.evidence import counter, decisive, sign

PER = "company"


@decisive
def stopped_without_its_keeper(keeper_away: str) -> bool:
    return keeper_away == "stopped"


@sign
def nobody_in_charge(method_keeper: str) -> bool:
    return method_keeper == "nobody"


@sign
def suffered_without_its_keeper(keeper_away: str) -> bool:
    return keeper_away == "late"


@sign
def no_reporting_rules(doc_reporting: str) -> bool:
    return doc_reporting in {"none", "oral"}


@counter
def goes_on_without_its_keeper(keeper_away: str) -> bool:
    return keeper_away == "went_on"


SIGNALS = [
    somebody_reports,
    stopped_without_its_keeper,
    nobody_in_charge,
    suffered_without_its_keeper,
    no_reporting_rules,
    goes_on_without_its_keeper,
]
