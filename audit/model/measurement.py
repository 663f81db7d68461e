"""What the CRM's own records say: import, passages, doubts, claims beside measurements."""

from collections.abc import Mapping
from typing import Literal

from audit.model.base import Frozen, Id


class Rejected(Frozen):
    """Rows of an export that are not counted: why, how many, and the first lines of them."""

    reason: Id
    n: int
    lines: tuple[int, ...]


class Imported(Frozen):
    """What reading one export as one table of the log brought; `again`: the same file was given before.

    `identical`: rows without an id that equal an earlier one: kept, and said. `masked`: sources in which a
    telephone or an e-mail stood, which is left out.
    """

    file: str
    table: str
    read: int
    kept: int
    duplicated: int
    refused: int = 0
    identical: int = 0
    masked: int = 0
    rejected: tuple[Rejected, ...] = ()
    since: str = ""
    until: str = ""
    empty: Mapping[str, float] = {}
    again: bool = False


class Passed(Frozen):
    """Of `entered` cases `passed` went on; `low` and `high`: the 80 % interval of the share."""

    what: str
    entered: int
    passed: int
    low: float
    high: float


class Cohort(Frozen):
    """First contacts of a month by channel and temperature as the file has them; what became of them."""

    month: str | None
    channel: str | None
    temperature: str | None
    n: int
    won: int
    lost: int


class Spread(Frozen):
    """How a quantity is spread; `low` and `high`: the 80 % interval of its median, `mean_*` of its mean."""

    n: int
    least: float
    p10: float
    p25: float
    median: float
    p75: float
    p90: float
    most: float
    mean: float
    low: float
    high: float
    mean_low: float
    mean_high: float


class Reached(Frozen):
    """The share that happened by a day, open cases treated as open (Kaplan-Meier)."""

    day: int
    share: float


class Passage(Frozen):
    """A step of the measured funnel by cohort, channel, temperature; `jumped`: sold without the next step."""

    month: str | None
    channel: str | None
    temperature: str | None
    step: str
    entered: int
    passed: int
    jumped: int
    waiting: int


class Touched(Frozen):
    """Cases that took `touches` contacts; of those that had at least so many, `won` exactly at the last."""

    touches: int
    n: int
    won: int
    reached: int


class Acted(Frozen):
    """Recorded actions of a kind, and how many there were to one sale; None: no sales to set them against."""

    kind: str | None
    n: int
    deals: int
    nobody: int
    per_sale: float | None


class Bought(Frozen):
    """Purchases of a month; amounts in the currency of the file."""

    month: str
    n: int
    clients: int
    firsts: int
    seconds: int
    amount: float
    repeated: float


class Doubt(Frozen):
    """Something that makes a figure doubtful, or a sign to check: its size, out of how many, its effect."""

    about: Id
    size: float
    of: float
    values: Mapping[str, float | str] = {}


class Measurement(Frozen):
    """Everything an export let us count, what it did not, and why."""

    format: Literal[1] = 1
    engine: str
    imported: tuple[Imported, ...]
    since: str = ""
    until: str = ""
    history: bool = False
    deals: int = 0
    won: int = 0
    lost: int = 0
    steps: tuple[str, ...] = ()
    channels: Mapping[str, Id] = {}
    metrics: Mapping[str, Id] = {}
    cohorts: tuple[Cohort, ...] = ()
    passages: tuple[Passage, ...] = ()
    spreads: Mapping[str, Spread] = {}
    sold_by_day: tuple[Reached, ...] = ()
    sold_by_day_since: tuple[Reached, ...] = ()
    sold_within: tuple[Passed, ...] = ()
    clients: int = 0
    repeat_clients: int = 0
    bought: tuple[Bought, ...] = ()
    again_by_day: tuple[Reached, ...] = ()
    again_within: tuple[Passed, ...] = ()
    touched: tuple[Touched, ...] = ()
    actions: tuple[Acted, ...] = ()
    base_touches: Mapping[str, int] = {}
    base_clients: Mapping[str, int] = {}
    short_calls: Mapping[str, tuple[int, int]] = {}
    complete: float | None = None
    doubts: tuple[Doubt, ...] = ()
    signs: tuple[Doubt, ...] = ()
    refused: Mapping[Id, Id] = {}
