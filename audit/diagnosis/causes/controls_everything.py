"""Many figures without selection, and nobody can say which few matter. Judged per selling role."""

from audit.diagnosis.causes.scopes import there_is_a_report
from audit.diagnosis.evidence import counter, decisive, sign

PER = "role"

MANY = 10  # figures one seller fills in or answers for, all his reports of a period; our judgement
TOO_MANY = 15  # decisive above; our judgement


@decisive
def asks_far_too_much(figures_per_seller: float) -> bool:
    return figures_per_seller > TOO_MANY


@sign
def asks_much(figures_per_seller: float) -> bool:
    return MANY <= figures_per_seller <= TOO_MANY


@sign
def nobody_chose(figures_chosen_by: str) -> bool:
    return figures_chosen_by in {"boss_added_all", "whatever_the_crm_had"}


@sign
def only_ever_grew(figures_removed: str) -> bool:
    return figures_removed == "only_added"


@sign
def nobody_can_say_which_matter(figures_that_matter: str) -> bool:
    return figures_that_matter == "all_matter"


@counter
def few_figures(figures_per_seller: float) -> bool:
    return figures_per_seller < MANY


SIGNALS = [
    there_is_a_report,
    asks_far_too_much,
    asks_much,
    nobody_chose,
    only_ever_grew,
    nobody_can_say_which_matter,
    few_figures,
]
