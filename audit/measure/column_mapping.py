"""Which column of an export means what: recognised by headings, or mapped once and kept as a small file."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationError

from audit.content.loader import Content
from audit.files.atomic_write import make_own_folder, write
from audit.files.errors import BadInput, Complaint
from audit.files.strict_yaml import dump, from_validation, own, read
from audit.model import Frozen, Id
from audit.storage.voice_file import check_format

Kind = Literal["deals", "marks", "acts", "sales", "totals"]
FIELDS: Mapping[Kind, tuple[str, ...]] = {
    "deals": (
        *("id", "created", "closed", "won_at", "lost_at", "expected", "stage", "outcome", "channel"),
        *("seller", "caller", "client", "amount", "temperature", "touches", "seconds", "reason", "product"),
    ),
    "marks": ("deal", "stage", "ts", "seller"),
    "acts": ("deal", "client", "kind", "ts", "seconds", "seller", "target", "met"),
    "sales": ("id", "client", "ts", "amount", "seller"),
    "totals": ("month", "channel"),
}
NEEDED: Mapping[Kind, tuple[tuple[str, ...], ...]] = {  # one of each group must be there
    "deals": (("created", "won_at", "closed", "outcome", "stage"),),
    "marks": (("deal",), ("stage",), ("ts",)),
    "acts": (("ts",), ("kind", "seconds", "target", "deal")),
    "sales": (("client",), ("ts",)),
    "totals": (("month",),),
}
MOST_STEPS = 30  # steps of one funnel; more is a list of something else; our judgement


class Table(Frozen):
    """One reading of a file: which columns are which fields, which rows belong, what is the same in all."""

    table: Kind
    columns: Mapping[str, str]
    only: Mapping[str, tuple[str, ...]] = {}
    drop: Mapping[str, tuple[str, ...]] = {}
    set: Mapping[str, str] = {}

    def suits(self, headers: Sequence[str]) -> bool:
        return not self.lacking(headers)

    def lacking(self, headers: Sequence[str]) -> list[str]:
        """The columns it names that a file does not have."""
        named = dict.fromkeys((*self.columns.values(), *self.only, *self.drop))
        return [column for column in named if column not in headers]


class ColumnMapping(Frozen):
    """What a mapping file holds: tables, the order of steps, and what the words of the company mean.

    `channels`: the file's channel to the audit's. `metrics`: the file's step to a metric of the catalogue.
    `dates`: how 02/08/2025 is read. `plan`: actions a day that sellers are asked for, per kind of action.
    """

    format: Literal[1] = 1
    tables: tuple[Table, ...] = ()
    steps: tuple[str, ...] = ()
    won: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    channels: Mapping[str, Id] = {}
    metrics: Mapping[str, Id] = {}
    dates: Literal["dmy", "mdy", ""] = ""
    plan: Mapping[str, int] = {}

    def joined(self, other: "ColumnMapping") -> "ColumnMapping":
        """Both, the first one's word first."""
        return ColumnMapping(
            tables=(*self.tables, *other.tables),
            steps=self.steps or other.steps,
            won=(*self.won, *other.won),
            lost=(*self.lost, *other.lost),
            channels={**other.channels, **self.channels},
            metrics={**other.metrics, **self.metrics},
            dates=self.dates or other.dates,
            plan={**other.plan, **self.plan},
        )


@cache
def known() -> Mapping[str, Any]:
    """Headings, stages, channels and outcomes as the usual systems write them."""
    found: Mapping[str, Any] = own(files("audit.questionnaires") / "exports.yaml")
    return found


def plain(text: str) -> str:
    """A heading or a word without case, marks, repeated spaces and the ways to write a dash."""
    text = text.replace("\ufeff", "").replace("\u00a0", " ").replace("–", "-").replace("—", "-")
    return " ".join(text.casefold().replace("ё", "е").rstrip("* ").split())


def recognised(headers: Sequence[str]) -> tuple[str, Table] | None:
    """The system a file comes from and what its columns are; None: nobody knows such headings."""
    best: tuple[int, str, Table] | None = None
    for system, kinds in known()["systems"].items():
        for kind, fields in kinds.items():
            columns = _matched(fields, headers)
            table = Table.model_validate({"table": kind, "columns": columns})
            signs = sum(plain(h) in map(plain, kinds[kind].get("signs", ())) for h in headers)
            score = len(columns) + 2 * signs
            if is_enough(table) and signs and len(columns) > 1 and (best is None or score > best[0]):
                best = (score, system, table)
    return best and best[1:]


def _matched(fields: Mapping[str, Sequence[str]], headers: Sequence[str]) -> dict[str, str]:
    """The first heading for each field, in the order in which the system's words for it are listed."""
    there = {plain(header): header for header in reversed(headers)}
    found: dict[str, str] = {}
    for field, names in fields.items():
        header = next((there[plain(name)] for name in names if plain(name) in there), None)
        if header is not None and field != "signs" and header not in found.values():
            found[field] = header
    return found


def is_enough(table: Table) -> bool:
    """Whether a table's columns suffice to count anything."""
    given = {*table.columns, *table.set}
    return all(given & set(group) for group in NEEDED[table.table])


def belongs(table: Table, row: Mapping[str, str]) -> bool:
    """Whether a row is one that the mapping wants; patterns as file names have them."""
    wanted = all(_any_like(row[column], patterns) for column, patterns in table.only.items())
    return wanted and not any(_any_like(row[column], patterns) for column, patterns in table.drop.items())


def _any_like(value: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(value, pattern) for pattern in patterns)


# --- the file --------------------------------------------------------------------------------------


def mapping_file(folder: Path, name: str) -> Path:
    return folder / "mappings" / f"{name}.yaml"


def load(path: Path, content: Content) -> ColumnMapping:
    """A mapping as somebody wrote it. Raises BadInput with every mistake and what would be possible."""
    document = read(path)
    tree = dict(document.tree)
    check_format(tree, document)
    try:
        read_so = ColumnMapping.model_validate(tree)
    except ValidationError as error:
        raise BadInput(*from_validation(document.name, document.lines, error.errors())) from None
    wrong = [
        Complaint("option_unknown", document.name, key, said, document.lines.get(key), {"allowed": allowed})
        for key, said, known in _named(read_so, content)
        if said not in known and (allowed := ", ".join(known))
    ]
    if wrong:
        raise BadInput(*wrong)
    return read_so


def _named(meaning: ColumnMapping, content: Content) -> Iterator[tuple[str, str, Sequence[str]]]:
    """Every name that must be a known one: its key in the file, the name, and those there are."""
    for index, table in enumerate(meaning.tables):
        for part in ("columns", "set"):
            for field in getattr(table, part):
                yield f"tables.{index}.{part}.{field}", field, FIELDS[table.table]
    channels = next(q.options for q in content.questions.values() if q.sets == "channel")
    for said, channel in meaning.channels.items():
        yield f"channels.{said}", channel, [option.id for option in channels]
    for said, metric in meaning.metrics.items():
        yield f"metrics.{said}", metric, list(content.metrics)


def kept(folder: Path, content: Content) -> list[ColumnMapping]:
    """The mappings made for this audit before."""
    return [load(path, content) for path in sorted((folder / "mappings").glob("*.yaml"))]


def save(folder: Path, name: str, meaning: ColumnMapping) -> Path:
    path = mapping_file(folder, name)
    make_own_folder(path.parent)
    write(path, dump(meaning.model_dump(mode="json", exclude_defaults=True)), 0o600)
    return path
