#!/usr/bin/env bash
# Runs the vendor's Python SDK of COS against `vod sandbox`: uploads in parts.
# Fetches it from PyPI once, into the target directory. Needs python3 with venv.
set -eu
cd "$(dirname "$0")/../.."

venv="${CARGO_TARGET_DIR:-target}/peers/venv-cos"
sdk="cos-python-sdk-v5==1.9.44"

have="$("$venv/bin/pip" freeze 2>/dev/null | tr 'A-Z_' 'a-z-' || true)"
if ! grep -qx "$sdk" <<<"$have"; then
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check "$sdk"
fi

cargo build --quiet --package vod-cli
exec "$venv/bin/python" tests/peers/cos.py cargo run -q -p vod-cli --
