# Shared by scripts/demo, scripts/test and scripts/check: a virtual environment with what is asked for.
# Sets $venv. Installs again only when pyproject.toml changed.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
venv=$root/.venv

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo -n "$@"; else return 1; fi
}

debian_has() { # debian_has PACKAGE...: installs them where that is possible
    command -v apt-get >/dev/null || return 1
    as_root apt-get update -qq >/dev/null 2>&1 || true
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" >/dev/null 2>&1
}

find_python() {
    local name
    for name in python3.13 python3.12 python3.11 python3; do
        if command -v "$name" >/dev/null &&
            "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    echo "Python 3.11 or newer is needed: https://www.python.org/downloads/" >&2
    return 1
}

environment() { # environment "" | "[dev]"
    local python stamp mark
    stamp=$venv/installed${1:+-dev}
    mark=$(cksum <"$root/pyproject.toml")
    [ "$(cat "$stamp" 2>/dev/null)" = "$mark" ] && return
    python=$(find_python) || return 1
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        debian_has python3-venv || {
            echo "Python's venv is missing: sudo apt-get install python3-venv" >&2
            return 1
        }
    fi
    "$python" -m venv "$venv"
    echo "Installing sales-audit into $venv ..." >&2
    "$venv/bin/pip" install --quiet --disable-pip-version-check --editable "$root$1"
    echo "$mark" >"$stamp"
}
