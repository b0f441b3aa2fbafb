# 积分: `make site` 生成网站，`make help` 列出其余命令。
# Everything is installed into .venv, from hash-locked lists; nothing outside this folder is touched,
# except that root on Debian gets the system packages that are missing (it is said which).

.DEFAULT_GOAL := help
.PHONY: help site serve demo test bench mutants lint format release lock clean

# The first Python on PATH that is new enough; `make PYTHON=… site` names another.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)

VENV := .venv
RUN := $(VENV)/bin/python -m
PIP := $(RUN) pip --disable-pip-version-check --quiet
AXE := node_modules/axe-core/axe.min.js

# Silences the end-of-life notice of Material, which is known and planned for.
export NO_MKDOCS_2_WARNING := 1

# $(call apt,packages): true if they could be installed, which is for root on Debian only.
apt = { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && \
	echo "正在安装系统软件包 installing: $(1)" && export DEBIAN_FRONTEND=noninteractive && \
	{ apt-get install -qq -y --no-install-recommends $(1) >/dev/null 2>&1 || \
	{ apt-get update -qq && apt-get install -qq -y --no-install-recommends $(1) >/dev/null; }; }; }

# $(call install,lock file): from the machine's registry; what arrives is held to its digest.
install = echo "正在安装 installing: $(1)"; $(PIP) install --require-hashes -r $(1) || \
	{ echo "无法安装 $(1)：这里没有软件源。没有软件源的内网机器，用 make release 做成的发布来安装。" >&2; exit 1; }

# $(call loud,message): what a reader of a long test run must not overlook.
loud = printf '\n!!! %s\n!!! %s\n\n' $(1) >&2

help:
	@echo "make site    生成网站到 site/            build the site"
	@echo "make serve   本机预览，改动后自动重建     preview, rebuilt on change"
	@echo "make demo    把审批从头到尾演一遍         play all of approval, and who cheats (DEMO=folder)"
	@echo "make test    运行全部测试                 run the tests"
	@echo "make bench   测量速度和内存               measure speed and memory"
	@echo "make mutants 检验测试能否发现错误         would the tests notice (MUTANTS_ARGS, hours)"
	@echo "make lint    检查代码                     check the code (make format mends the layout)"
	@echo "make release 做成发布，带进内网安装       all that an intranet needs, in one folder (RELEASE=folder)"
	@echo "make lock    更新依赖锁定文件             renew the locked requirements"
	@echo "make clean   删除 make 产生的文件         remove what make made (release/ stays)"

site: $(VENV)/.runtime
	@$(RUN) mkdocs build --strict

serve: $(VENV)/.runtime
	@$(RUN) generator serve

# Three months on a real server with its gate; in a temporary folder, or in DEMO=folder (empty).
demo: $(VENV)/.runtime
	@command -v ssh-keygen >/dev/null || $(call apt,openssh-client) || :
	@$(RUN) demo $(if $(DEMO),--folder "$(DEMO)") $(DEMO_ARGS)

test: $(VENV)/.dev $(VENV)/.mutants
	@PATH="$$PATH:/usr/sbin"; command -v sshd >/dev/null || $(call apt,openssh-server) || \
		$(call loud,"没有 sshd，经 ssh 推送的测试跳过。请安装 openssh-server 后重跑。" \
			"No sshd: the tests of pushes over ssh are skipped. Install openssh-server and run again.")
	@if ! { { [ -n "$$JIFEN_CHROMIUM$$(command -v chromium || command -v chromium-browser \
		|| command -v google-chrome)" ] && $(RUN) playwright --version >/dev/null 2>&1; } \
		|| $(call apt,chromium fonts-noto-cjk libatomic1); }; then \
		export JIFEN_SKIP_BROWSER=1; \
		$(call loud,"没有 Chromium，所有浏览器测试都跳过。请安装 chromium 和 libatomic1 后重跑。" \
			"No Chromium: all browser tests are skipped. Install chromium and libatomic1 and run again."); \
	elif ! $(MAKE) -s $(AXE); then \
		export JIFEN_SKIP_AXE=1; \
		$(call loud,"没有 axe-core（需要 npm），无障碍测试跳过。" \
			"No axe-core (it needs npm): the accessibility tests are skipped."); \
	fi; \
	$(RUN) pytest $(PYTEST_ARGS)

