# The two commands of the README, and what a maintainer needs besides.
PYTHON ?= python3
BIN = .venv/bin

.PHONY: serve test setup format docs lock clean

serve: setup ## Set up, validate, build and serve on http://127.0.0.1:8000
	$(BIN)/stances serve

test: setup ## Set up, and run lint, types and all tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest

setup: .venv/installed ## Install everything, as locked, in .venv

.venv/installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

format: setup ## Write code and data in their canonical form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/stances format

docs: setup ## Write the generated pages of docs/
	$(BIN)/stances build
	$(BIN)/stances docs

lock: setup ## Lock the newest versions that fit pyproject.toml
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --generate-hashes --no-emit-index-url --no-header \
		--upgrade --quiet --output-file requirements.lock

clean: ## Remove what can be made again
	rm -rf .venv build
