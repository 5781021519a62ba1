# Two commands do everything on a fresh machine with python3 and make: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test lint docs clean install bench-parse bench-crawl bench-archive bench-export bench-search parsers-report

demo: $(VENV)/installed
	$(BIN)/tintinh demo

test: $(VENV)/developer
	$(MAKE) lint
	$(BIN)/python -m pytest

lint: $(VENV)/developer
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: $(VENV)/installed  ## rewrite the generated pages (docs/cli.md)
	$(BIN)/python docs/generate.py

install: $(VENV)/installed

PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
PINNED := --constraint constraints.txt

# pip itself is pinned too: --build-constraint needs 25.3, --group 25.1.
$(VENV)/made:
	$(PYTHON) -c 'import sys; sys.exit("tintinh needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12 ...") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(PIP) install $(PINNED) pip
	touch $@

$(VENV)/installed: $(VENV)/made pyproject.toml constraints.txt
	$(PIP) install $(PINNED) --build-constraint constraints.txt --editable .
	touch $@

$(VENV)/developer: $(VENV)/installed
	$(PIP) install $(PINNED) --build-constraint constraints.txt --editable .[export,search,plot] --group dev
	touch $@

# Peers have a virtual environment of their own: the project needs none of them.
bench-parse:  ## what reading a page costs, side by side with its peers on the same pages; the memory of 100,000: make bench-parse ARGS=--memory
	test -d .venv-bench || $(PYTHON) -m venv .venv-bench
	.venv-bench/bin/python -m pip install -q --disable-pip-version-check --constraint constraints.txt pip
	.venv-bench/bin/pip install -q beautifulsoup4 trafilatura readability-lxml lxml_html_clean resiliparse newspaper4k
	.venv-bench/bin/pip install -q -U cssselect
	.venv-bench/bin/python benchmarks/parse.py $(ARGS)

bench-crawl: $(VENV)/installed  ## what a crawl costs, beside Scrapy; the memory of a large one: make bench-crawl ARGS=--tree
	test -d .venv-bench || $(PYTHON) -m venv .venv-bench
	.venv-bench/bin/python -m pip install -q --disable-pip-version-check scrapy || echo "no Scrapy: going on without it"
	$(BIN)/python benchmarks/crawl.py --peer .venv-bench/bin/python $(ARGS)

bench-export: $(VENV)/developer  ## what an export costs, beside the bare writer of each format: make bench-export ARGS='--rows 1000000'
	$(BIN)/python benchmarks/export.py $(ARGS)

bench-search: $(VENV)/developer  ## what finding costs, beside sqlite-utils and Tantivy alone; large: make bench-search ARGS="--articles 1000000"
	$(BIN)/python benchmarks/search.py $(ARGS)

bench-archive: $(VENV)/developer  ## what keeping costs, beside zlib, warcio and trafilatura; the memory of ingest: ARGS=--memory; who finds which fault: ARGS=--faults
	test -d .venv-bench || $(PYTHON) -m venv .venv-bench
	.venv-bench/bin/python -m pip install -q --disable-pip-version-check trafilatura lxml_html_clean warcio || echo "no trafilatura: going on without it"
	$(BIN)/python benchmarks/keeping.py --peer .venv-bench/bin/python $(ARGS)

parsers-report: $(VENV)/installed  ## what the parsers know, how right they are, what they cost
	$(BIN)/python benchmarks/parsers_report.py

clean:
	rm -rf $(VENV) .venv-bench dist .mypy_cache .ruff_cache .pytest_cache .hypothesis tintinh-demo
