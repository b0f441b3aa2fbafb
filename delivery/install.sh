#!/bin/sh
# 在 Linux 上安装积分 @VERSION@：install.sh [安装到的文件夹]
# 只用这个文件夹里的安装包，逐个核对摘要，不连任何网址。要用别的 Python：PYTHON=python3.12 ./install.sh
set -eu
here=$(cd "$(dirname "$0")" && pwd)
target=${1:-/opt/jifen-@VERSION@}

fits() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null
}

stop() {
    echo "$1" >&2
    exit 1
}

(cd "$here" && sha256sum --quiet --check SHA256SUMS) || stop "安装文件不完整或被改动过，没有安装。请重新拷贝。"
python=
for each in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
    fits "$each" && python=$each && break
done
[ -n "$python" ] || stop "需要 Python 3.11、3.12 或 3.13。请先从系统安装盘安装。"
"$python" -c 'import venv; from ensurepip import version' 2>/dev/null ||
    stop "缺少 Python 的 venv 模块。请先从系统安装盘安装 python3-venv。"
[ ! -e "$target" ] || stop "已经有 $target，没有安装。请换一个文件夹，或先把它移走。"

trap 'rm -rf "$target"' EXIT
"$python" -m venv "$target"
"$target/bin/python" -m pip --isolated --quiet --disable-pip-version-check install --no-cache-dir \
    --no-index --find-links "$here" --find-links "$here/wheels" --require-hashes --only-binary :all: \
    -r "$here/requirements.txt" || stop "没有装成，请看上面的原因。"
version=$("$target/bin/jifen" --version)
trap - EXIT
echo "已安装 $version：$target/bin/jifen"
