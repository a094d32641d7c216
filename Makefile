# Agent Store. `make` lists what there is.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
export PYTHONPATH := $(CURDIR)
export PYTHONWARNINGS :=
PY := .venv/bin/python
BRAND ?= fashion
CHANNEL ?= whatsapp
ID ?=
MODEL ?= $(LLM_MODEL)
PURCHASES ?= 50
IMAGE ?= dev.local/agent-store/functions:0.1.0
THINKING_IMAGE ?= dev.local/agent-store/thinking:0.1.0

.PHONY: help
help: ## This list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z0-9-]+:.*## / {printf "  \033[36m%-14s\033[0m %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# ---- set-up -----------------------------------------------------------------
.PHONY: needs
needs:
	@command -v python3 >/dev/null || { echo "Agent Store needs Python 3.11 or newer: install python3." >&2; exit 1; }
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Agent Store needs Python 3.11 or newer; python3 here is $$(python3 -V)." >&2; exit 1; }
	@python3 -c 'import venv, ensurepip' 2>/dev/null || { echo "Agent Store needs Python's venv module: install python3-venv." >&2; exit 1; }

.PHONY: needs-java
needs-java:
	@command -v mongod >/dev/null || [ -n "$${MONGODB_URI:-}" ] || { command -v java >/dev/null && command -v mvn >/dev/null; } || { echo "Agent Store needs a JDK 17 with Maven (for its embedded MongoDB-compatible store)." >&2; exit 1; }

.setup-local: requirements/local.txt requirements/llm.txt requirements/setup.txt | needs
	@[ -x $(PY) ] || python3 -m venv .venv
	@$(PY) -m pip install -q --disable-pip-version-check --require-hashes -r requirements/setup.txt
	@[ -f .setup-dev ] || .venv/bin/uv pip sync -q --python $(PY) --require-hashes requirements/local.txt requirements/llm.txt
	@touch $@

.setup-dev: requirements/dev.txt requirements/setup.txt package-lock.json | needs
	@[ -x $(PY) ] || python3 -m venv .venv
	@$(PY) -m pip install -q --disable-pip-version-check --require-hashes -r requirements/setup.txt
	@.venv/bin/uv pip sync -q --python $(PY) --require-hashes requirements/dev.txt
	@command -v npm >/dev/null || { echo "Agent Store needs Node 20 or newer (npm) for its tests." >&2; exit 1; }
	@npm ci --silent --no-audit --no-fund
	@touch $@ .setup-local

# What a function's image has, no more: tools beside it (rich, say) are loaded by libraries that find them.
.setup-bench: requirements/local.txt requirements/llm.txt requirements/setup.txt | needs
	@[ -x .venv-bench/bin/python ] || python3 -m venv .venv-bench
	@.venv-bench/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/setup.txt
	@.venv-bench/bin/uv pip sync -q --python .venv-bench/bin/python --require-hashes requirements/local.txt
	@.venv-bench/bin/uv pip install -q --python .venv-bench/bin/python --target .venv-bench/thinking --no-deps --require-hashes -r requirements/llm.txt
	@touch $@

.PHONY: setup
setup: .setup-dev ## Install everything into .venv

COMPILE := .venv/bin/uv pip compile -q --generate-hashes --no-emit-index-url --no-header --python-version 3.11
.PHONY: lock
lock: .setup-dev ## Lock requirements again after editing an .in file
	@for name in setup runtime local dev; do $(COMPILE) requirements/$$name.in -o requirements/$$name.txt; done
	@$(COMPILE) -c requirements/dev.txt requirements/llm.in -o requirements/llm.txt

# ---- run --------------------------------------------------------------------
.PHONY: run
run: .setup-local needs-java ## Start the whole shop on this machine
	@exec $(PY) -m knative.local

.PHONY: stop
stop: .setup-local ## Stop the shop that runs here
	@exec $(PY) -m knative.local.stop

