# The whole study: `make`, then `make test`. Works with GNU Make 3.81 and later.
# Stamps live in build/, which git ignores, so a fresh clone always executes everything.

PYTHON ?= python3
PY := .venv/bin/python
RUN := $(PY) -m helpers.compendium
RELEASE := $(PY) -m helpers.release

# Without this, every start of Python would compile the scientific packages again.
unexport PYTHONDONTWRITEBYTECODE
# Sums in another order differ in the last digit; one thread keeps the order.
export OPENBLAS_NUM_THREADS := 1

# Extras with a lock of their own, so that `make` and `make test` stay light.
APART := browser cluster release report
# As few versions a package as do; `make update` moves all, and gives each Python the newest that it can have.
LOCKING := --quiet --no-strip-extras --generate-hashes --universal --no-header --extra test --extra build \
	--fork-strategy $(or $(FORKS),fewest) $(UPGRADE)

# The studies shown as examples name their own declaration, so another one does not touch them.
BUNDLED := $(wildcard notebooks/[0-9]*.py)
SCRIPTS := $(sort $(if $(STUDY),$(or $(wildcard $(dir $(abspath $(STUDY)))[0-9]*.py),$(BUNDLED)), \
	$(BUNDLED) $(wildcard examples/*/[0-9]*.py)))
HELPERS := $(wildcard src/helpers/*.py src/helpers/*/*.py src/helpers/*/*/*.py)
# Another study is named by `make STUDY=path`; kernels start in notebooks/, where a relative path would name nothing.
ifdef STUDY
override STUDY := $(abspath $(STUDY))
export STUDY
endif
# Another study has stamps of its own, so that building it leaves the bundled one as it is.
STAMPS := build$(if $(STUDY),/$(subst /,_,$(STUDY)))
DATA := $(or $(STUDY),data/study.toml) $(if $(STUDY),$(wildcard $(dir $(STUDY))*.*)) \
	$(filter-out data/derived/%,$(wildcard data/*.csv data/*/*)) $(wildcard examples/*/*.toml examples/*/*.csv)
PAGES := $(wildcard docs/*.md docs/*.py docs/*/* tests/gates/*.py) README.md
# A notebook that somebody deleted is written again, though its script has not changed.
LOST := $(if $(STUDY),,$(filter-out $(wildcard notebooks/*.ipynb examples/*/*.ipynb),$(SCRIPTS:.py=.ipynb)))

.PHONY: all help env new results notebooks site report test test-long test-browser test-report wheel test-wheel citation test-release \
	release check lint forget coverage record lock update audit anywhere test-cluster sabotage mutants lab bench clean FORCE

all: $(STAMPS)/summary.stamp ## environment, notebooks, pages and a one-screen summary (the default)

help: ## list the targets, with what each took where it was measured (benchmarks/targets.py)
	@awk -F ':.*## ' 'FNR == NR { split($$0, part, "\""); took[part[2]] = part[4]; next } \
	/^[a-z-]+:.*## / { s = took[$$1]; t = s == "" ? "" : s < 90 ? sprintf(" [%.0f s]", s) : sprintf(" [%.0f min]", s / 60); \
	printf "  make %-13s %s%s\n", $$1, $$2, t }' data/measured/targets.csv Makefile

env: build/env.stamp ## build .venv from the lock, hashes verified

new: build/env.stamp ## draft a study from an export: make new FROM=export.csv TO=folder
	@$(RUN) new "$(TO)" --from "$(FROM)" $(SAY)

results: $(STAMPS)/results.stamp ## write data/derived/ and the answer that README quotes

notebooks: $(STAMPS)/notebooks.stamp ## execute what changed

site: $(STAMPS)/site.stamp ## render the readable pages into build/site

report: build/report.stamp $(STAMPS)/inputs.stamp ## the report of a study as Word and PDF
	@build/report/bin/python -m helpers.compendium report

check: lint ## lint, unit tests and doctests, in seconds
	@$(PY) -m pytest tests src/helpers --doctest-modules -m "not slow and not long" -p no:nbval -n 2

