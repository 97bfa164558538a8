"""Uploads parts that lie ready as files by curl, over as many connections as told, as `vod upload` does
it: ApplyUpload, initiate, the parts, complete, CommitUpload. Prints the seconds of all that.

Usage: upload_fixed.py VOD URL CONNECTIONS PART...
"""

import base64
import hashlib
import hmac
import json
import re
import subprocess
import sys
import time
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

from upload_clients import address, signed

URL, CONNECTIONS, PARTS = sys.argv[2], sys.argv[3], sys.argv[4:]
# The pair that every sandbox has.
ID, KEY = "AKIDvodsandbox0000000000000000000000", "vodsandboxvodsandboxvodsandbox00"


def ask(method, at, body=None, headers={}):
    connection = HTTPConnection(urlsplit(URL).netloc)
    connection.request(method, at, body, headers)
    answer = connection.getresponse()
    text = answer.read().decode()
    assert answer.status == 200 and "<Error>" not in text, text
    return text


def call(action, **parameters):
    """An Action of API 2.0."""
    parameters |= {"Action": action, "SecretId": ID, "SignatureMethod": "HmacSHA256",
                   "Timestamp": int(time.time()), "Nonce": time.monotonic_ns() % 10**9 + 1}
    query = "&".join(f"{name}={parameters[name]}" for name in sorted(parameters))
    text = f"GETvod.api.qcloud.com/v2/index.php?{query}"
    signature = hmac.new(KEY.encode(), text.encode(), hashlib.sha256).digest()
    parameters["Signature"] = base64.b64encode(signature).decode()
    answer = json.loads(ask("GET", "/v2/index.php?" + urlencode(parameters)))
    assert answer["code"] == 0, answer
    return answer


began = time.monotonic()
reserved = call("ApplyUpload", videoType="mp4")
at = {
    "StorageBucket": f"{reserved['storageBucket']}-{reserved['storageAppId']}",
    "StorageRegion": reserved["storageRegion"],
    "MediaStoragePath": reserved["video"]["storagePath"],
    "TempCertificate": {"SecretId": ID, "SecretKey": KEY, "Token": ""},
}
place, path = address(URL, at), urlsplit(address(URL, at)).path
headers = {method: {name: value for name, value in signed(at, method).items() if value}
           for method in ("put", "post")}

upload = re.search("<UploadId>(.*)</UploadId>", ask("POST", path + "?uploads", None, headers["post"]))
upload = upload.group(1)
lines = "".join(f'header = "{name}: {value}"\n' for name, value in [*headers["put"].items(), ("Expect", "")])
each = [
    f'url = "{place}?partNumber={number}&uploadId={upload}"\nupload-file = "{part}"\n'
    f'output = "/dev/null"\nwrite-out = "{number} %header{{etag}}\\n"\n{lines}'
    for number, part in enumerate(PARTS, 1)
]
command = ["curl", "-sSf", "--parallel", "--parallel-immediate", "--parallel-max", CONNECTIONS, "-K", "-"]
done = subprocess.run(command, input="next\n".join(each), capture_output=True, text=True)
assert done.returncode == 0, done.stderr
etags = dict(line.split() for line in done.stdout.splitlines())
listed = "".join(
    f"<Part><PartNumber>{number}</PartNumber><ETag>{etags[str(number)]}</ETag></Part>"
    for number in range(1, len(PARTS) + 1)
)
listed = f"<CompleteMultipartUpload>{listed}</CompleteMultipartUpload>"
ask("POST", f"{path}?uploadId={upload}", listed, headers["post"])
call("CommitUpload", vodSessionKey=reserved["vodSessionKey"])
print(time.monotonic() - began)
