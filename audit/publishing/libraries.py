"""Which libraries that shape a report are here in other versions than this program is locked to."""

from functools import cache
from importlib.resources import files

from audit.model import OtherVersion


@cache
def others() -> tuple[OtherVersion, ...]:
    """Those that differ from `locked.txt`, which `scripts/lock` writes; none: all is as it was tested."""
    lines = (files("audit.publishing") / "locked.txt").read_text("utf-8").split()
    locked = dict(line.split("==") for line in lines)
    here = {library: _installed(library) for library in locked}
    return tuple(
        OtherVersion(library=library, version=here[library], locked=version)
        for library, version in locked.items()
        if here[library] != version
    )


def _installed(library: str) -> str:
    """`?` where a packer of programs left the library's metadata out."""
    from importlib.metadata import PackageNotFoundError, version  # slow to load, and only reports ask

    try:
        return version(library)
    except PackageNotFoundError:
        return "?"
