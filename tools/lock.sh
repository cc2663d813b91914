#!/usr/bin/env bash
# Resolves pyproject.toml into requirements/*.txt: exact versions with hashes, for every platform and Python from 3.11 on.
set -euo pipefail
cd "$(dirname "$0")/.."
export UV_PYTHON_DOWNLOADS=never
UV=.venv/bin/uv
[ -x "$UV" ] || UV=uv

lock() { # target, then what goes in
  local target=$1; shift
  "$UV" pip compile "$@" --quiet --universal --python-version 3.11 --only-binary :all: --generate-hashes \
    --no-annotate --no-header --no-emit-index-url --no-emit-find-links "${upgrade[@]}" --output-file "$target" >/dev/null
  if grep -nE '://|file:|@ /|--(extra-)?index|--find-links' "$target"; then
    echo "$target names a place on this machine or a registry; a lock file must not." >&2
    exit 1
  fi
}

upgrade=()
[ "${1:-}" != --upgrade ] || upgrade=(--upgrade)
lock requirements/run.txt pyproject.toml requirements/build.in
lock requirements/dev.txt pyproject.toml requirements/build.in --group dev --constraint requirements/run.txt
for tool in uv node postgres; do lock "requirements/$tool.txt" "requirements/$tool.in"; done