bench: $(VENV)/.bench
	@$(RUN) benchmarks $(BENCH_ARGS)

# Three hours at most; run again, it goes on where it stopped.
mutants: $(VENV)/.mutants
	@$(RUN) benchmarks.mutants $(or $(MUTANTS_ARGS),--write)

lint: $(VENV)/.dev
	$(RUN) ruff check
	$(RUN) ruff format --check
	$(RUN) mypy
	@! grep -nE '[a-z]+://' requirements*.in requirements*.txt package-lock.json || \
		{ echo "锁定文件里不能有网址。 No addresses in lock files." >&2; exit 1; }

format: $(VENV)/.dev
	$(RUN) ruff check --fix-only
	$(RUN) ruff format

# The program and all that it needs, for Linux and Windows, from the commit that is checked out.
release: $(VENV)/.runtime
	@$(RUN) delivery $(if $(RELEASE),--out "$(RELEASE)")

# Some releases ask for a later 3.11 than Debian 12 has, so only that one may resolve the lists.
# --build-deps-for: setuptools is locked too, so that no step of an installation looks elsewhere.
LOCK := CUSTOM_COMPILE_COMMAND="make lock" .cache/lock/bin/python -m piptools compile --quiet --upgrade \
	--allow-unsafe --build-deps-for=editable --generate-hashes --strip-extras --no-emit-options \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host pyproject.toml

lock: .cache/lock/.created
	$(LOCK) --output-file=requirements.txt
	$(LOCK) --output-file=requirements-dev.txt --extra=dev --constraint=requirements.txt
	$(LOCK) --output-file=requirements-bench.txt --extra=bench --constraint=requirements-dev.txt
	$(LOCK) --output-file=requirements-mutants.txt --extra=mutants --constraint=requirements-dev.txt
	npm install --package-lock-only

clean:
	rm -rf $(VENV) site build dist node_modules .cache jifen.egg-info
	rm -rf .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# ------------------------------------------------------------------ what the targets stand on

$(VENV)/.created:
	@[ -n "$(PYTHON)" ] && $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "需要 Python 3.11 或更新版本。 Python 3.11 or newer is needed: make PYTHON=… site" >&2; exit 1; }
	@$(PYTHON) -c 'import venv; from ensurepip import version' 2>/dev/null || $(call apt,python3-venv) || \
		{ echo "缺少 Python 的 venv 模块，请先安装。 Please install it first: apt-get install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@

# The project itself is installed as a link to this folder: that is what makes the `jifen` command
# and the MkDocs plugin known. Without build isolation it needs no registry.
$(VENV)/.runtime: $(VENV)/.created requirements.txt pyproject.toml
	@$(call install,requirements.txt)
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements-dev.txt
	@$(call install,requirements-dev.txt)
	@touch $@

$(VENV)/.bench: $(VENV)/.runtime requirements-bench.txt
	@$(call install,requirements-bench.txt)
	@touch $@

$(VENV)/.mutants: $(VENV)/.dev requirements-mutants.txt
	@$(call install,requirements-mutants.txt)
	@touch $@

$(AXE): package-lock.json
	@command -v npm >/dev/null || $(call apt,npm)
	@npm ci --silent --fetch-retries=1
	@touch $@

.cache/lock/.created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:3] > (3, 11, 2))' || \
		{ echo "make lock needs the oldest Python in use, Debian 12's 3.11.2: make PYTHON=… lock" >&2; exit 1; }
	@$(PYTHON) -m venv --clear .cache/lock
	@.cache/lock/bin/python -m pip --quiet install pip-tools==7.6.2
	@touch $@
