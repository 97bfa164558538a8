"""Checks the uploads in parts of `vod sandbox` against cos-python-sdk-v5, the vendor's SDK of COS,
and against boto3, which signs as S3 wants it.

Usage: cos.py COMMAND...   where COMMAND runs `vod`, such as `cargo run -q -p vod-cli --`.
"""

import json
import logging
import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from urllib.parse import quote, urlsplit

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import ClientError
from qcloud_cos import CosConfig, CosS3Client, CosServiceError

VOD = sys.argv[1:]
MIB = 1 << 20

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


def apply_upload(ready):
    """What ApplyUpload reserves and lends, by the command itself: the SDK of COS has no VOD."""
    command = [*VOD, "call", "ApplyUpload", "MediaType=mp4", f"--sandbox={ready['url']}", "--json"]
    keys = {"VOD_SANDBOX_SECRET_ID": ready["secretId"], "VOD_SANDBOX_SECRET_KEY": ready["secretKey"]}
    output = subprocess.run(command, env=os.environ | keys, capture_output=True, text=True, check=True)
    answer = json.loads(output.stdout)
    return answer.get("Response", answer)


def client(ready, opened):
    """COS as an upload reaches it, at the sandbox and under its own host's name."""
    lent = opened["TempCertificate"]
    config = CosConfig(
        Region=opened["StorageRegion"],
        SecretId=lent["SecretId"],
        SecretKey=lent["SecretKey"],
        Token=lent["Token"],
        Scheme="http",
        Proxies={"http": "", "https": ""},
    )
    config.set_ip_port("127.0.0.1", urlsplit(ready["url"]).port)
    return CosS3Client(config, retry=0)


def s3_client(ready, opened, signs_bodies):
    """The same by boto3, without checksums that COS does not know."""
    lent = opened["TempCertificate"]
    return boto3.client(
        "s3",
        endpoint_url=ready["url"],
        region_name=opened["StorageRegion"],
        aws_access_key_id=lent["SecretId"],
        aws_secret_access_key=lent["SecretKey"],
        aws_session_token=lent["Token"],
        config=Config(
            s3={"addressing_style": "path", "payload_signing_enabled": signs_bodies},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            proxies={},
            retries={"total_max_attempts": 1},
        ),
    )


def code_of(call):
    """The code of a refusal; of an answer, or of what is no refusal, its text."""
    try:
        return f"accepted: {call()}"
    except CosServiceError as error:
        return error.get_error_code()
    except ClientError as error:
        return error.response["Error"]["Code"]
    except Exception as error:  # A check that cannot be made is a check that failed.
        return f"{type(error).__name__}: {error}"


def refused(name, code, call):
    got = code_of(call)
    check(f"{name}: {code}", got == code, f"got {got}")


class Upload:
    """An upload of one object, as the SDK calls what belongs to it."""

    def __init__(self, ready):
        opened = apply_upload(ready)
        self.cos = client(ready, opened)
        self.place = {"Bucket": opened["StorageBucket"], "Key": opened["MediaStoragePath"]}

    def open(self):
        return self.cos.create_multipart_upload(**self.place)["UploadId"]

    def put(self, upload, number, body, **more):
        """Sends a part and gives its ETag: the SDK has names of headers as they came."""
        place = {**self.place, "UploadId": upload, "PartNumber": number}
        answer = self.cos.upload_part(**place, Body=body, **more)
        return {name.lower(): value for name, value in answer.items()}["etag"]

    def complete(self, upload, parts):
        parts = [{"PartNumber": number, "ETag": etag} for number, etag in parts]
        place = {**self.place, "UploadId": upload}
        return self.cos.complete_multipart_upload(**place, MultipartUpload={"Part": parts})

    def uploads(self):
        listed = self.cos.list_multipart_uploads(Bucket=self.place["Bucket"])
        return [one["UploadId"] for one in listed.get("Upload", [])]

    def read(self):
        return self.cos.get_object(**self.place)["Body"].get_raw_stream().read()


def check_file(ready, content, path):
    for name, more in ("a file", {}), ("a file with digests", {"EnableMD5": True}):
        upload = Upload(ready)
        done = upload.cos.upload_file(
            **upload.place, LocalFilePath=path, PartSize=1, MAXThread=5, **more
        )
        check(f"{name} of 40 MiB in parts of 1 MiB", done["ETag"].endswith('-40"'), done)
        told = upload.cos.head_object(**upload.place)
        check(f"{name}: CRC-64 at the end and of HEAD",
              done["x-cos-hash-crc64ecma"] == told["x-cos-hash-crc64ecma"], done)
        check(f"{name} is read back", upload.read() == content)
        check(f"{name} leaves nothing open", upload.uploads() == [], upload.uploads())


def check_resumption(ready, content, path):
    """The SDK takes up an upload whose parts have the MD5 of the file's as their ETags."""
    upload = Upload(ready)
    begun = upload.open()
    upload.put(begun, 2, content[MIB:2 * MIB], EnableMD5=True)
    sent = []
    put = upload.cos.upload_part
    upload.cos.upload_part = lambda *args, **more: sent.append(args) or put(*args, **more)
    upload.cos.upload_file(**upload.place, LocalFilePath=path, PartSize=1, MAXThread=5)
    check("an upload that was begun is resumed", len(sent) == 39, f"{len(sent)} parts were sent")
    check("and nothing else is open", upload.uploads() == [], upload.uploads())
    check("and is read back", upload.read() == content)


