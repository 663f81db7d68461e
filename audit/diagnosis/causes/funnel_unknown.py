"""Conversions are not measured, or what is believed about them is wrong."""

from audit.diagnosis.evidence import decisive, sign

PER = "company"


@decisive
def not_measured(conversions_known: str | None) -> bool:
    return conversions_known in {None, "cannot_name", "by_feel"}


@decisive
def measurement_is_an_artefact(conversions_known: str | None) -> bool:
    return conversions_known == "artefact"


@decisive
def belief_contradicts_measurement(belief_checked: str) -> bool:
    return belief_checked == "differs"


@sign
def measured_long_ago(conversions_known: str | None) -> bool:
    return conversions_known == "once_long_ago"


SIGNALS = [not_measured, measurement_is_an_artefact, belief_contradicts_measurement, measured_long_ago]
