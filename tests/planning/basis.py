"""What every plan of the tests begins with."""

from typing import Any

from audit.model import Plan

BASIS: dict[str, Any] = {
    "sales_model": "b2b_short",
    "sellers[seller]": 4,
    "role_stages[seller]": ["leadgen", "conversion"],
    "target_kind": "new_sales",
    "target_value": 20,
    "target_period": "month",
    "working_days": 20,
    "selling_minutes[seller]": 300,
}


PLACES = {"stage": ["leadgen", "conversion"], "channel": ["cold_calls", "inbound"], "role": ["seller"]}


def per_month(plan: Plan, metric: str) -> float:
    return sum(a.per_period.point for a in plan.actions if a.metric == metric)
