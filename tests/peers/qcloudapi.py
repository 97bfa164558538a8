"""Checks `vod` against qcloudapi-sdk-python, the vendor's SDK of API 2.0.

Usage: qcloudapi.py COMMAND...   where COMMAND runs `vod`, such as `cargo run -q -p vod-cli --`.
The seed of the random requests is printed and may be given as PEERS_SEED.
"""

import json
import os
import random
import subprocess
import sys
from contextlib import contextmanager
from http.client import HTTPConnection
from urllib.parse import parse_qsl, urlsplit

from QcloudApi.common.request import RequestInternal
from QcloudApi.common.sign import Sign
from QcloudApi.modules import base
from QcloudApi.modules.vod import Vod

VOD = sys.argv[1:]
ROUNDS = 50
SECRET_ID, SECRET_KEY = "AKIDpeers", "a key for signatures that are never sent"
ALPHABET = "abcXYZ019 &=+/%~*'\"()-_.,;:@#?!\\<>|é视频🎬"

failures = 0


def check(name, passed, detail=""):
    global failures
    failures += not passed
    print(f"{'ok  ' if passed else 'FAIL'} {name}" + ("" if passed else f": {detail}"))


# --- The sandbox answers the SDK ---------------------------------------------------------------


class Loopback(HTTPConnection):
    """The SDK only speaks https and reads this counter of its own connection type."""

    request_length = 0


class VodAtAddress(Vod):
    """Signs the address it connects to; plain `Vod` signs the public host name."""

    def __init__(self, config, address):
        self.requestHost = address
        super().__init__(config)


@contextmanager
def sandbox():
    process = subprocess.Popen(
        [*VOD, "sandbox", "--listen", "127.0.0.1:0", "--json"], stdout=subprocess.PIPE, text=True
    )
    try:
        yield json.loads(process.stdout.readline())
        process.terminate()
        status = process.wait(timeout=10)
        check("sandbox stops on SIGTERM", status == 0, f"exit status {status}")
    finally:
        process.kill()
        process.wait()


def code_of_answer(address, method, algorithm, secret_id, secret_key, signs_address=False):
    config = {
        "secretId": secret_id,
        "secretKey": secret_key,
        "method": method,
        "SignatureMethod": algorithm,
    }
    service = VodAtAddress(config, address) if signs_address else Vod(config)
    service.apiRequest.conn = Loopback(address)
    try:
        answer = json.loads(service.call("ApplyUpload", {"videoType": "mp4", "coverType": "jpg"}))
        return answer["code"]
    except Exception as error:  # A check that cannot be made is a check that failed.
        return f"{type(error).__name__}: {error}"


def check_sandbox():
    with sandbox() as ready:
        address, right = urlsplit(ready["url"]).netloc, (ready["secretId"], ready["secretKey"])
        for method in "GET", "POST":
            for algorithm in "HmacSHA1", "HmacSHA256":
                for what, expected, keys, signs_address in (
                    ("right key", 0, right, False),
                    ("right key, address signed", 0, right, True),
                    ("wrong key", 4100, (right[0], right[1] + "x"), False),
                    ("unknown SecretId", 4104, ("AKIDunknown", right[1]), False),
                ):
                    code = code_of_answer(address, method, algorithm, *keys, signs_address)
                    name = f"sandbox {method} {algorithm}, {what}: code {expected}"
                    check(name, code == expected, f"got {code}")


# --- `vod call` signs as the SDK does ----------------------------------------------------------


class SignWithoutClient(Sign):
    """Takes the SDK's own name out of its request: `vod` does not send that parameter."""

    def make(self, host, uri, params, method="POST", sign_method="HmacSHA1"):
        params.pop("RequestClient", None)
        return super().make(host, uri, params, method, sign_method)


def random_text(rng, shortest=0, longest=24):
    text = "".join(rng.choices(ALPHABET, k=rng.randint(shortest, longest)))
    return text.lstrip("@")  # The SDK takes a leading @ in a POST for a file and does not sign it.


