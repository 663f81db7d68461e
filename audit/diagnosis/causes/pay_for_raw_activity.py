"""Pay hangs on the number of actions and nobody checks their quality."""

from audit.diagnosis.evidence import counter, decisive, scope, sign

PER = "role"


@scope
def pay_is_tied_to_counts(pay_for_actions: str) -> bool:
    return pay_for_actions != "not_tied"


@decisive
def most_pay_for_raw_counts(pay_for_actions: str) -> bool:
    return pay_for_actions == "mostly_unchecked"


@sign
def part_of_pay_for_raw_counts(pay_for_actions: str) -> bool:
    return pay_for_actions == "partly_unchecked"


@sign
def counts_grow_and_next_steps_fall(plan_met_next_step: str) -> bool:
    return plan_met_next_step in {"fell", "seems_to_fall"}


@counter
def verified_and_capped(pay_for_actions: str) -> bool:
    return pay_for_actions == "verified"


SIGNALS = [
    pay_is_tied_to_counts,
    most_pay_for_raw_counts,
    part_of_pay_for_raw_counts,
    counts_grow_and_next_steps_fall,
    verified_and_capped,
]
