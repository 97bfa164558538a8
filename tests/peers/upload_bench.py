"""Holds `vod upload` to its targets, beside curl, opendal, boto3 and cos-python-sdk-v5.

Usage: upload_bench.py VOD ROUNDS MIB FAR_MIB

Each round runs every subject once, in turn, against a sandbox of its own; a figure is the median
over the rounds, a ratio the median of the ratios within rounds. The far line carries 60 MB/s a
connection and answers 20 ms late.
"""

import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager

from upload_clients import VOD, boto3, cos_python, curl, fixed, opendal, vod

ROUNDS, MIB, FAR_MIB = (int(word) for word in sys.argv[2:5])
FAR = ("--link", "60MB/s,20ms")
FAULTY = ("--fault", "cos: status=503, every=7")
WALL, MEMORY, CPU = range(3)

# MiB at the most, of every run of `vod upload`.
peaks = []
# What was measured, its target, and whether that was met.
verdicts = []


@contextmanager
def sandbox(*options):
    """Its address, and a list that has what it counted once it has ended."""
    # To keep what comes would be the sandbox's time, not an upload's.
    command = [VOD, "sandbox", "--json", "--no-rate-limits", "--forget", *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    counted = []
    try:
        yield json.loads(process.stdout.readline())["url"], counted
    finally:
        process.terminate()
        counted.append(json.loads(process.communicate()[0] or "{}"))


def run(make, url, file):
    """Seconds, MiB at the most, and seconds of CPU."""
    made = make(url, file)
    with tempfile.NamedTemporaryFile() as told:
        command = ["/usr/bin/time", "-f", "%e %M %U %S", "-o", told.name, *made]
        began = time.monotonic()
        done = subprocess.run(command, capture_output=True, text=True)
        wall = time.monotonic() - began
        if done.returncode:
            raise SystemExit(f"{made[:3]} failed: {done.stderr[-600:]}")
        _, memory, user, system = (float(word) for word in open(told.name).read().split())
    if made[0] == VOD:
        peaks.append(memory / 1024)
    elif made[0] == sys.executable:
        wall = float(done.stdout.split()[-1])
    return wall, memory / 1024, user + system


def ratio(figures, name, other, at=WALL):
    return statistics.median(a[at] / b[at] for a, b in zip(figures[name], figures[other]))


def table(title, subjects, file, *options, rounds=ROUNDS):
    """`subjects` have a client each, and what the sandbox is told beyond `options`."""
    figures = {name: [] for name in subjects}
    for turn in range(rounds):
        # Whoever begins changes.
        names = list(subjects)
        for name in names[turn % len(names):] + names[:turn % len(names)]:
            client, more = subjects[name]
            with sandbox(*options, *more) as (url, _):
                figures[name].append(run(client, url, file))
    first = next(iter(subjects))
    print(f"\n{title}\n{'':28} {'s':>8} {'ratio':>7} {'MiB':>6} {'CPU s':>7} {'ratio':>7}")
    for name, rows in figures.items():
        wall, memory, cpu = (statistics.median(row[at] for row in rows) for at in range(3))
        of_wall, of_cpu = ratio(figures, name, first), ratio(figures, name, first, CPU)
        print(f"{name:28} {wall:8.2f} {of_wall:7.2f} {memory:6.0f} {cpu:7.2f} {of_cpu:7.2f}")
    sys.stdout.flush()
    return figures


def verdict(work, figure, relation, target, unit):
    met = figure <= target if relation == "at most" else figure >= target
    verdicts.append((work, f"{figure:.2f}", f"{relation} {target} {unit}", met))


def film(folder, mib):
    path = os.path.join(folder, f"film-{mib}.mp4")
    with open(path, "wb") as file:
        for _ in range(mib):
            file.write(os.urandom(1 << 20))
    return path


def near(folder):
    file = film(folder, MIB)
    subjects = {
        "curl -T": (curl, ()),
        "vod upload": (vod(), ()),
        "opendal, 4 x 8 MiB": (opendal, ()),
        "boto3": (boto3, ()),
        "cos-python-sdk-v5": (cos_python, ()),
    }
    figures = table(f"{MIB} MiB on loopback", subjects, file)
    work = f"{MIB} MiB on loopback"
    verdict(work, ratio(figures, "vod upload", "curl -T"), "at most", 1.1, "x curl -T")
    for peer in list(subjects)[2:]:
        verdict(work, ratio(figures, "vod upload", peer), "at most", 1, f"x {peer}")
    cpu = ratio(figures, "vod upload", "curl -T", CPU)
    verdict(f"CPU of {MIB} MiB", cpu, "at most", 1.6, "x curl -T")
    many = {
        "vod upload": (vod(), ()),
        "vod, 32 x 1 MiB": (vod("--connections", "32", "--part-size", "1MiB"), FAR),
        "vod, 32 x 64 MiB": (vod("--connections", "32", "--part-size", "64MiB"), FAR),
    }
    table(f"{MIB} MiB, on loopback and by 32 connections over a far line", many, file)
    resume(folder, file)
    os.remove(file)


def faults(folder):
    file = film(folder, 128)
    for where, options in ("on loopback", ()), ("over a far line", FAR):
        subjects = {"vod upload": (vod(), ()), "with 503 on every 7th": (vod(), FAULTY)}
        figures = table(f"128 MiB {where}", subjects, file, *options, rounds=3 * ROUNDS)
        slower = ratio(figures, "with 503 on every 7th", "vod upload")
        verdict(f"503 on every 7th, 128 MiB {where}", slower, "at most", 1.5, "x without")
    os.remove(file)


def far(folder):
    file = film(folder, FAR_MIB)
    parts = Parts(folder, file)
    subjects = {"vod upload": (vod(), ()), "cos-python-sdk-v5": (cos_python, ())}
    grid = [(8, 8), (8, 32), (16, 8), (16, 16), (16, 32), (32, 8), (32, 16), (32, 32), (32, 64)]
    # A round of one length of parts after the other: their files are there once.
    grid.sort(key=lambda setting: setting[::-1])
    settings = {f"curl, {n} x {mib} MiB": (fixed(n, parts.of(mib)), ()) for n, mib in grid}
    for n, mib in (16, 32), (32, 8), (32, 16), (32, 32):
        told = vod("--connections", str(n), "--part-size", f"{mib}MiB")
        settings[f"vod, {n} x {mib} MiB"] = (told, ())
    title = f"{FAR_MIB} MiB over a far line"
    figures = table(title, subjects | settings, file, *FAR, rounds=max(1, ROUNDS - 1))
    best = min(settings, key=lambda name: statistics.median(row[WALL] for row in figures[name]))
    verdict(title, ratio(figures, "vod upload", best), "at most", 1.1, f"x {best}")
    verdict(title, ratio(figures, "cos-python-sdk-v5", "vod upload"), "at least", 5,
            "x as fast as cos-python-sdk-v5")
    parts.remove()
    os.remove(file)


class Parts:
    """A file cut into others, one length at a time."""

    def __init__(self, folder, file):
        self.folder, self.file, self.mib = os.path.join(folder, "parts"), file, None

    def of(self, mib):
        def cut():
            if self.mib != mib:
                self.remove()
                os.mkdir(self.folder)
                command = ["split", "-a", "4", "-b", f"{mib}m", self.file, self.folder + "/"]
                subprocess.run(command, check=True)
                self.mib = mib
            return sorted(os.path.join(self.folder, name) for name in os.listdir(self.folder))
        return cut

    def remove(self):
        subprocess.run(["rm", "-rf", self.folder], check=True)
        self.mib = None


def resume(folder, file):
    """Kills an upload when it has read half of its file, and runs it again."""
    connections, size, again = 8, os.path.getsize(file), []
    command = vod("--connections", str(connections))
    with sandbox(*FAR) as (url, whole):
        run(command, url, file)
    for _ in range(ROUNDS):
        with sandbox(*FAR) as (url, counted):
            killed = subprocess.Popen(command(url, file), stdout=subprocess.DEVNULL)
            while read_by(killed.pid) < size / 2 and killed.poll() is None:
                time.sleep(0.001)
            killed.send_signal(signal.SIGKILL)
            if killed.wait() != -signal.SIGKILL:
                raise SystemExit("the upload ended before it was killed")
            run(command, url, file)
        parts = [told[0]["byAction"]["cos:PUT"] for told in (counted, whole)]
        received = [told[0]["received"] for told in (counted, whole)]
        again.append((parts[0] - parts[1], (received[0] - received[1]) / (1 << 20)))
    print(f"\n{size >> 20} MiB, killed at half and run again")
    print(f"{'':28} {'parts':>8} {'MiB':>8}")
    for count, mib in again:
        print(f"{'sent again':28} {count:8} {mib:8.1f}")
    most = max(count for count, _ in again)
    verdict("Parts sent again after SIGKILL at half", most, "at most", connections, "connections")


def read_by(pid):
    """Bytes that a process has read so far."""
    try:
        with open(f"/proc/{pid}/io") as told:
            return int(told.readline().split()[1])
    except (OSError, IndexError):
        return 0


with tempfile.TemporaryDirectory() as folder:
    near(folder)
    faults(folder)
    far(folder)
verdict(f"MiB at the most of {len(peaks)} runs of vod upload", max(peaks), "at most", 32, "MiB")
print(f"\n{'':48} {'':>8} {'target':44}")
for work, figure, target, met in verdicts:
    print(f"{work:48} {figure:>8} {target:44} {'met' if met else 'MISSED'}")
