"""Funnel stages are the seller's actions or feelings, not facts of the client."""

from audit.diagnosis.evidence import decisive, scope, sign

PER = "company"


@scope
def there_are_stages(stage_moves_on: str) -> bool:
    return stage_moves_on != "no_stages"


@decisive
def seller_moves_the_deal(stage_moves_on: str) -> bool:
    return stage_moves_on in {"feeling", "seller_action"}


@sign
def sometimes_the_seller(stage_moves_on: str) -> bool:
    return stage_moves_on == "sometimes_client"


@sign
def each_has_his_own_criteria(lead_criteria: str) -> bool:
    return lead_criteria == "seller_decides"


SIGNALS = [there_are_stages, seller_moves_the_deal, sometimes_the_seller, each_has_his_own_criteria]
