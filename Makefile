# Needs git, make and python3 >= 3.11 with venv. Everything else comes into .venv, from PyPI.
# Every path here is relative, so the checkout may lie in a folder with spaces in its name.

PYTHON ?= python3
WORKERS ?= 3
PYTEST = .venv/bin/python -m pytest

# What uv would take from elsewhere: another Python, another environment.
export UV_PROJECT_ENVIRONMENT = .venv
export UV_PYTHON_DOWNLOADS = never
unexport VIRTUAL_ENV

.DEFAULT_GOAL := help
.PHONY: help install demo test check bench bench-day bench-live bench-wait shots lint format system

help: ## show what can be made
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)$$/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-18s %s\n", $$1, $$2 }'

install: .venv/.installed ## install the program and its tools into .venv
	@:

demo: install ## install, then serve a demonstration centre (PORT=8000, DATA=folder)
	@exec .venv/bin/onestop demo $(if $(PORT),--port "$(PORT)") $(if $(DATA),--data "$(DATA)")

test: install system lint ## run every check and every test (WORKERS=3, ARGS=for pytest)
	@$(PYTEST) -q -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

check: install lint ## run what is quick: lint, types, contracts, rules and house tests; under a minute
	@$(PYTEST) -q -n $(WORKERS) --dist loadfile -m "not browser and not postgres" \
		tests/rules tests/house tests/use_cases --ignore=tests/house/test_wheel.py $(ARGS)

bench: install ## measure, one benchmark after another
	@for bench in tests/bench/bench_*.py; do \
		name="$${bench##*/}"; [ "$$name" = bench_day.py ] && continue; echo "== $${name%.py}"; \
		.venv/bin/python -m "tests.bench.$${name%.py}" || exit 1; \
	done

bench-live: install ## send a call to 100, 500, 1,000 and 2,000 boards, beside a bare broadcast
	@BOARDS=$${BOARDS:-100,500,1000,2000} ROUNDS=$${ROUNDS:-40} .venv/bin/python -m tests.bench.bench_live

bench-wait: install ## replay real arrivals and tell how far the expected wait is right
	@.venv/bin/python -m tests.bench.bench_wait

bench-day: install ## replay a whole real day of a hall, ten minutes (SPEED=90; 60 takes fourteen)
	@.venv/bin/python -m tests.bench.bench_day $(if $(SPEED),--speed $(SPEED)) $(ARGS)

shots: install system ## take README's pictures anew, in the test that walks the whole job
	@rm -rf tests/shots && mkdir -p tests/shots docs/pictures
	@ONESTOP_SCREENSHOTS="$(CURDIR)/tests/shots" $(PYTEST) -q tests/browser/test_whole_job.py $(ARGS)
	@for picture in $$(grep -o 'docs/pictures/[a-z-]*\.png' README.md | sort -u); do \
		cp "tests/shots/$${picture##*/}" "$$picture" || exit 1; \
	done

lint: install ## look at style, form, types and import contracts
	@.venv/bin/ruff check --quiet .
	@.venv/bin/ruff format --check --quiet .
	@.venv/bin/mypy --no-error-summary
	@.venv/bin/lint-imports --no-logo >/dev/null || .venv/bin/lint-imports --no-logo

format: install ## put the code into its form
	@.venv/bin/ruff check --quiet --fix .
	@.venv/bin/ruff format --quiet .

system:
	@.ci/system-packages

.venv/.installed: pyproject.toml uv.lock | .venv/bin/uv
	@.venv/bin/uv sync --frozen --quiet
	@touch $@

.venv/bin/uv:
	@$(PYTHON) -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Cần python3 >= 3.11 có venv (Debian: python3-venv); hoặc: make install PYTHON=python3.12" >&2; \
		echo "This needs python3 >= 3.11 with venv (Debian: python3-venv); or: make install PYTHON=python3.12" >&2; \
		exit 1; }
	@$(PYTHON) -m venv .venv
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check 'uv>=0.13,<1'