# What was green is forgotten first, so that no release rests on an older run than the last.
test: forget lint ## all tests but the long ones, the gates on notebooks, data and claims, and nbval
	@$(PY) -m pytest tests src/helpers --doctest-modules -m "not long" -p no:nbval -n 2 --dist loadfile
	@$(PY) -m pytest notebooks examples --nbval --nbval-current-env -n 2 --dist loadfile
	@$(if $(STUDY),,$(RELEASE) green)

lint: build/env.stamp ## style and types
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check --quiet .
	@$(PY) -m mypy

forget:
	@rm -f build/green

coverage: build/env.stamp ## which lines of the helpers no test runs; takes minutes
	@$(PY) -m coverage erase
	@$(PY) -m pytest tests src/helpers --doctest-modules -p no:nbval -n 2 --dist loadfile --cov --cov-report=term

record: build/env.stamp ## record results (SHA256SUMS) and tests (tests/manifest.txt) as they are now
	@$(PY) tests/committed.py

lock: build/env.stamp ## resolve requirements.lock anew from pyproject.toml, keeping what still fits
	@.venv/bin/uv pip compile $(LOCKING) --extra site --output-file requirements.lock pyproject.toml > build/lock.txt
	@for extra in $(APART); do .venv/bin/uv pip compile $(LOCKING) --extra $$extra --constraint requirements.lock \
		--output-file requirements-$$extra.lock pyproject.toml > build/lock.txt || exit 1; done
	@.venv/bin/uv pip compile --quiet --generate-hashes --universal --no-header $(UPGRADE) --group pyproject.toml:citation \
		--output-file requirements-citation.lock > build/lock.txt

update: ## move the lock to the newest releases, rerun all, and show what changed in results; takes minutes
	@"$(PYTHON)" tests/update.py

audit: build/env.stamp ## known vulnerabilities of all that is locked; says so where the advisories cannot be read
	@$(PY) tests/audit.py

test-long: build/env.stamp ## the tests that `make test` has no time for
	@$(PY) -m pytest tests -m long -p no:nbval -n 2 --dist loadfile

anywhere: test-long ## those tests, and the same bytes under every setting that this machine can stand in for; takes minutes
	@$(PY) tests/anywhere.py

test-browser: build/browser.stamp $(STAMPS)/site.stamp ## JupyterLab and the site in Chromium: what a reader sees; takes minutes
	@build/browser/bin/python -m pytest tests/browser/notebooks_in_lab.py tests/browser/site_pages.py -p no:nbval

test-cluster: build/cluster.stamp ## the simulations on two Dask workers, one of them killed in flight
	@build/cluster/bin/python -m pytest tests/simulation/cluster.py -p no:nbval

wheel: build/env.stamp ## the estimator as an installable package of its own, in build/wheel
	@$(RELEASE) wheel

test-wheel: build/env.stamp ## the wheel in fresh environments, one a Python, its examples run there
	@PYTHONPATH=tests $(PY) tests/release/wheel.py

citation: build/citation.stamp ## whether CITATION.cff is valid
	@build/citation/bin/cffconvert --validate -i CITATION.cff

test-release: build/release.stamp citation ## the metadata of a release, read by tools that others wrote
	@build/release/bin/python -m pytest tests/release/packages.py -p no:nbval

release: build/release.stamp report site ## the archive with checksums, in build/archive; refused while a gate is red
	@$(RELEASE) committed
	@$(RELEASE) check 2> /dev/null || $(MAKE) test
	@$(MAKE) test-long test-report test-release test-wheel
	@build/release/bin/python -m helpers.release archive

test-report: build/report.stamp ## the report as Word and PDF, opened again and compared, and the path of a newcomer to it
	@build/report/bin/python -m pytest tests/report/documents.py tests/report/first_study.py -p no:nbval

sabotage: build/env.stamp ## spoil copies in every way that the gates are shown, and print who caught it
	@PYTHONPATH=tests $(PY) tests/sabotage.py

mutants: build/env.stamp ## spoil the core by small faults and list what no test notices: make mutants ROOM=wtp SEED=1 AGAIN=1; takes minutes
	@PYTHONPATH=tests $(PY) tests/mutation.py $(ROOM) $(if $(SEED),--seed $(SEED)) $(if $(AGAIN),--again)

