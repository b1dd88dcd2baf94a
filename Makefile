# Counterside. Needs Python 3.11 or later and make; every target sets up the rest by itself, in .venv.

VENV = .venv
BIN = $(VENV)/bin
READY = $(VENV)/.ready

# `make PYTHON=/path/to/python3.12` chooses one; otherwise the first of these that runs and is new enough.
PYTHON =
PYTHONS = python3.13 python3.12 python3.11 python3 python

# Each candidate is run, not only looked up: version managers leave names on PATH that only print an error.
IS_PYTHON = -c 'import sys; sys.exit(sys.version_info < (3, 11))'
FIND_PYTHON = python=; \
	for each in $(if $(PYTHON),'$(PYTHON)',$(PYTHONS)); do \
		if "$$each" $(IS_PYTHON) >/dev/null 2>&1; then python=$$each; break; fi; \
	done; \
	if [ -z "$$python" ]; then \
		echo "Counterside needs Python 3.11 or later, and $(if $(PYTHON),$(PYTHON) is none,none was found on PATH)." >&2; \
		echo "Install it, or say where it is: make PYTHON=/path/to/python3" >&2; \
		exit 1; \
	fi

# The version of the resolver that `make lock` uses. It is needed for nothing else, so it is not in the lock.
UV = uv==0.13.9
# `make lock LOCK_FLAGS=--upgrade` takes the newest releases; without it what is pinned stays where it fits.
LOCK_FLAGS =

# `make fuzz EXAMPLES=20000` goes on for longer.
EXAMPLES = 2000

.PHONY: help offline site compressed serve check test fuzz mutate test-hosts release bench shots pictures contact-sheets browser format lock clean distclean

help: ## what there is to make
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{ printf "  make %-10s %s\n", $$1, $$2 }' Makefile

site: $(READY) ## check everything and build the whole site, sheets included
	@$(BIN)/counterside build

compressed: $(READY) ## the same, with a .gz and a .br beside every text for hosts that serve them
	@$(BIN)/counterside build --compress

serve: $(READY) ## live preview: an edited checklist shows up in the browser by itself
	@$(BIN)/mkdocs serve

offline: site ## a zip for a stick and one file a language for a chat, in dist/
	@$(BIN)/counterside offline

check: $(READY) ## judge the checklists and say what to fix
	@$(BIN)/counterside check

# pytest comes last: its closing line is what a reader of a log looks for.
test: $(READY) browser ## style, types, rooms, then every test
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo --cache-dir .cache/import-linter
	@$(BIN)/python -m pytest -n auto -m 'not hosts'

# nginx comes from the system: installed where that is allowed, otherwise said.
test-hosts: $(READY) browser ## the recipes for hosts, the workflows and the way out, each tried for real
	@$(BIN)/python tests/hosts_setup.py
	@$(BIN)/python -m pytest -n 0 -m hosts tests/hosts

release: site ## the built site as a zip with checksums, the same bytes on every machine
	@$(BIN)/counterside release

# Some minutes; `make bench SIZES="10 100"` is quicker. Zensical, Hugo and Pagefind are measured where they are on PATH,
# and a thousand with Material (ten minutes and more) with `.venv/bin/python benchmarks/build.py --material-at 1000 1000`.
SIZES = 10 100 1000
bench: $(READY) ## how long builds take beside Material's, and where they are installed Zensical's and Hugo's
	@$(BIN)/python benchmarks/build.py $(SIZES)

shots: $(READY) browser ## pictures of every kind of page of the built site
	@PYTHONPATH=tests $(BIN)/python tests/shots.py

pictures: $(READY) browser site ## the pictures of the contribute pages and the README, and the icons of phones
	@PYTHONPATH=tests $(BIN)/python tests/pictures.py
	@PYTHONPATH=tests $(BIN)/python tests/readme_pictures.py

contact-sheets: $(READY) browser ## every drawing side by side: on screens, on paper, in one bit, photocopied
	@PYTHONPATH=tests $(BIN)/python tests/contact_sheets.py

