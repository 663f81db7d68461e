"""YAML read as strings only, with the line each value stands on; written with the same bytes every time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from audit.files.errors import BadInput, Complaint, refuse

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable  # slow to load

LARGEST = (
    5_000_000  # bytes; an audit of 60 questions, 10 channels and 20 voices is under 0.2 MB; our judgement
)
DEEPEST = 20  # nested levels; our files need five

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)  # the same bytes in a quarter of the time

Tree = Any  # str, list[Tree] or dict[str, Tree]: YAML without types, `no` stays "no"


@dataclass(frozen=True)
class Document:
    """A YAML file's tree, and the line on which each dotted path stands."""

    name: str
    tree: Tree
    lines: Mapping[str, int]


def read(path: Path) -> Document:
    """A user's YAML file. Raises BadInput for anything that is not a small, plain YAML mapping."""
    return parse(text_of(path), str(path))


def text_of(path: Path) -> str:
    """A user's file as text. Raises BadInput for anything that is not a small file of UTF-8."""
    name = str(path)
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):
            refuse("file_not_regular", name)  # a pipe would wait for ever, a device never ends
        with path.open("rb") as handle:
            raw = handle.read(LARGEST + 1)
    except FileNotFoundError:
        refuse("file_missing", name)
    except IsADirectoryError:
        refuse("file_is_folder", name)
    except OSError as error:
        refuse("file_unreadable", name, value=error.strerror or str(error))
    if len(raw) > LARGEST:
        refuse("file_too_large", name, value=f"{path.stat().st_size:_}".replace("_", " "))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        refuse("file_not_text", name)
    if not text.strip():
        refuse("file_empty", name)
    return text


def parse(text: str, name: str) -> Document:
    """YAML text as a tree of strings; aliases, duplicate keys, deep nesting and non-mappings refused."""
    try:
        _refuse_traps(text, name)
        node = yaml.compose(text, Loader=_Loader)
    except yaml.reader.ReaderError:
        refuse("file_not_text", name)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        refuse("yaml_broken", name, line=mark.line + 1 if mark else None, value=error.problem or "")
    if not isinstance(node, yaml.MappingNode):
        refuse("yaml_not_mapping", name)
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
            refuse("yaml_alias", name, line=line, value=f"*{event.anchor}")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                refuse("yaml_too_deep", name, line=line)
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


SAID: Mapping[str, str] = {  # pydantic's kinds of error by our messages
    "missing": "field_missing",
    "extra_forbidden": "field_unknown",
    "literal_error": "option_unknown",
    "string_pattern_mismatch": "id_wrong",
    "date_from_datetime_parsing": "date_wrong",
    "date_parsing": "date_wrong",
    "too_short": "field_empty",
    "string_too_short": "field_empty",
    "string_too_long": "too_long",
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
        more = {"allowed": allowed, "most": str(context.get("max_length", ""))}
        what = SAID.get(error["type"], "field_wrong")
        found.append(Complaint(what, name, key, value, lines.get(key), more))
    return found
