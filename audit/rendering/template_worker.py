"""Calls one function within a limit of time and memory. Run as a script by `time_limit`, not imported.

Standard input is a pickle of seconds, bytes, the function and its arguments; standard output one of what it
gives.
Out of time, Python's own watchdog says where it was and ends the process, whatever it is doing.
"""

import faulthandler
import pickle
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))  # the program, wherever it stands


def main() -> None:
    seconds, memory, function, arguments, named = pickle.load(sys.stdin.buffer)
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    faulthandler.dump_traceback_later(seconds, exit=True)
    made = function(*arguments, **named)
    faulthandler.cancel_dump_traceback_later()
    sys.stdout.buffer.write(pickle.dumps(made))


if __name__ == "__main__":
    main()
