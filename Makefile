.DEFAULT_GOAL := help
.PHONY: help run test test-postgres test-clients test-browser test-executor test-stale test-doors test-faults test-attacks test-leaks bench bench-engagement bench-redirects lint types schema release migrations administrator password graphiql images screenshots lock audit licences catalogues clean node wrk

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
CLIENTS := tests/clients
EXAMPLE := docs/examples/astro
SIZES ?= 100,1000,5570
JOURNEYS := $(BIN)/python -m pytest -n 0 -p no:randomly -o python_files='browser_*.py'
ATTACKS := $(BIN)/python -m pytest -n 0 -p no:randomly -o python_files='attack_*.py'
FAULTS := $(BIN)/python -m pytest -n 0 -p no:randomly -o python_files='fault_*.py'
TEST_DATABASE_URL ?= postgres://postgres@127.0.0.1:5432/postgres

help: ## list these targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/\1\t\2/' | expand -t 16

run: $(VENV)/installed ## install, migrate, load the demo content into an empty site, and serve on PORT (8000)
	@DEBUG=true PUBLIC_URL=http://127.0.0.1:$(PORT) $(BIN)/python manage.py start --port $(PORT)

test: $(VENV)/installed-dev ## run the tests on SQLite
	@DEBUG=true $(BIN)/python -m pytest

test-postgres: $(VENV)/installed-dev ## run the tests on PostgreSQL, at TEST_DATABASE_URL
	@DEBUG=true DATABASE_URL=$(TEST_DATABASE_URL) $(BIN)/python -m pytest

test-clients: $(VENV)/installed $(CLIENTS)/node_modules/installed $(EXAMPLE)/node_modules/installed ## run real GraphQL clients and the example frontend against a server (needs Node 20)
	@$(BIN)/python $(CLIENTS)/run.py

test-browser: $(VENV)/installed-dev ## walk through the admin, the previews and the example frontend in Chromium (Debian: apt-get install chromium)
	@DEBUG=true $(JOURNEYS) tests/browser

bench-redirects: $(VENV)/installed ## measure how one of 100,000 redirects is found (nothing stays)
	@DEBUG=true $(BIN)/python tests/benchmarks/redirects.py

bench-engagement: $(VENV)/installed ## measure 10,000 comments on a page and the letters to 20,000 followers (nothing stays)
	@DEBUG=true $(BIN)/python tests/benchmarks/engagement.py

test-stale: $(VENV)/installed-dev ## compare 10,000 kept answers with answers made anew while content changes, at TEST_DATABASE_URL
	@COMPARISONS=$(or $(COMPARISONS),10000) SEED=$(or $(SEED),1) DEBUG=true DATABASE_URL=$(TEST_DATABASE_URL) \
		$(BIN)/python -m pytest tests/cms/versions/test_stale.py -n 0 -q

test-executor: $(VENV)/installed-dev ## run graphql-core's own tests, and 2,000 generated queries, by our executor (needs the package index)
	@$(BIN)/python -m tests.cms.graphql.execution.upstream
	@DEBUG=true GENERATED_QUERIES=2000 $(BIN)/python -m pytest -q -rP tests/cms/graphql/execution/test_generated.py

test-leaks: $(VENV)/installed-dev ## ask everything of a site full of hidden things; then remove each check of what is public (or those named like CHECK) and show that the leak proof notices
	@DEBUG=true $(BIN)/python -m pytest -n 0 -q -o python_files='leaks_*.py' tests/leaks
	@CHECK="$(CHECK)" DEBUG=true $(BIN)/python -m tests.leaks.removing

bench: $(VENV)/installed wrk ## measure how fast the API answers, at SIZES (100,1000,5570 cities), on PostgreSQL at BENCH_DATABASE_URL
	@$(BIN)/python -m tests.benchmarks --sizes $(SIZES)

test-doors: $(VENV)/installed-dev ## try every address of the admin as every role, against tests/cms/accounts/doors.txt
	@DEBUG=true $(BIN)/python -m pytest -n 0 -q -o python_files='walk_*.py' tests/cms/accounts

