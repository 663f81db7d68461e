"""An export nobody knows: its columns and words are asked for once, in the terminal."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from audit.content.loader import Content
from audit.measure.column_mapping import ColumnMapping, Kind, Table, is_enough, save
from audit.measure.export_files import Export
from audit.measure.figures import channel_of, is_unknown, role_of
from audit.model import Id, Lang
from audit.terminal.messages import TerminalMessages, messages_of
from audit.terminal.prompts import Drawn, Menu, Plain, Prompts

ASKED: Mapping[Kind, tuple[str, ...]] = {
    "deals": (
        *("id", "created", "won_at", "closed", "stage", "outcome", "channel"),
        *("seller", "caller", "client", "amount", "temperature", "touches"),
    ),
    "marks": ("deal", "stage", "ts", "seller"),
    "acts": ("ts", "kind", "deal", "client", "seconds", "seller", "target"),
    "sales": ("id", "client", "ts", "amount"),
}
NONE = "none"
MOST_WORDS = 40  # values worth showing to a person; more is free text; our judgement
LOOKED_AT = 20_000  # rows whose words are shown; our judgement


def asker(
    folder: Path, content: Content, lang: Lang, plain: bool, say: Callable[[str], None]
) -> Callable[[Export], ColumnMapping | None]:
    """Asks about a file and keeps the answer in the audit's folder."""
    messages = messages_of(content, lang, plain)
    prompts = Plain(say, messages.word("wrong_choice")) if plain else Drawn(say)
    options = next(q.options for q in content.questions.values() if q.sets == "channel")

    def asked(export: Export) -> ColumnMapping | None:
        told = ask(export, [option.id for option in options], messages, prompts)
        if told:
            path = save(folder, Path(export.name).name.split(".")[0], told)
            say(messages.say("mapping_kept", file=str(path)))
        return told

    return asked


def ask(
    export: Export, channels: Sequence[Id], messages: TerminalMessages, prompts: Prompts
) -> ColumnMapping | None:
    """What the columns and the words of a file mean; None when the person left."""
    prompts.say(messages.say("map_intro", file=export.name))
    kind = prompts.one(
        messages.word("map_kind"),
        [(k, messages.word(f"map_kind_{k}")) for k in ASKED],
        None,
        messages.word("map_hint"),
    )
    if isinstance(kind, Menu):
        return None
    columns = _columns(export, ASKED[kind], messages, prompts)  # type: ignore[index]
    table = Table.model_validate({"table": kind, "columns": columns})
    if not is_enough(table):
        return None
    return _words(export, ColumnMapping(tables=(table,)), channels, messages, prompts)


def _columns(
    export: Export, fields: Sequence[str], messages: TerminalMessages, prompts: Prompts
) -> dict[str, str]:
    found: dict[str, str] = {}
    sample = next(iter(export.rows()), (0, []))[1]
    for field in fields:
        options = [
            (str(i), f"{name} ({str(sample[i])[:30]})" if i < len(sample) and sample[i] else name)
            for i, name in enumerate(export.headers)
            if name and name not in found.values()
        ]
        title = messages.say("map_field", field=messages.word(f"field_{field}"))
        picked = prompts.one(
            title, [(NONE, messages.word("map_none")), *options], None, messages.word("map_hint")
        )
        if not isinstance(picked, Menu) and picked != NONE:
            found[field] = export.headers[int(picked)]
    return found


def _words(
    export: Export,
    meaning: ColumnMapping,
    channels: Sequence[Id],
    messages: TerminalMessages,
    prompts: Prompts,
) -> ColumnMapping:
    """Which words are a sale, a loss, a step, a channel."""
    columns = meaning.tables[0].columns
    told = columns.get("outcome") or columns.get("stage")
    words = _values(export, told) if told else []
    update: dict[str, object] = {}
    if words and not any(role_of(word, meaning) == "won" for word in words) and "won_at" not in columns:
        update["won"] = _ticked(words, "map_won", messages, prompts)
        update["lost"] = _ticked(words, "map_lost", messages, prompts)
    if "stage" in columns:
        update["steps"] = _ordered(_values(export, columns["stage"]), messages, prompts)
    if "channel" in columns and channels:
        update["channels"] = dict(_channels(_values(export, columns["channel"]), channels, messages, prompts))
    return meaning.model_copy(update=update)


def _values(export: Export, column: str) -> list[str]:
    at = export.headers.index(column)
    found: dict[str, None] = {}
    for index, (_, row) in enumerate(export.rows()):
        if index >= LOOKED_AT or len(found) > MOST_WORDS:
            break
        if text := str(row[at] if row[at] is not None else "").strip():
            found[text] = None
    return list(found)[:MOST_WORDS]


def _ticked(
    words: Sequence[str], ask_for: str, messages: TerminalMessages, prompts: Prompts
) -> tuple[str, ...]:
    options = [(str(i), word) for i, word in enumerate(words)]
    picked = prompts.many(messages.word(ask_for), options, (), messages.word("map_hint_many"), lambda _: None)
    return () if isinstance(picked, Menu) else tuple(words[int(i)] for i in picked)


def _ordered(words: Sequence[str], messages: TerminalMessages, prompts: Prompts) -> tuple[str, ...]:
    for i, word in enumerate(words, 1):
        prompts.say(f"{i}. {word}")

    def wrong(typed: str) -> str | None:
        parts = [part.strip() for part in typed.split(",") if part.strip()]
        good = all(part.isdigit() and 1 <= int(part) <= len(words) for part in parts)
        return None if good else messages.word("map_steps")

    typed = prompts.text(messages.word("map_steps"), "", "", wrong)
    if isinstance(typed, Menu):
        return ()
    return tuple(dict.fromkeys(words[int(part) - 1] for part in typed.split(",") if part.strip()))


def _channels(
    names: Sequence[str], channels: Sequence[Id], messages: TerminalMessages, prompts: Prompts
) -> list[tuple[str, Id]]:
    """Asked only of names that no rule knows."""
    found = []
    for name in names:
        if is_unknown(name) or channel_of(name, {}) in channels:
            continue
        options = [
            (NONE, messages.word("map_none")),
            *((channel, messages.name(channel)) for channel in channels),
        ]
        picked = prompts.one(messages.say("map_channel", name=name), options, None, messages.word("map_hint"))
        if not isinstance(picked, Menu) and picked != NONE:
            found.append((name, picked))
    return found
