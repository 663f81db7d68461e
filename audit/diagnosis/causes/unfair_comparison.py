"""Sellers with unlike leads, channels or roles are measured against one another by one figure."""

from audit.diagnosis.evidence import counter, decisive, sign

PER = "company"

IN_ONE_ROW = {"one_number", "public_rank"}


@decisive
def unlike_compared_alike(sellers_compared: str, leads_alike: str) -> bool:
    return sellers_compared in IN_ONE_ROW and leads_alike == "differ"


@sign
def one_row_for_all(sellers_compared: str) -> bool:
    return sellers_compared in IN_ONE_ROW


@sign
def figures_felt_unfair(fairness: str) -> bool:
    return fairness == "mostly_unfair"


@counter
def own_plan_or_equals(sellers_compared: str) -> bool:
    return sellers_compared in {"own_plan", "by_role", "not_compared"}


@counter
def like_leads(leads_alike: str) -> bool:
    return leads_alike != "differ"


SIGNALS = [unlike_compared_alike, one_row_for_all, figures_felt_unfair, own_plan_or_equals, like_leads]
