#!/usr/bin/env bash
# Runs the vendor's Python SDKs of API 3.0 and of COS against `vod sandbox`.
# Fetches them from PyPI once, into the target directory. Needs python3 with venv.
set -eu
cd "$(dirname "$0")/../.."

venv="${CARGO_TARGET_DIR:-target}/peers/venv-v3"
sdks="tencentcloud-sdk-python-vod==3.1.194 cos-python-sdk-v5==1.9.44"

have="$("$venv/bin/pip" freeze 2>/dev/null | tr 'A-Z_' 'a-z-' || true)"
for sdk in $sdks; do
    if ! grep -qx "$sdk" <<<"$have"; then
        python3 -m venv "$venv"
        # shellcheck disable=SC2086 # they are words
        "$venv/bin/pip" install --quiet --disable-pip-version-check $sdks
        break
    fi
done

cargo build --quiet --package vod-cli
exec "$venv/bin/python" tests/peers/tencentcloud_vod.py cargo run -q -p vod-cli --
