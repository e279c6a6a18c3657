# Two commands: `make site` and `make test`.  They need git, make and Python 3.11 or newer.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: help site test check golden bench clean browser

help:
	@echo "make site    build the sample newsletter into site/ and outbox/"
	@echo "make test    run every test"
	@echo "make golden  refresh the golden files; read the difference before you commit it"
	@echo "make bench   time 10,000 entries against Hugo"
	@echo "make clean   remove what was made"

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Pressday needs Python 3.11 or newer: make site PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
		|| { rm -rf $(VENV); echo "Python cannot make virtual environments: install its venv (apt install python3-venv)." >&2; exit 1; }

$(VENV)/.program: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing into $(VENV) ..."
	@$(PIP) install --use-pep517 -c constraints.txt -e .
	@touch $@

$(VENV)/.tests: $(VENV)/.program
	@echo "Installing what tests need ..."
	@$(PIP) install --use-pep517 -c constraints.txt -e '.[test]'
	@touch $@

site: $(VENV)/.program
	@$(BIN)/pressday build
	@echo "Look at it:  $(BIN)/pressday serve"

browser: $(VENV)/.tests
	@$(BIN)/python tests/browser.py >/dev/null 2>&1 || \
		if [ -n "$$CI" ] && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			echo "Installing Chromium ..."; \
			apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends chromium >/dev/null; \
		else \
			$(BIN)/playwright install chromium; \
		fi

check: $(VENV)/.tests
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

test: check browser
	@$(BIN)/pytest -n auto

golden: $(VENV)/.tests
	@$(BIN)/pytest -n 0 tests/test_golden.py --golden
	@git diff --stat -- tests/golden

bench: $(VENV)/.program
	@$(PIP) install --use-pep517 -c constraints.txt -e '.[bench]'
	@$(BIN)/python benchmarks/measure.py
	@$(BIN)/python benchmarks/importing.py
	@$(BIN)/python benchmarks/feeds.py

clean:
	rm -rf $(VENV) .pressday outbox tests/screenshots
	find site -mindepth 1 ! -name .gitignore -delete
