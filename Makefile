# make serve   the guide on http://127.0.0.1:8000, rebuilt as you save
# make build   the guide as static files in site/
# make test    lint, types and all tests
# make bench   the benchmark against other plugins (needs Graphviz's `dot` for the others)
#
# Each sets up what it needs in .venv/ first: with uv where it is found, else with venv and pip.

SHELL := /bin/sh
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$p && break; done)
BIN := .venv/bin
export NO_MKDOCS_2_WARNING := 1  # Material's notice of its own successor; see CONTRIBUTING.md

.PHONY: serve build test bench

serve: .venv/site
	$(BIN)/mkdocs serve --livereload

build: .venv/site
	$(BIN)/mkdocs build --strict

test: .venv/test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest

bench: .venv/test
	$(BIN)/python -m tests.bench

.venv/site: pyproject.toml constraints.txt | .venv/bin/python
	@EXTRAS='kube,material'; $(install)
	@$(BIN)/python -c "open('$@', 'w').close()"

.venv/test: pyproject.toml constraints.txt | .venv/bin/python
	@EXTRAS='test'; $(install)
	@$(BIN)/python -c "open('$@', 'w').close(); open('.venv/site', 'w').close()"

.venv/bin/python:
	@if [ -z "$(PYTHON)" ]; then \
		echo "live-diagrams needs Python 3.11 or newer; install one, or name it: make PYTHON=/path/to/python3"; \
		exit 1; \
	fi
	@if command -v uv >/dev/null 2>&1; then \
		uv venv --quiet --python $(PYTHON) .venv; \
	elif ! $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null; then \
		echo "This Python has no venv; install it (on Debian: apt install python3-venv), or install uv."; \
		exit 1; \
	else \
		$(PYTHON) -m venv .venv; \
	fi

# Not a function to `$(call …)`: make splits its arguments at commas.
define install
echo "Setting up .venv (once) …"; \
if command -v uv >/dev/null 2>&1; then \
	uv pip install --quiet --python $(BIN)/python --constraints constraints.txt --editable ".[$$EXTRAS]"; \
else \
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[$$EXTRAS]"; \
fi
endef
