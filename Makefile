# Two commands are enough: "make demo" opens a running city, "make test" runs the whole suite.
# PORT (8000) and DATA_DIR (./var) may be set; PYTHON names an interpreter.

SHELL := bash
.DEFAULT_GOAL := help
export PORT ?= 8000
export DATA_DIR ?= $(CURDIR)/var

help: ## Says what there is to type.
	@sed -nE 's/^([a-z]+):.*## (.*)$$/\1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read -r name sentence; do \
	  printf '  make %-10s %s\n' "$$name" "$$sentence"; done

demo: ## Sets everything up, loads the demo city and serves it on http://localhost:8000.
	@bash tools/setup.sh run
	@exec .venv/bin/quartierwerk demo $(if $(CASES),--cases $(CASES))

test: ## Runs the suite on SQLite and PostgreSQL, browser tests included, and says what could not run.
	@bash tools/setup.sh dev
	@bash tools/system.sh
	@bash tools/test.sh

drill: ## Runs every test on both databases, those too that make test runs on one of them.
	@bash tools/setup.sh dev
	@bash tools/system.sh
	@EVERYTHING=yes bash tools/test.sh

coverage: ## Runs the suite on SQLite and names the lines of rules, verbs and machinery that no test reaches.
	@bash tools/setup.sh dev
	@.venv/bin/python -m pytest --numprocesses auto --quiet --cov --cov-report=term

room: ## Runs what a new or changed room must pass: make room ROOM=newsroom. In minutes, on SQLite.
	@bash tools/setup.sh dev
	@.venv/bin/python -m pytest --numprocesses auto --quiet quartierwerk/rooms/$(ROOM) tests/architecture tests/outlets \
	  tests/second_city quartierwerk/surfaces/handbook quartierwerk/surfaces/demo tests/journeys/test_every_page.py

bench: ## Measures the house against its bars, at 480, 100,000 and 1,000,000 profiles (the first run loads them).
	@bash tools/setup.sh dev
	@.venv/bin/python -m tests.bench --size 480 100000 1000000 --json var/bench/bench.json

check: ## Runs style, import contracts, types, migrations, translations and the house rules, in under a minute.
	@bash tools/setup.sh dev
	@bash tools/check.sh

fmt: ## Formats Python and templates the one way.
	@bash tools/setup.sh dev
	@.venv/bin/ruff check --quiet --fix-only .
	@.venv/bin/ruff format .
	@git ls-files --cached --others --exclude-standard 'quartierwerk/*.html' | xargs -r .venv/bin/djhtml --tabwidth 2

messages: ## Collects the German texts into the English catalogue.
	@bash tools/setup.sh dev
	@bash tools/messages.sh

map: ## Draws the real import graph into docs/map.svg.
	@bash tools/setup.sh dev
	@.venv/bin/python tools/map.py

lock: ## Resolves the dependencies of pyproject.toml into requirements/.
	@bash tools/setup.sh run
	@bash tools/lock.sh

clean: ## Removes what setting up made (.venv, node_modules); the data in ./var stays.
	rm -rf .venv node_modules quartierwerk.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

.PHONY: help demo test drill room coverage bench check fmt messages map lock clean
