"""The draft reporting scheme: forms with period, plan, actual and source; rhythm; lawful rules."""

from collections.abc import Mapping

from audit.content.loader import Content
from audit.facts.facts import Facts
from audit.i18n import notation
from audit.i18n.wording import joined
from audit.model import (
    Cadence,
    Diagnosis,
    Form,
    FormLine,
    Id,
    Plan,
    Recommendation,
    RecommendedMetric,
    Scheme,
    Text,
)

WEEKS_PER_MONTH = 52 / 12  # the calendar
ONCE = (
    1  # fewer than one expected in the period: the next longer period suits better; our judgement after F15
)
LONGER: Mapping[Cadence, Cadence] = {"day": "week", "week": "month"}
CADENCES: tuple[Cadence, ...] = ("day", "week", "month", "quarter")
AT_ONCE: tuple[Id, ...] = ("unlawful_sanction",)  # stopped before anything else
MOST_FIRST_STEPS = 6  # a page a person can act on; our judgement
COLD_CHANNELS = {"cold_calls", "email", "social"}  # first touches that need consent somewhere; sources: W5
MACHINES_THAT_RECORD_PEOPLE = {"telephony", "field_app", "messengers", "mail"}  # sources: W4


def design(
    facts: Facts,
    content: Content,
    country: str,
    diagnosis: Diagnosis,
    recommendation: Recommendation,
    plan: Plan,
) -> Scheme:
    """The scheme of a company from its chosen lines and its plan."""
    return Scheme(
        forms=_forms(facts, content, recommendation, plan),
        rules=_rules(facts, content),
        rhythm=_rhythm(facts, content),
        automate_first=_automate_first(facts, content, recommendation),
        warnings=_warnings(facts, content, country, diagnosis, recommendation),
        first_steps=_first_steps(facts, content, diagnosis, plan),
    )


RULES = (
    "rule_duty",
    "rule_period",
    "rule_automatic",
    "rule_done",
    "rule_sample",
    "rule_correction",
    "rule_missing",
    "rule_pay",
    "rule_review",
)


def _rules(facts: Facts, content: Content) -> tuple[Text, ...]:
    """The same for everybody, and what this company has yet to write down before it counts."""
    rules = list(RULES)
    if facts.value("lead_criteria") in ("seller_decides", "oral"):
        rules.insert(0, "rule_thresholds")
    if facts.value("definitions_written") in ("no", "oral", "some"):
        rules.insert(0, "rule_definitions")
    return tuple(content.tell(rule) for rule in rules)


def _rhythm(facts: Facts, content: Content) -> tuple[Text, ...]:
    """The fixed meetings, and the news that repeat touches carry; lesson 7."""
    meetings = tuple(content.tell(f"rhythm_{cadence}") for cadence in ("day", "week", "month", "quarter"))
    campaigns = facts.value("campaigns")
    return (*meetings, content.tell("rhythm_campaigns", campaigns=campaigns)) if campaigns else meetings


def _forms(facts: Facts, content: Content, recommendation: Recommendation, plan: Plan) -> tuple[Form, ...]:
    """One form per role and rhythm, in the order of the day."""
    forms = []
    for role in facts.places["role"]:
        lines = [line for line in recommendation.lines if line.role == role]
        for cadence in CADENCES:
            in_rhythm = [line for line in lines if _cadence(line, plan, facts) == cadence]
            if in_rhythm:
                forms.append(_form(role, cadence, in_rhythm, facts, content, plan))
    return tuple(forms)


def _form(
    role: Id, cadence: Cadence, lines: list[RecommendedMetric], facts: Facts, content: Content, plan: Plan
) -> Form:
    return Form(
        role=role,
        cadence=cadence,
        lines=tuple(_form_line(line, cadence, facts, content, plan) for line in lines),
        read_by=content.tell("read_by_head"),
        decision=content.tell(f"decision_{cadence}"),
    )


def _form_line(
    line: RecommendedMetric, cadence: Cadence, facts: Facts, content: Content, plan: Plan
) -> FormLine:
    metric = content.metrics[line.metric]
    per_day = _per_day(line, plan)
    by_hand = "source_by_head" if metric.owners == ("head",) else "source_by_hand"
    source = content.named(line.system) if line.system else content.tell(by_hand)
    return FormLine(
        metric=line.metric,
        name=metric.name,
        definition=metric.definition,
        plan=None if per_day is None else notation.whole(per_day * days_in(cadence, facts)),
        source=source,
        by_hand=line.system is None,
        check=metric.check,
        leads_to=metric.leads_to,
        kind=line.kind,
    )


