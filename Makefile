# make           lists what there is
# Everything sets itself up on first use, into .venv; nothing else on the machine is touched,
# but for the system packages of test-audio, test-web, test-node and chaos, which apt installs.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help demo test test-audio test-web test-node fuzz long chaos seeded-bugs check fix golden samples clean

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
NODE_READY := $(VENV)/node/.ready
WEB_READY := $(VENV)/web/.ready
AUDIO_PACKAGES := ffmpeg espeak-ng eyed3 mp3val lame twolame sox libsox-fmt-mp3 id3v2 mp3gain
WEB_PACKAGES := chromium fonts-dejavu-core default-jre-headless
PYTEST := $(BIN)/python -m pytest -q
FUZZ_SECONDS ?= 20
CHAOS_SEED ?= 1
CHAOS_EVERY ?= 6

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/make \1\t\2/' | expand -t 18

$(READY): pyproject.toml constraints.txt .ci/venv.sh
	@bash .ci/venv.sh $(PYTHON) $(VENV)
	@touch $@

$(NODE_READY): tests/with_node/package.json .ci/node.sh
	@bash .ci/node.sh $< $(VENV)/node
	@touch $@

$(WEB_READY): tests/with_browser/package.json .ci/node.sh
	@bash .ci/node.sh $< $(VENV)/web
	@touch $@

demo: $(READY) ## publish the sample show into out/, no account needed
	@bash .ci/demo.sh $(BIN)/airdate

test: $(READY) ## every test that needs nothing but pip, S3 servers included
	$(PYTEST) -n auto --dist loadgroup

test-audio: $(READY) ## the tests that need ffmpeg and other audio tools
	@bash .ci/packages.sh $(AUDIO_PACKAGES)
	$(PYTEST) tests/with_ffmpeg

test-web: $(READY) $(WEB_READY) ## the tests that need a browser, and the checkers of pages
	@bash .ci/packages.sh $(WEB_PACKAGES)
	$(PYTEST) tests/with_browser

test-node: $(READY) $(NODE_READY) ## the tests that need Node.js: other people's parsers read our feeds
	$(PYTEST) tests/with_node

fuzz: $(READY) ## look for bytes that break a reader, FUZZ_SECONDS for each
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[fuzz]'
	$(BIN)/python -m tests.fuzz.run --seconds $(FUZZ_SECONDS)

long: $(READY) ## the proofs that take minutes: feeds of 100 MB
	$(BIN)/python -m tests.long.feed_of_100_megabytes

chaos: $(READY) ## break requests and local writes of every command, kill, fill disks; about an hour
	@bash .ci/packages.sh strace
	$(BIN)/python -m tests.chaos.run --seed $(CHAOS_SEED) --every $(CHAOS_EVERY)
	$(BIN)/python -m tests.chaos.crashes
	$(BIN)/python -m tests.many_hands.run
	@bash .ci/packages.sh $(AUDIO_PACKAGES)
	$(BIN)/python -m tests.audio.cuts

seeded-bugs: $(READY) ## plant one bug after the other in a copy, and see that a test notices; takes minutes
	$(BIN)/python -m tests.seeded_bugs.run

check: $(READY) ## format, lint and types, changing nothing
	$(BIN)/ruff format --check pipeline tests
	$(BIN)/ruff check pipeline tests
	$(BIN)/mypy

fix: $(READY) ## format, and mend what the linter can
	$(BIN)/ruff format pipeline tests
	$(BIN)/ruff check --fix pipeline tests

golden: $(READY) ## rewrite the expected feeds and pages; review the diff
	AIRDATE_GOLDEN=write $(PYTEST) tests -k golden

samples: $(READY) ## make the sample show's audio and pictures anew
	@bash .ci/packages.sh $(AUDIO_PACKAGES) fonts-dejavu-core
	$(BIN)/python tests/sample_show/make.py

clean: ## remove what was built, but not .venv
	rm -rf out build dist .airdate
