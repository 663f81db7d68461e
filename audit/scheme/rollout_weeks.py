"""The roll-out in weeks: rules first where there are none, then the talk, a trial fortnight, the launch."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from audit.facts.facts import Facts
from audit.model import STAGES, Readiness, Stage
from audit.planning.working_days import Workdays

DAY = timedelta(days=1)  # the calendar
WEEK = timedelta(days=7)  # the calendar
FIVE = 5  # days from Monday to Friday; the calendar
WORTH_A_WEEK = 3  # working days; a week with fewer is no week of a roll-out; our judgement
REACH = 40  # weeks that are looked ahead: preparation, trial, a quarter and mending; our judgement
FRIDAY = timedelta(days=4)  # the last day of a working week; the calendar
PREPARATION: Mapping[Readiness, int] = {  # weeks before the talk with the sellers; our judgement
    "ready": 1,
    "unknown": 2,
    "fix_first": 3,
    "regulations_first": 4,
}
TRIAL = 2  # weeks; the scheme's rules promise a fortnight; our judgement
COUNTING = 4  # weeks from the launch to the first recount of conversions; our judgement
QUARTER = 13  # weeks from the launch to the review of the set; the calendar


@dataclass(frozen=True)
class Weeks:
    """Weeks counted from the first Monday after the audit; weeks of holidays are left out."""

    mondays: tuple[date, ...]
    left_out: tuple[date, ...]
    workdays: Workdays
    preparation: int

    def monday(self, week: int) -> date:
        return self.mondays[week - 1]

    def opens(self, week: int) -> date:
        """The first day worked in the week."""
        return self._worked(week)[0]

    def closes(self, week: int) -> date:
        """The last day worked in the week."""
        return self._worked(week)[-1]

    def _worked(self, week: int) -> list[date]:
        return self.workdays.between(self.monday(week), self.monday(week) + FRIDAY)

    def holidays(self) -> tuple[date, ...]:
        """Days from Monday to Friday that are not worked, as far as the roll-out reaches."""
        days = (self.mondays[0] + DAY * n for n in range((self.mondays[-1] - self.mondays[0]).days))
        return tuple(day for day in days if day.isoweekday() <= FIVE and not self.workdays.is_worked(day))

    @property
    def talk(self) -> int:
        return self.preparation + 1

    @property
    def trial(self) -> int:
        return self.talk + 1

    @property
    def trial_ends(self) -> int:
        return self.trial + TRIAL - 1

    @property
    def launch(self) -> int:
        return self.trial + TRIAL

    @property
    def recount(self) -> int:
        return self.launch + COUNTING

    @property
    def review(self) -> int:
        return self.launch + QUARTER


def roll_out(as_of: date, readiness: Readiness, workdays: Workdays) -> Weeks:
    found: list[date] = []
    left_out: list[date] = []
    monday = as_of + timedelta(days=7 - as_of.weekday())
    while len(found) < REACH:
        worked = len(workdays.between(monday, monday + FRIDAY)) >= WORTH_A_WEEK
        (found if worked else left_out).append(monday)
        monday += WEEK
    return Weeks(tuple(found), tuple(left_out), workdays, PREPARATION[readiness])


def stages_without_rules(facts: Facts) -> tuple[Stage, ...]:
    """The stages worked whose rules nobody could work by; unanswered ones are not among them."""
    found = []
    for stage in STAGES:
        fact = facts.get("rules", stage)
        answered = fact is not None and fact.state in ("given", "dont_know", "disputed")
        if stage in facts.places["stage"] and answered and facts.value("rules", stage) != "usable":
            found.append(stage)
    return tuple(found)
