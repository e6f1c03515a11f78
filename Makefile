# `make demo` and `make test` do all the set-up they need. They want Python 3.11, 3.12 or 3.13 and a package index.
FITS := import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))
# The first that runs: a version manager may offer names behind which there is no Python.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c '$(FITS)' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test lint types unit lab classroom browser bench newcomer lock clean

demo: $(READY)  ## run the study of the shipped corpus and say where the report lies
	$(BIN)/framing run notebooks/study.toml

test: lint types unit  ## everything that must hold before a change is taken

lint: $(READY)
	$(BIN)/ruff check toolkit tests benchmarks
	$(BIN)/ruff format --check toolkit tests benchmarks

types: $(READY)
	$(BIN)/mypy

unit: $(READY)
	$(BIN)/python -m pytest -n 2

lab: $(READY)  ## open the notebooks
	$(BIN)/jupyter lab notebooks

classroom: $(READY)  ## write the lessons as pages for a memory stick
	$(BIN)/framing teach classroom classroom --study notebooks/study.toml

browser: $(READY)  ## run notebooks, lessons and pages in a real browser, and take the pictures of docs/screenshots.md
	@command -v $${CHROMIUM:-chromium} >/dev/null || { echo "This needs the browser Chromium. On Debian: apt-get install chromium. If it has another name: make browser CHROMIUM=/path/to/chromium"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r tests/browser/requirements.lock
	$(BIN)/python -m pytest tests/browser --pictures docs/images

bench: $(READY)  ## speed and memory beside other programs, in one run
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r benchmarks/requirements.lock
	$(PYTHON) -m venv $(VENV)-peers
	$(VENV)-peers/bin/python -m pip install --quiet -r benchmarks/peers.txt
	$(BIN)/python -m benchmarks.run

newcomer: ## how long it takes from a fresh clone to the first picture in a notebook
	$(PYTHON) benchmarks/newcomer.py

lock: ## pin all dependencies anew (needs uv)
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --no-annotate \
		--python-version 3.11 --extra dev pyproject.toml --output-file requirements.lock
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --no-annotate \
		--python-version 3.11 --constraint requirements.lock --extra bench pyproject.toml --output-file benchmarks/requirements.lock
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --no-annotate \
		--python-version 3.11 --constraint requirements.lock tests/browser/requirements.in --output-file tests/browser/requirements.lock

$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" && $(PYTHON) -c '$(FITS)' || \
		{ echo "Python 3.11, 3.12 or 3.13 is needed. If it has another name: make PYTHON=/path/to/python $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	# The lock names everything, so nothing is left to resolve: older versions of pip stumble over extras with hashes.
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(READY)

clean:
	rm -rf $(VENV) $(VENV)-peers results classroom build dist