# Only who changes the script needs this, and Node for it: until then the site serves it as written, a little heavier.
TERSER = terser@5.51.4
scripts: $(READY) # the one script that a checklist waits for, made short
	@cd hooks/counterside/site/templates && { \
		printf '// made from reader.js '; \
		../../../../$(BIN)/python -c 'import hashlib; print(hashlib.sha256(open("reader.js", "rb").read()).hexdigest())'; \
		npx --yes $(TERSER) reader.js --compress --mangle; } >reader.min.js.part && mv reader.min.js.part reader.min.js

browser: $(READY) # one for the tests: found, or installed where that is allowed
	@$(BIN)/python tests/browser_setup.py

# Somewhere else each time; what it finds is printed with the example that shows it.
fuzz: $(READY) ## thousands of broken records: none may bring anything down
	@FUZZ_EXAMPLES=$(EXAMPLES) $(BIN)/python -m pytest -n auto tests/fuzz

# `make mutate CODES="CS601 CS603"` breaks these alone.
CODES =
mutate: $(READY) ## break what each rule guards in every place: each break must be told, no legal sentence may be
	@PYTHONPATH=tests $(BIN)/python -m mutation $(CODES)

format: $(READY) ## put the Python files in order
	@$(BIN)/ruff check --fix --select I
	@$(BIN)/ruff format

# What a step prints is kept, and shown only if the step fails; the stamp comes last, so a broken set-up is redone.
$(READY): requirements.lock pyproject.toml
	@rm -f $@
	@if ! { $(BIN)/python $(IS_PYTHON) && $(BIN)/python -m pip --version; } >/dev/null 2>&1; then \
		$(FIND_PYTHON); \
		echo "setup: making $(VENV) with $$("$$python" --version 2>&1)"; \
		if ! "$$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then \
			echo "This Python cannot make a virtual environment: a part of it is packaged apart." >&2; \
			echo "On Debian or Ubuntu: sudo apt-get install python3-venv" >&2; \
			echo "Elsewhere: install a complete Python 3.11 or later." >&2; \
			exit 1; \
		fi; \
		"$$python" -m venv --clear $(VENV) || { echo "setup: $(VENV) could not be made" >&2; exit 1; }; \
	fi
	@echo "setup: installing what requirements.lock names (a few minutes the first time)"
	@$(BIN)/python -m pip install --disable-pip-version-check --no-input --require-hashes \
		-r requirements.lock >$(VENV)/setup.log 2>&1 || { \
		cat $(VENV)/setup.log >&2; \
		echo "setup: the packages could not be installed; the reason stands above" >&2; \
		exit 1; }
	@echo "setup: installing counterside itself"
	@$(BIN)/python -m pip install --disable-pip-version-check --no-input --no-deps --no-build-isolation \
		--editable . >$(VENV)/setup.log 2>&1 || { \
		cat $(VENV)/setup.log >&2; \
		echo "setup: counterside could not be installed; the reason stands above" >&2; \
		exit 1; }
	@touch $@

# One file for every system and every Python from 3.11 on; it names no host, so a mirror serves as well as any.
lock: ## pin the dependencies anew, with the hash of every file
	@$(FIND_PYTHON); "$$python" -m venv --clear .cache/lock
	@.cache/lock/bin/python -m pip install --disable-pip-version-check --quiet '$(UV)'
	@.cache/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --all-extras --generate-hashes \
		--no-header --no-annotate --no-emit-index-url --no-emit-find-links $(LOCK_FLAGS) \
		--output-file requirements.lock pyproject.toml
	@{ echo '# Made by `make lock` from pyproject.toml; not written by hand.'; cat requirements.lock; } >.cache/lock/out
	@mv .cache/lock/out requirements.lock
	@echo "requirements.lock: $$(grep -c '^[a-z]' requirements.lock) packages"

clean: ## remove what was built (.venv stays)
	@rm -rf site .cache build dist hooks/*.egg-info .hypothesis
	@find hooks tests -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean ## remove .venv as well
	@rm -rf $(VENV)
