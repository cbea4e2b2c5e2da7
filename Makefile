# `make up` and `make test` do everything on a machine with Python 3.11 and make.

VENV    := .venv
BIN     := $(VENV)/bin
BENCH   := $(VENV)/bench
PYTHON  ?= $(shell command -v python3.11 || command -v python3)
PACKAGES := $(wildcard libs/*/ services/*/) gateway/ portal/ simulators/
SOURCES := $(wildcard libs/*/src services/*/src) gateway/src portal/src simulators/src
VAR     ?= var
PORT    ?= 8080
TESTS   ?=
AUDIT   ?=
JOBS    ?= 2

.DEFAULT_GOAL := help

help: ## what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

up: $(VENV)/installed ## everything in one process, with a demo caseload, on http://127.0.0.1:8080
	$(BIN)/lingbu up --var $(VAR) --port $(PORT)

demo: $(VENV)/installed ## one case of 2019-04-01 told step by step
	$(BIN)/lingbu demo

test: $(VENV)/installed-dev ## unit, house, end-to-end and (with servers) connected tests
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile $(TESTS)

soak: SEED ?= $(shell $(PYTHON) -c 'import secrets; print(secrets.randbelow(10**9))')
soak: $(VENV)/installed-dev ## a million steps of the state machines, races at the posts, 10,000 cases under 200 faults; SEED=… repeats it
	LINGBU_SEED=$(SEED) LINGBU_STEPS=500000 $(BIN)/python -m pytest -s -n $(JOBS) --dist loadfile tests/model/test_review_walks.py \
	  tests/model/test_payments_walks.py tests/model/machines_can_fail.py
	SEED=$(SEED) LINGBU_EXAMPLES=200 $(BIN)/python -m pytest tests/openapi
	PYTHONPATH=tests $(BIN)/python -m drills run --seed $(SEED) --cases 10000 --faults 200
	SEED=$(SEED) LINGBU_RACES=10000 $(BIN)/python -m pytest services/review/tests/test_review_two_hands.py

drills: SEED ?= 0
drills: CASES ?= 200
drills: FAULTS ?= 36
drills: $(VENV)/installed-dev ## whole cases under faults on private servers, then an audit; SEED=… CASES=… FAULTS=… repeats it
	PYTHONPATH=tests $(BIN)/python -m drills run --seed $(SEED) --cases $(CASES) --faults $(FAULTS)

bench: $(VENV)/installed-dev $(VENV)/installed-bench ## measurements, small; SIZE=full as large as they come, some hours on a quiet machine
ifeq ($(SIZE),full)
	$(BENCH)/bin/python bench/step_cost.py --cases 300 --rounds 5
	$(BIN)/python bench/deadlines.py --deadlines 1000000
	for cases in 0 100000 1000000; do $(BIN)/python bench/lifecycle.py --shapes a b offered spike submit down \
	  --cases $$cases --lives 1000 --seconds 60 --warm 3 --rounds 5 || exit 1; done
	$(BIN)/python bench/month_end.py --lines 1000000
	$(BIN)/python bench/latency.py --rate 10 --seconds 30
	$(BIN)/python bench/pages.py
else
	$(BENCH)/bin/python bench/step_cost.py --cases 60 --rounds 3
	$(BIN)/python bench/deadlines.py --deadlines 10000
	$(BIN)/python bench/lifecycle.py --shapes a --lives 100 --users 10
	$(BIN)/python bench/latency.py --rate 2 --seconds 15
endif
	$(BIN)/python bench/benchmarks_page.py

check: $(VENV)/installed-dev ## style, types, imports, bandit, locks, licences, migrations = models, documents
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict $(addprefix -p ,kernel policy contracts outside servicekit partnercheck portal)
	$(BIN)/mypy --strict $(foreach s,intake review payments notify reporting partners,-p $(s).domain)
	$(BIN)/lint-imports
	$(BIN)/python -m pytest tests/checks

audit: $(VENV)/installed-dev ## published weaknesses of what is locked; needs a network, fails without an answer
	$(BIN)/pip-audit --strict --disable-pip --require-hashes --progress-spinner off $(AUDIT) \
	  -r requirements/runtime.txt -r requirements/dev.txt

format: $(VENV)/installed-dev ## let ruff put things in order
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: $(VENV)/installed-dev ## write requirements/*.txt anew from *.in
	$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url \
	  --no-emit-find-links --no-emit-trusted-host -o requirements/runtime.txt requirements/runtime.in
	$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url \
	  --no-emit-find-links --no-emit-trusted-host -o requirements/dev.txt requirements/dev.in
	$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url \
	  --no-emit-find-links --no-emit-trusted-host -o requirements/bench.txt requirements/bench.in

screenshots: $(VENV)/installed-dev ## pictures of every page, into docs/screenshots
	LINGBU_SCREENSHOTS=docs/screenshots $(BIN)/python -m pytest tests/browser/test_every_page.py

manual: $(VENV)/installed-dev ## the manual's pictures anew, into docs/manual/pictures; needs Chromium
	rm -rf build/screenshots
	LINGBU_SCREENSHOTS=build/screenshots $(BIN)/python -m pytest tests/browser/test_every_page.py -k everybody
	$(BIN)/python tests/browser/manual_pictures.py build/screenshots

clean: ## forget the demo's data (the installation stays)
	rm -rf $(VAR)

$(VENV)/installed: requirements/runtime.txt $(wildcard libs/*/pyproject.toml services/*/pyproject.toml gateway/pyproject.toml portal/pyproject.toml simulators/pyproject.toml)
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/runtime.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps $(addprefix -e ./,$(PACKAGES))
	touch $@

$(VENV)/installed-dev: $(VENV)/installed requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	touch $@

# Apart from the installation, of which it sees everything: what is compared is not what is delivered.
$(VENV)/installed-bench: $(VENV)/installed requirements/bench.txt
	$(BIN)/python -m venv $(BENCH)
	$(BIN)/python -c 'import sysconfig; print("import site; site.addsitedir(%r)" % sysconfig.get_path("purelib"))' \
	  > $(BENCH)/lib/$$($(BIN)/python -c 'import sys; print("python%d.%d" % sys.version_info[:2])')/site-packages/house.pth
	$(BENCH)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bench.txt
	touch $@

.PHONY: help up demo test soak drills bench check audit format lock screenshots manual clean
