"""How each client of the bench puts one file to `vod sandbox`: the command that does it.

Each takes the sandbox's address and a file. What is no `vod upload` has its place reserved first,
which is not timed, but for fixed settings. Scripts print the seconds of their upload alone: Python's
start is not COS's.
"""

import hashlib
import hmac
import json
import os
import subprocess
import sys
import time
from urllib.parse import quote, urlsplit

VOD = sys.argv[1]


def place(url):
    command = [VOD, "call", "ApplyUpload", "MediaType=mp4", f"--sandbox={url}", "--json"]
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)["Response"]


def vod(*options):
    return lambda url, file: [VOD, "upload", file, f"--sandbox={url}",
                              "--state-dir", os.path.join(os.path.dirname(file), "state"), *options]


def sha1(key, text):
    return hmac.new(key.encode(), text.encode(), hashlib.sha1).hexdigest()


def signed(at, method):
    """The headers of requests of a method, as COS wants them; the query is not signed."""
    lent, path = at["TempCertificate"], "/" + at["MediaStoragePath"].lstrip("/")
    host = f"{at['StorageBucket']}.cos.{at['StorageRegion']}.myqcloud.com"
    span = f"{int(time.time()) - 5};{int(time.time()) + 3600}"
    request = hashlib.sha1(f"{method}\n{path}\n\nhost={host}\n".encode()).hexdigest()
    signature = sha1(sha1(lent["SecretKey"], span), f"sha1\n{span}\n{request}\n")
    authorization = (
        f"q-sign-algorithm=sha1&q-ak={lent['SecretId']}&q-sign-time={span}&q-key-time={span}"
        f"&q-header-list=host&q-url-param-list=&q-signature={signature}"
    )
    return {"Host": host, "Authorization": authorization, "x-cos-security-token": lent["Token"]}


def address(url, at):
    return url + quote("/" + at["MediaStoragePath"].lstrip("/"))


def curl(url, file):
    """One PUT."""
    at = place(url)
    headers = [f"{name}: {value}" for name, value in signed(at, "put").items()]
    words = [word for header in [*headers, "Expect:"] for word in ("-H", header)]
    return ["curl", "-sSf", "-o", os.devnull, "-T", file, *words, address(url, at)]


def fixed(connections, parts):
    """Parts that lie ready as files, by curl over as many connections as told from the first to the
    last: what a line gives to whoever knows it. The whole of it is timed, with both calls of VOD."""
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "upload_fixed.py")
    return lambda url, file: [sys.executable, "-B", script, VOD, url, str(connections), *parts()]


COS = """
import json, sys, time
from qcloud_cos import CosConfig, CosS3Client
at = json.loads(sys.argv[1])
lent = at["TempCertificate"]
config = CosConfig(Region=at["StorageRegion"], SecretId=lent["SecretId"],
    SecretKey=lent["SecretKey"], Token=lent["Token"], Scheme="http",
    Proxies={"http": "", "https": ""})
config.set_ip_port("127.0.0.1", int(sys.argv[2]))
client = CosS3Client(config)
began = time.monotonic()
client.upload_file(Bucket=at["StorageBucket"], Key=at["MediaStoragePath"],
    LocalFilePath=sys.argv[3], EnableMD5=False)
print(time.monotonic() - began)
"""


def cos_python(url, file):
    """The vendor's defaults: parts of a MiB, five threads."""
    return [sys.executable, "-c", COS, json.dumps(place(url)), str(urlsplit(url).port), file]


BOTO3 = """
import json, sys, time
import boto3
from botocore.config import Config
at = json.loads(sys.argv[1])
lent = at["TempCertificate"]
client = boto3.client("s3", endpoint_url=sys.argv[2], region_name=at["StorageRegion"],
    aws_access_key_id=lent["SecretId"], aws_secret_access_key=lent["SecretKey"],
    aws_session_token=lent["Token"], config=Config(proxies={},
        s3={"addressing_style": "path", "payload_signing_enabled": False},
        request_checksum_calculation="when_required"))
began = time.monotonic()
client.upload_file(sys.argv[3], at["StorageBucket"], at["MediaStoragePath"].lstrip("/"))
print(time.monotonic() - began)
"""


def boto3(url, file):
    """Its defaults, parts of 8 MiB and ten threads, with bodies unsigned as over TLS."""
    return [sys.executable, "-c", BOTO3, json.dumps(place(url)), url, file]


OPENDAL = """
import json, os, shutil, sys, time
at = json.loads(sys.argv[1])
lent = at["TempCertificate"]
# It calls a bucket by the bucket's own host only: the sandbox is the proxy on the way there.
os.environ["http_proxy"] = sys.argv[2]
import opendal
operator = opendal.Operator("cos", bucket=at["StorageBucket"], root="/",
    endpoint=f"http://cos.{at['StorageRegion']}.myqcloud.com", disable_config_load="true",
    secret_id=lent["SecretId"], secret_key=lent["SecretKey"], security_token=lent["Token"])
began = time.monotonic()
with open(sys.argv[3], "rb") as file:
    with operator.open(at["MediaStoragePath"].lstrip("/"), "wb", chunk=8 << 20, concurrent=4) as to:
        shutil.copyfileobj(file, to, 8 << 20)
print(time.monotonic() - began)
"""


def opendal(url, file):
    """Parts of 8 MiB, four at a time: it has no default but one after the other."""
    return [sys.executable, "-c", OPENDAL, json.dumps(place(url)), url, file]
