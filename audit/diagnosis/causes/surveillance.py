"""People are watched instead of actions counted: covertly, beyond work, or so that it shames."""

from audit.diagnosis.evidence import counter, decisive, sign

PER = "company"


@decisive
def recorded_covertly(tracking_told: str) -> bool:
    return tracking_told == "covert"


@decisive
def private_life_recorded(tracking: tuple[str, ...]) -> bool:
    return "personal_devices" in tracking


@sign
def person_watched(tracking: tuple[str, ...]) -> bool:
    return "screens" in tracking


@sign
def weak_figures_shame(weak_figure: str) -> bool:
    return weak_figure == "shamed"


@sign
def figures_felt_unfair(fairness: str) -> bool:
    return fairness == "mostly_unfair"


@counter
def open_and_signed(tracking_told: str, tracking: tuple[str, ...]) -> bool:
    return tracking_told == "signed" and "personal_devices" not in tracking


SIGNALS = [
    recorded_covertly,
    private_life_recorded,
    person_watched,
    weak_figures_shame,
    figures_felt_unfair,
    open_and_signed,
]
