"""Figures that carry rewards or penalties can be inflated and nobody verifies them; or were inflated."""

from audit.diagnosis.causes.scopes import there_is_a_report
from audit.diagnosis.evidence import decisive, severity, sign
from audit.model import Severity

PER = "role"


@decisive
def inflation_was_found(padding: str) -> bool:
    return padding == "found"


@decisive
def exposed(figures_recorded_by: str, figures_carry: str, figures_verified: str) -> bool:
    by_hand = figures_recorded_by in {"seller", "seller_can_bend"}
    return by_hand and figures_carry != "nothing" and figures_verified in {"never", "on_suspicion"}


@sign
def log_shows_signs(padding: str) -> bool:
    return padding == "signs_in_log"


@severity
def found_weighs_more(padding: str) -> Severity:
    return "high" if padding == "found" else "medium"


SIGNALS = [there_is_a_report, inflation_was_found, exposed, log_shows_signs, found_weighs_more]
