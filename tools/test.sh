#!/usr/bin/env bash
# The whole suite on SQLite and on PostgreSQL, then a plain list of what could not run here and why.
# The two share the work: what asks no database runs on SQLite only, the browser on PostgreSQL only. EVERYTHING=yes or
# arguments, which go on to pytest, run all on both. With CI=true anything that could not run is a failure.
set -uo pipefail
cd "$(dirname "$0")/.."
scratch=$(mktemp -d "${TMPDIR:-/tmp}/qw.XXXXXX")
chmod 755 "$scratch" # the user "postgres" must be able to enter
export QUARTIERWERK_GAPS="$scratch/gaps"
: >"$QUARTIERWERK_GAPS"
summaries=() failed=0

workers=${WORKERS:-$(nproc)}

clean_up() {
  for cluster in "$scratch"/pg*; do
    [ ! -d "$cluster" ] || bash tools/postgres.sh stop "$cluster" 2>/dev/null
  done
  rm -rf "$scratch"
}
trap clean_up EXIT

free_port() { .venv/bin/python -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

suite() { # its name, then pytest's arguments
  local name=$1; shift
  printf '\n── The suite on %s\n' "$name"
  DATABASE_NAME=$name .venv/bin/python -m pytest --numprocesses "$workers" --dist loadgroup "$@" </dev/null 2>&1 |
    tee "$scratch/output"
  local status=${PIPESTATUS[0]}
  [ "$status" = 0 ] || failed=1
  summaries+=("$(printf '%-11s%s' "$name" "$(tail -n 1 "$scratch/output")")")
}

unset DATABASE_URL DATA_DIR DJANGO_SETTINGS_MODULE QUARTIERWERK_SHARED_WORK QUARTIERWERK_MIGRATED
# The migrations run once on each kind of database, on both at the same time; each worker begins with a copy.
migrate() { # which database, and the name of the migrated one
  QUARTIERWERK_MODE=test DATA_DIR=$scratch DJANGO_SETTINGS_MODULE=quartierwerk.config.settings \
    DATABASE_URL=$1 QUARTIERWERK_MIGRATED=$2 .venv/bin/python -m tests.migrated </dev/null
}
migrated="$scratch/migrated.sqlite3"
port=$(free_port)
if bash tools/postgres.sh start "$scratch/pg0" "$port"; then
  migrate sqlite:// "$migrated" &
  migrate "postgres://postgres@127.0.0.1:$port/postgres" migrated || failed=1
  wait $! || failed=1
  bash tools/postgres.sh halt "$scratch/pg0"
  for number in $(seq 1 $((workers - 1))); do cp -a "$scratch/pg0" "$scratch/pg$number"; done
fi
# A cluster for each worker: what is still running in one database holds up who follows a journal in another.
urls=()
for number in $(seq 0 $((workers - 1))); do
  port=$(free_port)
  bash tools/postgres.sh start "$scratch/pg$number" "$port" && urls+=("postgres://postgres@127.0.0.1:$port/postgres")
done
if [ "${#urls[@]}" = "$workers" ]; then
  [ "${EVERYTHING:-}" = yes ] || [ $# -gt 0 ] || export QUARTIERWERK_SHARED_WORK=yes
  QUARTIERWERK_MIGRATED=$migrated suite SQLite "$@"
  QUARTIERWERK_MIGRATED=migrated DATABASE_URL="${urls[0]}" DATABASE_URLS="${urls[*]}" suite PostgreSQL "$@"
else
  suite SQLite "$@"
  echo "the whole suite on PostgreSQL: its server programs are missing or did not start (apt-get install postgresql)" >>"$QUARTIERWERK_GAPS"
fi

printf '\n── What could not run here\n'
if [ -s "$QUARTIERWERK_GAPS" ]; then
  sort -u "$QUARTIERWERK_GAPS" | sed 's/^/  – /'
  if [ "${CI:-}" = true ]; then
    echo "  In CI nothing may be missing, so this run has failed."
    failed=1
  fi
else
  echo "  Nothing: everything ran."
fi
printf '\n── Result\n'
printf '%s\n' "${summaries[@]}"
exit "$failed"
