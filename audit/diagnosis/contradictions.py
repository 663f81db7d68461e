"""Answers that can hardly both be true: pointed out while asking and by `check`, never judged."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from audit.diagnosis.evidence import Signal, View, sign
from audit.facts.facts import Facts, make_facts
from audit.interview.session import InterviewSession
from audit.model import Id, Key, Step, split_key


@sign
def copying_takes_longer_than_the_report(rekeyed_minutes: float, report_minutes: float) -> bool:
    return rekeyed_minutes > report_minutes


@sign
def more_newcomers_than_sellers(newcomers: float, sellers: float) -> bool:
    return newcomers > sellers


@sign
def padding_known_without_a_check(figures_verified: str, padding: str) -> bool:
    return figures_verified == "never" and padding in {"found", "checked_none"}


@sign
def planned_actions_without_norms(plan_in_report: str, norms_origin: str) -> bool:
    return plan_in_report in {"some", "all"} and norms_origin == "no_norms"


@sign
def filled_in_by_hand_and_by_machine(report_kind: str, figures_recorded_by: str) -> bool:
    return report_kind == "by_hand" and figures_recorded_by == "machine"


@sign
def decided_from_what_nobody_opened(last_decision: str, report_opened_by: str) -> bool:
    return last_decision == "recent" and report_opened_by in {"nobody", "author_only"}


@sign
def records_nothing_and_something(tracking: tuple[str, ...]) -> bool:
    return "nothing" in tracking and len(tracking) > 1


@sign
def stages_written_and_no_rules(doc_stages: str, rules: Mapping[Id, str]) -> bool:
    return doc_stages in {"findable", "checked"} and set(rules.values()) <= {"none", "oral"}


@sign
def reported_and_no_reporting(purpose_explained: str, report_kind: Mapping[Id, str]) -> bool:
    return purpose_explained == "no_reporting" and set(report_kind.values()) != {"none"}


@sign
def guessed_and_counted(conversions_known: str, funnel: Mapping[Id, tuple[Step, ...] | None]) -> bool:
    counted = any(step.passed is not None for steps in funnel.values() for step in steps or ())
    return conversions_known in {"cannot_name", "by_feel"} and counted


BY_ROLE: tuple[Signal, ...] = (
    copying_takes_longer_than_the_report,
    more_newcomers_than_sellers,
    padding_known_without_a_check,
    planned_actions_without_norms,
    filled_in_by_hand_and_by_machine,
    decided_from_what_nobody_opened,
)
OF_THE_COMPANY: tuple[Signal, ...] = (
    records_nothing_and_something,
    stages_written_and_no_rules,
    reported_and_no_reporting,
    guessed_and_counted,
)


@dataclass(frozen=True)
class Contradiction:
    """The id of what does not fit together, and the answers it is about."""

    id: Id
    keys: tuple[Key, ...]


def contradictions(facts: Facts) -> Iterator[Contradiction]:
    """Every pair of answers that does not fit together, company first, then role by role."""
    places = [(rule, None) for rule in OF_THE_COMPANY]
    pairs = [*places, *((rule, role) for role in facts.places["role"] for rule in BY_ROLE)]
    for rule, place in pairs:
        view = View(facts, place)
        if rule.read(view):
            yield Contradiction(rule.id, rule.keys(view))


def within(talk: InterviewSession, section: Id) -> list[Contradiction]:
    """Those in what this respondent alone said, whoever he or she is, that touch a section."""
    voice = talk.voice.model_copy(update={"roles": ("consultant",)})
    facts = make_facts(talk.audit.model_copy(update={"voices": (voice,)}), talk.questions)
    return [
        one
        for one in contradictions(facts)
        if any(talk.questions[split_key(key)[0]].section == section for key in one.keys)
    ]
