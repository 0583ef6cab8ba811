/** The names that every Python file sees. */

import type { PyClass } from "../py-class.ts";
import { Ellipsis, Unknown, type Value } from "../value.ts";
import { exceptionClasses } from "./exceptions.ts";
import { iterationBuiltins } from "./iteration.ts";
import { numberBuiltins } from "./number-builtins.ts";
import { objectBuiltins } from "./object-builtins.ts";
import {
  boolClass,
  dictClass,
  floatClass,
  frozensetClass,
  intClass,
  listClass,
  objectClass,
  setClass,
  sliceClass,
  strClass,
  tupleClass,
  typeClass,
} from "./types.ts";

const classes: readonly PyClass[] = [
  boolClass,
  dictClass,
  floatClass,
  frozensetClass,
  intClass,
  listClass,
  objectClass,
  setClass,
  sliceClass,
  strClass,
  tupleClass,
  typeClass,
  ...exceptionClasses.values(),
];

const OTHERS = [
  "open",
  "input",
  "exec",
  "compile",
  "memoryview",
  "bytearray",
  "bytes",
  "complex",
  "breakpoint",
  "help",
  "exit",
  "quit",
  "__import__",
  "locals",
  "globals",
  "ascii",
];

export const builtinNames: ReadonlyMap<string, Value> = new Map<string, Value>([
  ...OTHERS.map((name) => [name, new Unknown(`\`${name}\` is not followed`)] as const),
  ...classes.map((cls) => [cls.name, cls] as const),
  ...[...exceptionClasses].map(([name, cls]) => [name, cls] as const),
  ...[...iterationBuiltins, ...numberBuiltins, ...objectBuiltins].map((builtin) => [builtin.name, builtin] as const),
  ["NotImplemented", new Unknown("`NotImplemented`")],
  ["Ellipsis", new Ellipsis()],
  ["__name__", new Unknown("the module's name is not known")],
  ["__debug__", true],
]);
