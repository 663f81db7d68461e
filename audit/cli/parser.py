"""The commands and their options, told in the language of the locale."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from audit import __version__
from audit.cli import ask, show, write
from audit.cli import measure as measuring
from audit.cli import serve as serving
from audit.cli.argparse_russian import speak

if TYPE_CHECKING:
    from audit.model import Lang


def make_parser(lang: Lang) -> argparse.ArgumentParser:
    """The commands, told in the language of the locale; their words load no content."""

    def told(ru: str, en: str) -> str:
        return ru if lang == "ru" else en

    speak(lang)
    file, folder, old = told("ФАЙЛ", "FILE"), told("ПАПКА", "DIR"), told("ПРЕЖНИЙ", "OLD")
    parser = argparse.ArgumentParser(
        prog="sales-audit",
        description=told("Аудит отчётности отдела продаж", "Audit of a sales department’s reporting"),
    )
    version = told("показать версию программы", "show the program’s version")
    parser.add_argument("--version", action="version", version=f"sales-audit {__version__}", help=version)
    commands = parser.add_subparsers(title=told("команды", "commands"), metavar=told("КОМАНДА", "COMMAND"))

    def command(
        name: str, run: Callable[[argparse.Namespace], int], says: str, audit: bool = True
    ) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=says, description=says)
        if audit:
            made.add_argument(
                "audit", type=Path, metavar="AUDIT", help=told("папка аудита", "the audit’s folder")
            )
        made.add_argument("--lang", choices=("ru", "en"), help=told("язык", "language"))
        made.set_defaults(run=run)
        return made

    demo = command(
        "demo", write.demo, told("аудит компании-примера", "the audit of an example company"), audit=False
    )
    demo.add_argument(
        "--out", type=Path, metavar=folder, default=Path("out"), help=told("папка", "folder (out)")
    )
    talk = command(
        "interview", ask.interview, told("спрашивает или продолжает", "asks, or goes on where it stopped")
    )
    talk.add_argument(
        "--voice", metavar="ID", help=told("кто отвечает: owner, head, seller_1 ...", "who answers")
    )
    talk.add_argument("--role", choices=("owner", "head", "seller", "consultant"), help=told("роль", "role"))
    talk.add_argument(
        "--from",
        dest="old",
        type=Path,
        metavar=old,
        help=told("прежний аудит: его ответы предлагаются", "the audit before: its answers are offered"),
    )
    talk.add_argument("--quick", action="store_true", help=told("около 20 вопросов", "about 20 questions"))
    talk.add_argument("--plain", action="store_true", help=told("строки с номерами", "numbered lines"))
    command(
        "check",
        ask.check,
        told("проверяет файлы, находит пропуски", "validates, lists what is unanswered"),
    )
    for name, run, says in (
        ("diagnose", show.diagnose, told("выводы", "findings")),
        ("plan", show.plan, told("план действий", "the plan of actions")),
    ):
        made = command(name, run, says)
        made.add_argument("--json", action="store_true", help=told("данные", "data only"))
        if name == "plan":
            made.add_argument("--probability", metavar="P", help=told("надёжность: 0.8", "how sure: 0.8"))
    measure = command(
        "measure",
        measuring.measure,
        told("измеряет по выгрузкам CRM", "measures from exports of the CRM"),
        audit=False,
    )
    measure.add_argument("exports", nargs="*", metavar="EXPORT", help="CSV, XLSX, XLS, Parquet")
    measure.add_argument(
        "--into", type=Path, metavar="AUDIT", help=told("папка аудита", "the audit’s folder")
    )
    measure.add_argument(
        "--mapping",
        type=Path,
        metavar=file,
        action="append",
        default=[],
        help=told("что значат графы", "what columns mean"),
    )
    measure.add_argument("--source", metavar="URL", help="postgresql://..., spark:local[2], spark://...")
    measure.add_argument(
        "--dates", choices=("dmy", "mdy"), help=told("порядок в 02/08/2025", "order in 02/08/2025")
    )
    measure.add_argument(
        "--template", type=Path, metavar=file, help=told("пустой бланк итогов", "an empty sheet of totals")
    )
    measure.add_argument("--names", action="store_true", help=told("называть продавцов", "name the sellers"))
    measure.add_argument("--json", action="store_true", help=told("данные", "data only"))
    report = command("report", write.report, told("отчёт", "the report"), audit=False)
    report.add_argument(
        "audits", type=Path, nargs="+", metavar="AUDIT", help=told("папки аудитов", "folders of audits")
    )
    report.add_argument("--formats", default=",".join(write.FORMATS), help=",".join(write.FORMATS))
    report.add_argument("--out", type=Path, metavar=folder, help=told("папка", "folder (AUDIT)"))
    report.add_argument(
        "--templates",
        type=Path,
        metavar=folder,
        help=told("папка своих шаблонов Word", "folder of your own Word templates"),
    )
    report.add_argument(
        "--brand", type=Path, metavar=file, help=told("ваше оформление: brand.yaml", "your looks: brand.yaml")
    )
    report.add_argument("--jobs", type=int, metavar="N", help=told("процессов сразу", "processes at once"))
    taken = command(
        "import", ask.take_in_forms, told("принимает присланные анкеты", "takes in forms mailed back")
    )
    taken.add_argument("files", type=Path, nargs="+", metavar=file, help=told("файлы", "files"))
    compared = command(
        "compare", show.compare, told("два аудита рядом", "two audits side by side"), audit=False
    )
    compared.add_argument("old", type=Path, metavar=old, help=told("прежний аудит", "the audit before"))
    compared.add_argument(
        "new", type=Path, metavar=told("НОВЫЙ", "NEW"), help=told("новый аудит", "the new audit")
    )
    compared.add_argument("--json", action="store_true", help=told("данные", "data only"))
    serve = command("serve", serving.serve, told("аудит в браузере", "the audit in a browser"), audit=False)
    serve.add_argument(
        "audit",
        type=Path,
        nargs="?",
        metavar="AUDIT",
        help=told("папка аудита; без неё все в папке audits", "the audit’s folder; without it all in audits"),
    )
    serve.add_argument("--port", type=int, default=serving.PORT, help=told("порт (8765)", "port (8765)"))
    serve.add_argument("--host", default="127.0.0.1", help=told("адрес: только этот компьютер", "address"))
    serve.add_argument(
        "--no-browser", action="store_true", help=told("не открывать браузер", "open no browser")
    )
    explain = command(
        "explain",
        show.explain,
        told("что значит причина, показатель, вопрос", "what a cause, metric or question means"),
        audit=False,
    )
    explain.add_argument("id", nargs="?", metavar="ID", help=told("без него — список", "without it a list"))
    explain.add_argument("--json", action="store_true", help=told("данные", "data only"))
    return parser
