#!/usr/bin/env bash
# Runs the vendor's Python SDK of COS, and boto3, against `vod sandbox`: uploads in parts.
# Fetches them from PyPI once, into the target directory. Needs python3 with venv.
set -eu
cd "$(dirname "$0")/../.."

venv="${CARGO_TARGET_DIR:-target}/peers/venv-cos"
peers="cos-python-sdk-v5==1.9.44 boto3==1.44.5"

have="$("$venv/bin/pip" freeze 2>/dev/null | tr 'A-Z_' 'a-z-' || true)"
for peer in $peers; do
    if ! grep -qx "$peer" <<<"$have"; then
        python3 -m venv "$venv"
        "$venv/bin/pip" install --quiet --disable-pip-version-check "$peer"
    fi
done

cargo build --quiet --package vod-cli
exec "$venv/bin/python" tests/peers/cos.py cargo run -q -p vod-cli --
