"""Exports as people have them: read, refused, doubted, and set beside what was claimed."""

import csv
import gzip
import io
import json
import shutil
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.cli import main
from audit.content.loader import Content
from audit.facts.claim_checks import Belief, spliced
from audit.facts.claims import make_claims
from audit.facts.facts import make_facts
from audit.files.errors import BadInput
from audit.measure import cell_values
from audit.measure.column_mapping import ColumnMapping, recognised
from audit.measure.engines import DuckDB, SQLite
from audit.measure.export_files import open_export
from audit.measure.measure import Person, measure
from audit.model import Measurement, Step
from audit.reporting.assemble import make_report
from audit.stats.intervals import by_day, kaplan_meier, of_rate, wilson
from audit.storage.audit_folder import load, save_audit, save_voice
from audit.terminal.ask_mapping import ask
from audit.terminal.messages import messages_of
from tests.conftest import ROOT, audit_of

BITRIX = ["ID", "Название сделки", "Стадия сделки", "Источник", "Ответственный", "Дата создания"]
BITRIX += ["Предполагаемая дата закрытия", "Сумма", "Контакт", "Причина отказа"]


def deal(i: int, stage: str = "Новая", **more: str) -> dict[str, str]:
    day = f"{i % 28 + 1:02}.{i % 4 + 3:02}.2026 10:30:00"
    row = dict.fromkeys(BITRIX, "") | {"ID": str(i), "Стадия сделки": stage, "Дата создания": day}
    row |= {"Источник": "Веб-сайт", "Ответственный": "Иванова", "Контакт": f"Клиент {i}", "Сумма": "1 000,50"}
    if stage != "Новая":
        row["Предполагаемая дата закрытия"] = f"{i % 28 + 1:02}.{i % 4 + 4:02}.2026"
    return row | more


def deals(n: int = 100, every: int = 5) -> list[dict[str, str]]:
    """One in five is won, one in five is open, the rest lost."""
    stages = {0: "Сделка успешна", 1: "Новая"}
    return [deal(i, stages.get(i % every, "Сделка провалена")) for i in range(n)]


def as_csv(rows: list[dict[str, str]], delimiter: str = ";", encoding: str = "utf-8-sig") -> bytes:
    sheet = io.StringIO()
    writer = csv.DictWriter(sheet, list(rows[0]), delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(rows)
    return sheet.getvalue().encode(encoding)


def as_html(rows: list[dict[str, str]]) -> bytes:
    def line(cells_: Any, tag: str) -> str:
        return "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in cells_) + "</tr>"

    body = "".join(line(row.values(), "td") for row in rows)
    head = line(rows[0], "th")
    page = (
        f'<meta http-equiv="Content-type" content="text/html;charset=UTF-8" /><table border="1"><thead>{head}'
    )
    return f"{page}</thead><tbody>{body}</tbody></table>".encode()


def as_xlsx(rows: list[dict[str, str]], path: Path) -> bytes:
    import xlsxwriter

    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "dd.mm.yyyy hh:mm"})
        for i, row in enumerate([dict(zip(rows[0], rows[0], strict=True)), *rows]):
            for j, cell in enumerate(row.values()):
                if i and BITRIX[j] == "Дата создания":
                    sheet.write_datetime(i, j, datetime.strptime(cell, "%d.%m.%Y %H:%M:%S"), day)
                else:
                    sheet.write_string(i, j, cell)
    return path.read_bytes()


def measured(content: Content, *files: Path, **meaning: Any) -> Measurement:
    return measure([str(file) for file in files], None, ColumnMapping.model_validate(meaning), content)


