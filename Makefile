# `make run` serves the site, `make test` checks everything. Both set up all that they need.

SHELL := /bin/bash
PYTHON ?= python3
VENV ?= .venv
DATA_DIR ?= var
export DATA_DIR
PIP_INSTALL = $(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes

.PHONY: run test check suite-sqlite suite-postgres bench drills backup restore sbom mcp format locks clean help

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

run: $(VENV)/run.done $(DATA_DIR)/static.done ## Serve on http://127.0.0.1:8000 (HOST, PORT, DATABASE_URL)
	@$(VENV)/bin/python manage.py serve

mcp: $(VENV)/run.done $(VENV)/mcp.done ## Answer agents over MCP on stdio (MCP_OPTIONS=--http for HTTP on 127.0.0.1:8001)
	@$(VENV)/bin/python manage.py migrate --verbosity 0 >&2
	@$(VENV)/bin/python manage.py import_fixtures >&2
	@exec $(VENV)/bin/python manage.py mcp $(MCP_OPTIONS)

test: check suite-sqlite suite-postgres ## Run every check and every suite

check: $(VENV)/test.done ## Lint, types, templates, import contracts, data files, migrations
	$(VENV)/bin/ruff check --output-format concise .
	$(VENV)/bin/ruff format --check --quiet .
	$(VENV)/bin/mypy .
	$(VENV)/bin/djlint --quiet --lint templates
	$(VENV)/bin/lint-imports
	$(VENV)/bin/python manage.py makemigrations --check --dry-run
	$(VENV)/bin/python manage.py check_fixtures

suite-sqlite: $(VENV)/test.done $(DATA_DIR)/static.done ## The suite on SQLite, with the browser tests
	$(VENV)/bin/python -m tests.browser.chromium
	$(VENV)/bin/python -m pytest -n 2 -m "not browser"
	$(VENV)/bin/python -m pytest -n 2 -m browser

suite-postgres: $(VENV)/test.done $(DATA_DIR)/static.done ## The suite on a PostgreSQL started for it
	$(VENV)/bin/python -m tests.postgres $(VENV)/bin/python -m pytest -n 2 -m "not browser and not newcomer"

drills: $(VENV)/test.done $(DATA_DIR)/static.done ## Kill, fill, attack and load the site; takes about forty minutes
	$(VENV)/bin/python -m tests.faults.programs
	$(VENV)/bin/python -m pytest -v --durations=0 tests/faults --drills

backup: $(VENV)/run.done ## Everything in one file: FILE=atlas.zip
	@$(VENV)/bin/python manage.py backup $(or $(FILE),$(DATA_DIR)/backup.zip)

restore: $(VENV)/run.done ## Read a backup into an empty database: FILE=atlas.zip, DATA_DIR or DATABASE_URL
	@$(VENV)/bin/python manage.py restore $(or $(FILE),$(DATA_DIR)/backup.zip)

sbom: $(VENV)/run.done ## What the site is made of, as CycloneDX JSON in DATA_DIR/sbom.json
	@$(PYTHON) -m venv $(DATA_DIR)/sbom
	@$(DATA_DIR)/sbom/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/sbom.txt
	@$(DATA_DIR)/sbom/bin/cyclonedx-py requirements --pyproject pyproject.toml --output-reproducible \
	  --output-format JSON --output-file $(DATA_DIR)/sbom.json requirements/run.txt
	@echo "$(DATA_DIR)/sbom.json"

bench: $(VENV)/test.done ## Measure speed against peers and write docs/benchmarks.md (PARTS=speed scale postgres imports)
	$(VENV)/bin/python -m tests.benchmarks $(PARTS)

format: $(VENV)/test.done ## Put code in shape
	$(VENV)/bin/ruff check --fix --quiet . || true
	$(VENV)/bin/ruff format --quiet .

locks: $(VENV)/test.done ## Renew the lock files from requirements/*.in
	$(VENV)/bin/python -m pip install --quiet pip-tools
	cd requirements && for name in run mcp redis sbom test; do ../$(VENV)/bin/pip-compile --quiet --upgrade \
	  --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-trusted-host \
	  --no-emit-find-links --output-file $$name.txt $$name.in; done

clean: ## Remove what the other targets made
	rm -rf $(VENV) $(DATA_DIR)

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.done: requirements/run.txt | $(VENV)/bin/python
	$(PIP_INSTALL) -r requirements/run.txt
	@touch $@

$(VENV)/mcp.done: requirements/mcp.txt | $(VENV)/bin/python
	$(PIP_INSTALL) -r requirements/mcp.txt >&2
	@touch $@

$(VENV)/test.done: requirements/test.txt | $(VENV)/bin/python
	$(PIP_INSTALL) -r requirements/test.txt
	@touch $@ $(VENV)/run.done

$(DATA_DIR)/static.done: requirements/run.txt $(shell find static -type f) | $(VENV)/bin/python
	@mkdir -p $(DATA_DIR)
	$(VENV)/bin/python manage.py collectstatic --noinput --clear --verbosity 0
	@touch $@