def check_lists(ready):
    upload = Upload(ready)
    first, second = upload.open(), upload.open()
    check("uploads are listed by their age", upload.uploads() == [first, second], upload.uploads())
    etags = {number: upload.put(first, number, b"%d" % number) for number in (3, 1, 2)}
    place = {**upload.place, "UploadId": first}
    pages = [upload.cos.list_parts(**place, MaxParts=2)]
    pages.append(upload.cos.list_parts(**place, PartNumberMarker=pages[0]["NextPartNumberMarker"]))
    parts = [(int(part["PartNumber"]), part["ETag"], part["Size"])
             for page in pages for part in page["Part"]]
    wanted = [(number, etags[number], "1") for number in (1, 2, 3)]
    check("parts are listed by pages", parts == wanted, parts)
    check("and the last page says so",
          [page["IsTruncated"] for page in pages] == ["true", "false"], pages)
    encoded = upload.cos.list_parts(**place, EncodingType="url")
    check("keys are encoded on demand", encoded["Key"] == quote(upload.place["Key"][1:], ""), encoded)
    for one in first, second:
        upload.cos.abort_multipart_upload(**upload.place, UploadId=one)
    check("what was aborted is not listed", upload.uploads() == [], upload.uploads())
    refused("abort again", "NoSuchUpload",
            lambda: upload.cos.abort_multipart_upload(**upload.place, UploadId=first))


def check_refusals(ready):
    upload, other = Upload(ready), Upload(ready)
    begun = upload.open()
    one, two = (upload.put(begun, number, b"small") for number in (1, 2))
    refused("a part of no upload", "NoSuchUpload", lambda: upload.put("other", 1, b"x"))
    refused("a part without a number that is one", "InvalidArgument",
            lambda: upload.put(begun, 10001, b"x"))
    refused("parts out of order", "InvalidPartOrder",
            lambda: upload.complete(begun, [(2, two), (1, one)]))
    refused("a part with another ETag", "InvalidPart", lambda: upload.complete(begun, [(1, '"x"')]))
    refused("a part that is too small", "EntityTooSmall",
            lambda: upload.complete(begun, [(1, one), (2, two)]))
    upload.complete(begun, [(1, one)])
    refused("the end again", "NoSuchUpload", lambda: upload.complete(begun, [(1, one)]))
    upload.place = other.place
    refused("an upload in another's place", "AccessDenied", upload.open)


def check_late_refusal(ready):
    upload = Upload(ready)
    begun = upload.open()
    one = upload.put(begun, 1, b"a film")
    refused("an end that fails behind its status", "InternalError",
            lambda: upload.complete(begun, [(1, one)]))
    upload.complete(begun, [(1, one)])
    check("and is well the second time", upload.read() == b"a film")


def check_s3(ready, content, path):
    for name, signs_bodies in ("boto3", False), ("boto3 that signs bodies", True):
        opened = apply_upload(ready)
        s3 = s3_client(ready, opened, signs_bodies)
        place = {"Bucket": opened["StorageBucket"], "Key": opened["MediaStoragePath"].lstrip("/")}
        parts = TransferConfig(multipart_threshold=MIB, multipart_chunksize=5 * MIB)
        s3.upload_file(path, **place, Config=parts)
        told = s3.get_object(**place)
        check(f"{name}: a file of 40 MiB in parts of 5 MiB", told["ETag"].endswith('-8"'), told)
        check(f"{name} reads it back", told["Body"].read() == content)
        begun = s3.create_multipart_upload(**place)["UploadId"]
        answer = s3.upload_part(**place, UploadId=begun, PartNumber=2, Body=b"two")
        listed = [(part["PartNumber"], part["ETag"], part["Size"])
                  for part in s3.list_parts(**place, UploadId=begun)["Parts"]]
        check(f"{name} lists parts", listed == [(2, answer["ETag"], 3)], listed)
        s3.abort_multipart_upload(**place, UploadId=begun)
        refused(f"{name}: abort again", "NoSuchUpload",
                lambda: s3.abort_multipart_upload(**place, UploadId=begun))
        opened["TempCertificate"]["SecretKey"] = "another"
        other = s3_client(ready, opened, signs_bodies)
        refused(f"{name} with another key", "SignatureDoesNotMatch",
                lambda: other.get_object(**place))


def main():
    logging.disable(logging.CRITICAL)  # The SDK logs each refusal.
    content = os.urandom(40 * MIB)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "file")
        with open(path, "wb") as file:
            file.write(content)
        for options in (), ("--dir", os.path.join(folder, "objects")):
            with sandbox(*options) as ready:
                check_file(ready, content, path)
                check_resumption(ready, content, path)
                check_lists(ready)
                check_refusals(ready)
                check_s3(ready, content, path)
        left = [name for name in os.listdir(os.path.join(folder, "objects")) if name[0] == "."]
        check("no part stays in the folder", left == [], left)
    with sandbox("--fault", "late-refuse=InternalError, first=1") as ready:
        check_late_refusal(ready)
    print(f"{failures} failed" if failures else "all passed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
