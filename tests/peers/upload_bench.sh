#!/usr/bin/env bash
# Holds `vod upload` against curl and the vendor's Python SDK of COS, interleaved in one run.
# Fetches that SDK from PyPI once, into the target directory. Needs python3 with venv, curl, and
# GNU time; writes files of the size given to TMPDIR. Usage: upload_bench.sh [ROUNDS] [MIB] [FAR_MIB]
set -eu
cd "$(dirname "$0")/../.."

venv="${CARGO_TARGET_DIR:-target}/peers/venv-cos"
sdk="cos-python-sdk-v5==1.9.44"

have="$("$venv/bin/pip" freeze 2>/dev/null | tr 'A-Z_' 'a-z-' || true)"
if ! grep -qx "$sdk" <<<"$have"; then
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check "$sdk"
fi

cargo build --quiet --release --package vod-cli
exec "$venv/bin/python" tests/peers/upload_bench.py \
    "${CARGO_TARGET_DIR:-target}/release/vod" "${1:-5}" "${2:-1024}" "${3:-4096}"
