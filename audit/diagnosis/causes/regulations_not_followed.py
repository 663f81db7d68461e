"""A usable written rule exists and observed practice deviates from it."""

from audit.diagnosis.evidence import decisive, scope, sign

PER = "stage"


@scope
def usable_rule_exists(rules: str) -> bool:
    return rules == "usable"


@decisive
def check_found_deviations(rules_followed: str) -> bool:
    return rules_followed == "deviates"


@sign
def single_cases_seen(rules_followed: str) -> bool:
    return rules_followed == "single_cases"


SIGNALS = [usable_rule_exists, check_found_deviations, single_cases_seen]
