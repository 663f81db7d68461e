"""Today's reports against the recommended set: keep, change, drop, add, with the reason and the minutes."""

from collections.abc import Iterator, Mapping

from audit.content.loader import Content
from audit.content.report_headings import recognised
from audit.facts.facts import REPORTING_DAYS, Facts
from audit.facts.roles import does
from audit.model import (
    Column,
    ColumnVerdict,
    Id,
    Metric,
    Recommendation,
    RecommendedMetric,
    Review,
    Reviewed,
    Text,
)


def review(facts: Facts, content: Content, recommendation: Recommendation) -> Review:
    """Every column of every role's reports, then what is missing; minutes per seller and working day."""
    lines: list[Reviewed] = []
    for role in facts.places["role"]:
        lines += _Reviewer(role, facts, content, recommendation).lines()
    return Review(lines=tuple(lines), minutes=_minutes_by_role(lines))


def _minutes_by_role(lines: list[Reviewed]) -> Mapping[Id, float]:
    """What the changes give back, of roles whose minutes are known."""
    found: dict[Id, float] = {}
    for line in lines:
        if line.minutes is not None:
            found[line.role] = found.get(line.role, 0) + line.minutes
    return found


class _Reviewer:
    """One role's reports: its columns as recognised, and the lines recommended for it."""

    def __init__(self, role: Id, facts: Facts, content: Content, recommendation: Recommendation) -> None:
        self.role, self.facts, self.content = role, facts, content
        by_hand = facts.value("report_kind", role) in ("by_hand", "free_form")
        self.columns = recognised(facts.columns(role), content, self._works, by_hand)
        self.wanted = {line.metric: line for line in recommendation.lines if line.role == role}
        self.per_column = self._minutes_per_column()
        self.seen: set[Id] = set()

    def _works(self, metric: Metric) -> bool:
        return does(self.role, metric, self.facts)

    def lines(self) -> Iterator[Reviewed]:
        if not self.columns:
            return
        for column in self.columns:
            yield self._judged(column)
        for metric, line in self.wanted.items():
            if metric not in self.seen:
                yield self._added(line)

    def _minutes_per_column(self) -> float | None:
        """Minutes a day that one column filled in by hand costs: the report's minutes shared out evenly."""
        minutes = self.facts.number("report_minutes", self.role)
        by_hand = sum(bool(column.by_hand) for column in self.columns)
        every = str(self.facts.value("report_every", self.role))
        return None if minutes is None or not by_hand else minutes / by_hand / REPORTING_DAYS.get(every, 1)

    def _judged(self, column: Column) -> Reviewed:
        verdict, reason, nobody_fills_it_in = self._verdict(column)
        if column.metric:
            self.seen.add(column.metric)
        freed = 1 if column.by_hand and nobody_fills_it_in else 0
        return self._line(column.name, column.report, verdict, column.metric, reason, freed)

    def _verdict(self, column: Column) -> tuple[ColumnVerdict, Text, bool]:
        """Keep, change or drop, why, and whether nobody has to fill it in any longer."""
        tell, named = self.content.tell, self.content.named
        line = self.wanted.get(column.metric or "")
        if column.metric in self.seen:
            return "drop", tell("review_twice"), True
        if line and column.by_hand and line.system:
            return "change", tell("review_automate", system=named(line.system)), True
        if line:
            return "keep", line.reason, False
        if column.kind == "result":
            return self._result(column)
        if column.kind == "context":
            return self._context(column)
        metric = self.content.metrics.get(column.metric or "")
        if metric and not self._works(metric):
            return "drop", tell("review_not_worked"), True
        instead = None if metric else self._instead(column)
        if instead:
            self.seen.add(instead.metric)
            reason = tell("review_instead", metric=named(instead.metric), why=instead.reason)
            return "change", reason, bool(instead.system)
        return (
            self._result(column) if column.kind == "objective" else ("drop", tell("review_set_is_full"), True)
        )

    def _result(self, column: Column) -> tuple[ColumnVerdict, Text, bool]:
        return ("change" if column.by_hand else "keep"), self.content.tell("review_result"), True

    def _context(self, column: Column) -> tuple[ColumnVerdict, Text, bool]:
        """Dates and names identify the report; what others control and remarks do not belong to a seller."""
        if self._identifies(column.name):
            return "keep", self.content.tell("review_identifies"), False
        return "drop", self.content.tell("review_context"), True

    def _identifies(self, heading: str) -> bool:
        first = heading.casefold().split()[0]
        return any(first.startswith(stem) for stem in self.content.columns["identity"])

    def _instead(self, column: Column) -> RecommendedMetric | None:
        """For a heading too plain to say what is counted: an action of its stage that nothing covers yet."""
        covered = {c.metric for c in self.columns} | self.seen
        return next(
            (
                line
                for line in self.wanted.values()
                if line.kind == "action"
                and line.metric not in covered
                and line.stage == column.stage
                and line.channel == column.channel
            ),
            None,
        )

    def _added(self, line: RecommendedMetric) -> Reviewed:
        metric = self.content.metrics[line.metric]
        by_seller = not line.system and metric.owners != ("head",)
        return self._line(metric.name, "", "add", line.metric, line.reason, -1 if by_seller else 0)

    def _line(
        self,
        name: str | Text,
        report: str,
        verdict: ColumnVerdict,
        metric: Id | None,
        reason: Text,
        columns: int,
    ) -> Reviewed:
        """`columns`: how many columns filled in by hand it frees; negative where it needs one."""
        return Reviewed(
            role=self.role,
            report=report,
            column=Text(ru=name, en=name) if isinstance(name, str) else name,
            verdict=verdict,
            metric=metric,
            reason=reason,
            minutes=None if self.per_column is None else columns * self.per_column,
        )