lab: export JUPYTER_CONFIG_PATH := $(CURDIR)/.jupyter
# Settings and layouts of a reader stay where `make clean` takes them away.
lab: export JUPYTERLAB_SETTINGS_DIR := $(CURDIR)/build/lab/settings
lab: export JUPYTERLAB_WORKSPACES_DIR := $(CURDIR)/build/lab/workspaces
lab: build/env.stamp ## open JupyterLab at the answer, README beside it
	@.venv/bin/jupyter lab workspaces import .jupyter/workspace.json > build/workspace.txt
	@.venv/bin/jupyter lab --notebook-dir=. --LabApp.default_url=/lab/workspaces/compendium $(LAB)

bench: build/env.stamp ## time the estimator beside its peers; writes build/bench.csv
	@PYTHONPATH=tests $(PY) benchmarks/valuation.py

clean: ## remove everything that make built, .venv included
	@rm -rf build .venv .pytest_cache .ruff_cache .hypothesis

build/env.stamp: requirements.lock pyproject.toml
	@command -v "$(PYTHON)" >/dev/null || { echo "Python 3.11 or newer is needed but '$(PYTHON)' was not found: install it, or name one with 'make PYTHON=/path/to/python'." >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed but '$(PYTHON)' is older: name a newer one with 'make PYTHON=python3.11'." >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { echo "This Python has no venv module: install it (on Debian: python3-venv) and run make again." >&2; exit 1; }
	@mkdir -p build
	@echo "environment: building .venv from requirements.lock"
	@"$(PYTHON)" -m venv --clear .venv
	@uv=$$(command -v uv || true); \
	if [ -z "$$uv" ]; then \
	  awk '/^[^ #]/ { wanted = /^uv==/ } wanted' requirements.lock > build/uv.txt; \
	  if $(PY) -m pip install --quiet --require-hashes -r build/uv.txt; then uv=.venv/bin/uv; fi; \
	fi; \
	if [ -n "$$uv" ] && "$$uv" pip install --quiet --python $(PY) --require-hashes -r requirements.lock; then :; \
	else echo "uv is not usable here: installing with pip, which takes some minutes."; \
	  $(PY) -m pip install --quiet --require-hashes -r requirements.lock; fi
	@$(PY) -m pip install --quiet --no-deps --no-build-isolation -e .
# Python reads this in the terminal's encoding, which may lack letters of a whole path.
	@for file in .venv/lib/python*/site-packages/helpers.pth; do echo ../../../../src > "$$file"; done
	@touch $@

# Apart from all others: it wants older versions of what they need.
build/citation.stamp: requirements-citation.lock build/env.stamp
	@$(PY) -m venv --clear --without-pip build/citation
	@.venv/bin/uv pip install --quiet --python build/citation/bin/python --require-hashes -r $<
	@touch $@

# An environment of its own for each extra that few need.
build/%.stamp: requirements-%.lock build/env.stamp
	@$(PY) -m venv --clear --without-pip build/$*
	@.venv/bin/uv pip install --quiet --python build/$*/bin/python --require-hashes -r requirements-$*.lock
	@.venv/bin/uv pip install --quiet --python build/$*/bin/python --no-deps --no-build-isolation -e .
	@touch $@

$(STAMPS)/inputs.stamp: build/env.stamp $(DATA) $(HELPERS)
	@mkdir -p $(STAMPS)
	@$(RUN) validate
	@touch $@

$(STAMPS)/results.stamp: $(STAMPS)/inputs.stamp
	@echo "results: writing the derived files$(if $(STUDY),, and the answer in README.md)"
	@$(RUN) results
	@touch $@

# An edited notebook reruns itself; anything else that is newer reruns them all.
$(STAMPS)/notebooks.stamp: $(STAMPS)/inputs.stamp $(SCRIPTS) $(if $(LOST),FORCE)
	@echo "notebooks: executing what changed"
	@$(RUN) run $(if $(filter build/%,$?),$(SCRIPTS),$(sort $(filter $(SCRIPTS),$?) $(LOST:.ipynb=.py)))
	@touch $@

$(STAMPS)/site.stamp: $(STAMPS)/results.stamp $(STAMPS)/notebooks.stamp $(PAGES)
	@echo "site: rendering the pages"
	@$(RUN) site
	@touch $@

$(STAMPS)/summary.stamp: $(STAMPS)/site.stamp
	@$(RUN) summary
	@touch $@
