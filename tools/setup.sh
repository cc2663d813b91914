#!/usr/bin/env bash
# Makes .venv, the front end's files and the translations ready: "setup.sh run" or "setup.sh dev".
# Each step leaves a stamp named after what went in, so a second call takes a moment.
set -euo pipefail
cd "$(dirname "$0")/.."
kind=${1:-run}
export UV_PYTHON_DOWNLOADS=never PIP_DISABLE_PIP_VERSION_CHECK=1
unset VIRTUAL_ENV PYTHONPATH PYTHONHOME

say() { printf '\033[2m· %s\033[0m\n' "$*"; }
stop() { printf '\n%s\n' "$*" >&2; exit 1; }

find_python() {
  local candidate bare=""
  for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python3.14; do
    "$candidate" -c 'import sys; sys.exit(sys.version_info[:2] < (3, 11))' 2>/dev/null || continue
    if "$candidate" -c 'import ensurepip, venv' 2>/dev/null; then echo "$candidate"; return; fi
    bare=$candidate
  done
  [ -z "$bare" ] || stop "$bare is here, but without its “venv” module.
On Debian and Ubuntu: apt-get install python3-venv – then try again."
  stop "Quartierwerk needs Python 3.11 or newer, and none was found.
Install it (Debian, Ubuntu: apt-get install python3 python3-venv; macOS: brew install python),
or name one: make PYTHON=/path/to/python3.12 …"
}

digest() { .venv/bin/python -c 'import hashlib, pathlib, sys
print(hashlib.sha256(b"".join(pathlib.Path(name).read_bytes() for name in sys.argv[1:])).hexdigest()[:16])' "$@"; }

done_before() { [ -e ".venv/.ready/$1" ]; }
note() { mkdir -p .venv/.ready; rm -f ".venv/.ready/${1%%-*}"-*; touch ".venv/.ready/$1"; }

install() { # a lock file: uv first, pip where uv cannot run or reach what pip is set up for
  .venv/bin/uv pip install --quiet --python .venv/bin/python --require-hashes -r "$1" 2>.venv/uv.log ||
    .venv/bin/python -m pip install -qq --require-hashes --only-binary :all: -r "$1" ||
    { cat .venv/uv.log >&2; stop "The packages of $1 could not be installed; the reason stands above."; }
}

if ! .venv/bin/python -c 'import pip' 2>/dev/null; then
  python=$(find_python)
  say "making .venv with $("$python" --version)"
  rm -rf .venv
  "$python" -m venv .venv
fi

packages="$kind-$(digest "requirements/$kind.txt" requirements/build.in pyproject.toml)"
if ! done_before "$packages"; then
  say "installing the packages of requirements/$kind.txt"
  [ -x .venv/bin/uv ] ||
    .venv/bin/python -m pip install -qq --require-hashes --only-binary :all: -r requirements/uv.txt ||
    say "uv is not to be had here; pip does its work, a little slower"
  install "requirements/$kind.txt"
  # "compat" puts the folder itself on the path; linters and import maps cannot follow the newer import hook.
  .venv/bin/python -m pip install -qq --no-deps --no-build-isolation --config-settings editable_mode=compat --editable .
  note "$packages"
  [ "$kind" = run ] || note "run-$(digest requirements/run.txt requirements/build.in pyproject.toml)"
fi

if ! command -v npm >/dev/null && [ ! -x .venv/bin/npm ]; then
  say "no npm on this machine: taking the one from requirements/node.txt"
  install requirements/node.txt
fi
[ -e quartierwerk/foundation/ui/static/vendor/stamp ] || say "fetching the front end's files"
PATH="$PATH:$PWD/.venv/bin" .venv/bin/python tools/assets.py >.venv/assets.log 2>&1 ||
  { cat .venv/assets.log >&2; stop "The front end's files could not be fetched; the reason stands above."; }

for po in quartierwerk/locale/*/LC_MESSAGES/*.po; do
  [ -f "$po" ] || continue
  mo=${po%.po}.mo
  [ "$mo" -nt "$po" ] || .venv/bin/pybabel --quiet compile --input-file "$po" --output-file "$mo"
done
