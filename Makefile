# One front door. Every target does its own set-up; `make run` and `make test` need nothing but Python 3.11+.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN_STAMP := $(VENV)/.run-$(shell cat requirements.lock pyproject.toml | cksum | cut -d' ' -f1)
DEV_STAMP := $(VENV)/.dev-$(shell cat requirements-dev.lock pyproject.toml | cksum | cut -d' ' -f1)

.PHONY: run test check bench setup setup-dev lint types lock clean

run: setup
	$(BIN)/gomso run

test: setup-dev
	$(BIN)/python -m pytest -n auto

check: lint types test

lint: setup-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: setup-dev
	$(BIN)/mypy

bench: setup-dev
	$(BIN)/python -m tests.bench

setup: $(RUN_STAMP)

setup-dev: $(DEV_STAMP)

$(RUN_STAMP):
	@sh .ci/setup "$(PYTHON)" "$(VENV)" requirements.lock
	@touch $@

$(DEV_STAMP):
	@sh .ci/setup "$(PYTHON)" "$(VENV)" requirements-dev.lock
	@touch $@ $(RUN_STAMP)

# Only for developers with uv: resolves pyproject.toml anew.
LOCK := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-annotate \
	--no-emit-index-url --custom-compile-command 'make lock' -q --group build
lock:
	$(LOCK) --group dev -o requirements-dev.lock
	$(LOCK) -c requirements-dev.lock -o requirements.lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
