# Shared by the scripts: a virtual environment with what the lock names for a need, and nothing else.
# Sets $venv. Made anew only when the lock or pyproject.toml changed.

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
    for name in python3.14 python3.13 python3.12 python3.11 python3; do
        if command -v "$name" >/dev/null &&
            "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    echo "Python 3.11 or newer is needed: https://www.python.org/downloads/" >&2
    return 1
}

pip() { # the environment's own, without looking for a newer one
    "$venv/bin/python" -m pip --disable-pip-version-check "$@"
}

environment() { # environment program | dev | engines: as the files of that name in requirements/ say
    local python mark done=$venv/installed
    mark=$(cat "$root/pyproject.toml" "$root"/requirements/*.txt | cksum)
    grep -qsx "$1 $mark" "$done" && return
    python=$(find_python) || return 1
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        debian_has python3-venv || {
            echo "Python's venv is missing: sudo apt-get install python3-venv" >&2
            return 1
        }
    fi
    grep -qs " $mark$" "$done" || "$python" -m venv --clear "$venv"
    echo "Installing sales-audit into $venv ..." >&2
    # Packages that have to be built find setuptools here, from the lock: it is among those of the program.
    pip install --quiet --require-hashes --no-build-isolation --requirement "$root/requirements/program.txt"
    pip install --quiet --require-hashes --no-build-isolation --requirement "$root/requirements/$1.txt"
    pip install --quiet --no-deps --no-build-isolation --editable "$root"
    "$venv/bin/python" -m compileall -q "$root/audit" # as pip does with what is no checkout
    echo "$1 $mark" >>"$done"
}
