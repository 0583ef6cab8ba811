/**
 * What a Python expression can be worth, as far as we follow it. Numbers, texts, booleans and `None` are JavaScript's own
 * (an `int` is a whole `number`, a `float` a `Float`); everything else is one of the classes here. What cannot be known is
 * an `Unknown` with its reason, and whatever is made of it is unknown too.
 */
import type { Symbolic } from "../tensor/dim.ts";
import type { Arguments } from "./arguments.ts";

import type { Run } from "./run.ts";
import type { Site, SourceFile } from "./site.ts";
import type { FunctionSyntax } from "./syntax/tree.ts";

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

  constructor(items: readonly Value[]) {
    this.items = items;
  }
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

/** A `def` or a `lambda` with what it sees around it. */
export class PyFunction {
  readonly syntax: FunctionSyntax;
  readonly scope: Scope;
  readonly defaults: ReadonlyMap<string, Value>;
  /** Where its syntax stands: the offsets in it are relative to `offset`. */
  readonly origin: { readonly file: SourceFile; readonly offset: number };
  /** The class in whose body it stands, for `super()`; set when the class is made. */
  owner: PyClass | undefined;
  readonly attributes = new Map<string, Value>();

  constructor(
    syntax: FunctionSyntax,
    scope: Scope,
    defaults: ReadonlyMap<string, Value>,
    origin: PyFunction["origin"],
  ) {
    this.origin = origin;
    this.syntax = syntax;
    this.scope = scope;
    this.defaults = defaults;
  }
}

/** Names and their values in a module, a class body or a call. */
export interface Scope {
  readonly names: Map<string, Value>;
  readonly outer: Scope | undefined;
  readonly module: Module;
}

/** A function that is written in TypeScript. As a member of a class it gets the instance as its first positional argument. */
export class Builtin {
  readonly name: string;
  readonly call: (run: Run, args: Arguments, site: Site) => Value;

  constructor(name: string, call: (run: Run, args: Arguments, site: Site) => Value) {
    this.name = name;
    this.call = call;
  }
}

export class BoundMethod {
  readonly self: Value;
  readonly callee: PyFunction | Builtin;

  constructor(self: Value, callee: PyFunction | Builtin) {
    this.self = self;
    this.callee = callee;
  }
}

/**
 * A class, of the user's or of a framework: framework classes are made of `Builtin` members (`__init__`, `forward`, ...), so
 * that a user's class can inherit from them, override them and call `super()`.
 */
export class PyClass {
  readonly name: string;
  readonly bases: readonly PyClass[];
  /** The method resolution order, this class first. */
  readonly mro: readonly PyClass[];
  readonly members: Map<string, Value>;
  /** Why some base is not known; what is not found in the class is unknown then. */
  readonly unknownBase: string | undefined;
  /** Defined in the user's text: what is not found in it and its bases does not exist. A framework's class may have more. */
  written = false;
  /** Of a framework's class: the names that it surely does not have; absent, it may have any. */
  lacks: ((name: string) => boolean) | undefined;

  constructor(name: string, bases: readonly PyClass[], members: Map<string, Value>, unknownBase?: string) {
    this.name = name;
    this.bases = bases;
    this.members = members;
    this.mro = resolutionOrder(this, bases);
    this.unknownBase = unknownBase ?? bases.find((base) => base.unknownBase !== undefined)?.unknownBase;
  }

  /** The member as the class or its bases have it, unbound. */
  find(name: string): Value | undefined {
    for (const cls of this.mro) {
      const found = cls.members.get(name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  isSubclassOf(other: PyClass): boolean {
    return this.mro.includes(other);
  }
}

/** Python's C3 linearization; for bases that contradict each other (Python raises) simply depth first. */
function resolutionOrder(cls: PyClass, bases: readonly PyClass[]): PyClass[] {
  const lists = [...bases.map((base) => [...base.mro]), [...bases]];
  const order = [cls];
  for (;;) {
    const open = lists.filter((list) => list.length > 0);
    if (open.length === 0) return order;
    const next = open
      .map(([head]) => head as PyClass)
      .find((head) => open.every((list) => !list.slice(1).includes(head)));
    if (next === undefined) return [cls, ...new Set(bases.flatMap((base) => base.mro))];
    order.push(next);
    for (const list of lists) if (list[0] === next) list.shift();
  }
}

/**
 * An object of a class. `native` is what a framework's class keeps of its own: a layer's sizes, a container's children. If
 * that can change, or holds values, it is `Copyable`.
 */
export class Instance {
  readonly cls: PyClass;
  readonly attributes = new Map<string, Value>();
  /** The call that made it. */
  readonly site: Site;
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

  constructor(name: string, names: Map<string, Value> = new Map(), missing?: (name: string) => Value | undefined) {
    this.name = name;
    this.names = names;
    this.missing = missing;
  }
}

/** A value whose behaviour is written in TypeScript: a tensor, a `torch.Size`, a device. What it leaves out is unknown. */
export abstract class Native {
  /** Python's name of its type: `Tensor`. */
  abstract readonly typeName: string;

  attribute(_run: Run, _name: string): Value | undefined {
    return undefined;
  }

  setAttribute(_run: Run, _name: string, _value: Value): void {}

  call(_run: Run, _args: Arguments, _site: Site): Value | undefined {
    return undefined;
  }

  item(_run: Run, _key: Value, _site: Site): Value | undefined {
    return undefined;
  }

  setItem(_run: Run, _key: Value, _value: Value, _site: Site): void {}

  /** `self OP other`, or `other OP self` if `reflected`; `operator` as Python writes it: `+`, `@`, `//`, `<`. */
  binary(_run: Run, _operator: string, _other: Value, _reflected: boolean, _site: Site): Value | undefined {
    return undefined;
  }

  unary(_run: Run, _operator: string, _site: Site): Value | undefined {
    return undefined;
  }

  /** What a loop over it sees; `undefined`: it cannot be known. */
  iterate(_run: Run): readonly Value[] | undefined {
    return undefined;
  }

  length(_run: Run): Value | undefined {
    return undefined;
  }

  truth(_run: Run): boolean | undefined {
    return undefined;
  }

  /** What it is if it may be this or the other; `undefined`: nothing that both agree on. */
  merge(_run: Run, _other: Value): Value | undefined {
    return undefined;
  }

  /** Its class, for `isinstance` and `type`. */
  pyClass(): PyClass | undefined {
    return undefined;
  }
}
