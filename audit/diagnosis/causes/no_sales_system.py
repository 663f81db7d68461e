"""There is no shared way of selling: different stages named, or nobody knows which actions sell."""

from audit.diagnosis.evidence import decisive, sign

PER = "company"


@decisive
def steps_told_differently(sales_steps: str) -> bool:
    return sales_steps == "different"


@decisive
def nobody_can_name_actions(key_actions: str) -> bool:
    return key_actions == "asked_nobody_could"


@sign
def steps_believed_different(sales_steps: str) -> bool:
    return sales_steps == "believed_different"


@sign
def each_has_his_own_opinion(key_actions: str) -> bool:
    return key_actions == "each_own"


SIGNALS = [
    steps_told_differently,
    nobody_can_name_actions,
    steps_believed_different,
    each_has_his_own_opinion,
]
