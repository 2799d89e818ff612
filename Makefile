# Kept. `make run` starts it, `make test` tests it; both need only Python 3.11 or later and make.

.DEFAULT_GOAL := help
.PHONY: help run test test-sqlite test-postgresql check format bench clean
.DELETE_ON_ERROR:

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip install -qq --disable-pip-version-check --no-input --no-compile

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /make \1\t/p' $(MAKEFILE_LIST) | expand -t 24

run: $(VENV)/.installed ## start Kept: web, worker and schedule together (PORT=9000 make run)
	@exec $(PY) manage.py serve --follow-parent

test: $(VENV)/.installed-dev ## all tests, on SQLite and again on PostgreSQL (ARGS="-k promise" narrows)
	@exec $(PY) -m tests both $(ARGS)

test-sqlite: $(VENV)/.installed-dev ## the tests on SQLite alone
	@exec $(PY) -m tests sqlite $(ARGS)

test-postgresql: $(VENV)/.installed-dev ## the tests on PostgreSQL alone
	@exec $(PY) -m tests postgresql $(ARGS)

check: $(VENV)/.installed-dev ## lint, format and migrations are in order
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) manage.py makemigrations --check --dry-run
	$(PY) manage.py check

format: $(VENV)/.installed-dev ## format the code
	$(PY) -m ruff check --fix-only .
	$(PY) -m ruff format .

bench: $(VENV)/.installed-dev ## the benches of the sweep, the referral, the dashboard and the search, on real PostgreSQL
	@$(PY) -m bench $(ARGS)
	@$(PY) -m bench.referral
	@$(PY) -m bench.dashboard
	@$(PY) -m bench.search

clean: ## remove the virtual environment and collected files (the data in var/ stay)
	rm -rf $(VENV) staticfiles .pytest_cache .ruff_cache .hypothesis

# The stamps let a second start skip the installation. A program of that name may exist and yet not run (pyenv's
# shims), so each candidate is tried.
$(PY):
	@for candidate in $(PYTHON) python3.11 python3.12 python3.13 python3 python; do \
	    if $$candidate -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
	        echo "Making $(VENV) with $$candidate ($$($$candidate --version))"; \
	        $$candidate -m venv $(VENV) && exit 0; \
	        rm -rf $(VENV); \
	        echo "$$candidate cannot make a virtual environment (on Debian: apt install python3-venv)." >&2; \
	        exit 1; \
	    fi; \
	done; \
	echo "Kept needs Python 3.11 or later, and none was found. Install one, or name it: PYTHON=/path/to/python3 make" >&2; \
	exit 1

$(VENV)/.installed: requirements.txt | $(PY)
	@$(PY) -m pip --version >/dev/null 2>&1 || $(PY) -m ensurepip >/dev/null
	@echo "Installing what Kept runs on (once; about half a minute)"
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt requirements.txt | $(PY)
	@$(PY) -m pip --version >/dev/null 2>&1 || $(PY) -m ensurepip >/dev/null
	@echo "Installing what Kept and its tests run on (once; about a minute)"
	@$(PIP) -r requirements-dev.txt
	@touch $(VENV)/.installed $@
