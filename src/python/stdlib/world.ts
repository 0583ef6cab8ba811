/** What a program knows of the world around it: files, options, time, chance. We know none of it, and say so. */
import type { Arguments } from "../arguments.ts";
import { Builtin } from "../callables.ts";
import { Native } from "../native.ts";
import type { Run } from "../run.ts";
import { Float, type Module, Tuple, Unknown, type Value } from "../value.ts";
import { moduleOf } from "./module-of.ts";
import { argument } from "./read-arguments.ts";

const NAMES = new Set(
  "ast asyncio atexit base64 bisect builtins calendar codecs concurrent configparser csv ctypes datetime decimal difflib fnmatch fractions gc getpass glob gzip hashlib heapq importlib inspect io json locale logging multiprocessing os pathlib pdb pickle platform pprint queue random resource sched secrets select shelve shlex shutil signal socket sqlite3 statistics stat string struct subprocess tarfile tempfile textwrap threading time timeit traceback unittest urllib uuid warnings weakref xml yaml zipfile zlib".split(
    " ",
  ),
);

/** A module of Python's library whose answers depend on more than the source. */
export function worldModule(name: string): Module | undefined {
  const [first = ""] = name.split(".");
  return NAMES.has(first) ? moduleOf(name, []) : undefined;
}

/** `sys.modules[__name__]`: a file itself, in which it looks for its own names. */
class LoadedModules extends Native {
  readonly typeName = "dict";

  override attribute(): Value {
    return NO_MODULES;
  }

  override item(run: Run, key: Value): Value {
    return (typeof key === "string" ? run.loadedModule(key) : undefined) ?? NO_MODULES;
  }

  override binary(): Value {
    return NO_MODULES;
  }
}

const NO_MODULES = new Unknown("`sys.modules` is not followed");

/** A Python as new as the syntax that is read. */
export function sysModule(): Module {
  return moduleOf("sys", [
    ["version_info", new Tuple([3, 11, 0, "final", 0])],
    ["modules", new LoadedModules()],
    ["argv", new Unknown("it comes from the command line")],
    ["maxsize", new Float(2 ** 63)],
  ]);
}

const NOT_FOLLOWED = new Unknown("`os.environ` is not followed");

/** As options of a command line do, variables of the environment have their defaults; without one they are not known. */
function variable(_: Run, args: Arguments): Value {
  return argument(args, 1, "default") ?? NOT_FOLLOWED;
}

class Environment extends Native {
  readonly typeName = "_Environ";

  override attribute(_: Run, name: string): Value {
    return name === "get" ? new Builtin("get", variable) : NOT_FOLLOWED;
  }

  override item(): Value {
    return NOT_FOLLOWED;
  }

  override binary(): Value {
    return NOT_FOLLOWED;
  }

  /** None is set: `"DEBUG" in os.environ`. */
  override iterate(): readonly Value[] {
    return [];
  }
}

export function osModule(): Module {
  return moduleOf("os", [["environ", new Environment()], new Builtin("getenv", variable)]);
}

const [lower, upper, digits] = ["abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789"];
const punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

/** The characters that models of text count. */
export function stringModule(): Module {
  const letters = `${lower}${upper}`;
  return moduleOf("string", [
    ["ascii_lowercase", lower],
    ["ascii_uppercase", upper],
    ["ascii_letters", letters],
    ["digits", digits],
    ["hexdigits", `${digits}abcdefABCDEF`],
    ["punctuation", punctuation],
    ["whitespace", " \t\n\r\u000b\f"],
    ["printable", `${digits}${letters}${punctuation} \t\n\r\u000b\f`],
  ]);
}
