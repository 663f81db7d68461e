"""The draft reporting scheme and the papers of Monday: forms, rules, regulation, letter, tasks."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from audit.model.audit import Step
from audit.model.base import Cadence, Effort, Frozen, Id, Stage, Text


class FormLine(Frozen):
    """A line of a draft form: period, plan, actual and where the actual comes from."""

    metric: Id
    name: Text
    definition: Text
    plan: float | None
    source: Text
    by_hand: bool
    check: Text
    leads_to: Text
    kind: Literal["action", "outcome", "guard"]


class Form(Frozen):
    """What one role reports at one rhythm. `plan` of its lines is per seller and period of the form."""

    role: Id
    cadence: Cadence
    lines: tuple[FormLine, ...]
    read_by: Text
    decision: Text


class Scheme(Frozen):
    """The draft reporting scheme: forms, rhythm, rules, what is automated first, first steps."""

    forms: tuple[Form, ...]
    rules: tuple[Text, ...]
    rhythm: tuple[Text, ...]
    automate_first: tuple[Text, ...]
    warnings: tuple[Text, ...]
    first_steps: tuple[Text, ...]


class Counted(Frozen):
    """How a role's metric is got: from a system (`where` in it, what to switch on `first`), or by hand."""

    metric: Id
    role: Id
    system: Id | None
    where: Text | None
    first: Text | None
    by_hand_because: Text | None


class Paragraph(Frozen):
    """What a paper says. A `clause` obliges somebody; a `quote` tells of today or of the lesson, a `warning`
    is ours, a `note` explains."""

    kind: Literal["clause", "note", "quote", "warning"]
    text: Text


class Chapter(Frozen):
    """A part of a paper under a heading; by its id a template puts a table beside it."""

    id: Id
    title: Text
    paragraphs: tuple[Paragraph, ...]


class SkeletonRow(Frozen):
    """A channel, temperature or the base, with the actions proposed for it; people fill in the rest."""

    where: Text
    actions: tuple[Text, ...]


class Skeleton(Frozen):
    """The page of rules a stage lacks, to be filled in; `today`: what there is instead."""

    stage: Stage
    title: Text
    today: Text | None
    rows: tuple[SkeletonRow, ...]


class Regulation(Frozen):
    """The draft reporting regulation. `stamp`: what has to be adopted before it."""

    stamp: Text | None
    chapters: tuple[Chapter, ...]
    skeletons: tuple[Skeleton, ...]
    skeleton_notes: tuple[Text, ...]
    thresholds: tuple[Text, ...]
    agenda: tuple[Text, ...]


class Letter(Frozen):
    """What the head writes and says to the sellers before the trial."""

    chapters: tuple[Chapter, ...]
    talk: tuple[Chapter, ...]


class Task(Frozen):
    """A recommended step for somebody's tracker. `week` counts from the first Monday after the audit."""

    id: str
    what: Text
    part_of: Text
    owner: Text
    week: int
    starts: date
    due: date
    effort: Effort
    shown_by: Text


class ChannelSteps(Frozen):
    """A channel whose whole path to the sale is known, the metric `sale` at its end left out of the steps.

    `supply`: leads a month that come by themselves.
    """

    channel: Id
    steps: tuple[Step, ...]
    sale: Id
    supply: float | None


class Papers(Frozen):
    """What the documents to start with hold: workbook, regulation, letter, task list.

    `days`: working days in a form's period; `holidays` between Monday and Friday; the trial `starts`.
    """

    regulation: Regulation
    letter: Letter
    counted: tuple[Counted, ...]
    tasks: tuple[Task, ...]
    channels: tuple[ChannelSteps, ...]
    days: Mapping[Cadence, float]
    holidays: tuple[date, ...]
    starts: date


class Phase(Frozen):
    """A part of the roll-out, or the one day it comes to: what is there at its end, and whose it is."""

    id: Id
    name: Text
    first: date
    last: date
    ends_with: Text
    owner: Text


class RollOut(Frozen):
    """The roll-out's phases in order. `left_out`: the Mondays of the weeks of holidays on the way."""

    phases: tuple[Phase, ...]
    left_out: tuple[date, ...]