def random_request(rng, turn):
    own = {"videoType": "v" + random_text(rng)}
    if rng.random() < 0.7:
        own["videoName"] = random_text(rng)
    if rng.random() < 0.5:
        own["videoSize"] = str(rng.randrange(2**40))
    if rng.random() < 0.5:
        own["coverType"] = "c" + random_text(rng)
        own["coverName"] = random_text(rng)
        own["coverSize"] = str(rng.randrange(2**20))
    if turn % 5 == 0:  # Long enough that the request goes by POST.
        own["procedure"] = random_text(rng, 1500, 2000)
    return own, str(rng.randint(1, 2**31 - 1)), str(rng.randint(1_000_000_000, 2_000_000_000))


def dry_run(own, nonce, timestamp):
    pairs = [f"{name}={value}" for name, value in own.items()]
    fixed = ["--api", "v2", "--dry-run", "--json", "--nonce", nonce, "--timestamp", timestamp]
    env = {k: v for k, v in os.environ.items() if not k.startswith("TENCENTCLOUD_")}
    env |= {"TENCENTCLOUD_SECRET_ID": SECRET_ID, "TENCENTCLOUD_SECRET_KEY": SECRET_KEY}
    run = subprocess.run(
        [*VOD, "call", "ApplyUpload", *pairs, *fixed], env=env, capture_output=True, text=True
    )
    if run.returncode != 0:
        raise RuntimeError(f"exit status {run.returncode}: {run.stderr.strip()}")
    return json.loads(run.stdout)


def form(text):
    return dict(parse_qsl(text, keep_blank_values=True, strict_parsing=True))


def sdk_wire(params, url, method):
    """The parameters the SDK would send, signature included, built its own way."""
    config = {"secretId": SECRET_ID, "secretKey": SECRET_KEY, "SignatureMethod": "HmacSHA256"}
    request = RequestInternal(url.netloc, method, url.path)
    Vod(config)._build_req_inter("ApplyUpload", params, request)
    return form(request.data)


def compare(own, nonce, timestamp):
    """Returns how the request went and what differs, or an empty string."""
    document = dry_run(own, nonce, timestamp)
    method, url = document["method"], urlsplit(document["url"])
    sent = form(url.query if method == "GET" else document["body"])
    unsigned = {name: value for name, value in sent.items() if name != "Signature"}

    # Region is optional and ours to choose; every other parameter the SDK must reach by itself.
    given = own | {"Nonce": nonce, "Timestamp": timestamp}
    given |= {name: sent[name] for name in ("Region",) if name in sent}
    built = sdk_wire(given, url, method)
    algorithm = unsigned.get("SignatureMethod", "HmacSHA1")
    signed = Sign(SECRET_ID, SECRET_KEY).make(url.netloc, url.path, unsigned, method, algorithm)

    if document["signature"] != signed:
        return method, f"ours {document['signature']}, theirs {signed}"
    if sent != built:
        return method, f"ours {sent}, theirs {built}"
    return method, ""


def check_signatures(seed):
    base.Sign = SignWithoutClient
    rng, methods = random.Random(seed), set()
    for turn in range(ROUNDS):
        own, nonce, timestamp = random_request(rng, turn)
        try:
            method, difference = compare(own, nonce, timestamp)
        except Exception as error:  # As above: the rounds that remain are still worth a run.
            method, difference = "?", f"{type(error).__name__}: {error}"
        methods.add(method)
        name = f"signature {turn + 1}/{ROUNDS} {method}, {len(own)} parameters"
        check(name, not difference, f"{difference} for {own}")
    check("signatures by GET and by POST", {"GET", "POST"} <= methods, f"only {sorted(methods)}")


def main():
    seed = os.environ.get("PEERS_SEED") or str(random.randrange(2**32))
    print(f"seed {seed}")
    check_sandbox()
    check_signatures(seed)
    print(f"{failures} failed" if failures else "all passed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
