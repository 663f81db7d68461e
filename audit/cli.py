"""The command line: the only place that prints, exits, reads the clock and the environment.

Exit codes: 0 done; 2 bad input or usage, one clear sentence on standard error; 130 interrupted, all saved.
Imports are lazy, so that --help and --version load no content.
"""

from __future__ import annotations

import argparse
import gc
import io
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from audit import __version__

if TYPE_CHECKING:
    from audit import batch
    from audit.content import Content
    from audit.files import BadInput
    from audit.measure.command import Ask
    from audit.model import Audit, Lang

BAR = 30  # characters of a progress bar; our judgement
FORMATS = ("pdf", "html", "json", "xlsx", "docx", "csv")
PORT = 8765  # of the browser's pages; our judgement
MOST_COMPLAINTS = 50  # what a person mends in one go; our judgement


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    given = list(sys.argv[1:] if argv is None else argv)
    if given == ["--version"]:
        print(f"sales-audit {__version__}")
        return 0
    arguments = _parser(_language(None)).parse_args(given)
    if not hasattr(arguments, "run"):
        _parser(_language(None)).print_help()
        return 2
    try:
        return int(arguments.run(arguments))
    except KeyboardInterrupt:
        _complain("interrupted", _language(arguments.lang))
        return 130
    except Exception as error:
        return _explained(error, _language(arguments.lang))


def entry() -> None:
    """The console script; a terminal that knows fewer characters gets question marks.

    Until the content is loaded nothing is thrown away: looking for garbage would take 70 ms.
    """
    gc.disable()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        code = main()
        if sys.stdout:
            sys.stdout.flush()
    except BrokenPipeError:  # whoever was reading has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        code = 0
    gc.freeze()  # the process ends: looking through a laid-out report for garbage takes a quarter of a second
    sys.exit(code)


def _explained(error: Exception, lang: Lang) -> int:
    """Mistakes of the user become sentences; mistakes of ours stay tracebacks."""
    from audit.files import BadInput, Complaint

    if isinstance(error, BadInput):
        _complain_of(error, lang)
        return 2
    if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):
        says = Complaint("file_unreadable", str(error.filename or ""), value=error.strerror or str(error))
        _complain_of(BadInput(says), lang)
        return 2
    from audit.pdf import PangoMissing

    if isinstance(error, PangoMissing):
        _complain("no_pango", lang)
        return 2
    raise error


