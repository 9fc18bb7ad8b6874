# The two commands: `make crawl` and `make test`. Both make what they need; second runs start at once.

PYTHON ?=
VENV   := .venv
BIN    := $(VENV)/bin
SAY    := @printf 'newscrawl: %s\n'
PIP    := $(BIN)/python -m pip install -qq --disable-pip-version-check

# Programs that tests run, as command=Debian package; installed where the command is missing.
TEST_PACKAGES := chromium=chromium

.DEFAULT_GOAL := help
.PHONY: help crawl test lint audit schema clean system
MAKEFLAGS += --no-print-directory --no-builtin-rules

help:
	@echo 'make crawl                crawl the bundled demo site'
	@echo 'make crawl URL=https://…  crawl that story or section page (ARGS="-a max_stories=10" for more)'
	@echo 'make test                 run the tests (ARGS="-k feeds" for some)'
	@echo 'make lint                 ruff and mypy'
	@echo 'make audit                ask whether holes are known in the packages it stands on (needs network)'
	@echo 'make schema               write the JSON Schema of the record anew, after a change of items.py'
	@echo 'make clean                remove the environment, caches and builds; output/ stays'

# The address comes from the environment, where make puts it: no quoting harms it.
crawl: $(VENV)/.crawl
ifdef URL
	$(SAY) "crawling $$URL"
	@$(BIN)/python -m scrapy crawl wire -a url="$$URL" $(ARGS)
else
	$(SAY) 'crawling the demo site, sixty invented stories on this machine (URL=https://… for another)'
	@$(BIN)/python -m scrapy crawldemo $(ARGS)
endif

test: $(VENV)/.test system
	@$(BIN)/python -m pytest $(ARGS)

lint: $(VENV)/.test
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy

# pip-audit comes into an environment of its own: what it stands on is not what the crawler stands on.
audit: $(VENV)/.crawl
	@[ -x $(VENV)/audit/bin/pip-audit ] || { $(BIN)/python -m venv $(VENV)/audit && \
	  $(VENV)/audit/bin/python -m pip install -qq --disable-pip-version-check pip-audit; }
	@$(VENV)/audit/bin/pip-audit --progress-spinner off --skip-editable \
	  --path "$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')"

schema: $(VENV)/.crawl
	@$(BIN)/python -m newscrawl.schema

clean:
	@rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis project.egg
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.crawl: pyproject.toml setup.py | $(BIN)/python
	$(SAY) 'installing into $(VENV) (the first time takes about half a minute)'
	@$(PIP) --editable .
	@touch $@

$(VENV)/.test: pyproject.toml setup.py | $(BIN)/python
	$(SAY) 'installing into $(VENV) with what the tests need (the first time takes about a minute)'
	@$(PIP) --editable '.[dev,scrapyd,playwright]'
	@touch $@ $(VENV)/.crawl

$(BIN)/python:
	@for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11 python; do \
	  "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	  "$$python" -c 'import ensurepip, venv' 2>/dev/null || { missing="$$python"; continue; }; \
	  printf 'newscrawl: making $(VENV) with %s\n' "$$("$$python" --version)"; \
	  exec "$$python" -m venv $(VENV); \
	done; \
	if [ -n "$$missing" ]; then \
	  echo "newscrawl: $$missing lacks its venv module; on Debian or Ubuntu: apt install python3-venv" >&2; \
	else \
	  echo 'newscrawl: needs Python 3.11 or later; name it with make PYTHON=/path/to/python3' >&2; \
	fi; \
	exit 1

system:
	@for need in $(TEST_PACKAGES); do \
	  command -v "$${need%%=*}" >/dev/null && continue; \
	  if ! command -v apt-get >/dev/null; then \
	    echo "newscrawl: some tests need $${need%%=*}, please install it" >&2; continue; \
	  fi; \
	  echo "newscrawl: installing $${need##*=} with apt-get"; \
	  as=$$([ "$$(id -u)" = 0 ] || echo sudo); \
	  { $$as apt-get update && $$as env DEBIAN_FRONTEND=noninteractive apt-get install -y "$${need##*=}"; } \
	    >/dev/null || exit 1; \
	done