test-faults: $(VENV)/installed-dev ## stop, break and restore whole installations: real servers, workers, stores (needs PostgreSQL, Redis)
	@DEBUG=true DATABASE_URL=$(TEST_DATABASE_URL) $(FAULTS) tests/faults
	@DEBUG=true $(FAULTS) tests/faults/fault_restore.py

test-attacks: $(VENV)/installed-dev ## attack a server in production's settings, by hand and with tools (needs the package index, PostgreSQL)
	@DEBUG=true DATABASE_URL=$(TEST_DATABASE_URL) $(ATTACKS) tests/attacks

lint: $(VENV)/installed-dev ## check style, forgotten migrations and production settings
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@DEBUG=true $(BIN)/python manage.py makemigrations --check --dry-run
	@SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))') \
		PUBLIC_URL=https://cms.example.org DATABASE_URL=postgres://cms@127.0.0.1/cms \
		$(BIN)/python manage.py check --deploy --fail-level WARNING
	@$(BIN)/hadolint Dockerfile
	@$(BIN)/check-jsonschema --quiet --builtin-schema vendor.compose-spec compose.yaml

types: $(VENV)/installed-dev ## check types
	@DEBUG=true $(BIN)/mypy

schema: $(VENV)/installed ## write the contracts (GraphQL, form of imported files) after a change of the models
	@DEBUG=true $(BIN)/python manage.py write_schema

release: $(VENV)/installed ## promise the contract as it is: from here on it breaks only as announced
	@DEBUG=true $(BIN)/python manage.py write_schema --release

migrations: $(VENV)/installed ## write the migrations after a change of the models
	@DEBUG=true $(BIN)/python manage.py makemigrations

administrator: $(VENV)/installed ## make an administrator
	@DEBUG=true $(BIN)/python manage.py createsuperuser

password: $(VENV)/installed ## give an administrator (ADMIN=admin) a new password
	@DEBUG=true $(BIN)/python manage.py changepassword $(or $(ADMIN),admin)

graphiql: | node ## build GraphiQL again (needs Node 20)
	@cd cms/graphql/graphiql && npm ci && npm run build

images: $(VENV)/installed ## draw the images of the demo content again
	@$(BIN)/python -m cms.demo.pictures

screenshots: $(VENV)/installed-dev ## take the pictures of the editors' guide again, in docs/imagens (Debian: apt-get install chromium)
	@DEBUG=true $(BIN)/python -m pytest -n 0 -q -p no:randomly -o python_files='screenshots.py' tests/browser

lock: $(VENV)/installed-dev ## write requirements.lock after a change of requirements.txt
	@$(BIN)/uv pip compile requirements.txt --output-file requirements.lock --quiet --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --custom-compile-command "make lock"

audit: $(VENV)/installed-dev ## look for known faults in what production installs (asks PyPI's advisories)
	@$(BIN)/pip-audit --strict --requirement requirements.lock --require-hashes --disable-pip --desc off

licences: $(VENV)/installed-dev ## write docs/licences.md
	@$(BIN)/python tests/packages/licences.py

catalogues: $(VENV)/installed-dev ## compile the translations in cms/locale after a change of them
	@$(BIN)/python -m tests.packages.catalogues

clean: ## remove the environment, the database and every upload
	@rm -rf $(VENV) var $(CLIENTS)/node_modules $(CLIENTS)/generated $(EXAMPLE)/node_modules $(EXAMPLE)/dist $(EXAMPLE)/.astro

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11")'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/installed: requirements.lock | $(VENV)/bin/python
	@echo "Installing (a minute or two, once) ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/installed-dev: requirements-dev.txt $(VENV)/installed
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

node:
	@node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null \
		|| { echo "Node 20 or newer is needed, with npm: https://nodejs.org (Debian 13: apt-get install nodejs npm)"; exit 1; }

wrk:
	@command -v wrk >/dev/null || { echo "Installing wrk, which makes the load ..."; apt-get update -qq && apt-get install -y -qq wrk >/dev/null; } \
		|| { echo "wrk is needed, Debian's package: apt-get install wrk (https://github.com/wg/wrk)"; exit 1; }

%/node_modules/installed: %/package-lock.json | node
	@echo "Installing what $* needs (half a minute, once) ..."
	@cd $* && npm ci --no-audit --no-fund --loglevel error
	@touch $@
