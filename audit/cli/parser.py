"""The commands and their options, told in the language of the locale."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from audit import __version__
from audit.cli import ask, schema, show, write
from audit.cli import measure as measuring
from audit.cli import serve as serving
from audit.cli.argparse_russian import speak

if TYPE_CHECKING:
    from audit.model import Lang


Told = Callable[[str, str], str]  # Russian and English; gives the one that is spoken
Run = Callable[[argparse.Namespace], int]


class Add(Protocol):
    """Adds a command, with `--lang` and mostly an audit, and gives its parser."""

    def __call__(self, name: str, run: Run, says: str, audit: bool = True) -> argparse.ArgumentParser: ...


def make_parser(lang: Lang) -> argparse.ArgumentParser:
    """The commands, told in the language of the locale; their words load no content."""

    def told(ru: str, en: str) -> str:
        return ru if lang == "ru" else en

    speak(lang)
    parser = argparse.ArgumentParser(
        prog="sales-audit",
        description=told("Аудит отчётности отдела продаж", "Audit of a sales department’s reporting"),
    )
    version = told("показать версию программы", "show the program’s version")
    parser.add_argument("--version", action="version", version=f"sales-audit {__version__}", help=version)
    commands = parser.add_subparsers(title=told("команды", "commands"), metavar=told("КОМАНДА", "COMMAND"))

    def add(name: str, run: Run, says: str, audit: bool = True) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=says, description=says)
        if audit:
            said = told("папка аудита", "the audit’s folder")
            made.add_argument("audit", type=Path, metavar="AUDIT", help=said)
        made.add_argument("--lang", choices=("ru", "en"), help=told("язык", "language"))
        made.set_defaults(run=run)
        return made

    for command in COMMANDS:
        command(add, told)
    return parser


def _demo(add: Add, told: Told) -> None:
    says = told("аудит компании-примера", "the audit of an example company")
    demo = add("demo", write.demo, says, audit=False)
    folder, said = told("ПАПКА", "DIR"), told("папка", "folder (out)")
    demo.add_argument("--out", type=Path, metavar=folder, default=Path("out"), help=said)


def _interview(add: Add, told: Told) -> None:
    talk = add(
        "interview", ask.interview, told("спрашивает или продолжает", "asks, or goes on where it stopped")
    )
    said = told("кто отвечает: owner, head, seller_1 ...", "who answers")
    talk.add_argument("--voice", metavar="ID", help=said)
    talk.add_argument("--role", choices=("owner", "head", "seller", "consultant"), help=told("роль", "role"))
    said = told("прежний аудит: его ответы предлагаются", "the audit before: its answers are offered")
    talk.add_argument("--from", dest="old", type=Path, metavar=told("ПРЕЖНИЙ", "OLD"), help=said)
    talk.add_argument("--quick", action="store_true", help=told("около 20 вопросов", "about 20 questions"))
    talk.add_argument("--plain", action="store_true", help=told("строки с номерами", "numbered lines"))


def _check(add: Add, told: Told) -> None:
    add("check", ask.check, told("проверяет файлы, находит пропуски", "validates, lists what is unanswered"))


def _shown(add: Add, told: Told) -> None:
    diagnosis = add("diagnose", show.diagnose, told("выводы", "findings"))
    plan = add("plan", show.plan, told("план действий", "the plan of actions"))
    for made in (diagnosis, plan):
        made.add_argument("--json", action="store_true", help=told("данные", "data only"))
    plan.add_argument("--probability", metavar="P", help=told("надёжность: 0.8", "how sure: 0.8"))


def _measure(add: Add, told: Told) -> None:
    says = told("измеряет по выгрузкам CRM", "measures from exports of the CRM")
    made, file = add("measure", measuring.measure, says, audit=False), told("ФАЙЛ", "FILE")
    made.add_argument("exports", nargs="*", metavar="EXPORT", help="CSV, XLSX, XLS, Parquet")
    made.add_argument("--into", type=Path, metavar="AUDIT", help=told("папка аудита", "the audit’s folder"))
    said = told("что значат графы", "what columns mean")
    made.add_argument("--mapping", type=Path, metavar=file, action="append", default=[], help=said)
    made.add_argument("--source", metavar="URL", help="postgresql://..., spark:local[2], spark://...")
    said = told("порядок в 02/08/2025", "order in 02/08/2025")
    made.add_argument("--dates", choices=("dmy", "mdy"), help=said)
    said = told("пустой бланк итогов", "an empty sheet of totals")
    made.add_argument("--template", type=Path, metavar=file, help=said)
    made.add_argument("--names", action="store_true", help=told("называть продавцов", "name the sellers"))
    made.add_argument("--json", action="store_true", help=told("данные", "data only"))


def _report(add: Add, told: Told) -> None:
    made = add("report", write.report, told("отчёт", "the report"), audit=False)
    file, folder = told("ФАЙЛ", "FILE"), told("ПАПКА", "DIR")
    said = told("папки аудитов", "folders of audits")
    made.add_argument("audits", type=Path, nargs="+", metavar="AUDIT", help=said)
    made.add_argument("--formats", default=",".join(write.FORMATS), help=",".join(write.FORMATS))
    made.add_argument("--out", type=Path, metavar=folder, help=told("папка", "folder (AUDIT)"))
    said = told("папка своих шаблонов Word", "folder of your own Word templates")
    made.add_argument("--templates", type=Path, metavar=folder, help=said)
    said = told("ваше оформление: brand.yaml", "your looks: brand.yaml")
    made.add_argument("--brand", type=Path, metavar=file, help=said)
    made.add_argument("--jobs", type=int, metavar="N", help=told("процессов сразу", "processes at once"))


def _import(add: Add, told: Told) -> None:
    says = told("принимает присланные анкеты", "takes in forms mailed back")
    made = add("import", ask.take_in_forms, says)
    made.add_argument(
        "files", type=Path, nargs="+", metavar=told("ФАЙЛ", "FILE"), help=told("файлы", "files")
    )


def _compare(add: Add, told: Told) -> None:
    made = add("compare", show.compare, told("два аудита рядом", "two audits side by side"), audit=False)
    for name, called, said in (
        ("old", told("ПРЕЖНИЙ", "OLD"), told("прежний аудит", "the audit before")),
        ("new", told("НОВЫЙ", "NEW"), told("новый аудит", "the new audit")),
    ):
        made.add_argument(name, type=Path, metavar=called, help=said)
    made.add_argument("--json", action="store_true", help=told("данные", "data only"))


def _serve(add: Add, told: Told) -> None:
    made = add("serve", serving.serve, told("аудит в браузере", "the audit in a browser"), audit=False)
    said = told("папка аудита; без неё все в папке audits", "the audit’s folder; without it all in audits")
    made.add_argument("audit", type=Path, nargs="?", metavar="AUDIT", help=said)
    made.add_argument("--port", type=int, default=serving.PORT, help=told("порт (8765)", "port (8765)"))
    made.add_argument("--host", default="127.0.0.1", help=told("адрес: только этот компьютер", "address"))
    said = told("не открывать браузер", "open no browser")
    made.add_argument("--no-browser", action="store_true", help=said)


def _explain(add: Add, told: Told) -> None:
    says = told("что значит причина, показатель, вопрос", "what a cause, metric or question means")
    made = add("explain", show.explain, says, audit=False)
    made.add_argument("id", nargs="?", metavar="ID", help=told("без него — список", "without it a list"))
    made.add_argument("--json", action="store_true", help=told("данные", "data only"))


def _schema(add: Add, told: Told) -> None:
    says = told("описание файлов для программ", "what describes the files to programs")
    made = add("schema", schema.schema, says, audit=False)
    made.add_argument("document", choices=schema.DOCUMENTS, help=told("какой файл", "which file"))


COMMANDS: tuple[Callable[[Add, Told], None], ...] = (
    _demo,
    _interview,
    _check,
    _shown,
    _measure,
    _report,
    _import,
    _compare,
    _serve,
    _explain,
    _schema,
)
