"""Norms for actions exist but were set by guess, custom or a round number."""

from audit.diagnosis.evidence import decisive, scope

PER = "role"


@scope
def norms_exist(norms_origin: str) -> bool:
    return norms_origin not in {"no_norms", "other_business"}


@decisive
def set_by_guess_or_custom(norms_origin: str) -> bool:
    return norms_origin in {"guess", "last_period"}


SIGNALS = [norms_exist, set_by_guess_or_custom]
