"""Sellers answer for figures that marketing, production, logistics or stock control."""

from audit.diagnosis.causes.scopes import there_is_a_report
from audit.diagnosis.evidence import decisive, sign

PER = "role"


@decisive
def held_to_what_others_control(figures_of_others: str) -> bool:
    return figures_of_others == "held_to"


@sign
def sometimes_held_to(figures_of_others: str) -> bool:
    return figures_of_others == "partly"


SIGNALS = [there_is_a_report, held_to_what_others_control, sometimes_held_to]
