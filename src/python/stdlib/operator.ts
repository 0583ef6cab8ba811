/** `operator`. */

import { Builtin } from "../callables.ts";
import type { Run } from "../run.ts";
import type { Site } from "../site.ts";
import { type Module, Tuple, Unknown, type Value } from "../value.ts";
import { moduleOf } from "./module-of.ts";
import { argument, valuesOf } from "./read-arguments.ts";

const BINARY: Readonly<Record<string, string>> = {
  add: "+",
  sub: "-",
  mul: "*",
  truediv: "/",
  floordiv: "//",
  mod: "%",
  pow: "**",
  matmul: "@",
  and_: "&",
  or_: "|",
  xor: "^",
  iadd: "+",
  imul: "*",
};

const COMPARE: Readonly<Record<string, string>> = {
  lt: "<",
  le: "<=",
  eq: "==",
  ne: "!=",
  ge: ">=",
  gt: ">",
  is_: "is",
  is_not: "is not",
};

function two(name: string, use: (run: Run, left: Value, right: Value, site: Site) => Value): Builtin {
  return new Builtin(name, (run, args, site) => use(run, argument(args, 0) ?? null, argument(args, 1) ?? null, site));
}

/** `itemgetter(1, 2)`, `attrgetter("a.b")`: functions that look something up in what they are given. */
function getter(name: string, look: (run: Run, object: Value, key: Value, site: Site) => Value): Builtin {
  return new Builtin(name, (_run, args) => {
    const keys = valuesOf(args);
    return new Builtin(name, (run, given, site) => {
      const found = keys.map((key) => look(run, argument(given, 0) ?? null, key, site));
      return found.length === 1 ? (found[0] as Value) : new Tuple(found);
    });
  });
}

function attributePath(run: Run, object: Value, path: Value, site: Site): Value {
  if (typeof path !== "string") return new Unknown("the attribute's name is not known");
  return path.split(".").reduce((inner, name) => run.attribute(inner, name, site), object);
}

export function operatorModule(): Module {
  return moduleOf("operator", [
    ...Object.entries(BINARY).map(([name, operator]) =>
      two(name, (run, left, right, site) => run.binary(operator, left, right, site)),
    ),
    ...Object.entries(COMPARE).map(([name, operator]) =>
      two(name, (run, left, right, site) => run.compare(operator, left, right, site)),
    ),
    two("getitem", (run, object, key, site) => run.item(object, key, site)),
    two("contains", (run, container, item, site) => run.compare("in", item, container, site)),
    getter("itemgetter", (run, object, key, site) => run.item(object, key, site)),
    getter("attrgetter", attributePath),
  ]);
}
