#!/usr/bin/env bash
# Signs random requests of API 3.0 here and by the vendor's Python SDK, and compares every header.
# Fetches the SDK from PyPI once, into the target directory. Needs python3 with venv.
set -eu
cd "$(dirname "$0")/../.."

venv="${CARGO_TARGET_DIR:-target}/peers/tc3"
sdk=tencentcloud-sdk-python-common==3.1.195

if ! "$venv/bin/pip" freeze 2>/dev/null | grep -qx "$sdk"; then
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check "$sdk"
fi

cargo build --quiet --package vod-tests --example tc3
exec "$venv/bin/python" tests/peers/tc3.py cargo run -q -p vod-tests --example tc3 -- "$@"
