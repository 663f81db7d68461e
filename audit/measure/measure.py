"""The way of `measure`: exports in, the measurement and the CRM's voice out; prints nothing."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from audit.content.loader import Content
from audit.facts.facts import make_facts
from audit.files.atomic_write import make_own_folder
from audit.files.errors import BadInput, Complaint
from audit.files.lock import locked
from audit.measure import column_mapping, monthly_totals
from audit.measure.column_mapping import ColumnMapping, Table
from audit.measure.crm_voice import crm_voice
from audit.measure.doubts import with_doubts
from audit.measure.engines import DuckDB, Engine, SQLite, has_duckdb
from audit.measure.export_bytes import Row, refuse
from audit.measure.export_files import Export, open_export
from audit.measure.figures import channel_of, measured, prepare
from audit.measure.filled_workbook import totals_of
from audit.measure.importer import Importer
from audit.measure.padding_signs import with_signs
from audit.model import Audit, Imported, Lang, Measurement
from audit.storage.audit_folder import (
    CRM,
    audit_file,
    load,
    measured_file,
    save_audit,
    save_measured,
    save_voice,
    voice_file,
)

BIG = 50_000_000  # bytes of exports from which DuckDB counts, where it is installed; our judgement

Ask = Callable[[Export], ColumnMapping | None]
EVERY = 20_000  # rows between two words on how far the reading is: a fraction of a second; our judgement


@dataclass(frozen=True)
class Person:
    """Whoever waits: `ask` is asked what columns mean, `watch` told a file and the rows read of it."""

    ask: Ask | None = None
    watch: Callable[[str, int], None] | None = None


NOBODY = Person()


def mappings(files: Sequence[Path], folder: Path | None, dates: str, content: Content) -> ColumnMapping:
    """What is given on the command line before what was kept in the audit's folder."""
    given = ColumnMapping.model_validate({"dates": dates})
    from_files = [column_mapping.load(file, content) for file in files]
    for one in [*from_files, *(column_mapping.kept(folder, content) if folder else [])]:
        given = given.joined(one)
    return given


def measure(
    names: Sequence[str],
    source: str | None,
    given: ColumnMapping,
    content: Content,
    person: Person = NOBODY,
    folder: Path | None = None,
) -> Measurement:
    """Read the exports, or the tables of a source, and count. Raises BadInput, nothing written."""
    if source or any(name.endswith(".parquet") for name in names):
        from audit.measure.external_engines import engine_of, failed
        from audit.measure.external_tables import take

        engine = engine_of(source)
        try:
            return counted(engine, given, *take(engine, names, given))
        except engine.errors as error:
            raise failed(error, names) from None
        finally:
            engine.close()
    opened = [_watched(_opened(Path(name), content, folder), person) for name in names]
    return _read(opened, given, content, person.ask)


def _watched(export: Export, person: Person) -> Export:
    """The export, telling how far it is read."""
    if person.watch is None:
        return export
    watch, name = person.watch, Path(export.name).name

    def rows() -> Iterator[Row]:
        for number, row in enumerate(export.rows(), 1):
            if number % EVERY == 0:
                watch(name, number)
            yield row

    return replace(export, rows=rows)


def _opened(path: Path, content: Content, folder: Path | None) -> Export:
    """A file as a table; the audit's own workbook, filled in, as totals by month and channel."""
    export = open_export(path)
    if path.suffix == ".xlsx" and folder and audit_file(folder).exists():
        facts = make_facts(load(folder, content), content.questions)
        return totals_of(export, content, facts) or export
    return export


def _read(opened: Sequence[Export], given: ColumnMapping, content: Content, ask: Ask | None) -> Measurement:
    meaning, tables = _understood(opened, given, ask)
    summed = [(export, table) for export, table in tables if table.table == "totals"]
    if summed:
        return monthly_totals.measured(*summed[0], content)
    engine = _engine([Path(export.name) for export in opened])
    try:
        importer = Importer(engine, meaning)
        imported = [importer.take(export, table) for export, table in tables]
        if not any(one.kept for one in imported):
            refuse("export_no_rows", Path(opened[0].name))
        return counted(engine, meaning, imported, importer.values)
    finally:
        engine.close()


