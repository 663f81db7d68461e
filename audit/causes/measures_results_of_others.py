"""Sellers answer for figures that marketing, production, logistics or stock control."""

from audit.evidence import decisive, scope, sign

PER = "role"


@scope
def there_is_a_report(report_kind: str) -> bool:
    return report_kind != "none"


@decisive
def held_to_what_others_control(figures_of_others: str) -> bool:
    return figures_of_others == "held_to"


@sign
def sometimes_held_to(figures_of_others: str) -> bool:
    return figures_of_others == "partly"


SIGNALS = [there_is_a_report, held_to_what_others_control, sometimes_held_to]
