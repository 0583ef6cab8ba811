/** What a program knows of the world around it: files, options, time, chance. We know none of it, and say so. */
import { Float, type Module, Tuple, Unknown } from "../value.ts";
import { moduleOf } from "./module-of.ts";

const NAMES = new Set(
  "ast asyncio atexit base64 bisect builtins calendar codecs concurrent configparser csv ctypes datetime decimal difflib fnmatch fractions gc getpass glob gzip hashlib heapq importlib inspect io json locale logging multiprocessing numbers os pathlib pdb pickle platform pprint queue random resource sched secrets select shelve shlex shutil signal socket sqlite3 statistics stat string struct subprocess tarfile tempfile textwrap threading time timeit traceback tqdm unittest urllib uuid warnings weakref xml yaml zipfile zlib".split(
    " ",
  ),
);

/** A module of Python's library whose answers depend on more than the source. */
export function worldModule(name: string): Module | undefined {
  const [first = ""] = name.split(".");
  return NAMES.has(first) ? moduleOf(name, []) : undefined;
}

/** A Python as new as the syntax that is read. */
export function sysModule(): Module {
  return moduleOf("sys", [
    ["version_info", new Tuple([3, 11, 0, "final", 0])],
    ["argv", new Unknown("it comes from the command line")],
    ["maxsize", new Float(2 ** 63)],
  ]);
}
