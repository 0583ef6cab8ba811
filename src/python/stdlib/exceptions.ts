/** Python's exceptions, by their families. */
import { Builtin } from "../callables.ts";
import { PyClass } from "../py-class.ts";
import { Instance, Tuple, type Value } from "../value.ts";
import { valuesOf } from "./read-arguments.ts";

/** Each name's base. */
const BASES: Readonly<Record<string, string>> = {
  Exception: "BaseException",
  KeyboardInterrupt: "BaseException",
  SystemExit: "BaseException",
  GeneratorExit: "BaseException",
  ArithmeticError: "Exception",
  ZeroDivisionError: "ArithmeticError",
  OverflowError: "ArithmeticError",
  FloatingPointError: "ArithmeticError",
  AssertionError: "Exception",
  AttributeError: "Exception",
  EOFError: "Exception",
  ImportError: "Exception",
  ModuleNotFoundError: "ImportError",
  LookupError: "Exception",
  IndexError: "LookupError",
  KeyError: "LookupError",
  MemoryError: "Exception",
  NameError: "Exception",
  UnboundLocalError: "NameError",
  OSError: "Exception",
  FileNotFoundError: "OSError",
  FileExistsError: "OSError",
  PermissionError: "OSError",
  TimeoutError: "OSError",
  RuntimeError: "Exception",
  NotImplementedError: "RuntimeError",
  RecursionError: "RuntimeError",
  StopIteration: "Exception",
  SyntaxError: "Exception",
  TypeError: "Exception",
  ValueError: "Exception",
  UnicodeError: "ValueError",
  UnicodeDecodeError: "UnicodeError",
  Warning: "Exception",
  UserWarning: "Warning",
  DeprecationWarning: "Warning",
  RuntimeWarning: "Warning",
  FutureWarning: "Warning",
};

const init = new Builtin("__init__", (run, args) => {
  const [self, ...values] = valuesOf(args);
  if (!(self instanceof Instance)) return null;
  const [only] = values;
  // A KeyError shows the key as it is written.
  const isKey = only !== undefined && values.length === 1 && self.cls.mro.some(({ name }) => name === "KeyError");
  self.native = isKey ? (run.repr(only) ?? "...") : values.map((value) => run.text(value) ?? "...").join(", ");
  self.attributes.set("args", new Tuple(values));
  return null;
});

const base = new PyClass("BaseException", [], new Map<string, Value>([["__init__", init]]));
base.written = true;

export const exceptionClasses: ReadonlyMap<string, PyClass> = makeClasses();

function makeClasses(): Map<string, PyClass> {
  const classes = new Map([["BaseException", base]]);
  for (const [name, parent] of Object.entries(BASES)) {
    const cls = new PyClass(name, [classes.get(parent) ?? base], new Map());
    cls.written = true;
    classes.set(name, cls);
  }
  classes.set("IOError", classes.get("OSError") as PyClass);
  classes.set("EnvironmentError", classes.get("OSError") as PyClass);
  return classes;
}

export function exceptionClass(name: string): PyClass {
  return exceptionClasses.get(name) ?? (exceptionClasses.get("Exception") as PyClass);
}
