#!/usr/bin/env bash
# Collects every German text of templates and code into quartierwerk/locale/en; says how many still want English.
set -euo pipefail
cd "$(dirname "$0")/.."
command -v xgettext >/dev/null || { echo "This needs gettext (Debian, Ubuntu: apt-get install gettext)." >&2; exit 1; }
mkdir -p quartierwerk/locale/en/LC_MESSAGES
cd quartierwerk
catalogue=locale/en/LC_MESSAGES/django.po
[ -f "$catalogue" ] || cat >"$catalogue" <<'HEADER'
# The English of Quartierwerk; the German texts are the keys.
msgid ""
msgstr ""
"Project-Id-Version: Quartierwerk\n"
"Language: en\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"
HEADER
# No places in the catalogue: they would change with every edit, and a search finds a text as fast.
QUARTIERWERK_MODE=test ../.venv/bin/python ../manage.py makemessages --locale en --no-location --no-obsolete --no-wrap \
  --ignore 'tests/*' --ignore '*/tests/*' --verbosity 0
# What gettext guesses from texts that only look alike is no translation: it is left empty.
msgattrib --clear-fuzzy --empty --clear-previous --no-wrap --output-file "$catalogue" "$catalogue"
# Without its date, or every run would be a change.
sed -i.before -e '/^"POT-Creation-Date:/d' -e '/^"Report-Msgid-Bugs-To:/d' "$catalogue" && rm "$catalogue.before"
msgattrib --untranslated --no-obsolete --no-wrap "$catalogue" | sed -n '/^msgid ""$/d; /^msgid /s//  English is missing: /p'
msgfmt --check-format --check-domain --statistics --output-file /dev/null "$catalogue"
