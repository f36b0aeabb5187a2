# The two commands are `make run` and `make test`; `make help` lists the rest.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
# What Python has compiled is kept, whatever the shell's own setting: a test run starts sixty processes of the program.
export PYTHONDONTWRITEBYTECODE :=

PORT ?= 8501
PYTHON := .venv/bin/python
# The lists name every part with its versions and hashes: nothing is left to resolve (`make check` asks pip).
# For a server, Python files are compiled and the front end is compressed; a test run compiles what it imports.
PIP := $(PYTHON) -m pip --disable-pip-version-check --no-input install --quiet --require-hashes --no-deps --no-compile
# ADDRESS=0.0.0.0 listens on every interface in place of this machine's own.
SERVE := $(PYTHON) -m streamlit run dashboard.py --server.port=$(PORT) $(if $(ADDRESS),--server.address=$(ADDRESS))
LOCK := $(PYTHON) -m uv --quiet pip compile --universal --python-version 3.11 --generate-hashes --no-header \
	--no-emit-index-url --no-emit-find-links

.PHONY: help run dev test system-packages check audit lock clean bench abuse soak screenshots wheelhouse

help: ## この一覧 / this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 18

run: .venv/run.stamp ## ダッシュボードを開く(PORT=8501) / serve the dashboard (PORT=8501)
	@echo "→ http://localhost:$(PORT)  (Ctrl+C で終了 / Ctrl+C to stop)"
	@exec $(SERVE)

dev: .venv/run.stamp ## 保存すると再読み込みする開発用 / serve, reloading on every save
	@echo "→ http://localhost:$(PORT)  (Ctrl+C で終了 / Ctrl+C to stop)"
	@exec $(SERVE) --server.fileWatcherType=auto --server.runOnSave=true --client.toolbarMode=developer

test: ## 準備から全テストまで / set up and run every test
	@scripts/test

system-packages:
	@scripts/install-packages $$(cat scripts/system-packages.txt)

check: .venv/test.stamp ## 書式・型・依存関係の検査 / lint, types, import contracts
	@$(PYTHON) -m pip --disable-pip-version-check check
	@$(PYTHON) -m ruff check --quiet
	@$(PYTHON) -m ruff format --check --quiet
	@$(PYTHON) -m mypy
	@.venv/bin/lint-imports --no-cache

audit: .venv/test.stamp ## 部品の既知の脆弱性を調べる / known vulnerabilities of the requirements
	@scripts/audit

lock: .venv/test.stamp ## requirements*.txt を作り直す / compile requirements*.txt anew
	@$(LOCK) requirements.in --output-file requirements.txt
	@$(LOCK) requirements-dev.in --output-file requirements-dev.txt
	@$(LOCK) requirements-bench.in --output-file requirements-bench.txt
	@$(LOCK) requirements-pip.in --output-file requirements-pip.txt

# BENCH=--quick takes three minutes and says less.
bench: .venv/bench.stamp .venv/run.stamp ## 性能の測定(BENCH=--quick で短く) / measure, beside the floors (BENCH=--quick: shorter)
	@$(PYTHON) -m bench $(BENCH)

# ABUSE=--quick only shows that it works.
abuse: .venv/bench.stamp .venv/run.stamp ## 攻撃を受けながらの応答とメモリー(ABUSE=--quick で短く) / readers beside abuse, memory (ABUSE=--quick: shorter)
	@$(PYTHON) -m bench.abuse $(ABUSE)

soak: .venv/test.stamp ## 長時間の試験 / the long tests in full
	@KDX_SOAK=1 $(PYTHON) -m pytest tests/publications tests/database tests/meeting

screenshots: .venv/test.stamp ## 全画面の画像を screenshots/ に作る / pictures of every page
	@$(PYTHON) -m scripts.screenshots

wheelhouse: .venv/test.stamp ## 閉域網に持ち込む部品一式を作る / everything for a server without internet, in wheelhouse/
	@scripts/make-wheelhouse wheelhouse

clean: ## 仮想環境と一時ファイルを消す / remove the environment and caches (var/ stays)
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache screenshots
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamps are newer than what they were made from: nothing is installed again until a file changes.
.venv/made.stamp: scripts/make-venv requirements-pip.txt
	@scripts/make-venv .venv
	@$(PIP) --requirement requirements-pip.txt
	@touch $@

.venv/installed.stamp: requirements.txt .venv/made.stamp
	@echo "部品をインストールしています(初回は数分かかります) / installing the requirements"
	@$(PIP) --requirement requirements.txt
	@touch $@

.venv/run.stamp: .venv/installed.stamp kdx_metrics/web/compressing.py
	@echo "配信の準備をしています / preparing to serve"
	@$(PYTHON) -m compileall -qq -j 0 .venv/lib || true # some parts bring files that are not meant to compile
	@$(PYTHON) -m kdx_metrics.web.compressing
	@touch $@

.venv/test.stamp: requirements.txt requirements-dev.txt .venv/made.stamp
	@echo "テスト用の部品をインストールしています / installing what the tests need"
	@$(PIP) --requirement requirements.txt --requirement requirements-dev.txt
	@touch .venv/installed.stamp $@

.venv/bench.stamp: requirements-bench.txt .venv/test.stamp
	@$(PIP) --requirement requirements.txt --requirement requirements-dev.txt --requirement requirements-bench.txt
	@touch $@
