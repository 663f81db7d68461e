"""Maturity 0 to 4 by gates, never by averaging: a level holds where every gate up to it holds."""

from collections.abc import Callable, Mapping

from audit.diagnosis.causes.controls_everything import TOO_MANY
from audit.diagnosis.causes.manual_burden import TOO_LONG
from audit.facts.facts import Facts
from audit.model import Dimension, Id, Level

Gate = Callable[[Facts, Id | None], bool | None]

WRITTEN = ("general", "usable")


def _one_of(question: Id, *accepted: Id) -> Gate:
    def gate(facts: Facts, place: Id | None) -> bool | None:
        fact = facts.get(question, place) or facts.get(question)
        if fact is None or fact.state in ("unanswered", "disputed", "not_applicable"):
            return None
        return fact.state == "given" and fact.value in accepted

    return gate


def _at_most(question: Id, limit: float) -> Gate:
    def gate(facts: Facts, place: Id | None) -> bool | None:
        value = facts.number(question, place)
        return None if value is None else value <= limit

    return gate


def _stages_counted(facts: Facts, role: Id | None) -> bool | None:
    """Every stage the role works shows its actions."""
    questions = ("first_touches_counted", "lead_actions_counted", "base_touches_counted")
    heard = [f for q in questions if (f := facts.get(q, role)) and f.state != "not_asked"]
    if any(f.state == "given" and f.value in ("only_results", "nobody") for f in heard):
        return False
    return None if any(f.state != "given" for f in heard) else bool(heard)


GATES: Mapping[Dimension, tuple[tuple[Gate, ...], ...]] = {  # level k needs every gate up to k; our judgement
    "regulations": (
        (_one_of("rules", "oral", "lost", "foreign", *WRITTEN),),
        (_one_of("rules", *WRITTEN),),
        (
            _one_of("rules", "usable"),
            _one_of("rules_followed", "followed", "checked_regularly", "single_cases"),
        ),
        (_one_of("rules_followed", "checked_regularly"), _one_of("rules_revised", "within_year")),
    ),
    "funnel": (
        (
            _one_of(
                "conversions_known", "by_feel", "artefact", "once_long_ago", "measured_partly", "measured"
            ),
        ),
        (_one_of("conversions_known", "once_long_ago", "measured_partly", "measured"),),
        (
            _one_of("conversions_known", "measured"),
            _one_of("funnel_refreshed", "within_quarter", "within_year"),
        ),
        (_one_of("funnel_refreshed", "within_quarter"), _one_of("belief_checked", "agrees")),
    ),
    "reporting": (
        (_one_of("report_kind", "free_form", "by_hand", "by_head", "automatic"),),
        (
            _one_of("period_in_report", "dated"),
            _one_of("plan_in_report", "some", "all"),
            _one_of("report_opened_by", "head", "head_and_sellers"),
        ),
        (
            _stages_counted,
            _one_of("last_decision", "recent"),
            _at_most("figures_per_seller", TOO_MANY),
        ),
        (
            _one_of("figures_verified", "by_rule"),
            _one_of("norms_origin", "from_funnel"),
            _at_most("report_minutes", TOO_LONG),
        ),
    ),
}


def maturity(facts: Facts) -> tuple[Level, ...]:
    """Levels per dimension and place: regulations per stage, the funnel once, reporting per role."""
    where: Mapping[str, tuple[Id | None, ...]] = {
        "regulations": facts.places["stage"],
        "funnel": (None,),
        "reporting": facts.places["role"],
    }
    return tuple(_level(dimension, place, facts) for dimension in GATES for place in where[dimension])


def _level(dimension: Dimension, place: Id | None, facts: Facts) -> Level:
    """Unknown gates taken as no give the certain level, taken as yes the highest possible."""
    held = [[gate(facts, place) for gate in gates] for gates in GATES[dimension]]
    certain = _climbed([all(h is True for h in gates) for gates in held])
    highest = _climbed([all(h is not False for h in gates) for gates in held])
    return Level(dimension=dimension, where=place, level=certain, highest=highest)


def _climbed(levels: list[bool]) -> int:
    return next((i for i, reached in enumerate(levels) if not reached), len(levels))
