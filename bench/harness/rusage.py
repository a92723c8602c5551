"""Runs a command and writes its wall time, CPU time and peak memory, children included, as JSON to file descriptor 3.

Node cannot read the resource usage of a process that it started; wait4 can, to the microsecond.
Usage: rusage.py CORE COMMAND...   (CORE: the core to run on, or "any")
"""
import json
import os
import sys
import time

core, command = sys.argv[1], sys.argv[2:]
if core != "any" and hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {int(core)})
os.set_inheritable(3, False)
started = time.perf_counter()
try:
    child = os.posix_spawnp(command[0], command, os.environ)
except OSError as error:
    sys.exit(f"{command[0]}: {error.strerror}")
_, status, usage = os.wait4(child, 0)
wall = time.perf_counter() - started
# Linux counts kibibytes, macOS bytes.
unit = 1 if sys.platform == "darwin" else 1024
figures = {
    "wallMs": wall * 1000,
    "cpuMs": (usage.ru_utime + usage.ru_stime) * 1000,
    "peakRssMB": usage.ru_maxrss * unit / 1e6,
}
os.write(3, json.dumps(figures).encode())
sys.exit(os.waitstatus_to_exitcode(status) & 0xFF)
