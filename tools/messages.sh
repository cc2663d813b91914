#!/usr/bin/env bash
# Collects every German text of templates and code into quartierwerk/locale/en; says how many still want English.
set -euo pipefail
cd "$(dirname "$0")/.."
command -v xgettext >/dev/null || { echo "This needs gettext (Debian, Ubuntu: apt-get install gettext)." >&2; exit 1; }
mkdir -p quartierwerk/locale/en/LC_MESSAGES
cd quartierwerk
# No places in the catalogue: they would change with every edit, and a search finds a text as fast.
QUARTIERWERK_MODE=test ../.venv/bin/python ../manage.py makemessages --locale en --no-location --no-obsolete --no-wrap \
  --ignore 'tests/*' --ignore '*/tests/*' --verbosity 0
sed -i '/^"POT-Creation-Date:/d' locale/en/LC_MESSAGES/django.po # or every run would be a change
msgfmt --check --statistics --output-file /dev/null locale/en/LC_MESSAGES/django.po
