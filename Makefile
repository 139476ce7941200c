# Everything from a fresh clone: `make demo` shows the program at work, `make test` runs the tests.
# Needs GNU make and Python 3.11 or newer with its venv module; the rest goes into .venv, pinned by hash.

PYTHON ?= python3
BIN := .venv/bin
STAMPS := .venv/.stamps
SHARED ?= ../shared
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
# A requirement that is built from source (none is today) would also be built with the pinned backend.
HASHED := install --quiet --require-hashes --only-binary :all:

.PHONY: help install develop index demo doctor test lint format evaluate docs bench locks clean train crossvalidate
.DEFAULT_GOAL := help

help: ## Show what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

install: $(STAMPS)/run ## Install the program and what it needs at run time into .venv
develop: $(STAMPS)/develop ## The same with what tests, linting and types need

index: $(STAMPS)/run ## Build the index of places into the user's cache, unless it is there
	@$(BIN)/onrecord --quiet gazetteer build

demo: index ## Code the sample dispatches and show what was found
	$(BIN)/onrecord demo

doctor: $(STAMPS)/run ## Say what is installed and what is missing
	$(BIN)/onrecord doctor

test: $(STAMPS)/develop index ## Run the tests (as root: installs Debian's chromium and postgresql, or ONRECORD_NO_SYSTEM=1)
	@tests/system-packages
	$(BIN)/python -m pytest

lint: $(STAMPS)/develop ## Check style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(STAMPS)/develop ## Put the code into the house's format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

evaluate: $(STAMPS)/run index ## Run the benchmark tasks and hold them to their floors
	$(BIN)/python bench/evaluate.py --shared $(SHARED)

docs: $(STAMPS)/run ## Write docs/reference from the code and the pages to site/
	$(BIN)/python docs/build.py

bench: $(STAMPS)/run index ## Measure speed and memory, as ratios within one run
	$(BIN)/python bench/start_up.py
	$(BIN)/python bench/coding_ratio.py $(SHARED)/corpora/polnear/dev
	$(BIN)/python bench/record.py

# Training: torch and the base weights in an environment of their own, outside the locks.
TRAINER := .venv-training/bin/python
$(TRAINER): requirements.lock training/requirements.txt
	@test -x $(TRAINER) || $(PYTHON) -m venv .venv-training
	@$(TRAINER) -m pip --disable-pip-version-check --no-input install --quiet --require-hashes -r requirements.lock -r requirements-build.lock
	@$(TRAINER) -m pip --disable-pip-version-check --no-input install --quiet -r training/requirements.txt
	@$(TRAINER) -m pip --disable-pip-version-check --no-input install --quiet --no-deps --no-build-isolation --editable .
	@touch $(TRAINER)

train: $(TRAINER) ## Fit the model to the corpora and our own sentences (about 15 minutes on two cores)
	$(TRAINER) training/train.py --shared $(SHARED)

crossvalidate: $(TRAINER) ## Out-of-fold figures and predictions of the model, and the numbers of its judging (about an hour)
	$(TRAINER) training/crossvalidate.py --shared $(SHARED)
	$(TRAINER) training/judging.py --shared $(SHARED)
	$(TRAINER) training/train.py --facts

# The pins. Run it after a change to the dependencies in pyproject.toml; UPGRADE=1 takes the newest versions.
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--custom-compile-command "make locks" $(if $(UPGRADE),--upgrade)
locks: $(STAMPS)/develop ## Pin the requirements again
	$(COMPILE) pyproject.toml -o requirements.lock
	$(COMPILE) --group build -o requirements-build.lock
	$(COMPILE) pyproject.toml --group build --group dev -c requirements.lock -o requirements-dev.lock

clean: ## Remove what make has made, except the index of places
	rm -rf .venv build dist site .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(STAMPS)/venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Onrecord needs Python 3.11 or newer; this is $$($(PYTHON) --version). Say: make PYTHON=python3.12 ..." >&2; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { \
	  echo "python3 cannot make a virtual environment; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 2; }
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/run: $(STAMPS)/venv requirements.lock requirements-build.lock pyproject.toml
	@echo "Installing Onrecord into .venv (a minute or two the first time)" >&2
	@$(PIP) $(HASHED) -r requirements.lock -r requirements-build.lock
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(STAMPS)/develop: $(STAMPS)/run requirements-dev.lock
	@$(PIP) $(HASHED) -r requirements-dev.lock
	@touch $@
