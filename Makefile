# Needs Python 3.11 or newer and make; everything else goes into .venv.
# Another interpreter: make PYTHON=python3.12 test

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
UV_VERSION := 0.13.9
WORKERS ?= 2
TESTS ?=
CORPUS ?=
BENCH ?=

.DELETE_ON_ERROR:
.PHONY: help run demo test slow check fmt bench eval feeds lock clean

help:
	@echo 'make run      start the daemon (Ctrl-C ends it)'
	@echo 'make demo     a replay in a minute: feeds on this machine tell a past story, the daemon follows'
	@echo 'make test     every test but the slow ones; TESTS="tests/projections -k toll" for some'
	@echo 'make slow     the slow tests'
	@echo 'make check    lint, format, types, imports, budgets'
	@echo 'make fmt      format, and mend what ruff can mend'
	@echo 'make bench    measure the speed; BENCH="log size" for some'
	@echo 'make eval     measure what is read out of CORPUS=path'
	@echo 'make feeds    read every file of a folder of real feeds: CORPUS=path'
	@echo 'make lock     renew the locked requirements; UPGRADE=1 for the newest versions'
	@echo 'make clean    remove .venv and the caches; state/ stays'

# --- .venv: the stamps say what has been installed ------------------------------------------------

# The scripts in .venv hold its path: a copied or moved checkout starts anew.
ifneq ($(shell cat .venv/.runtime 2>/dev/null),$(CURDIR))
.PHONY: .venv/.runtime
endif

.venv/.runtime: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo 'monitor needs Python 3.11 or newer: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)' >&2; exit 1; }
	$(PYTHON) -m venv --clear .venv
	$(PIP) install --require-hashes -r requirements.txt
	@echo '$(CURDIR)' > $@

.venv/.dev: .venv/.runtime requirements-dev.txt
	$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@

.venv/.project: .venv/.runtime pyproject.toml
	$(PIP) install --no-deps --no-build-isolation --no-index --editable .
	@touch $@

# --- use ------------------------------------------------------------------------------------------

# exec: the signal of Ctrl-C or of a service manager reaches monitor, not a shell around it.
run: .venv/.project
	@exec $(BIN)/monitor run

# Only what `make run` needs: nothing from requirements-dev.txt.
demo: .venv/.project
	@exec $(BIN)/python -m tests.demo

test: .venv/.dev .venv/.project
	$(BIN)/python -m pytest -n $(WORKERS) $(TESTS)

# 5 is pytest's "nothing collected": a tree without slow tests has passed them.
slow: .venv/.dev .venv/.project
	$(BIN)/python -m pytest -n $(WORKERS) -m slow $(TESTS) || test $$? -eq 5

check: .venv/.dev .venv/.project
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m tests.budgets

fmt: .venv/.dev
	$(BIN)/ruff check --fix-only --exit-zero .
	$(BIN)/ruff format .

# What is only measured against stands apart: nothing else can import it.
.venv/.bench: .venv/.dev requirements-bench.txt
	$(PIP) install --require-hashes --no-deps --upgrade --target .venv/bench -r requirements-bench.txt
	@touch $@

bench: .venv/.bench .venv/.project
	PYTHONPATH=.venv/bench $(BIN)/python -m tests.bench $(BENCH)

eval: .venv/.dev .venv/.project
	$(BIN)/python -m tests.eval $(CORPUS)

feeds: .venv/.dev .venv/.project
	$(BIN)/python -m tests.feeds $(CORPUS)

# --- the lock -------------------------------------------------------------------------------------

# Hashes and no addresses: any index may serve the files. The second lock keeps to the first.
LOCK = .venv/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' \
  $(if $(UPGRADE),--upgrade)

lock: .venv/.runtime
	test -x .venv/lock/bin/uv || $(PYTHON) -m venv .venv/lock
	.venv/lock/bin/python -m pip --disable-pip-version-check --quiet install uv==$(UV_VERSION)
	$(LOCK) pyproject.toml --group build --output-file requirements.txt
	$(LOCK) pyproject.toml --group build --group dev --constraint requirements.txt --output-file requirements-dev.txt
	$(LOCK) --group bench --constraint requirements-dev.txt --output-file requirements-bench.txt

clean:
	rm -rf .venv dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find monitor tests -name __pycache__ -type d -exec rm -rf {} +
