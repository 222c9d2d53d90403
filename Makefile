# Control Room. `make` alone lists what there is to do.
# Needs: make and Python 3.11 to 3.14 with venv. Everything else goes into .venv.

PYTHON ?= python3
ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
SETUP = @command -v $(PYTHON) >/dev/null 2>&1 || { echo "Control Room needs Python 3.11 or newer, and there is no $(PYTHON) here."; exit 1; }; \
	$(PYTHON) tools/setup.py
PYTEST := $(BIN)/python -m pytest
# Tests that share a server stay with one worker. WORKERS=0 runs them one after another.
WORKERS ?= 2
PARALLEL := -n $(WORKERS) --dist loadgroup

.DEFAULT_GOAL := help
.PHONY: help setup run test test-core check bench faults fuzz shots lock clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(firstword $(MAKEFILE_LIST)) | sed -E 's/:.*## /|/' | awk -F'|' '{ printf "  make %-10s %s\n", $$1, $$2 }'
	@echo "  ARGS=… is handed on: make run ARGS=--help, make test ARGS='-k outbox -x'. PYTHON=… chooses the Python."

setup: ## install everything for running and testing into .venv, start nothing
	$(SETUP) test

run: ## install what running needs and open the desk
	$(SETUP) run
	@$(BIN)/controlroom $(ARGS)

test: ## install the rest, the networks' own test servers included, and run all tests
	$(SETUP) test
	@$(PYTEST) $(PARALLEL) $(ARGS)

test-core: ## the tests of the core, with Qt made unimportable
	$(SETUP) test
	@$(PYTEST) $(PARALLEL) -p no:pytest-qt --without-qt $(ARGS)

check: ## ruff, formatting, types, import directions
	$(SETUP) test
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

bench: ## measure; docs/benchmarks.md says what each row means
	$(SETUP) bench
	@$(BIN)/python -m benchmarks $(ARGS)

faults: ## 10,000 races for HOLD, 10,000 deliveries, 1,000,000 mentions through faults (FAULTS_N, FAULTS_SEED)
	$(SETUP) test
	@$(BIN)/python -m tests.faults $(ARGS)
	@$(BIN)/python -m tests.mentions.disconnects

fuzz: ## hostile lines into every source for ten minutes (FUZZ_S, FUZZ_SEED)
	$(SETUP) test
	@$(BIN)/python -m tests.fuzz $(ARGS)

shots: ## draw the golden pictures of the window anew
	$(SETUP) test
	@$(PYTEST) tests/ui --update-shots -k shot $(ARGS)

lock: ## resolve requirements/*.lock anew (ARGS=--upgrade for newer versions)
	$(SETUP) run lock
	@$(BIN)/python tools/lock.py $(ARGS)

clean: ## remove what was built, measured and cached; .venv stays
	@rm -rf build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -path ./$(VENV) -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +
