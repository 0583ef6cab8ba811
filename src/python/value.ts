/**
 * What a Python expression can be worth, as far as we follow it. Numbers, texts, booleans and `None` are JavaScript's own
 * (an `int` is a whole `number`, a `float` a `Float`); everything else is one of the classes here. What cannot be known is
 * an `Unknown` with its reason, and whatever is made of it is unknown too.
 */

import type { Symbolic } from "../tensor/dim.ts";
import type { Arguments } from "./arguments.ts";
import type { BoundMethod, Builtin, PyFunction } from "./callables.ts";
import type { Native } from "./native.ts";
import type { PyClass } from "./py-class.ts";
import type { Run } from "./run.ts";
import type { Site } from "./site.ts";

export type Value =
  | null
  | boolean
  | number
  | string
  | Symbolic
  | Float
  | Tuple
  | List
  | Dict
  | PySet
  | Slice
  | Ellipsis
  | PyFunction
  | Builtin
  | BoundMethod
  | PyClass
  | Instance
  | Module
  | Native
  | Unknown;

/** A value that the source alone does not give: an option of a command line, a file's content, a library we do not know. */
export class Unknown {
  /** A sentence's second half: `args comes from the command line`. */
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

export class Float {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

export class Tuple {
  readonly items: readonly Value[];
  readonly kind: TupleKind | undefined;

  constructor(items: readonly Value[], kind?: TupleKind) {
    this.items = items;
    this.kind = kind;
  }
}

/** A library's tuple that has more than Python's: named parts, or a shape's methods. */
export interface TupleKind {
  attribute(items: readonly Value[], name: string): Value | undefined;
  /** A slice of it is of its kind. */
  readonly inSlices?: true;
  /** `tuple OP other`, or the other way round, where it is calculated with otherwise than Python's tuples. */
  binary?(run: Run, operation: TupleOperation): Value | undefined;
}

export interface TupleOperation {
  readonly operator: string;
  readonly items: readonly Value[];
  readonly other: Value;
  readonly reflected: boolean;
  readonly site: Site;
}

/** The items under names of their own, too. */
export function namedParts(names: readonly string[]): TupleKind {
  return { attribute: (items, name) => items[names.indexOf(name)] };
}

/**
 * Change it only through `Run.change`, so that a branch that may not be taken can be undone. `unknown` says why the content
 * is not known, where it is not; `Run.iterate` looks at it.
 */
export class List {
  items: Value[];
  unknown: string | undefined;

  constructor(items: Value[], unknown?: string) {
    this.items = items;
    this.unknown = unknown;
  }
}

/** Keys are values that Python can hash: `keyOf` gives the text under which an entry stands. */
export class Dict {
  entries: Map<string, readonly [key: Value, value: Value]>;
  /** Why there may be others, or none of these. */
  unknown: string | undefined;

  constructor(entries: Map<string, readonly [Value, Value]> = new Map(), unknown?: string) {
    this.entries = entries;
    this.unknown = unknown;
  }
}

export class PySet {
  items: Map<string, Value>;
  unknown: string | undefined;

  constructor(items: Map<string, Value> = new Map(), unknown?: string) {
    this.items = items;
    this.unknown = unknown;
  }
}

export class Slice {
  readonly start: Value;
  readonly stop: Value;
  readonly step: Value;

  constructor(start: Value, stop: Value, step: Value) {
    this.start = start;
    this.stop = stop;
    this.step = step;
  }
}

/** The value `...`. */
export class Ellipsis {}

/**
 * An object of a class. `native` is what a framework's class keeps of its own: a layer's sizes, a container's children. If
 * that can change, or holds values, it is `Copyable`.
 */
export class Instance {
  readonly cls: PyClass;
  readonly attributes = new Map<string, Value>();
  /** The call that made it. */
  readonly site: Site;
  /** What that call handed over. */
  given: Arguments | undefined;
  native: unknown;

  constructor(cls: PyClass, site: Site) {
    this.cls = cls;
    this.site = site;
  }
}

/** What an instance keeps, for `copy.copy` and `copy.deepcopy`, which hand over how to copy a value in it. */
export interface Copyable {
  copy(copyValue: (value: Value) => Value): unknown;
}

/** A module: a file of the workspace, or a library that we know. `missing` answers for names that it does not hold. */
export class Module {
  readonly name: string;
  readonly names: Map<string, Value>;
  readonly missing: ((name: string) => Value | undefined) | undefined;
  /** A module from which `import *` has brought names that we cannot list, so that any name may be there. */
  starred: string | undefined;

  constructor(name: string, names: Map<string, Value> = new Map(), missing?: (name: string) => Value | undefined) {
    this.name = name;
    this.names = names;
    this.missing = missing;
  }
}