def written(tmp_path: Path, data: bytes, name: str = "deals.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def figures_of(one: Measurement) -> Measurement:
    return one.model_copy(update={"imported": (), "engine": ""})


def complaint(content: Content, *files: Path, **meaning: Any) -> str:
    with pytest.raises(BadInput) as bad:
        measured(content, *files, **meaning)
    return bad.value.complaints[0].what


# --- reading ---------------------------------------------------------------------------------------


def test_one_export_in_every_form_gives_the_same_figures(content: Content, tmp_path: Path) -> None:
    rows = deals()
    forms = {
        "utf8.csv": as_csv(rows, encoding="utf-8"),
        "bom.csv": as_csv(rows),
        "cp1251.csv": as_csv(rows, encoding="cp1251"),
        "comma.csv": as_csv(rows, ","),
        "tab.csv": as_csv(rows, "\t"),
        "packed.csv.gz": gzip.compress(as_csv(rows)),
        "page.xls": as_html(rows),
        "sheet.xlsx": as_xlsx(rows, tmp_path / "sheet.xlsx"),
    }
    found = [figures_of(measured(content, written(tmp_path, data, name))) for name, data in forms.items()]
    assert (found[0].deals, found[0].won, found[0].lost) == (100, 20, 60)
    assert found[0].spreads["amount"].mean == 1000.5
    assert all(one == found[0] for one in found)


def test_bitrix_ends_its_lines_with_a_semicolon_and_repeats_deals_per_product(
    content: Content, tmp_path: Path
) -> None:
    head = "ID;Стадия сделки;Дата создания;Сумма;Товар;\r\n"
    rows = "1;Сделка успешна;01.03.2026;100;Стол;\r\n1;Сделка успешна;01.03.2026;50;Стул;\r\n"
    found = measured(content, written(tmp_path, (head + rows).encode()))
    assert (found.deals, found.imported[0].duplicated) == (1, 1)
    assert found.spreads["amount"].median == 150


@pytest.mark.parametrize(
    ("system", "headers"),
    [
        ("bitrix24", BITRIX),
        (
            "amocrm",
            ["ID", "Название сделки", "Бюджет", "Ответственный", "Дата создания сделки", "Этап сделки"],
        ),
        ("hubspot", ["Record ID", "Deal Name", "Deal Stage", "Close Date", "Create Date", "Deal owner"]),
        ("salesforce", ["Opportunity Owner", "Opportunity Name", "Stage", "Close Date", "Created Date"]),
        (
            "pipedrive",
            ["Deal - ID", "Deal - Title", "Deal - Status", "Deal – Deal created", "Deal - Won time"],
        ),
        ("bitrix24", ["Сотрудник", "Номер телефона", "Тип звонка", "Время звонка", "Дата вызова"]),
    ],
)
def test_the_usual_systems_are_recognised(system: str, headers: list[str]) -> None:
    found = recognised(headers)
    assert found
    assert found[0] == system


def test_what_is_not_counted_is_told_with_its_line(content: Content, tmp_path: Path) -> None:
    rows = [*deals(20), deal(21, **{"Дата создания": "завтра"}), deal(22, **{"Сумма": "=1+1"}), deal(3)]
    rows.append(deal(23, ID=""))
    found = measured(content, written(tmp_path, as_csv(rows))).imported[0]
    assert (found.read, found.kept, found.duplicated, found.refused) == (24, 20, 1, 3)
    lines = {one.reason: one.lines for one in found.rejected}
    assert lines == {"date_unreadable": (22,), "number_unreadable": (23,), "no_id": (25,)}
    assert found.empty == {"channel": 0, "seller": 0, "stage": 0}


def test_the_same_file_twice_counts_once(content: Content, tmp_path: Path) -> None:
    one, other = (written(tmp_path, as_csv(deals()), name) for name in ("a.csv", "b.csv"))
    found = measured(content, one, other)
    assert figures_of(found) == figures_of(measured(content, one))
    assert found.imported[1].again


def test_an_overlapping_export_adds_what_is_new(content: Content, tmp_path: Path) -> None:
    rows = deals(100)
    first, second = (
        written(tmp_path, as_csv(rows[:70]), "a.csv"),
        written(tmp_path, as_csv(rows[40:]), "b.csv"),
    )
    found = measured(content, first, second)
    assert (found.deals, found.imported[1].duplicated) == (100, 30)


def test_names_and_telephones_stay_behind(tmp_path: Path) -> None:
    calls = "Сотрудник;Номер телефона;Тип звонка;Время звонка;Дата вызова\n"
    calls += "".join(f"Зайчихин;+7999123456{i};Исходящий;00:0{i};01.03.2026 10:0{i}:00\n" for i in range(9))
    folder = tmp_path / "audit"
    files = [written(tmp_path, as_csv(deals())), written(tmp_path, calls.encode(), "calls.csv")]
    assert main(["measure", *map(str, files), "--into", str(folder), "--lang", "en"]) == 0
    kept = "".join(path.read_text("utf-8") for path in folder.rglob("*") if path.is_file())
    assert "Клиент 7" not in kept
    assert "7999123456" not in kept


class Scripted:
    """Prompts that answer from a list: the label begun with, or what to tick or type."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)

    def say(self, text: str) -> None:
        pass

    def one(self, title: str, options: Any, default: Any, hint: str) -> Any:  # noqa: ARG002
        wanted = self.answers.pop(0) if self.answers else ""
        return next((key for key, label in options if wanted and label.startswith(wanted)), options[0][0])

    def many(self, title: str, options: Any, default: Any, hint: str, check: Any) -> Any:  # noqa: ARG002
        wanted = self.answers.pop(0)
        return tuple(key for key, label in options if label in wanted)

    def text(self, title: str, default: str, hint: str, check: Any) -> Any:  # noqa: ARG002
        typed = self.answers.pop(0)
        assert check(typed) is None
        assert check("7") is not None
        return typed


def test_an_unknown_export_is_mapped_once_by_asking(content: Content, tmp_path: Path) -> None:
    rows = [
        {"код": str(i), "пришёл": "2026-03-01", "шаг": ("новый", "купил", "ушёл")[i % 3], "откуда": "Радио"}
        for i in range(30)
    ]
    export = open_export(written(tmp_path, as_csv(rows)))
    columns = ("код", "пришёл", "Such no", "", "шаг", "", "откуда", *[""] * 6)
    prompts = Scripted("Deals", *columns, ["купил"], ["ушёл"], "1,2", "Referrals")
    told = ask(export, ["inbound", "referrals"], messages_of(content, "en"), prompts)
    assert told
    assert dict(told.tables[0].columns) == {
        "id": "код",
        "created": "пришёл",
        "stage": "шаг",
        "channel": "откуда",
    }
    assert (told.won, told.lost, told.steps) == (("купил",), ("ушёл",), ("новый", "купил"))
    assert told.channels == {"Радио": "referrals"}
    found = measure([export.name], None, ColumnMapping(), content, Person(lambda _: told))
    assert (found.won, found.lost) == (10, 10)


# --- bad input -------------------------------------------------------------------------------------


def bomb() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 50_000_000)
    return held.getvalue()


@pytest.mark.parametrize(
    ("what", "data", "name"),
    [
        ("file_empty", b"", "a.csv"),
        ("export_unknown", b"what,is,this\n1,2,3\n", "a.csv"),
        ("export_no_rows", as_csv(deals(1)).splitlines()[0], "a.csv"),
        ("export_old_excel", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 99, "a.xls"),
        ("export_bomb", bomb(), "a.xlsx"),
        ("export_broken", b"PK\x03\x04 not a zip", "a.xlsx"),
        ("export_broken", gzip.compress(as_csv(deals()))[:200], "a.csv.gz"),
        ("export_binary", b"ID;\x00\x01\x02\n\x00\x00", "a.csv"),
        ("export_one_line", b"x" * 3_000_000, "a.csv"),
        ("export_no_table", b"<html>please sign in</html>", "a.xls"),
        ("export_too_wide", (",".join(map(str, range(3000))) + "\n").encode(), "a.csv"),
        ("export_parquet", b"PAR1", "a.parquet"),
    ],
)
def test_a_file_that_is_none_is_a_sentence(
    what: str, data: bytes, name: str, content: Content, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if what == "export_parquet":
        monkeypatch.setattr("audit.measure.external_engines.has_duckdb", lambda: False)
    assert complaint(content, written(tmp_path, data, name)) == what


def test_nul_bytes_inside_become_rejected_rows(content: Content, tmp_path: Path) -> None:
    data = as_csv(deals(5_000)).replace("Клиент 4999".encode(), b"\x00\x00")
    found = measured(content, written(tmp_path, data)).imported[0]
    assert [(one.reason, one.n) for one in found.rejected] == [("broken_bytes", 1)]


def test_three_hundred_columns_are_no_trouble(content: Content, tmp_path: Path) -> None:
    rows = [row | {f"Поле {i}": "x" for i in range(300)} for row in deals(30)]
    assert measured(content, written(tmp_path, as_csv(rows))).deals == 30


@pytest.mark.parametrize(
    ("days", "what"),
    [(("25/03/2026", "03/25/2026"), "dates_mixed"), (("02/03/2026", "04/05/2026"), "dates_ambiguous")],
)
def test_dates_that_could_mean_two_days_are_asked_for(
    days: tuple[str, ...], what: str, content: Content, tmp_path: Path
) -> None:
    path = written(tmp_path, as_csv([deal(i, **{"Дата создания": day}) for i, day in enumerate(days)]))
    assert complaint(content, path) == what
    assert measured(content, path, dates="dmy").imported[0].kept >= 1


def test_slashed_dates_are_read_as_their_column_shows(content: Content, tmp_path: Path) -> None:
    rows = [deal(i, **{"Дата создания": f"02/{i + 10}/2026"}) for i in range(10)]
    found = measured(content, written(tmp_path, as_csv(rows)))
    assert {cohort.month for cohort in found.cohorts} == {"2026-02"}


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("02.08.2025", date(2025, 8, 2)),
        ("2025-08-02T23:30:00+03:00", date(2025, 8, 2)),
        ("2025-08-02 10:00", date(2025, 8, 2)),
        ("45871.5", date(2025, 8, 2)),
        ("1754130000", date(2025, 8, 2)),
        (datetime(2025, 8, 2, 9), date(2025, 8, 2)),
    ],
)
def test_days_as_people_write_them(cell: Any, day: date) -> None:
    found = cell_values.moment(cell)
    assert found
    assert found.day == day.toordinal() - cell_values.EPOCH


@pytest.mark.parametrize("cell", ["31.02.2025", "2025-13-01", "12:30", "вчера", "99999", "01.01.0001", "1e9"])
def test_what_is_no_day_is_none(cell: str) -> None:
    assert cell_values.moment(cell) is None


@pytest.mark.parametrize(
    ("cell", "hundredths"),
    [
        ("350 000", 35_000_000),
        ("1 234,50 ₽", 123_450),
        ("$1,234,567", 123_456_700),
        ("-5.5", -550),
        ("x", None),
    ],
)
def test_money_as_people_write_it(cell: str, hundredths: int | None) -> None:
    assert cell_values.hundredths(cell) == hundredths


@pytest.mark.parametrize(
    ("cell", "seconds"), [("1:05", 65), ("01:01:01", 3661), ("1 мин. 20 сек.", 80), (42, 42), ("долго", None)]
)
def test_durations_as_people_write_them(cell: Any, seconds: int | None) -> None:
    assert cell_values.seconds(cell) == seconds


# --- doubts and signs ------------------------------------------------------------------------------


def test_doubts_have_a_size_and_an_effect(content: Content, tmp_path: Path) -> None:
    rows = deals(100)
    rows[2]["Причина отказа"] = "Дубль"
    rows[0]["Предполагаемая дата закрытия"] = ""
    rows[5]["Предполагаемая дата закрытия"] = "01.01.2026"
    rows[1]["Предполагаемая дата закрытия"] = "01.12.2026"
    rows[3]["Источник"], rows[4]["Источник"] = "", "Неизвестно"
    found = {d.about: d for d in measured(content, written(tmp_path, as_csv(rows))).doubts}
    sizes = {about: found[about].size for about in found}
    assert sizes["won_undated"] == sizes["won_before_created"] == sizes["open_with_close"] == 1
    assert (sizes["censored"], sizes["lost_as_duplicate"]) == (20, 1)
    assert found["lost_as_duplicate"].values == {"with": 20, "without": pytest.approx(100 * 20 / 99)}
    assert (found["channel_unknown"].values["missing"], found["channel_unknown"].values["unknown"]) == (1, 1)


def log(rows: list[tuple[str, str, str, int]]) -> bytes:
    head = "started_at,seller,phone,call_duration,activity_type\n"
    return (head + "".join(f"{at},{who},{number},{s},call\n" for at, who, number, s in rows)).encode()


def test_signs_of_padding_are_counted_and_name_nobody(
    content: Content, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [
        (
            f"2026-03-{day:02} 17:{minute:02}:{minute % 7:02}",
            "Зайчихин",
            "+79990000000",
            120 if minute % 2 else 4,
        )
        for day in range(1, 25)
        for minute in range(20)
    ]
    path = written(tmp_path, log(rows), "calls.csv")
    found = {sign.about: sign for sign in measured(content, path).signs}
    assert set(found) == {"short_calls", "round_durations", "same_number", "last_hour", "bunched"}
    assert (found["bunched"].values["number"], found["bunched"].size) == (20, 24)
    assert main(["measure", str(path), "--into", str(tmp_path / "audit"), "--lang", "ru"]) == 0
    said = capsys.readouterr().out
    assert "Продавец 1" in said
    assert "Зайчихин" not in said
    assert "Зайчихин" not in (tmp_path / "audit" / "measured.json").read_text("utf-8")
    assert main(["measure", str(path), "--into", str(tmp_path / "audit"), "--lang", "ru", "--names"]) == 0
    assert "Зайчихин" in capsys.readouterr().out


# --- claims ----------------------------------------------------------------------------------------


def audit_with(content: Content, folder: Path, answers: dict[str, Any]) -> Path:
    audit = audit_of(content, answers, roles=("owner", "head"))
    save_audit(folder, audit)
    for voice in audit.voices:
        save_voice(folder, voice)
    return folder


FUNNEL = [
    {"metric": "in_accepted", "percent": 45},
    {"metric": "measurements", "percent": 80},
    {"metric": "deals_won"},
]


def test_claim_and_measurement_meet_as_facts(content: Content, tmp_path: Path) -> None:
    answers = {"funnel[inbound]": FUNNEL, "conversions_known": "by_feel", "belief_checked": "not_compared"}
    folder = audit_with(content, tmp_path / "audit", answers | {"cycle_days": 30})
    path = written(tmp_path, as_csv(deals(1000)))
    assert main(["measure", str(path), "--into", str(folder), "--lang", "en"]) == 0
    audit = load(folder, content)
    facts = make_facts(audit, content.questions)
    assert facts.value("belief_checked") == "differs"
    step = facts.steps("inbound")[0]
    assert step.metric == "in_accepted"
    assert step.rate == pytest.approx(0.2, abs=0.01)
    assert facts.by_key["funnel[inbound]"].grade == "measured"
    claims = {claim.key: claim for claim in make_claims(facts, content)}
    assert claims["funnel[inbound]"].claimed == pytest.approx(36)
    assert claims["funnel[inbound]"].verdict == "too_high"
    assert claims["cycle_days"].verdict == "holds"
    document = make_report(audit, content)
    found = {told.cause for told in document.findings if told.verdict == "confirmed"}
    assert "funnel_unknown" in found
    assert document.measured
    assert any(row.measured for row in document.funnel)


def test_thirty_cases_are_needed_to_contradict() -> None:
    assert Belief(50, 10, 5, 15, 29).verdict == "cannot_tell"
    assert Belief(50, 10, 5, 15, 30).verdict == "too_high"
    assert Belief(15.4, 10, 5, 15, 30).verdict == "too_high"
    assert Belief(15, 10, 5, 14.6, 30).verdict == "holds"  # a whole number told stands for half a unit
    assert Belief(50, 10, None, None, 99).verdict == "cannot_tell"


def test_steps_only_people_know_stand_before_the_measured_ones() -> None:
    told = (
        Step(metric="cc_dials", percent=10),
        Step(metric="cc_leads", percent=50),
        Step(metric="deals_won"),
    )
    counted = (Step(metric="cc_leads", entered=100, passed=20), Step(metric="deals_won"))
    assert spliced(told, counted) == (told[0], *counted)


def test_measuring_twice_writes_the_same_bytes(content: Content, tmp_path: Path) -> None:
    folder = audit_with(content, tmp_path / "audit", {"funnel[inbound]": FUNNEL})
    path = written(tmp_path, as_csv(deals(200)))
    held = []
    for _ in range(2):
        assert main(["measure", str(path), "--into", str(folder)]) == 0
        held.append([(folder / name).read_bytes() for name in ("measured.json", "voices/crm.yaml")])
    assert held[0] == held[1]


def test_a_mapping_is_used_and_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        {"код": str(i), "пришёл": "2026-03-01", "итог": "купил" if i % 4 == 0 else "ушёл"} for i in range(40)
    ]
    path = written(tmp_path, as_csv(rows))
    folder = tmp_path / "audit"
    (folder / "mappings").mkdir(parents=True)
    columns = "columns: {id: код, created: пришёл, outcome: итог}"
    mapping = f"format: 1\nwon: [купил]\nlost: [ушёл]\ntables:\n- table: deals\n  {columns}\n"
    (folder / "mappings" / "ours.yaml").write_text(mapping, "utf-8")
    assert main(["measure", str(path), "--into", str(folder), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["deals"], found["won"], found["lost"]) == (40, 10, 30)


def test_monthly_totals_come_back_from_the_template(content: Content, tmp_path: Path) -> None:
    folder = audit_with(content, tmp_path / "audit", {"funnel[inbound]": FUNNEL})
    for name in ("totals.csv", "totals.xlsx"):
        assert (
            main(["measure", "--template", str(tmp_path / name), "--into", str(folder), "--lang", "ru"]) == 0
        )
    export = open_export(tmp_path / "totals.csv")
    assert export.headers == open_export(tmp_path / "totals.xlsx").headers
    rows = [dict(zip(export.headers, map(str, row), strict=True)) for _, row in export.rows()]
    for row in rows:
        if row["Канал"] == "Входящие обращения":
            row |= dict(zip(export.headers[2:], ("100", "40", "10"), strict=True))
        else:
            row |= dict.fromkeys(export.headers[2:], "")
    path = written(tmp_path, as_csv(rows), "filled.csv")
    assert main(["measure", str(path), "--into", str(folder), "--lang", "ru"]) == 0
    facts = make_facts(load(folder, content), content.questions)
    assert [(s.metric, s.entered, s.passed) for s in facts.steps("inbound")] == [
        ("in_accepted", 1200, 480),
        ("measurements", 480, 120),
        ("deals_won", None, None),
    ]


def test_the_reporting_workbook_comes_back_filled_in(content: Content, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    folder = tmp_path / "audit"
    shutil.copytree(ROOT / "questionnaires" / "example", folder)
    assert main(["report", str(folder), "--formats", "xlsx", "--lang", "en"]) == 0
    book = openpyxl.load_workbook(folder / "scheme.en.xlsx")
    sheet = book["Entry"]
    heads = {cell.value: cell.column for cell in sheet[5] if cell.value}
    for day in range(1, 11):
        row = 5 + day
        sheet.cell(row, 1, datetime(2027, 2, day))
        sheet.cell(row, 3, "Walk-in visitors")
        for metric, n in (("Consultations", 20), ("Measurements and site surveys", 5), ("Deals won", 2)):
            sheet.cell(row, heads[metric], n)
    book.save(folder / "filled.xlsx")
    assert main(["measure", str(folder / "filled.xlsx"), "--into", str(folder)]) == 0
    steps = make_facts(load(folder, content), content.questions).steps("walkin")
    assert [(s.metric, s.entered, s.passed) for s in steps[:2]] == [
        ("rt_consult", 200, 50),
        ("measurements", 50, 20),
    ]


# --- arithmetic ------------------------------------------------------------------------------------


@given(st.integers(0, 500), st.integers(1, 500))
def test_an_interval_holds_its_share_and_narrows(passed: int, more: int) -> None:
    entered = passed + more
    low, high = wilson(passed, entered)
    assert 0 <= low <= passed / entered <= high <= 1
    wide = wilson(passed * 4, entered * 4)
    assert wide[1] - wide[0] <= high - low + 1e-12
    below, above = of_rate(passed, 3)
    assert below <= passed / 3 <= above


@given(st.lists(st.tuples(st.integers(0, 40), st.booleans()), min_size=1, max_size=60), st.integers(0, 45))
def test_kaplan_meier_as_the_textbook_has_it(cases: list[tuple[int, bool]], day: int) -> None:
    still = 1.0
    for moment in sorted({d for d, happened in cases if happened and d <= day}):
        at_risk = sum(d >= moment for d, _ in cases)
        still *= 1 - sum(d == moment and happened for d, happened in cases) / at_risk
    curve = kaplan_meier((d, int(happened), int(not happened)) for d, happened in cases)
    assert by_day(curve, day) == pytest.approx(1 - still)


@settings(max_examples=12)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 400),
            st.integers(-3, 90),
            st.sampled_from(["Won", "Lost", "Open", ""]),
            st.integers(0, 5),
        ),
        min_size=1,
        max_size=40,
    )
)
def test_both_engines_give_the_same_figures(rows: list[tuple[int, int, str, int]]) -> None:
    from audit.measure.engines import COLUMNS
    from audit.measure.measure import counted

    found = []
    for make in (SQLite, DuckDB):
        engine = make()
        made = [_deal(i, *row) for i, row in enumerate(rows)]
        engine.fill("deals", (tuple(one.get(c) for c in COLUMNS["deals"]) for one in made))
        values = {"stage": [], "outcome": ["Won", "Lost", "Open"], "channel": []}
        found.append(figures_of(counted(engine, ColumnMapping(), [], values)))
        engine.close()
    assert found[0] == found[1]


def _deal(i: int, day: int, wait: int, outcome: str, channel: int) -> dict[str, Any]:
    made = {"id": str(i % 30), "created": day * cell_values.DAY_MS + i, "created_day": day, "untimed": 0}
    made |= {"created_month": f"2026-{day % 12 + 1:02}", "outcome": outcome or None, "client": f"c{i % 4}"}
    made |= {"channel": "ЯZaя"[channel] if channel < 4 else None, "amount": i * 100 if i % 3 else None}
    if outcome in ("Won", "Lost"):
        made |= {"closed": (day + wait) * cell_values.DAY_MS, "closed_day": day + wait}
    return made


def test_whoever_waits_is_told_how_far_the_reading_is(
    tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("audit.measure.measure.EVERY", 2)
    export = tmp_path / "deals.csv"
    export.write_text(
        "id,came,result\n" + "".join(f"{n},2025-01-0{n},Bought\n" for n in range(1, 6)), "utf-8"
    )
    columns = {"id": "id", "created": "came", "outcome": "result"}
    meaning = ColumnMapping.model_validate(
        {"tables": [{"table": "deals", "columns": columns}], "won": ["Bought"]}
    )
    told: list[tuple[str, int]] = []
    measure([str(export)], None, meaning, content, Person(watch=lambda name, rows: told.append((name, rows))))
    assert told[-2:] == [("deals.csv", 2), ("deals.csv", 4)]
