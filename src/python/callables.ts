/** What can be called: functions of the user's text, functions written in TypeScript, and either bound to an object. */
import type { Arguments } from "./arguments.ts";
import type { PyClass } from "./py-class.ts";
import type { Run } from "./run.ts";
import type { Site, SourceFile } from "./site.ts";
import type { FunctionSyntax } from "./syntax/tree.ts";
import type { Module, Value } from "./value.ts";

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
