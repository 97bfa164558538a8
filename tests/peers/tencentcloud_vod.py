"""Checks `vod sandbox` against tencentcloud-sdk-python-vod and cos-python-sdk-v5, the vendor's SDKs.

Usage: tencentcloud_vod.py COMMAND...   where COMMAND runs `vod`, such as `cargo run -q -p vod-cli --`.
"""

import json
import logging
import subprocess
import sys
import time
from contextlib import contextmanager
from unittest import mock
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, build_opener

from qcloud_cos import CosConfig, CosS3Client, CosServiceError
from tencentcloud.common.credential import Credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.vod.v20180717 import models
from tencentcloud.vod.v20180717.vod_client import VodClient

VOD = sys.argv[1:]
APPLICATION = 1500041207
CONTENT = b"a video, as far as the sandbox looks"

failures = 0


def check(name, passed, detail=""):
    global failures
    failures += not passed
    print(f"{'ok  ' if passed else 'FAIL'} {name}" + ("" if passed else f": {detail}"))


@contextmanager
def sandbox(*options):
    command = [*VOD, "sandbox", "--listen", "127.0.0.1:0", "--json", *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        yield json.loads(process.stdout.readline())
        process.terminate()
        process.wait(timeout=10)
    finally:
        process.kill()
        process.wait()


def client(ready, secret_id=None, secret_key=None, method="POST", token=None):
    address = urlsplit(ready["url"]).netloc
    keys = Credential(secret_id or ready["secretId"], secret_key or ready["secretKey"], token)
    http = HttpProfile(protocol="http", endpoint=address, reqMethod=method)
    # The SDK would send it by way of a proxy that the environment names.
    with mock.patch.dict("os.environ", {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}):
        return VodClient(keys, "", ClientProfile(httpProfile=http))


def request(kind, **parameters):
    made = getattr(models, f"{kind}Request")()
    for name, value in parameters.items():
        setattr(made, name, value)
    return made


def apply_upload(vod, **parameters):
    return vod.ApplyUpload(request("ApplyUpload", MediaType="mp4", **parameters))


def code_of(call):
    """The code of a refusal; of an answer, or of what is no refusal, its text."""
    try:
        return f"accepted: {call()}"
    except TencentCloudSDKException as error:
        return error.get_code()
    except CosServiceError as error:
        return error.get_error_code()
    except Exception as error:  # A check that cannot be made is a check that failed.
        return f"{type(error).__name__}: {error}"


def refused(name, code, call):
    got = code_of(call)
    check(f"{name}: {code}", got == code, f"got {got}")


def accepted(name, call):
    try:
        answer = call()
        check(f"{name}: accepted", True)
        return answer
    except Exception as error:
        check(f"{name}: accepted", False, f"{type(error).__name__}: {error}")
        return None


def store(ready, opened, token=None):
    """COS as an upload reaches it, at the sandbox and under its own host's name."""
    lent = opened.TempCertificate
    config = CosConfig(
        Region=opened.StorageRegion,
        SecretId=lent.SecretId,
        SecretKey=lent.SecretKey,
        Token=token or lent.Token,
        Scheme="http",
        Proxies={"http": "", "https": ""},
    )
    config.set_ip_port("127.0.0.1", urlsplit(ready["url"]).port)
    return CosS3Client(config, retry=0)


def put(cos, opened, path):
    return cos.put_object(Bucket=opened.StorageBucket, Key=path, Body=CONTENT, EnableMD5=True)


def check_journey(ready, method):
    vod = client(ready, method=method)
    about = {"SubAppId": APPLICATION, "MediaName": "Harbour, 港", "CoverType": "jpg"}
    opened = accepted(f"{method} ApplyUpload", lambda: apply_upload(vod, **about))
    if opened is None:
        return
    cos = store(ready, opened)
    for what, path in ("media", opened.MediaStoragePath), ("cover", opened.CoverStoragePath):
        accepted(f"{method} PUT of the {what}", lambda path=path: put(cos, opened, path))
    commit = {"VodSessionKey": opened.VodSessionKey, "SubAppId": APPLICATION}
    elsewhere = request("CommitUpload", **commit | {"SubAppId": 1})
    refused(
        f"{method} CommitUpload for another application",
        "InvalidParameterValue.SubAppId",
        lambda: vod.CommitUpload(elsewhere),
    )
    commit = request("CommitUpload", **commit)
    done = accepted(f"{method} CommitUpload", lambda: vod.CommitUpload(commit))
    if done is None:
        return
    refused(
        f"{method} CommitUpload again",
        "InvalidParameterValue.VodSessionKey",
        lambda: vod.CommitUpload(commit),
    )
    for url in done.MediaUrl, done.CoverUrl:
        fetched = build_opener(ProxyHandler({})).open(url).read()
        check(f"{method} {urlsplit(url).path.rsplit('.')[-1]} is what was put", fetched == CONTENT)

    describe = request("DescribeMediaInfos", FileIds=[done.FileId, "7"], SubAppId=APPLICATION)
    told = accepted(f"{method} DescribeMediaInfos", lambda: vod.DescribeMediaInfos(describe))
    if told is not None:
        one = told.MediaInfoSet[0]
        got = one.FileId, one.BasicInfo.Name, one.BasicInfo.MediaUrl, one.MetaData.Size
        wanted = done.FileId, about["MediaName"], done.MediaUrl, len(CONTENT)
        check(f"{method} what is known of the file", got == wanted, f"{got}, not {wanted}")
        check(f"{method} what is not known", told.NotExistFileIdSet == ["7"])
    delete = request("DeleteMedia", FileId=done.FileId, SubAppId=APPLICATION)
    accepted(f"{method} DeleteMedia", lambda: vod.DeleteMedia(delete))
    refused(f"{method} DeleteMedia again", "ResourceNotFound", lambda: vod.DeleteMedia(delete))


def check_refusals(ready, method):
    def call(what, code, when=None, media="mp4", **keys):
        vod = client(ready, method=method, **keys)
        clock = mock.patch("time.time", return_value=time.time() + (when or 0))
        with clock:
            refused(f"{method} {what}", code, lambda: vod.ApplyUpload(
                request("ApplyUpload", MediaType=media)
            ))

    key = ready["secretKey"]
    call("wrong key", "AuthFailure.SignatureFailure", secret_key=key + "x")
    call("unknown SecretId", "AuthFailure.SecretIdNotFound", secret_id="AKIDunknown")
    call("ten minutes old", "AuthFailure.SignatureExpire", when=-600)
    call("ten minutes ahead", "AuthFailure.SignatureExpire", when=600)
    call("token of no temporary pair", "AuthFailure.TokenFailure", token="token")
    call("without what is required", "MissingParameter", media=None)


def check_certificates(ready):
    vod = client(ready)
    opened, other = apply_upload(vod), apply_upload(vod)
    wrong = store(ready, opened, token="another")
    refused("PUT with another token", "AccessDenied", lambda: put(wrong, opened, opened.MediaStoragePath))
    cos = store(ready, opened)
    refused("PUT of another upload's object", "AccessDenied", lambda: put(cos, other, other.MediaStoragePath))
    lent = opened.TempCertificate
    lent = client(ready, lent.SecretId, lent.SecretKey, token=lent.Token)
    refused(
        "an Action called with an upload's pair",
        "AuthFailure.UnauthorizedOperation",
        lambda: apply_upload(lent),
    )


def main():
    logging.disable(logging.CRITICAL)  # The COS SDK logs each refusal.
    with sandbox() as ready:
        for method in "POST", "GET":
            check_journey(ready, method)
            check_refusals(ready, method)
        check_certificates(ready)
    with sandbox("--certificate-life", "0") as ready:
        opened = apply_upload(client(ready))
        cos = store(ready, opened)
        expired = "PUT with a pair that has expired"
        refused(expired, "ExpiredToken", lambda: put(cos, opened, opened.MediaStoragePath))
    print(f"{failures} failed" if failures else "all passed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