def counted(
    engine: Engine, meaning: ColumnMapping, imported: Sequence[Imported], values: Mapping[str, Iterable[str]]
) -> Measurement:
    """Every figure, doubt and sign of a filled engine."""
    steps = prepare(engine, meaning, imported, values)
    figures = measured(engine, meaning, imported, steps)
    return with_signs(engine, meaning, with_doubts(engine, meaning, figures))


def _engine(exports: Sequence[Path]) -> Engine:
    big = sum(path.stat().st_size for path in exports) >= BIG
    return DuckDB() if big and has_duckdb() else SQLite()


def _understood(
    opened: Sequence[Export], given: ColumnMapping, ask: Ask | None
) -> tuple[ColumnMapping, list[tuple[Export, Table]]]:
    """Each file with its tables: by a mapping, else by its headings, else by asking."""
    found: list[tuple[Export, Table]] = []
    meaning, complaints = given, []
    for export in opened:
        tables = [table for table in meaning.tables if table.suits(export.headers)]
        if not tables and (known := column_mapping.recognised(export.headers)):
            tables = [known[1]]
        if not tables and ask and (told := ask(export)):
            meaning = meaning.joined(told)
            tables = list(told.tables)
        if not tables:
            complaints.append(_not_understood(export, meaning))
        found += [(export, table) for table in tables]
    if complaints:
        raise BadInput(*complaints)
    return meaning, found


def _not_understood(export: Export, meaning: ColumnMapping) -> Complaint:
    """Which columns a mapping made for this file names in vain; else that nobody knows its columns."""
    headers = ", ".join(header for header in export.headers[:8] if header)
    near = min(meaning.tables, key=lambda table: len(table.lacking(export.headers)), default=None)
    lacking = near.lacking(export.headers) if near else []
    if near and len(lacking) < len({*near.columns.values(), *near.only, *near.drop}):
        return Complaint("mapping_lacks", export.name, value=", ".join(lacking), more={"headers": headers})
    return Complaint("export_unknown", export.name, value=headers)


def write_template(path: Path, audit: Audit, content: Content, lang: Lang) -> None:
    """An empty sheet of monthly totals, with the steps that people named."""
    monthly_totals.template(path, content, make_facts(audit, content.questions), audit.as_of, lang)


def written(folder: Path) -> tuple[Path, Path]:
    return voice_file(folder, CRM), measured_file(folder)


def keep(figures: Measurement, folder: Path, content: Content, fresh: Audit) -> Audit:
    """Write the measurement and the CRM's voice into the audit, which is made where there is none."""
    make_own_folder(folder / "voices")
    with locked(voice_file(folder, CRM)):
        audit = load(folder, content) if audit_file(folder).exists() else None
        if audit is None:
            audit = _with_channels(fresh, figures, content)
            save_audit(folder, audit)
        people = audit.model_copy(update={"voices": tuple(v for v in audit.voices if v.id != CRM)})
        facts = make_facts(people, content.questions)
        voice = crm_voice(figures, people, facts, content.questions)
        save_measured(folder, figures)
        save_voice(folder, voice)
    return people.model_copy(update={"voices": (*people.voices, voice), "measured": figures})


def _with_channels(fresh: Audit, figures: Measurement, content: Content) -> Audit:
    """A new audit looks at the channels that the file shows."""
    there = {channel_of(cohort.channel, figures.channels) for cohort in figures.cohorts}
    options = next(q.options for q in content.questions.values() if q.sets == "channel")
    channels = tuple(option.id for option in options if option.id in there)
    return fresh.model_copy(update={"places": {"channel": channels}})
