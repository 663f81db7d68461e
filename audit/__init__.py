"""Audit a sales department and design reporting that counts leading actions.

For programs: `load_audit`, `make_report`, `render`; see `docs/api.md`.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audit.api import load_audit, make_report, render

__all__ = ["__version__", "load_audit", "make_report", "render"]
__version__ = "0.1.0"  # a literal: reading package metadata would double the start-up time


def __getattr__(name: str) -> object:
    """What programs use, loaded when it is first named: a command must not wait for what it does not need."""
    if name in __all__:
        from audit import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