def _parser(lang: Lang) -> argparse.ArgumentParser:
    """The commands, told in the language of the locale; their words load no content."""

    def told(ru: str, en: str) -> str:
        return ru if lang == "ru" else en

    parser = argparse.ArgumentParser(
        prog="sales-audit",
        description=told("Аудит отчётности отдела продаж", "Audit of a sales department's reporting"),
    )
    parser.add_argument("--version", action="version", version=f"sales-audit {__version__}")
    commands = parser.add_subparsers(title=told("команды", "commands"), metavar="")

    def command(
        name: str, run: Callable[[argparse.Namespace], int], says: str, audit: bool = True
    ) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=says, description=says)
        if audit:
            made.add_argument(
                "audit", type=Path, metavar="AUDIT", help=told("папка аудита", "the audit's folder")
            )
        made.add_argument("--lang", choices=("ru", "en"), help=told("язык", "language"))
        made.set_defaults(run=run)
        return made

    demo = command(
        "demo", _demo, told("аудит компании-примера", "the audit of an example company"), audit=False
    )
    demo.add_argument("--out", type=Path, default=Path("out"), help=told("папка", "folder (out)"))
    talk = command(
        "interview", _interview, told("спрашивает или продолжает", "asks, or goes on where it stopped")
    )
    talk.add_argument("--voice", help=told("кто отвечает: owner, head, seller_1 ...", "who answers"))
    talk.add_argument("--role", choices=("owner", "head", "seller", "consultant"), help=told("роль", "role"))
    talk.add_argument(
        "--from",
        dest="old",
        type=Path,
        metavar="OLD",
        help=told("прежний аудит: его ответы предлагаются", "the audit before: its answers are offered"),
    )
    talk.add_argument("--quick", action="store_true", help=told("около 20 вопросов", "about 20 questions"))
    talk.add_argument("--plain", action="store_true", help=told("строки с номерами", "numbered lines"))
    command("check", _check, told("проверяет файлы, находит пропуски", "validates, lists what is unanswered"))
    for name, run, says in (
        ("diagnose", _diagnose, told("выводы", "findings")),
        ("plan", _plan, told("план действий", "the plan of actions")),
    ):
        made = command(name, run, says)
        made.add_argument("--json", action="store_true", help=told("данные", "data only"))
        if name == "plan":
            made.add_argument("--probability", metavar="P", help=told("надёжность: 0.8", "how sure: 0.8"))
    measure = command(
        "measure",
        _measure,
        told("измеряет по выгрузкам CRM", "measures from exports of the CRM"),
        audit=False,
    )
    measure.add_argument("exports", nargs="*", metavar="EXPORT", help="CSV, XLSX, XLS, Parquet")
    measure.add_argument(
        "--into", type=Path, metavar="AUDIT", help=told("папка аудита", "the audit's folder")
    )
    measure.add_argument(
        "--mapping",
        type=Path,
        action="append",
        default=[],
        help=told("что значат графы", "what columns mean"),
    )
    measure.add_argument("--source", metavar="URL", help="postgresql://..., spark:local[2], spark://...")
    measure.add_argument(
        "--dates", choices=("dmy", "mdy"), help=told("порядок в 02/08/2025", "order in 02/08/2025")
    )
    measure.add_argument(
        "--template", type=Path, help=told("пустой бланк итогов", "an empty sheet of totals")
    )
    measure.add_argument("--names", action="store_true", help=told("называть продавцов", "name the sellers"))
    measure.add_argument("--json", action="store_true", help=told("данные", "data only"))
    report = command("report", _report, told("отчёт", "the report"), audit=False)
    report.add_argument(
        "audits", type=Path, nargs="+", metavar="AUDIT", help=told("папки аудитов", "folders of audits")
    )
    report.add_argument("--formats", default=",".join(FORMATS), help=",".join(FORMATS))
    report.add_argument("--out", type=Path, help=told("папка", "folder (AUDIT)"))
    report.add_argument(
        "--templates", type=Path, help=told("папка своих шаблонов Word", "folder of your own Word templates")
    )
    report.add_argument("--brand", type=Path, metavar="FILE", help=told("оформление", "brand.yaml"))
    report.add_argument("--jobs", type=int, metavar="N", help=told("процессов сразу", "processes at once"))
    taken = command("import", _import, told("принимает присланные анкеты", "takes in forms mailed back"))
    taken.add_argument("files", type=Path, nargs="+", metavar="FILE", help=told("файлы", "files"))
    compared = command("compare", _compare, told("два аудита рядом", "two audits side by side"), audit=False)
    compared.add_argument("old", type=Path, metavar="OLD", help=told("прежний аудит", "the audit before"))
    compared.add_argument("new", type=Path, metavar="NEW", help=told("новый аудит", "the new audit"))
    compared.add_argument("--json", action="store_true", help=told("данные", "data only"))
    serve = command("serve", _serve, told("аудит в браузере", "the audit in a browser"), audit=False)
    serve.add_argument(
        "audit",
        type=Path,
        nargs="?",
        metavar="AUDIT",
        help=told("папка аудита; без неё все в папке audits", "the audit's folder; without it all in audits"),
    )
    serve.add_argument("--port", type=int, default=PORT, help=told("порт (8765)", "port (8765)"))
    serve.add_argument("--host", default="127.0.0.1", help=told("адрес: только этот компьютер", "address"))
    serve.add_argument(
        "--no-browser", action="store_true", help=told("не открывать браузер", "open no browser")
    )
    explain = command(
        "explain",
        _explain,
        told("что значит причина, показатель, вопрос", "what a cause, metric or question means"),
        audit=False,
    )
    explain.add_argument("id", nargs="?", metavar="ID", help=told("без него — все id", "without it all ids"))
    explain.add_argument("--json", action="store_true", help=told("данные", "data only"))
    return parser


# --- commands --------------------------------------------------------------------------------------


def _demo(arguments: argparse.Namespace) -> int:
    from audit import publish
    from audit.example import copy_to
    from audit.model import LANGS

    copy_to(arguments.out)
    audit, content = _loaded(arguments.out)
    signed = publish.brand_of(arguments.out, None)
    written = publish.write_all(audit, content, signed, arguments.out, FORMATS, LANGS)
    _print_written(written, publish.count(FORMATS, LANGS), content, _language(arguments.lang))
    return 0


