"""Files: YAML read as strings only, written so that a kill at any moment loses nothing already saved.

Mistakes are data: a `Complaint` names the file, the place in it, the value and (by its id, whose words
live in `questionnaires/messages.yaml`) the way out. Only the command line turns them into sentences.
"""

import contextlib
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import yaml

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable  # slow to load

LARGEST = (
    5_000_000  # bytes; an audit of 60 questions, 10 channels and 20 voices is under 0.2 MB; our judgement
)
DEEPEST = 20  # nested levels; our files need five

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)  # the same bytes in a quarter of the time

Tree = Any  # str, list[Tree] or dict[str, Tree]: YAML without types, `no` stays "no"


MOST_SHOWN = 80  # characters of a wrong value that a sentence repeats; our judgement


def short(text: str) -> str:
    """A wrong value as a sentence may repeat it: cut, and nothing in it that a terminal would obey."""
    return "".join(c if c.isprintable() else "�" for c in text[:MOST_SHOWN])


@dataclass(frozen=True)
class Complaint:
    """One mistake: `what` is a message id, the rest fills its sentence."""

    what: str
    file: str
    key: str = ""
    value: str = ""
    line: int | None = None
    more: Mapping[str, str] = field(default_factory=dict)


class BadInput(Exception):
    """What a user gave cannot be used; every mistake found, at once."""

    def __init__(self, *complaints: Complaint) -> None:
        super().__init__("; ".join(f"{c.file}: {c.what} {c.key} {c.value}".strip() for c in complaints))
        self.complaints = complaints


@dataclass(frozen=True)
class Document:
    """A YAML file's tree, and the line on which each dotted path stands."""

    name: str
    tree: Tree
    lines: Mapping[str, int]


def _refuse(what: str, name: str, **rest: Any) -> NoReturn:
    raise BadInput(Complaint(what, name, **rest))


def read(path: Path) -> Document:
    """A user's YAML file. Raises BadInput for anything that is not a small, plain YAML mapping."""
    return parse(text_of(path), str(path))


def text_of(path: Path) -> str:
    """A user's file as text. Raises BadInput for anything that is not a small file of UTF-8."""
    name = str(path)
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):
            _refuse("file_not_regular", name)  # a pipe would wait for ever, a device never ends
        with path.open("rb") as handle:
            raw = handle.read(LARGEST + 1)
    except FileNotFoundError:
        _refuse("file_missing", name)
    except IsADirectoryError:
        _refuse("file_is_folder", name)
    except OSError as error:
        _refuse("file_unreadable", name, value=error.strerror or str(error))
    if len(raw) > LARGEST:
        _refuse("file_too_large", name, value=f"{path.stat().st_size:_}".replace("_", " "))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        _refuse("file_not_text", name)
    if not text.strip():
        _refuse("file_empty", name)
    return text


def parse(text: str, name: str) -> Document:
    """YAML text as a tree of strings; aliases, duplicate keys, deep nesting and non-mappings refused."""
    try:
        _refuse_traps(text, name)
        node = yaml.compose(text, Loader=_Loader)
    except yaml.reader.ReaderError:
        _refuse("file_not_text", name)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        _refuse("yaml_broken", name, line=mark.line + 1 if mark else None, value=error.problem or "")
    if not isinstance(node, yaml.MappingNode):
        _refuse("yaml_not_mapping", name)
    lines: dict[str, int] = {}
    complaints: list[Complaint] = []
    tree = _plain(node, "", name, lines, complaints)
    if complaints:
        raise BadInput(*complaints)
    return Document(name, tree, lines)


def _refuse_traps(text: str, name: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        line = event.start_mark.line + 1 if event.start_mark else None
        if isinstance(event, yaml.AliasEvent):
            _refuse("yaml_alias", name, line=line, value=f"*{event.anchor}")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                _refuse("yaml_too_deep", name, line=line)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _plain(node: yaml.Node, at: str, name: str, lines: dict[str, int], complaints: list[Complaint]) -> Tree:
    lines[at] = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        return [_plain(n, f"{at}.{i}".lstrip("."), name, lines, complaints) for i, n in enumerate(node.value)]
    if not isinstance(node, yaml.MappingNode):
        return node.value
    tree: dict[str, Tree] = {}
    for key, value in node.value:
        here = f"{at}.{key.value}".lstrip(".")
        if not isinstance(key, yaml.ScalarNode):
            complaints.append(Complaint("yaml_key", name, at, line=key.start_mark.line + 1))
            continue
        if key.value in tree:
            complaints.append(Complaint("yaml_twice", name, here, line=key.start_mark.line + 1))
        tree[key.value] = _plain(value, here, name, lines, complaints)
    return tree


def own(resource: "Traversable") -> Tree:
    """A YAML file shipped with the program."""
    return parse(resource.read_text("utf-8"), resource.name).tree


def dump(tree: Mapping[str, Any]) -> bytes:
    return str(yaml.dump(tree, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)).encode()


def write(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Replace `path` wholly or not at all: write beside, fsync, rename, fsync the folder; follows a link."""
    path = Path(os.path.realpath(path))
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as handle:
            handle.write(data)
            handle.flush()
            os.fsync(handle.fileno())
        beside.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        _refuse("file_unwritable", str(path), value=error.strerror or str(error))


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows cannot open a folder to sync it
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        _refuse("folder_unwritable", str(path), value=error.strerror or str(error))


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold `path` as its only writer; the system lets go of it when the process ends, however it ends."""
    beside = path.with_name(f".{path.name}.lock")
    try:
        handle = beside.open("a")
    except OSError as error:
        _refuse("file_unwritable", str(path), value=error.strerror or str(error))
    with handle:
        try:
            _lock(handle.fileno())
        except OSError:
            _refuse("file_locked", str(path))
        for stray in path.parent.glob(f".{path.name}.*.tmp"):
            stray.unlink(missing_ok=True)
        yield


def _lock(handle: int) -> None:
    if os.name == "nt":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


SAID: Mapping[str, str] = {  # pydantic's kinds of error by our messages
    "missing": "field_missing",
    "extra_forbidden": "field_unknown",
    "literal_error": "option_unknown",
    "string_pattern_mismatch": "id_wrong",
    "date_from_datetime_parsing": "date_wrong",
    "date_parsing": "date_wrong",
    "too_short": "field_empty",
    "string_too_short": "field_empty",
    "value_error": "option_unknown",
    "tuple_type": "not_list",
}


def from_validation(name: str, lines: Mapping[str, int], errors: Sequence[Any]) -> list[Complaint]:
    """Pydantic's errors as complaints, each with its place and value."""
    found = []
    for error in errors:
        key = ".".join(str(part) for part in error["loc"])
        value = "" if isinstance(error["input"], dict | list | tuple) else str(error["input"])[:80]
        context = error.get("ctx", {})
        allowed = (
            str(context.get("error") or context.get("expected", "")).replace("'", "").replace(" or ", ", ")
        )
        what = SAID.get(error["type"], "field_wrong")
        found.append(Complaint(what, name, key, value, lines.get(key), {"allowed": allowed}))
    return found
