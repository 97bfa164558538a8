"""The vendor's Python SDK against our signer of API 3.0.

Usage: tc3.py COMMAND...

COMMAND reads requests as lines of JSON and answers each with its headers, body and address. The
SDK's own code signs the same body for the same second; every header must be the same. It stands in
for time and for the JSON writer of the SDK, and for nothing else of it.
"""

import json
import random
import subprocess
import sys

from tencentcloud.common import abstract_client
from tencentcloud.common.common_client import CommonClient
from tencentcloud.common.credential import Credential
from tencentcloud.common.http.request import RequestInternal
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile

REQUESTS = 300
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
# What a JSON writer has to escape, what it may, and what is long in UTF-8.
ODD = LETTERS + " \"\\/\b\f\n\r\t\x00\x1f\x7f<>&'%+=\u00e9\u2028\u89c6\u9891\U0001f3ac"


def text(rng, letters, most, least=1):
    return "".join(rng.choice(letters) for _ in range(rng.randint(least, most)))


def value(rng, depth):
    kind = rng.randrange(8 if depth else 6)
    if kind == 0:
        return text(rng, ODD, 60, 0)
    if kind == 1:
        return rng.choice([0, 1, -1, 2**63 - 1, -(2**63), 2**64 - 1, rng.randint(-(10**9), 10**9)])
    if kind == 2:
        # No longer than any JSON reader takes exactly: what is read on the way is not in question.
        return rng.choice([0.1, 1e22, -2.5e-7, round(rng.uniform(-1e6, 1e6), 4)])
    if kind == 3:
        return rng.choice([True, False, None])
    if kind == 4:
        return text(rng, LETTERS, 3000, 1000) if rng.random() < 0.05 else text(rng, LETTERS, 20)
    if kind == 5:
        return []
    if kind == 6:
        return [value(rng, depth - 1) for _ in range(rng.randint(0, 4))]
    return {text(rng, LETTERS, 12): value(rng, depth - 1) for _ in range(rng.randint(0, 4))}


def asked(rng):
    host = rng.choice(["vod.tencentcloudapi.com", "vod.intl.tencentcloudapi.com", None])
    return {
        "secretId": text(rng, LETTERS, 40),
        "secretKey": text(rng, LETTERS + "+/=%\"\u89c6", 150),
        "token": text(rng, LETTERS, 300) if rng.random() < 0.5 else None,
        "region": rng.choice(["ap-guangzhou", None]),
        "language": rng.choice(["zh-CN", "en-US"]),
        "host": host or text(rng, LETTERS.lower(), 20) + ".example.com:%d" % rng.randint(1024, 65535),
        "action": text(rng, LETTERS[26:52], 1) + text(rng, LETTERS, 20),
        "version": "%04d-%02d-%02d" % (rng.randint(2000, 2099), rng.randint(1, 12), rng.randint(1, 28)),
        # The SDK's calendar ends with the year 9999; seven centuries will do.
        "timestamp": rng.choice([rng.randint(0, 2**35), rng.randint(0, 265_000) * 86_400 - rng.randint(0, 1) + 1]),
        "params": {text(rng, LETTERS, 12): value(rng, 4) for _ in range(rng.randint(0, 8))},
    }


class Second:
    """The SDK's clock, stopped."""

    def __init__(self, timestamp):
        self.timestamp = timestamp

    def time(self):
        return self.timestamp


class Body:
    """The SDK's JSON writer: it has a text to give."""

    def __init__(self, body):
        self.body = body

    def dumps(self, _):
        return self.body


def by_sdk(ask, body):
    profile = ClientProfile(
        signMethod="TC3-HMAC-SHA256",
        httpProfile=HttpProfile(endpoint=ask["host"]),
        language=ask["language"],
    )
    credential = Credential(ask["secretId"], ask["secretKey"], ask["token"])
    client = CommonClient("vod", ask["version"], credential, "some", profile=profile)
    client.region = ask["region"]
    request = RequestInternal(ask["host"], "POST", "/")
    time, writer = abstract_client.time, abstract_client.json
    abstract_client.time, abstract_client.json = Second(ask["timestamp"]), Body(body)
    try:
        client._build_req_with_tc3_signature(ask["action"], ask["params"], request)
    finally:
        abstract_client.time, abstract_client.json = time, writer
    headers = {name.lower(): value for name, value in request.header.items()}
    assert headers.pop("host") == ask["host"]
    headers.pop("x-tc-requestclient")
    return headers


def main():
    seed = random.SystemRandom().randrange(2**32)
    rng = random.Random(seed)
    asks = [asked(rng) for _ in range(REQUESTS)]
    lines = "".join(json.dumps(ask) + "\n" for ask in asks)
    ran = subprocess.run(sys.argv[1:], input=lines, capture_output=True, text=True, check=False)
    if ran.returncode != 0:
        sys.exit(ran.stderr)
    answers = [json.loads(line) for line in ran.stdout.split("\n") if line]
    assert len(answers) == len(asks), (len(answers), len(asks))
    for ask, answer in zip(asks, answers):
        wrong = []
        if json.loads(answer["body"]) != ask["params"]:
            wrong.append("the body is not what was asked")
        if answer["url"] != "https://%s/" % ask["host"]:
            wrong.append("the address is %s" % answer["url"])
        theirs = by_sdk(ask, answer["body"])
        if answer["headers"] != theirs:
            wrong.append("ours %s\ntheirs %s" % (answer["headers"], theirs))
        if wrong:
            sys.exit("seed %d: %s\nof %s" % (seed, "\n".join(wrong), ask))
    print("%d requests are signed as the vendor's SDK signs them" % len(asks))


if __name__ == "__main__":
    main()