def _interview(arguments: argparse.Namespace) -> int:
    from audit.sitting import sit

    gc.enable()
    plain = arguments.plain or (os.environ.get("TERM", "dumb") == "dumb" and os.name != "nt")
    if arguments.old:
        _begin_from(arguments.old, arguments.audit)
    on_terminal = all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))
    lang = _language(arguments.lang)
    who = (arguments.voice, arguments.role)
    sit(arguments.audit, *who, arguments.lang, lang, plain, arguments.quick, on_terminal, print)
    if arguments.quick:
        audit, content = _loaded(arguments.audit)
        _print_unknown(audit, content, arguments.lang or audit.lang)
    return 0


def _begin_from(old: Path, new: Path) -> None:
    from audit.content import load
    from audit.folder import begin_from

    begin_from(old, new, load())


def _import(arguments: argparse.Namespace) -> int:
    from audit.desk import now
    from audit.mail import take_in

    audit, content = _loaded(arguments.audit)
    for file in arguments.files:
        voice, answers = take_in(arguments.audit, content, file, now().date())
        print(_said(content, "imported", _language(arguments.lang, audit), voice=voice, n=answers))
    return 0


def _compare(arguments: argparse.Namespace) -> int:
    from audit import terminal
    from audit.compare import compare

    old, content = _loaded(arguments.old)
    new, _ = _loaded(arguments.new)
    found = compare(old, new, content)
    if arguments.json:
        print(found.model_dump_json(indent=1))
    else:
        print(terminal.comparison_text(found, content, _language(arguments.lang, new)))
    return 0


def _print_unknown(audit: Audit, content: Content, lang: Lang) -> None:
    """The causes of which the answers so far cannot tell."""
    from audit.diagnose import diagnose
    from audit.facts import make_facts
    from audit.prompts import wrapped

    found = diagnose(make_facts(audit, content.questions), content).findings
    causes = dict.fromkeys(f.cause for f in found if f.verdict == "unknown")
    if causes:
        names = ", ".join(content.causes[cause].name.in_(lang) for cause in causes)
        print(wrapped(_said(content, "leaves_unknown", lang, causes=names)))


def _check(arguments: argparse.Namespace) -> int:
    from audit.contradictions import contradictions
    from audit.facts import make_facts

    audit, content = _loaded(arguments.audit)
    lang = _language(arguments.lang, audit)
    facts = make_facts(audit, content.questions)
    answered = {key for voice in audit.voices for key in voice.answers}  # some wait for another answer
    silent = [fact.key for fact in facts.by_key.values() if fact.state == "unanswered"]
    open_keys = [key for key in silent if key not in answered]
    says = "audit_gaps" if open_keys else "audit_complete"
    print(_said(content, says, lang, n=len(open_keys)))
    for key in open_keys:
        print(f"  {key}  {content.asks(key).in_(lang)}")
    for one in contradictions(facts):
        says = _said(content, "contradicts", lang, says=content.messages[one.id])
        print(f"{says} {', '.join(one.keys)}")
    _print_unknown(audit, content, lang)
    return 0


def _diagnose(arguments: argparse.Namespace) -> int:
    from audit import terminal
    from audit.report import make_report

    audit, content = _loaded(arguments.audit)
    lang = _language(arguments.lang, audit)
    if arguments.json:
        print(terminal.diagnosis_json(audit, content, lang))
    else:
        print(terminal.diagnosis_text(make_report(audit, content), content, lang))
    return 0


def _plan(arguments: argparse.Namespace) -> int:
    from audit import plan_lines
    from audit.facts import make_facts
    from audit.plan import make_plan

    audit, content = _loaded(arguments.audit)
    lang = _language(arguments.lang, audit)
    facts, sure = make_facts(audit, content.questions), _probability(arguments.probability)
    plan = make_plan(facts, content, audit.as_of, audit.country, sure)
    print(plan_lines.data(plan, lang) if arguments.json else plan_lines.lines(plan, content, lang))
    return 0


def _measure(arguments: argparse.Namespace) -> int:
    from audit.content import load
    from audit.files import BadInput, Complaint
    from audit.measure import command, words
    from audit.measure.padding import numbered

    content = load()
    lang = _language(arguments.lang)
    if arguments.template:
        audit = _loaded(arguments.into)[0] if arguments.into else _new_audit(lang)
        command.write_template(arguments.template, audit, content, _language(arguments.lang, audit))
        print(_said(content, "written", lang, file=str(arguments.template)))
        return 0
    if not arguments.exports or not (arguments.into or arguments.json):
        raise BadInput(Complaint("measure_nothing", ""))
    given = command.mappings(arguments.mapping, arguments.into, arguments.dates or "")
    ask = _asker(arguments.into, content, lang)
    figures = command.measure(arguments.exports, arguments.source, given, content, ask, arguments.into)
    if not arguments.names:
        figures = numbered(figures)
    if arguments.into:
        audit = command.keep(figures, arguments.into, content, _new_audit(lang))
        lang = _language(arguments.lang, audit)
    if arguments.json:
        print(figures.model_dump_json(indent=1))
    else:
        print(words.told(figures, audit, content, lang))
        for path in command.written(arguments.into):
            print(_said(content, "written", lang, file=str(path)))
    return 0


