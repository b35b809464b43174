# 政策问答助手：make run 启动页面，make test 运行全部检查。两者都会自行准备好 .venv。
#
#   make run  PORT=8080 HOST=127.0.0.1      换端口或地址
#   make setup PIP_TORCH_ARGS="…"           为 torch 的安装另加 pip 参数（例如指定只含 CPU 版的来源）
#   make setup PYTHON=/path/to/python3.11   指定解释器
#   make test PYTEST_ARGS="-n 2 -k numerals"；连同慢的测试（网页各流程）：PYTEST_ARGS="-n 2 -m ''"
#   make gate                               答题评测，按 eval/gate.toml 把关

PYTHON ?= python3.11
HOST ?= 127.0.0.1
PORT ?= 7860
PIP_TORCH_ARGS ?=
PYTEST_ARGS ?= -n 2

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet
TORCH := $(shell sed -n 's/^\(torch==.*\)/\1/p' constraints.txt)
# The stamp carries the checksum of what it was installed from: changed versions set up again, a mere checkout does not.
KEY := $(shell cat pyproject.toml constraints.txt | cksum | tr ' ' '-')
READY := $(VENV)/.ready-$(KEY)
READY_DEV := $(VENV)/.ready-dev-$(KEY)

export HF_HUB_OFFLINE := 1
export TRANSFORMERS_OFFLINE := 1
export GRADIO_ANALYTICS_ENABLED := False
export ANONYMIZED_TELEMETRY := False
export LANGSMITH_TRACING := false
export PYTHONUTF8 := 1

.DEFAULT_GOAL := help
.PHONY: help run setup setup-dev lint test gate clean

help:
	@sed -n '1,7s/^# \{0,1\}//p' Makefile

run: $(READY)
	@$(BIN)/python -m index build
	@exec $(BIN)/python -m assistant serve --host $(HOST) --port $(PORT)

setup: $(READY)

setup-dev: $(READY_DEV)

# torch goes first and alone: the rest then finds it satisfied and brings no other build of it.
$(READY):
	@command -v $(PYTHON) >/dev/null || { echo "找不到 $(PYTHON)。请先安装 Python 3.11，或用 make PYTHON=… 指定解释器。" >&2; exit 1; }
	@echo "正在准备运行环境 $(VENV)（首次需要几分钟）……"
	@$(PYTHON) -m venv $(VENV) || { echo "创建虚拟环境失败。Debian/Ubuntu 请先安装 python3.11-venv。" >&2; exit 1; }
	@rm -f $(VENV)/.ready-*
	@$(PIP) -U pip
	@echo "  1/2 安装 $(TORCH)"
	@$(PIP) $(PIP_TORCH_ARGS) "$(TORCH)"
	@echo "  2/2 安装其余组件"
	@$(PIP) -e . -c constraints.txt
	@touch $@
	@echo "运行环境已就绪。"

$(READY_DEV): $(READY)
	@echo "正在安装检查工具……"
	@$(PIP) -e ".[dev]" -c constraints.txt
	@touch $@

lint: $(READY_DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint
	$(BIN)/python -m pytest $(PYTEST_ARGS)

# Exit code 1: below the gate; 2: could not run, or cannot be told. The report lies in build/eval.
gate: $(READY)
	$(BIN)/python -m index build
	$(BIN)/python -m eval check --quiet
	$(BIN)/python -m eval run --suite all --workers 2 --gate --out build/eval

clean:
	rm -rf $(VENV) build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
