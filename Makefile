# Two commands do all of their set-up: `make demo` shows the main job, `make test` runs the whole suite.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help demo test offline check faults torture bench fuzz schemas reference pictures judges clean

help:
	@echo "make demo       the main job on the tutorial accession, in a scratch folder"
	@echo "make test       the whole test suite"
	@echo "make judges     environments of validators that cannot live in ours; needs Java and Maven"
	@echo "make check      formatter, linter, types"
	@echo "make faults     stop every command that writes at each of its file-system calls (needs strace; some 25 minutes)"
	@echo "make fuzz       any octets to everything that reads a bag, for a minute or for SECONDS"
	@echo "make torture    the long form of all that fails on purpose: every fault, damage and kill (some 30 minutes)"
	@echo "make offline    the suite where only loopback is up, less the tests that install or trace"
	@echo "make bench      ours and the peers in turn on the same files; writes docs/performance.md (slow)"
	@echo "make schemas    make the schemas of the record anew from the model"
	@echo "make pictures   make the pictures in docs anew: pages (Chromium) and what show prints of the seed documents (../shared)"
	@echo "make reference  make the reference collection anew from docs/tutorial"

$(READY): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $(READY)

demo: $(READY)
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python docs/tutorial/demo.py

test: $(READY)
	$(BIN)/python -m pytest -n 2 --dist worksteal

judges:
	PYTHON=$(PYTHON) tests/judges/make_judges.sh

check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

faults: $(READY)
	$(BIN)/python -m pytest -n 2 --dist worksteal -rP -m faults tests/faults --every-call

torture: $(READY)
	$(BIN)/python -m pytest -n 2 --dist worksteal -rP -m faults tests/faults $(if $(EVERY),--every $(EVERY),--every-call)
	$(BIN)/python -m pytest -n 2 --dist worksteal tests/cli/test_bitrot.py --damages 200
	$(BIN)/python -m pytest -n 2 --dist worksteal tests/cli/test_audits.py tests/cli/test_tampering.py tests/cli/test_rebuild.py

offline: $(READY)
	unshare -rn sh -c 'ip link set lo up && exec $(BIN)/python -m pytest -n 2 -m "not faults and not install and not traced"'

fuzz: $(READY)
	PYTHONPATH=tests $(BIN)/python tests/fuzz/fuzz_bags.py --seconds $(or $(SECONDS),60)

bench: $(READY)
	$(BIN)/python tests/bench/bench.py --write docs/performance.md

schemas: $(READY)
	$(BIN)/python schemas/make_schemas.py

pictures: $(READY)
	$(BIN)/python tests/pictures.py
	$(BIN)/python docs/pictures/make_pictures.py

reference: $(READY)
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python docs/tutorial/make_reference.py

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis dist
