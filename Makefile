# The project's commands; `make help` lists them. LANDING, AS_OF, DATA, WAREHOUSE_URL, PLAN and SCHEDULE may be given
# before or after the word make, and reach every command through the environment.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python -m
export LANDING AS_OF DATA WAREHOUSE_URL PLAN PLAN_A PLAN_B FAMILY MEASURE KNOWN_AT REVIEWER CSV READ SCHEDULE AIRFLOW_PORT SQL MODEL

.PHONY: help install nightly up down psql sample test check lint format bench bench-matching lock docs compare explain review prove train-matching clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 16
	@echo
	@echo "LANDING=<path> AS_OF=<date> make nightly   runs one night on your own files"
	@echo "DATA=<folder>                              moves everything that the embedded default writes"
	@echo "WAREHOUSE_URL=postgresql://…               uses another PostgreSQL as the warehouse"

install: $(VENV)/installed ## make the Python environment, or bring it up to date

$(VENV)/installed: requirements.txt requirements-data.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	    || { echo "Python 3.11 or newer is wanted; name one: make install PYTHON=python3.12" >&2; exit 1; }
	@test -x $(VENV)/bin/pip || $(PYTHON) -m venv $(VENV) \
	    || { rm -rf $(VENV); echo "Python's venv module is missing; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	@echo "Installing what requirements.txt locks (once, and whenever it changes)" >&2
	@$(VENV)/bin/pip install --quiet --disable-pip-version-check --requirement requirements.txt
	@$(VENV)/bin/pip install --quiet --disable-pip-version-check --no-deps --requirement requirements-data.txt
	@$(VENV)/bin/pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

nightly: install ## run one whole night, and leave nothing running that did not run before
	@$(RUN) outcomes_airflow.nightly

up: install ## start Airflow and the warehouse; returns when you can sign in
	@$(RUN) outcomes_airflow.up

down: install ## stop them
	@$(RUN) outcomes_airflow.down

psql: install ## open the warehouse; with SQL="select …" print one answer as CSV
	@$(RUN) outcomes_airflow.psql

sample: install ## write the sample county's deliveries into the landing area
	@$(RUN) outcomes.sample --landing "$${LANDING:-$${DATA:-data}/landing}" \
	    $${FAMILIES:+--families "$$FAMILIES"} $${SEED:+--seed "$$SEED"} $${AS_OF:+--as-of "$$AS_OF"}

test: install ## run every test
	@$(RUN) pytest

check: install ## the quick loop, under two minutes: ruff, and the tests that need no Airflow
	@$(RUN) ruff check .
	@$(RUN) pytest -x --ignore tests/night --ignore tests/dags

lint: install ## ruff, sqlfluff, the rules of SQL and mypy
	@$(RUN) ruff check .
	@$(RUN) ruff format --check .
	@$(VENV)/bin/sqlfluff lint --processes 2 include/sql
	@$(RUN) outcomes.sql_rules
	@$(RUN) mypy

format: install ## put the code into its agreed form
	@$(RUN) ruff check --fix .
	@$(RUN) ruff format .

bench: install ## measure: a million rows loaded and checked, every measure for 100,000 families
	@$(RUN) outcomes.bench.loading
	@$(RUN) outcomes.bench.measures

bench-matching: install ## how well people are matched: FEBRL4, the sample county's hard cases, and 100,000 people against time
	@$(RUN) outcomes.bench.febrl
	@$(RUN) outcomes.bench.hard_county
	@$(RUN) outcomes.bench.matching

explain: install ## FAMILY=… [MEASURE=…] [AS_OF=…] [KNOWN_AT=…]: a family's answers in plain words, row by row
	@$(RUN) outcomes.explain

review: install ## [REVIEWER=…] [CSV=… | READ=…]: decide who is who, at the keyboard or by way of a spreadsheet
	@$(RUN) outcomes.desk

train-matching: install ## MODEL=<new name>: learn a matching model from the people whom the warehouse knows
	@$(RUN) outcomes.matching

prove: install ## FAMILIES=…: ask the SQL and an independent reference about many families, and compare
	@$(VENV)/bin/python tests/reference/prove.py $${FAMILIES:+--families "$$FAMILIES"}

docs: install ## write the generated reference pages
	@$(RUN) outcomes.docs

compare: install ## PLAN_A=… PLAN_B=… AS_OF=…: whose answers change between two plans, and why
	@$(RUN) outcomes.compare

lock: ## make requirements.txt from requirements.in
	@command -v uv >/dev/null || { echo "uv is wanted: pip install uv" >&2; exit 1; }
	@uv pip compile --universal --python-version 3.11 --output-file requirements.txt requirements.in

clean: ## remove the Python environment and the caches; data stays
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache
