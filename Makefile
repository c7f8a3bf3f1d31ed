# make serve   the guide on http://127.0.0.1:8000, rebuilt as you save (elsewhere: make serve ADDR=127.0.0.1:8001)
# make build   the guide as static files in site/
# make test    lint, types and all tests
# make bench   the benchmark against other plugins (needs Graphviz's `dot` for the others)
#
# Each sets up what it needs in .venv/ first, with uv where it is found, else with venv and pip: scripts/setup.
# PYTHON=/path/to/python3.12 names the Python that .venv/ is made with.

SHELL := /bin/sh
ADDR := 127.0.0.1:8000
BIN := .venv/bin
# Material's notice of its own successor; see CONTRIBUTING.md.
export NO_MKDOCS_2_WARNING := 1

.PHONY: serve build test bench site-setup test-setup
.NOTPARALLEL:

serve: site-setup
	@$(BIN)/python -c "import socket; host, _, port = '$(ADDR)'.rpartition(':'); \
		socket.create_server((host, int(port))).close()" 2>/dev/null || { \
		echo "Cannot serve on $(ADDR), which may be in use; choose another: make serve ADDR=127.0.0.1:8001" >&2; \
		exit 1; }
	$(BIN)/mkdocs serve --livereload --dev-addr $(ADDR)

build: site-setup
	$(BIN)/mkdocs build --strict

test: test-setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -n auto --dist loadgroup

bench: test-setup
	$(BIN)/python -m tests.bench

site-setup:
	@scripts/setup site

test-setup:
	@scripts/setup test
