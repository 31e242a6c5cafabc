# Two commands do everything on a new machine: `make run` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Every file of a package is what it was when the lock was made, or nothing is installed.
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
# The command `pulyolu`: the packages stay where they are, beside the data.
COMMAND = $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
TOOLS := $(VENV)/tools
# Spark's packages are in an environment of their own: nobody else needs their four hundred megabytes.
SPARK := $(VENV)/spark
SPARK_INSTALL = $(SPARK)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes
COMPILE := $(TOOLS)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
  --no-annotate --custom-compile-command "make lock"
PYTEST := $(BIN)/python -m pytest -n auto --dist worksteal

# Compiled modules are kept, whatever the machine says: a server, a command starts in half the time.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: spark test-spark bench-scale load run workshop small-files deploy-test test test-all test-rest test-whole test-second-day test-tools lint check bench lock licences audit clean

run: small-files
	$(BIN)/python asgi.py

# Before a room: large letters, and phones on the trainer's hotspot reach it.
workshop: small-files
	PULYOLU_WORKSHOP=1 $(BIN)/python asgi.py

# Streamlit's fonts and scripts as small as they can be sent: made once, in ten seconds.
small-files: $(VENV)/ready
	$(BIN)/python -m server.make_small_files

LANE = $(PYTEST) -m "$(1)" tests
test test-second-day: export HYPOTHESIS_PROFILE := ci
test-all test-rest: export HYPOTHESIS_PROFILE := long

# What every change passes; CONTRIBUTING.md says which tests that are.
test: test-tools
	$(call LANE,not whole)

# The same in the last minute of a day that most years lack: no test may know when it is run.
test-second-day: export PULYOLU_NOW := 2028-02-29T23:59+04:00
test-second-day: test-tools
	$(call LANE,not whole)

# What `make test` leaves out, and the laws with many more examples.
test-rest: test-tools
	$(call LANE,whole or hypothesis)

# The same without more examples: what is left out of every change, as often as it is asked for.
test-whole: export HYPOTHESIS_PROFILE := ci
test-whole: test-tools
	$(call LANE,whole)

# Everything.
test-all: test-tools
	$(PYTEST) tests

test-tools: $(VENV)/ready-dev small-files
	$(BIN)/python tests/support/browser.py
	$(BIN)/python -m tests.support.postgres

lint: $(VENV)/ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# The shipped nginx before one server, and before two with PostgreSQL, on loopback; part of `make test-rest` too.
deploy-test: test-tools
	$(BIN)/python -m pytest tests/test_deploy.py tests/outside/test_nginx.py tests/outside/test_two_servers.py

# The panel on Apache Spark: a real cluster on loopback, and the tests that DuckDB passes. Needs Java 17.
test-spark: export HYPOTHESIS_PROFILE := dev
test-spark: $(SPARK)/ready-dev
	$(SPARK)/bin/python -m tests.support.spark $(abspath $(SPARK))/bin/python -m pytest -m "not whole" tests/spark \
	  tests/channels/panel/test_indicators.py tests/channels/panel/test_quote_indicators.py

# For an operator whose address names a cluster (docs/operating.md).
spark: $(SPARK)/ready

check: $(VENV)/ready
	$(BIN)/python -m channels check
	$(BIN)/python -m channels check --data data/teaching

# Dashboards, light pages and feeds through nginx for half a minute, on loopback: docs/benchmarks.md.
load: $(VENV)/ready-dev small-files
	$(BIN)/python tests/support/browser.py
	$(BIN)/python -m tests.benchmarks.load

bench: $(VENV)/ready-dev small-files
	$(BIN)/python tests/support/browser.py
	$(BIN)/python -m pytest -p no:randomly tests/benchmarks
	$(BIN)/python -m tests.benchmarks.measure
	$(BIN)/python -m tests.benchmarks.first_second

# Up to fifty million quotes: an hour and 10 GB of disk, on a quiet machine.
bench-scale: $(VENV)/ready-dev $(SPARK)/ready-dev small-files
	$(BIN)/python -m tests.benchmarks.scale duckdb 1 10 50
	$(SPARK)/bin/python -m tests.benchmarks.scale spark 1 10

# After a change of a requirements*.txt: what is pinned stays, unless it no longer fits.
lock: $(TOOLS)/ready
	$(COMPILE) requirements.txt -o requirements.lock
	$(COMPILE) -c requirements.lock requirements-dev.txt -o requirements-dev.lock
	$(COMPILE) -c requirements-dev.lock requirements-spark.txt -o requirements-spark.lock

# Which licence every package has; docs/licences.md anew.
licences: $(VENV)/ready-dev
	$(BIN)/python -m tests.support.licences

# Known holes of what is installed: asks a service on the network, so no test does.
audit: $(TOOLS)/ready
	$(TOOLS)/bin/pip-audit --require-hashes --disable-pip -r requirements.lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or later is needed: make PYTHON=python3.11 run"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { echo "Python's venv is missing; on Debian: sudo apt-get install python3-venv"; rm -rf $(VENV); exit 1; }

$(VENV)/ready: $(BIN)/python requirements.lock pyproject.toml
	$(INSTALL) -r requirements.lock
	$(COMMAND)
	@touch $@

$(VENV)/ready-dev: $(BIN)/python requirements-dev.lock pyproject.toml
	$(INSTALL) -r requirements-dev.lock
	$(COMMAND)
	@touch $@ $(VENV)/ready

# Spark comes as source, which what is installed first unpacks.
$(SPARK)/ready: $(BIN)/python requirements-spark.lock
	$(BIN)/python -m venv $(SPARK)
	$(SPARK_INSTALL) -r requirements.lock
	$(SPARK_INSTALL) --no-build-isolation -r requirements-spark.lock
	@touch $@

$(SPARK)/ready-dev: $(SPARK)/ready requirements-dev.lock
	$(SPARK_INSTALL) -r requirements-dev.lock
	@touch $@

$(TOOLS)/ready: $(BIN)/python
	$(BIN)/python -m venv $(TOOLS)
	$(TOOLS)/bin/python -m pip install --quiet --disable-pip-version-check uv==0.13.9 pip-audit==2.10.1
	@touch $@
