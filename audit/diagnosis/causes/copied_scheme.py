"""The set or its norms were taken over from another business and do not fit."""

from audit.diagnosis.causes.scopes import there_is_a_report
from audit.diagnosis.evidence import counter, sign

PER = "role"


@sign
def set_taken_ready_made(figures_chosen_by: str) -> bool:
    return figures_chosen_by == "ready_made"


@sign
def norms_of_another_business(norms_origin: str) -> bool:
    return norms_origin == "other_business"


@sign
def does_not_fit(form_fits: str) -> bool:
    return form_fits == "misfit"


@counter
def fits(form_fits: str) -> bool:
    return form_fits == "fits"


SIGNALS = [there_is_a_report, set_taken_ready_made, norms_of_another_business, does_not_fit, fits]
