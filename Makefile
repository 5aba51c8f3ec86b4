# The verbs of the project; CONTRIBUTING.md explains them. Only Python >= 3.11 with venv is needed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq

.PHONY: help demo test test-slow test-all mutants lint types docs verify bench crash fuzz calibrate lock wheel try-wheel
.DEFAULT_GOAL := help

help:
	@echo "make demo   install the program and compare the courses of action of a shipped scenario"
	@echo "make test   all tests but the slow ones (PYTEST=... for options, such as a file)"
	@echo "make test-slow  the slow ones; make test-all both"
	@echo "make mutants  change laws one at a time, and list the changes that no test notices"
	@echo "make lint   style, and which package may import which"
	@echo "make types  static types"
	@echo "make docs   the documentation as a site in docs/_build/html; warnings are errors"
	@echo "make verify  movement by public suites, published results beside ours; writes docs/verification.md"
	@echo "make bench  compare speed with other programs; writes benchmarks/results.json"
	@echo "make crash  kill long runs a hundred times, fill disks, kill workers; compare the results"
	@echo "make fuzz   read 20,000 files spoilt at random (FUZZ=--full for a million); none may trace back"
	@echo "make calibrate  calibrate again into calibration/, and say whether it equals the shipped posterior"
	@echo "make lock   resolve requirements/*.txt again"
	@echo "make wheel  build the package into dist/"
	@echo "make try-wheel  install the wheel into an empty environment and run asher demo there"

demo: $(VENV)/installed-run
	$(BIN)/asher demo

# Tests marked `browser` need chromium; without one they are deselected and the reason printed.
# Two processes share the files, and who has done with its own takes over from the other.
BESIDE = -n 2 --dist worksteal
# One thread of linear algebra in each: more only get in each other's way. Bytecode is written even
# where the environment forbids it: otherwise each process compiles all sources and tests again.
ALONE = OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 PYTHONDONTWRITEBYTECODE=
test: $(VENV)/installed-dev
	$(ALONE) $(BIN)/python -m pytest $(BESIDE) -m "not slow" $(PYTEST)

test-slow: $(VENV)/installed-dev
	$(ALONE) $(BIN)/python -m pytest $(BESIDE) -m slow $(PYTEST)

test-all: test test-slow

mutants: $(VENV)/installed-dev
	PYTHONPATH=tests $(BIN)/python -m mutants

lint: $(VENV)/installed-dev
	$(BIN)/ruff format --check src tests
	$(BIN)/ruff check src tests
	$(BIN)/lint-imports --no-cache

types: $(VENV)/installed-dev
	$(BIN)/mypy

docs: $(VENV)/installed-docs
	$(BIN)/python -m sphinx -W --keep-going -q -b html docs docs/_build/html
	@echo "Open docs/_build/html/index.html"

verify: $(VENV)/installed-dev
	$(BIN)/python docs/make_verification.py

bench: $(VENV)/installed-bench
	$(BIN)/python -m benchmarks

crash: $(VENV)/installed-dev
	PYTHONPATH=tests $(BIN)/python -m crash.killing --kills 100
	PYTHONPATH=tests $(BIN)/python -m crash.mishaps

fuzz: $(VENV)/installed-dev
	PYTHONPATH=tests $(BIN)/python -m fuzz $(FUZZ)

calibrate: $(VENV)/installed-dev
	$(BIN)/asher calibrate --out calibration
	cmp calibration/posterior.csv src/asher/data/posterior.csv
	cmp calibration/place_kinds.csv src/asher/data/place_kinds.csv

wheel: $(VENV)/installed-dev
	rm -f dist/*.whl
	$(PIP) wheel --no-deps --no-build-isolation --wheel-dir dist .

# Away from the sources, so that a file missing from the wheel is missed. Packages are compiled as
# they are imported: the demo needs few of their files, and it runs once.
TRY := dist/try
try-wheel: wheel
	rm -rf $(TRY)
	$(PYTHON) -m venv $(TRY)/.venv
	$(TRY)/.venv/bin/python -m pip --disable-pip-version-check -qq install --no-compile \
		--require-hashes -r requirements/run.txt
	$(TRY)/.venv/bin/python -m pip --disable-pip-version-check -qq install --no-deps dist/*.whl
	mkdir $(TRY)/empty
	cd $(TRY)/empty && ../.venv/bin/asher demo

# No index line, no address and no path of this machine may stand in the files.
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header --no-annotate --upgrade
lock: $(VENV)/installed-dev
	$(COMPILE) pyproject.toml requirements/build.in -o requirements/run.txt
	$(COMPILE) pyproject.toml requirements/build.in --extra dev -c requirements/run.txt \
		-o requirements/dev.txt
	$(COMPILE) pyproject.toml requirements/build.in --extra bench -c requirements/dev.txt \
		-o requirements/bench.txt
	$(COMPILE) pyproject.toml requirements/build.in --extra docs -c requirements/dev.txt \
		-o requirements/docs.txt

# One stamp for each set of packages: nothing is installed again until its list changes.
$(VENV)/installed-%: requirements/%.txt pyproject.toml | $(VENV)/made
	@echo "Installing requirements/$*.txt into $(VENV) ..."
	$(PIP) install --require-hashes -r requirements/$*.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/made:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; make PYTHON=...") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	@touch $@
