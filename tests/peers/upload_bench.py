"""Times uploads to `vod sandbox`: `vod upload` beside curl and cos-python-sdk-v5.

Usage: upload_bench.py VOD ROUNDS MIB FAR_MIB

Each round runs every subject once, in turn; a figure is the median over the rounds, a ratio the
median of the ratios within rounds. The far line carries 60 MB/s a connection and answers 20 ms late.
"""

import hashlib
import hmac
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from urllib.parse import quote, urlsplit

VOD, ROUNDS, MIB, FAR_MIB = sys.argv[1], *(int(word) for word in sys.argv[2:5])


@contextmanager
def sandbox(*options):
    # Objects are in memory: to copy parts into one file would be the sandbox's time, not an upload's.
    command = [VOD, "sandbox", "--json", "--no-rate-limits", *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        yield json.loads(process.stdout.readline())["url"]
    finally:
        process.terminate()
        process.wait()


def place(url):
    command = [VOD, "call", "ApplyUpload", "MediaType=mp4", f"--sandbox={url}", "--json"]
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)["Response"]


def sha1(key, text):
    return hmac.new(key.encode(), text.encode(), hashlib.sha1).hexdigest()


def curl(url, file):
    """One PUT, signed as COS wants it."""
    at = place(url)
    lent, path = at["TempCertificate"], "/" + at["MediaStoragePath"].lstrip("/")
    host = f"{at['StorageBucket']}.cos.{at['StorageRegion']}.myqcloud.com"
    span = f"{int(time.time()) - 5};{int(time.time()) + 3600}"
    request = hashlib.sha1(f"put\n{path}\n\nhost={host}\n".encode()).hexdigest()
    signature = sha1(sha1(lent["SecretKey"], span), f"sha1\n{span}\n{request}\n")
    signed = (
        f"q-sign-algorithm=sha1&q-ak={lent['SecretId']}&q-sign-time={span}&q-key-time={span}"
        f"&q-header-list=host&q-url-param-list=&q-signature={signature}"
    )
    headers = [f"Host: {host}", f"Authorization: {signed}", f"x-cos-security-token: {lent['Token']}"]
    words = [word for header in [*headers, "Expect:"] for word in ("-H", header)]
    return ["curl", "-sSf", "-o", os.devnull, "-T", file, *words, url + quote(path)]


SDK = """
import json, sys
from qcloud_cos import CosConfig, CosS3Client
at = json.loads(sys.argv[1])
lent = at["TempCertificate"]
config = CosConfig(Region=at["StorageRegion"], SecretId=lent["SecretId"],
    SecretKey=lent["SecretKey"], Token=lent["Token"], Scheme="http",
    Proxies={"http": "", "https": ""})
config.set_ip_port("127.0.0.1", int(sys.argv[2]))
CosS3Client(config).upload_file(Bucket=at["StorageBucket"], Key=at["MediaStoragePath"],
    LocalFilePath=sys.argv[3], EnableMD5=False)
"""


def sdk(url, file):
    """The vendor's defaults: parts of a MiB, five threads."""
    at = place(url)
    return [sys.executable, "-c", SDK, json.dumps(at), str(urlsplit(url).port), file]


def vod(*options):
    return lambda url, file: [VOD, "upload", file, f"--sandbox={url}", "--no-resume", *options]


def run(make, url, file):
    """Seconds, MiB at the most, and seconds of CPU."""
    with tempfile.NamedTemporaryFile() as told:
        command = ["/usr/bin/time", "-f", "%e %M %U %S", "-o", told.name, *make(url, file)]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"{command[6:8]} failed: {done.stderr[-600:]}")
        wall, memory, user, system = (float(word) for word in open(told.name).read().split())
    return wall, memory / 1024, user + system


def table(title, subjects, file, first, *options):
    figures = {name: [] for name in subjects}
    for turn in range(ROUNDS):
        # Whoever begins changes.
        names = list(subjects)
        for name in names[turn % len(names):] + names[:turn % len(names)]:
            with sandbox(*options) as url:
                figures[name].append(run(subjects[name], url, file))
    print(f"\n{title}\n{'':24} {'s':>8} {'ratio':>7} {'MiB':>6} {'CPU s':>7} {'ratio':>7}")
    for name, rows in figures.items():
        beside = list(zip(rows, figures[first]))
        wall, memory, cpu = (statistics.median(row[at] for row in rows) for at in range(3))
        ratio, of_cpu = (statistics.median(a[at] / b[at] for a, b in beside) for at in (0, 2))
        print(f"{name:24} {wall:8.2f} {ratio:7.2f} {memory:6.0f} {cpu:7.2f} {of_cpu:7.2f}")


def film(folder, mib):
    path = os.path.join(folder, f"film-{mib}.mp4")
    with open(path, "wb") as file:
        for _ in range(mib):
            file.write(os.urandom(1 << 20))
    return path


with tempfile.TemporaryDirectory() as folder:
    near = film(folder, MIB)
    subjects = {"curl -T": curl, "vod upload": vod(), "cos-python-sdk-v5": sdk}
    table(f"{MIB} MiB on loopback, beside curl", subjects, near, "curl -T")
    many = {"vod, 32 connections": vod("--connections", "32", "--part-size", "1MiB"), "vod upload": vod()}
    table(f"{MIB} MiB in parts of 1 MiB", many, near, "vod upload")
    os.remove(near)
    far = film(folder, FAR_MIB)
    grid = {
        f"vod, parts of {part}": vod("--part-size", part, "--connections", "32")
        for part in ("8MiB", "16MiB", "64MiB")
    }
    subjects = {"vod upload": vod(), **grid}
    if FAR_MIB <= 1024:
        subjects["cos-python-sdk-v5"] = sdk
    table(f"{FAR_MIB} MiB over a far line", subjects, far, "vod upload", "--link", "60MB/s,20ms")
