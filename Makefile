# Needs Python 3.11+, Node 20+ and make. `make help` lists the commands.
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PACKAGES := service_kit option_engine admin_service main_service
GRAPHIQL := service_kit/service_kit/graphql/graphiql
CLIENTS := tests/clients
NPM_CI := npm ci --no-audit --no-fund --loglevel=error
.DEFAULT_GOAL := help

.PHONY: help install build run gateway test test-long lint format bench schema release-contracts lock clean
help:  ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-17s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: install build  ## start the shop on this machine, with SQLite and without a broker; Ctrl-C stops it
	@$(BIN)/python scripts/run.py

gateway: gateway/node_modules/.installed  ## serve both services of a running `make run` as one graph, on port 4000
	@REST_ANONYMOUS=1 NODE_USE_ENV_PROXY= node gateway/server.mjs

# More processes than cores, because most tests wait for a server, a browser or another process.
PYTEST := $(BIN)/python -m pytest --numprocesses 3 --dist loadfile --no-loadscope-reorder
test: install-dev build  ## run every test
	@$(PYTEST)
	@npm --prefix frontend test

test-long: install-dev build  ## run the tests with random input for longer: fuzzing, kill storms, state machines
	@TEST_LONG=1 $(PYTEST) -m long -rP

lint: install-dev  ## check style, types, import rules, dependencies and contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	for package in $(PACKAGES); do $(BIN)/mypy $$package/tests || exit 1; done
	$(BIN)/lint-imports
	for package in $(PACKAGES); do $(BIN)/deptry $$package/$$package --config $$package/pyproject.toml || exit 1; done
	$(BIN)/python -m admin_service export-schema --check
	$(BIN)/python -m main_service export-schema --check
	node tools/compose.mjs --check
	$(BIN)/python scripts/service_sdl.py artifacts/service-sdl
	node tools/compose.mjs --schema artifacts/service-sdl
	node tools/check-asyncapi.mjs
	node tools/check-breaking.mjs
	npm --prefix frontend run lint
	npm --prefix frontend run format:check
	npm --prefix frontend run typecheck

format:  ## format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	npm --prefix frontend run format

bench: install-dev  ## measure the delay of changes on the other service, and requests per second
	@$(BIN)/python -m bench

schema: install-dev  ## generate schema/ from the code
	$(BIN)/python -m admin_service export-schema
	$(BIN)/python -m main_service export-schema
	node tools/compose.mjs

release-contracts: install-dev  ## at a release: make schema/ the contracts that later changes are compared with
	node tools/check-breaking.mjs --release

lock: install-dev  ## compile requirements*.in into requirements*.txt
	$(BIN)/uv pip compile --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header -q requirements.in -o requirements.txt
	$(BIN)/uv pip compile --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header -q requirements-dev.in -c requirements.txt -o requirements-dev.txt

clean:  ## delete everything that was installed, built or stored in this folder
	rm -rf $(VENV) var artifacts frontend/node_modules frontend/dist tools/node_modules gateway/node_modules $(GRAPHIQL)/node_modules $(CLIENTS)/node_modules

# Each step writes a stamp file, so that it is skipped the next time.
install: $(VENV)/.installed $(GRAPHIQL)/node_modules/.installed frontend/node_modules/.installed
install-dev: install $(VENV)/.installed-dev tools/node_modules/.installed gateway/node_modules/.installed $(CLIENTS)/node_modules/.installed
build: frontend/dist/index.html
.PHONY: install-dev

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	$(PYTHON) -m venv $(VENV)

# The packages are not copied: a .pth file adds their folders to the import path.
$(VENV)/.installed: requirements.txt | $(BIN)/python
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	@$(BIN)/python -c 'import sysconfig, pathlib; pathlib.Path(sysconfig.get_path("purelib"), "tandem.pth").write_text("".join(f"{pathlib.Path(p).resolve()}\n" for p in "$(PACKAGES)".split()))'
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

%/node_modules/.installed: %/package-lock.json
	$(NPM_CI) --prefix $*
	@touch $@

FRONTEND := $(shell find frontend/src frontend/public frontend/index.html frontend/*.ts -type f -not -path 'frontend/src/gql/*' 2>/dev/null)
frontend/dist/index.html: frontend/node_modules/.installed schema/admin.graphql schema/main.graphql $(FRONTEND)
	npm --prefix frontend run build --silent
	@touch $@