def _new_audit(lang: Lang) -> Audit:
    from datetime import datetime

    from audit.model import Audit

    return Audit(lang=lang, as_of=datetime.now().astimezone().date())


def _asker(folder: Path | None, content: Content, lang: Lang) -> Ask | None:
    """Who asks what columns mean: a terminal, where there is one and a folder to keep the answer in."""
    if folder is None or not all(s is not None and s.isatty() for s in (sys.stdin, sys.stdout)):
        return None
    from audit.measure.asking import asker

    plain = os.environ.get("TERM", "dumb") == "dumb" and os.name != "nt"
    return asker(folder, content, lang, plain, print)


def _probability(typed: str | None) -> float:
    """How sure the plan is to be: 0.8, 80 and 80% are the same; a sentence where it is no probability."""
    from audit.files import BadInput, Complaint
    from audit.plan import MOST_SURE, SAFE

    if typed is None:
        return SAFE
    try:
        value = float(typed.replace(",", ".").rstrip("%"))
    except ValueError:
        value = 0
    value = value / 100 if value >= 1 else value
    if not 1 - MOST_SURE <= value <= MOST_SURE:
        raise BadInput(Complaint("no_probability", "", value=typed))
    return value


def _explain(arguments: argparse.Namespace) -> int:
    import json

    from audit import explain
    from audit.content import load
    from audit.files import BadInput, Complaint

    content = load()
    ids = explain.all_ids(content)
    if arguments.id is None:
        print(json.dumps(ids, indent=1))
    elif not any(arguments.id in known for known in ids.values()):
        raise BadInput(Complaint("id_unknown", "", value=arguments.id))
    elif arguments.json:
        print(explain.explained_json(arguments.id, content))
    else:
        print(explain.explained(arguments.id, content, _language(arguments.lang)))
    return 0


def _serve(arguments: argparse.Namespace) -> int:
    from audit.files import BadInput, Complaint

    try:
        from audit.web.serve import serve
    except ModuleNotFoundError as missing:
        raise BadInput(Complaint("no_web", "", value=missing.name or "")) from None

    lang = _language(arguments.lang)

    def ready(address: str) -> None:
        print(_served_at(address, lang), flush=True)
        if not arguments.no_browser:
            _open_in_browser(address)

    serve(arguments.audit, arguments.host, arguments.port, arguments.lang, FORMATS, ready)
    return 0


def _served_at(address: str, lang: Lang) -> str:
    """Where the audit is; no content is loaded for it, so that the first page is there at once."""
    if lang == "ru":
        return f"Аудит в браузере: {address}\nЗакрыть: Ctrl-C. Все ответы сохраняются сразу."
    return f"The audit in a browser: {address}\nTo end: Ctrl-C. Every answer is saved at once."


def _open_in_browser(address: str) -> None:
    """In a thread: a browser that starts slowly must not keep the first page waiting."""
    import threading
    import webbrowser

    threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()


def _report(arguments: argparse.Namespace) -> int:
    formats = _formats(arguments.formats)
    if len(arguments.audits) > 1:
        return _report_many(arguments, formats)
    from audit import publish
    from audit.folder import load_previous

    folder = arguments.audits[0]
    audit, content = _loaded(folder)
    signed = publish.brand_of(folder, arguments.brand)
    lang = _language(arguments.lang, audit)
    templates = _word_templates(arguments.templates)
    out, earlier = arguments.out or folder, load_previous(folder, content)
    written = publish.write_all(audit, content, signed, out, formats, (lang,), templates, earlier)
    _print_written(written, publish.count(formats, (lang,)), content, lang)
    return 0


def _word_templates(folder: Path | None) -> Path | None:
    from audit.files import BadInput, Complaint

    if folder and not folder.is_dir():
        raise BadInput(Complaint("templates_missing", str(folder)))
    return folder


def _formats(typed: str) -> tuple[str, ...]:
    from audit.files import BadInput, Complaint

    formats = tuple(part.strip() for part in typed.split(","))
    for part in formats:
        if part not in FORMATS:
            raise BadInput(Complaint("no_such_format", "", value=part, more={"allowed": ", ".join(FORMATS)}))
    return formats


