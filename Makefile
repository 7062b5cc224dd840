# Klass. `make run` starts everything, `make test` tests everything; see README.md.
-include .env
export
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SCANNER := .venv-scan
export PATH := $(CURDIR)/$(BIN):$(PATH)

.PHONY: help setup setup-dev run seed worker test check lint format bench scan guesses screenshots papers clean

help:             ## what can be done here
	@grep -E '^[a-z-]+:.*##' Makefile | sed 's/:.*##/ —/'

$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Нужен Python 3.11 или новее (сейчас: $$($(PYTHON) --version 2>&1))."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { echo "Нет модуля venv. Установите: apt install python3-venv"; rm -rf $(VENV); exit 1; }

$(VENV)/.run: requirements.txt $(VENV)/pyvenv.cfg
	@echo "Ставлю пакеты (один раз)…"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run
	@echo "Ставлю пакеты для проверки (один раз)…"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

setup: $(VENV)/.run       ## packages to run
setup-dev: $(VENV)/.dev   ## packages to test

run: setup        ## everything to use Klass; Ctrl-C stops it
	@exec $(BIN)/python -m jobs.serve

seed: setup       ## the demonstration school in an empty database
	@$(BIN)/flask db upgrade && $(BIN)/flask demo seed

worker: setup     ## one more worker
	@exec $(BIN)/python -m jobs.worker

browser: setup-dev
	@$(BIN)/python -m tests.browser.find_chromium

test: setup-dev browser   ## the whole suite on both databases, with browser tests
	@$(BIN)/python -m pytest -n 2 --dist loadgroup -q

lint: setup-dev
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/djlint --quiet --lint templates

check: lint test  ## what CI runs

format: setup-dev
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

bench: setup-dev browser  ## measurements, each as a ratio within one run
	@$(BIN)/python -m tests.bench

$(SCANNER)/bin/wapiti: requirements-scan.txt
	@echo "Ставлю сканер (один раз)…"
	@$(PYTHON) -m venv $(SCANNER)
	@$(SCANNER)/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-scan.txt
	@touch $@

scan: setup-dev $(SCANNER)/bin/wapiti  ## a black-box scanner against a fresh demonstration school
	@$(BIN)/python -m tests.hardening.scan $(SCANNER)/bin/wapiti

guesses: setup-dev  ## a guesser of passwords against a fresh demonstration school
	@$(BIN)/python -m tests.hardening.guesses

screenshots: setup-dev browser  ## pictures for the README
	@$(BIN)/python -m tests.browser.screenshots

papers: setup-dev  ## pictures of what is printed and signed
	@$(BIN)/python -m tests.browser.papers

clean:            ## packages and caches; the school's data stay
	rm -rf $(VENV) $(SCANNER) .pytest_cache .ruff_cache .hypothesis
