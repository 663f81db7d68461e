"""The records under the figures are incomplete or untrue, or the head keeps figures of his own."""

from audit.diagnosis.evidence import counter, decisive, scope, sign

PER = "company"

SAMPLE = 10  # closed deals opened at random; sources: questions_7
POOR = 5  # of them sound: at most half, as in most CRMs surveyed; sources: B22
SOUND = 9  # of them sound: 90 % and the records can be built on; sources: F13


@scope
def there_is_a_crm(systems: tuple[str, ...]) -> bool:
    return "crm" in systems


@decisive
def half_of_the_sample_is_unusable(crm_sample: float) -> bool:
    return crm_sample <= POOR


@sign
def part_of_the_sample_is_unusable(crm_sample: float) -> bool:
    return POOR < crm_sample < SOUND


@sign
def head_keeps_own_figures(numbers_used: str) -> bool:
    return numbers_used == "own_sheet"


@sign
def figures_corrected_by_hand(numbers_used: str) -> bool:
    return numbers_used == "corrected"


@counter
def sample_is_sound(crm_sample: float) -> bool:
    return crm_sample >= SOUND


SIGNALS = [
    there_is_a_crm,
    half_of_the_sample_is_unusable,
    part_of_the_sample_is_unusable,
    head_keeps_own_figures,
    figures_corrected_by_hand,
    sample_is_sound,
]
