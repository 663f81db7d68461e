"""No document a newcomer could act on, for a selling stage that matters here."""

from audit.diagnosis.evidence import decisive

PER = "stage"


@decisive
def nothing_written(rules: str) -> bool:
    return rules in {"none", "oral"}


@decisive
def not_usable(rules: str) -> bool:
    return rules in {"lost", "foreign", "general"}


SIGNALS = [nothing_written, not_usable]
