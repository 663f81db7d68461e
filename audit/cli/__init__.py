"""The command line: the only place that prints, exits, reads the clock and the environment.

Exit codes: 0 done; 2 bad input or usage, one clear sentence on standard error; 130 interrupted, all saved.
Imports are lazy, so that --help and --version load no content. `parser` knows the commands: `asking` answers,
`measuring` exports, `telling` on the terminal, `writing` files, `serving` pages; `says` speaks for them all.
"""

from __future__ import annotations

import gc
import io
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from audit import __version__
from audit.cli.argparse_russian import asked_for
from audit.cli.parser import make_parser
from audit.cli.shared import complain, complain_of, language

if TYPE_CHECKING:
    from audit.model import Lang


SELDOM = 70_000  # new objects, some 7 MB, after which garbage is looked for; our judgement


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    given = list(sys.argv[1:] if argv is None else argv)
    if given == ["--version"]:
        print(f"sales-audit {__version__}")
        return 0
    parser = make_parser(language(asked_for(given)))
    arguments = parser.parse_args(given)
    if not hasattr(arguments, "run"):
        parser.print_help()
        return 2
    try:
        return int(arguments.run(arguments))
    except KeyboardInterrupt:
        complain("interrupted", language(arguments.lang))
        return 130
    except Exception as error:
        return _explained(error, language(arguments.lang))


def entry() -> None:
    """The console script; a terminal that knows fewer characters gets question marks.

    Until the content is loaded nothing is thrown away: looking for garbage would take 70 ms. Afterwards it is
    looked for a hundred times less often than Python does by itself, which would take 10 ms of a plan.
    """
    gc.disable()
    gc.set_threshold(SELDOM)
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"  # to look for what nobody uses takes 10 ms
    os.environ["PYTHONSAFEPATH"] = "1"  # for processes of ours: where audits stand there are data, no modules
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
    gc.freeze()  # the process ends: nobody needs its garbage
    sys.exit(code)


def _explained(error: Exception, lang: Lang) -> int:
    """Mistakes of the user become sentences; mistakes of ours stay tracebacks."""
    from audit.files.errors import BadInput, Complaint

    if isinstance(error, BadInput):
        complain_of(error, lang)
        return 2
    if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):
        says = Complaint("file_unreadable", str(error.filename or ""), value=error.strerror or str(error))
        complain_of(BadInput(says), lang)
        return 2
    if isinstance(error, MemoryError):
        complain("no_memory", lang)
        return 2
    raise error