def _report_many(arguments: argparse.Namespace, formats: tuple[str, ...]) -> int:
    """Every audit on every core; a bad one is said, and the others are printed all the same."""
    from audit import batch
    from audit.files import BadInput

    content, lang = batch.words(), _language(arguments.lang)
    jobs = _jobs(arguments, formats)
    code = 0
    with _bar() as show:
        show(_said(content, "renders", lang), 0, len(jobs))
        for count, done in enumerate(batch.run(jobs, arguments.jobs or os.cpu_count() or 1), 1):
            show("", 0, 0)
            for path in done.files:
                print(_said(content, "written", lang, file=str(path)), flush=True)
            if done.complaints:
                code = 2
                _complain_of(BadInput(*done.complaints), lang)
            show(_said(content, "renders", lang), count, len(jobs))
    return code


def _jobs(arguments: argparse.Namespace, formats: tuple[str, ...]) -> list[batch.Job]:
    """With one folder for all, each audit has its own below it, under its own name."""
    from audit.batch import Job
    from audit.files import BadInput, Complaint

    names = [folder.resolve().name for folder in arguments.audits]
    for name in names:
        if arguments.out and names.count(name) > 1:
            raise BadInput(Complaint("same_name", "", value=name))
    pairs = zip(arguments.audits, names, strict=True)
    outs = [(folder, arguments.out / name if arguments.out else folder) for folder, name in pairs]
    templates = _word_templates(arguments.templates)
    return [Job(folder, out, arguments.brand, formats, arguments.lang, templates) for folder, out in outs]


def _print_written(written: Iterator[Path], expected: int, content: Content, lang: Lang) -> None:
    """Each file as it is there, with a bar below while the next one is made."""
    with _bar() as show:
        show(_said(content, "renders", lang), 0, expected)
        for done, path in enumerate(written, 1):
            show("", 0, 0)
            print(_said(content, "written", lang, file=str(path)), flush=True)
            show(_said(content, "renders", lang), done, expected)


# --- words -----------------------------------------------------------------------------------------


def _loaded(folder: Path) -> tuple[Audit, Content]:
    """The audit and the content; answers to unknown questions are refused here, the interview keeps them."""
    from audit.content import load
    from audit.publish import loaded

    content = load()
    audit = loaded(folder, content)
    gc.freeze()
    gc.enable()
    return audit, content


def _language(asked: Lang | None, audit: Audit | None = None) -> Lang:
    """By --lang, else by the audit, else by the locale."""
    if asked or audit:
        return asked or (audit.lang if audit else "en")
    locale = next((v for k in ("LC_ALL", "LC_MESSAGES", "LANG") if (v := os.environ.get(k))), "")
    return "ru" if locale.lower().startswith("ru") else "en"


def _said(content: Content, message: str, lang: Lang, **values: object) -> str:
    return content.say(content.messages[message], **values).in_(lang)


def _complain(message: str, lang: Lang, **values: object) -> None:
    from audit.content import load

    print(_said(load(), message, lang, **values), file=sys.stderr)


def _complain_of(bad: BadInput, lang: Lang) -> None:
    """Every mistake on a line of its own: file, place, value, way out."""
    from audit.content import load

    content = load()
    for one in bad.complaints[:MOST_COMPLAINTS]:
        values = {"key": one.key[:80], "value": one.value, "file": one.file, **one.more}
        says = _said(content, one.what, lang, **values)
        if one.file:
            at = "mistake_at" if one.line else "mistake_in"
            says = _said(content, at, lang, file=one.file, line=one.line, says=says)
        print(says, file=sys.stderr)
    if len(bad.complaints) > MOST_COMPLAINTS:
        print(_said(content, "more_mistakes", lang, n=len(bad.complaints) - MOST_COMPLAINTS), file=sys.stderr)


@contextmanager
def _bar() -> Iterator[Callable[[str, int, int], None]]:
    """A line on the terminal while something takes more than a moment; nothing when there is none."""
    there = bool(sys.stderr and sys.stderr.isatty())

    def show(says: str, done: int, of: int) -> None:
        """`of` nothing: take the line away."""
        full = BAR * done // of if of else 0
        line = f"{says} [{'#' * full}{'.' * (BAR - full)}] {done}/{of}" if of else ""
        if there:
            print(f"\r\033[K{line}", end="", file=sys.stderr, flush=True)

    try:
        yield show
    finally:
        show("", 0, 0)
