"""The roll-out as phases for the report's calendar: the same weeks as the tasks and the letter, named."""

from collections.abc import Iterator
from datetime import date

from audit.content.loader import Content
from audit.facts.facts import Facts
from audit.i18n.wording import joined
from audit.model import Id, Phase, Readiness, RollOut
from audit.scheme.rollout_weeks import Weeks, stages_without_rules


def make_phases(facts: Facts, content: Content, readiness: Readiness, weeks: Weeks) -> RollOut:
    last = weeks.monday(weeks.review)
    return RollOut(
        phases=(_preparation(facts, content, readiness, weeks), *_following(content, weeks)),
        left_out=tuple(monday for monday in weeks.left_out if monday < last),
    )


def _preparation(facts: Facts, content: Content, readiness: Readiness, weeks: Weeks) -> Phase:
    """Rules first where a stage has none; else what the readiness asks for."""
    stages = joined([content.named(stage) for stage in stages_without_rules(facts)])
    name = content.tell("phase_rules", stages=stages) if stages else content.tell(f"phase_{readiness}")
    done = content.tell("task_adopt_done" if stages else f"phase_{readiness}_done")
    return Phase(
        id="preparation",
        name=name,
        first=weeks.opens(1),
        last=weeks.closes(weeks.preparation),
        ends_with=done,
        owner=content.tell("phase_owners", head=content.named("head"), owner=content.named("owner")),
    )


def _following(content: Content, weeks: Weeks) -> Iterator[Phase]:
    """Each ends as its task does; the launch is the day the letter names."""
    launch = weeks.opens(weeks.launch)
    spans: tuple[tuple[Id, date, date], ...] = (
        ("talk", weeks.opens(weeks.talk), weeks.closes(weeks.talk)),
        ("trial", weeks.opens(weeks.trial), weeks.closes(weeks.trial_ends)),
        ("launch", launch, launch),
        ("recount", weeks.opens(weeks.recount), weeks.closes(weeks.recount)),
        ("review", weeks.opens(weeks.review), weeks.closes(weeks.review)),
    )
    for step, first, last in spans:
        yield Phase(
            id=step,
            name=content.tell(f"phase_{step}"),
            first=first,
            last=last,
            ends_with=content.tell(f"task_{step}_done"),
            owner=content.named("head"),
        )
