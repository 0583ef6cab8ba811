"""What the contenders of Python share: a line of JSON in, a line of JSON out, tensors from a file, and the timing."""

import json
import re
import resource
import sys
import time

import numpy


def read_tensors(path):
    """Arrays of float32 by name."""
    with open(path, "rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
        data = file.read()
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        tensors[name] = numpy.frombuffer(data[begin:end], dtype="<f4").reshape(entry["shape"]).copy()
    return tensors


def linear_algebra(otherwise):
    """The BLAS that multiplies matrices in this process, as the loaded libraries tell; where they do not, `otherwise`."""
    try:
        with open("/proc/self/maps") as maps:
            loaded = maps.read()
    except OSError:
        return otherwise
    found = re.search(r"lib(openblas)(?:[^/]*?-r([\d.]+)\.so)?|lib(mkl|blis)", loaded)
    return " ".join(part for part in found.groups() if part) if found else otherwise


def processor_seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def spend(once, times):
    cpu, begin = processor_seconds(), time.perf_counter()
    for _ in range(times):
        once()
    return {"seconds": time.perf_counter() - begin, "cpuSeconds": processor_seconds() - cpu}


def most_bytes():
    """Resident at most so far; macOS counts bytes, everyone else kibibytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else 1024 * most


def serve(load, prepare):
    """Answers until the input ends. `prepare` gives the check and the function that does the workload once."""
    once = None
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if request["kind"] == "load":
                answer = {"version": load(request["threads"])}
            elif request["kind"] == "prepare":
                check, once = prepare(request)
                answer = {"check": check}
            elif request["kind"] == "memory":
                answer = {"bytes": most_bytes()}
            else:
                answer = spend(once, request["times"])
        except Exception as error:
            answer = {"unable": f"fails: {error}"}
        print(json.dumps(answer), flush=True)