.PHONY: chat
chat: .setup-local ## Talk to the shop: BRAND=fashion CHANNEL=whatsapp|web
	@exec $(PY) -m knative.local.chat --brand $(BRAND) --channel $(CHANNEL)

.PHONY: trace
trace: .setup-local ## One message's walk through the functions: ID=<correlation id>
	@exec $(PY) -m knative.local.trace $(ID)

.PHONY: dead-letters
dead-letters: .setup-local ## What could not be handled (REPLAY=1 hands it to the broker again)
	@exec $(PY) -m knative.local.dead_letters $(if $(REPLAY),--replay)

.PHONY: seed
seed: .setup-local ## Load the demo catalog, FAQ and codes into the running shop's store
	@exec $(PY) -m knative.local.seed

# ---- prove ------------------------------------------------------------------
.PHONY: test
test: .setup-dev needs-java ## Every test that needs no cluster
	@$(PY) -m pytest -n 2 --dist loadgroup -q -m "not journey and not chaos and not e2e"

.PHONY: journeys
journeys: .setup-dev needs-java ## Shoppers against the whole running shop, then faults while they buy (PURCHASES=50; SEED=7 shuffles)
	@PURCHASES=$(PURCHASES) $(PY) -m pytest -q $(if $(SEED),--randomly-seed=$(SEED),-p no:randomly) -m "journey or chaos" tests/journeys tests/chaos

.PHONY: lint
lint: .setup-dev ## Style, types, imports, dependencies, spelling
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/pyright
	@.venv/bin/lint-imports
	@.venv/bin/deptry .
	@.venv/bin/typos

.PHONY: schemas
schemas: .setup-dev ## Write docs/events and functions/README.md from the code
	@$(PY) -m tests.support.generate

.PHONY: verify
verify: .setup-dev ## Fail if a generated file is stale
	@$(PY) -m tests.support.generate --check

.PHONY: check
check: lint verify test ## What CI runs

.PHONY: bench
bench: .setup-bench needs-java ## Measure: a table, and bench.json
	@.venv-bench/bin/python -m tests.bench

.PHONY: bench-thinking
bench-thinking: .setup-dev needs-java ## The loop of sellers that think, without model time, beside one in a single process; bench-thinking.json
	@$(PY) -m tests.bench.thinking

.PHONY: eval
eval: .setup-dev ## Conversations with a real model, judged: MODEL=openai/… and its key (TRIALS=4, TASKS=add-, CENTS=40); eval.json
	@LOG_LEVEL=$${LOG_LEVEL:-error} LLM_MODEL="$(MODEL)" $(PY) -m tests.eval

.PHONY: bench-cluster
bench-cluster: .setup-dev needs-java ## The same on a Knative cluster, and bench-cluster.json: KUBECONFIG, or E2E_CLUSTER_UP starts one (tests/bench/cluster/run)
	@tests/bench/cluster/run

.PHONY: e2e
e2e: .setup-dev needs-java ## The journeys on a real Knative cluster: KUBECONFIG, or E2E_CLUSTER_UP starts one (tests/e2e/run)
	@tests/e2e/run

.PHONY: image
image: .setup-dev ## The image of all functions and that of those that think, as OCI archives in dist/, and what is in them (root, mmdebstrap)
	@mkdir -p dist && helm/image/rootfs dist/rootfs.tar
	@$(PY) -m helm.image.archive dist/functions.tar --rootfs dist/rootfs.tar --name $(IMAGE) --thinking $(THINKING_IMAGE) dist/thinking.tar
	@$(PY) -m helm.image.sbom dist/functions.tar --out dist/functions.cdx.json
	@$(PY) -m helm.image.sbom dist/thinking.tar --out dist/thinking.cdx.json --locked requirements/runtime.txt requirements/llm.txt

.PHONY: clean
clean: ## Remove what was generated and the local shop's data
	@rm -rf .data .venv .venv-bench .setup-* .pytest_cache .ruff_cache .hypothesis bench.json bench-thinking.json eval.json
