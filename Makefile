# Counterside. Needs Python 3.11 or later and make; every target sets up the rest by itself, in .venv.

BIN = .venv/bin
READY = .venv/.ready

# Each candidate is run, not only looked up: version managers leave names on PATH that only print an error.
NEW_ENOUGH = import sys; sys.exit(sys.version_info < (3, 11))
PYTHON = $(shell for each in python3.13 python3.12 python3.11 python3 python; do \
	"$$each" -c '$(NEW_ENOUGH)' >/dev/null 2>&1 && echo "$$each" && break; done)

.PHONY: help site compressed serve offline release check lint quick test coverage test-hosts fuzz mutate bench \
	shots contact-sheets pictures browser format lock clean

help: ## what there is to make
	@awk -F ':.*## ' '/^[a-z -]+:.*## /{ printf "  make %-16s %s\n", $$1, $$2 }' Makefile

site compressed: $(READY) ## check and build everything, sheets included; the same with a .gz and a .br beside each text
	@$(BIN)/counterside build $(if $(filter compressed,$@),--compress)

serve: $(READY) ## live preview: an edited checklist shows up in the browser by itself
	@$(BIN)/counterside serve

offline release: site ## the built site for a stick and a chat; the built site as a zip with checksums
	@$(BIN)/counterside $@

check: $(READY) ## validate the checklists and say what to fix
	@$(BIN)/counterside check

lint: $(READY)
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo --cache-dir .cache/import-linter

quick: lint ## lint, types, import contracts and the tests that need no browser and no sheets
	@$(BIN)/python -m pytest -q -n auto --dist worksteal tests/content tests/model tests/rules tests/text \
		tests/test_architecture.py --ignore tests/content/test_formatter.py

test: lint browser ## lint, types, import contracts, JavaScript, then every test
	@$(BIN)/python tests/javascript/check.py
	@$(BIN)/python -m pytest -n auto --dist worksteal -m 'not hosts' --durations 0 --durations-min 5

coverage: $(READY) browser ## the branches that no test takes: twice as long as the tests
	@$(BIN)/coverage run -m pytest -q -n auto --dist worksteal -m 'not hosts'; $(BIN)/coverage combine -q && $(BIN)/coverage report

test-hosts: $(READY) browser ## the recipes for hosts, the workflows and the way out, each tried for real
	@$(BIN)/python tests/hosts_setup.py
	@$(BIN)/python -m pytest -n 0 -m hosts tests/hosts

fuzz: $(READY) ## thousands of broken records and ten minutes of damaged projects; `make fuzz EXAMPLES=20000 SECONDS=3600`
	@FUZZ_EXAMPLES=$(or $(EXAMPLES),2000) FUZZ_SECONDS=$(or $(SECONDS),600) $(BIN)/python -m pytest -n auto tests/fuzz

mutate: $(READY) ## break what each rule guards in every record; `make mutate CODES="CS601 CS603"` breaks these alone
	@PYTHONPATH=tests $(BIN)/python -m mutation $(CODES)

bench: $(READY) ## how long builds take beside other engines; `make bench SIZES="10 100"` is quicker
	@$(BIN)/python benchmarks/build.py $(or $(SIZES),10 100 1000)

shots contact-sheets: $(READY) browser ## every kind of page as a picture; every drawing on screens and on paper
	@PYTHONPATH=tests $(BIN)/python tests/$(subst -,_,$@).py

pictures: site browser ## the pictures of the contribute pages and the README, and the icons of phones
	@PYTHONPATH=tests $(BIN)/python tests/pictures.py
	@PYTHONPATH=tests $(BIN)/python tests/readme_pictures.py

browser: $(READY)
	@$(BIN)/python tests/browser_setup.py

format: $(READY) ## format the Python code
	@$(BIN)/ruff check --fix --select I
	@$(BIN)/ruff format

$(READY): requirements.lock pyproject.toml
	@$(if $(PYTHON),$(PYTHON) tests/set_up.py,echo "Counterside needs Python 3.11 or later: install it, or name it: make PYTHON=/path/to/python3" >&2; exit 1)

lock: ## pin the dependencies with the hash of every file; `make lock LOCK_FLAGS=--upgrade` takes the newest releases
	@$(PYTHON) tests/set_up.py lock $(LOCK_FLAGS)

clean: ## remove what was built (.venv stays)
	@rm -rf site .cache build dist hooks/*.egg-info .hypothesis $$(find hooks tests -name __pycache__)
