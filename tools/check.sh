#!/usr/bin/env bash
# Every check that needs no browser and no server, one after the other; it goes on after a failure and names them all.
# Arguments pick checks by name: "bash tools/check.sh style types".
set -uo pipefail
cd "$(dirname "$0")/.."
export QUARTIERWERK_MODE=test DATABASE_URL=sqlite://:memory: PYTHONPATH=.
PATH="$PWD/.venv/bin:$PATH"
failed=()

check() { # its name, then the command
  local name=$1 start=$SECONDS output; shift
  [ ${#picked[@]} = 0 ] || [[ " ${picked[*]} " == *" $name "* ]] || return 0
  if output=$("$@" </dev/null 2>&1); then
    printf '  ✓ %-13s %2d s\n' "$name" $((SECONDS - start))
  else
    failed+=("$name")
    printf '  ✗ %-13s %2d s\n%s\n' "$name" $((SECONDS - start)) "$output"
  fi
}

templates() {
  git ls-files --cached --others --exclude-standard 'quartierwerk/*.html' | xargs -r djhtml --check --tabwidth 2
}

picked=("$@")
check style ruff check --quiet --output-format concise .
check format ruff format --check --quiet .
check templates templates
check imports lint-imports --no-logo
check types mypy --no-error-summary quartierwerk/foundation quartierwerk/rooms/*/rules*
check migrations python manage.py makemigrations --check --dry-run
check house python -m pytest --quiet tests/architecture

if [ ${#failed[@]} -gt 0 ]; then
  printf '\nNot right yet: %s\n' "${failed[*]}"
  exit 1
fi
echo "Everything is in order ($SECONDS s)."
