#!/usr/bin/env bash
# Runs the vendor's Python SDK of API 2.0 against `vod sandbox` and compares signatures with `vod call`.
# Fetches the SDK from PyPI once, into the target directory. Needs python3 with venv.
set -eu
cd "$(dirname "$0")/../.."

venv="${CARGO_TARGET_DIR:-target}/peers/venv"
sdk=qcloudapi-sdk-python==2.0.15

if ! "$venv/bin/pip" freeze 2>/dev/null | grep -qx "$sdk"; then
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check "$sdk"
fi

cargo build --quiet --package vod-cli
exec "$venv/bin/python" tests/peers/qcloudapi.py cargo run -q -p vod-cli --
