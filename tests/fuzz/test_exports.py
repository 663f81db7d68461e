"""Exports as an attacker, a broken disk or a strange CRM write them: measured, or refused in a sentence."""

import datetime as dt
import gzip
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
import xlsxwriter

from audit.cli import main
from tests.fuzz import how_many

EXPORTS = 500
ROWS = 12
LONGEST = 1_000  # characters of a sentence

HEAD = ("lead_no", "came", "done", "result", "origin", "sum", "manager")
MAPPING = (
    "tables:\n- table: deals\n  columns: {id: lead_no, created: came, closed: done, outcome: result, "
    "channel: origin, amount: sum, seller: manager}\nwon: [Bought]\nlost: [Left]\n"
)
CELLS = (
    *(
        "",
        " ",
        "nan",
        "inf",
        "-1e18",
        "1e308",
        "9" * 25,
        "0x10",
        "１２",
        "-0",
        "1,000,000.00",
        "40817810099910004312",
    ),
    *("2026-02-30", "0001-01-01", "9999-12-31", "31/12/1899", "1e400", "44197.5", "-5", "1700000000000000"),
    *(
        "\x00",
        "\x1b[2J",
        "\u202e",
        "\ufffd",
        '"',
        "=1+1",
        "a" * 9_000,
        "+7 912 345-67-89",
        "anna@example.org",
    ),
    *("Bought", "bought ", "Left", "Ушёл", "<b>", "{{7*7}}", "'", ";", "\t", "\n"),
)
Table = list[list[str]]


def table(random: Random) -> Table:
    """A small log of deals, with one to four cells that nobody expects."""
    day = dt.date(2025, 1, 1)
    rows = [
        [
            str(n),
            (day + dt.timedelta(days=9 * n)).isoformat(),
            (day + dt.timedelta(days=9 * n + 5)).isoformat(),
            random.choice(("Bought", "Left", "Left")),
            random.choice(("google", "expo", "friends")),
            str(random.randint(100, 90_000)),
            random.choice(("Ann", "Bob")),
        ]
        for n in range(1, ROWS)
    ]
    for _ in range(random.randint(1, 4)):
        random.choice(rows)[random.randrange(len(HEAD))] = random.choice(CELLS)
    if random.random() < 0.1:
        random.choice(rows).pop()
    return [list(HEAD), *rows]


def as_csv(rows: Table, random: Random) -> bytes:
    mark = random.choice(";,\t")
    text = "\n".join(mark.join(cell for cell in row) for row in rows)
    return text.encode(random.choice(("utf-8", "utf-8-sig", "cp1251", "utf-16")), "replace")


def as_html(rows: Table, random: Random) -> bytes:  # noqa: ARG001
    lines = "".join("<tr>" + "".join(f"<td>{cell}" for cell in row) for row in rows)
    return f"<html><table>{lines}".encode("utf-8", "replace")


def as_xlsx(rows: Table, random: Random) -> bytes:
    written = io.BytesIO()
    with xlsxwriter.Workbook(
        written, {"in_memory": True, "strings_to_numbers": True, "nan_inf_to_errors": True}
    ) as book:
        sheet = book.add_worksheet()
        when = book.add_format({"num_format": "yyyy-mm-dd"})
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, [cell[:32_000] for cell in row])
        if random.random() < 0.5:
            sheet.write_number(random.randint(1, 5), 1, random.choice((-1e18, 1e18, 45_000.5, 0)), when)
        if random.random() < 0.3:
            sheet.write(random.choice((30, 1_048_575)), random.choice((60, 16_383)), "x")
    return written.getvalue()


def as_gzip(rows: Table, random: Random) -> bytes:
    return gzip.compress(as_csv(rows, random))


def as_json(rows: Table, random: Random) -> bytes:  # noqa: ARG001
    return json.dumps(rows).encode()


KINDS: dict[str, Callable[[Table, Random], bytes]] = {
    "csv": as_csv,
    "xls": as_html,
    "xlsx": as_xlsx,
    "csv.gz": as_gzip,
    "json": as_json,
}


def damaged(data: bytes, random: Random) -> bytes:
    """As it is, cut off, or with some bits flipped."""
    chance = random.random()
    if chance < 0.5 or not data:
        return data
    if chance < 0.65:
        return data[: random.randrange(len(data))]
    changed = bytearray(data)
    for _ in range(random.randint(1, 6)):
        changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


@pytest.mark.parametrize("seed", range(how_many(EXPORTS)))
def test_an_export_is_measured_or_refused_in_a_sentence(
    seed: int, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    random = Random(seed)
    kind = random.choice(list(KINDS))
    export, mapping = tmp_path / f"export.{kind}", tmp_path / "mapping.yaml"
    export.write_bytes(damaged(KINDS[kind](table(random), random), random))
    mapping.write_text(MAPPING, "utf-8")
    command = [
        "measure",
        str(export),
        "--mapping",
        str(mapping),
        "--dates",
        "dmy",
        "--into",
        str(tmp_path / "a"),
    ]
    code = main([*command, "--lang", "en"])
    said = capfd.readouterr()
    assert "panicked" not in said.err
    assert code in (0, 2)
    if code == 2:
        assert "export." in said.err
        assert all(len(line) < LONGEST for line in said.err.splitlines())
        assert not (tmp_path / "a").exists()
        return
    for secret in ("345-67-89", "anna@example.org"):
        assert secret not in said.out
        assert secret not in (tmp_path / "a" / "measured.json").read_text("utf-8")
    assert main(["report", str(tmp_path / "a"), "--formats", "json,html", "--lang", "en"]) == 0
    assert main(["plan", str(tmp_path / "a"), "--json"]) == 0


def test_a_zip_of_an_odd_version(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    export = tmp_path / "export.xlsx"
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        packed.writestr("xl/worksheets/sheet1.xml", "<worksheet/>")
    for at, byte in ((4, 255), (6, 255), (8, 99), (30, 255)):  # version, flags, method, name
        changed = bytearray(written.getvalue())
        changed[at] = byte
        export.write_bytes(changed)
        assert main(["measure", str(export), "--json", "--lang", "en"]) == 2
        assert "export.xlsx" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("bomb.csv.gz", lambda: gzip.compress(b"a;b\n" + b"1;2\n" * 9_000_000)),
        ("unclosed.xls", lambda: b"<table><tr>" + b"<td>a<table><tr>" * 60_000),
        ("attributes.xls", lambda: b"<table><tr><td>" + b"<a " * 1_000_000),
    ],
)
def test_what_would_run_for_minutes_ends_soon(
    name: str, data: Callable[[], bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_bytes(data())
    assert main(["measure", str(tmp_path / name), "--json", "--lang", "en"]) == 2
    assert name in capsys.readouterr().err
