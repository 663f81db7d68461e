"""Imported by the server whose forks are the workers of a batch: what is loaded here is loaded once."""

import signal

signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever interrupts a batch waits for what is begun

from audit.publishing import batch  # noqa: E402
from audit.rendering.pdf import render  # noqa: E402, F401
from audit.reporting import assemble  # noqa: E402, F401

batch.words()