def _per_day(line: RecommendedMetric, plan: Plan) -> float | None:
    """Planned actions of the line per seller and day, over all channels it is counted in."""
    planned = [
        a.per_seller_per_day.point for a in plan.actions if (a.metric, a.role) == (line.metric, line.role)
    ]
    return sum(planned) if planned else None


def days_in(cadence: Cadence, facts: Facts) -> float:
    """Working days in a period of a form."""
    days = facts.number("working_days") or 0
    return {"day": 1, "week": days / WEEKS_PER_MONTH, "month": days, "quarter": 3 * days}.get(cadence, days)


def _cadence(line: RecommendedMetric, plan: Plan, facts: Facts) -> Cadence:
    """The metric's own rhythm, slower where the plan expects less than one in the period."""
    cadence: Cadence = "week" if line.cadence == "event" else line.cadence
    per_day = _per_day(line, plan)
    while per_day and cadence in LONGER and per_day * days_in(cadence, facts) < ONCE:
        cadence = LONGER[cadence]
    return cadence


def _automate_first(facts: Facts, content: Content, recommendation: Recommendation) -> tuple[Text, ...]:
    """Each system once, with the lines it can fill."""
    by_system: dict[Id, list[Text]] = {}
    for line in recommendation.lines:
        if line.system:
            names = by_system.setdefault(line.system, [])
            name = content.metrics[line.metric].name
            if name not in names:
                names.append(name)
    said = [
        content.tell("automate", system=content.named(system), lines=joined(names))
        for system, names in sorted(by_system.items(), key=lambda item: -len(item[1]))
    ]
    personal = facts.value("personal_contact") in ("mostly", "partly")
    return (content.tell("automate_personal"), *said) if personal else tuple(said)


def _warnings(
    facts: Facts, content: Content, country: str, diagnosis: Diagnosis, recommendation: Recommendation
) -> tuple[Text, ...]:
    """sources: law_9: always the first; the others where they concern this company."""
    law, said = content.law, content.law.warnings
    wanted = [said["lawyer"], _country_warning(content, country), said["existing_pay"]]
    if sanctioned(diagnosis):
        wanted.insert(0, said["stop"])
    if {line.system for line in recommendation.lines} & MACHINES_THAT_RECORD_PEOPLE:
        wanted.append(said["monitoring"])
    if {line.channel for line in recommendation.lines} & COLD_CHANNELS:
        wanted.append(law.of(country).cold)
    if facts.value("doc_bonus") in ("none", "oral"):
        wanted.append(said["no_bonus_rules"])
    if facts.chosen("engagement") != ("employee",):
        wanted.append(said["contractors"])
    return tuple(wanted)


def _country_warning(content: Content, country: str) -> Text:
    """The country's own, with the day its law was looked up; W2 and W6."""
    law = content.law
    warning = law.of(country).warning
    if law.branch(country) == "other":
        return warning
    return content.say(law.warnings["checked"], warning=warning, on=law.checked_on)


def sanctioned(diagnosis: Diagnosis) -> bool:
    """Whether money is taken today for a missing report or plan."""
    return any(f.cause == "unlawful_sanction" and f.verdict == "confirmed" for f in diagnosis.findings)


def _first_steps(facts: Facts, content: Content, diagnosis: Diagnosis, plan: Plan) -> tuple[Text, ...]:
    """What to do on Monday, upstream first; symptoms mend with their roots."""
    named = {f.cause for f in diagnosis.findings if f.verdict == "confirmed"}
    steps = [content.causes[cause].monday for cause in AT_ONCE if cause in named]
    steps.append(content.tell(f"first_{diagnosis.readiness}"))
    steps += [
        content.causes[f.cause].monday
        for f in diagnosis.findings
        if f.verdict == "confirmed" and f.symptom_of is None
    ]
    if facts.value("roll_outs") in ("few_died", "many_died"):
        steps.insert(1, content.tell("first_other_attempts"))
    if facts.value("purpose_explained") == "not_at_all":
        steps.append(content.tell("first_why"))
    if plan.no_plan_yet:
        steps.append(content.tell("first_collect_counts"))
    return tuple(dict.fromkeys(steps))[:MOST_FIRST_STEPS]
