"""Every recommended step as a task: whose, in which week, how much work, what shows that it is done."""

from collections.abc import Iterator

from audit.content.loader import Content
from audit.diagnosis.causes import ROOT_ORDER
from audit.facts.facts import Facts
from audit.i18n.wording import joined
from audit.model import Diagnosis, Effort, Id, Scheme, Task, Text
from audit.scheme.reporting_scheme import AT_ONCE
from audit.scheme.rollout_weeks import Weeks, stages_without_rules

FIRST_MOVES_A_WEEK = 5  # an hour each; our judgement
STEPS_A_WEEK = 3  # of mending, beside the day's work of one head; our judgement
SPAN: dict[Effort, int] = {"hour": 1, "day": 1, "week": 1, "month": 4}  # weeks a step takes; the calendar
OWNERS_TASKS: tuple[Id, ...] = ("unlawful_sanction", "no_owner")  # what a head cannot decide alone
ORDER = [module.__name__.rpartition(".")[2] for module in ROOT_ORDER]


def make_tasks(
    facts: Facts, content: Content, diagnosis: Diagnosis, scheme: Scheme, calendar: Weeks
) -> tuple[Task, ...]:
    """Mending in root order, then the roll-out; numbered by week."""
    maker = _Maker(facts, content, scheme, calendar)
    drafts = sorted([*maker.mending(diagnosis), *maker.rolling_out()], key=lambda task: task.week)
    return tuple(task.model_copy(update={"id": f"T{n:02}"}) for n, task in enumerate(drafts, 1))


class _Maker:
    """The tasks of one company."""

    def __init__(self, facts: Facts, content: Content, scheme: Scheme, calendar: Weeks) -> None:
        self.facts, self.content, self.scheme, self.calendar = facts, content, scheme, calendar
        self.places: dict[Id, list[Id | None]] = {}

    def mending(self, diagnosis: Diagnosis) -> Iterator[Task]:
        """The first move of every confirmed root, an hour each; its remedies behind one another."""
        named = [f for f in diagnosis.findings if f.verdict == "confirmed"]
        causes = {f.cause for f in named}
        roots = {f.cause for f in named if f.symptom_of not in causes}
        ordered = sorted(roots, key=lambda cause: (cause not in AT_ONCE, ORDER.index(cause)))
        self.places = {cause: [f.where for f in named if f.cause == cause] for cause in roots}
        for n, cause in enumerate(ordered):
            yield self._mend(cause, self.content.causes[cause].monday, 1 + n // FIRST_MOVES_A_WEEK, "hour")
        done = 0
        for cause in ordered:
            for step in self.content.causes[cause].remedy:
                week = 1 if cause in AT_ONCE else 1 + done // STEPS_A_WEEK
                yield self._mend(cause, step.do, week, step.effort)
                done += 1

    def _mend(self, cause: Id, what: Text, week: int, effort: Effort) -> Task:
        owner = "owner" if cause in OWNERS_TASKS else "head"
        done = self.content.causes[cause].mended_when
        return self._task(what, self._part(cause), owner, (week, SPAN[effort]), effort, done)

    def _part(self, cause: Id) -> Text:
        """The cause, with the stages or roles it was found in where there are others."""
        name = self.content.causes[cause].name
        places = [place for place in self.places[cause] if place and self.facts.places["role"] != (place,)]
        said = joined([self.content.named(place) for place in places])
        return self.content.tell("task_part", cause=name, places=said) if said else name

    def rolling_out(self) -> Iterator[Task]:
        at, lacking = self.calendar, stages_without_rules(self.facts)
        yield self._step("lawyer", 1, "day", owner="owner")
        if lacking:
            stages = joined([self.content.named(stage) for stage in lacking]) or ""
            yield self._step("session", 1, "day", stages=stages)
            yield self._step("adopt", at.preparation, "day", stages=stages)
        for says in self.scheme.automate_first:
            yield self._step("automate", min(2, at.preparation), "week", says=says)
        yield self._step("talk", at.talk, "day")
        yield self._step("trial", at.trial, "week", span=at.trial_ends - at.trial + 1)
        yield self._step("launch", at.launch, "day")
        yield self._step("recount", at.recount, "day")
        yield self._step("review", at.review, "day")

    def _step(
        self, step: Id, week: int, effort: Effort, owner: Id = "head", span: int = 1, **values: object
    ) -> Task:
        tell = self.content.tell
        what, done = tell(f"task_{step}", **values), tell(f"task_{step}_done")
        weeks = (week, span or SPAN[effort])
        return self._task(what, tell("task_roll_out"), owner, weeks, effort, done)

    def _task(
        self, what: Text, part_of: Text, owner: Id, weeks: tuple[int, int], effort: Effort, shown_by: Text
    ) -> Task:
        """`weeks`: the first and how many."""
        week, span = weeks
        return Task(
            id="T",
            what=what,
            part_of=part_of,
            owner=self.content.named(owner),
            week=week,
            starts=self.calendar.opens(week),
            due=self.calendar.closes(week + span - 1),
            effort=effort,
            shown_by=shown_by,
        )
