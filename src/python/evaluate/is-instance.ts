/** `isinstance` and `issubclass`. */

import { Builtin } from "../callables.ts";
import { Native } from "../native.ts";
import { PyClass } from "../py-class.ts";
import { belongsTo, isAbstract } from "../stdlib/abstract-classes.ts";
import { typeOf } from "../stdlib/types.ts";
import { Tuple, Unknown, type Value } from "../value.ts";
import type { Interpreter } from "./interpreter.ts";

/** Python's own classes, of which no tensor is an object. */
const PLAIN = new Set(["tuple", "list", "dict", "set", "str", "int", "float", "bool"]);

export function isInstance(run: Interpreter, value: Value, cls: Value): boolean | undefined {
  if (cls instanceof Tuple) return anyOf(cls.items.map((one) => isInstance(run, value, one)));
  if (value instanceof Unknown || !(cls instanceof PyClass)) return undefined;
  if (value instanceof Native) {
    if ("shape" in value && value.pyClass() === undefined && PLAIN.has(cls.name) && !cls.written) return false;
    const known = value.pyClass();
    return known
      ? isSubclass(known, cls)
      : known === undefined && value.typeName === cls.name
        ? true
        : cls.written
          ? false
          : undefined;
  }
  const own = typeOf(value);
  // A library's function may be written in Python or in C.
  if (value instanceof Builtin && own === cls) return undefined;
  return own === undefined ? undefined : isSubclass(own, cls);
}

export function isSubclass(cls: Value, other: Value): boolean | undefined {
  if (other instanceof Tuple) return anyOf(other.items.map((one) => isSubclass(cls, one)));
  if (!(cls instanceof PyClass && other instanceof PyClass)) return undefined;
  if (cls.isSubclassOf(other) || other.name === "object") return true;
  if (isAbstract(other)) return belongsTo(cls, other);
  return cls.unknownBase === undefined ? false : undefined;
}

function anyOf(results: readonly (boolean | undefined)[]): boolean | undefined {
  if (results.includes(true)) return true;
  return results.includes(undefined) ? undefined : false;
}
